//! What a process was at an instant.

use anchorhub_ocds::facts::{self, ProcessFacts};
use chrono::{DateTime, Utc};

use super::error::ApiError;
use crate::releases::{ReleaseLibrary, ReleasesError};

/// What the releases of a process said that were published at an instant or before; nothing when there were
/// none.
pub(crate) async fn facts(
    library: &ReleaseLibrary,
    ocid: &str,
    instant: DateTime<Utc>,
) -> Result<Option<ProcessFacts>, ApiError> {
    let processes = library.processes(&[ocid.to_owned()]).await.map_err(|error| match error {
        ReleasesError::Store(error) => error.into(),
        ReleasesError::Damaged { .. } => ApiError::internal(&error.to_string()),
    })?;
    let Some(process) = processes.get(ocid) else { return Ok(None) };
    let releases = process.as_of(instant);
    if releases.is_empty() {
        return Ok(None);
    }
    Ok(Some(facts::map(releases, &library.merger().compile(releases))))
}
