//! Organisation identifiers in the form of org-id.guide, as OCDS uses them.

use std::{fmt, str::FromStr};

/// An organisation identifier: list code, hyphen, identifier in that list, such as `GB-LAE-WLV`,
/// `GB-NHS-RRK` or `GB-UKPRN-10006840` (source: <https://org-id.guide>).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgId(String);

/// Why a text is not an organisation identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an org-id: expected LIST-CODE-IDENTIFIER such as GB-LAE-WLV (see org-id.guide)")]
pub struct OrgIdError(String);

impl OrgId {
    /// The whole identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OrgId {
    type Err = OrgIdError;

    fn from_str(text: &str) -> Result<Self, OrgIdError> {
        let upper = text.trim().to_ascii_uppercase();
        let mut parts = upper.splitn(3, '-');
        let (jurisdiction, list, id) = (parts.next(), parts.next(), parts.next());
        let good_list = jurisdiction.is_some_and(|part| {
            (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase())
        }) && list.is_some_and(|part| {
            !part.is_empty() && part.len() <= 12 && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        let good_id = id.is_some_and(|part| {
            !part.is_empty()
                && part.len() <= 64
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
        });
        if good_list && good_id { Ok(Self(upper)) } else { Err(OrgIdError(text.chars().take(80).collect())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_schemes_of_anchor_institutions() {
        for text in ["GB-LAE-WLV", "GB-NHS-RRK", "GB-UKPRN-10006840", "gb-coh-01234567"] {
            assert_eq!(text.parse::<OrgId>().unwrap().as_str(), text.to_ascii_uppercase());
        }
        for text in ["", "WLV", "GB-LAE-", "GB--WLV", "Wolverhampton council", "GB-LAE-W V"] {
            assert!(text.parse::<OrgId>().is_err(), "{text}");
        }
    }
}
