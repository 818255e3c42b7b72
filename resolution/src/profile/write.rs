//! Writing profiles.

use anchorhub_entities::supplier_profile::{self, Column, Model};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::{
    Iterable,
    sea_query::{Expr, ExprTrait, Iden, OnConflict, Query},
};

/// Takes the profiles of suppliers away that are not (or no longer) canonical; says how many there were.
pub(super) async fn delete(tx: &mut LoadTx, ids: &[i64]) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let delete = Query::delete()
        .from_table(supplier_profile::Entity)
        .and_where(Expr::col(Column::SupplierId).is_in(ids.iter().copied()))
        .to_owned();
    tx.execute(&delete).await
}

/// Writes profiles; says how many of them are new or have changed.
pub(super) async fn write(tx: &mut LoadTx, profiles: Vec<Model>) -> Result<u64, StoreError> {
    if profiles.is_empty() {
        return Ok(0);
    }
    let others = || Column::iter().filter(|column| !matches!(column, Column::SupplierId));
    let differs: Vec<String> = others()
        .map(|column| {
            let name = column.unquoted().to_owned();
            format!("supplier_profile.{name} IS DISTINCT FROM excluded.{name}")
        })
        .collect();
    let mut insert = Query::insert().into_table(supplier_profile::Entity).columns(Column::iter()).to_owned();
    for profile in profiles {
        insert.values_panic(values(profile));
    }
    insert.on_conflict(
        OnConflict::column(Column::SupplierId)
            .update_columns(others())
            .action_and_where(Expr::cust(differs.join(" OR ")))
            .to_owned(),
    );
    tx.execute(&insert).await
}

/// The values of a profile, in the order of the columns.
fn values(profile: Model) -> Vec<Expr> {
    let mut profile = profile;
    Column::iter()
        .map(|column| match column {
            Column::SupplierId => Expr::value(profile.supplier_id),
            Column::Scheme => Expr::value(profile.scheme.take()),
            Column::Number => Expr::value(profile.number.take()),
            Column::Sme => Expr::value(profile.sme),
            Column::SmeBasis => Expr::value(profile.sme_basis.take()),
            Column::SmeOn => Expr::value(profile.sme_on),
            Column::SmeConflict => Expr::value(profile.sme_conflict),
            Column::Vcse => Expr::value(profile.vcse),
            Column::VcseBasis => Expr::value(profile.vcse_basis.take()),
            Column::VcseOn => Expr::value(profile.vcse_on),
            Column::VcseConflict => Expr::value(profile.vcse_conflict),
            Column::Sic => Expr::value(profile.sic.take()),
            Column::Sector => Expr::value(profile.sector.take()),
            Column::SectorBasis => Expr::value(profile.sector_basis.take()),
            Column::Postcode => Expr::value(profile.postcode.take()),
            Column::Lsoa => Expr::value(profile.lsoa.take()),
            Column::Ward => Expr::value(profile.ward.take()),
            Column::District => Expr::value(profile.district.take()),
            Column::Authority => Expr::value(profile.authority.take()),
            Column::Region => Expr::value(profile.region.take()),
            Column::Country => Expr::value(profile.country.take()),
            Column::Decile => Expr::value(profile.decile),
            Column::LocationBasis => Expr::value(profile.location_basis.take()),
            Column::FormationAgent => Expr::value(profile.formation_agent),
            Column::PoBox => Expr::value(profile.po_box),
            Column::GroupScheme => Expr::value(profile.group_scheme.take()),
            Column::GroupNumber => Expr::value(profile.group_number.take()),
            Column::GroupName => Expr::value(profile.group_name.take()),
            Column::GroupBasis => Expr::value(profile.group_basis.take()),
        })
        .collect()
}
