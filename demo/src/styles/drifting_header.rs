//! windows-1252 text whose header is typed anew each month: eight spellings of two columns, a comments column
//! that comes and goes, and rows that repeat exactly because several invoices of one order cost the same.

use super::{Issue, Publication};
use crate::{
    calendar::ledger_period,
    delimited::{Encoding, Format},
    notation::{date, short, thousands},
    sheet::{Sheet, row},
};

const PAYEE: [&str; 8] = [
    "Supplier(T) ",
    "Supplier(T) 2",
    "Supplier(T)2",
    "Supplier (T)",
    "supplier(T)",
    "SUPPLIER(T)",
    " Supplier(T)",
    "Supplier (T) ",
];
const AMOUNT: [&str; 8] =
    ["Amount", " Amount ", "Amount ", "AMOUNT", "Amount (£)", "Amount £", " Amount", "amount"];
const COMMENTS: [&str; 3] = ["Comments", "Comment", "Procurement Comment"];

/// Writes an issue.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    issue.sort_by_payee();
    let commented = issue.index % 6 != 3;
    let comments = |text: &str| commented.then(|| text.to_owned());
    let mut sheet = Sheet::default();
    let header = row![
        "Proclass",
        "Proclass(T)",
        "Supplier",
        PAYEE[issue.index % 8],
        "Directorate(T)",
        "Cost Centre",
        "Cost Centre(T)",
        "Account Code",
        "Account Code(T)",
        "Transaction No",
        "Period",
        "Transaction Date",
        AMOUNT[issue.index % 8],
    ];
    sheet.above(header.into_iter().chain(comments(COMMENTS[issue.index % 3])));
    for (place, payment) in issue.payments.iter().enumerate() {
        let trade = payment.supplier.trade;
        let remark = match place % 97 {
            0 => "Café vouchers – £10 each",
            40 => "PO raised late; see supplier’s letter",
            _ => "",
        };
        let cells: Vec<String> = row![
            trade.category_code,
            trade.category,
            (420_000 + payment.payee_number).to_string(),
            payment.payee_or("REDACTED PERSONAL DATA"),
            payment.department,
            (10_000 + payment.payee_number % 900).to_string(),
            // A name with é and £ in every file, whether or not it has comments.
            if place == 0 {
                "Café and £1 kitchen".to_owned()
            } else {
                format!("{} team", payment.department)
            },
            trade.account,
            payment.purpose,
            payment.transaction.to_string(),
            ledger_period(payment.date),
            date(payment.date, "%d/%m/%Y"),
            if issue.index.is_multiple_of(2) { short(payment.pence) } else { thousands(payment.pence) },
        ];
        let cells: Vec<String> = cells.into_iter().chain(comments(remark)).collect();
        let copies = if place % 24 == 5 { 1 + issue.random.below(4) } else { 0 };
        for _ in 0..=copies {
            sheet.payment(cells.clone(), payment.pence);
        }
    }
    // Whatever is drawn, each month has one exact repeat.
    if let Some(payment) = issue.payments.first() {
        let first = sheet.rows()[1].clone();
        sheet.payment(first, payment.pence);
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Windows1252))
}
