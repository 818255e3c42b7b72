//! One release.

use chrono::{DateTime, Utc};

use crate::{
    caps::Caps,
    date::ReleaseDate,
    error::{OcdsCode, OcdsError, Position},
    json::{Object, Value},
};

/// One release: the text as it was published, and what it says.
#[derive(Clone, Debug)]
pub struct Release {
    text: String,
    fields: Object,
    ocid: String,
    instant: Option<DateTime<Utc>>,
    publication: u64,
    position: Position,
}

impl Release {
    /// Reads a release from its text alone. For releases inside a stream there is [`crate::Releases`].
    ///
    /// # Errors
    /// When the text is not JSON, goes beyond the caps, is not an object, or has no ocid.
    pub fn parse(text: String, caps: &Caps) -> Result<Self, OcdsError> {
        Self::read(text, Position::START, caps)
    }

    /// Reads a release that stands at a place in a stream.
    pub(crate) fn read(text: String, position: Position, caps: &Caps) -> Result<Self, OcdsError> {
        if text.len() > caps.max_release_bytes {
            return Err(too_large(caps).at(position));
        }
        let Value::Object(fields) = Value::parse_at(&text, position, caps)? else {
            return Err(OcdsError::new(OcdsCode::NotARelease, "a release is an object").at(position));
        };
        let Some(ocid) = fields.str("ocid").map(str::trim).filter(|ocid| !ocid.is_empty()) else {
            let error = OcdsError::new(OcdsCode::OcidMissing, "a release has no ocid");
            return Err(error.at(position).of(text));
        };
        let ocid = ocid.to_owned();
        let instant = fields.str("date").and_then(ReleaseDate::parse).map(|date| date.instant);
        Ok(Self { text, fields, ocid, instant, publication: 0, position })
    }

    /// Says when the release was published in relation to others of the same date: the higher, the later.
    /// [`crate::Releases`] counts the releases of its stream.
    #[must_use]
    pub fn with_publication(mut self, publication: u64) -> Self {
        self.publication = publication;
        self
    }

    /// The release as it was published.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The release as it was published, without what was read from it.
    pub fn into_text(self) -> String {
        self.text
    }

    /// What the release says.
    pub fn fields(&self) -> &Object {
        &self.fields
    }

    /// The contracting process that it belongs to.
    pub fn ocid(&self) -> &str {
        &self.ocid
    }

    /// Its own identifier, when that is a text.
    pub fn id(&self) -> Option<&str> {
        self.fields.str("id")
    }

    /// The instant of its `date`; nothing when it has none that can be read.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        self.instant
    }

    /// Where it stands among releases of the same date.
    pub fn publication(&self) -> u64 {
        self.publication
    }

    /// Where it begins in the stream that it was read from.
    pub fn position(&self) -> Position {
        self.position
    }
}

/// What is said when one release, or what stands around the releases, is too large.
pub(crate) fn too_large(caps: &Caps) -> OcdsError {
    OcdsError::new(
        OcdsCode::ReleaseTooLarge,
        format!(
            "one release, or what stands around the releases, is longer than {} bytes",
            caps.max_release_bytes
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> OcdsCode {
        Release::parse(text.to_owned(), &Caps::default()).unwrap_err().code()
    }

    #[test]
    fn a_release_needs_an_ocid() {
        assert_eq!(code("{}"), OcdsCode::OcidMissing);
        assert_eq!(code(r#"{"ocid":" "}"#), OcdsCode::OcidMissing);
        assert_eq!(code(r#"{"ocid":7}"#), OcdsCode::OcidMissing);
        assert_eq!(code("[]"), OcdsCode::NotARelease);
        let release = Release::parse(r#"{"ocid":"a"}"#.to_owned(), &Caps::default()).unwrap();
        assert_eq!((release.ocid(), release.id(), release.instant()), ("a", None, None));
    }

    #[test]
    fn faults_say_where() {
        let error = Release::parse("{\"ocid\":\"a\",\n \"b\": x}".to_owned(), &Caps::default()).unwrap_err();
        assert_eq!(error.position(), Some(Position { byte: 19, line: 2 }));
        assert_eq!(error.to_string(), "found 'x' instead of a value (line 2, byte 19)");
        let caps = Caps { max_release_bytes: 5, ..Caps::default() };
        let error = Release::parse(r#"{"ocid":"a"}"#.to_owned(), &caps).unwrap_err();
        assert_eq!(error.code(), OcdsCode::ReleaseTooLarge);
    }
}
