//! Processes, who buys, what and where, and the notices that were published of them.

use std::collections::BTreeMap;

use anchorhub_entities::{
    contracting_process, notice, process_buyer, process_category, process_place, related_process,
};
use anchorhub_ocds::facts::{Identifier, ProcessFacts};
use anchorhub_store::LoadTx;
use rustc_hash::FxHashMap;
use sea_orm::{
    EntityTrait, Iterable,
    sea_query::{Expr, ExprTrait, IntoIden, OnConflict, Query},
};

use super::{
    Compiled, Held,
    related::{CERTAIN, STATED},
    seq,
};
use crate::{
    IngestCode, IngestError,
    load::rows,
    notices::{
        buyers,
        directory::Directory,
        key::{indexed, indexed_or_none},
    },
};

/// Keys of those processes that the database holds already.
pub(super) async fn known(tx: &mut LoadTx, compiled: &[Compiled]) -> Result<Vec<i64>, IngestError> {
    let select = Query::select()
        .column(contracting_process::Column::Id)
        .from(contracting_process::Entity)
        .and_where(
            Expr::col(contracting_process::Column::Ocid)
                .is_in(compiled.iter().map(|compiled| compiled.ocid.as_str())),
        )
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes away what hangs on processes here.
pub(super) async fn clear(tx: &mut LoadTx, processes: &[i64]) -> Result<(), IngestError> {
    delete::<process_buyer::Entity>(tx, process_buyer::Column::ProcessId, processes).await?;
    delete::<process_category::Entity>(tx, process_category::Column::ProcessId, processes).await?;
    delete::<process_place::Entity>(tx, process_place::Column::ProcessId, processes).await?;
    delete::<notice::Entity>(tx, notice::Column::ProcessId, processes).await?;
    delete::<related_process::Entity>(tx, related_process::Column::ProcessId, processes).await
}

/// Deletes the rows of a table in which a column holds one of these keys.
pub(super) async fn delete<E: EntityTrait>(
    tx: &mut LoadTx,
    column: impl IntoIden,
    keys: &[i64],
) -> Result<(), IngestError> {
    let delete = Query::delete()
        .from_table(E::default())
        .and_where(Expr::col(column.into_iden()).is_in(keys.iter().copied()))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}

/// Writes processes and what hangs on them here; gives them with their keys.
pub(super) async fn write<'a>(
    tx: &mut LoadTx,
    compiled: &'a [Compiled],
    directory: &Directory,
) -> Result<Vec<Held<'a>>, IngestError> {
    let ids = upsert(tx, compiled).await?;
    let mut processes = Vec::with_capacity(compiled.len());
    for compiled in compiled {
        let id = *ids.get(&compiled.ocid).ok_or_else(|| {
            IngestError::new(IngestCode::Internal, "a process was not found again in the database")
        })?;
        processes.push(Held { id, compiled });
    }
    let mut buyers = Vec::new();
    for process in &processes {
        buyers_of(process, directory, &mut buyers)?;
    }
    rows::insert::<process_buyer::Entity>(tx, buyers).await?;
    rows::insert::<process_category::Entity>(tx, processes.iter().flat_map(categories)).await?;
    rows::insert::<process_place::Entity>(tx, processes.iter().flat_map(places)).await?;
    rows::insert::<notice::Entity>(tx, processes.iter().flat_map(notices)).await?;
    rows::insert::<related_process::Entity>(tx, processes.iter().flat_map(related)).await?;
    Ok(processes)
}

async fn upsert(tx: &mut LoadTx, compiled: &[Compiled]) -> Result<FxHashMap<String, i64>, IngestError> {
    use contracting_process::Column;
    let columns: Vec<Column> = Column::iter().filter(|column| !matches!(column, Column::Id)).collect();
    let facts: Vec<Column> =
        columns.iter().copied().filter(|column| !matches!(column, Column::Ocid)).collect();
    let mut ids = FxHashMap::default();
    for chunk in compiled.chunks(rows::chunk_of(columns.len())) {
        let mut insert = rows::statement::<contracting_process::Entity>(&columns, chunk.iter().map(model));
        insert
            .on_conflict(OnConflict::column(Column::Ocid).update_columns(facts.iter().copied()).to_owned())
            .returning(Query::returning().columns([Column::Ocid, Column::Id]));
        let rows: Vec<(String, i64)> = tx.fetch(&insert).await?;
        ids.extend(rows);
    }
    Ok(ids)
}

