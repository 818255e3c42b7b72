//! How the program says that it failed: a stable code, what was wrong, where, and what to do.

use std::{fmt, io::Write as _};

use anchorhub_ingest::IngestError;
use anchorhub_store::StoreError;
use serde::Serialize;

/// Why a command failed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Failure {
    code: &'static str,
    message: String,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    hint: String,
}

impl Failure {
    /// A failure with what happened and what to do about it.
    pub(crate) fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, hint: hint.into() }
    }

    /// Where it happened: a file, an address, a setting.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Tells it: for people on stderr and, where a script reads stdout, as one JSON object there.
    pub(crate) fn report(&self, json: bool) {
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

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        let code = error.code();
        let text = error.to_string();
        // Failures of the database pass through the ingest crate with their code in front.
        let message = text.strip_prefix(&format!("{code}: ")).unwrap_or(&text);
        Self::new(code, message, "")
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
