//! What loads have to say of suppliers, in their own transaction.

use std::collections::BTreeSet;

use anchorhub_entities::{
    award_supplier, contract, contract_supplier, payment, supplier, supplier_evidence, supplier_name,
};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement};

/// Ids of one statement.
const CHUNK: usize = 500;

/// The atoms of suppliers in a table of parties of which it says more than the name.
macro_rules! stating {
    ($table:ident) => {
        Query::select()
            .distinct()
            .column((supplier_name::Entity, supplier_name::Column::AtomId))
            .from($table::Entity)
            .inner_join(
                supplier_name::Entity,
                Expr::col((supplier_name::Entity, supplier_name::Column::Id))
                    .equals(($table::Entity, $table::Column::SupplierNameId)),
            )
            .and_where(Expr::col((supplier_name::Entity, supplier_name::Column::AtomId)).is_not_null())
            .cond_where(
                Condition::any()
                    .add(Expr::col(($table::Entity, $table::Column::Identifier)).is_not_null())
                    .add(Expr::col(($table::Entity, $table::Column::Postcode)).is_not_null())
                    .add(Expr::col(($table::Entity, $table::Column::Scale)).is_not_null())
                    .add(Expr::col(($table::Entity, $table::Column::Sme)).is_not_null())
                    .add(Expr::col(($table::Entity, $table::Column::Vcse)).is_not_null()),
            )
    };
}

/// What a load has written that holds suppliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// Payments of one document.
    Payments {
        /// The institution that pays, by its key in the hub.
        institution_id: i32,
        /// The document, by its key in the hub.
        document_id: i64,
    },
    /// Suppliers of awards and contracts.
    Contracts,
}

/// To be called by a load before it marks anything else and commits: sets right what it wrote of suppliers that were
/// merged or split meanwhile, and marks those that it gave new names, and `stated`, of which it says or takes back
/// something. `refresh` looks at them then.
pub async fn settle(tx: &mut LoadTx, loaded: Loaded, stated: BTreeSet<i64>) -> Result<(), StoreError> {
    let mut marked = stated;
    if tx.settle_suppliers().await? {
        correct(tx, loaded).await?;
        // Names may have gone to atoms that were split off since `stated` was read.
        let split = Query::select()
            .column(supplier::Column::Id)
            .from(supplier::Entity)
            .and_where(Expr::col(supplier::Column::Key).like("%#%"))
            .to_owned();
        marked.extend(atoms(tx, &split).await?);
    }
    marked.extend(tx.renamed());
    tx.mark_suppliers(&marked).await
}

/// Rows that hold what is not the supplier of their name any more; others of the kind are all right already.
async fn correct(tx: &mut LoadTx, loaded: Loaded) -> Result<(), StoreError> {
    macro_rules! follow {
        ($table:ident, $only:expr) => {{
            let name = Query::select()
                .column((supplier_name::Entity, supplier_name::Column::SupplierId))
                .from(supplier_name::Entity)
                .and_where(
                    Expr::col((supplier_name::Entity, supplier_name::Column::Id))
                        .equals(($table::Entity, $table::Column::SupplierNameId)),
                )
                .to_owned();
            let name = || Expr::SubQuery(None, Box::new(name.clone().into()));
            let mut update = Query::update();
            update
                .table($table::Entity)
                .value($table::Column::SupplierId, name())
                .and_where(Expr::col(($table::Entity, $table::Column::SupplierId)).is_not_null())
                .and_where(Expr::col(($table::Entity, $table::Column::SupplierId)).ne(name()));
            for only in $only {
                update.and_where(only);
            }
            tx.execute(&update).await?;
        }};
    }
    match loaded {
        Loaded::Payments { institution_id, document_id } => follow!(
            payment,
            [
                Expr::col((payment::Entity, payment::Column::InstitutionId)).eq(institution_id),
                Expr::col((payment::Entity, payment::Column::DocumentId)).eq(document_id),
            ]
        ),
        Loaded::Contracts => {
            follow!(award_supplier, Vec::<Expr>::new());
            follow!(contract_supplier, Vec::<Expr>::new());
        }
    }
    Ok(())
}

