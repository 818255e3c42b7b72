//! Who buys: buyers of processes among the institutions, and the institutions under contracts.

use std::collections::BTreeSet;

use anchorhub_entities::{contract, contract_buyer, contracting_process, process_buyer};
use anchorhub_ocds::facts::Identifier;
use anchorhub_store::{ChangeKind, LoadTx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use super::directory::Directory;
use crate::{IngestError, load::rows};

/// Buyers looked at together.
const BUYERS: u64 = 1_000;

/// Processes named in one statement.
pub(super) const PROCESSES: usize = 500;

/// A buyer as the database keeps it: process, position, institution, basis, scheme, identifier, others, name.
type Row = (i64, i32, Option<i32>, String, Option<String>, Option<String>, Option<String>, String);

/// An identifier as institutions have theirs: scheme, hyphen, identifier.
pub(super) fn org_id(identifier: &Identifier) -> String {
    joined(&identifier.scheme, &identifier.id)
}

fn joined(scheme: &str, id: &str) -> String {
    format!("{}-{}", scheme.trim(), id.trim())
}

/// Finds the buyers of all processes again, after institutions or their other names have changed; with them the
/// institutions under contracts. To be called last before the commit, as it marks institutions for linking.
pub(crate) async fn find_buyers_again(tx: &mut LoadTx) -> Result<(), IngestError> {
    let directory = Directory::read(tx).await?;
    let mut institutions = BTreeSet::new();
    let mut after = (0, -1);
    loop {
        let page = page(tx, after).await?;
        let Some((process_id, seq, ..)) = page.last() else { break };
        after = (*process_id, *seq);
        let moved: Vec<process_buyer::Model> =
            page.into_iter().filter_map(|row| found_again(&directory, row)).collect();
        if !moved.is_empty() {
            write(tx, moved, &mut institutions).await?;
        }
    }
    Ok(anchorhub_linking::mark_all(tx, &institutions).await?)
}

async fn page(tx: &mut LoadTx, after: (i64, i32)) -> Result<Vec<Row>, IngestError> {
    use process_buyer::Column;
    let place = Expr::tuple([Expr::col(Column::ProcessId), Expr::col(Column::Seq)]);
    let select = Query::select()
        .columns([
            Column::ProcessId,
            Column::Seq,
            Column::InstitutionId,
            Column::Basis,
            Column::Scheme,
            Column::Identifier,
            Column::Others,
            Column::Name,
        ])
        .from(process_buyer::Entity)
        .and_where(place.gt(Expr::tuple([Expr::value(after.0), Expr::value(after.1)])))
        .order_by(Column::ProcessId, Order::Asc)
        .order_by(Column::Seq, Order::Asc)
        .limit(BUYERS)
        .to_owned();
    Ok(tx.fetch(&select).await?)
}

/// The buyer as it is found now; none when that is as it was.
fn found_again(directory: &Directory, row: Row) -> Option<process_buyer::Model> {
    let (process_id, seq, before, basis_before, scheme, identifier, others, name) = row;
    let main = scheme.as_deref().zip(identifier.as_deref()).map(|(scheme, id)| joined(scheme, id));
    let further: Vec<String> =
        others.as_deref().and_then(|others| serde_json::from_str(others).ok()).unwrap_or_default();
    let (institution_id, basis) = directory.find(main.iter().chain(&further).map(String::as_str), &name);
    let basis = basis.name();
    ((institution_id, basis) != (before, basis_before.as_str())).then(|| process_buyer::Model {
        process_id,
        seq,
        institution_id,
        basis: basis.to_owned(),
        scheme,
        identifier,
        others,
        name,
    })
}

/// Writes buyers that were found to be somebody else, and what follows from it.
async fn write(
    tx: &mut LoadTx,
    moved: Vec<process_buyer::Model>,
    institutions: &mut BTreeSet<i32>,
) -> Result<(), IngestError> {
    let processes: BTreeSet<i64> = moved.iter().map(|buyer| buyer.process_id).collect();
    let processes: Vec<i64> = processes.into_iter().collect();
    for chunk in processes.chunks(PROCESSES) {
        institutions.extend(under_contracts(tx, chunk).await?);
    }
    replace(tx, moved).await?;
    for chunk in processes.chunks(PROCESSES) {
        write_under_contracts(tx, chunk).await?;
        institutions.extend(under_contracts(tx, chunk).await?);
        for ocid in ocids(tx, chunk).await? {
            tx.note(ChangeKind::ContractingProcess, ocid);
        }
    }
    Ok(())
}

/// Puts buyers in the place of those that stand there.
async fn replace(tx: &mut LoadTx, buyers: Vec<process_buyer::Model>) -> Result<(), IngestError> {
    use process_buyer::Column;
    let columns = [
        Column::ProcessId,
        Column::Seq,
        Column::InstitutionId,
        Column::Basis,
        Column::Scheme,
        Column::Identifier,
        Column::Others,
        Column::Name,
    ];
    let mut buyers = buyers.into_iter().peekable();
    while buyers.peek().is_some() {
        let chunk = buyers.by_ref().take(rows::chunk_of(columns.len()));
        let mut insert = rows::statement::<process_buyer::Entity>(&columns, chunk);
        insert.on_conflict(
            OnConflict::columns([Column::ProcessId, Column::Seq])
                .update_columns([Column::InstitutionId, Column::Basis])
                .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// The institutions that buy under contracts of these processes.
pub(super) async fn under_contracts(tx: &mut LoadTx, processes: &[i64]) -> Result<Vec<i32>, IngestError> {
    let select = Query::select()
        .distinct()
        .column((contract_buyer::Entity, contract_buyer::Column::InstitutionId))
        .from(contract::Entity)
        .inner_join(
            contract_buyer::Entity,
            Expr::col((contract_buyer::Entity, contract_buyer::Column::ContractId))
                .equals((contract::Entity, contract::Column::Id)),
        )
        .and_where(
            Expr::col((contract::Entity, contract::Column::ProcessId)).is_in(processes.iter().copied()),
        )
        .to_owned();
    let rows: Vec<(i32,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(institution_id,)| institution_id).collect())
}

/// Writes who buys under the contracts of these processes: the institutions among the buyers of each process.
pub(super) async fn write_under_contracts(tx: &mut LoadTx, processes: &[i64]) -> Result<(), IngestError> {
    let of_them =
        || Expr::col((contract::Entity, contract::Column::ProcessId)).is_in(processes.iter().copied());
    let contracts = Query::select()
        .column((contract::Entity, contract::Column::Id))
        .from(contract::Entity)
        .and_where(of_them())
        .to_owned();
    let delete = Query::delete()
        .from_table(contract_buyer::Entity)
        .and_where(Expr::col(contract_buyer::Column::ContractId).in_subquery(contracts))
        .to_owned();
    tx.execute(&delete).await?;
    let institution = (process_buyer::Entity, process_buyer::Column::InstitutionId);
    let buyers = Query::select()
        .distinct()
        .column((contract::Entity, contract::Column::Id))
        .column(institution)
        .from(contract::Entity)
        .inner_join(
            process_buyer::Entity,
            Expr::col((process_buyer::Entity, process_buyer::Column::ProcessId))
                .equals((contract::Entity, contract::Column::ProcessId)),
        )
        .and_where(of_them())
        .and_where(Expr::col(institution).is_not_null())
        .to_owned();
    let mut insert = Query::insert();
    insert
        .into_table(contract_buyer::Entity)
        .columns([contract_buyer::Column::ContractId, contract_buyer::Column::InstitutionId]);
    // The number of columns is the same above and here, which is all that can be wrong.
    let _ = insert.select_from(buyers);
    tx.execute(&insert).await?;
    Ok(())
}

async fn ocids(tx: &mut LoadTx, processes: &[i64]) -> Result<Vec<String>, IngestError> {
    let select = Query::select()
        .column(contracting_process::Column::Ocid)
        .from(contracting_process::Entity)
        .and_where(Expr::col(contracting_process::Column::Id).is_in(processes.iter().copied()))
        .order_by(contracting_process::Column::Ocid, Order::Asc)
        .to_owned();
    let rows: Vec<(String,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(ocid,)| ocid).collect())
}
