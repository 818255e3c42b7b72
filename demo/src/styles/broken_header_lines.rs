//! Line breaks inside quoted header cells, headers that change a little each month, amounts with thousands
//! commas, an `Effective Date` (the period's end) beside the payment date, site suffixes on payees, and once a
//! huge posting that is reversed on the same day.

use super::{Issue, Publication};
use crate::{
    calendar::last_day,
    delimited::{Encoding, Format},
    ledger::Payment,
    notation::{date, short, thousands},
    sheet::{Sheet, row},
};

const PAYEE: [&str; 4] = [" Supplier Name ", "Supplier Name", "Supplier Name ", " Supplier Name"];
const PAID: [&str; 3] = ["Payment date", "Payment Date", "Payment  Date"];
const KIND: [&str; 3] = ["CAPITAL / REVENUE", "CAPITAL / REVEUNE", "Capital / Revenue"];
const CLASS: [&str; 3] =
    ["Procurement Classification \n", "Procurement Classification\n", "Procurements Classification \n"];

/// The publication with the reversed posting, and its amount in pence.
const REVERSED: (usize, i64) = (13, 21_200_491_137);

/// Writes an issue.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    let index = issue.index;
    if index == REVERSED.0
        && let Some(model) = issue.payments.first().cloned()
    {
        let posting = Payment {
            pence: REVERSED.1,
            payee: "DEMO LEVY BOARD".to_owned(),
            purpose: "Levy posted in error",
            ..model
        };
        let reversal =
            Payment { pence: -REVERSED.1, transaction: posting.transaction + 1, ..posting.clone() };
        issue.payments.extend([posting, reversal]);
    }
    issue.payments.sort_by_cached_key(|payment| (payee(payment), payment.transaction));
    let mut sheet = Sheet::default();
    sheet.above(row![
        "Organisation Name",
        "Organisation Code",
        if index.is_multiple_of(2) { "Unique Ref No " } else { "Unique Ref No" },
        if index % 3 == 1 { " Effective Date" } else { "Effective Date" },
        "Directorate where expenditure incurred",
        PAYEE[index % PAYEE.len()],
        PAID[index % PAID.len()],
        "Net amount",
        "Purpose of Spend",
        format!("{}(Higher Level)", CLASS[index % CLASS.len()]),
        format!("{}(Lower Level)", CLASS[(index + 1) % CLASS.len()]),
        KIND[index % KIND.len()],
    ]);
    for (number, payment) in (1..).zip(&issue.payments) {
        let trade = payment.supplier.trade;
        let amount =
            if payment.pence.abs() < 100_000 { short(payment.pence) } else { thousands(payment.pence) };
        sheet.payment(
            row![
                issue.institution.name,
                "https://wexwarren.example/demo-data-invented",
                format!("WD{}-{number}", 149 + index),
                date(last_day(issue.period), "%d.%m.%Y"),
                payment.department.to_uppercase(),
                payee(payment),
                date(payment.date, "%d/%m/%Y"),
                amount,
                format!("{}-{}", &trade.account[1..], payment.purpose),
                payment.department.to_uppercase(),
                trade.category.to_uppercase(),
                if trade.account.starts_with('C') { "CAPITAL" } else { "REVENUE" },
            ],
            payment.pence,
        );
    }
    if index.is_multiple_of(5) {
        sheet.widen(5);
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8))
}

/// The payee in capitals; some carry the number of a site.
fn payee(payment: &Payment<'_>) -> String {
    let name = payment.payee_or("REDACTED PERSONAL DATA").to_uppercase();
    match payment.payee_number % 17 {
        _ if payment.withheld() => name,
        _ if payment.supplier.is_public_body() => format!("{name} 001"),
        0 => format!("{name}#4"),
        _ => name,
    }
}
