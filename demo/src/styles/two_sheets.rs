//! A quarterly workbook of two sheets whose columns differ: payments with real dates and numbers under a title,
//! purchase cards with dates and amounts as text. Orders name their contracts.

use super::{Issue, Publication};
use crate::{
    ledger::Payment,
    manifest::Expected,
    notation::{date, pounds},
    workbook::{self, Cell},
};

/// Writes an issue: every ninth payment went by card.
pub(crate) fn publish(issue: Issue<'_>) -> Result<Publication, String> {
    let (cards, invoices): (Vec<_>, Vec<_>) =
        issue.payments.iter().enumerate().partition(|(place, _)| place % 9 == 4);
    let title = format!("Demo data, invented: {}, {}", issue.institution.name, issue.period);
    let mut payments = vec![vec![Cell::text(title)], Vec::new()];
    payments.push(header(&[
        "Directorate",
        "Supplier Name",
        "Payment Date",
        "Net Amount",
        "Description",
        "Transaction No",
    ]));
    let named = invoices.iter().filter(|(_, payment)| payment.contract.is_some()).count() as u64;
    payments.extend(invoices.into_iter().map(|(_, payment)| invoice_row(payment)));
    let mut purchases = vec![header(&[
        "Merchant Name",
        "Transaction Date",
        "Service Area",
        "Amount (£)",
        "Purpose of Spend",
    ])];
    purchases.extend(cards.into_iter().map(|(_, payment)| card_row(payment)));
    let mut expected = Expected::default();
    issue.payments.iter().for_each(|payment| expected.pay(payment.pence));
    expected.with_reference = named;
    let bytes =
        workbook::bytes(&[("Payments".to_owned(), payments), ("Purchase cards".to_owned(), purchases)])?;
    Ok(Publication { extension: "xlsx", bytes, expected })
}

fn header(names: &[&str]) -> Vec<Cell> {
    names.iter().map(|name| Cell::text(*name)).collect()
}

fn invoice_row(payment: &Payment<'_>) -> Vec<Cell> {
    vec![
        Cell::text(payment.department),
        Cell::text(payment.payee_or("Redacted")),
        Cell::Date(payment.date),
        Cell::Amount(payment.pence),
        Cell::text(match payment.contract {
            Some(reference) => format!("PO {reference}: {}", payment.purpose),
            None => payment.purpose.to_owned(),
        }),
        Cell::text(format!("KD{}", payment.transaction)),
    ]
}

fn card_row(payment: &Payment<'_>) -> Vec<Cell> {
    vec![
        Cell::text(payment.payee_or("Redacted").to_uppercase()),
        Cell::text(date(payment.date, "%d/%m/%Y")),
        Cell::text(payment.department),
        Cell::text(pounds(payment.pence)),
        Cell::text(payment.purpose),
    ]
}
