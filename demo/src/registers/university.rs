//! A university's register: the code's columns, whether the supplier is an SME or VCSE and its number, and the
//! own category. Its payments carry the same references.

use super::{Entry, Register, yes_or_no};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, short},
    region::Institution,
    sheet::{Sheet, row},
};

/// Writes the register.
pub(super) fn keep(_: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Contract Ref",
        "Title",
        "School or Service",
        "Supplier Name",
        "Contract Value",
        "Start Date",
        "End Date",
        "SME",
        "VCSE",
        "Company Number",
        "Procurement Category",
    ]);
    for entry in entries {
        let procurement = entry.procurement;
        sheet.above(row![
            entry.lot.reference.as_str(),
            entry.lot.title.as_str(),
            procurement.department,
            entry.supplier(),
            short(entry.lot.value_pence),
            date(procurement.starts_on, "%-d %B %Y"),
            date(procurement.ends_on, "%-d %B %Y"),
            yes_or_no(entry.is_sme()),
            yes_or_no(entry.is_vcse()),
            entry.company_number(),
            procurement.category.1,
        ]);
    }
    Register::delimited(&sheet, Format::comma(Encoding::Utf8), entries)
}
