//! Contracts, which keep their keys and their clusters as long as the process states them.

use std::collections::BTreeSet;

use anchorhub_entities::{
    contract, contract_buyer, contract_change, contract_supplier, payment_contract_link, performance,
};
use anchorhub_ocds::facts::{ContractFact, Identifier, SupplierFact};
use anchorhub_store::LoadTx;
use rustc_hash::{FxHashMap, FxHashSet};
use sea_orm::{
    Iterable,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{Held, names::Names, process::delete, seq};
use crate::{
    IngestCode, IngestError,
    load::rows,
    notices::key::{Keys, indexed_or_none},
};

/// Contracts named in one statement.
const CONTRACTS: usize = 500;

/// A contract of a process, and what identifies it among all.
struct Stated<'a> {
    source_key: String,
    process: &'a Held<'a>,
    fact: &'a ContractFact,
}

/// Writes the contracts of processes, of which `known` were held before. Gives the institutions whose payments
/// or contracts hung on contracts that are no longer stated.
pub(super) async fn write(
    tx: &mut LoadTx,
    processes: &[Held<'_>],
    known: &[i64],
    names: &Names,
) -> Result<BTreeSet<i32>, IngestError> {
    let before = if known.is_empty() { Vec::new() } else { held(tx, known).await? };
    for chunk in before.chunks(CONTRACTS) {
        delete::<contract_supplier::Entity>(tx, contract_supplier::Column::ContractId, chunk).await?;
        delete::<contract_change::Entity>(tx, contract_change::Column::ContractId, chunk).await?;
        delete::<performance::Entity>(tx, performance::Column::ContractId, chunk).await?;
    }
    let mut keys = Keys::default();
    let stated: Vec<Stated<'_>> = processes
        .iter()
        .flat_map(|process| process.compiled.facts.contracts.iter().map(move |fact| (process, fact)))
        .map(|(process, fact)| Stated {
            source_key: keys.of(&format!("{}/{}", process.compiled.ocid, fact.source_key)),
            process,
            fact,
        })
        .collect();
    let ids = upsert(tx, &stated).await?;
    let stay: FxHashSet<i64> = ids.values().copied().collect();
    let gone: Vec<i64> = before.into_iter().filter(|id| !stay.contains(id)).collect();
    let mut institutions = BTreeSet::new();
    for chunk in gone.chunks(CONTRACTS) {
        institutions.extend(remove(tx, chunk).await?);
    }

    let (mut suppliers, mut changes, mut performances) = (Vec::new(), Vec::new(), Vec::new());
    for Stated { source_key, fact, .. } in &stated {
        let contract_id = *ids.get(source_key).ok_or_else(|| {
            IngestError::new(IngestCode::Internal, "a contract was not found again in the database")
        })?;
        for (index, supplier) in fact.suppliers.iter().enumerate() {
            suppliers.push(supplier_of(contract_id, index, supplier, names)?);
        }
        changes.extend(changes_of(contract_id, fact));
        performances.extend(performance_of(contract_id, fact));
    }
    rows::insert::<contract_supplier::Entity>(tx, suppliers).await?;
    rows::insert::<contract_change::Entity>(tx, changes).await?;
    rows::insert::<performance::Entity>(tx, performances).await?;
    Ok(institutions)
}

async fn held(tx: &mut LoadTx, processes: &[i64]) -> Result<Vec<i64>, IngestError> {
    let select = Query::select()
        .column(contract::Column::Id)
        .from(contract::Entity)
        .and_where(Expr::col(contract::Column::ProcessId).is_in(processes.iter().copied()))
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Adds contracts or changes what is held of them; gives their keys.
async fn upsert(tx: &mut LoadTx, stated: &[Stated<'_>]) -> Result<FxHashMap<String, i64>, IngestError> {
    use contract::Column;
    // Where a contract stands is kept: whoever clusters contracts changes it where that is due.
    let columns: Vec<Column> = Column::iter()
        .filter(|column| {
            !matches!(
                column,
                Column::Id | Column::ClusterId | Column::ClusterMethod | Column::ClusterConfidence
            )
        })
        .collect();
    let facts: Vec<Column> =
        columns.iter().copied().filter(|column| !matches!(column, Column::SourceKey)).collect();
    let mut ids = FxHashMap::default();
    for chunk in stated.chunks(rows::chunk_of(columns.len())) {
        let mut insert = rows::statement::<contract::Entity>(&columns, chunk.iter().map(model));
        insert
            .on_conflict(
                OnConflict::column(Column::SourceKey).update_columns(facts.iter().copied()).to_owned(),
            )
            .returning(Query::returning().columns([Column::SourceKey, Column::Id]));
        let rows: Vec<(String, i64)> = tx.fetch(&insert).await?;
        ids.extend(rows);
    }
    Ok(ids)
}

/// Takes contracts away that are no longer stated, with all that hangs on them. Contracts of their clusters stand
/// alone until they are clustered anew.
pub(crate) async fn remove(tx: &mut LoadTx, contracts: &[i64]) -> Result<Vec<i32>, IngestError> {
    use contract::Column::{ClusterConfidence, ClusterId, ClusterMethod, Id};
    let linked = Query::select()
        .distinct()
        .column(payment_contract_link::Column::InstitutionId)
        .from(payment_contract_link::Entity)
        .and_where(Expr::col(payment_contract_link::Column::ContractId).is_in(contracts.iter().copied()))
        .to_owned();
    let of_their_clusters = Query::select()
        .distinct()
        .column((contract_buyer::Entity, contract_buyer::Column::InstitutionId))
        .from(contract::Entity)
        .inner_join(
            contract_buyer::Entity,
            Expr::col((contract_buyer::Entity, contract_buyer::Column::ContractId))
                .equals((contract::Entity, Id)),
        )
        .and_where(Expr::col((contract::Entity, ClusterId)).is_in(contracts.iter().copied()))
        .to_owned();
    let mut institutions: Vec<(i32,)> = tx.fetch(&linked).await?;
    institutions.extend(tx.fetch::<(i32,)>(&of_their_clusters).await?);

    let alone = Query::update()
        .table(contract::Entity)
        .value(ClusterId, Option::<i64>::None)
        .value(ClusterMethod, Option::<String>::None)
        .value(ClusterConfidence, Option::<i16>::None)
        .and_where(Expr::col(ClusterId).is_in(contracts.iter().copied()))
        .to_owned();
    tx.execute(&alone).await?;
    delete::<payment_contract_link::Entity>(tx, payment_contract_link::Column::ContractId, contracts).await?;
    delete::<contract_buyer::Entity>(tx, contract_buyer::Column::ContractId, contracts).await?;
    delete::<contract::Entity>(tx, Id, contracts).await?;
    Ok(institutions.into_iter().map(|(institution_id,)| institution_id).collect())
}

fn model(stated: &Stated<'_>) -> contract::Model {
    let (fact, process) = (stated.fact, stated.process.facts());
    let value = fact.value.as_ref();
    contract::Model {
        id: 0,
        source_key: stated.source_key.clone(),
        origin: fact.origin.name().to_owned(),
        process_id: Some(stated.process.id),
        document_id: None,
        row_no: None,
        award_key: fact.award_key.clone(),
        reference: indexed_or_none(fact.reference.as_ref()),
        title: fact.title.clone(),
        description: fact.description.clone(),
        department: None,
        status: fact.status.clone(),
        awarded_on: fact.awarded_on,
        signed_on: fact.signed_on,
        starts_on: fact.term.starts_on,
        ends_on: fact.term.ends_on,
        end_basis: fact.end_basis.map(|basis| basis.name().to_owned()),
        latest_end_on: fact.term.latest_end_on,
        review_on: None,
        extension_months: None,
        value_pence: value.map(|value| value.pence),
        value_currency: value.map(|value| value.currency.clone()),
        value_basis: value.map(|value| value.basis.name().to_owned()),
        annual_pence: None,
        irrecoverable_vat_pence: None,
        cpv: fact.cpv.clone(),
        category: process.main_category.clone(),
        category_scheme: None,
        method: process.method.clone(),
        is_framework: fact.is_framework,
        is_test: process.is_test,
        sme: agreed(fact.suppliers.iter().map(|supplier| supplier.sme)),
        vcse: agreed(fact.suppliers.iter().map(|supplier| supplier.vcse)),
        cluster_id: None,
        cluster_method: None,
        cluster_confidence: None,
    }
}

/// What is stated of every supplier alike; where one is not stated, or another than the rest, nothing is known.
fn agreed(mut stated: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = stated.next()??;
    stated.all(|other| other == Some(first)).then_some(first)
}

fn supplier_of(
    contract_id: i64,
    index: usize,
    supplier: &SupplierFact,
    names: &Names,
) -> Result<contract_supplier::Model, IngestError> {
    let name = names.of(supplier)?;
    let main: Option<&Identifier> = supplier.identifiers.first();
    Ok(contract_supplier::Model {
        contract_id,
        seq: seq(index),
        supplier_id: name.supplier_id,
        supplier_name_id: name.name_id,
        scheme: main.map(|main| main.scheme.clone()),
        identifier: main.map(|main| main.id.clone()),
        scale: supplier.scale.clone(),
        sme: supplier.sme,
        vcse: supplier.vcse,
        postcode: supplier.postcode.clone(),
        country: supplier.country.clone(),
    })
}

fn changes_of(contract_id: i64, fact: &ContractFact) -> impl Iterator<Item = contract_change::Model> {
    fact.changes.iter().enumerate().map(move |(index, change)| contract_change::Model {
        contract_id,
        seq: seq(index),
        kind: change.kind.name().to_owned(),
        changed_on: change.changed_on,
        description: change.description.clone(),
        ends_on: change.ends_on,
        value_pence: change.value.as_ref().map(|value| value.pence),
        value_currency: change.value.as_ref().map(|value| value.currency.clone()),
    })
}

fn performance_of(contract_id: i64, fact: &ContractFact) -> impl Iterator<Item = performance::Model> {
    fact.performance.iter().enumerate().map(move |(index, performance)| performance::Model {
        contract_id,
        seq: seq(index),
        kind: performance.kind.clone(),
        name: performance.name.clone(),
        rating: performance.rating.clone(),
        description: performance.description.clone(),
        period_from: performance.period_from,
        period_to: performance.period_to,
        published_on: performance.published_on,
    })
}
