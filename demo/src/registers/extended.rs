//! A hospital's register: semicolons, CPV codes, and the annual value beside that of the term.

use csv::Terminator;

use super::{Entry, Register};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain},
    region::Institution,
    sheet::{Sheet, row},
};

/// Writes the register.
pub(super) fn keep(_: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Contract Number",
        "Contract Title",
        "Supplier",
        "Company Registration Number",
        "CPV Code",
        "Annual Contract Value",
        "Total Contract Value",
        "Contract Start Date",
        "Contract End Date",
        "Extension Period (months)",
        "Department",
    ]);
    for entry in entries {
        let procurement = entry.procurement;
        sheet.above(row![
            entry.lot.reference.as_str(),
            entry.lot.title.as_str(),
            entry.supplier(),
            entry.company_number(),
            procurement.subject.cpv,
            plain(entry.annual_pence()),
            plain(entry.lot.value_pence),
            date(procurement.starts_on, "%d.%m.%Y"),
            date(procurement.ends_on, "%d.%m.%Y"),
            procurement.extension_months.to_string(),
            procurement.department,
        ]);
    }
    let format = Format { encoding: Encoding::Utf8Marked, delimiter: b';', line_end: Terminator::CRLF };
    Register::delimited(&sheet, format, entries)
}
