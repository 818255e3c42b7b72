//! Asking for the rows of a table, page after page where the answer comes in pages.

use anchorhub_store::Database;
use async_graphql::{Request, ServerError, Value};
use serde_json::Value as Json;

use super::{
    Asked,
    answer::{self, part},
    arguments, question,
};
use crate::{
    graphql::{
        connection::{MAX_FIRST, with_most},
        error::ApiError,
        export::{Hub, OpenSchema, Rows, TRIES},
    },
    table::Record,
};

/// Rows of an answer that does not come in pages: what is held in memory.
const MOST: usize = 50_000;

/// Rows handed on at once.
const BATCH: usize = 1_000;

/// How async-graphql's messages about variables begin that a resolver could not read.
const INPUT_ERRORS: [&str; 2] = ["Failed to parse \"", "Expected input type \""];

/// Asks for the first page, or for the whole answer.
pub(super) async fn open(hub: &Hub, asked: Asked) -> Result<Box<dyn Rows>, ApiError> {
    let page = if asked.table.in_pages { usize::try_from(MAX_FIRST).unwrap_or(1) } else { MOST + 1 };
    let document = question::document(&asked.table, &asked.leaves, &asked.given, page, MOST + 1);
    let mut rows = DerivedRows {
        schema: hub.schema.clone(),
        database: hub.database.clone(),
        asked,
        document,
        version: 0,
        next: None,
        waiting: Vec::new().into_iter(),
    };
    for _ in 0..TRIES {
        rows.version = rows.database.data_version().await?;
        if rows.ask(None).await? {
            return Ok(Box::new(rows));
        }
    }
    Err(ApiError::Unavailable)
}

struct DerivedRows {
    schema: OpenSchema,
    database: Database,
    asked: Asked,
    document: String,
    version: i64,
    /// The cursor of the next page; none after the last.
    next: Option<String>,
    waiting: std::vec::IntoIter<Record>,
}

impl DerivedRows {
    /// Asks for a page. Tells whether the data stood still meanwhile: if not, the rows may be of two states.
    async fn ask(&mut self, after: Option<String>) -> Result<bool, ApiError> {
        let mut given = self.asked.given.clone();
        if let Some(after) = after {
            given.insert("after".to_owned(), Json::String(after));
        }
        let request = Request::new(self.document.as_str()).variables(arguments::variables(&given));
        let most = i32::try_from(MOST + 1).unwrap_or(i32::MAX);
        let outcome = with_most(most, self.schema.execute(request)).await;
        if let Some(error) = outcome.errors.first() {
            return Err(failure(error));
        }
        let Some(found) = part(&outcome.data, question::ANSWER) else {
            return Err(ApiError::internal("an export was answered without its field"));
        };
        let rows = answer::rows(&self.asked.table, &self.asked.leaves, found);
        self.next = if self.asked.table.in_pages {
            next_page(found)
        } else if rows.len() > MOST && self.asked.table.levels.len() == 1 {
            let message =
                format!("there are more than {MOST} rows: ask for fewer dimensions or a narrower filter");
            return Err(ApiError::BadQuestion { code: "TOO_MANY_GROUPS", message });
        } else {
            None
        };
        self.waiting = rows.into_iter();
        Ok(self.database.data_version().await? == self.version)
    }
}

#[async_trait::async_trait]
impl Rows for DerivedRows {
    fn data_version(&self) -> i64 {
        self.version
    }

    async fn next(&mut self) -> Result<Vec<Record>, ApiError> {
        loop {
            let batch: Vec<Record> = self.waiting.by_ref().take(BATCH).collect();
            if !batch.is_empty() {
                return Ok(batch);
            }
            let Some(after) = self.next.take() else { return Ok(Vec::new()) };
            if !self.ask(Some(after)).await? {
                let message = "the data changed while it was exported: ask again".to_owned();
                return Err(ApiError::BadQuestion { code: "DATA_CHANGED", message });
            }
        }
    }
}

/// The cursor of the page after this one.
fn next_page(answer: &Value) -> Option<String> {
    let info = part(answer, "pageInfo")?;
    match (part(info, "hasNextPage")?, part(info, "endCursor")?) {
        (Value::Boolean(true), Value::String(cursor)) => Some(cursor.clone()),
        _ => None,
    }
}

/// What a resolver failed with; else the document is ours, and only the arguments can be wrong.
fn failure(error: &ServerError) -> ApiError {
    if let Some(failed) = error.source::<ApiError>() {
        return failed.clone();
    }
    let message = error.message.clone();
    if error.path.is_empty() || INPUT_ERRORS.iter().any(|start| message.starts_with(start)) {
        ApiError::BadQuestion { code: "BAD_ARGUMENTS", message }
    } else {
        ApiError::internal(&message)
    }
}
