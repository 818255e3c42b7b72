//! A batch of reconciliation queries, as clients send it.

use std::collections::BTreeMap;

use anchorhub_entities::area::{self, AreaKind};
use anchorhub_identity::{identifier, postcode};
use anchorhub_resolution::lookup::{self, MOST_QUESTIONS, Question, identifiers_in};
use anchorhub_store::{Database, Snapshot};
use async_graphql::ID;
use axum::http::StatusCode;
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Func, Query as Sql},
};
use serde::Deserialize;
use serde_json::{Number, Value};

use super::{
    answers,
    failure::{Failure, bad_request, shown},
    one_or_many::OneOrMany,
    properties::Property,
    types::Type,
};
use crate::{graphql::NodeId, http::problem::Problem};

/// Queries of one batch.
pub(super) const MOST_QUERIES: usize = MOST_QUESTIONS;

/// Characters of a name or a value.
const MOST_CHARACTERS: usize = 500;

/// Values of the properties of one query.
const MOST_VALUES: usize = 20;

/// Candidates that a query gets if it does not say, and at most.
const CANDIDATES: (usize, usize) = (10, 25);

/// A query as sent. What the specification does not name is left alone.
#[derive(Debug, Deserialize)]
struct Sent {
    query: Option<String>,
    #[serde(rename = "type")]
    types: Option<OneOrMany<String>>,
    limit: Option<Number>,
    #[serde(default)]
    properties: Vec<SentProperty>,
}

#[derive(Debug, Deserialize)]
struct SentProperty {
    pid: String,
    v: OneOrMany<Value>,
}

/// A batch that may be answered.
#[derive(Debug)]
pub(super) struct Batch {
    queries: Vec<Query>,
}

#[derive(Debug)]
struct Query {
    /// What the client calls it.
    name: String,
    limit: usize,
    question: Question,
    /// Names of districts, in lower case, whose codes are yet to be found.
    districts: Vec<String>,
}

impl Batch {
    /// Reads a batch and refuses what is out of bounds.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let sent: BTreeMap<String, Sent> = serde_json::from_str(text).map_err(|error| {
            bad_request("BAD_QUERIES", format!("`queries` is no batch of queries in JSON: {error}"))
        })?;
        if sent.len() > MOST_QUERIES {
            let detail = format!("the batch has {} queries: send at most {MOST_QUERIES}", sent.len());
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "BATCH_TOO_LARGE", detail));
        }
        let queries = sent.into_iter().map(|(name, sent)| {
            sent.query(name.clone())
                .map_err(|(code, what)| bad_request(code, format!("query `{}`: {what}", shown(&name))))
        });
        Ok(Self { queries: queries.collect::<Result<_, _>>()? })
    }

    /// The answer to every query.
    pub(super) async fn answer(mut self, database: &Database) -> Result<Value, Failure> {
        let mut snapshot = database.snapshot().await?;
        self.find_districts(&mut snapshot).await?;
        let questions: Vec<Question> = self.queries.iter().map(|query| query.question.clone()).collect();
        let found = lookup::suppliers(&mut snapshot, &questions).await?;
        snapshot.finish().await?;
        let answers = self.queries.into_iter().zip(found);
        Ok(answers.map(|(query, found)| (query.name, answers::result(&found, query.limit))).collect())
    }

    /// Puts codes in the place of the names of districts. One that nobody knows says nothing.
    async fn find_districts(&mut self, snapshot: &mut Snapshot) -> Result<(), Failure> {
        #[derive(FromQueryResult)]
        struct District {
            code: String,
            name: String,
        }
        let names: Vec<&str> =
            self.queries.iter().flat_map(|query| &query.districts).map(String::as_str).collect();
        if names.is_empty() {
            return Ok(());
        }
        let select = Sql::select()
            .columns([area::Column::Code, area::Column::Name])
            .from(area::Entity)
            .and_where(Expr::col(area::Column::Kind).eq(AreaKind::District.name()))
            .and_where(Expr::expr(Func::lower(Expr::col(area::Column::Name))).is_in(names))
            .take();
        let districts: Vec<District> = snapshot.fetch(&select).await?;
        for query in &mut self.queries {
            let named =
                districts.iter().filter(|district| query.districts.contains(&district.name.to_lowercase()));
            query.question.districts.extend(named.map(|district| district.code.clone()));
        }
        Ok(())
    }
}

