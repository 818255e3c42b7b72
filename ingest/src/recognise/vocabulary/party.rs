//! What headings say of whom was paid.

use super::Heading;

/// Words for whoever is paid.
pub(in crate::recognise) const PARTY: &[&str] = &[
    "supplier",
    "suppliers",
    "vendor",
    "vendors",
    "payee",
    "beneficiary",
    "creditor",
    "merchant",
    "contractor",
    "provider",
    "suppliername",
    "vendorname",
];

impl Heading {
    pub(super) fn supplier(&self) -> f64 {
        const NOT_A_NAME: &[&str] = &[
            "type",
            "status",
            "category",
            "group",
            "class",
            "tab",
            "obs",
            "size",
            "postcode",
            "post",
            "address",
            "town",
            "city",
            "charity",
            "vat",
            "date",
            "amount",
            "description",
            "ref",
            "reference",
            "account",
            "sort",
            "invoice",
            "registration",
            "registered",
            "mcc",
            "narrative",
            "spend",
            "total",
            "count",
            "region",
        ];
        const CODE: &[&str] = &["id", "number", "no", "num", "code", "key"];
        if !self.has(PARTY) || self.has(NOT_A_NAME) || (self.has(CODE) && !self.is_text_of_code) {
            return if self.only(&["name", "paid", "to", "trader", "recipient", "organisation", "company"])
                && !self.has(&["date"])
            {
                0.5
            } else {
                0.0
            };
        }
        if self.is_text_of_code || self.has(&["name"]) {
            1.0
        } else if self.words.len() <= 2 {
            0.95
        } else {
            0.75
        }
    }

    pub(super) fn supplier_id(&self) -> f64 {
        if self.is_text_of_code
            || !self.has(PARTY)
            || self.has(&[
                "company",
                "charity",
                "vat",
                "registered",
                "registration",
                "category",
                "type",
                "merchant",
            ])
        {
            return 0.0;
        }
        if self.has(&["id", "number", "no", "num", "code", "ref", "reference", "account", "key"]) {
            0.9
        } else {
            0.0
        }
    }

    pub(super) fn register_number(&self, register: &[&str]) -> f64 {
        if self.has(register)
            && self.has(&["number", "no", "num", "registration", "registered", "reg", "id", "crn", "house"])
        {
            1.0
        } else {
            0.0
        }
    }
}
