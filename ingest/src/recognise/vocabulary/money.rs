//! What headings say of amounts.

use anchorhub_entities::VatBasis;

use super::{Heading, party::PARTY};

impl Heading {
    /// VAT basis that the heading states.
    pub(crate) fn vat_basis(&self) -> VatBasis {
        if self.has(&["gross", "inc", "incl", "including", "inclusive"]) {
            VatBasis::Gross
        } else if self.has(&["net", "nett", "excl", "ex", "exc", "excluding", "exclusive", "exvat"]) {
            VatBasis::Net
        } else {
            VatBasis::Unknown
        }
    }

    pub(super) fn amount(&self) -> f64 {
        const NOT_MONEY: &[&str] = &[
            "date",
            "number",
            "no",
            "num",
            "ref",
            "reference",
            "method",
            "type",
            "description",
            "category",
            "purpose",
            "code",
            "id",
            "month",
            "area",
            "narrative",
            "summary",
            "card",
            "terms",
            "status",
            "name",
            "reason",
            "quantity",
            "irrecoverable",
            "centre",
            "period",
            "classification",
            "currency",
            "group",
            "transactions",
            "family",
            "over",
            "report",
            "mechanism",
            "band",
        ];
        if self.has(NOT_MONEY) || self.has(PARTY) {
            return 0.0;
        }
        let vat_alone = self.has(&["vat"]) && self.vat_basis() == VatBasis::Unknown;
        if vat_alone {
            return 0.0;
        }
        let net_bonus = match self.vat_basis() {
            VatBasis::Net => 0.05,
            VatBasis::Unknown => 0.0,
            VatBasis::Gross => -0.15,
        };
        if self.has(&["amount", "amounts", "amt"]) {
            0.95 + net_bonus
        } else if self.has(&["net", "nett", "gross"]) {
            0.9 + net_bonus
        } else if self.has(&[
            "value",
            "total",
            "spend",
            "spent",
            "expenditure",
            "cost",
            "price",
            "sum",
            "debit",
            "sterling",
            "gbp",
            "£",
        ]) {
            0.75 + net_bonus
        } else if self.has(&["vat"]) {
            // `Inc VAT (where applicable)`
            0.65 + net_bonus
        } else if self.has(&["paid", "payment", "payments"]) {
            0.45
        } else {
            0.0
        }
    }
}
