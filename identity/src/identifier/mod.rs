//! Identifiers of organisations: a scheme of [org-id.guide](https://org-id.guide) and a value, read from whatever
//! publishers write, and what is wrong about those that cannot be one.
//!
//! | scheme | register | form kept |
//! |---|---|---|
//! | `GB-COH` | Companies House | eight characters: `01234567`, `SC012345`, `IP12345R` |
//! | `GB-CHC` | Charity Commission for England and Wales | six or seven digits; a linked charity keeps its `-1` |
//! | `GB-SC` | Scottish Charity Regulator | `SC012345` |
//! | `GB-NIC` | Charity Commission for Northern Ireland | six digits |
//! | `GB-NHS` | NHS organisation data service (ODS) | three to eight letters and digits |
//! | `GB-UKPRN` | UK provider reference number | eight digits that begin with 10 |
//! | `GB-PPON` | public procurement organisation number | `ABCD-1234-EFGH` |
//! | `GB-VAT` | VAT registration (HMRC) | nine digits, `GD123` or `HA512` |
//! | `GB-LAE`, `GB-LAS`, `GB-PLA`, `GB-LANI` | local authorities | letters and digits |
//! | `GB-SRS` | Cabinet Office supplier registration | host and key |
//! | any other | | as published, trimmed |
//!
//! A VAT number is weaker than the others: a whole group of companies may share one.

mod cell;
mod charity;
mod company;
mod embedded;
mod ods;
mod placeholder;
mod problem;
mod read;
mod scheme;
mod vat;
mod vendor;

pub use company::{HIGHEST_COMPANY_NUMBER, company_prefix, plausible_company_number};
pub use problem::IdentifierProblem;
pub use read::{Examined, Remark, examine, read};
pub use scheme::Scheme;
pub use vat::vat_checksum;
pub use vendor::{VendorSign, looks_like_vendor_numbers};

/// An identifier in its normal form: equal ones are the same entry of the same register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// The register.
    pub scheme: Scheme,
    /// The entry, normalised as the table of this module says.
    pub value: String,
}

impl Identifier {
    /// An org-id: `GB-COH-01234567`.
    pub fn org_id(&self) -> String {
        format!("{}-{}", self.scheme, self.value)
    }
}

#[cfg(test)]
mod tests;
