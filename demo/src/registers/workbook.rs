//! A workbook with a title above the table, real dates and numbers.

use super::{Entry, Register, yes_or_no};
use crate::{
    manifest::ExpectedContracts,
    region::Institution,
    workbook::{self, Cell},
};

const HEADER: [&str; 9] = [
    "Contract Reference",
    "Contract Title",
    "Directorate",
    "Supplier",
    "Contract Value (£)",
    "Start Date",
    "End Date",
    "Extension options (months)",
    "SME",
];

/// Writes the register.
pub(super) fn keep(institution: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let title = format!("Demo data, invented: contract register of {}", institution.name);
    let mut rows = vec![vec![Cell::text(title)], Vec::new()];
    rows.push(HEADER.iter().map(|name| Cell::text(*name)).collect());
    rows.extend(entries.iter().map(|entry| {
        let procurement = entry.procurement;
        vec![
            Cell::text(entry.lot.reference.as_str()),
            Cell::text(entry.lot.title.as_str()),
            Cell::text(procurement.department),
            Cell::text(entry.supplier()),
            Cell::Amount(entry.lot.value_pence),
            Cell::Date(procurement.starts_on),
            Cell::Date(procurement.ends_on),
            Cell::text(procurement.extension_months.to_string()),
            Cell::text(yes_or_no(entry.is_sme())),
        ]
    }));
    let bytes = workbook::bytes(&[("Contracts".to_owned(), rows)])?;
    Ok(Register { extension: "xlsx", bytes, expected: ExpectedContracts::of(entries) })
}
