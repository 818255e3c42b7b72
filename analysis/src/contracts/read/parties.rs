//! Who buys and who holds contracts, whichever of the sources of a contract says so.

use anchorhub_entities::{contract, contract_buyer, contract_supplier};
use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{
    EntityTrait,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use crate::{columnar::row, contracts::filter::counted};

row!(BuyerRow { contract_id: i64, institution_id: i32 });
row!(HolderRow { contract_id: i64, supplier_id: i64 });

/// Contracts that count with the institutions that buy.
pub(super) async fn buyers(snapshot: &mut Snapshot) -> Result<Vec<(i64, i32)>, StoreError> {
    let select = under(
        contract_buyer::Entity,
        contract_buyer::Column::ContractId,
        contract_buyer::Column::InstitutionId,
    );
    let rows: Vec<BuyerRow> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| (row.contract_id, row.institution_id)).collect())
}

/// Contracts that count with the suppliers that hold them: all suppliers, or those asked for.
pub(super) async fn holders(
    snapshot: &mut Snapshot,
    among: Option<&[i64]>,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let column = contract_supplier::Column::SupplierId;
    let supplier = || Expr::col((contract_supplier::Entity, column));
    let mut select = under(contract_supplier::Entity, contract_supplier::Column::ContractId, column);
    select.and_where(supplier().is_not_null());
    select.and_where_option(among.map(|keys| supplier().is_in(keys.iter().copied())));
    let rows: Vec<HolderRow> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| (row.contract_id, row.supplier_id)).collect())
}

fn under<E: EntityTrait>(table: E, contract_id: E::Column, party: E::Column) -> SelectStatement {
    Query::select()
        .expr(counted())
        .column((table, party))
        .from(table)
        .join(
            JoinType::InnerJoin,
            contract::Entity,
            Expr::col((contract::Entity, contract::Column::Id)).eq(Expr::col((table, contract_id))),
        )
        .to_owned()
}
