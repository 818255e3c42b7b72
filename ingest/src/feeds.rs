//! Feeds: streams of documents of one kind from one institution, and how they are set up.

use std::path::Path;

use anchorhub_entities::{
    OrgId, VatBasis, feed,
    feed::{Connector, FeedKind},
    ingest_run, institution,
};
use anchorhub_store::{Database, LoadTx};
use chrono::{NaiveDate, SecondsFormat, Utc};
use sea_orm::{
    ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use serde::Serialize;

use crate::{IngestCode, IngestError, reference};

/// How a feed is set up. What is left out stays as it is, or is unknown for a new feed.
#[derive(Clone, Debug)]
pub struct FeedSetup {
    /// Whose documents they are.
    pub institution: OrgId,
    /// What they hold.
    pub kind: FeedKind,
    /// Name of the feed among those of the institution; its code is `{org-id}.{name}`.
    pub name: String,
    /// Title for people.
    pub title: Option<String>,
    /// Folder or file that the documents are read from; with a connector, the address of the source.
    pub location: Option<String>,
    /// How the source is pulled; none for folders and files of this machine.
    pub connector: Option<Connector>,
    /// When it is pulled, in cron form, UK clock time; `never` takes a schedule away.
    pub schedule: Option<String>,
    /// The first day that a pull covers.
    pub pull_from: Option<NaiveDate>,
    /// Adapter that corrects recognition, by name.
    pub adapter: Option<String>,
    /// VAT basis of the amounts, where the publisher states it.
    pub vat_basis: Option<VatBasis>,
    /// Publication threshold in pence, where the publisher states it.
    pub threshold_pence: Option<i64>,
}

impl FeedSetup {
    /// A feed of which nothing but kind and name is said.
    pub fn new(institution: OrgId, kind: FeedKind, name: &str) -> Self {
        Self {
            institution,
            kind,
            name: name.to_owned(),
            title: None,
            location: None,
            connector: None,
            schedule: None,
            pull_from: None,
            adapter: None,
            vat_basis: None,
            threshold_pence: None,
        }
    }
}

/// Instead of a schedule: none.
const NO_SCHEDULE: &str = "never";

/// A feed with its institution and its last run.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// Code of the feed.
    pub feed: String,
    /// Org-id of the institution.
    pub institution: String,
    /// What the documents hold.
    pub kind: &'static str,
    /// Title for people.
    pub title: String,
    /// Folder or file that the documents are read from; with a connector, the address of the source.
    pub location: Option<String>,
    /// How the source is pulled; none for folders and files of this machine.
    pub connector: Option<&'static str>,
    /// When it is pulled, in cron form, UK clock time.
    pub schedule: Option<String>,
    /// The first day that a pull covers, ISO 8601.
    pub pull_from: Option<String>,
    /// Adapter that corrects recognition, by name.
    pub adapter: Option<String>,
    /// VAT basis of the amounts, where the publisher states it.
    pub vat_basis: Option<&'static str>,
    /// Publication threshold in pence, where the publisher states it.
    pub threshold_pence: Option<i64>,
    /// Whether it is paused.
    pub paused: bool,
    /// Number of the last run.
    pub last_run: Option<i64>,
    /// How the last run stands.
    pub last_state: Option<&'static str>,
    /// When the last run began, RFC 3339.
    pub last_started: Option<String>,
}

/// Every feed, or those of one institution, by code.
pub async fn list(database: &Database, of: Option<&OrgId>) -> Result<Vec<FeedView>, IngestError> {
    let mut query =
        feed::Entity::find().find_also_related(institution::Entity).order_by_asc(feed::Column::Code);
    if let Some(org_id) = of {
        query = query.filter(institution::Column::OrgId.eq(org_id.as_str()));
    }
    let mut views = Vec::new();
    for (feed, institution) in query.all(database.read()).await? {
        let last = ingest_run::Entity::find()
            .filter(ingest_run::Column::FeedId.eq(feed.id))
            .order_by_desc(ingest_run::Column::Id)
            .one(database.read())
            .await?;
        views.push(view(feed, institution, last.as_ref()));
    }
    Ok(views)
}

