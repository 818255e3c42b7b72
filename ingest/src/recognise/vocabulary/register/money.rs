//! Headings of values.

use anchorhub_entities::VatBasis;

use super::{EXTENSION, Heading};

/// Words for money.
const MONEY: &[&str] =
    &["value", "values", "sum", "price", "amount", "cost", "costs", "spend", "spending", "total", "£", "gbp"];
/// Words for a year of it.
const YEAR: &[&str] = &["annual", "annum", "annually", "annualised", "yearly", "pa"];
/// Words that a heading of a value does not have.
const NOT_MONEY: &[&str] = &[
    "date",
    "number",
    "no",
    "code",
    "type",
    "band",
    "title",
    "description",
    "taken",
    "months",
    "category",
    "review",
    "vat",
    "tax",
    "savings",
    "threshold",
    "lots",
    "suppliers",
];

impl Heading {
    /// Whether the values of a register include VAT: only if their heading says so.
    pub(crate) fn register_vat_basis(&self) -> VatBasis {
        let of_vat = self.has(&["vat", "tax"]);
        if self.has(&["gross"])
            || of_vat && self.has(&["inc", "incl", "including", "inclusive", "plus", "with"])
        {
            VatBasis::Gross
        } else if self.has(&["net", "nett", "exvat"])
            || of_vat && self.has(&["ex", "exc", "excl", "excluding", "exclusive", "without"])
        {
            VatBasis::Net
        } else {
            VatBasis::Unknown
        }
    }

    pub(super) fn contract_value(&self) -> f64 {
        if !self.is_money() || self.has_options() {
            return 0.0;
        }
        if self.has(YEAR) {
            // `Total or estimated annual value`
            return if self.has(&["or", "length", "total", "whole"]) { 0.9 } else { 0.0 };
        }
        if self.has(&["value", "sum"]) || self.has(&["contract", "total"]) { 0.95 } else { 0.8 }
    }

    pub(super) fn value_with_extensions(&self) -> f64 {
        if self.is_money() && self.has_options() && !self.has(YEAR) { 0.95 } else { 0.0 }
    }

    pub(super) fn annual_value(&self) -> f64 {
        let yearly = self.has(YEAR) || self.has(&["per"]) && self.has(&["year"]);
        if !yearly || self.has(NOT_MONEY) && self.register_vat_basis() == VatBasis::Unknown {
            0.0
        } else if self.has(MONEY) {
            if self.has(&["or", "length", "whole"]) { 0.5 } else { 1.0 }
        } else {
            0.0
        }
    }

    pub(super) fn irrecoverable_vat(&self) -> f64 {
        let vat = self.has(&["vat"]) || self.has(&["tax"]) && self.has(&["added"]);
        let lost = self.has(&[
            "irrecoverable",
            "unrecoverable",
            "recoverable",
            "recovered",
            "irrecoverables",
            "nonrecoverable",
        ]);
        if vat && lost {
            1.0
        } else if self.is(&["vat"]) || self.is(&["vat", "amount"]) {
            0.6
        } else {
            0.0
        }
    }

    fn is_money(&self) -> bool {
        let stated = self.register_vat_basis() != VatBasis::Unknown;
        let other = self.words.iter().any(|word| {
            NOT_MONEY.contains(&word.as_str()) && !(stated && matches!(word.as_str(), "vat" | "tax"))
        });
        self.has(MONEY) && !other
    }

    fn has_options(&self) -> bool {
        self.has(EXTENSION) && !self.has(&["excluding", "excl", "exc", "without", "not"])
            || self.has(&["maximum", "max", "potential"])
    }
}
