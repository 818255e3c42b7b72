//! A header of two rows (`Contract` over `Reference`, `Supplier` over `Name`) and one column that says SME, VCSE
//! or Large.

use super::{Entry, Register};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, thousands},
    region::Institution,
    sheet::{Sheet, row},
};

/// Writes the register.
pub(super) fn keep(_: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Contract",
        "Contract",
        "Service",
        "Supplier",
        "Supplier",
        "Contract",
        "Contract",
        "Contract",
        "Extension",
    ]);
    sheet.above([
        "Reference",
        "Title",
        "Department",
        "Name",
        "Type",
        "Value £",
        "Start Date",
        "End Date",
        "Option (months)",
    ]);
    for entry in entries {
        let procurement = entry.procurement;
        sheet.above(row![
            entry.lot.reference.as_str(),
            entry.lot.title.as_str(),
            procurement.department,
            entry.supplier().to_uppercase(),
            entry.lot.holders[0].supplier.kind,
            thousands(entry.lot.value_pence),
            date(procurement.starts_on, "%d-%b-%Y"),
            date(procurement.ends_on, "%d-%b-%Y"),
            procurement.extension_months.to_string(),
        ]);
    }
    Register::delimited(&sheet, Format::comma(Encoding::Utf8), entries)
}