/// A code and what is wrong with a query.
type Wrong = (&'static str, String);

impl Sent {
    fn query(self, name: String) -> Result<Query, Wrong> {
        let text = self.query.as_deref().map(clean).unwrap_or_default();
        if text.is_empty() && self.properties.is_empty() {
            return Err(("BAD_QUERY", "give a name as `query`, or `properties`".to_owned()));
        }
        check_length("query", &text)?;
        let mut query = Query {
            name,
            limit: limit(self.limit.as_ref())?,
            question: Question { kinds: kinds(self.types.as_ref())?, ..Question::default() },
            districts: Vec::new(),
        };
        if let Some(id) = supplier_id(&text) {
            query.question.ids.push(id);
        }
        query.question.identifiers = identifiers_in(&text);
        query.question.name = text;
        let values: usize = self.properties.iter().map(|property| property.v.values().len()).sum();
        if values > MOST_VALUES {
            return Err((
                "TOO_MANY_VALUES",
                format!("it has {values} values of properties: give at most {MOST_VALUES}"),
            ));
        }
        for property in &self.properties {
            let id = clean(&property.pid);
            let known = Property::find(&id).filter(|property| property.refines()).ok_or_else(|| {
                let possible = Property::matching();
                let what = format!("`{}` cannot refine a query: use {possible}", shown(&id));
                ("UNKNOWN_PROPERTY", what)
            })?;
            for value in property.v.values() {
                let text = text_of(value);
                check_length(known.id(), &text)?;
                query.refine(known, &text);
            }
        }
        Ok(query)
    }
}

impl Query {
    /// Takes a value of a property. One that cannot be read (`N/A`) says nothing: lists have gaps.
    fn refine(&mut self, property: Property, text: &str) {
        let question = &mut self.question;
        let mut identify = |scheme: &str| {
            if let Ok(identifier) = identifier::read(scheme, text) {
                question.identifiers.push((identifier.scheme.as_str().to_owned(), identifier.value));
            }
        };
        match property {
            Property::OrgId => question.identifiers.extend(identifiers_in(text)),
            Property::CompanyNumber => identify("GB-COH"),
            Property::CharityNumber => ["GB-CHC", "GB-SC", "GB-NIC"].into_iter().for_each(identify),
            Property::Postcode => question.postcodes.extend(postcode(text)),
            Property::District | Property::DistrictCode if is_code(text) => {
                question.districts.push(text.to_ascii_uppercase());
            }
            Property::District if !text.is_empty() => self.districts.push(text.to_lowercase()),
            _ => {}
        }
    }
}

/// A GSS code: a letter and eight digits.
fn is_code(text: &str) -> bool {
    text.len() == 9
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 0 { byte.is_ascii_alphabetic() } else { byte.is_ascii_digit() })
}

/// The supplier whose global id a text is.
pub(super) fn supplier_id(text: &str) -> Option<i64> {
    match NodeId::decode(&ID(text.to_owned()), "a supplier") {
        Ok(NodeId::Supplier(key)) => Some(key),
        _ => None,
    }
}

/// A text as the databases can take it, outer white space removed.
pub(super) fn clean(text: &str) -> String {
    text.trim().replace('\0', "\u{fffd}")
}

/// A value as text. A reconciled cell is an object with an `id`; truth values say nothing here.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        Value::Object(entity) => entity.get("id").and_then(Value::as_str).map(clean).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Array(_) => String::new(),
    }
}

fn check_length(of: &str, text: &str) -> Result<(), Wrong> {
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        return Err((
            "TEXT_TOO_LONG",
            format!("`{of}` has {length} characters: give at most {MOST_CHARACTERS}"),
        ));
    }
    Ok(())
}

fn limit(limit: Option<&Number>) -> Result<usize, Wrong> {
    let (usual, most) = CANDIDATES;
    let Some(number) = limit else { return Ok(usual) };
    match number.as_u64() {
        Some(0) | None => {
            Err(("BAD_LIMIT", format!("`limit` is {number}: give a whole number of 1 or more")))
        }
        Some(limit) => Ok(usize::try_from(limit).unwrap_or(most).min(most)),
    }
}

fn kinds(
    types: Option<&OneOrMany<String>>,
) -> Result<Vec<anchorhub_entities::supplier::SupplierKind>, Wrong> {
    let mut kinds = Vec::new();
    let ids = types.map(OneOrMany::values).unwrap_or_default();
    for id in ids.iter().filter(|id| !id.is_empty()) {
        let known = Type::find(id).ok_or_else(|| {
            ("UNKNOWN_TYPE", format!("there is no type `{}`: see `defaultTypes` of the manifest", shown(id)))
        })?;
        match known.kind {
            Some(kind) => kinds.push(kind),
            // Every supplier.
            None => return Ok(Vec::new()),
        }
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests;