fn view(
    feed: feed::Model,
    institution: Option<institution::Model>,
    last: Option<&ingest_run::Model>,
) -> FeedView {
    FeedView {
        feed: feed.code,
        institution: institution.map(|institution| institution.org_id).unwrap_or_default(),
        kind: feed.kind.name(),
        title: feed.title,
        location: feed.location,
        connector: feed.connector.map(Connector::name),
        schedule: feed.schedule,
        pull_from: feed.pull_from.map(|day| day.to_string()),
        adapter: feed.adapter,
        vat_basis: feed.vat_basis.map(VatBasis::name),
        threshold_pence: feed.threshold_pence,
        paused: feed.paused,
        last_run: last.map(|run| run.id),
        last_state: last.map(|run| run.state.name()),
        last_started: last.map(|run| run.started_at.to_rfc3339_opts(SecondsFormat::Secs, true)),
    }
}

/// The feed with a code; `UNKNOWN_FEED` when there is none.
pub async fn find(database: &Database, code: &str) -> Result<feed::Model, IngestError> {
    feed::Entity::find().filter(feed::Column::Code.eq(code)).one(database.read()).await?.ok_or_else(|| {
        IngestError::new(
            IngestCode::UnknownFeed,
            format!("the hub knows no feed {code}: `anchorhub feed list` shows them all"),
        )
    })
}

/// Adds a feed, or changes what the setup gives of one that is there.
pub async fn set_up(database: &Database, setup: &FeedSetup) -> Result<feed::Model, IngestError> {
    let institution = reference::institution(database, &setup.institution).await?;
    let code = code(&setup.institution, &setup.name)?;
    let before = feed::Entity::find().filter(feed::Column::Code.eq(&code)).one(database.read()).await?;
    let known = before.as_ref();
    let connector = setup.connector.or_else(|| known.and_then(|feed| feed.connector));
    let location = place(setup, connector)?;
    let schedule = setup.schedule.clone().or_else(|| known.and_then(|feed| feed.schedule.clone()));
    let schedule = schedule.filter(|schedule| schedule != NO_SCHEDULE);
    let pull_from = setup.pull_from.or_else(|| known.and_then(|feed| feed.pull_from));
    let title = setup.title.clone().or_else(|| known.map(|feed| feed.title.clone()));
    let held = known.and_then(|feed| feed.location.clone());
    // The path that a feed had before it got a connector is of no use to it.
    let held = held.filter(|location| connector.is_none() || location.contains("://"));
    let usual = connector.and_then(Connector::address).map(str::to_owned);
    let location = location.or(held).or(usual);
    let adapter = setup.adapter.clone().or_else(|| known.and_then(|feed| feed.adapter.clone()));
    let vat_basis = setup.vat_basis.or_else(|| known.and_then(|feed| feed.vat_basis));
    let threshold = setup.threshold_pence.or_else(|| known.and_then(|feed| feed.threshold_pence));

    let mut insert = Query::insert();
    insert
        .into_table(feed::Entity)
        .columns([
            feed::Column::Code,
            feed::Column::InstitutionId,
            feed::Column::Kind,
            feed::Column::Title,
            feed::Column::Location,
            feed::Column::Connector,
            feed::Column::Schedule,
            feed::Column::PullFrom,
            feed::Column::Adapter,
            feed::Column::VatBasis,
            feed::Column::ThresholdPence,
            feed::Column::Paused,
            feed::Column::CreatedAt,
        ])
        .values_panic([
            Expr::value(code.as_str()),
            Expr::value(institution.id),
            Expr::value(setup.kind.name()),
            Expr::value(title.unwrap_or_else(|| format!("{}, {}", institution.name, setup.name))),
            Expr::value(location),
            Expr::value(connector.map(Connector::name)),
            Expr::value(schedule),
            Expr::value(pull_from),
            Expr::value(adapter),
            Expr::value(vat_basis.map(|basis| basis.to_value())),
            Expr::value(threshold),
            Expr::value(false),
            Expr::value(Utc::now()),
        ])
        .on_conflict(
            OnConflict::column(feed::Column::Code)
                .update_columns([
                    feed::Column::Title,
                    feed::Column::Location,
                    feed::Column::Connector,
                    feed::Column::Schedule,
                    feed::Column::PullFrom,
                    feed::Column::Adapter,
                    feed::Column::VatBasis,
                    feed::Column::ThresholdPence,
                ])
                .to_owned(),
        );
    let mut tx = LoadTx::begin(database).await?;
    tx.execute(&insert).await?;
    tx.commit().await?;
    find(database, &code).await
}

