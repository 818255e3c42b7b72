//! What errors of the analysis database mean, and which of its servers cannot be reached.

use std::time::Duration;

use anchorhub_store::{Database, StoreError, StoreErrorKind};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement},
};

use crate::AnalysisError;

/// What an error of the analysis database means for whoever asks.
pub(super) fn of_facts(error: impl Into<StoreError>) -> AnalysisError {
    let error: StoreError = error.into();
    match error.kind() {
        StoreErrorKind::Unavailable => {
            tracing::warn!(detail = error.detail(), "a server of the analysis database failed");
            AnalysisError::AnalysisUnreachable(SOME.to_owned())
        }
        StoreErrorKind::SchemaOutdated => {
            tracing::warn!(detail = error.detail(), "the analysis database has other tables");
            AnalysisError::AnalysisNotPrepared
        }
        // Somebody else changes the facts for longer than one waits for that.
        StoreErrorKind::Locked => AnalysisError::AnalysisBehind,
        _ => error.into(),
    }
}

/// The task that brings the facts up to date ended.
pub(super) fn ended(error: &tokio::task::JoinError) -> AnalysisError {
    let detail = format!("following the hub's database ended: {error}");
    AnalysisError::Store(StoreError::new(StoreErrorKind::Other, detail))
}

const SOME: &str = "a server";

/// How long one server may take to say that it is there.
const LOOK: Duration = Duration::from_secs(2);

/// The error of a server that cannot be reached, with its name, if it can be told.
pub(super) async fn named(facts: Option<&Database>) -> AnalysisError {
    let who = match facts {
        Some(facts) => failing(facts).await,
        None => Some(COORDINATOR.to_owned()),
    };
    AnalysisError::AnalysisUnreachable(who.unwrap_or_else(|| SOME.to_owned()))
}

const COORDINATOR: &str = "the coordinator";

#[derive(FromQueryResult)]
struct Site {
    site: i16,
    name: String,
}

#[derive(FromQueryResult)]
struct Found {}

/// Asks every server for a row of its own. None when all of them answer again.
async fn failing(facts: &Database) -> Option<String> {
    let sites = Query::select()
        .columns(["site", "name"].map(Alias::new))
        .from(Alias::new("fact_site"))
        .order_by(Alias::new("site"), Order::Asc)
        .to_owned();
    let Some(sites) = answer::<Site>(facts, &sites).await else { return Some(COORDINATOR.to_owned()) };
    let mut failing = Vec::new();
    for Site { site, name } in sites {
        let own = Query::select()
            .expr(Expr::val(1))
            .from(Alias::new("fact_payer"))
            .and_where(Expr::col(Alias::new("site")).eq(site))
            .limit(1)
            .to_owned();
        if answer::<Found>(facts, &own).await.is_none() {
            failing.push(format!("server `{name}`"));
        }
    }
    (!failing.is_empty()).then(|| failing.join(" and "))
}

/// The rows of a statement; none when it fails or takes too long. Connections that the coordinator lost fail once.
async fn answer<T: FromQueryResult>(facts: &Database, select: &SelectStatement) -> Option<Vec<T>> {
    for _ in 0..TRIES {
        match tokio::time::timeout(LOOK, facts.fetch(select)).await {
            Ok(Ok(rows)) => return Some(rows),
            Ok(Err(_)) => {}
            Err(_) => break,
        }
    }
    None
}

const TRIES: usize = 2;
