//! Figures that are read in several steps, all from one version of the data.

use crate::AnalysisError;

/// Times that an answer is put together; loads commit seconds apart, and steps take milliseconds.
const TRIES: usize = 3;

/// How often an answer may still be put together anew, because the data changed between its steps.
pub(super) struct Tries(usize);

impl Tries {
    pub(super) fn new() -> Self {
        Self(TRIES)
    }

    /// Counts a try; an error when there were enough.
    pub(super) fn again(&mut self) -> Result<(), AnalysisError> {
        self.0 = self.0.checked_sub(1).ok_or(AnalysisError::Moving)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_end() {
        let mut tries = Tries::new();
        for _ in 0..TRIES {
            assert!(tries.again().is_ok());
        }
        assert_eq!(tries.again().map_err(|error| error.code()), Err("DATA_CHANGING"));
    }
}
