//! Facts follow the suppliers that their atoms stand for: only rows that differ are written.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    award_supplier, contract_buyer, contract_supplier, payment, supplier, supplier_name,
};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{
    Alias, CaseStatement, Condition, Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement,
};

/// Atoms of one statement.
const ATOMS: usize = 400;

/// An atom whose facts hold one supplier and should hold another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) atom: i64,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Lets everything follow, and marks the institutions concerned for linking.
///
/// Rows are locked first, and nobody is waited for: a load that deletes or writes them could else wait for us while
/// we wait for it. Giving up loses nothing, as the marks stay.
pub(super) async fn follow(tx: &mut LoadTx, moves: &[Move]) -> Result<(), StoreError> {
    let mut institutions = BTreeSet::new();
    for moves in moves.chunks(ATOMS) {
        let heads: BTreeMap<i64, i64> = moves.iter().map(|moved| (moved.atom, moved.to)).collect();
        let atoms: Vec<i64> = heads.keys().copied().collect();
        let from: BTreeSet<i64> = moves.iter().map(|moved| moved.from).collect();
        lock_names(tx, &atoms).await?;
        merge(tx, &heads).await?;
        rename(tx, &atoms).await?;
        let part = Part { from: from.into_iter().collect(), atoms };
        institutions.extend(part.institutions(tx).await?);
        part.rewrite(tx).await?;
    }
    tx.note_moves().await?;
    anchorhub_linking::mark_all(tx, &institutions).await
}

/// The suppliers before the names, as whoever adds a name locks them in this order.
async fn lock_names(tx: &mut LoadTx, atoms: &[i64]) -> Result<(), StoreError> {
    let suppliers = Query::select()
        .column(supplier::Column::Id)
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Id).is_in(atoms.iter().copied()))
        .order_by(supplier::Column::Id, Order::Asc)
        .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
        .to_owned();
    let _: Vec<(i64,)> = tx.fetch(&suppliers).await?;
    let names = Query::select()
        .column(supplier_name::Column::Id)
        .from(supplier_name::Entity)
        .and_where(Expr::col(supplier_name::Column::AtomId).is_in(atoms.iter().copied()))
        .order_by(supplier_name::Column::Id, Order::Asc)
        .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
        .to_owned();
    let _: Vec<(i64,)> = tx.fetch(&names).await?;
    Ok(())
}

async fn merge(tx: &mut LoadTx, heads: &BTreeMap<i64, i64>) -> Result<(), StoreError> {
    use supplier::Column::{Id, MergedInto};
    let (own, merged): (Vec<_>, Vec<_>) = heads.iter().partition(|(atom, head)| atom == head);
    if !own.is_empty() {
        let update = Query::update()
            .table(supplier::Entity)
            .value(MergedInto, Option::<i64>::None)
            .and_where(Expr::col(Id).is_in(own.iter().map(|(atom, _)| **atom)))
            .to_owned();
        tx.execute(&update).await?;
    }
    if !merged.is_empty() {
        let mut head_of = CaseStatement::new();
        for (atom, head) in &merged {
            head_of = head_of.case(Expr::col(Id).eq(**atom), Expr::value(**head));
        }
        let update = Query::update()
            .table(supplier::Entity)
            .value(MergedInto, head_of)
            .and_where(Expr::col(Id).is_in(merged.iter().map(|(atom, _)| **atom)))
            .to_owned();
        tx.execute(&update).await?;
    }
    Ok(())
}

async fn rename(tx: &mut LoadTx, atoms: &[i64]) -> Result<(), StoreError> {
    let head = Query::select()
        .expr(Expr::cust("coalesce(supplier.merged_into, supplier.id)"))
        .from(supplier::Entity)
        .and_where(
            Expr::col((supplier::Entity, supplier::Column::Id))
                .equals((supplier_name::Entity, supplier_name::Column::AtomId)),
        )
        .to_owned();
    let update = Query::update()
        .table(supplier_name::Entity)
        .value(supplier_name::Column::SupplierId, Expr::SubQuery(None, Box::new(head.into())))
        .and_where(Expr::col(supplier_name::Column::AtomId).is_in(atoms.iter().copied()))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}

