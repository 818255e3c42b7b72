//! Headings of who supplies.

use super::{EXTENSION, Heading};
use crate::recognise::vocabulary::PARTY;

/// Words for small and medium enterprises.
const SME: &[&str] = &["sme", "smes", "small"];
/// Words for voluntary, community and social enterprises.
const VCSE: &[&str] = &["vcse", "vcses", "vcs", "vcfs", "voluntary", "vcsfe"];
/// Words for the number in a public register.
const REGISTERED: &[&str] = &["number", "no", "num", "registration", "registered", "reg", "house", "crn"];

impl Heading {
    pub(super) fn contract_supplier(&self) -> f64 {
        let other = self.has(SME)
            || self.has(VCSE)
            || self.has(EXTENSION)
            || self.has(&[
                "number", "no", "many", "count", "contact", "email", "whether", "value", "title", "method",
            ]);
        if other {
            return 0.0;
        }
        if self.has(&["awarded"]) && self.has(&["to"]) && !self.has(&["date", "how"]) {
            0.9
        } else if self.is(&["company"]) || self.is(&["company", "name"]) || self.is(&["successful", "bidder"])
        {
            0.8
        } else {
            self.supplier()
        }
    }

    pub(super) fn sme(&self) -> f64 {
        if self.has(SME) && !self.has(VCSE) && !self.has(REGISTERED) { 1.0 } else { 0.0 }
    }

    pub(super) fn vcse(&self) -> f64 {
        let said = self.has(VCSE) || self.has(&["third"]) && self.has(&["sector"]) || self.is(&["charity"]);
        if said && !self.has(SME) && !self.has(REGISTERED) { 1.0 } else { 0.0 }
    }

    pub(super) fn size_or_kind(&self) -> f64 {
        if self.has(SME) && self.has(VCSE) {
            1.0
        } else if self.has(PARTY) && self.has(&["type", "size", "status", "kind"])
            || self.has(&["organisation", "company", "business"]) && self.has(&["type", "size"])
        {
            0.8
        } else {
            0.0
        }
    }

    pub(super) fn company_number(&self) -> f64 {
        if self.has(SME) || self.has(VCSE) || self.has(&["vat", "charity"]) {
            0.0
        } else if self.is(&["registration", "number"]) || self.is(&["registered", "number"]) {
            0.6
        } else {
            self.register_number(&["company", "companies", "crn"])
        }
    }

    pub(super) fn charity_number(&self) -> f64 {
        if self.has(SME) {
            0.0
        } else if self.has(VCSE) && self.has(REGISTERED) {
            0.9
        } else {
            self.register_number(&["charity"])
        }
    }
}
