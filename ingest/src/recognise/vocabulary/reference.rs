//! What headings say of dates and reference numbers.

use super::{Heading, party::PARTY};

impl Heading {
    pub(super) fn date(&self) -> f64 {
        if self.has(&["date", "dated", "dates"]) {
            let score: f64 = if self.has(&[
                "due",
                "start",
                "end",
                "birth",
                "contract",
                "published",
                "updated",
                "order",
                "from",
                "to",
            ]) {
                0.2
            } else if self.has(&["payment", "paid", "pay", "clearing", "cleared", "settlement"]) {
                1.0
            } else if self.words.len() == 1 {
                0.95
            } else if self.has(&["transaction", "trans"]) {
                0.9
            } else if self.has(&["posting", "posted", "ledger", "gl"]) {
                0.8
            } else if self.has(&["accounting", "value", "period"]) {
                0.7
            } else {
                0.6
            };
            return score;
        }
        if self.has(&["paiddate", "paydate", "paymentdate"]) {
            return 1.0;
        }
        if self.words.len() <= 2
            && self.has(&["month", "period", "day", "paid"])
            && !self.has(&["amount", "number", "no"])
        {
            0.3
        } else {
            0.0
        }
    }

    pub(super) fn transaction(&self) -> f64 {
        const NUMBER: &[&str] =
            &["number", "no", "num", "ref", "reference", "id", "references", "numbers", "nos"];
        if self.has(&["transno", "transactionno", "documentno", "uniqueref", "voucherno", "docno"]) {
            return 1.0;
        }
        if self.has(&["contract", "cost", "account"])
            || self.has(PARTY) && !self.has(&["transaction", "invoice"])
        {
            return 0.0;
        }
        if self.has(&["transaction", "transactions", "trans", "voucher", "document", "doc", "transation"])
            && self.has(NUMBER)
        {
            1.0
        } else if self.has(&["payment", "unique", "internal", "cheque", "journal", "our", "invoice"])
            && self.has(NUMBER)
        {
            0.7
        } else if self.words.len() == 1 && self.has(&["transaction", "reference", "ref", "voucher"]) {
            0.6
        } else {
            0.0
        }
    }

    pub(super) fn contract_ref(&self) -> f64 {
        const NUMBER: &[&str] = &["number", "no", "num", "ref", "reference", "id", "po"];
        if self.has(&["contract", "contracts"]) && self.has(NUMBER) {
            1.0
        } else if self.has(&["po", "purchase", "order"])
            && (self.has(NUMBER) || self.words.len() == 1)
            && !self.has(&["line", "description", "date"])
        {
            0.6
        } else {
            0.0
        }
    }
}
