//! Contracts of a register in the database. One that was there before keeps its key there, and its cluster.

use anchorhub_identity::name_key;
use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{contract, contract_buyer, contract_supplier, supplier_evidence};
use anchorhub_resolution::stated_by_contracts;
use anchorhub_store::{LoadTx, NameRef, NewName};
use rustc_hash::FxHashMap;
use sea_orm::{
    EntityTrait, IntoActiveModel, Iterable, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::contract::{EndBasis, RegisterContract, RegisterSupplier, ValueBasis};
use crate::{IngestCode, IngestError, load::rows, notices::indexed};

/// Rows of evidence written in one statement.
const CHUNK: usize = 400;

/// A contract with its key and its place in the register.
pub(super) struct Row {
    pub(super) source_key: String,
    pub(super) row_no: i32,
    pub(super) contract: Box<RegisterContract>,
}

/// Writes contracts with their buyer, suppliers and evidence. Gives the atoms of suppliers of which they say more than
/// the name, or did before.
pub(super) async fn write(
    tx: &mut LoadTx,
    institution_id: i32,
    document_id: i64,
    contracts: &[Row],
) -> Result<BTreeSet<i64>, IngestError> {
    if contracts.is_empty() {
        return Ok(BTreeSet::new());
    }
    let names = names(tx, contracts).await?;
    let ids = upsert(tx, document_id, contracts).await?;
    let all: Vec<i64> = ids.values().copied().collect();
    let mut stated = clear(tx, &all).await?;
    let (mut suppliers, mut evidence) = (Vec::new(), BTreeMap::new());
    for row in contracts {
        let contract_id = *ids.get(&row.source_key).ok_or_else(lost)?;
        for (seq, supplier) in (0..).zip(&row.contract.suppliers) {
            let name = *names.get(&indexed(&supplier.name)).ok_or_else(lost)?;
            suppliers.push(supplier_model(contract_id, seq, supplier, name));
            for (role, value) in &row.contract.evidence {
                *evidence.entry((name.name_id, role.name(), indexed(value))).or_default() += 1_i64;
            }
        }
    }
    rows::insert::<contract_supplier::Entity>(tx, suppliers).await?;
    write_buyers(tx, institution_id, &all).await?;
    write_evidence(tx, institution_id, document_id, evidence).await?;
    stated.extend(stated_by_contracts(tx, &all).await?);
    Ok(stated)
}

/// Takes away what hangs on contracts and is written anew with them. Gives the atoms of suppliers of which it said more
/// than the name.
pub(super) async fn clear(tx: &mut LoadTx, contracts: &[i64]) -> Result<BTreeSet<i64>, IngestError> {
    let stated = stated_by_contracts(tx, contracts).await?;
    for chunk in contracts.chunks(CHUNK) {
        let delete = Query::delete()
            .from_table(contract_supplier::Entity)
            .and_where(Expr::col(contract_supplier::Column::ContractId).is_in(chunk.iter().copied()))
            .to_owned();
        tx.execute(&delete).await?;
    }
    Ok(stated)
}

async fn names(tx: &mut LoadTx, contracts: &[Row]) -> Result<FxHashMap<String, NameRef>, IngestError> {
    let wanted: BTreeMap<String, Option<String>> = contracts
        .iter()
        .flat_map(|row| &row.contract.suppliers)
        .map(|supplier| {
            let name = indexed(&supplier.name);
            let key = (!supplier.is_unnamed).then(|| name_key(&name)).filter(|key| !key.is_empty());
            (name, key)
        })
        .collect();
    if wanted.is_empty() {
        return Ok(FxHashMap::default());
    }
    let wanted = wanted.into_iter().map(|(name, key)| NewName { name, key }).collect();
    Ok(tx.ensure_names(wanted).await?.into_iter().collect())
}

/// Adds contracts, or changes those whose key is there; gives their keys in the database.
async fn upsert(
    tx: &mut LoadTx,
    document_id: i64,
    contracts: &[Row],
) -> Result<FxHashMap<String, i64>, IngestError> {
    use contract::Column;
    // Where a contract stands among others is kept: whoever clusters contracts changes it where that is due.
    let columns: Vec<Column> = Column::iter()
        .filter(|column| {
            !matches!(
                column,
                Column::Id | Column::ClusterId | Column::ClusterMethod | Column::ClusterConfidence
            )
        })
        .collect();
    let facts = columns.iter().copied().filter(|column| !matches!(column, Column::SourceKey));
    let on_conflict = OnConflict::column(Column::SourceKey).update_columns(facts).to_owned();
    let mut ids = FxHashMap::default();
    for chunk in contracts.chunks(rows::chunk_of(columns.len())) {
        let models = chunk.iter().map(|row| contract_model(document_id, row));
        let mut insert = rows::statement::<contract::Entity>(&columns, models);
        insert
            .on_conflict(on_conflict.clone())
            .returning(Query::returning().columns([Column::SourceKey, Column::Id]));
        let written: Vec<(String, i64)> = tx.fetch(&insert).await?;
        ids.extend(written);
    }
    Ok(ids)
}

async fn write_buyers(tx: &mut LoadTx, institution_id: i32, contracts: &[i64]) -> Result<(), IngestError> {
    let columns = [contract_buyer::Column::ContractId, contract_buyer::Column::InstitutionId];
    for chunk in contracts.chunks(CHUNK) {
        let models = chunk
            .iter()
            .map(|contract_id| contract_buyer::Model { contract_id: *contract_id, institution_id });
        let mut insert = rows::statement::<contract_buyer::Entity>(&columns, models);
        insert.on_conflict(OnConflict::columns(columns).do_nothing().to_owned());
        tx.execute(&insert).await?;
    }
    Ok(())
}

async fn write_evidence(
    tx: &mut LoadTx,
    institution_id: i32,
    document_id: i64,
    said: BTreeMap<(i64, &'static str, String), i64>,
) -> Result<(), IngestError> {
    use supplier_evidence::Column;
    let models: Vec<supplier_evidence::ActiveModel> = said
        .into_iter()
        .map(|((supplier_name_id, scheme, value), rows)| {
            let scheme = scheme.to_owned();
            supplier_evidence::Model { institution_id, document_id, supplier_name_id, scheme, value, rows }
                .into_active_model()
        })
        .collect();
    for chunk in models.chunks(CHUNK) {
        let mut insert = supplier_evidence::Entity::insert_many(chunk.to_vec()).into_query();
        // The same may have been written earlier in this document.
        let key = [
            Column::InstitutionId,
            Column::DocumentId,
            Column::SupplierNameId,
            Column::Scheme,
            Column::Value,
        ];
        insert.on_conflict(
            OnConflict::columns(key)
                .value(Column::Rows, Expr::cust("supplier_evidence.rows + excluded.rows"))
                .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(())
}

fn contract_model(document_id: i64, row: &Row) -> contract::Model {
    let contract = row.contract.as_ref();
    let has_money = contract.value_pence.is_some() || contract.annual_pence.is_some();
    contract::Model {
        id: 0,
        source_key: row.source_key.clone(),
        origin: "REGISTER".to_owned(),
        process_id: None,
        document_id: Some(document_id),
        row_no: Some(row.row_no),
        award_key: None,
        reference: contract.reference.as_deref().map(indexed),
        title: contract.title.clone(),
        description: contract.description.clone(),
        department: contract.department.clone(),
        status: contract.status.clone(),
        awarded_on: contract.awarded_on,
        signed_on: contract.signed_on,
        starts_on: contract.starts_on,
        ends_on: contract.ends_on,
        end_basis: contract.end_basis.map(EndBasis::name).map(str::to_owned),
        latest_end_on: contract.latest_end_on,
        review_on: contract.review_on,
        extension_months: contract.extension_months,
        value_pence: contract.value_pence,
        value_currency: has_money.then(|| contract.currency.to_owned()),
        value_basis: contract.value_basis.map(ValueBasis::name).map(str::to_owned),
        annual_pence: contract.annual_pence,
        irrecoverable_vat_pence: contract.irrecoverable_vat_pence,
        cpv: contract.cpv.clone(),
        category: contract.category.clone(),
        category_scheme: contract.category_scheme.map(str::to_owned),
        method: contract.method.clone(),
        is_framework: contract.is_framework,
        is_test: false,
        sme: contract.sme,
        vcse: contract.vcse,
        cluster_id: None,
        cluster_method: None,
        cluster_confidence: None,
    }
}

fn supplier_model(
    contract_id: i64,
    seq: i32,
    supplier: &RegisterSupplier,
    name: NameRef,
) -> contract_supplier::Model {
    contract_supplier::Model {
        contract_id,
        seq,
        // A name that spend files pay does not become one here by standing in for one.
        supplier_id: name.supplier_id.filter(|_| !supplier.is_unnamed),
        supplier_name_id: name.name_id,
        scheme: supplier.scheme.map(str::to_owned),
        identifier: supplier.identifier.clone(),
        scale: supplier.scale.map(str::to_owned),
        sme: supplier.sme,
        vcse: supplier.vcse,
        postcode: supplier.postcode.clone(),
        country: None,
    }
}

fn lost() -> IngestError {
    IngestError::new(IngestCode::Internal, "a contract or supplier was not found again in the database")
}
