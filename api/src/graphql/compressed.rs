//! Texts that the database keeps compressed.

use serde::de::DeserializeOwned;

use super::error::ApiError;
use crate::releases::inflated;

/// Most that one kept text may unpack to: what one release may be, and something over.
const MOST: u64 = 64 << 20;

/// The text.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ApiError> {
    inflated(bytes, MOST).map_err(|_| ApiError::internal("a kept text cannot be unpacked"))
}

/// The value that the text is the JSON of.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_str(&text(bytes)?).map_err(|_| ApiError::internal("a kept text is not what it was"))
}
