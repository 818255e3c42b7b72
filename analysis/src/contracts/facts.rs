//! Facts of contracts as columns: one place for each contract that counts, in the order of ids.

use anchorhub_store::StoreError;
use chrono::{Datelike, NaiveDate};

use super::ContractValueBasis;
use crate::columnar::{Codes, damaged};

/// The day of a date that is not known.
pub(crate) const NO_DAY: i32 = i32::MIN;

/// A date as a number: days since the beginning of the calendar.
pub(crate) fn day_of(date: Option<NaiveDate>) -> i32 {
    date.map_or(NO_DAY, |date| date.num_days_from_ce())
}

/// The date of a day.
pub(crate) fn date_of(day: i32) -> Option<NaiveDate> {
    (day != NO_DAY).then(|| NaiveDate::from_num_days_from_ce_opt(day)).flatten()
}

/// What the value of a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    /// No value is stated.
    None,
    /// A value in pounds.
    Pounds(ContractValueBasis),
    /// The most that a framework allows, in pounds.
    Ceiling,
    /// In another currency, or in one that is not stated.
    OtherCurrency,
}

impl Worth {
    /// What a value is, from the words that the database keeps. The value of a framework is a ceiling, whatever its source
    /// calls it.
    pub(crate) fn of(
        pence: Option<i64>,
        currency: Option<&str>,
        basis: Option<&str>,
        is_framework: bool,
    ) -> Self {
        match (pence, currency) {
            (None, _) => Self::None,
            (Some(_), Some("GBP")) if is_framework || basis == Some("CEILING") => Self::Ceiling,
            (Some(_), Some("GBP")) => Self::Pounds(ContractValueBasis::of(basis)),
            (Some(_), _) => Self::OtherCurrency,
        }
    }

    /// Whether it is a value in pounds that can be added up.
    pub(crate) fn is_sum(self) -> bool {
        matches!(self, Self::Pounds(_))
    }
}

/// A list of codes for each contract, or of places of contracts for each code, in one vector.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    ends: Vec<u32>,
    codes: Vec<u32>,
}

impl Lists {
    /// The lists of so many contracts, from pairs of place and code.
    pub(crate) fn of(contracts: usize, mut pairs: Vec<(u32, u32)>) -> Result<Self, StoreError> {
        pairs.sort_unstable();
        pairs.dedup();
        let too_many = |_| damaged("too many parties of contracts".to_owned());
        let mut lists = Self { ends: Vec::with_capacity(contracts), codes: Vec::with_capacity(pairs.len()) };
        let mut pairs = pairs.into_iter().peekable();
        for place in 0..u32::try_from(contracts).map_err(too_many)? {
            while let Some((_, code)) = pairs.next_if(|(of, _)| *of == place) {
                lists.codes.push(code);
            }
            lists.ends.push(u32::try_from(lists.codes.len()).map_err(too_many)?);
        }
        Ok(lists)
    }

    /// The other way round: for each of so many codes the contracts that have it.
    pub(crate) fn turned(&self, codes: usize) -> Result<Self, StoreError> {
        let contracts = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let pairs = (0..contracts)
            .flat_map(|place| self.of_contract(place as usize).iter().map(move |code| (*code, place)));
        Self::of(codes, pairs.collect())
    }

    /// The codes of a contract.
    #[inline]
    pub(crate) fn of_contract(&self, place: usize) -> &[u32] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| *end as usize);
        let start = place.checked_sub(1).map_or(0, end);
        self.codes.get(start..end(place)).unwrap_or_default()
    }
}

/// For each contract a year or a month, as its distance from the first that occurs.
#[derive(Debug, Default)]
pub(crate) struct Periods {
    first: i32,
    /// Number of periods from the first to the last; as a code: not known.
    pub(crate) count: u32,
    pub(crate) codes: Vec<u32>,
}

impl Periods {
    /// The codes of numbered years or months.
    pub(crate) fn of(numbers: &[Option<i32>]) -> Self {
        let first = numbers.iter().flatten().min().copied().unwrap_or(0);
        let distance = |number: i32| u32::try_from(i64::from(number) - i64::from(first)).unwrap_or(u32::MAX);
        let count = numbers.iter().flatten().max().map_or(0, |last| distance(*last).saturating_add(1));
        let codes = numbers.iter().map(|number| number.map_or(count, distance)).collect();
        Self { first, count, codes }
    }

    /// The number of a code; none for: not known.
    pub(crate) fn number(&self, code: usize) -> Option<i32> {
        let code = u32::try_from(code).ok().filter(|code| *code < self.count)?;
        self.first.checked_add_unsigned(code)
    }
}

/// The number of a month.
pub(crate) fn month_number(date: NaiveDate) -> i32 {
    date.year().saturating_mul(12).saturating_add(i32::try_from(date.month0()).unwrap_or(0))
}

