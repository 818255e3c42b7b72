//! The share of small, or of social, enterprises.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::{BasisShare, Footing},
    part::{Keys, SpendSum},
    share::{Share, ShareOf, ShareRest, ShareRow, rows},
};
use crate::graphql::{
    enums::Stage,
    filters::{Asked, Narrowing},
    types::Money,
};

/// The share of a kind of enterprise at a stage of buying, among those of which it is known. What is not known counts in
/// neither numerator nor denominator. At the stage `PAID`, `rows` and `rest` make up `whole`.
#[derive(SimpleObject)]
#[graphql(name = "SmeShare")]
pub(crate) struct EnterpriseShare {
    /// The stage.
    stage: Stage,
    /// By money: what is paid or awarded; null at a stage that has no value.
    by_value: Option<ValueShare>,
    /// By number of what the stage counts: opportunities, lots, bids, awards, or payments.
    by_number: NumberShare,
    /// The share of everything asked about, with the way down to its payments; null at other stages than `PAID`.
    whole: Option<Share>,
    /// The first groups, those with the largest net first.
    rows: Vec<ShareRow>,
    /// The groups that are not among `rows`; null at other stages than `PAID`.
    rest: Option<ShareRest>,
    /// The denominator by where it comes from what is known.
    basis: Vec<BasisShare>,
    /// Payments to suppliers of which sources say different things. Where one source counts before the other, the supplier
    /// counts by it; where they count alike, it is not known.
    conflicts: Option<SpendSum>,
    /// Number of these suppliers.
    conflicting_suppliers: Option<i64>,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

/// A share of money.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ValueShare {
    /// Numerator ÷ denominator; null where that is zero. Credits can take it below 0 or above 1.
    value: Option<f64>,
    /// For such enterprises.
    numerator: Money,
    /// What is known either way.
    denominator: Money,
    /// Everything, known or not.
    total: Money,
    /// Denominator ÷ total; null where that is zero.
    coverage: Option<f64>,
}

/// A share of a number of things.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct NumberShare {
    /// Numerator ÷ denominator, from 0 to 1; null where nothing is known.
    value: Option<f64>,
    /// Number for such enterprises.
    numerator: i64,
    /// Number of what is known either way.
    denominator: i64,
    /// Number of everything, known or not.
    total: i64,
    /// Denominator ÷ total, from 0 to 1; null of nothing.
    coverage: Option<f64>,
}

impl ValueShare {
    fn new(share: &analysis::Share) -> Self {
        let net = |part: analysis::Part| Money::gbp(part.sum.net_pence);
        Self {
            value: share.of_net(),
            numerator: net(share.numerator),
            denominator: net(share.denominator),
            total: net(share.total),
            coverage: share.coverage_of_net(),
        }
    }
}

impl NumberShare {
    fn new(share: &analysis::Share) -> Self {
        Self {
            value: share.of_payments(),
            numerator: share.numerator.sum.payments,
            denominator: share.denominator.sum.payments,
            total: share.total.sum.payments,
            coverage: share.coverage_of_payments(),
        }
    }
}

impl EnterpriseShare {
    /// The answer about what is paid.
    pub(crate) fn paid(
        database: &Database,
        group_by: &[analysis::SpendDimension],
        answer: analysis::EnterpriseShare,
        asked: &Asked,
        of: analysis::Enterprise,
    ) -> Self {
        let of = match of {
            analysis::Enterprise::Sme => {
                ShareOf { numerator: Narrowing::Sme, known: analysis::SupplierTrait::Size }
            }
            analysis::Enterprise::Vcse => {
                ShareOf { numerator: Narrowing::Vcse, known: analysis::SupplierTrait::Vcse }
            }
        };
        let share = answer.share;
        let conflicts = answer.bases.as_ref().and_then(|bases| bases.conflicts);
        Self {
            stage: Stage::Paid,
            by_value: Some(ValueShare::new(&share.whole)),
            by_number: NumberShare::new(&share.whole),
            whole: Some(Share::new(share.whole, asked, Keys::default(), &of)),
            rows: rows(group_by, share.rows, asked, &of),
            rest: Some(share.rest.into()),
            basis: answer.bases.as_ref().map(BasisShare::all).unwrap_or_default(),
            conflicts: conflicts.map(|part| part.sum.into()),
            conflicting_suppliers: conflicts.map(|part| part.suppliers),
            footing: Footing::new(
                database,
                share.excluded,
                &share.exclusions,
                share.completeness,
                share.data_version,
            ),
        }
    }
}
