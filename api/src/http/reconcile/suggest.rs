//! Suggestions while somebody types.

use std::{collections::BTreeMap, sync::Arc};

use anchorhub_entities::supplier::{self, SupplierKind};
use anchorhub_identity::name_key;
use anchorhub_resolution::lookup::{self, Question, Words, identifiers_in};
use anchorhub_store::{Database, Snapshot};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query as Sql},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    failure::{Failure, bad_request},
    properties::Property,
    queries::{clean, supplier_id},
    types::{self, TYPES},
    within_deadline,
};
use crate::{
    graphql::NodeId,
    http::{problem::Problem, router::Site},
};

/// Suggestions of one answer.
const SUGGESTIONS: u64 = 20;

/// Suggestions that can be skipped.
const MOST_SKIPPED: u64 = 10_000;

/// Characters of a prefix.
const MOST_CHARACTERS: usize = 200;

/// What was typed so far.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    prefix: String,
    #[serde(default)]
    cursor: u64,
}

type Given = Result<Query<Typed>, QueryRejection>;

fn typed(given: Given) -> Result<Typed, Problem> {
    let Ok(Query(Typed { prefix, cursor })) = given else {
        let detail = "give what was typed as `prefix`; `cursor` is a number of suggestions to skip";
        return Err(bad_request("BAD_ARGUMENTS", detail));
    };
    if prefix.chars().count() > MOST_CHARACTERS || cursor > MOST_SKIPPED {
        let detail =
            format!("`prefix` has at most {MOST_CHARACTERS} characters, `cursor` is at most {MOST_SKIPPED}");
        return Err(bad_request("BAD_ARGUMENTS", detail));
    }
    Ok(Typed { prefix: clean(&prefix), cursor })
}

/// `GET /reconcile/suggest/entity?prefix=`: suppliers with a name that holds every word typed, and the one that a
/// typed identifier names.
pub(super) async fn entities(State(site): State<Arc<Site>>, given: Given) -> Response {
    let typed = match typed(given) {
        Ok(typed) => typed,
        Err(problem) => return problem.into_response(),
    };
    match within_deadline(&site, Box::pin(suggested(&site.database, &typed))).await {
        Ok(result) => Json(json!({ "result": result })).into_response(),
        Err(problem) => problem.into_response(),
    }
}

#[derive(FromQueryResult)]
struct Supplier {
    id: i64,
    name: String,
    kind: SupplierKind,
}

async fn suggested(database: &Database, typed: &Typed) -> Result<Vec<Value>, Failure> {
    let mut snapshot = database.snapshot().await?;
    // In the order in which they are shown, with the published name that fits.
    let mut found: Vec<(i64, Option<String>)> = Vec::new();
    if typed.cursor == 0 {
        let named = Question {
            identifiers: identifiers_in(&typed.prefix),
            ids: supplier_id(&typed.prefix).into_iter().collect(),
            ..Question::default()
        };
        let named = lookup::suppliers(&mut snapshot, &[named]).await?;
        found.extend(named.into_iter().flatten().map(|found| (found.supplier_id, None)));
    }
    let words = Words::of(&name_key(&typed.prefix));
    let alike =
        lookup::supplier_names(&mut snapshot, database.engine(), &words, typed.cursor, SUGGESTIONS).await?;
    for titled in alike {
        if found.iter().all(|(id, _)| *id != titled.id) {
            found.push((titled.id, titled.text));
        }
    }
    let suppliers = suppliers(&mut snapshot, found.iter().map(|(id, _)| *id).collect()).await?;
    snapshot.finish().await?;
    let shown = found.into_iter().filter_map(|(id, text)| {
        let supplier = suppliers.get(&id)?;
        let mut suggestion = json!({
            "id": NodeId::Supplier(id).encode().as_str(),
            "name": supplier.name,
            "notable": types::of(supplier.kind),
        });
        if let Some(text) = text.filter(|text| *text != supplier.name) {
            suggestion["description"] = format!("published as {text}").into();
        }
        Some(suggestion)
    });
    Ok(shown.collect())
}

async fn suppliers(snapshot: &mut Snapshot, ids: Vec<i64>) -> Result<BTreeMap<i64, Supplier>, Failure> {
    use supplier::Column::{Id, Kind, Name};
    let select = Sql::select()
        .columns([Id, Name, Kind])
        .from(supplier::Entity)
        .and_where(Expr::col(Id).is_in(ids))
        .take();
    let rows: Vec<Supplier> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// `GET /reconcile/suggest/property?prefix=`.
pub(super) async fn properties(given: Given) -> Response {
    listed(given, Property::all().map(Property::described).collect())
}

/// `GET /reconcile/suggest/type?prefix=`.
pub(super) async fn types(given: Given) -> Response {
    let described =
        |kind: &types::Type| json!({ "id": kind.id, "name": kind.name, "description": kind.description });
    listed(given, TYPES.iter().map(described).collect())
}

/// Those whose identifier or name holds what was typed.
fn listed(given: Given, all: Vec<Value>) -> Response {
    let typed = match typed(given) {
        Ok(typed) => typed,
        Err(problem) => return problem.into_response(),
    };
    let wanted = typed.prefix.to_lowercase();
    let fits = |item: &Value| {
        let holds =
            |field: &str| item[field].as_str().is_some_and(|text| text.to_lowercase().contains(&wanted));
        holds("id") || holds("name")
    };
    let skipped = usize::try_from(typed.cursor).unwrap_or(usize::MAX);
    let result: Vec<Value> = all.into_iter().filter(fits).skip(skipped).collect();
    Json(json!({ "result": result })).into_response()
}
