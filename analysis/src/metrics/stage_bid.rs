//! Share at the stage BID: bids of such enterprises ÷ bids, over the lots that state both (see `bid_funnel`).
//!
//! `all` is the number of bids for all lots whose number can be used, so that coverage tells of how many bids the kind of
//! bidder is known. Bids have no value here: hardly any publisher gives prices of bids.

use std::collections::BTreeMap;

use anchorhub_store::Database;

use super::{
    bid_funnel::{Funnel, bid_funnel},
    stage_share::{Parts, StageShare},
};
use crate::{AnalysisError, Breakdown, BreakdownRow, Enterprise, ProcessKey, ProcessQuestion};

/// The basis of all answers at this stage.
const BASIS: &str = "BID_STATISTICS";

/// The share of bids, by group.
pub async fn stage_bid(
    database: &Database,
    question: &ProcessQuestion,
    enterprise: Enterprise,
) -> Result<Breakdown<ProcessKey, StageShare>, AnalysisError> {
    let funnel = bid_funnel(database, question).await?;
    let rows = funnel.rows.into_iter();
    Ok(Breakdown {
        rows: rows
            .map(|row| BreakdownRow { keys: row.keys, figures: share(&row.figures, enterprise) })
            .collect(),
        rest_groups: funnel.rest_groups,
        rest: share(&funnel.rest, enterprise),
        total: share(&funnel.total, enterprise),
        data_version: funnel.data_version,
    })
}

fn share(funnel: &Funnel, enterprise: Enterprise) -> StageShare {
    let part = enterprise.of(funnel.sme, funnel.vcse);
    let basis = match part.of {
        0 => BTreeMap::new(),
        known => BTreeMap::from([(BASIS.to_owned(), known)]),
    };
    StageShare {
        number: Parts { numerator: part.bids, denominator: part.of, all: funnel.bids },
        basis,
        conflicts: funnel.conflicting,
        ..StageShare::default()
    }
}
