//! Who buys and who holds a contract, whichever of its sources says so.

use anchorhub_entities::{contract, contract_buyer, contract_supplier, institution, supplier_name};
use anchorhub_store::Engine;
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Func, IntoCondition, JoinType, Query, SelectStatement},
};

use super::ContractFilter;

/// The contract that counts for a row of `contract`.
pub(crate) fn counted() -> Expr {
    let own = |column| Expr::col((contract::Entity, column));
    Func::coalesce([own(contract::Column::ClusterId), own(contract::Column::Id)]).into()
}

/// The contracts that count and of which any source has such a row in a table.
fn counted_under<E: EntityTrait>(
    table: E,
    contract_id: E::Column,
    rows: impl IntoCondition,
) -> SelectStatement {
    Query::select()
        .expr(counted())
        .from(table)
        .join(
            JoinType::InnerJoin,
            contract::Entity,
            Expr::col((contract::Entity, contract::Column::Id)).eq(Expr::col((table, contract_id))),
        )
        .cond_where(rows)
        .to_owned()
}

fn bought_by(rows: impl IntoCondition) -> SelectStatement {
    counted_under(contract_buyer::Entity, contract_buyer::Column::ContractId, rows)
}

fn held_by(rows: impl IntoCondition) -> SelectStatement {
    counted_under(contract_supplier::Entity, contract_supplier::Column::ContractId, rows)
}

/// That a row of `contract` has no buyer that the hub follows.
pub(super) fn without_buyer() -> Expr {
    counted().not_in_subquery(bought_by(Condition::all()))
}

/// That a row of `contract` has no known holder.
pub(super) fn without_holder() -> Expr {
    counted().not_in_subquery(held_by(contract_supplier::Column::SupplierId.is_not_null()))
}

/// What the filter asks of buyers, as a condition on the table `contract`: all of one and the same.
pub(super) fn buyer_condition(filter: &ContractFilter) -> Option<Expr> {
    let buyer = contract_buyer::Column::InstitutionId;
    let listed = filter.institutions.as_deref().map(|keys| buyer.is_in(keys.iter().copied()));
    let of_kind = filter.institution_kinds.as_deref().map(|kinds| {
        let of_kind = Query::select()
            .column(institution::Column::Id)
            .from(institution::Entity)
            .and_where(
                Expr::col((institution::Entity, institution::Column::Kind))
                    .is_in(kinds.iter().map(ActiveEnum::to_value)),
            )
            .to_owned();
        buyer.in_subquery(of_kind)
    });
    (listed.is_some() || of_kind.is_some())
        .then(|| counted().in_subquery(bought_by(Condition::all().add_option(listed).add_option(of_kind))))
}

/// What the filter asks of holders, as a condition on the table `contract`: all of one and the same.
pub(super) fn holder_condition(filter: &ContractFilter, engine: Engine) -> Option<Condition> {
    let holder = || Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId));
    let listed = filter.suppliers.as_deref().map(|keys| holder().is_in(keys.iter().copied()));
    let named = filter.supplier_name.as_deref().map(|text| holder().in_subquery(named(engine, text)));
    let traits = filter.supplier.as_ref().map(|traits| traits.condition(&holder()));
    if listed.is_none() && named.is_none() && traits.is_none() {
        return None;
    }
    let nobody = listed.is_none()
        && named.is_none()
        && filter.supplier.as_ref().is_some_and(crate::SupplierTraits::allows_nobody);
    let among =
        Condition::all().add(holder().is_not_null()).add_option(listed).add_option(named).add_option(traits);
    let any = Condition::any().add(counted().in_subquery(held_by(among)));
    Some(if nobody { any.add(without_holder()) } else { any })
}

/// The suppliers with a published name that contains a text.
pub(crate) fn named(engine: Engine, text: &str) -> SelectStatement {
    Query::select()
        .distinct()
        .column(supplier_name::Column::SupplierId)
        .from(supplier_name::Entity)
        .and_where(engine.contains(supplier_name::Column::Name.into_simple_expr(), text))
        .and_where(supplier_name::Column::SupplierId.is_not_null())
        .to_owned()
}
