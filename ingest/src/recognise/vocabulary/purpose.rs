//! What headings say of what was bought, and by which part of the body.

use super::{Heading, party::PARTY};

impl Heading {
    pub(super) fn department(&self) -> f64 {
        if self.has(&["family"]) {
            return 0.3;
        }
        if self.has(&["directorate", "directorates"]) {
            1.0
        } else if self.has(&["department", "dept", "departments"]) {
            0.9
        } else if self.has(&["service", "division", "portfolio", "unit", "business"]) && !self.has(PARTY) {
            0.75
        } else if self.has(&["expense", "expenses", "expenditure"]) && self.has(&["area"]) {
            0.6
        } else if self.has(&["centre", "center"]) {
            if self.is_text_of_code { 0.55 } else { 0.4 }
        } else {
            0.0
        }
    }

    pub(super) fn purpose(&self) -> f64 {
        if self.has(&["purpose"]) {
            return 1.0;
        }
        if self.has(PARTY) || self.has(&["date", "proclass", "procurement", "classification", "category"]) {
            return 0.0;
        }
        if self.has(&["expense", "expenses", "expenditure"]) && self.has(&["type", "description"]) {
            0.8
        } else if self.has(&[
            "summary",
            "description",
            "narrative",
            "details",
            "detail",
            "reason",
            "descript",
        ]) {
            0.65
        } else if self.has(&["account"]) && (self.is_text_of_code || self.has(&["name"])) {
            0.7
        } else if self.words.len() <= 2 && self.has(&["account", "subjective"]) {
            0.3
        } else {
            0.0
        }
    }

    pub(super) fn category(&self) -> f64 {
        if self.has(&["purpose"]) {
            return 0.0;
        }
        let text = if self.is_text_of_code || self.has(&["label", "description", "desc", "name"]) {
            0.05
        } else {
            0.0
        };
        if self.has(&["proclass", "cpv", "unspsc"])
            || (self.has(&["procurement", "procurements"]) && self.has(&["classification", "category"]))
        {
            0.95 + text
        } else if self.has(&["category", "classification"]) {
            0.9 + text
        } else if self.has(&["sercop", "bvacop", "cipfa", "mcc"])
            || (self.has(&["merchant"]) && self.has(&["code", "group"]))
        {
            0.6 + text
        } else {
            0.0
        }
    }
}
