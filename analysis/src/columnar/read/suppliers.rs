//! Payee names, the suppliers that they stand for, and what is known of these.

use std::collections::BTreeSet;

use anchorhub_entities::{
    supplier::{self, SupplierKind},
    supplier_name, supplier_profile,
};
use anchorhub_store::{Snapshot, StoreError};
use rustc_hash::FxHashMap;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};

use super::{damaged, row::row};
use crate::columnar::{
    dimensions::{Codes, Profile},
    facts::Names,
};

/// Canonical suppliers. The place after the last of them stands for nobody: payees that are withheld.
#[derive(Debug)]
pub(crate) struct Suppliers {
    /// In the order of their ids.
    pub(crate) models: Vec<supplier::Model>,
    /// The place of each in the order of names; nobody comes last.
    pub(crate) ranks: Vec<u32>,
    /// For each name code the place of its supplier.
    pub(crate) of_name: Vec<u32>,
    /// What is known of each.
    pub(crate) profiles: Vec<Profile>,
    pub(crate) sectors: Codes,
    pub(crate) districts: Codes,
    pub(crate) authorities: Codes,
    pub(crate) regions: Codes,
    /// Deciles that occur, in ascending order.
    pub(crate) deciles: Vec<i16>,
}

row!(NameRow { id: i64, supplier_id: Option<i64> });
row!(TextRow { id: i64, folded: String });
row!(SupplierRow { id: i64, key: String, name: String, kind: SupplierKind });
row!(CodeRow { code: String });
row!(ProfileRow {
    supplier_id: i64,
    sme: Option<bool>,
    vcse: Option<bool>,
    sector: Option<String>,
    district: Option<String>,
    authority: Option<String>,
    region: Option<String>,
    decile: Option<i16>,
});

/// Reads which supplier each name stands for, and gives new names their codes.
pub(crate) async fn names(
    snapshot: &mut Snapshot,
    names: &mut Names,
) -> Result<Vec<Option<i64>>, StoreError> {
    use supplier_name::Column::{Id, Name, SupplierId};
    let select = Query::select().columns([Id, SupplierId]).from(supplier_name::Entity).to_owned();
    let rows: Vec<NameRow> = snapshot.fetch(&select).await?;
    if let Some(first_new) = rows.iter().map(|row| row.id).filter(|id| names.code(*id).is_none()).min() {
        let select = Query::select()
            .column(Id)
            .expr(Func::lower(Expr::col(Name)))
            .from(supplier_name::Entity)
            .and_where(Expr::col(Id).gte(first_new))
            .order_by(Id, Order::Asc)
            .to_owned();
        for row in snapshot.fetch::<TextRow>(&select).await? {
            if !names.add(row.id, &row.folded) {
                return Err(damaged("there are more payee names than codes".to_owned()));
            }
        }
    }
    let mut supplier_of = vec![None; names.len()];
    for row in rows {
        let code = names.code(row.id).and_then(|code| usize::try_from(code).ok());
        if let Some(of_name) = code.and_then(|code| supplier_of.get_mut(code)) {
            *of_name = row.supplier_id;
        }
    }
    Ok(supplier_of)
}

/// Reads the canonical suppliers: all, or those whose keys a statement gives.
pub(crate) async fn suppliers(
    snapshot: &mut Snapshot,
    supplier_of_name: &[Option<i64>],
    among: Option<&SelectStatement>,
) -> Result<Suppliers, StoreError> {
    use supplier::Column::{Id, Key, Kind, MergedInto, Name};
    let select = Query::select()
        .columns([Id, Key, Name, Kind])
        .from(supplier::Entity)
        .and_where(Expr::col(MergedInto).is_null())
        .and_where_option(among.map(|keys| Expr::col(Id).in_subquery(keys.clone())))
        // Names in the order of the database, which may not be that of their bytes.
        .order_by(Name, Order::Asc)
        .order_by(Id, Order::Asc)
        .to_owned();
    let by_name: Vec<SupplierRow> = snapshot.fetch(&select).await?;
    let model = |row: SupplierRow| supplier::Model {
        id: row.id,
        key: row.key,
        name: row.name,
        kind: row.kind,
        merged_into: None,
    };
    let mut models: Vec<(u32, supplier::Model)> = (0..).zip(by_name.into_iter().map(model)).collect();
    models.sort_unstable_by_key(|(_, model)| model.id);
    let nobody = u32::try_from(models.len()).map_err(|_| damaged("too many suppliers".to_owned()))?;
    let mut ranks: Vec<u32> = models.iter().map(|(rank, _)| *rank).collect();
    ranks.push(nobody);
    let models: Vec<supplier::Model> = models.into_iter().map(|(_, model)| model).collect();
    let places: FxHashMap<i64, u32> = models.iter().map(|model| model.id).zip(0..).collect();
    let place_of = |id: &Option<i64>| match id {
        Some(id) => places
            .get(id)
            .copied()
            .ok_or_else(|| damaged(format!("names stand for supplier {id}, which is none"))),
        None => Ok(nobody),
    };
    let of_name = supplier_of_name.iter().map(place_of).collect::<Result<_, _>>()?;

    let sectors = codes(snapshot, supplier_profile::Column::Sector).await?;
    let districts = codes(snapshot, supplier_profile::Column::District).await?;
    let authorities = codes(snapshot, supplier_profile::Column::Authority).await?;
    let regions = codes(snapshot, supplier_profile::Column::Region).await?;
    let unknown = Profile {
        sme: None,
        vcse: None,
        decile: None,
        sector: sectors.unknown(),
        district: districts.unknown(),
        authority: authorities.unknown(),
        region: regions.unknown(),
    };
    let mut profiles = vec![unknown; models.len() + 1];
    for row in snapshot.fetch::<ProfileRow>(&profile_select(among)).await? {
        let place = places.get(&row.supplier_id).and_then(|place| usize::try_from(*place).ok());
        let Some(profile) = place.and_then(|place| profiles.get_mut(place)) else { continue };
        *profile = Profile {
            sme: row.sme,
            vcse: row.vcse,
            decile: row.decile,
            sector: sectors.code(row.sector.as_deref()),
            district: districts.code(row.district.as_deref()),
            authority: authorities.code(row.authority.as_deref()),
            region: regions.code(row.region.as_deref()),
        };
    }
    let deciles: BTreeSet<i16> = profiles.iter().filter_map(|profile| profile.decile).collect();
    let deciles = deciles.into_iter().collect();
    Ok(Suppliers { models, ranks, of_name, profiles, sectors, districts, authorities, regions, deciles })
}

fn profile_select(among: Option<&SelectStatement>) -> SelectStatement {
    use supplier_profile::Column::{Authority, Decile, District, Region, Sector, Sme, SupplierId, Vcse};
    Query::select()
        .columns([SupplierId, Sme, Vcse, Sector, District, Authority, Region, Decile])
        .from(supplier_profile::Entity)
        .and_where_option(among.map(|keys| Expr::col(SupplierId).in_subquery(keys.clone())))
        .to_owned()
}

/// The codes that occur in a column, in the order of the database.
async fn codes(snapshot: &mut Snapshot, column: supplier_profile::Column) -> Result<Codes, StoreError> {
    let select = Query::select()
        .distinct()
        .column(column)
        .from(supplier_profile::Entity)
        .and_where(Expr::col(column).is_not_null())
        .order_by(column, Order::Asc)
        .to_owned();
    let rows: Vec<CodeRow> = snapshot.fetch(&select).await?;
    Ok(Codes::new(rows.into_iter().map(|row| row.code)))
}
