//! A header of two rows (`Payment` over `Date`, `Amount` over `excl vat`) and dates as spreadsheet serial
//! numbers.

use super::{Issue, Publication};
use crate::{
    calendar::serial_day,
    delimited::{Encoding, Format},
    notation::short,
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    issue.sort_by_payee();
    let mut sheet = Sheet::default();
    sheet.above([
        "Cost Centre",
        "Account",
        "Expense Type",
        "Supplier",
        "Supplier Name",
        "Trans",
        "Payment",
        "Amount",
    ]);
    sheet.above(["", "", "", "ID", "", "No.", "Date", "excl vat"]);
    for payment in &issue.payments {
        sheet.payment(
            row![
                format!("Head of {}", payment.department),
                (30_000 + payment.payee_number % 700).to_string(),
                payment.purpose,
                (10_000 + payment.payee_number).to_string(),
                payment.payee_or("Redacted"),
                payment.transaction.to_string(),
                serial_day(payment.date).to_string(),
                short(payment.pence),
            ],
            payment.pence,
        );
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8))
}
