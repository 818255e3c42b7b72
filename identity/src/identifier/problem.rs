//! What is wrong about an identifier that cannot be one.

use thiserror::Error;

use super::{Identifier, Scheme};

/// Why a published value is no identifier of its scheme: a stable code, and a hint for people.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdentifierProblem {
    /// Nothing is there.
    #[error("the identifier is empty")]
    Empty,
    /// Neither a scheme nor anything in the value that tells one.
    #[error("no scheme says which register `{0}` is from")]
    NoScheme(String),
    /// Something stands in for an identifier: `N/A`, `TBC`, `00000000`, `12345678`.
    #[error("`{0}` is a placeholder")]
    Placeholder(String),
    /// Too few or too many characters.
    #[error("`{value}` has {found} characters, {scheme} has {expected}")]
    Length {
        /// The register.
        scheme: Scheme,
        /// What was published, without spaces and punctuation.
        value: String,
        /// How many characters it has.
        found: usize,
        /// How many it should have, in words.
        expected: &'static str,
    },
    /// Letters, digits or signs where the form of the scheme has others.
    #[error("`{value}` is not written as {scheme} writes its identifiers: {expected}")]
    Form {
        /// The register.
        scheme: Scheme,
        /// What was published.
        value: String,
        /// The form of the scheme, in words.
        expected: &'static str,
    },
    /// Letters before a company number that Companies House does not use.
    #[error("`{0}` begins with letters that no company number begins with")]
    Prefix(String),
    /// Well formed, but outside the numbers that the register has given out so far.
    #[error("{scheme} has given out no number `{value}`")]
    Unissued {
        /// The register.
        scheme: Scheme,
        /// What was published, without spaces and punctuation.
        value: String,
    },
    /// The ODS code of an NHS organisation where a company number belongs.
    #[error("`{0}` is an ODS code of the NHS, not a company number")]
    OdsCode(String),
    /// A VAT number where a company number belongs.
    #[error("`{0}` is a VAT number, not a company number")]
    VatNumber(String),
    /// A charity number where a company number belongs.
    #[error("`{0}` is a charity number, not a company number")]
    CharityNumber(String),
    /// One of a publisher's own numbers for its suppliers. Only a whole column can tell: see
    /// [`looks_like_vendor_numbers`](super::looks_like_vendor_numbers).
    #[error("`{0}` is a publisher's own number of a supplier, not a company number")]
    VendorNumber(String),
    /// The check digits of a VAT number don't fit.
    #[error("the check digits of the VAT number `{0}` don't fit")]
    Checksum(String),
}

impl IdentifierProblem {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::NoScheme(_) => "NO_SCHEME",
            Self::Placeholder(_) => "PLACEHOLDER",
            Self::Length { .. } => "LENGTH",
            Self::Form { .. } => "FORM",
            Self::Prefix(_) => "PREFIX",
            Self::Unissued { .. } => "UNISSUED",
            Self::OdsCode(_) => "ODS_CODE_UNDER_COH",
            Self::VatNumber(_) => "VAT_UNDER_COH",
            Self::CharityNumber(_) => "CHARITY_UNDER_COH",
            Self::VendorNumber(_) => "VENDOR_NUMBER",
            Self::Checksum(_) => "CHECKSUM",
        }
    }

    /// What the publisher should do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "leave the scheme out too when there is no identifier".to_owned(),
            Self::NoScheme(_) => "state the register, as `GB-COH` for Companies House".to_owned(),
            Self::Placeholder(_) => "leave the identifier out when it is not known".to_owned(),
            Self::Length { expected, scheme, .. } => {
                format!("write {expected} as {scheme} does; leading zeros may be left out, nothing else")
            }
            Self::Form { expected, .. } => format!("write {expected}"),
            Self::Prefix(_) => {
                "check the letters: SC, NI, OC, SO, IP, RS and others stand before six characters".to_owned()
            }
            Self::Unissued { .. } => {
                "check whether the column holds your own numbers of suppliers instead".to_owned()
            }
            Self::OdsCode(code) => format!("state it as scheme GB-NHS, identifier {code}"),
            Self::VatNumber(_) => {
                "state it as scheme GB-VAT; a company number has eight characters".to_owned()
            }
            Self::CharityNumber(_) => {
                "state it as scheme GB-CHC (England and Wales), GB-SC (Scotland) or GB-NIC (Northern Ireland)"
                    .to_owned()
            }
            Self::VendorNumber(_) => {
                "publish company numbers in a column of their own, named `company number`".to_owned()
            }
            Self::Checksum(_) => "check the number against the invoice; two digits may be swapped".to_owned(),
        }
    }

    /// The identifier that is probably meant, under its right scheme.
    pub fn suggestion(&self) -> Option<Identifier> {
        let (scheme, value) = match self {
            Self::OdsCode(value) => (Scheme::Nhs, value),
            Self::VatNumber(value) => (Scheme::Vat, value),
            Self::CharityNumber(value) => (Scheme::CharityCommission, value),
            _ => return None,
        };
        super::read(scheme.as_str(), value).ok()
    }
}
