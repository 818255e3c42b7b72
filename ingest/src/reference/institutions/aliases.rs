//! Other names and identifiers under which sources know an institution.

use anchorhub_identity::name_key;
use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{OrgId, institution_alias};
use anchorhub_store::LoadTx;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use super::{Entry, store::CHUNK};
use crate::{
    IngestError,
    notices::{ALIAS_IDENTIFIER, ALIAS_NAME},
    reference::{Refusal, rows::Row},
};

/// Another name, by its name key, or another identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alias {
    kind: &'static str,
    value: String,
}

/// Reads names and org-ids with `;` between them. An empty cell leaves an institution those that it has.
pub(super) fn read(row: &Row, text: &str) -> Result<Option<BTreeSet<Alias>>, Refusal> {
    let mut aliases = BTreeSet::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let alias = match part.parse::<OrgId>() {
            Ok(org_id) => Alias { kind: ALIAS_IDENTIFIER, value: org_id.to_string() },
            Err(_) => Alias { kind: ALIAS_NAME, value: name_key(part) },
        };
        if alias.value.is_empty() {
            return Err(row.refuse("ALIAS_INVALID", format!("`{part}` is neither a name nor an org-id")));
        }
        aliases.insert(alias);
    }
    Ok((!aliases.is_empty()).then_some(aliases))
}

/// Writes the aliases that a file states, in place of those that were there. Returns the org-ids of institutions
/// whose aliases changed.
pub(super) async fn store(
    tx: &mut LoadTx,
    entries: &BTreeMap<OrgId, Entry>,
    institution_ids: &BTreeMap<String, i32>,
) -> Result<BTreeSet<String>, IngestError> {
    if entries.values().all(|entry| entry.aliases.is_none()) {
        return Ok(BTreeSet::new());
    }
    let mut before = held(tx).await?;
    let mut changed = BTreeSet::new();
    let mut wanted: BTreeMap<&Alias, i32> = BTreeMap::new();
    for entry in entries.values() {
        let Some(&institution_id) = institution_ids.get(entry.org_id.as_str()) else { continue };
        let Some(aliases) = &entry.aliases else { continue };
        let had = before.remove(&institution_id).unwrap_or_default();
        let has: BTreeSet<(&str, &str)> =
            aliases.iter().map(|alias| (alias.kind, alias.value.as_str())).collect();
        if had.iter().map(|(kind, value)| (kind.as_str(), value.as_str())).collect::<BTreeSet<_>>() != has {
            changed.insert(entry.org_id.to_string());
            forget(tx, institution_id).await?;
            wanted.extend(aliases.iter().map(|alias| (alias, institution_id)));
        }
    }
    let wanted: Vec<(&Alias, i32)> = wanted.into_iter().collect();
    for chunk in wanted.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(institution_alias::Entity).columns([
            institution_alias::Column::Kind,
            institution_alias::Column::Value,
            institution_alias::Column::InstitutionId,
        ]);
        for (alias, institution_id) in chunk {
            insert.values_panic([
                Expr::value(alias.kind),
                Expr::value(alias.value.as_str()),
                Expr::value(*institution_id),
            ]);
        }
        // The file that comes last says whose it is.
        insert.on_conflict(
            OnConflict::columns([institution_alias::Column::Kind, institution_alias::Column::Value])
                .update_column(institution_alias::Column::InstitutionId)
                .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(changed)
}

/// Aliases by institution.
async fn held(tx: &mut LoadTx) -> Result<BTreeMap<i32, BTreeSet<(String, String)>>, IngestError> {
    let select = Query::select()
        .columns([
            institution_alias::Column::InstitutionId,
            institution_alias::Column::Kind,
            institution_alias::Column::Value,
        ])
        .from(institution_alias::Entity)
        .to_owned();
    let rows: Vec<(i32, String, String)> = tx.fetch(&select).await?;
    let mut held: BTreeMap<i32, BTreeSet<(String, String)>> = BTreeMap::new();
    for (institution_id, kind, value) in rows {
        held.entry(institution_id).or_default().insert((kind, value));
    }
    Ok(held)
}

async fn forget(tx: &mut LoadTx, institution_id: i32) -> Result<(), IngestError> {
    let delete = Query::delete()
        .from_table(institution_alias::Entity)
        .and_where(Expr::col(institution_alias::Column::InstitutionId).eq(institution_id))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}
