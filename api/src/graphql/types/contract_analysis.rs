//! Answers to questions about contracts.

use anchorhub_analysis as analysis;
use async_graphql::{Object, SimpleObject};

use super::{Money, contract_key::ContractGroupKey, contract_table, spend_table::AnalysisColumn};
use crate::graphql::{
    enums::{ContractDimension, ContractValueBasis},
    query::hub::share,
    scalars::Date,
};

pub(crate) use super::contract_row_filter::GivenFilter;

/// A sum of values of contracts, as stated over their whole terms.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractValueSum {
    /// The sum, in pounds.
    pub(crate) sum: Money,
    /// Number of contracts in it.
    pub(crate) contracts: i64,
}

/// Values of contracts on one basis.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractValueOnBasis {
    /// The basis.
    basis: ContractValueBasis,
    /// Sum of the values on it, in pounds.
    sum: Money,
    /// Number of contracts in it.
    contracts: i64,
}

/// Figures of some contracts, each counted once.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractFigures {
    /// Number of contracts.
    pub(super) contracts: i64,
    /// Number of different institutions that buy, as far as the filter and the group allow them.
    pub(super) institutions: i64,
    /// Number of different suppliers that hold them, as far as the filter and the group allow them. Withheld ones add none.
    pub(super) suppliers: i64,
    /// Values in pounds as stated over whole terms, for contracts that state one. Without ceilings of frameworks, other
    /// currencies and placeholders.
    pub(super) value: ContractValueSum,
    /// The same values apart by what they are: only sums on one basis compare.
    by_basis: Vec<ContractValueOnBasis>,
    /// The most that frameworks allow, in pounds: never a sum that will be spent, and not part of `value`.
    pub(super) ceiling: ContractValueSum,
    /// Number of contracts with a value in another currency, or in one that is not stated; it is not part of `value`.
    other_currencies: i64,
    /// Number of contracts with a known effective end.
    with_end: i64,
    /// Earliest effective end.
    pub(super) first_end: Option<Date>,
    /// Latest effective end.
    pub(super) last_end: Option<Date>,
}

/// One group of an analysis of contracts.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractGroup {
    /// What it stands for, one key for each dimension, in the order asked for.
    pub(super) keys: Vec<ContractGroupKey>,
    /// Its figures.
    pub(super) figures: ContractFigures,
    /// A `ContractFilter` that gives exactly these contracts: hand it to `contracts(filter:)`.
    filter: serde_json::Value,
}

/// What stands in no group that is shown.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractGroupRest {
    /// Number of groups that are not shown.
    groups: i64,
    /// Number of contracts that stand in none of the groups that are shown.
    contracts: i64,
    /// Their values in pounds, without ceilings.
    value: ContractValueSum,
}

/// Of how many contracts it is known what a dimension breaks them down by.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractDimensionCoverage {
    /// The dimension.
    dimension: ContractDimension,
    /// Number of contracts of which it is known: of at least one buyer or holder, where there are several.
    contracts: i64,
    /// Their share of all contracts; null when there are none.
    of_contracts: Option<f64>,
    /// Their values in pounds, without ceilings.
    value: Money,
    /// The share of these in all values; null when that is zero.
    of_value: Option<f64>,
}

/// Contracts, broken down. Every figure comes from one state of the data; what several sources state of one contract counts once.
pub(crate) struct ContractAnalysis {
    group_by: Vec<ContractDimension>,
    rows: Vec<ContractGroup>,
    answer: analysis::ContractAnswer,
}

impl ContractAnalysis {
    /// The answer to a plan, as the schema shows it.
    pub(crate) fn new(
        given: &GivenFilter,
        plan: &analysis::ContractPlan,
        answer: analysis::ContractAnswer,
    ) -> Self {
        let group_by: Vec<ContractDimension> =
            plan.group_by.iter().copied().map(ContractDimension::from).collect();
        let row = |row: &analysis::ContractRow| {
            let keys = group_by.iter().zip(&row.keys);
            ContractGroup {
                keys: keys.map(|(dimension, key)| ContractGroupKey::new(*dimension, key)).collect(),
                figures: ContractFigures::from(&row.measures),
                filter: given.of_group(&group_by, &row.keys),
            }
        };
        Self { rows: answer.rows.iter().map(row).collect(), group_by, answer }
    }
}

/// Contracts, broken down. Every figure comes from one state of the data; what several sources state of one contract counts once.
#[Object]
impl ContractAnalysis {
    /// The first groups, in the order asked for.
    async fn rows(&self) -> &[ContractGroup] {
        &self.rows
    }

    /// What stands in none of `rows`.
    async fn rest(&self) -> ContractGroupRest {
        let rest = &self.answer.rest;
        ContractGroupRest { groups: rest.groups, contracts: rest.contracts, value: (&rest.value).into() }
    }

    /// Everything that the filter allows, each contract once.
    async fn total(&self) -> ContractFigures {
        (&self.answer.total).into()
    }

    /// For each dimension, of how many contracts it is known. What is not known forms the group without a value.
    async fn coverage(&self) -> Vec<ContractDimensionCoverage> {
        let total = &self.answer.total;
        let coverage = self.answer.coverage.iter().map(|one| ContractDimensionCoverage {
            dimension: one.dimension.into(),
            contracts: one.contracts,
            of_contracts: share(one.contracts, total.contracts),
            value: Money::gbp(one.value.pence),
            of_value: share(one.value.pence, total.value.pence),
        });
        coverage.collect()
    }

    /// Whether `rows` may overlap: a contract of two buyers, or of two holders, stands in a group of each, so that groups add up
    /// to more than `total`.
    async fn overlaps(&self) -> bool {
        self.answer.overlaps
    }

    /// Whether there are more groups than `rows` shows.
    async fn truncated(&self) -> bool {
        self.answer.rest.groups > 0
    }

    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    async fn data_version(&self) -> i64 {
        self.answer.data_version
    }

    /// Columns of `table`.
    async fn columns(&self) -> Vec<AnalysisColumn> {
        contract_table::columns(&self.group_by)
    }

    /// The same groups as `rows`, as a table: one list of cells for each, in the order of `columns`.
    async fn table(&self) -> Vec<Vec<Option<String>>> {
        self.rows.iter().map(contract_table::cells).collect()
    }
}

impl From<&analysis::ValueSum> for ContractValueSum {
    fn from(sum: &analysis::ValueSum) -> Self {
        Self { sum: Money::gbp(sum.pence), contracts: sum.contracts }
    }
}

impl From<&analysis::ContractMeasures> for ContractFigures {
    fn from(measures: &analysis::ContractMeasures) -> Self {
        let on_basis = |part: &analysis::ValueOnBasis| ContractValueOnBasis {
            basis: part.basis.into(),
            sum: Money::gbp(part.sum.pence),
            contracts: part.sum.contracts,
        };
        Self {
            contracts: measures.contracts,
            institutions: measures.institutions,
            suppliers: measures.suppliers,
            value: (&measures.value).into(),
            by_basis: measures.by_basis.iter().map(on_basis).collect(),
            ceiling: (&measures.ceiling).into(),
            other_currencies: measures.other_currencies,
            with_end: measures.with_end,
            first_end: measures.first_end.map(Date),
            last_end: measures.last_end.map(Date),
        }
    }
}