/// Pauses or resumes a feed. A paused feed takes no documents by `feed run`.
pub async fn set_paused(database: &Database, code: &str, paused: bool) -> Result<(), IngestError> {
    let feed = find(database, code).await?;
    let update = Query::update()
        .table(feed::Entity)
        .value(feed::Column::Paused, paused)
        .and_where(Expr::col(feed::Column::Id).eq(feed.id))
        .to_owned();
    let mut tx = LoadTx::begin(database).await?;
    tx.execute(&update).await?;
    Ok(tx.commit().await?)
}

fn code(institution: &OrgId, name: &str) -> Result<String, IngestError> {
    let fits = (1..=40).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if fits {
        Ok(format!("{institution}.{name}"))
    } else {
        Err(IngestError::new(
            IngestCode::FeedInvalid,
            format!("`{name}` is no name for a feed: small letters, digits and hyphens, 40 at most"),
        ))
    }
}

/// Where the documents are, as far as the setup says: an address if they are pulled, else a path.
fn place(setup: &FeedSetup, connector: Option<Connector>) -> Result<Option<String>, IngestError> {
    let Some(connector) = connector else {
        return setup.location.as_deref().map(local).transpose();
    };
    if connector.address().is_some() && setup.kind != FeedKind::Ocds {
        return Err(IngestError::new(
            IngestCode::FeedInvalid,
            format!(
                "{} gives notices: the kind of its feed is ocds, not {}",
                connector.name(),
                setup.kind.name()
            ),
        ));
    }
    match &setup.location {
        Some(location) if !location.contains("://") => Err(IngestError::new(
            IngestCode::FeedInvalid,
            format!(
                "{location} is no address: a feed with a connector is pulled from one, like https://example.org/"
            ),
        )),
        location => Ok(location.clone()),
    }
}

/// The whole path of a folder or file, so that it holds wherever the program is started.
fn local(location: &str) -> Result<String, IngestError> {
    if location.contains("://") {
        return Err(IngestError::new(
            IngestCode::LocationUnsupported,
            format!("{location} is an address: add --connector http, or give the path of a folder or file"),
        ));
    }
    let path = Path::new(location);
    let whole = path.canonicalize().map_err(|error| IngestError::io(&error, path))?;
    whole.into_os_string().into_string().map_err(|_| {
        IngestError::new(
            IngestCode::FeedInvalid,
            format!("{location}: the path must be UTF-8; rename the folder"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_safe_in_addresses() {
        let org_id: OrgId = "GB-LAE-WLV".parse().unwrap();
        assert_eq!(code(&org_id, "spend").unwrap(), "GB-LAE-WLV.spend");
        for name in ["", "Spend", "a b", "a/b", "é", &"x".repeat(41)] {
            assert_eq!(code(&org_id, name).unwrap_err().code(), "FEED_INVALID", "{name}");
        }
    }

    #[test]
    fn only_local_places_are_taken() {
        assert_eq!(local("https://example.org/x.csv").unwrap_err().code(), "LOCATION_UNSUPPORTED");
        assert_eq!(local("/no/such/folder").unwrap_err().code(), "FILE_NOT_FOUND");
        assert!(Path::new(&local(".").unwrap()).is_absolute());
    }
}
