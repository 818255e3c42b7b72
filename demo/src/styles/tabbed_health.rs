//! NHS over £25,000 as tab-separated text, with a byte order mark that was encoded twice and dates like
//! `07-Apr-25`.

use csv::Terminator;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain},
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Department Family",
        "Entity",
        "Date of payment",
        "Expense Type",
        "Expense Area",
        "Supplier Name",
        "Transaction Reference",
        "Amount",
    ]);
    for payment in &issue.payments {
        sheet.payment(
            row![
                "DEPARTMENT OF DEMO HEALTH",
                issue.institution.name.to_uppercase(),
                date(payment.date, "%d-%b-%y"),
                payment.purpose.to_uppercase(),
                payment.department.to_uppercase(),
                payment.payee_or("REDACTED PERSONAL DATA").to_uppercase(),
                payment.transaction.to_string(),
                plain(payment.pence),
            ],
            payment.pence,
        );
    }
    let format =
        Format { encoding: Encoding::Utf8MarkedTwice, delimiter: b'\t', line_end: Terminator::Any(b'\n') };
    Publication::delimited(&sheet, format)
}
