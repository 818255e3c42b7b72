//! Groups of institutions, such as the anchors of a combined authority, and who belongs to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::{OrgId, area, institution_group, institution_group_member};
use anchorhub_store::LoadTx;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use super::{Entry, Groups, store::CHUNK};
use crate::IngestError;

/// Adds groups and memberships, and ends those that a file says have ended. Returns the org-ids of
/// institutions whose memberships changed.
pub(super) async fn store(
    tx: &mut LoadTx,
    entries: &BTreeMap<OrgId, Entry>,
    institution_ids: &BTreeMap<String, i32>,
) -> Result<BTreeSet<String>, IngestError> {
    let codes: BTreeSet<&str> =
        entries.values().flat_map(|entry| entry.groups.codes()).map(String::as_str).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    if codes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let group_ids = ensure_groups(tx, &codes).await?;
    let memberships = memberships(tx).await?;
    let none = BTreeSet::new();
    let mut moved = BTreeSet::new();
    let mut joined = Vec::new();
    for entry in entries.values() {
        let Some(&institution_id) = institution_ids.get(entry.org_id.as_str()) else { continue };
        let before = memberships.get(&institution_id).unwrap_or(&none);
        let wanted: BTreeSet<i32> =
            entry.groups.codes().iter().filter_map(|code| group_ids.get(code)).copied().collect();
        joined.extend(wanted.difference(before).map(|group_id| (*group_id, institution_id)));
        let mut differs = !wanted.is_subset(before);
        if let Groups::Exactly(_) = entry.groups {
            let left: Vec<i32> = before.difference(&wanted).copied().collect();
            if !left.is_empty() {
                differs = true;
                leave(tx, institution_id, left).await?;
            }
        }
        if differs {
            moved.insert(entry.org_id.to_string());
        }
    }
    join(tx, &joined).await?;
    Ok(moved)
}

/// The groups by code. One named after an area takes its name; others are called by their code.
async fn ensure_groups(tx: &mut LoadTx, codes: &[&str]) -> Result<HashMap<String, i32>, IngestError> {
    let mut ids = HashMap::new();
    for chunk in codes.chunks(CHUNK) {
        let select = Query::select()
            .columns([area::Column::Code, area::Column::Name])
            .from(area::Entity)
            .and_where(Expr::col(area::Column::Code).is_in(chunk.iter().copied()))
            .to_owned();
        let areas: Vec<(String, String)> = tx.fetch(&select).await?;
        let areas: HashMap<String, String> = areas.into_iter().collect();
        let mut insert = Query::insert();
        insert.into_table(institution_group::Entity).columns([
            institution_group::Column::Code,
            institution_group::Column::Name,
            institution_group::Column::Area,
        ]);
        for code in chunk {
            let name = areas.get(*code);
            insert.values_panic([
                Expr::value(*code),
                Expr::value(name.map_or(*code, String::as_str)),
                Expr::value(name.map(|_| *code)),
            ]);
        }
        insert.on_conflict(
            OnConflict::column(institution_group::Column::Code)
                .update_columns([institution_group::Column::Name, institution_group::Column::Area])
                .to_owned(),
        );
        tx.execute(&insert).await?;
        let select = Query::select()
            .columns([institution_group::Column::Code, institution_group::Column::Id])
            .from(institution_group::Entity)
            .and_where(Expr::col(institution_group::Column::Code).is_in(chunk.iter().copied()))
            .to_owned();
        let rows: Vec<(String, i32)> = tx.fetch(&select).await?;
        ids.extend(rows);
    }
    Ok(ids)
}

/// Group ids by institution.
async fn memberships(tx: &mut LoadTx) -> Result<HashMap<i32, BTreeSet<i32>>, IngestError> {
    let select = Query::select()
        .columns([institution_group_member::Column::InstitutionId, institution_group_member::Column::GroupId])
        .from(institution_group_member::Entity)
        .to_owned();
    let rows: Vec<(i32, i32)> = tx.fetch(&select).await?;
    let mut groups: HashMap<i32, BTreeSet<i32>> = HashMap::new();
    for (institution_id, group_id) in rows {
        groups.entry(institution_id).or_default().insert(group_id);
    }
    Ok(groups)
}

async fn join(tx: &mut LoadTx, members: &[(i32, i32)]) -> Result<(), IngestError> {
    for chunk in members.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(institution_group_member::Entity).columns([
            institution_group_member::Column::GroupId,
            institution_group_member::Column::InstitutionId,
        ]);
        for (group_id, institution_id) in chunk {
            insert.values_panic([Expr::value(*group_id), Expr::value(*institution_id)]);
        }
        insert.on_conflict(
            OnConflict::columns([
                institution_group_member::Column::GroupId,
                institution_group_member::Column::InstitutionId,
            ])
            .do_nothing()
            .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(())
}

async fn leave(tx: &mut LoadTx, institution_id: i32, group_ids: Vec<i32>) -> Result<(), IngestError> {
    let delete = Query::delete()
        .from_table(institution_group_member::Entity)
        .and_where(Expr::col(institution_group_member::Column::InstitutionId).eq(institution_id))
        .and_where(Expr::col(institution_group_member::Column::GroupId).is_in(group_ids))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}
