//! Lot suitability.

use anchorhub_analysis as analysis;
use async_graphql::SimpleObject;

use super::group::{AnswerShare, ProcessKey};
use crate::graphql::{enums::ProcessDimension, node_id::NodeId, query::hub::share};

/// How lots are said to suit small and social enterprises, how tenders are divided into lots, and whether limits on lots
/// were kept. All from one state of the data; `rows` and `rest` make up `total`.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LotSuitability {
    /// The first groups, those with most lots first.
    rows: Vec<LotSuitabilityRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold together.
    rest: LotSuitabilityFigures,
    /// Everything that the filter allows.
    total: LotSuitabilityFigures,
    /// Suppliers that won more lots of a tender than its limit allows, by process: up to 500. A limit may have been
    /// lifted for reasons that the tender documents give.
    breaches: Vec<LotLimitBreach>,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// One group of lots.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LotSuitabilityRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<ProcessKey>,
    /// Its figures.
    figures: LotSuitabilityFigures,
}

/// Figures about lots.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LotSuitabilityFigures {
    /// Number of tenders, plans included.
    tenders: i64,
    /// Number of tenders that are divided into lots.
    tenders_with_lots: i64,
    /// Number of tenders with exactly one lot.
    tenders_with_one_lot: i64,
    /// Number of lots of the tenders that have any.
    lots: i64,
    /// `lots` ÷ `tendersWithLots`; null without such tenders.
    lots_per_tender: Option<f64>,
    /// Of lots, and of tenders without lots: whether they are said to suit small and medium enterprises (OCDS
    /// `suitability.sme`).
    suitable_for_sme: AnswerShare,
    /// The same for voluntary, community and social enterprises (OCDS `suitability.vcse`).
    suitable_for_vcse: AnswerShare,
    /// Number of the known answers about small and medium enterprises that the lot states itself.
    stated_by_lot: i64,
    /// Number of those that are inherited from the tender, which is how Contracts Finder states suitability.
    inherited_from_tender: i64,
    /// Number of tenders that limit how many lots one supplier can win.
    award_limits: i64,
    /// Number of these that can be checked: they were awarded, and their awards name lots and suppliers.
    award_limits_checked: i64,
    /// Number of these in which a supplier won more lots than the limit allows.
    award_limits_breached: i64,
    /// Number of tenders that limit for how many lots one supplier can bid. None can be checked: who bid for which lot
    /// is not published.
    bid_limits: i64,
}

/// A supplier that won more lots of a tender than its limit allows.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LotLimitBreach {
    /// Open Contracting ID of the process.
    ocid: String,
    /// Global id of the supplier.
    supplier_id: async_graphql::ID,
    /// Most lots that one supplier can win.
    limit: i64,
    /// Number of lots that it won.
    lots: i64,
}

impl LotSuitability {
    /// The answer to a question.
    pub(crate) fn new(group_by: &[ProcessDimension], answer: analysis::LotSuitability) -> Self {
        let breach = |breach: analysis::LotLimitBreach| LotLimitBreach {
            ocid: breach.ocid,
            supplier_id: NodeId::Supplier(breach.supplier_id).encode(),
            limit: breach.limit,
            lots: breach.lots,
        };
        let row = |row: analysis::BreakdownRow<_, analysis::Suitability>| LotSuitabilityRow {
            keys: ProcessKey::all(group_by, row.keys),
            figures: row.figures.into(),
        };
        let breakdown = answer.breakdown;
        Self {
            rows: breakdown.rows.into_iter().map(row).collect(),
            rest_groups: breakdown.rest_groups,
            rest: breakdown.rest.into(),
            total: breakdown.total.into(),
            breaches: answer.breaches.into_iter().map(breach).collect(),
            data_version: breakdown.data_version,
        }
    }
}

impl From<analysis::Suitability> for LotSuitabilityFigures {
    fn from(figures: analysis::Suitability) -> Self {
        Self {
            tenders: figures.tenders,
            tenders_with_lots: figures.tenders_with_lots,
            tenders_with_one_lot: figures.tenders_with_one_lot,
            lots: figures.lots,
            lots_per_tender: share(figures.lots, figures.tenders_with_lots),
            suitable_for_sme: figures.sme.into(),
            suitable_for_vcse: figures.vcse.into(),
            stated_by_lot: figures.sme_by_lot,
            inherited_from_tender: figures.sme_by_tender,
            award_limits: figures.limits.awarded_stated,
            award_limits_checked: figures.limits.awarded_checked,
            award_limits_breached: figures.limits.awarded_breached,
            bid_limits: figures.limits.bid_stated,
        }
    }
}
