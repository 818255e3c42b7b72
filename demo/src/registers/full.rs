//! A register that tells all it can: values of a year and of the term, options to extend, SME and VCSE, company
//! numbers, and the expiry that follows from extensions taken.

use super::{Entry, Register, yes_or_no};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain},
    region::Institution,
    sheet::{Sheet, row},
};

/// Writes the register.
pub(super) fn keep(institution: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Directorate Name",
        "Process Used",
        "Purchasing Body",
        "Contract Reference",
        "Contract Title",
        "Contract Description",
        "Supplier Company Name",
        "Supplier Postcode",
        "Annual Value",
        "Total Contract Value",
        "Start Date",
        "End Date",
        "Option to extend (months)",
        "Extension Taken?",
        "Current Expiry Date",
        "SME Supplier?",
        "VCSE Supplier?",
        "Company Number",
    ]);
    for entry in entries {
        let procurement = entry.procurement;
        sheet.above(row![
            procurement.department,
            entry.process(),
            institution.name,
            entry.lot.reference.as_str(),
            entry.lot.title.as_str(),
            procurement.subject.cpv_label,
            entry.supplier(),
            entry.postcode(),
            plain(entry.annual_pence()),
            plain(entry.lot.value_pence),
            date(procurement.starts_on, "%Y-%m-%d"),
            date(procurement.ends_on, "%Y-%m-%d"),
            procurement.extension_months.to_string(),
            if procurement.extension_months == 0 { "N/A" } else { yes_or_no(entry.is_extended()) },
            date(entry.current_expiry(), "%Y-%m-%d"),
            yes_or_no(entry.is_sme()),
            yes_or_no(entry.is_vcse()),
            entry.company_number(),
        ]);
    }
    Register::delimited(&sheet, Format::comma(Encoding::Utf8MarkedTwice), entries)
}
