//! Answers to questions about spend.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::{Object, SimpleObject};

use super::{
    Institution, Money,
    spend_table::{self, AnalysisColumn},
};
use crate::graphql::{
    enums::{ExclusionReason, SpendDimension, VatBasis},
    family::Family,
    node_id::NodeId,
    query::hub::share,
};

/// How a group is called of which the key is not known.
const NOT_KNOWN: &str = "Not known";

/// What is published on one VAT basis.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BasisSum {
    /// The basis.
    basis: VatBasis,
    /// Signed sum of the payments on it.
    net: Money,
    /// Number of payments on it.
    payments: i64,
}

/// What a group stands for in one dimension.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendKey {
    /// The dimension.
    pub(super) dimension: SpendDimension,
    /// The value, in the form that filters take; null where it is not known.
    pub(super) value: Option<String>,
    /// The value for people.
    pub(super) label: String,
}

/// One group of an analysis.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    pub(super) keys: Vec<SpendKey>,
    /// Signed sum of its payments.
    pub(super) net: Money,
    /// Number of its payments.
    pub(super) payments: i64,
    /// Number of different suppliers in it; payments without a supplier add none.
    pub(super) suppliers: i64,
    /// The same payments apart by VAT basis: only sums on one basis compare.
    by_vat_basis: Vec<BasisSum>,
}

/// Groups that are not shown.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendRest {
    /// Number of groups.
    groups: i64,
    /// Signed sum of their payments.
    net: Money,
    /// Number of their payments.
    payments: i64,
}

/// Everything that an analysis is about, shown or not.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendTotal {
    /// Signed sum of the payments.
    net: Money,
    /// Number of payments.
    payments: i64,
    /// Number of different suppliers; payments without a supplier add none.
    suppliers: i64,
}

/// Payments with one reason to leave them out.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Exclusion {
    /// The reason.
    reason: ExclusionReason,
    /// Whether the figures of this answer leave them out.
    left_out: bool,
    /// Their signed sum.
    net: Money,
    /// Their number.
    payments: i64,
}

/// Of how much of the total it is known what a dimension breaks it down by.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct DimensionCoverage {
    /// The dimension.
    dimension: SpendDimension,
    /// Signed sum of the payments of which it is known.
    net: Money,
    /// Number of the payments of which it is known.
    payments: i64,
    /// Their share of the total's signed sum; null when that is zero.
    of_net: Option<f64>,
    /// Their share of the total's number of payments; null when there are none.
    of_payments: Option<f64>,
}

/// How much of the period asked for the loaded documents of an institution cover.
#[derive(SimpleObject)]
pub(crate) struct Completeness {
    /// The institution.
    institution: Institution,
    /// Number of calendar months that its loaded documents cover, at least in part.
    months_present: i64,
    /// Number of calendar months that the period touches. Without a period: from the first to the last month
    /// that any institution asked about has documents for.
    months_asked: i64,
}

/// Spend, broken down. Every figure comes from one state of the data. `rows` and `rest` make up `total`.
pub(crate) struct SpendAnalysis {
    group_by: Vec<SpendDimension>,
    rows: Vec<SpendRow>,
    rest: SpendRest,
    total: SpendTotal,
    by_vat_basis: Vec<BasisSum>,
    exclusions: Vec<Exclusion>,
    coverage: Vec<DimensionCoverage>,
    completeness: Vec<Completeness>,
    data_version: i64,
}

impl SpendAnalysis {
    /// The answer to a plan, as the schema shows it.
    pub(crate) fn new(
        database: &Database,
        plan: &analysis::SpendPlan,
        answer: analysis::SpendAnswer,
    ) -> Self {
        let months: Vec<(i64, i64)> =
            answer.completeness.iter().map(|part| (part.months_present, part.months_asked)).collect();
        let institutions = answer.completeness.into_iter().map(|part| part.institution).collect();
        let completeness = Family::rows(database, institutions).into_iter().zip(months).map(
            |(institution, (months_present, months_asked))| Completeness {
                institution: Institution(institution),
                months_present,
                months_asked,
            },
        );
        Self {
            group_by: plan.group_by.iter().copied().map(SpendDimension::from).collect(),
            rows: answer.rows.into_iter().map(|row| SpendRow::new(&plan.group_by, row)).collect(),
            rest: SpendRest {
                groups: answer.rest.groups,
                net: Money::gbp(answer.rest.sum.net_pence),
                payments: answer.rest.sum.payments,
            },
            total: SpendTotal {
                net: Money::gbp(answer.total.sum.net_pence),
                payments: answer.total.sum.payments,
                suppliers: answer.total.suppliers,
            },
            by_vat_basis: bases(&answer.total),
            coverage: answer
                .coverage
                .iter()
                .map(|coverage| DimensionCoverage::new(coverage, answer.total.sum))
                .collect(),
            exclusions: answer.exclusions.iter().map(Exclusion::new).collect(),
            completeness: completeness.collect(),
            data_version: answer.data_version,
        }
    }
}

impl SpendAnalysis {
    /// Columns of the table form.
    pub(crate) fn table_columns(&self) -> Vec<AnalysisColumn> {
        spend_table::columns(&self.group_by)
    }

