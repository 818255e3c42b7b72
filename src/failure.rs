//! How the program says that it failed: a stable code, what was wrong, where, and what to do.

use std::{borrow::Cow, fmt, io::Write as _};

use anchorhub_analysis::AnalysisError;
use anchorhub_ingest::IngestError;
use anchorhub_reference::ReferenceError;
use anchorhub_store::StoreError;
use anchorhub_workers::PullError;
use serde::Serialize;

/// Why a command failed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Failure {
    code: Cow<'static, str>,
    message: String,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    hint: String,
    #[serde(skip)]
    told: bool,
}

impl Failure {
    /// A failure with what happened and what to do about it.
    pub(crate) fn new(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), message: message.into(), place: None, hint: hint.into(), told: false }
    }

    /// A failure of another crate, whose message says what to do.
    pub(crate) fn from_parts(code: impl Into<Cow<'static, str>>, message: &str) -> Self {
        let code = code.into();
        // Those of the database come with their code in front.
        let message = message.strip_prefix(&format!("{code}: ")).unwrap_or(message).to_owned();
        Self::new(code, message, "")
    }

    /// Where it happened: a file, an address, a setting.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Says that people and scripts have heard of it already: only the exit code is left to set.
    pub(crate) fn told(mut self) -> Self {
        self.told = true;
        self
    }

    /// Tells it: for people on stderr and, where a script reads stdout, as one JSON object there.
    pub(crate) fn report(&self, json: bool) {
        if self.told {
            return;
        }
        // Nothing is left to do when even this cannot be written.
        let _ = writeln!(std::io::stderr(), "{self}");
        if json {
            let object = serde_json::json!({ "error": self });
            let _ = writeln!(std::io::stdout(), "{object}");
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message)?;
        if let Some(place) = &self.place {
            write!(f, " ({place})")?;
        }
        if !self.hint.is_empty() {
            write!(f, " - {}", self.hint)?;
        }
        Ok(())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error.kind().code(), error.detail(), error.kind().hint())
    }
}

impl From<AnalysisError> for Failure {
    fn from(error: AnalysisError) -> Self {
        match error {
            AnalysisError::Store(error) => error.into(),
            error => Self::from_parts(error.code(), &error.to_string()),
        }
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        Self::from_parts(error.code(), &error.to_string())
    }
}

impl From<ReferenceError> for Failure {
    fn from(error: ReferenceError) -> Self {
        Self::from_parts(error.code(), &error.to_string())
    }
}

impl From<PullError> for Failure {
    fn from(error: PullError) -> Self {
        Self::from_parts(error.code().to_owned(), &error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("IO_ERROR", error.to_string(), "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_code_what_where_and_what_to_do() {
        let failure = Failure::new("CODE", "it broke", "mend it").at("file.csv");
        assert_eq!(failure.to_string(), "error[CODE]: it broke (file.csv) - mend it");
        assert_eq!(Failure::new("CODE", "it broke", "").to_string(), "error[CODE]: it broke");
    }
}
