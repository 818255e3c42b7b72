//! Share at the stage PLANNED: planned procurements and market engagements that are said to suit such enterprises ÷ those
//! of which anything is said.
//!
//! Source: as for the stage TENDERED, taken together for the whole process (any lot, else the tender). By value: the
//! estimated values in pounds; a framework's ceiling is no sum that will be spent and is left out.

use anchorhub_store::Database;
use sea_orm::{Condition, sea_query::ExprTrait};

use super::{
    sme_pipeline::opportunities,
    stage_share::{StageShare, addable},
};
use crate::{AnalysisError, Enterprise, Tally};

/// The share of planned opportunities, and the version of the data that it was read from. The condition is one on
/// rows of the view `opportunity`.
pub async fn stage_planned(
    database: &Database,
    condition: &Condition,
    enterprise: Enterprise,
) -> Result<(StageShare, i64), AnalysisError> {
    use anchorhub_entities::opportunity::{Column, Entity};
    let mut snapshot = database.snapshot().await?;
    let stage = sea_orm::sea_query::Expr::col((Entity, Column::Stage));
    let planned = Condition::all().add(condition.clone()).add(stage.is_in(["PLANNED", "ENGAGEMENT"]));
    let mut total = StageShare::default();
    for row in opportunities(&mut snapshot, &planned).await? {
        let basis = if row.is_framework { Some("CEILING") } else { row.value_basis.as_deref() };
        let value = addable(row.value_pence, row.value_currency.as_deref(), basis);
        let answer = enterprise.of(row.sme_suitable, row.vcse_suitable);
        total.add(&StageShare::one(answer, value, Some("NOTICE")))?;
    }
    let data_version = snapshot.data_version();
    snapshot.finish().await?;
    Ok((total, data_version))
}
