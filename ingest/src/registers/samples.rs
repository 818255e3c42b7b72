//! The first contracts and rejected rows of a register, and some with remarks, for a first look.

use super::{
    contract::EndBasis,
    read::{RegisterEvent, RegisterSink},
};
use crate::{IngestError, receipt::RegisterSample};

/// Contracts shown, rejected rows shown, and contracts with remarks shown beside the first ones.
const SAMPLES: usize = 5;
const WITH_REMARKS: usize = 20;

/// Keeps samples as rows pass.
#[derive(Debug, Default)]
pub(super) struct Samples {
    kept: Vec<RegisterSample>,
    contracts: usize,
    remarked: usize,
    rejected: usize,
}

impl Samples {
    pub(super) fn into_vec(self) -> Vec<RegisterSample> {
        self.kept
    }

    /// Looks at a row on its way.
    pub(super) fn look(&mut self, event: &RegisterEvent<'_>) {
        match event {
            RegisterEvent::Contract { sheet, row, contract } => {
                if self.contracts < SAMPLES {
                    self.contracts += 1;
                } else if !contract.warnings.is_empty() && self.remarked < WITH_REMARKS {
                    self.remarked += 1;
                } else {
                    return;
                }
                self.kept.push(RegisterSample {
                    sheet: sheet.map(str::to_owned),
                    row: *row,
                    reference: contract.reference.clone(),
                    title: contract.title.clone(),
                    supplier: contract.suppliers.first().map(|supplier| supplier.name.clone()),
                    pence: contract.value_pence,
                    starts: contract.starts_on.map(|day| day.to_string()),
                    ends: contract.ends_on.map(|day| day.to_string()),
                    end_basis: contract.end_basis.map(|basis| EndBasis::name(basis).to_owned()),
                    warnings: contract.warnings.iter().map(|code| code.code().to_owned()).collect(),
                    ..RegisterSample::default()
                });
            }
            RegisterEvent::Rejected { sheet, row, code, raw, .. } if self.rejected < SAMPLES => {
                self.rejected += 1;
                self.kept.push(RegisterSample {
                    sheet: sheet.map(str::to_owned),
                    row: *row,
                    code: Some(code.code().to_owned()),
                    hint: Some(code.hint().to_owned()),
                    raw: Some(raw.clone()),
                    ..RegisterSample::default()
                });
            }
            RegisterEvent::Rejected { .. } => {}
        }
    }
}

impl RegisterSink for Samples {
    fn take(&mut self, event: RegisterEvent<'_>) -> Result<(), IngestError> {
        self.look(&event);
        Ok(())
    }
}