    /// The groups in the table form, each with its net in pence.
    pub(crate) fn cells_with_pence(&self) -> impl Iterator<Item = (Vec<Option<String>>, i64)> {
        self.rows.iter().map(|row| (spend_table::cells(row), row.net.hundredths()))
    }
}

/// Spend, broken down. Every figure comes from one state of the data. `rows` and `rest` make up `total`.
#[Object]
impl SpendAnalysis {
    /// The first groups, in the order asked for.
    async fn rows(&self) -> &[SpendRow] {
        &self.rows
    }

    /// What the groups that are not among `rows` hold together.
    async fn rest(&self) -> &SpendRest {
        &self.rest
    }

    /// Everything that the filter allows and the question does not leave out.
    async fn total(&self) -> &SpendTotal {
        &self.total
    }

    /// The total apart by VAT basis: only sums on one basis compare.
    async fn by_vat_basis(&self) -> &[BasisSum] {
        &self.by_vat_basis
    }

    /// Payments that a share should leave out, by reason: how much of them the filter allows, and whether this
    /// answer leaves them out.
    async fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// For each dimension of which something may not be known (size, sector, place, category): of how much it is. What
    /// is not known forms the group without a value.
    async fn coverage(&self) -> &[DimensionCoverage] {
        &self.coverage
    }

    /// For each institution asked about (without a filter: each that has a feed), how much of the period its
    /// documents cover.
    async fn completeness(&self) -> &[Completeness] {
        &self.completeness
    }

    /// Whether there are more groups than `rows` shows.
    async fn truncated(&self) -> bool {
        self.rest.groups > 0
    }

    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    async fn data_version(&self) -> i64 {
        self.data_version
    }

    /// Columns of `table`.
    async fn columns(&self) -> Vec<AnalysisColumn> {
        spend_table::columns(&self.group_by)
    }

    /// The same groups as `rows`, as a table: one list of cells for each, in the order of `columns`.
    async fn table(&self) -> Vec<Vec<Option<String>>> {
        self.rows.iter().map(spend_table::cells).collect()
    }
}

impl SpendRow {
    fn new(group_by: &[analysis::SpendDimension], row: analysis::SpendRow) -> Self {
        let keys = group_by.iter().zip(row.keys);
        Self {
            keys: keys.map(|(dimension, key)| SpendKey::new((*dimension).into(), key)).collect(),
            net: Money::gbp(row.measures.sum.net_pence),
            payments: row.measures.sum.payments,
            suppliers: row.measures.suppliers,
            by_vat_basis: bases(&row.measures),
        }
    }
}

impl DimensionCoverage {
    fn new(coverage: &analysis::Coverage, total: analysis::Sum) -> Self {
        Self {
            dimension: coverage.dimension.into(),
            net: Money::gbp(coverage.known.net_pence),
            payments: coverage.known.payments,
            of_net: share(coverage.known.net_pence, total.net_pence),
            of_payments: share(coverage.known.payments, total.payments),
        }
    }
}

impl SpendKey {
    fn new(dimension: SpendDimension, key: analysis::GroupKey) -> Self {
        let (value, label) = match key {
            analysis::GroupKey::Institution(institution) => (Some(institution.org_id), institution.name),
            analysis::GroupKey::Supplier(Some(supplier)) => {
                (Some(NodeId::Supplier(supplier.id).encode().to_string()), supplier.name)
            }
            analysis::GroupKey::Supplier(None) => (None, "Withheld or not published".to_owned()),
            analysis::GroupKey::Size(Some(true)) => (Some("YES".to_owned()), "SME".to_owned()),
            analysis::GroupKey::Size(Some(false)) => (Some("NO".to_owned()), "Not an SME".to_owned()),
            analysis::GroupKey::Size(None) => (None, NOT_KNOWN.to_owned()),
            analysis::GroupKey::Decile(Some(decile)) => {
                (Some(decile.to_string()), format!("Decile {decile}"))
            }
            analysis::GroupKey::Decile(None) => (None, NOT_KNOWN.to_owned()),
            analysis::GroupKey::Sector(named)
            | analysis::GroupKey::Area(named)
            | analysis::GroupKey::Division(named) => match named {
                Some(analysis::Named { code, name }) => (Some(code.clone()), name.unwrap_or(code)),
                None => (None, NOT_KNOWN.to_owned()),
            },
            analysis::GroupKey::Month(first) => {
                (Some(first.format("%Y-%m").to_string()), first.format("%B %Y").to_string())
            }
            analysis::GroupKey::FinancialYear(year) => (Some(year.to_string()), year.to_string()),
        };
        Self { dimension, value, label }
    }
}

impl Exclusion {
    fn new(exclusion: &analysis::ExclusionSum) -> Self {
        Self {
            reason: exclusion.reason.into(),
            left_out: exclusion.left_out,
            net: Money::gbp(exclusion.sum.net_pence),
            payments: exclusion.sum.payments,
        }
    }
}

fn bases(measures: &analysis::Measures) -> Vec<BasisSum> {
    let part = |part: &analysis::BasisSum| BasisSum {
        basis: part.basis.into(),
        net: Money::gbp(part.sum.net_pence),
        payments: part.sum.payments,
    };
    measures.by_vat_basis.iter().map(part).collect()
}
