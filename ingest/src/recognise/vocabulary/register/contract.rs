//! Headings of what a contract is and how it came about.

use super::{EXTENSION, Heading, NUMBER};
use crate::recognise::{Role, vocabulary::PARTY};

impl Heading {
    pub(super) fn contract_reference(&self) -> f64 {
        const OTHER: &[&str] = &[
            "company",
            "companies",
            "charity",
            "vat",
            "registration",
            "registered",
            "cpv",
            "proclass",
            "months",
            "telephone",
            "phone",
            "postcode",
            "post",
            "lots",
            "value",
            "date",
            "category",
            "classification",
            "many",
            "supplier's",
            "account",
            "sme",
            "vcse",
            "smes",
            "bids",
            "bidders",
            "days",
            "class",
            "house",
            "po",
        ];
        if self.has(OTHER) || self.has(PARTY) || self.has(EXTENSION) || !self.has(NUMBER) {
            return 0.0;
        }
        if self.has(&["contract", "contracts", "agreement"]) {
            1.0
        } else if self.has(&["reference", "ref", "refs", "urn", "refno"]) {
            0.9
        } else if self.has(&["tender", "procurement", "project", "unique", "register"]) {
            0.8
        } else if self.is(&["id"]) || self.is(&["number"]) || self.is(&["no"]) {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn contract_title(&self) -> f64 {
        if self.is_proclass()
            || self.has(PARTY)
            || self.has(NUMBER)
            || self.has(&["cpv", "job", "category", "organisation"])
        {
            return 0.0;
        }
        if self.has(&["title"]) {
            1.0
        } else if self.has(&["name"])
            && self.has(&["contract", "agreement", "project", "procurement", "tender"])
        {
            0.9
        } else if self.is(&["contract"]) || self.is(&["agreement"]) || self.is(&["subject"]) {
            0.7
        } else {
            0.0
        }
    }

    pub(super) fn contract_description(&self) -> f64 {
        if self.is_proclass()
            || self.has(PARTY)
            || self.has(NUMBER)
            || self.has(EXTENSION)
            || self.has(&[
                "cpv",
                "category",
                "classification",
                "value",
                "title",
                "sme",
                "vcse",
                "procurement",
            ])
        {
            0.0
        } else if self.has(&["description", "descript"]) {
            0.95
        } else if self.has(&["summary", "purpose", "scope", "nature"]) {
            0.8
        } else if self.has(&["goods", "details", "detail"]) {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn responsible_department(&self) -> f64 {
        if self.has(PARTY)
            || self.has(&["code", "manager", "officer", "head", "contact", "description", "title"])
        {
            0.0
        } else if self.has(&["directorate", "directorates"]) {
            1.0
        } else if self.has(&["department", "dept", "departments"]) {
            0.95
        } else if self.has(&["service", "division", "portfolio", "team"]) && !self.has(&["type"]) {
            0.7
        } else {
            0.0
        }
    }

    pub(super) fn cpv(&self) -> f64 {
        if !self.has(&["cpv", "cpvs"]) {
            0.0
        } else if self.has(&["description", "title", "desc", "name", "text"]) {
            0.4
        } else {
            1.0
        }
    }

    pub(super) fn category_code(&self) -> f64 {
        if self.is_category() && !self.says_words() { 0.9 } else { 0.0 }
    }

    pub(super) fn category_words(&self) -> f64 {
        if !self.is_category() {
            0.0
        } else if self.says_words() {
            1.0
        } else if self.has(NUMBER) {
            0.3
        } else {
            0.92
        }
    }

    /// Whether the column is told to be a classification by ProClass.
    pub(crate) fn is_proclass(&self) -> bool {
        // `ProClass` reads as two words, as `PaymentDate` does.
        self.has(&["proclass"]) || self.has(&["pro"]) && self.has(&["class"])
    }

    fn is_category(&self) -> bool {
        !self.has(&["cpv", "supplier", "sme", "vcse"])
            && (self.is_proclass() || self.has(&["category", "categories", "classification", "unspsc"]))
    }

    fn says_words(&self) -> bool {
        self.has(&["description", "desc", "title", "name", "text", "label"])
    }

    pub(super) fn method(&self) -> f64 {
        if self.has(NUMBER)
            || self.has(PARTY) && !self.has(&["invitation"])
            || self.has(&[
                "date",
                "value",
                "title",
                "name",
                "description",
                "category",
                "classification",
                "status",
                "body",
            ])
        {
            0.0
        } else if self.has(&["invitation", "quote", "quotation", "itt", "itq", "rfq"]) {
            0.95
        } else if self.has(&[
            "procurement",
            "process",
            "procedure",
            "route",
            "sourcing",
            "tender",
            "award",
            "procured",
        ]) && self.has(&[
            "process",
            "procedure",
            "route",
            "method",
            "type",
            "used",
            "sourcing",
            "procured",
            "how",
            "competitive",
        ]) {
            0.9
        } else if self.is(&["process"]) || self.is(&["procedure"]) || self.is(&["tender"]) {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn contract_type(&self) -> f64 {
        if self.has(NUMBER) || self.has(&["date", "value", "name", "title", "description"]) || self.has(PARTY)
        {
            0.0
        } else if self.has(&["contract", "agreement"]) && self.has(&["type", "kind"]) {
            1.0
        } else if self.has(&["framework"]) {
            0.8
        } else {
            0.0
        }
    }

    pub(super) fn status(&self) -> f64 {
        if self.has(&["status"])
            && !self.has(PARTY)
            && !self.has(&["sme", "vcse", "review", "charity", "company"])
        {
            0.9
        } else {
            0.0
        }
    }

    pub(super) fn buying_body(&self) -> f64 {
        if self.has(&["sme", "vcse", "voluntary", "type", "department", "date", "value"]) {
            0.0
        } else if self.has(&["buyer", "purchaser"]) {
            0.8
        } else {
            self.fit(Role::Body)
        }
    }
}
