//! Headings of dates and lengths of time.

use super::{EXTENSION, Heading};

/// Words for the beginning of a contract.
const START: &[&str] = &[
    "start",
    "starts",
    "starting",
    "started",
    "commencement",
    "commence",
    "commences",
    "begin",
    "begins",
    "startdate",
];
/// Words for its end.
const END: &[&str] = &[
    "end",
    "ends",
    "ending",
    "expiry",
    "expires",
    "expire",
    "expiration",
    "expiring",
    "completion",
    "finish",
    "termination",
    "enddate",
];
/// Words for an end that was moved.
const CURRENT: &[&str] = &["current", "revised", "actual", "extended", "new", "amended"];
/// Words for the last end that is possible.
const LATEST: &[&str] =
    &["maximum", "max", "latest", "final", "possible", "potential", "including", "incl", "ultimate"];
/// Words that a heading of a date does not have.
const NOT_A_DATE: &[&str] =
    &["value", "notice", "reason", "taken", "months", "number", "many", "type", "amount"];

impl Heading {
    pub(super) fn start(&self) -> f64 {
        if self.has(NOT_A_DATE) || self.has(END) || self.has(EXTENSION) {
            0.0
        } else if self.has(START) {
            1.0
        } else if self.has(&["from", "effective"]) && self.has(&["date", "contract", "effective"])
            || self.is(&["from"])
        {
            0.7
        } else {
            0.0
        }
    }

    pub(super) fn end(&self) -> f64 {
        if self.is_moved_end() || self.is_latest_end() {
            return 0.0;
        }
        if self.has_end() {
            1.0
        } else if self.is(&["to"]) || self.is(&["date", "to"]) || self.is(&["to", "date"]) {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn current_expiry(&self) -> f64 {
        if self.is_moved_end() && !self.is_latest_end() { 1.0 } else { 0.0 }
    }

    pub(super) fn latest_end(&self) -> f64 {
        if self.is_latest_end() { 1.0 } else { 0.0 }
    }

    fn has_end(&self) -> bool {
        self.has(END) && !self.has(NOT_A_DATE) && !self.has(START) && !self.has(&["review"])
    }

    fn is_moved_end(&self) -> bool {
        self.has_end() && self.has(CURRENT)
    }

    /// `End date including extensions`, `Maximum end date`, `Extension end date`.
    fn is_latest_end(&self) -> bool {
        const OPTIONS: &[&str] = &["extension", "extensions", "option", "options"];
        self.has_end()
            && (self.has(LATEST) || self.has(OPTIONS))
            && !self.has(&["excluding", "excl", "before"])
    }

    pub(super) fn review(&self) -> f64 {
        if self.has(NOT_A_DATE) || self.has(&["status", "comments", "notes"]) {
            0.0
        } else if self.has(&["review", "reviewed", "reviews"]) {
            1.0
        } else if self.has(&["renewal"]) {
            0.7
        } else {
            0.0
        }
    }

    pub(super) fn awarded(&self) -> f64 {
        if self.has(&["award", "awarded"]) && self.has(&["date", "dated", "on"]) { 1.0 } else { 0.0 }
    }

    pub(super) fn signed(&self) -> f64 {
        if self.has(&["signed", "signature"]) && !self.has(&["by", "who"]) { 0.9 } else { 0.0 }
    }

    pub(super) fn duration(&self) -> f64 {
        if self.has(EXTENSION) || self.has(&["value", "sum", "paid", "payment", "notice", "date", "review"]) {
            0.0
        } else if self.has(&["duration", "length"]) {
            0.95
        } else if self.has(&["term", "period"]) {
            0.7
        } else {
            0.0
        }
    }

    pub(super) fn extension(&self) -> f64 {
        if !self.has(EXTENSION)
            || self.has(&["value", "cost", "amount", "date", "notes", "taken", "used", "exercised"])
            || self.has(END)
            || self.is_number_of()
        {
            0.0
        } else if self.has(&["month", "months", "year", "years", "period", "length", "duration"]) {
            1.0
        } else {
            0.8
        }
    }

    pub(super) fn extension_count(&self) -> f64 {
        if self.has(EXTENSION) && self.is_number_of() { 0.95 } else { 0.0 }
    }

    pub(super) fn extension_taken(&self) -> f64 {
        let taken = self.has(&["taken", "used", "exercised", "invoked", "activated", "applied", "utilised"]);
        if taken && self.has(EXTENSION) && !self.is_number_of() { 0.95 } else { 0.0 }
    }

    /// The unit of a length of time, in months.
    pub(crate) fn unit_in_months(&self) -> Option<i32> {
        match (self.has(&["month", "months", "mths"]), self.has(&["year", "years", "yrs"])) {
            (true, false) => Some(1),
            (false, true) => Some(12),
            _ => None,
        }
    }

    fn is_number_of(&self) -> bool {
        self.has(&["many", "number", "no", "count"]) && !self.has(&["month", "months", "year", "years"])
    }
}