fn model(compiled: &Compiled) -> contracting_process::Model {
    let facts: &ProcessFacts = &compiled.facts;
    let value = facts.value.as_ref();
    contracting_process::Model {
        id: 0,
        ocid: compiled.ocid.clone(),
        source: facts.source.name().to_owned(),
        title: facts.title.clone(),
        description: facts.description.clone(),
        stage: facts.stage.name().to_owned(),
        status: facts.status.clone(),
        method: facts.method.clone(),
        category: facts.main_category.clone(),
        cpv: facts.cpv.clone(),
        value_pence: value.map(|value| value.pence),
        value_currency: value.map(|value| value.currency.clone()),
        value_basis: value.map(|value| value.basis.name().to_owned()),
        is_framework: facts.is_framework,
        is_test: facts.is_test,
        sme_suitable: facts.suitability.sme,
        vcse_suitable: facts.suitability.vcse,
        suitability_basis: facts.suitability.basis.map(|basis| basis.name().to_owned()),
        reserved: (!facts.reserved.is_empty()).then(|| facts.reserved.join(",")),
        max_lots_awarded: facts.max_lots_awarded,
        max_lots_bid: facts.max_lots_bid,
        first_published: facts.first_published,
        last_published: facts.last_published,
        deadline: facts.deadline,
        expected_on: facts.expected_on,
        starts_on: facts.term.starts_on,
        ends_on: facts.term.ends_on,
        releases: seq(compiled.releases.len()),
        facts: compiled.packed.clone(),
    }
}

fn buyers_of(
    process: &Held<'_>,
    directory: &Directory,
    buyers: &mut Vec<process_buyer::Model>,
) -> Result<(), IngestError> {
    for (index, buyer) in process.facts().buyers.iter().enumerate() {
        let org_ids: Vec<String> = buyer.identifiers.iter().map(buyers::org_id).collect();
        let (institution_id, basis) = directory.find(org_ids.iter().map(String::as_str), &buyer.name);
        let main: Option<&Identifier> = buyer.identifiers.first();
        buyers.push(process_buyer::Model {
            process_id: process.id,
            seq: seq(index),
            institution_id,
            basis: basis.name().to_owned(),
            scheme: main.map(|main| main.scheme.clone()),
            identifier: main.map(|main| main.id.clone()),
            others: org_ids.get(1..).filter(|others| !others.is_empty()).map(super::json).transpose()?,
            name: buyer.name.clone(),
        });
    }
    Ok(())
}

fn categories(process: &Held<'_>) -> Vec<process_category::Model> {
    let mut categories: BTreeMap<(String, String), bool> = BTreeMap::new();
    for category in &process.facts().categories {
        let main = categories.entry((indexed(&category.scheme), indexed(&category.code))).or_default();
        *main = *main || category.main;
    }
    let process_id = process.id;
    categories
        .into_iter()
        .map(|((scheme, code), main)| process_category::Model { process_id, scheme, code, main })
        .collect()
}

fn places(process: &Held<'_>) -> Vec<process_place::Model> {
    let mut places: Vec<(String, String)> =
        process.facts().places.iter().map(|place| (indexed(&place.scheme), indexed(&place.code))).collect();
    places.sort_unstable();
    places.dedup();
    let process_id = process.id;
    places.into_iter().map(|(scheme, code)| process_place::Model { process_id, scheme, code }).collect()
}

fn notices(process: &Held<'_>) -> impl Iterator<Item = notice::Model> {
    let process_id = process.id;
    process.compiled.releases.iter().zip(&process.compiled.facts.notices).map(move |(release_id, notice)| {
        notice::Model {
            release_id: *release_id,
            process_id,
            kind: notice.kind.clone(),
            identifier: indexed_or_none(notice.identifier.as_ref()),
            published_at: notice.published,
            stage: notice.stage.name().to_owned(),
            tags: notice.tags.join(","),
            title: notice.title.clone(),
            url: notice.url.clone(),
        }
    })
}

fn related(process: &Held<'_>) -> impl Iterator<Item = related_process::Model> {
    let process_id = process.id;
    process.compiled.facts.related.iter().enumerate().map(move |(index, related)| related_process::Model {
        process_id,
        seq: seq(index),
        relationship: related.relationships.join(","),
        scheme: related.scheme.clone(),
        identifier: indexed_or_none(related.identifier.as_ref()),
        related_ocid: indexed_or_none(related.ocid.as_ref()),
        title: related.title.clone(),
        uri: related.uri.clone(),
        method: STATED.to_owned(),
        confidence: CERTAIN,
    })
}
