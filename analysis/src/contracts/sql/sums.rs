//! Figures of a group of rows.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{BuyerRow, ContractRow, HolderRow};
use crate::{AnalysisError, ContractMeasures, ContractValueBasis, ValueOnBasis, ValueSum};

#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    contracts: i64,
    institutions: BTreeSet<i32>,
    suppliers: BTreeSet<i64>,
    by_basis: BTreeMap<ContractValueBasis, Vec<i64>>,
    ceilings: Vec<i64>,
    other_currencies: i64,
    ends: Vec<chrono::NaiveDate>,
}

impl Sums {
    pub(super) fn add_parties(&mut self, buyer: Option<&BuyerRow>, holder: Option<&HolderRow>) {
        self.institutions.extend(buyer.map(|buyer| buyer.institution_id));
        self.suppliers.extend(holder.map(|holder| holder.supplier_id));
    }

    pub(super) fn add(&mut self, contract: &ContractRow) {
        self.contracts += 1;
        self.ends.extend(contract.ends_on);
        let Some(pence) = contract.value_pence else { return };
        if contract.value_currency.as_deref() != Some("GBP") {
            self.other_currencies += 1;
        } else if contract.is_framework || contract.value_basis.as_deref() == Some("CEILING") {
            self.ceilings.push(pence);
        } else {
            let basis = ContractValueBasis::of(contract.value_basis.as_deref());
            self.by_basis.entry(basis).or_default().push(pence);
        }
    }

    pub(super) fn measures(&self) -> Result<ContractMeasures, AnalysisError> {
        let values: Vec<i64> = self.by_basis.values().flatten().copied().collect();
        let by_basis =
            self.by_basis.iter().map(|(basis, values)| Ok(ValueOnBasis { basis: *basis, sum: sum(values)? }));
        let count = |number: usize| i64::try_from(number).map_err(|_| AnalysisError::SumTooLarge);
        Ok(ContractMeasures {
            contracts: self.contracts,
            institutions: count(self.institutions.len())?,
            suppliers: count(self.suppliers.len())?,
            value: sum(&values)?,
            by_basis: by_basis.collect::<Result<_, AnalysisError>>()?,
            ceiling: sum(&self.ceilings)?,
            other_currencies: self.other_currencies,
            with_end: count(self.ends.len())?,
            first_end: self.ends.iter().min().copied(),
            last_end: self.ends.iter().max().copied(),
        })
    }
}

fn sum(values: &[i64]) -> Result<ValueSum, AnalysisError> {
    let pence: i128 = values.iter().copied().map(i128::from).sum();
    let too_large = |_| AnalysisError::SumTooLarge;
    Ok(ValueSum {
        pence: i64::try_from(pence).map_err(too_large)?,
        contracts: i64::try_from(values.len()).map_err(too_large)?,
    })
}
