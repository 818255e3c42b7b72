//! Figures of a group while they are added up.

use crate::{
    AnalysisError, ContractMeasures, ContractValueBasis, ValueOnBasis, ValueSum,
    contracts::facts::{Facts, NO_DAY, Worth, date_of},
};

/// A sum that cannot overflow: no number of contracts that fits into memory fills 128 bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wide {
    pence: i128,
    contracts: i64,
}

impl Wide {
    pub(super) fn add(&mut self, pence: i64) {
        self.pence += i128::from(pence);
        self.contracts += 1;
    }

    pub(super) fn narrow(self) -> Result<ValueSum, AnalysisError> {
        let pence = i64::try_from(self.pence).map_err(|_| AnalysisError::SumTooLarge)?;
        Ok(ValueSum { pence, contracts: self.contracts })
    }
}

/// Figures of a group, but for the parties in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) contracts: i64,
    by_basis: [Wide; ContractValueBasis::ALL.len()],
    ceiling: Wide,
    other_currencies: i64,
    with_end: i64,
    ends: Option<(i32, i32)>,
}

impl Sums {
    pub(super) fn add(&mut self, facts: &Facts, place: usize) {
        self.contracts += 1;
        let pence = facts.pence.get(place).copied().unwrap_or(0);
        match facts.worth.get(place) {
            Some(Worth::Pounds(basis)) => self.by_basis[*basis as usize].add(pence),
            Some(Worth::Ceiling) => self.ceiling.add(pence),
            Some(Worth::OtherCurrency) => self.other_currencies += 1,
            Some(Worth::None) | None => {}
        }
        if let Some(day) = facts.ends.get(place).copied().filter(|day| *day != NO_DAY) {
            self.with_end += 1;
            let (first, last) = self.ends.unwrap_or((day, day));
            self.ends = Some((first.min(day), last.max(day)));
        }
    }

    /// The figures, with the numbers of different parties.
    pub(super) fn measures(
        &self,
        institutions: i64,
        suppliers: i64,
    ) -> Result<ContractMeasures, AnalysisError> {
        let mut all = Wide::default();
        let mut by_basis = Vec::new();
        for (basis, sum) in ContractValueBasis::ALL.iter().zip(self.by_basis) {
            if sum.contracts > 0 {
                all.pence += sum.pence;
                all.contracts += sum.contracts;
                by_basis.push(ValueOnBasis { basis: *basis, sum: sum.narrow()? });
            }
        }
        Ok(ContractMeasures {
            contracts: self.contracts,
            institutions,
            suppliers,
            value: all.narrow()?,
            by_basis,
            ceiling: self.ceiling.narrow()?,
            other_currencies: self.other_currencies,
            with_end: self.with_end,
            first_end: self.ends.and_then(|(first, _)| date_of(first)),
            last_end: self.ends.and_then(|(_, last)| date_of(last)),
        })
    }
}
