//! Answers that are remembered: what everybody may see, as long as the data stays the same.
//!
//! An answer is remembered under the canonical form of its question, the version of the data, and the day, on which
//! "today" hangs. It is kept only if the version is the same before and after it was made, so that an answer never
//! stands under the version of another. Of several who ask the same at once, one asks the database.

mod canonical;
mod lasting;

use std::sync::{Arc, Mutex, PoisonError};

use anchorhub_store::Database;
use async_graphql::{Response, Value};
use chrono::{NaiveDate, Utc};
use moka::future::Cache;
use sha2::{Digest as _, Sha256};

pub(crate) use self::{canonical::digest, lasting::lasts};

/// Remembers answers, up to so many bytes.
#[derive(Clone)]
pub struct Memory {
    database: Database,
    answers: Cache<Key, Arc<Kept>>,
    room: u64,
}

/// A question that everybody may ask: put into the request's data, it may be answered from memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    /// What distinguishes forms of the same answer, in its tag.
    pub(crate) form: &'static str,
    /// Tags of answers that the client has.
    pub(crate) known: Vec<String>,
}

/// How a question was answered that may be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recalled {
    /// With an answer that has this tag.
    Tagged(String),
    /// The client has it already, under this tag.
    Known(String),
}

/// A question, at a version of the data and on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    question: [u8; 32],
    data_version: i64,
    day: NaiveDate,
}

/// A remembered answer.
struct Kept {
    data: Value,
    bytes: u32,
}

/// An answer that is not kept: only the one who made it gets it.
struct Unkept(Mutex<Option<Response>>);

impl Memory {
    /// Remembers answers about a database, so many bytes of them. With none, answers still have tags, and the same
    /// question is asked but once at a time.
    pub fn new(database: Database, bytes: u64) -> Self {
        let answers = Cache::builder().max_capacity(bytes).weigher(|_, kept: &Arc<Kept>| kept.bytes).build();
        Self { database, answers, room: bytes }
    }

    /// Answers a question from memory, or with `run`.
    pub(crate) async fn answer(
        &self,
        question: [u8; 32],
        recall: &Recall,
        run: impl Future<Output = Response> + Send,
    ) -> (Response, Option<Recalled>) {
        let Ok(data_version) = self.database.data_version().await else { return (run.await, None) };
        let key = Key { question, data_version, day: today() };
        let tag = key.tag(recall.form);
        if recall.known.contains(&tag) {
            return (Response::default(), Some(Recalled::Known(tag)));
        }
        let mut run = Some(run);
        let kept = self.answers.try_get_with(key, self.make(key, &mut run)).await;
        if run.is_none() {
            self.keep_to_its_room(&key, kept.as_deref().ok()).await;
        }
        match kept {
            Ok(kept) => (Response::new(kept.data.clone()), Some(Recalled::Tagged(tag))),
            Err(unkept) => match run {
                // Somebody else's answer was not fit to be kept, such as for want of time: ours may be.
                Some(run) => (run.await, None),
                None => (unkept.take(), None),
            },
        }
    }

    /// After an answer was made: lets go of one that is heavier than everything, and of others for the rest.
    async fn keep_to_its_room(&self, key: &Key, kept: Option<&Kept>) {
        if kept.is_some_and(|kept| u64::from(kept.bytes) > self.room) {
            self.answers.invalidate(key).await;
        }
        self.answers.run_pending_tasks().await;
    }

    async fn make(
        &self,
        key: Key,
        run: &mut Option<impl Future<Output = Response> + Send>,
    ) -> Result<Arc<Kept>, Unkept> {
        let Some(run) = run.take() else { return Err(Unkept(Mutex::default())) };
        let response = run.await;
        let after = self.database.data_version().await;
        let same = matches!(after, Ok(version) if version == key.data_version) && today() == key.day;
        let plain =
            response.errors.is_empty() && response.extensions.is_empty() && response.http_headers.is_empty();
        if same && plain {
            let bytes = u32::try_from(size(&response.data)).unwrap_or(u32::MAX);
            Ok(Arc::new(Kept { data: response.data, bytes }))
        } else {
            Err(Unkept(Mutex::new(Some(response))))
        }
    }
}

impl Unkept {
    fn take(&self) -> Response {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }
}

impl Key {
    /// The entity tag of the answer in a form (RFC 9110, section 8.8.3), with its quotation marks.
    fn tag(&self, form: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(self.question);
        hash.update(self.data_version.to_be_bytes());
        hash.update(self.day.to_string());
        let hash = hash.finalize();
        let short = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
        format!("\"{short}-{form}\"")
    }
}

/// Today, as the filters of the schema have it.
fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// Bytes that a value takes, nearly.
fn size(value: &Value) -> usize {
    let own = size_of::<Value>();
    match value {
        Value::String(text) => own + text.len(),
        Value::List(items) => own + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => {
            let place = |(name, value): (&async_graphql::Name, &Value)| 2 * own + name.len() + size(value);
            own + fields.iter().map(place).sum::<usize>()
        }
        _ => own,
    }
}
