//! windows-1252, no transaction number, and therefore thousands of exact repeats, all real. The date's
//! separator changes, and the last half year loses columns and calls the supplier PUBLISHED VENDOR NAME.

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain, short},
    sheet::{Sheet, row},
};

/// The publication from which on the header is the short one.
const SHORT_FROM: usize = 18;

/// Writes an issue.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    issue.sort_by_payee();
    let short_header = issue.index >= SHORT_FROM;
    let pattern = if issue.index.is_multiple_of(2) { "%d/%m/%Y" } else { "%d-%m-%Y" };
    let mut sheet = Sheet::default();
    if short_header {
        sheet.above([
            "Body Name",
            "Directorate",
            "PUBLISHED VENDOR NAME",
            "Payment Date",
            "Net Amount",
            "Purpose of Spend",
        ]);
    } else {
        sheet.above([
            "Body name",
            "Directorate",
            "Service Area Categorisation",
            "Supplier Name",
            "Payment Date",
            "Card Transaction",
            "Net Amount",
            "Purpose of Spend",
            "Procurement Classification: ProClass Label",
        ]);
    }
    for (place, payment) in issue.payments.iter().enumerate() {
        let trade = payment.supplier.trade;
        let payee = payment.payee_or("Redacted").to_owned();
        let paid = date(payment.date, pattern);
        let amount = if place.is_multiple_of(3) { short(payment.pence) } else { plain(payment.pence) };
        // An en dash, as office programs make it, so that the encoding matters.
        let purpose = if place.is_multiple_of(31) {
            format!("{} – £ café rate", payment.purpose)
        } else {
            payment.purpose.to_uppercase()
        };
        let cells = if short_header {
            row![issue.institution.name, payment.department, payee, paid, amount, purpose]
        } else {
            let card = if payment.pence.abs() < 40_000 { "Y" } else { "" };
            let service = format!("{} services", payment.department);
            row![
                issue.institution.name,
                payment.department,
                service,
                payee,
                paid,
                card,
                amount,
                purpose,
                trade.category
            ]
        };
        let copies = if place % 8 == 1 { 1 + issue.random.below(5) } else { 0 };
        for _ in 0..=copies {
            sheet.payment(cells.clone(), payment.pence);
        }
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Windows1252))
}
