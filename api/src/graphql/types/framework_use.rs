//! How much of what is paid is paid under frameworks.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::{Enum, SimpleObject};

use super::{Institution, Money};
use crate::graphql::{
    enums::{LinkMethod, named},
    family::{Family, Row},
    query::hub::share,
};

/// Why a contract is taken to belong to a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::FrameworkRelation")]
pub(crate) enum FrameworkRelation {
    /// It sets up a framework itself.
    Framework,
    /// Its process names a framework (OCDS `relatedProcesses` with the relationship `framework`).
    CallOff,
}

/// Payments under frameworks that were found in one way.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct FrameworkSignal {
    /// Why the payments are taken to be made under the contract.
    link_method: Option<LinkMethod>,
    /// Why the contract is taken to belong to a framework.
    relation: FrameworkRelation,
    /// Confidence of both together, in percent.
    confidence: i64,
    /// Signed sum of the payments, in pounds.
    net: Money,
    /// Number of payments.
    payments: i64,
}

/// How much of what an institution, or all of them, paid was paid under frameworks.
#[derive(SimpleObject)]
pub(crate) struct FrameworkShare {
    /// The institution; null for all together.
    institution: Option<Institution>,
    /// Signed sum of everything that the filter allows, in pounds.
    net: Money,
    /// Number of payments in it.
    payments: i64,
    /// Signed sum of what is linked to a contract: of the rest it is not known whether it was paid under a framework.
    linked: Money,
    /// Number of payments in it.
    linked_payments: i64,
    /// Signed sum of what is paid under a framework, or under a contract that is called off one.
    under_frameworks: Money,
    /// Number of payments in it.
    framework_payments: i64,
    /// `underFrameworks` over `net`: at least so much. Null when `net` is zero.
    share: Option<f64>,
    /// `underFrameworks` over `linked`. Null when that is zero.
    of_linked: Option<f64>,
    /// `linked` over `net`: of how much it is known. Null when `net` is zero.
    coverage: Option<f64>,
}

/// How much of what is paid is paid under frameworks, as far as payments are linked to contracts.
#[derive(SimpleObject)]
pub(crate) struct FrameworkUse {
    /// The first institutions, the largest sum under frameworks first.
    rows: Vec<FrameworkShare>,
    /// Number of institutions that are not shown.
    more: usize,
    /// All institutions together.
    total: FrameworkShare,
    /// What the sums under frameworks rest on, the largest first.
    signals: Vec<FrameworkSignal>,
    /// Version of the data that the answer was made from.
    data_version: i64,
}

impl FrameworkUse {
    /// What was found, as the schema shows it, with so many institutions.
    pub(crate) fn new(database: &Database, found: analysis::FrameworkUse, first: usize) -> Self {
        let more = found.rows.len().saturating_sub(first);
        let rows: Vec<analysis::FrameworkUseRow> = found.rows.into_iter().take(first).collect();
        let models = rows.iter().filter_map(|row| row.institution.clone()).collect();
        let institutions = Family::rows(database, models);
        Self {
            rows: rows
                .iter()
                .zip(institutions)
                .map(|(row, institution)| part(row, Some(institution)))
                .collect(),
            more,
            total: part(&found.total, None),
            signals: found.signals.iter().map(signal).collect(),
            data_version: found.data_version,
        }
    }
}

fn part(
    row: &analysis::FrameworkUseRow,
    institution: Option<Row<anchorhub_entities::institution::Model>>,
) -> FrameworkShare {
    let (net, linked, under) = (row.paid.net_pence, row.linked.net_pence, row.under.net_pence);
    FrameworkShare {
        institution: institution.map(Institution),
        net: Money::gbp(net),
        payments: row.paid.payments,
        linked: Money::gbp(linked),
        linked_payments: row.linked.payments,
        under_frameworks: Money::gbp(under),
        framework_payments: row.under.payments,
        share: share(under, net),
        of_linked: share(under, linked),
        coverage: share(linked, net),
    }
}

fn signal(signal: &analysis::FrameworkSignal) -> FrameworkSignal {
    FrameworkSignal {
        link_method: named(&signal.link_method),
        relation: signal.relation.into(),
        confidence: signal.confidence,
        net: Money::gbp(signal.sum.net_pence),
        payments: signal.sum.payments,
    }
}
