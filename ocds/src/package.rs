//! Packages out: what stands around releases and records.

use crate::{
    json::{Object, Value},
    release::Release,
};

/// What a package says of itself (OCDS 1.1, package metadata).
#[derive(Clone, Debug)]
pub struct PackageHead {
    /// Address of the package.
    pub uri: String,
    /// Who publishes it.
    pub publisher: String,
    /// When it was published, RFC 3339.
    pub published: String,
    /// Address of the next package of a list, if there is one.
    pub next: Option<String>,
    /// Address at which what comes later will be found, if there is one.
    pub later: Option<String>,
}

impl PackageHead {
    /// A release package of releases as text.
    pub fn release_package(&self, releases: &[String]) -> String {
        [self.open("releases"), releases.join(","), CLOSE.to_owned()].concat()
    }

    /// A record package of records as text.
    pub fn record_package(&self, records: &[String]) -> String {
        [self.open("records"), records.join(","), CLOSE.to_owned()].concat()
    }

    /// The package up to the first item of its list; [`CLOSE`] ends it. For lists of any length.
    pub fn open(&self, list: &str) -> String {
        let mut head = Object::new();
        head.insert("uri", Value::from(self.uri.as_str()));
        head.insert("version", Value::from("1.1"));
        head.insert("publishedDate", Value::from(self.published.as_str()));
        let mut publisher = Object::new();
        publisher.insert("name", Value::from(self.publisher.as_str()));
        head.insert("publisher", Value::from(publisher));
        let mut links = Object::new();
        for (name, address) in [("next", &self.next), ("later", &self.later)] {
            if let Some(address) = address {
                links.insert(name, Value::from(address.as_str()));
            }
        }
        if self.next.is_some() || self.later.is_some() {
            head.insert("links", Value::from(links));
        }
        let text = head.to_string();
        format!("{},\"{list}\":[", text.strip_suffix('}').unwrap_or(&text))
    }
}

/// What ends a package.
pub const CLOSE: &str = "]}";

/// A release as it goes out: as it was received, but for an id where it has none, which the standard asks for.
/// Ids of releases are left out when releases are merged, so that nothing else depends on it.
pub fn release_out(release: &Release, id: impl FnOnce() -> String) -> String {
    if release.fields().get("id").is_some_and(|id| !id.is_null()) {
        return release.text().to_owned();
    }
    let mut fields = release.fields().clone();
    fields.insert("id", Value::String(id()));
    fields.to_string()
}

/// A record with its releases and what they compile to.
pub fn record(ocid: &str, releases: &[String], compiled: &Object) -> String {
    let ocid = Value::from(ocid).to_string();
    format!("{{\"ocid\":{ocid},\"releases\":[{}],\"compiledRelease\":{compiled}}}", releases.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Caps, Releases};

    fn head() -> PackageHead {
        PackageHead {
            uri: "https://hub.example/ocds/releases".to_owned(),
            publisher: "The \"Hub\"".to_owned(),
            published: "2026-11-24T00:00:00Z".to_owned(),
            next: None,
            later: None,
        }
    }

    #[test]
    fn packages_read_back() {
        let texts = [r#"{"ocid":"a","id":"1","n":1e9999}"#, r#"{"ocid":"b","id":"2"}"#];
        let package = head().release_package(&texts.map(str::to_owned));
        let back: Vec<_> = Releases::new(package.as_bytes(), Caps::default())
            .map(|release| release.unwrap().into_text())
            .collect();
        assert_eq!(back, texts);
        let empty = head().record_package(&[]);
        assert!(Value::parse(&empty, &Caps::default()).is_ok());
        let next = PackageHead { next: Some("https://hub.example/?since=2".to_owned()), ..head() };
        assert!(next.open("releases").contains(r#""links":{"next":"https://hub.example/?since=2"}"#));
    }

    #[test]
    fn only_a_missing_id_is_added() {
        let parse = |text: &str| Release::parse(text.to_owned(), &Caps::default()).unwrap();
        let whole = r#"{ "ocid": "a", "id": 7 }"#;
        assert_eq!(release_out(&parse(whole), || "x".to_owned()), whole);
        assert_eq!(release_out(&parse(r#"{"ocid":"a"}"#), || "x".to_owned()), r#"{"ocid":"a","id":"x"}"#);
        assert_eq!(
            release_out(&parse(r#"{"ocid":"a","id":null}"#), || "x".to_owned()),
            r#"{"ocid":"a","id":"x"}"#
        );
    }

    #[test]
    fn a_record_holds_releases_and_their_compiled_release() {
        let compiled = Object::new();
        let text = record("o\"1", &["{\"a\":1}".to_owned(), "{}".to_owned()], &compiled);
        assert_eq!(text, "{\"ocid\":\"o\\\"1\",\"releases\":[{\"a\":1},{}],\"compiledRelease\":{}}");
    }
}
