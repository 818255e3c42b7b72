//! Figures that are read in several steps, all from one version of the data.

use crate::AnalysisError;

/// Times that it is tried; loads commit seconds apart, and steps take milliseconds.
const TRIES: usize = 3;

/// Reads a first part and what goes with it, again while the version of the data changes in between.
pub(super) async fn together<A, B>(
    first: impl AsyncFn() -> Result<(i64, A), AnalysisError>,
    second: impl AsyncFn(&A) -> Result<(i64, B), AnalysisError>,
) -> Result<(A, B), AnalysisError> {
    for _ in 0..TRIES {
        let (version, one) = first().await?;
        let (read, other) = second(&one).await?;
        if version == read {
            return Ok((one, other));
        }
    }
    Err(AnalysisError::Moving)
}
