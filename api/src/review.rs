//! Who may decide about suppliers: whoever holds a key of the configuration, and nobody else.

use std::fmt;

use async_graphql::Context;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

/// Bytes of a SHA-256 digest.
const DIGEST: usize = 32;

/// A person whose decisions are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// The name that stands with each decision.
    pub name: String,
}

/// Those who may decide. By default nobody.
#[derive(Clone, Default)]
pub struct Reviewers {
    keys: Vec<(String, [u8; DIGEST])>,
    open_as: Option<String>,
}

/// A digest that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key of {0} is not the SHA-256 of a key: 64 hexadecimal digits")]
pub struct BadDigest(String);

/// Never shows a digest.
impl fmt::Debug for Reviewers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.keys.iter().map(|(name, _)| name.as_str()).collect();
        formatter.debug_struct("Reviewers").field("names", &names).field("open_as", &self.open_as).finish()
    }
}

impl Reviewers {
    /// Adds a person, who shows a key with this SHA-256 (hexadecimal).
    ///
    /// # Errors
    /// The digest is none.
    pub fn with(mut self, name: impl Into<String>, key_sha256: &str) -> Result<Self, BadDigest> {
        let name = name.into();
        let digest = digest(key_sha256.trim()).ok_or_else(|| BadDigest(name.clone()))?;
        self.keys.push((name, digest));
        Ok(self)
    }

    /// Lets everybody decide who reaches the hub under an address of this machine, under this name: for hubs of
    /// invented data that nobody else can reach.
    #[must_use]
    pub fn open_as(mut self, name: impl Into<String>) -> Self {
        self.open_as = Some(name.into());
        self
    }

    /// Who sends a request.
    pub(crate) fn who(&self, headers: &HeaderMap) -> Option<Reviewer> {
        if let Some(key) = bearer(headers) {
            let shown: [u8; DIGEST] = Sha256::digest(key).into();
            // All are compared, and each whole: how long that takes tells nothing.
            return self
                .keys
                .iter()
                .fold(None, |found, (name, digest)| if same(digest, &shown) { Some(name) } else { found })
                .map(|name| Reviewer { name: name.clone() });
        }
        // Pages of other sites can make a browser speak to this machine, but not under one of its names.
        self.open_as.as_ref().filter(|_| is_local(headers)).map(|name| Reviewer { name: name.clone() })
    }
}

/// Who sends the request that a field belongs to.
pub(crate) fn reviewer<'a>(ctx: &Context<'a>) -> Option<&'a Reviewer> {
    ctx.data_opt::<Reviewer>()
}

fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(header::AUTHORIZATION)?.as_bytes();
    let (scheme, key) = value.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"bearer ").then_some(key.trim_ascii())
}

fn same(one: &[u8; DIGEST], other: &[u8; DIGEST]) -> bool {
    one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

fn digest(text: &str) -> Option<[u8; DIGEST]> {
    if text.len() != DIGEST * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; DIGEST];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of `open sesame`.
    const SESAME: &str = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn name(reviewers: &Reviewers, pairs: &[(header::HeaderName, &str)]) -> Option<String> {
        reviewers.who(&headers(pairs)).map(|reviewer| reviewer.name)
    }

    #[test]
    fn only_who_shows_a_key_may_decide() {
        let digest: String = Sha256::digest("open sesame").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, SESAME);
        let reviewers =
            Reviewers::default().with("Ada", SESAME).unwrap().with("Bea", &"0".repeat(64)).unwrap();
        for (shown, expected) in [
            ("Bearer open sesame", Some("Ada")),
            ("bearer open sesame", Some("Ada")),
            ("Bearer open sesam", None),
            ("Bearer ", None),
            ("Basic open sesame", None),
            ("open sesame", None),
        ] {
            let found = name(&reviewers, &[(header::AUTHORIZATION, shown)]);
            assert_eq!(found.as_deref(), expected, "{shown}");
        }
        assert_eq!(name(&reviewers, &[]), None);
        assert_eq!(name(&Reviewers::default(), &[(header::HOST, "localhost:8080")]), None);
        assert!(!format!("{reviewers:?}").contains(&SESAME[..8]));
    }

    #[test]
    fn an_open_hub_is_open_on_its_own_machine() {
        let reviewers = Reviewers::default().open_as("demo");
        for (host, expected) in [
            ("localhost:8080", Some("demo")),
            ("127.0.0.1", Some("demo")),
            ("[::1]:80", Some("demo")),
            ("hub.example.org", None),
            ("localhost.example.org", None),
        ] {
            assert_eq!(name(&reviewers, &[(header::HOST, host)]).as_deref(), expected, "{host}");
        }
        // A wrong key is not better than none.
        let wrong = [(header::HOST, "localhost"), (header::AUTHORIZATION, "Bearer x")];
        assert_eq!(name(&reviewers, &wrong), None);
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for text in ["", "open sesame", &"g".repeat(64), &"0".repeat(63), &"+1".repeat(32)] {
            assert!(Reviewers::default().with("Ada", text).is_err(), "{text}");
        }
    }
}
