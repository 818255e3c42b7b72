//! A contract as a row of a register states it.

use std::collections::BTreeSet;

use anchorhub_entities::RegisterWarningCode;
use chrono::NaiveDate;

use crate::recognise::RegisterRole;

/// A contract as a row of a register states it, before its suppliers are looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterContract {
    /// Reference as published.
    pub reference: Option<String>,
    /// Title as published.
    pub title: Option<String>,
    /// Description as published.
    pub description: Option<String>,
    /// Department as published.
    pub department: Option<String>,
    /// Status as published.
    pub status: Option<String>,
    /// Date of the award.
    pub awarded_on: Option<NaiveDate>,
    /// Date of signature.
    pub signed_on: Option<NaiveDate>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Effective last day.
    pub ends_on: Option<NaiveDate>,
    /// Which field that came from.
    pub end_basis: Option<EndBasis>,
    /// Last possible day, where the register says enough of its options.
    pub latest_end_on: Option<NaiveDate>,
    /// Date of the next review.
    pub review_on: Option<NaiveDate>,
    /// Months by which it can be extended in all.
    pub extension_months: Option<i32>,
    /// Value in minor units of `currency`.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the values; of use with one of them only.
    pub currency: &'static str,
    /// What the value is; none without one.
    pub value_basis: Option<ValueBasis>,
    /// Value a year in minor units.
    pub annual_pence: Option<i64>,
    /// VAT that cannot be recovered, in pence.
    pub irrecoverable_vat_pence: Option<i64>,
    /// Common Procurement Vocabulary, 8 digits.
    pub cpv: Option<String>,
    /// Category in the codes or words of the register.
    pub category: Option<String>,
    /// Scheme of that category: `PROCLASS` or `OWN`.
    pub category_scheme: Option<&'static str>,
    /// How it was procured, as published.
    pub method: Option<String>,
    /// Whether it sets up a framework.
    pub is_framework: bool,
    /// Whether the supplier is a small or medium enterprise.
    pub sme: Option<bool>,
    /// Whether the supplier is a voluntary, community or social enterprise.
    pub vcse: Option<bool>,
    /// Suppliers, in the order of the cell.
    pub suppliers: Vec<RegisterSupplier>,
    /// What the row says of its one supplier beside the name, as published.
    pub evidence: Vec<(RegisterRole, String)>,
    /// Remarks.
    pub warnings: BTreeSet<RegisterWarningCode>,
}

/// A supplier as a row of a register states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterSupplier {
    /// Name as published; line breaks are spaces.
    pub name: String,
    /// Whether the name is withheld, or stands in for one (`Various`).
    pub is_unnamed: bool,
    /// Scheme of the identifier: `GB-COH`, `GB-CHC`, `GB-SC`.
    pub scheme: Option<&'static str>,
    /// Identifier in that scheme.
    pub identifier: Option<String>,
    /// Size in the words of OCDS, where the register states one: `micro`, `small`, `medium`, `sme`, `large`.
    pub scale: Option<&'static str>,
    /// Whether it is a small or medium enterprise.
    pub sme: Option<bool>,
    /// Whether it is a voluntary, community or social enterprise.
    pub vcse: Option<bool>,
    /// Postcode as published.
    pub postcode: Option<String>,
}

/// Which field of a register an effective end came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndBasis {
    /// The column of the end, or of the current expiry.
    RegisterEnd,
    /// The date of the next review.
    RegisterReview,
}

impl EndBasis {
    /// The name in the database and in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::RegisterEnd => "REGISTER_END",
            Self::RegisterReview => "REGISTER_REVIEW",
        }
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueBasis {
    /// Without VAT that can be recovered: what the Code asks for.
    Net,
    /// With VAT.
    Gross,
    /// The ceiling of a framework.
    Ceiling,
    /// An estimate or an upper limit.
    Estimate,
}

impl ValueBasis {
    /// The name in the database and in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Net => "NET",
            Self::Gross => "GROSS",
            Self::Ceiling => "CEILING",
            Self::Estimate => "ESTIMATE",
        }
    }
}
