//! Marks of suppliers that have to be looked at again.
//!
//! A mark carries the moment it was set, and setting it again always changes that, so that whoever takes it away can
//! tell whether it still is the one that he saw.

use std::collections::BTreeSet;

use anchorhub_entities::supplier_pending::{Column, Entity};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query};

/// Marks suppliers, in ascending order: a fixed order of locks.
pub(crate) fn mark(suppliers: &BTreeSet<i64>, now: DateTime<Utc>) -> InsertStatement {
    let seen = Expr::col((Entity, Column::Since));
    // Never the moment that stands there already, whatever the clocks say.
    let since =
        Expr::case(seen.eq(now), Expr::value(now + TimeDelta::microseconds(1))).finally(Expr::value(now));
    let mut insert = Query::insert()
        .into_table(Entity)
        .columns([Column::SupplierId, Column::Since])
        .on_conflict(OnConflict::column(Column::SupplierId).value(Column::Since, since).to_owned())
        .to_owned();
    for supplier_id in suppliers {
        insert.values_panic([Expr::value(*supplier_id), Expr::value(now)]);
    }
    insert
}

/// Now, as exactly as both engines keep it.
pub(crate) fn moment() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