/// Facts that hold one of these suppliers under a name of one of these atoms.
struct Part {
    from: Vec<i64>,
    atoms: Vec<i64>,
}

impl Part {
    fn these(&self, supplier: Expr, name: Expr) -> Condition {
        let names = Query::select()
            .column(supplier_name::Column::Id)
            .from(supplier_name::Entity)
            .and_where(Expr::col(supplier_name::Column::AtomId).is_in(self.atoms.iter().copied()))
            .to_owned();
        Condition::all().add(supplier.is_in(self.from.iter().copied())).add(name.in_subquery(names))
    }

    /// The institutions that pay under these names or have contracts with them.
    async fn institutions(&self, tx: &mut LoadTx) -> Result<BTreeSet<i32>, StoreError> {
        use payment::Column::{InstitutionId, SupplierId, SupplierNameId};
        let paying = locked(
            Query::select()
                .column(InstitutionId)
                .from(payment::Entity)
                .cond_where(self.these(Expr::col(SupplierId), Expr::col(SupplierNameId)))
                .to_owned(),
        );
        let paying = Query::select()
            .distinct()
            .column(InstitutionId)
            .from_subquery(paying, Alias::new("paying"))
            .to_owned();
        let supplied = |column| Expr::col((contract_supplier::Entity, column));
        let buying = Query::select()
            .distinct()
            .column((contract_buyer::Entity, contract_buyer::Column::InstitutionId))
            .from(contract_supplier::Entity)
            .inner_join(
                contract_buyer::Entity,
                Expr::col((contract_buyer::Entity, contract_buyer::Column::ContractId))
                    .equals((contract_supplier::Entity, contract_supplier::Column::ContractId)),
            )
            .cond_where(self.these(
                supplied(contract_supplier::Column::SupplierId),
                supplied(contract_supplier::Column::SupplierNameId),
            ))
            .to_owned();
        let mut institutions: Vec<(i32,)> = tx.fetch(&paying).await?;
        institutions.extend(tx.fetch::<(i32,)>(&buying).await?);
        Ok(institutions.into_iter().map(|(institution_id,)| institution_id).collect())
    }

    async fn rewrite(&self, tx: &mut LoadTx) -> Result<(), StoreError> {
        macro_rules! follow {
            ($table:ident, $key:ident) => {
                let these = || {
                    self.these(
                        Expr::col($table::Column::SupplierId),
                        Expr::col($table::Column::SupplierNameId),
                    )
                };
                let rows = locked(
                    Query::select()
                        .column($table::Column::$key)
                        .from($table::Entity)
                        .cond_where(these())
                        .to_owned(),
                );
                let lock = Query::select()
                    .expr(Expr::cust("count(*)"))
                    .from_subquery(rows, Alias::new("these"))
                    .to_owned();
                let _: Vec<(i64,)> = tx.fetch(&lock).await?;
                let name = Query::select()
                    .column((supplier_name::Entity, supplier_name::Column::SupplierId))
                    .from(supplier_name::Entity)
                    .and_where(
                        Expr::col((supplier_name::Entity, supplier_name::Column::Id))
                            .equals(($table::Entity, $table::Column::SupplierNameId)),
                    )
                    .to_owned();
                let update = Query::update()
                    .table($table::Entity)
                    .value($table::Column::SupplierId, Expr::SubQuery(None, Box::new(name.into())))
                    .cond_where(these())
                    .to_owned();
                tx.execute(&update).await?;
            };
        }
        follow!(payment, Seq);
        follow!(award_supplier, Seq);
        follow!(contract_supplier, Seq);
        Ok(())
    }
}

fn locked(mut select: SelectStatement) -> SelectStatement {
    select.lock_with_behavior(LockType::Update, LockBehavior::Nowait).to_owned()
}
