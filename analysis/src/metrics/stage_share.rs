//! The share of one kind of enterprise at a stage of procurement: the shape that all stages have in common.

use std::collections::BTreeMap;

use crate::{AnalysisError, Tally, processes::plus};

/// Part and whole of a share, in numbers of things or in pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What is known to be for such enterprises.
    pub numerator: i64,
    /// What is known either way.
    pub denominator: i64,
    /// Everything, known or not: `denominator ÷ all` is the coverage.
    pub all: i64,
}

impl Parts {
    /// One thing of this size.
    pub(crate) fn one(answer: Option<bool>, size: i64) -> Self {
        let when = |holds: bool| if holds { size } else { 0 };
        Self { numerator: when(answer == Some(true)), denominator: when(answer.is_some()), all: size }
    }

    /// The share; none of nothing.
    pub fn share(&self) -> Option<f64> {
        ratio(self.numerator, self.denominator)
    }

    /// Of how much it is known; none of nothing.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.denominator, self.all)
    }
}

fn ratio(part: i64, whole: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits than a float has")]
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// A share by number and by value, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageShare {
    /// By number: opportunities, lots, bids or awards, as the stage says.
    pub number: Parts,
    /// By value, in pence of pounds sterling without VAT as far as stated. All zero at a stage that has no value.
    pub value: Parts,
    /// Where the answers come from: known things by basis.
    pub basis: BTreeMap<String, i64>,
    /// Things about which sources say different things; they count by the source that comes first.
    pub conflicts: i64,
    /// Things that are known in part alone, such as an award of which one winner's size is known and another's is not.
    pub partly_known: i64,
    /// Things whose value is not in `value`, by reason; they count by number all the same.
    pub without_value: BTreeMap<ValueLeftOut, LeftOut>,
}

/// Why a value is not added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValueLeftOut {
    /// None is stated, or only a placeholder.
    NotStated,
    /// In another currency than pounds.
    OtherCurrency,
    /// The ceiling of a framework: never a sum that will be spent.
    Ceiling,
    /// With VAT; the value without is not known.
    Gross,
}

/// Things whose value is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Their number.
    pub number: i64,
    /// Their values in pence, where they are in pounds; never part of a share.
    pub pence: i64,
}

/// A value as stated: what can be added up, or why it cannot.
pub(crate) fn addable(
    pence: Option<i64>,
    currency: Option<&str>,
    basis: Option<&str>,
) -> Result<i64, (ValueLeftOut, i64)> {
    match (pence, currency, basis) {
        (None, ..) => Err((ValueLeftOut::NotStated, 0)),
        (Some(_), currency, _) if currency != Some("GBP") => Err((ValueLeftOut::OtherCurrency, 0)),
        (Some(pence), _, Some("CEILING")) => Err((ValueLeftOut::Ceiling, pence)),
        (Some(pence), _, Some("GROSS")) => Err((ValueLeftOut::Gross, pence)),
        (Some(pence), ..) => Ok(pence),
    }
}

impl StageShare {
    /// One thing, with its value as stated.
    pub(crate) fn one(
        answer: Option<bool>,
        value: Result<i64, (ValueLeftOut, i64)>,
        basis: Option<&str>,
    ) -> Self {
        let mut share = Self { number: Parts::one(answer, 1), ..Self::default() };
        match value {
            Ok(pence) => share.value = Parts::one(answer, pence),
            Err((reason, pence)) => {
                share.without_value.insert(reason, LeftOut { number: 1, pence });
            }
        }
        if let (Some(_), Some(basis)) = (answer, basis) {
            share.basis.insert(basis.to_owned(), 1);
        }
        share
    }
}

impl Tally for Parts {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        plus(&mut self.numerator, other.numerator)?;
        plus(&mut self.denominator, other.denominator)?;
        plus(&mut self.all, other.all)
    }

    fn weight(&self) -> i64 {
        self.all
    }
}

impl Tally for StageShare {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        self.number.add(&other.number)?;
        self.value.add(&other.value)?;
        for (basis, number) in &other.basis {
            plus(self.basis.entry(basis.clone()).or_default(), *number)?;
        }
        plus(&mut self.conflicts, other.conflicts)?;
        plus(&mut self.partly_known, other.partly_known)?;
        for (reason, left_out) in &other.without_value {
            let sum = self.without_value.entry(*reason).or_default();
            plus(&mut sum.number, left_out.number)?;
            plus(&mut sum.pence, left_out.pence)?;
        }
        Ok(())
    }

    fn weight(&self) -> i64 {
        self.number.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pounds_without_vat_are_added_up() {
        assert_eq!(addable(Some(5), Some("GBP"), Some("NET")), Ok(5));
        assert_eq!(addable(Some(5), Some("GBP"), Some("ESTIMATE")), Ok(5));
        assert_eq!(addable(Some(5), Some("GBP"), Some("CEILING")), Err((ValueLeftOut::Ceiling, 5)));
        assert_eq!(addable(Some(5), Some("GBP"), Some("GROSS")), Err((ValueLeftOut::Gross, 5)));
        assert_eq!(addable(Some(5), Some("AED"), Some("NET")), Err((ValueLeftOut::OtherCurrency, 0)));
        assert_eq!(addable(None, Some("GBP"), None), Err((ValueLeftOut::NotStated, 0)));
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(Parts::default().share(), None);
        assert_eq!(Parts { numerator: 0, denominator: 0, all: 3 }.coverage(), Some(0.0));
        assert_eq!(Parts { numerator: 1, denominator: 4, all: 8 }.share(), Some(0.25));
    }
}
