//! Share at the stage PLANNED: planned procurements and market engagements that are said to suit such enterprises ÷ those
//! of which anything is said.
//!
//! Source: as for the stage TENDERED, taken together for the whole process (any lot, else the tender), as the view
//! `opportunity` has it. A plan that was tendered since is at that stage. By value: the estimated values in pounds; a
//! framework's ceiling is no sum that will be spent and is left out.

use std::collections::HashMap;

use anchorhub_store::Database;
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait},
};

use super::{
    sme_pipeline::opportunities,
    stage_share::{StageShare, addable},
};
use crate::{
    AnalysisError, Breakdown, Enterprise, ProcessKey, ProcessQuestion,
    processes::{Groups, Process, keys, labelled, processes},
};

/// The share of what is planned, by group.
pub async fn stage_planned(
    database: &Database,
    question: &ProcessQuestion,
    enterprise: Enterprise,
) -> Result<Breakdown<ProcessKey, StageShare>, AnalysisError> {
    use anchorhub_entities::opportunity::{Column, Entity};
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let all: HashMap<i64, Process> = all.into_iter().map(|process| (process.id, process)).collect();
    let own = |column: Column| Expr::col((Entity, column));
    let planned = Condition::all()
        .add(own(Column::Kind).eq("P"))
        .add(own(Column::Stage).is_in(["PLANNED", "ENGAGEMENT"]))
        .add(own(Column::SourceId).in_subquery(question.processes.clone()));
    let mut groups = Groups::new();
    for row in opportunities(&mut snapshot, &planned).await? {
        let Some(process) = all.get(&row.source_id) else { continue };
        let basis = if row.is_framework { Some("CEILING") } else { row.value_basis.as_deref() };
        let value = addable(row.value_pence, row.value_currency.as_deref(), basis);
        let answer = enterprise.of(row.sme_suitable, row.vcse_suitable);
        let share = StageShare::one(answer, value, Some("NOTICE"));
        groups.add(keys(process, &question.group_by), &share)?;
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}
