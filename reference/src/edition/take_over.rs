//! The moment in which an edition begins to count.

use std::collections::BTreeMap;

use anchorhub_entities::reference_edition::{Column, Entity};
use anchorhub_store::{ChangeKind, Database, LoadTx};
use chrono::Utc;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::{CURRENT, LOADING, RETIRED, begin::lost};
use crate::{Kind, ReferenceError, Report};

/// Makes an edition count in place of the one before: readers see one or the other.
pub(crate) async fn take_over(
    database: &Database,
    edition_id: i32,
    kind: Kind,
    report: &Report,
) -> Result<(), ReferenceError> {
    let mut tx = LoadTx::begin(database).await?;
    tx.lock_reference().await?;
    let retire = Query::update()
        .table(Entity)
        .value(Column::State, RETIRED)
        .and_where(Expr::col(Column::Kind).eq(kind.edition()))
        .and_where(Expr::col(Column::State).eq(CURRENT))
        .to_owned();
    tx.execute(&retire).await?;
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let advance = Query::update()
        .table(Entity)
        .value(Column::State, CURRENT)
        .value(Column::LoadedAt, Utc::now())
        .value(Column::Rows, count(report.taken))
        .value(Column::Rejected, count(report.rejected()))
        .value(Column::Warnings, warnings(&report.warnings))
        .and_where(Expr::col(Column::Id).eq(edition_id))
        .and_where(Expr::col(Column::State).eq(LOADING))
        .to_owned();
    if tx.execute(&advance).await? != 1 {
        return Err(lost());
    }
    tx.note(ChangeKind::Reference, kind.edition());
    Ok(tx.commit().await?)
}

fn warnings(warnings: &BTreeMap<&'static str, u64>) -> String {
    serde_json::json!(warnings).to_string()
}