/// The first day of the month of a number.
pub(crate) fn month_start(number: i32) -> Option<NaiveDate> {
    let month = u32::try_from(number.rem_euclid(12)).ok()? + 1;
    NaiveDate::from_ymd_opt(number.div_euclid(12), month, 1)
}

/// A category as a register states it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Label {
    pub(crate) institution_id: i32,
    pub(crate) scheme: String,
    pub(crate) text: String,
}

/// The code of a contract without a label.
pub(crate) const NO_LABEL: u32 = u32::MAX;

/// Everything that is known of contracts themselves. What suppliers, institutions and labels are stands in `Dimensions`.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) ids: Vec<i64>,
    /// Statements that do not count, and the contract that each belongs to, in the order of ids.
    pub(crate) stands: Vec<(i64, i64)>,
    /// Institutions that buy, in ascending order; `buyers` holds their places.
    pub(crate) institution_ids: Vec<i32>,
    pub(crate) buyers: Lists,
    /// For each institution the places of the contracts that it buys under.
    pub(crate) bought: Lists,
    /// Suppliers that hold contracts, in ascending order; `holders` holds their places.
    pub(crate) supplier_ids: Vec<i64>,
    pub(crate) holders: Lists,
    /// For each supplier the places of the contracts that it holds.
    pub(crate) held: Lists,
    pub(crate) cpv_codes: Codes,
    /// Main CPV codes.
    pub(crate) cpv: Vec<u32>,
    /// CPV codes, the main one and those of the process.
    pub(crate) categories: Lists,
    pub(crate) labels: Vec<Label>,
    /// Categories as registers state them, where there is no CPV code.
    pub(crate) label: Vec<u32>,
    pub(crate) pence: Vec<i64>,
    pub(crate) worth: Vec<Worth>,
    /// Values a year in pounds, where published.
    pub(crate) annual: Vec<Option<i64>>,
    /// Days of award, else of signature.
    pub(crate) awarded: Vec<i32>,
    pub(crate) starts: Vec<i32>,
    /// Effective ends.
    pub(crate) ends: Vec<i32>,
    /// Financial years of award.
    pub(crate) award_year: Periods,
    /// Financial years of effective ends.
    pub(crate) end_year: Periods,
    /// Calendar months of effective ends.
    pub(crate) end_month: Periods,
    pub(crate) review: Vec<i32>,
    pub(crate) is_framework: Vec<bool>,
    pub(crate) sme: Vec<Option<bool>>,
    pub(crate) vcse: Vec<Option<bool>>,
    pub(crate) stage_codes: Codes,
    pub(crate) stage: Vec<u32>,
    pub(crate) procedure_codes: Codes,
    pub(crate) procedure: Vec<u32>,
    pub(crate) origin_codes: Codes,
    pub(crate) origin: Vec<u32>,
    pub(crate) framework_codes: Codes,
    /// The framework that a contract is a call-off of, by the ocid or identifier that its process names.
    pub(crate) called_off: Vec<u32>,
}

impl Facts {
    /// The place of a contract.
    pub(crate) fn place(&self, id: i64) -> Option<u32> {
        self.ids.binary_search(&id).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The value of a contract in pence, where it is one in pounds and no ceiling.
    pub(crate) fn value(&self, place: usize) -> Option<i64> {
        self.worth.get(place).filter(|worth| worth.is_sum()).and_then(|_| self.pence.get(place)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_each_code_once() {
        let lists = Lists::of(4, vec![(2, 7), (0, 3), (2, 5), (0, 3), (9, 1)]).unwrap();
        assert_eq!(
            (0..5).map(|place| lists.of_contract(place)).collect::<Vec<_>>(),
            [&[3][..], &[], &[5, 7], &[], &[]]
        );
    }

    #[test]
    fn lists_turn_round() {
        let lists = Lists::of(3, vec![(0, 1), (2, 1), (2, 0)]).unwrap().turned(3).unwrap();
        assert_eq!((0..3).map(|code| lists.of_contract(code)).collect::<Vec<_>>(), [&[2][..], &[0, 2], &[]]);
    }

    #[test]
    fn the_value_of_a_framework_is_a_ceiling() {
        let pounds = |basis, is_framework| Worth::of(Some(1), Some("GBP"), basis, is_framework);
        assert_eq!(pounds(Some("NET"), true), Worth::Ceiling);
        assert_eq!(pounds(Some("CEILING"), false), Worth::Ceiling);
        assert_eq!(pounds(None, false), Worth::Pounds(ContractValueBasis::Unstated));
        assert_eq!(Worth::of(Some(1), Some("EUR"), None, true), Worth::OtherCurrency);
        assert_eq!(Worth::of(Some(1), None, None, false), Worth::OtherCurrency);
        assert_eq!(Worth::of(None, Some("GBP"), None, false), Worth::None);
    }
}
