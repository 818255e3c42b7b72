//! A university that publishes all it can: ISO dates, net, VAT and gross, company number, postcode, size of the
//! supplier and contract reference.

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
        "Payment Date",
        "Supplier Name",
        "Supplier Company Number",
        "Supplier Postcode",
        "Supplier Type",
        "School or Service",
        "Summary of Purpose",
        "Procurement Category",
        "Contract Reference",
        "Net Amount",
        "VAT",
        "Gross Amount",
        "Invoice No",
    ]);
    for payment in &issue.payments {
        let supplier = &payment.supplier;
        let known = |text: &str| if payment.withheld() { String::new() } else { text.to_owned() };
        // Orders without a contract in the register have numbers of another series.
        let contract = match payment.contract {
            Some(reference) => reference.to_owned(),
            None if payment.payee_number.is_multiple_of(9) => format!("DEMO-C{:04}", payment.payee_number),
            None => String::new(),
        };
        sheet.payment(
            row![
                date(payment.date, "%Y-%m-%d"),
                payment.payee_or("Redacted"),
                known(&supplier.company_number),
                known(&supplier.postcode),
                known(supplier.kind),
                payment.department,
                payment.purpose,
                supplier.trade.category,
                contract,
                plain(payment.pence),
                plain(payment.vat_pence),
                plain(payment.gross_pence()),
                payment.transaction.to_string(),
            ],
            payment.pence,
        );
        if payment.contract.is_some() {
            sheet.with_reference();
        }
    }
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8))
}
