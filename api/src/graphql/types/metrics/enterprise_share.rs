//! The share of small, or of social, enterprises.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::{BasisShare, Footing},
    part::{Keys, SpendSum},
    share::{Share, ShareOf, ShareRest, ShareRow, rows},
    stage_share::{LeftOut, StageGroup, StageRest},
};
use crate::graphql::{
    enums::Stage,
    filters::{Asked, Narrowing},
    types::{Money, processes::BasisCount},
};

/// The share of a kind of enterprise at a stage of buying, among those of which it is known. What is not known counts in
/// neither numerator nor denominator. At the stage `PAID`, `rows` and `rest` make up `whole`; at the others, `groups` and
/// `restGroups` what `byValue` and `byNumber` tell, and nothing is excluded: there are no payments.
#[derive(SimpleObject)]
#[graphql(name = "SmeShare")]
pub(crate) struct EnterpriseShare {
    /// The stage.
    pub(super) stage: Stage,
    /// By money: what is paid or awarded; null at a stage that has no value.
    pub(super) by_value: Option<ValueShare>,
    /// By number of what the stage counts: opportunities, lots, bids, awards, or payments.
    pub(super) by_number: NumberShare,
    /// The share of everything asked about, with the way down to its payments; null at other stages than `PAID`.
    pub(super) whole: Option<Share>,
    /// The first groups, those with the largest net first; empty at other stages than `PAID`.
    pub(super) rows: Vec<ShareRow>,
    /// The groups that are not among `rows`; null at other stages than `PAID`.
    pub(super) rest: Option<ShareRest>,
    /// The first groups at a stage before `PAID`, those with most things first.
    pub(super) groups: Vec<StageGroup>,
    /// The groups that are not among `groups`; null at the stage `PAID`.
    pub(super) rest_groups: Option<StageRest>,
    /// The denominator by where it comes from what is known; empty at other stages than `PAID`.
    pub(super) basis: Vec<BasisShare>,
    /// The same at a stage before `PAID`: number of known things by where it comes from.
    pub(super) basis_counts: Vec<BasisCount>,
    /// Things whose value is not in `byValue`, by reason, at a stage before `PAID`: they count by number all the same.
    pub(super) without_value: Vec<LeftOut>,
    /// Number of things about which sources say different things, at a stage before `PAID`; they count by the source that
    /// comes first, conflicting numbers of bids not at all.
    pub(super) conflicting: Option<i64>,
    /// Number of awards of which one supplier's size is known and another's is not.
    pub(super) partly_known: Option<i64>,
    /// Payments to suppliers of which sources say different things. Where one source counts before the other, the supplier
    /// counts by it; where they count alike, it is not known.
    pub(super) conflicts: Option<SpendSum>,
    /// Number of these suppliers.
    pub(super) conflicting_suppliers: Option<i64>,
    /// What the figures stand on.
    #[graphql(flatten)]
    pub(super) footing: Footing,
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
    /// Of values of processes and awards.
    pub(super) fn of(parts: analysis::Parts) -> Self {
        Self {
            value: parts.share(),
            numerator: Money::gbp(parts.numerator),
            denominator: Money::gbp(parts.denominator),
            total: Money::gbp(parts.all),
            coverage: parts.coverage(),
        }
    }

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
    /// Of numbers of things.
    pub(super) fn of(parts: analysis::Parts) -> Self {
        Self {
            value: parts.share(),
            numerator: parts.numerator,
            denominator: parts.denominator,
            total: parts.all,
            coverage: parts.coverage(),
        }
    }

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
            groups: Vec::new(),
            rest_groups: None,
            basis_counts: Vec::new(),
            without_value: Vec::new(),
            conflicting: None,
            partly_known: None,
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
