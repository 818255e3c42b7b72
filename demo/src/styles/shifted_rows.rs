//! Dates as `01-Apr-2025` in one month and `01/04/2025` in the next, up to 250 empty columns at the right,
//! internal supplier numbers of eight digits (no company numbers), `Amount SUM`, and rows that an unquoted
//! comma has shifted, so that text stands under `Date`.

use anchorhub_entities::RejectCode;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain},
    sheet::{Sheet, row},
};

/// Writes an issue.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let pattern = if issue.index.is_multiple_of(2) { "%d-%b-%Y" } else { "%d/%m/%Y" };
    let mut sheet = Sheet::default();
    sheet.above([
        "Body Name",
        "Body",
        "Date",
        "Department",
        "Beneficiary",
        "Summary of Purpose (SeRCOP)",
        "Amount SUM",
        "Merchant Code",
        "Transaction Number",
        "Supplier ID",
    ]);
    for (place, payment) in issue.payments.iter().enumerate() {
        let mut cells = row![
            issue.institution.name,
            "https://saltmarrow.example/demo-data-invented/payments-over-500",
            date(payment.date, pattern),
            payment.department,
            payment.payee_or("WITHHELD").to_uppercase(),
            payment.purpose,
            plain(payment.pence),
            payment.supplier.trade.category,
            format!("P{:02}_{}", issue.index % 12 + 1, payment.transaction),
            (10_200_000 + payment.payee_number * 37).to_string(),
        ];
        if issue.index % 4 == 2 && (place == 4 || place == 14) {
            // `Saltmarrow, Metropolitan …` without quotes: one cell more, all others one to the right.
            cells[0] = " Metropolitan Borough Council (demo)".to_owned();
            cells.insert(0, "Saltmarrow".to_owned());
            sheet.rejected(cells, RejectCode::ShiftedColumns);
        } else {
            sheet.payment(cells, payment.pence);
        }
    }
    match issue.index % 6 {
        0 => sheet.widen(1),
        4 => sheet.widen(250),
        _ => {}
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8))
}
