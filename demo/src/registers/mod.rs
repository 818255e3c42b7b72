//! Contract registers: the contracts of six bodies as they list them, each in a style of its own. Most of these
//! contracts were published as notices, too.

mod extended;
mod full;
mod minimal;
mod two_row_header;
mod university;
mod workbook;

use std::path::Path;

use anchorhub_entities::RegisterWarningCode;
use chrono::NaiveDate;

use crate::{
    DemoError,
    contracts::{Contracts, Lot, Procurement},
    delimited::Format,
    manifest::{ExpectedContracts, RegisterFile},
    region::{INSTITUTIONS, Institution},
    sheet::Sheet,
    write::{create, write},
};

/// A row of a register.
pub(crate) struct Entry<'c> {
    pub(crate) procurement: &'c Procurement<'c>,
    pub(crate) lot: &'c Lot<'c>,
}

/// A finished register.
struct Register {
    extension: &'static str,
    bytes: Vec<u8>,
    expected: ExpectedContracts,
}

/// Writes a register in a style; the error says why the file format refused it.
type Keep = fn(&Institution, &[Entry<'_>]) -> Result<Register, String>;

/// Who keeps a register, and how.
const KEEPERS: [(&str, Keep); 6] = [
    ("XI-DEMO-BRINDLEMOOR", full::keep),
    ("XI-DEMO-CORVENHAM", minimal::keep),
    ("XI-DEMO-KESTRINGTON", workbook::keep),
    ("XI-DEMO-SALTMARROW", two_row_header::keep),
    ("XI-DEMO-KESTRINGTON-HOSPITALS", extended::keep),
    ("XI-DEMO-UNI-KESTRINGTON", university::keep),
];

/// Whether a body keeps a register.
pub(crate) fn keeps_one(institution: &Institution) -> bool {
    KEEPERS.iter().any(|(org_id, _)| *org_id == institution.org_id)
}

/// Writes all registers.
pub(crate) fn publish(dir: &Path, contracts: &Contracts<'_>) -> Result<Vec<RegisterFile>, DemoError> {
    let mut files = Vec::new();
    for (org_id, keep) in KEEPERS {
        let Some(institution) = INSTITUTIONS.iter().find(|institution| institution.org_id == org_id) else {
            continue;
        };
        let entries: Vec<Entry<'_>> = contracts
            .all
            .iter()
            .filter(|procurement| procurement.seen.register && procurement.buyer().org_id == org_id)
            .flat_map(|procurement| procurement.lots.iter().map(move |lot| Entry { procurement, lot }))
            .collect();
        let folder = dir.join("feeds").join(org_id);
        create(&folder)?;
        let stem = folder.join("demo-invented-contract-register-2026-03");
        let Register { extension, bytes, expected } =
            keep(institution, &entries).map_err(|reason| DemoError::Format { path: stem.clone(), reason })?;
        let path = stem.with_extension(extension);
        write(&path, &bytes)?;
        files.push(RegisterFile { path, institution: org_id.to_owned(), expected });
    }
    Ok(files)
}

impl Register {
    fn delimited(sheet: &Sheet, format: Format, entries: &[Entry<'_>]) -> Result<Self, String> {
        let (bytes, counted) = (format.bytes(sheet)?, sheet.expected());
        let expected = ExpectedContracts {
            rejected: counted.rejected.clone(),
            blank: counted.blank,
            ..ExpectedContracts::of(entries)
        };
        Ok(Self { extension: "csv", bytes, expected })
    }
}

impl ExpectedContracts {
    /// What is found where each entry is one row with its value, and nothing is odd.
    fn of(entries: &[Entry<'_>]) -> Self {
        let pence = entries.iter().map(|entry| entry.lot.value_pence).sum();
        Self { contracts: entries.len() as u64, pence, ..Self::default() }
    }

    fn warn(&mut self, code: RegisterWarningCode) {
        *self.warnings.entry(code.code().to_owned()).or_default() += 1;
    }
}

impl Entry<'_> {
    /// The supplier as the body's ledger spells it.
    fn supplier(&self) -> &str {
        &self.lot.holders[0].name
    }

    fn company_number(&self) -> &str {
        &self.lot.holders[0].supplier.company_number
    }

    fn postcode(&self) -> &str {
        &self.lot.holders[0].supplier.postcode
    }

    fn is_sme(&self) -> bool {
        self.lot.holders[0].supplier.kind != "Large"
    }

    fn is_vcse(&self) -> bool {
        self.lot.holders[0].supplier.kind == "VCSE"
    }

    /// Value of one year, in pence.
    fn annual_pence(&self) -> i64 {
        let days = (self.procurement.ends_on - self.procurement.starts_on).num_days().max(1);
        self.lot.value_pence * 365 / days
    }

    /// The last day with the extensions that were taken.
    fn current_expiry(&self) -> NaiveDate {
        if self.is_extended() { self.procurement.latest_end() } else { self.procurement.ends_on }
    }

    fn is_extended(&self) -> bool {
        self.procurement.days.changed.is_some() && self.procurement.extension_months > 0
    }

    /// How the supplier was found.
    fn process(&self) -> &'static str {
        if self.procurement.days.tender.is_some() { "Tender" } else { "Quotation" }
    }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}
