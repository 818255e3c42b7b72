//! A university's quarterly list: amounts with VAT only, dates written out (`Friday, April 4, 2025`).

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, thousands},
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Supplier name",
        "Payment date",
        "Amount paid (inc VAT)",
        "Faculty or department",
        "Description",
        "Reference",
        "Contract Number",
    ]);
    for payment in &issue.payments {
        sheet.payment(
            row![
                payment.payee_or("Redacted"),
                date(payment.date, "%A, %B %-d, %Y"),
                thousands(payment.gross_pence()),
                payment.department,
                payment.purpose,
                format!("UC{}", payment.transaction),
                // Typed by hand: without the hyphen.
                payment.contract.map(|reference| reference.replace('-', " ")).unwrap_or_default(),
            ],
            payment.gross_pence(),
        );
        if payment.contract.is_some() {
            sheet.with_reference();
        }
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8))
}
