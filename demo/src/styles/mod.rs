//! One file a publisher's style: how a body writes its payments down, with all peculiarities of the real
//! bodies whose files it is modelled on. None knows how files are read.

pub(crate) mod broken_header_lines;
pub(crate) mod care_board;
pub(crate) mod drifting_header;
pub(crate) mod gross_and_net;
pub(crate) mod gross_only;
pub(crate) mod health_trust;
pub(crate) mod no_transaction;
pub(crate) mod report_query;
pub(crate) mod shifted_rows;
pub(crate) mod supplier_details;
pub(crate) mod tabbed_health;
pub(crate) mod two_row_header;
pub(crate) mod two_sheets;

use anchorhub_entities::Period;

use crate::{
    delimited::Format, ledger::Payment, manifest::Expected, random::Random, region::Institution, sheet::Sheet,
};

/// What a body publishes next.
pub(crate) struct Issue<'a> {
    pub(crate) institution: &'a Institution,
    pub(crate) period: Period,
    /// Number of the publication, from 0: styles change over time.
    pub(crate) index: usize,
    /// In the order of their dates.
    pub(crate) payments: Vec<Payment<'a>>,
    pub(crate) random: Random,
}

/// A finished file.
pub(crate) struct Publication {
    pub(crate) extension: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) expected: Expected,
}

/// Writes an issue in a style; the error says why the file format refused it.
pub(crate) type Publish = fn(Issue<'_>) -> Result<Publication, String>;

impl Publication {
    fn delimited(sheet: &Sheet, format: Format) -> Result<Self, String> {
        Ok(Self { extension: "csv", bytes: format.bytes(sheet)?, expected: sheet.expected().clone() })
    }
}

impl Issue<'_> {
    /// Sorts by payee, as ledgers that print account after account do.
    fn sort_by_payee(&mut self) {
        self.payments.sort_by_key(|payment| (payment.payee_number, payment.transaction));
    }
}
