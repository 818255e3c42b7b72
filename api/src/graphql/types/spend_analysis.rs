//! Answers to questions about spend.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::{Object, SimpleObject};

use super::{
    Institution, Money,
    spend_row::{BasisSum, Figures, SpendRow, SpendTotal},
    spend_table::{self, AnalysisColumn},
};
use crate::graphql::{
    enums::{ExclusionReason, SpendDimension},
    family::Family,
    filters::Asked,
    query::hub::share,
};

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

/// Payments, each counted once.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PaymentSum {
    /// Their signed sum.
    net: Money,
    /// Their number.
    payments: i64,
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

/// What stands behind the figures of the period compared with.
#[derive(SimpleObject)]
pub(crate) struct ComparedPeriod {
    /// What groups hold in that period that are not among `rows`.
    rest: SpendRest,
    /// What the question leaves out of that period, each payment counted once.
    excluded: PaymentSum,
    /// For each dimension of which something may not be known: of how much of that period it is.
    coverage: Vec<DimensionCoverage>,
    /// For each institution asked about, how much of that period its documents cover.
    completeness: Vec<Completeness>,
}

/// Spend, broken down. Every figure comes from one state of the data. `rows` and `rest` make up `total`.
pub(crate) struct SpendAnalysis {
    group_by: Vec<SpendDimension>,
    rows: Vec<SpendRow>,
    rest: SpendRest,
    total: SpendTotal,
    exclusions: Vec<Exclusion>,
    excluded: PaymentSum,
    coverage: Vec<DimensionCoverage>,
    completeness: Vec<Completeness>,
    compared: Option<ComparedPeriod>,
    data_version: i64,
}

impl SpendAnalysis {
    /// The answer to a plan, as the schema shows it. `asked`: the plan's filter and exclusions as they were given.
    pub(crate) fn new(
        database: &Database,
        plan: &analysis::SpendPlan,
        answer: analysis::SpendAnswer,
        asked: &Asked,
    ) -> Self {
        let compared = answer.compared.as_deref();
        let rows = answer.rows.into_iter().enumerate().map(|(place, row)| {
            let compared = compared.and_then(|other| other.rows.get(place)).map(|row| &row.measures);
            SpendRow::new(&plan.group_by, row, compared, asked.clone())
        });
        Self {
            group_by: plan.group_by.iter().copied().map(SpendDimension::from).collect(),
            rows: rows.collect(),
            rest: SpendRest::new(answer.rest),
            exclusions: answer.exclusions.iter().map(Exclusion::new).collect(),
            excluded: PaymentSum::new(answer.excluded),
            coverage: coverages(&answer.coverage, answer.total.sum),
            total: SpendTotal {
                figures: Figures::new(answer.total, compared.map(|other| &other.total)),
                asked: asked.clone(),
            },
            completeness: completeness(database, answer.completeness),
            compared: answer.compared.map(|other| ComparedPeriod {
                rest: SpendRest::new(other.rest),
                excluded: PaymentSum::new(other.excluded),
                coverage: coverages(&other.coverage, other.total.sum),
                completeness: completeness(database, other.completeness),
            }),
            data_version: answer.data_version,
        }
    }
}

fn coverages(coverage: &[analysis::Coverage], total: analysis::Sum) -> Vec<DimensionCoverage> {
    coverage.iter().map(|one| DimensionCoverage::new(one, total)).collect()
}

/// How complete the data behind an answer is.
pub(super) fn completeness(database: &Database, parts: Vec<analysis::Completeness>) -> Vec<Completeness> {
    let months: Vec<(i64, i64)> = parts.iter().map(|part| (part.months_present, part.months_asked)).collect();
    let institutions = parts.into_iter().map(|part| part.institution).collect();
    let rows = Family::rows(database, institutions).into_iter().zip(months);
    rows.map(|(institution, (months_present, months_asked))| Completeness {
        institution: Institution(institution),
        months_present,
        months_asked,
    })
    .collect()
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
    async fn by_vat_basis(&self) -> Vec<BasisSum> {
        self.total.figures.by_vat_basis()
    }

    /// Payments that a share should leave out, by reason: how much of them the filter allows, and whether this
    /// answer leaves them out.
    async fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// What this answer leaves out, for whatever reason, each payment counted once: `total` and this are all that the
    /// filter allows.
    async fn excluded(&self) -> &PaymentSum {
        &self.excluded
    }

    /// For each dimension of which something may not be known (size, kind, sector, place, category, department): of how
    /// much it is. What is not known forms the group without a value.
    async fn coverage(&self) -> &[DimensionCoverage] {
        &self.coverage
    }

    /// For each institution asked about (without a filter: each that has a feed), how much of the period its
    /// documents cover.
    async fn completeness(&self) -> &[Completeness] {
        &self.completeness
    }

    /// What stands behind the figures of the period of `compareWith`; null without one.
    async fn compared(&self) -> Option<&ComparedPeriod> {
        self.compared.as_ref()
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
        spend_table::columns(&self.group_by, self.compared.is_some())
    }

    /// The same groups as `rows`, as a table: one list of cells for each, in the order of `columns`.
    async fn table(&self) -> Vec<Vec<Option<String>>> {
        self.rows.iter().map(spend_table::cells).collect()
    }
}

impl SpendRest {
    fn new(rest: analysis::Remainder) -> Self {
        Self { groups: rest.groups, net: Money::gbp(rest.sum.net_pence), payments: rest.sum.payments }
    }
}

impl PaymentSum {
    fn new(sum: analysis::Sum) -> Self {
        Self { net: Money::gbp(sum.net_pence), payments: sum.payments }
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

impl Exclusion {
    pub(super) fn new(exclusion: &analysis::ExclusionSum) -> Self {
        Self {
            reason: exclusion.reason.into(),
            left_out: exclusion.left_out,
            net: Money::gbp(exclusion.sum.net_pence),
            payments: exclusion.sum.payments,
        }
    }
}
