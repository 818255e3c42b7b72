//! The answer to a question about contracts.

use std::cmp::Ordering;

use anchorhub_entities::{FinancialYear, institution, institution::InstitutionKind, supplier};
use chrono::NaiveDate;

use super::{ContractDimension, ContractOrder, ValueBand};
use crate::Named;

/// The answer to a `ContractPlan`. Every figure comes from one state of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractAnswer {
    /// The first groups, in the order asked for.
    pub rows: Vec<ContractRow>,
    /// The contracts that stand in none of `rows`.
    pub rest: ContractRest,
    /// Everything that the filter allows, each contract once.
    pub total: ContractMeasures,
    /// For each dimension, of how many contracts its key is known.
    pub coverage: Vec<ContractCoverage>,
    /// Whether a contract may stand in several groups, so that these add up to more than the total: it has several buyers, or
    /// several holders, and the question groups by them.
    pub overlaps: bool,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractRow {
    /// Its keys, one for each dimension, in their order.
    pub keys: Vec<ContractKey>,
    /// Its figures.
    pub measures: ContractMeasures,
}

/// What a group stands for in one dimension; none: not known.
#[derive(Clone, Debug, PartialEq)]
pub enum ContractKey {
    /// An institution; none for buyers that the hub does not follow.
    Institution(Option<institution::Model>),
    /// A kind of institution.
    Kind(Option<InstitutionKind>),
    /// A supplier; none for those that are withheld or not published.
    Supplier(Option<supplier::Model>),
    /// Whether suppliers are small or medium-sized enterprises.
    Size(Option<bool>),
    /// A section of SIC 2007.
    Sector(Option<Named>),
    /// A district or region, by GSS code.
    Area(Option<Named>),
    /// A CPV division, by its two digits.
    Division(Option<Named>),
    /// A CPV code, by its eight digits.
    Cpv(Option<Named>),
    /// A stage, by the word that the database keeps.
    Stage(Option<String>),
    /// A way of procuring, as published.
    Procedure(Option<String>),
    /// Whether it is a framework.
    Framework(bool),
    /// A financial year.
    Year(Option<FinancialYear>),
    /// A calendar month, by its first day.
    Month(Option<NaiveDate>),
    /// A band of values.
    Band(Option<ValueBand>),
}

/// What the value of a contract in pounds is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContractValueBasis {
    /// Agreed, without VAT.
    Net,
    /// Agreed, with VAT.
    Gross,
    /// Expected before the award.
    Estimate,
    /// The source does not say.
    Unstated,
}

impl ContractValueBasis {
    /// Every basis, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Net, Self::Gross, Self::Estimate, Self::Unstated];

    /// The basis of a value that is no ceiling, by the word that the database keeps.
    pub(crate) fn of(word: Option<&str>) -> Self {
        match word {
            Some("NET") => Self::Net,
            Some("GROSS") => Self::Gross,
            Some("ESTIMATE") => Self::Estimate,
            _ => Self::Unstated,
        }
    }
}

/// A sum of values and the number of contracts in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValueSum {
    /// Sum in pence.
    pub pence: i64,
    /// Number of contracts.
    pub contracts: i64,
}

/// Values on one basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueOnBasis {
    /// The basis.
    pub basis: ContractValueBasis,
    /// What stands on it.
    pub sum: ValueSum,
}

/// Figures of a group or of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractMeasures {
    /// Number of contracts.
    pub contracts: i64,
    /// Distinct institutions that buy.
    pub institutions: i64,
    /// Distinct suppliers that hold them; those that are withheld add none.
    pub suppliers: i64,
    /// Values in pounds as stated, over whole terms, without ceilings.
    pub value: ValueSum,
    /// The same apart by basis; only bases that occur.
    pub by_basis: Vec<ValueOnBasis>,
    /// The most that frameworks allow, in pounds: no sum that will be spent.
    pub ceiling: ValueSum,
    /// Contracts with a value in another currency, or in one that is not stated.
    pub other_currencies: i64,
    /// Contracts with a known effective end.
    pub with_end: i64,
    /// Earliest effective end.
    pub first_end: Option<NaiveDate>,
    /// Latest effective end.
    pub last_end: Option<NaiveDate>,
}

/// Groups that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContractRest {
    /// How many groups.
    pub groups: i64,
    /// Contracts that stand in no group that is shown.
    pub contracts: i64,
    /// Their values in pounds, without ceilings.
    pub value: ValueSum,
}

/// Of how many contracts of the total the key in a dimension is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractCoverage {
    /// The dimension.
    pub dimension: ContractDimension,
    /// Contracts whose key is known: of at least one buyer or holder, where there are several.
    pub contracts: i64,
    /// Their values in pounds, without ceilings.
    pub value: ValueSum,
}

impl ContractMeasures {
    /// What an order sorts by: the smallest comes first.
    pub(crate) fn rank(&self, order: ContractOrder) -> i64 {
        let end = |date: NaiveDate| i64::from(chrono::Datelike::num_days_from_ce(&date));
        match order {
            ContractOrder::ContractsDesc => -self.contracts,
            ContractOrder::ValueDesc => self.value.pence.saturating_neg(),
            ContractOrder::InstitutionsDesc => -self.institutions,
            ContractOrder::SuppliersDesc => -self.suppliers,
            ContractOrder::EndAsc => self.first_end.map_or(i64::MAX, end),
            ContractOrder::KeyAsc => 0,
        }
    }
}

impl ContractKey {
    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Institution(key) => key.is_some(),
            Self::Kind(key) => key.is_some(),
            Self::Supplier(key) => key.is_some(),
            Self::Size(key) => key.is_some(),
            Self::Sector(key) | Self::Area(key) | Self::Division(key) | Self::Cpv(key) => key.is_some(),
            Self::Stage(key) | Self::Procedure(key) => key.is_some(),
            Self::Framework(_) => true,
            Self::Year(key) => key.is_some(),
            Self::Month(key) => key.is_some(),
            Self::Band(key) => key.is_some(),
        }
    }

    /// The order of keys in one dimension, the same whatever database they come from: not known last, institutions and
    /// suppliers by name, areas by name, everything else by its code.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let known = other.is_known().cmp(&self.is_known());
        known.then_with(|| match (self, other) {
            (Self::Institution(Some(one)), Self::Institution(Some(other))) => {
                (&one.name, one.id).cmp(&(&other.name, other.id))
            }
            (Self::Kind(Some(one)), Self::Kind(Some(other))) => one.name().cmp(other.name()),
            (Self::Supplier(Some(one)), Self::Supplier(Some(other))) => {
                (&one.name, one.id).cmp(&(&other.name, other.id))
            }
            (Self::Size(one), Self::Size(other)) => one.cmp(other),
            (Self::Area(Some(one)), Self::Area(Some(other))) => (one.name.is_none(), &one.name, &one.code)
                .cmp(&(other.name.is_none(), &other.name, &other.code)),
            (Self::Sector(Some(one)), Self::Sector(Some(other)))
            | (Self::Division(Some(one)), Self::Division(Some(other)))
            | (Self::Cpv(Some(one)), Self::Cpv(Some(other))) => one.code.cmp(&other.code),
            (Self::Stage(one), Self::Stage(other)) | (Self::Procedure(one), Self::Procedure(other)) => {
                one.cmp(other)
            }
            (Self::Framework(one), Self::Framework(other)) => one.cmp(other),
            (Self::Year(one), Self::Year(other)) => one.cmp(other),
            (Self::Month(one), Self::Month(other)) => one.cmp(other),
            (Self::Band(one), Self::Band(other)) => one.cmp(other),
            _ => Ordering::Equal,
        })
    }
}