/// Atoms of which a document says something that nobody has said of their names before, or of which documents that
/// it is about to replace say something that nobody else says. To be called before those are taken away.
pub async fn changed_by_document(
    tx: &mut LoadTx,
    institution_id: i32,
    document_id: i64,
    replaced: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    let mut atoms = only_in(tx, institution_id, &[document_id]).await?;
    if !replaced.is_empty() {
        atoms.extend(only_in(tx, institution_id, replaced).await?);
    }
    Ok(atoms)
}

/// Atoms of whose names only these documents of an institution say something.
async fn only_in(
    tx: &mut LoadTx,
    institution_id: i32,
    documents: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    use supplier_evidence::Column::{DocumentId, InstitutionId, Scheme, SupplierNameId, Value};
    let elsewhere = Alias::new("elsewhere");
    let there = |column| Expr::col((elsewhere.clone(), column));
    let here = |column| (supplier_evidence::Entity, column);
    let said_elsewhere = Query::select()
        .expr(Expr::value(1))
        .from_as(supplier_evidence::Entity, elsewhere.clone())
        .and_where(there(SupplierNameId).equals(here(SupplierNameId)))
        .and_where(there(Scheme).equals(here(Scheme)))
        .and_where(there(Value).equals(here(Value)))
        .and_where(there(DocumentId).is_not_in(documents.iter().copied()))
        .to_owned();
    let select = Query::select()
        .distinct()
        .column((supplier_name::Entity, supplier_name::Column::AtomId))
        .from(supplier_evidence::Entity)
        .inner_join(
            supplier_name::Entity,
            Expr::col((supplier_name::Entity, supplier_name::Column::Id)).equals(here(SupplierNameId)),
        )
        .and_where(Expr::col(here(InstitutionId)).eq(institution_id))
        .and_where(Expr::col(here(DocumentId)).is_in(documents.iter().copied()))
        // A publisher's own numbers of suppliers tell nobody who they are.
        .and_where(Expr::col(here(Scheme)).ne("supplier_id"))
        .and_where(Expr::exists(said_elsewhere).not())
        .and_where(Expr::col((supplier_name::Entity, supplier_name::Column::AtomId)).is_not_null())
        .to_owned();
    atoms(tx, &select).await
}

/// Atoms of which these contracting processes say more than the name.
pub async fn stated_by_processes(tx: &mut LoadTx, processes: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    for processes in processes.chunks(CHUNK) {
        let awards = stating!(award_supplier)
            .and_where(
                Expr::col((award_supplier::Entity, award_supplier::Column::ProcessId))
                    .is_in(processes.iter().copied()),
            )
            .to_owned();
        found.extend(atoms(tx, &awards).await?);
        let of_contracts = Query::select()
            .column(contract::Column::Id)
            .from(contract::Entity)
            .and_where(Expr::col(contract::Column::ProcessId).is_in(processes.iter().copied()))
            .to_owned();
        let contracts = stating!(contract_supplier)
            .and_where(
                Expr::col((contract_supplier::Entity, contract_supplier::Column::ContractId))
                    .in_subquery(of_contracts),
            )
            .to_owned();
        found.extend(atoms(tx, &contracts).await?);
    }
    Ok(found)
}

/// Atoms of which these contracts say more than the name.
pub async fn stated_by_contracts(tx: &mut LoadTx, contracts: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    for contracts in contracts.chunks(CHUNK) {
        let select = stating!(contract_supplier)
            .and_where(
                Expr::col((contract_supplier::Entity, contract_supplier::Column::ContractId))
                    .is_in(contracts.iter().copied()),
            )
            .to_owned();
        found.extend(atoms(tx, &select).await?);
    }
    Ok(found)
}

async fn atoms(tx: &mut LoadTx, select: &SelectStatement) -> Result<BTreeSet<i64>, StoreError> {
    let rows: Vec<(i64,)> = tx.fetch(select).await?;
    Ok(rows.into_iter().map(|(atom,)| atom).collect())
}
