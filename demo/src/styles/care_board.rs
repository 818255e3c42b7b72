//! NHS over £25,000 from a spreadsheet: a title above the table, a blank row and a row that says Total below it.

use anchorhub_entities::RejectCode;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{bracketed, date},
    sheet::{Sheet, row},
};

const WIDTH: usize = 8;

/// Writes an issue.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let mut sheet = Sheet::default();
    let month = date(issue.period.from(), "%B %Y");
    for title in
        ["Demo data, invented", issue.institution.name, &format!("Expenditure over £25,000, {month}"), ""]
    {
        let mut cells = vec![String::new(); WIDTH];
        cells[0] = title.to_owned();
        sheet.above(cells);
    }
    sheet.above([
        "Department family",
        "Entity",
        "Date",
        "Expense Type",
        "Expense area",
        "Supplier",
        "Transaction number",
        "AP Amount",
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
                bracketed(payment.pence),
            ],
            payment.pence,
        );
    }
    sheet.blank(WIDTH);
    let mut total = vec![String::new(); WIDTH];
    total[0] = "Total".to_owned();
    total[WIDTH - 1] = bracketed(sheet.net_pence());
    sheet.rejected(total, RejectCode::HiddenTotal);
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8Marked))
}
