//! Share at the stage TENDERED: lots that are said to suit such enterprises ÷ lots of which anything is said.
//!
//! Source: OCDS `tender.lots[].suitability`, else `tender.suitability`, which lots inherit; a tender without lots is one
//! lot. Lots of processes that were tendered, or went on without a tender; plans and market engagements are the stage
//! before. By value: the estimated values of these lots.

use anchorhub_store::Database;

use super::stage_share::{StageShare, addable};
use crate::{
    AnalysisError, Breakdown, Enterprise, ProcessKey, ProcessQuestion,
    processes::{Groups, Process, keys, labelled, lots, offered, processes},
};

/// The share of lots, by group.
pub async fn stage_tendered(
    database: &Database,
    question: &ProcessQuestion,
    enterprise: Enterprise,
) -> Result<Breakdown<ProcessKey, StageShare>, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let lots = lots(&mut snapshot, &question.processes).await?;
    let mut groups = Groups::new();
    for process in all.iter().filter(|process| Process::is_tendered(process)) {
        for lot in offered(process, lots.get(&process.id).map(Vec::as_slice).unwrap_or_default()) {
            let value = addable(lot.pence, lot.currency, lot.value_basis);
            let share = StageShare::one(enterprise.of(lot.sme, lot.vcse), value, lot.basis);
            groups.add(keys(process, &question.group_by), &share)?;
        }
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}
