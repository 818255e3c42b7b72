//! Documents that clients name by their digest instead of sending them (automatic persisted queries).
//!
//! A client asks with `extensions.persistedQuery.sha256Hash` alone. If the hub does not know the document it says so, and
//! the client asks again with both; from then on the digest is enough, until others need the room.

use std::sync::Arc;

use async_graphql::{Request as Operation, Value};
use axum::http::StatusCode;
use moka::sync::Cache;
use sha2::{Digest as _, Sha256};

use super::request::Malformed;

/// The extension that names a document.
const EXTENSION: &str = "persistedQuery";

/// Bytes of documents that are kept.
const ROOM: u64 = 4 << 20;

/// A longer document is not kept.
const LONGEST: usize = 64 << 10;

/// Documents by their digests.
#[derive(Clone)]
pub(crate) struct Persisted(Cache<[u8; 32], Arc<str>>);

impl Default for Persisted {
    fn default() -> Self {
        let weight = |_: &[u8; 32], text: &Arc<str>| u32::try_from(text.len() + 64).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(ROOM).weigher(weight).build())
    }
}

impl Persisted {
    /// The operation with its document, which is kept if the client gave it with its digest.
    pub(crate) fn find(&self, mut operation: Operation) -> Result<Operation, Malformed> {
        let Some(named) = operation.extensions.remove(EXTENSION) else {
            return match operation.query.is_empty() {
                true => Err(bad("`query` is missing: give the text of a GraphQL document")),
                false => Ok(operation),
            };
        };
        let digest = digest(&named)?;
        if operation.query.is_empty() {
            let Some(text) = self.0.get(&digest) else {
                return Err(Malformed {
                    status: StatusCode::OK,
                    code: "PERSISTED_QUERY_NOT_FOUND",
                    // The words that clients look for.
                    message: "PersistedQueryNotFound".to_owned(),
                });
            };
            operation.query = text.to_string();
        } else if Sha256::digest(&operation.query).as_slice() != digest {
            return Err(bad("`sha256Hash` is not the SHA-256 of `query`"));
        } else if operation.query.len() <= LONGEST {
            self.0.insert(digest, Arc::from(operation.query.as_str()));
        }
        Ok(operation)
    }
}

/// The digest in the extension.
fn digest(named: &Value) -> Result<[u8; 32], Malformed> {
    let text = match named {
        Value::Object(parts) => match parts.get("sha256Hash") {
            Some(Value::String(text)) => text.as_str(),
            _ => "",
        },
        _ => "",
    };
    let byte = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..64).step_by(2).map(byte).collect();
    bytes.filter(|_| text.len() == 64).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        bad("`extensions.persistedQuery.sha256Hash` is no SHA-256: give 64 hexadecimal digits")
    })
}

fn bad(message: &str) -> Malformed {
    Malformed { status: StatusCode::BAD_REQUEST, code: "BAD_REQUEST", message: message.to_owned() }
}
