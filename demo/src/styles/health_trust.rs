//! NHS over £25,000: the Treasury's columns, pound signs in the amounts, and carriage returns alone as line ends.

use csv::Terminator;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, pounds},
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Department family",
        "Entity",
        "Date",
        "Expense type",
        "Expense area",
        "Supplier",
        "Transaction number",
        "Amount (£)",
    ]);
    for payment in &issue.payments {
        sheet.payment(
            row![
                "Department of Demo Health",
                issue.institution.name,
                date(payment.date, "%d/%m/%Y"),
                payment.purpose,
                payment.department,
                payment.payee_or("Redacted"),
                payment.transaction.to_string(),
                pounds(payment.pence),
            ],
            payment.pence,
        );
    }
    let format = Format { encoding: Encoding::Utf8, delimiter: b',', line_end: Terminator::Any(b'\r') };
    Publication::delimited(&sheet, format)
}
