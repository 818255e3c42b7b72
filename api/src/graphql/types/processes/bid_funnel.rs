//! The bid funnel.

use anchorhub_analysis as analysis;
use async_graphql::SimpleObject;

use super::group::{AnswerShare, BasisCount, ProcessKey, bases};
use crate::graphql::{enums::ProcessDimension, query::hub::share};

/// Bids, bids of small and medium enterprises, and awards to them, per lot, summed over the lots whose numbers can be used
/// (OCDS bid statistics). All from one state of the data; `rows` and `rest` make up `total`.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BidFunnel {
    /// The first groups, those with most lots first.
    rows: Vec<BidFunnelRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold together.
    rest: BidFunnelFigures,
    /// Everything that the filter allows.
    total: BidFunnelFigures,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// One group of a bid funnel.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BidFunnelRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<ProcessKey>,
    /// Its figures.
    figures: BidFunnelFigures,
}

/// The figures of a bid funnel.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BidFunnelFigures {
    /// Number of contracting processes with at least one of these lots.
    tenders: i64,
    /// Number of lots that came to an award or state a number of bids. A tender without lots, or one that gives numbers
    /// for the whole alone, is one lot.
    lots: i64,
    /// Number of these lots whose number of bids can be used.
    lots_with_bids: i64,
    /// `lotsWithBids` ÷ `lots`, from 0 to 1; null without lots.
    coverage: Option<f64>,
    /// Number of lots of which a statistic is stated with different values: that statistic is left out.
    conflicting_lots: i64,
    /// Number of lots that state more bids of one kind of enterprise than bids altogether: that kind's number is left out.
    impossible_lots: i64,
    /// Number of lots with exactly one bid.
    single_bid_lots: i64,
    /// `singleBidLots` ÷ `lotsWithBids`, from 0 to 1; null where no number can be used.
    single_bid_share: Option<f64>,
    /// Number of bids for the lots whose number can be used.
    bids: i64,
    /// Bids of small and medium enterprises (OCDS measure `smeBids`).
    sme_bids: BidShare,
    /// Bids of voluntary, community and social enterprises (OCDS measure `vcseBids`).
    vcse_bids: BidShare,
    /// Awards of the lots whose number of bids can be used, by whether a supplier is known to be a small or medium
    /// enterprise. An award of several lots counts for each of them, one of several suppliers once.
    awards_to_sme: AnswerShare,
    /// The same for voluntary, community and social enterprises.
    awards_to_vcse: AnswerShare,
    /// Where the size of suppliers comes from: awards by ground, as `EnterpriseBasis` names them.
    size_basis: Vec<BasisCount>,
    /// Number of awards about the size of whose suppliers sources say different things; the first in precedence counts.
    size_conflicts: i64,
}

/// Bids of one kind of enterprise, over the lots that state both their number and that of all bids.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct BidShare {
    /// Number of lots that state both.
    lots: i64,
    /// Number of bids of these enterprises: the numerator.
    bids: i64,
    /// Number of all bids for the same lots: the denominator.
    of: i64,
    /// `bids` ÷ `of`, from 0 to 1; null without bids.
    share: Option<f64>,
    /// `of` ÷ the bids for all lots whose number can be used, from 0 to 1; null without bids.
    coverage: Option<f64>,
}

impl BidFunnel {
    /// The answer to a question.
    pub(crate) fn new(
        group_by: &[ProcessDimension],
        answer: analysis::Breakdown<analysis::ProcessKey, analysis::Funnel>,
    ) -> Self {
        let row = |row: analysis::BreakdownRow<_, analysis::Funnel>| BidFunnelRow {
            keys: ProcessKey::all(group_by, row.keys),
            figures: row.figures.into(),
        };
        Self {
            rows: answer.rows.into_iter().map(row).collect(),
            rest_groups: answer.rest_groups,
            rest: answer.rest.into(),
            total: answer.total.into(),
            data_version: answer.data_version,
        }
    }
}

impl From<analysis::Funnel> for BidFunnelFigures {
    fn from(funnel: analysis::Funnel) -> Self {
        let part = |part: analysis::BidPart| BidShare {
            lots: part.lots,
            bids: part.bids,
            of: part.of,
            share: share(part.bids, part.of),
            coverage: share(part.of, funnel.bids),
        };
        Self {
            tenders: funnel.tenders,
            lots: funnel.lots,
            lots_with_bids: funnel.lots_with_bids,
            coverage: share(funnel.lots_with_bids, funnel.lots),
            conflicting_lots: funnel.conflicting,
            impossible_lots: funnel.impossible,
            single_bid_lots: funnel.single_bid,
            single_bid_share: share(funnel.single_bid, funnel.lots_with_bids),
            bids: funnel.bids,
            sme_bids: part(funnel.sme),
            vcse_bids: part(funnel.vcse),
            awards_to_sme: funnel.awards_to_sme.into(),
            awards_to_vcse: funnel.awards_to_vcse.into(),
            size_basis: bases(funnel.size_basis),
            size_conflicts: funnel.size_conflicts,
        }
    }
}
