//! Semicolons, UTF-8 with a byte order mark, gross, VAT and net side by side, and credits as accountants write
//! them: in brackets one month, with the sign at the end in the next. Descriptions name contracts.

use csv::Terminator;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{bracketed, date, sign_last},
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    let amount = if issue.index.is_multiple_of(2) { bracketed } else { sign_last };
    if let Some(payment) = issue.payments.first_mut() {
        // Each month has a credit of more than a thousand pounds, whatever is drawn.
        payment.pence = -payment.pence.abs() - 100_000;
        payment.vat_pence = payment.pence / 5;
    }
    let mut sheet = Sheet::default();
    sheet.above([
        "Directorate",
        "Service Area",
        "Supplier",
        "Date Paid",
        "Document No",
        "Gross Amount",
        "VAT",
        "Net Amount",
        "Description",
    ]);
    for payment in &issue.payments {
        sheet.payment(
            row![
                payment.department,
                payment.supplier.trade.category,
                payment.payee_or("Redacted"),
                date(payment.date, "%d/%m/%y"),
                payment.transaction.to_string(),
                amount(payment.gross_pence()),
                amount(payment.vat_pence),
                amount(payment.pence),
                match payment.contract {
                    Some(reference) => format!("{} (contract {reference})", payment.purpose),
                    None => payment.purpose.to_owned(),
                },
            ],
            payment.pence,
        );
        if payment.contract.is_some() {
            sheet.with_reference();
        }
    }
    let format = Format { encoding: Encoding::Utf8Marked, delimiter: b';', line_end: Terminator::CRLF };
    Publication::delimited(&sheet, format)
}
