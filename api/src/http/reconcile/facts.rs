//! What the hub knows of suppliers, for data extension and previews.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use anchorhub_entities::{area, payment, supplier, supplier_name, supplier_profile};
use anchorhub_resolution::lookup::believed_identifiers;
use anchorhub_store::{Database, Engine, Snapshot, StoreError};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

/// What is known of a canonical supplier.
pub(super) struct Facts {
    pub(super) supplier: supplier::Model,
    pub(super) profile: Option<supplier_profile::Model>,
    /// Believed ones: scheme and value.
    pub(super) identifiers: Vec<(String, String)>,
    /// As published, from A to Z.
    pub(super) names: Vec<String>,
    /// What it was paid; all zero if nothing.
    pub(super) paid: Paid,
    /// Names of its areas, by GSS code.
    pub(super) areas: HashMap<String, String>,
}

/// What a supplier was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paid {
    /// Institutions that paid it.
    pub(super) institutions: i64,
    /// Payments.
    pub(super) payments: i64,
    /// Payments less credits.
    pub(super) net_pence: i64,
}

/// What is to be read besides suppliers and their profiles.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    pub(super) identifiers: bool,
    pub(super) names: bool,
    pub(super) paid: bool,
    pub(super) areas: bool,
}

impl Facts {
    /// Name of an area; its code where the hub has no name for it.
    pub(super) fn area<'a>(&'a self, code: &'a str) -> &'a str {
        self.areas.get(code).map_or(code, String::as_str)
    }
}

/// What is known of suppliers, by the ids asked for: an old one shows the supplier that it is part of now.
/// The number of statements depends on what is wanted alone.
pub(super) async fn read(
    database: &Database,
    ids: &BTreeSet<i64>,
    wanted: Wanted,
) -> Result<HashMap<i64, Arc<Facts>>, StoreError> {
    let mut snapshot = database.snapshot().await?;
    let atoms = suppliers(&mut snapshot, ids).await?;
    let canonical: BTreeSet<i64> = atoms.values().map(|atom| atom.merged_into.unwrap_or(atom.id)).collect();
    let suppliers = suppliers(&mut snapshot, &canonical).await?;
    let mut profiles = profiles(&mut snapshot, &canonical).await?;
    let mut identifiers = match wanted.identifiers {
        true => believed_identifiers(&mut snapshot, &canonical).await?,
        false => HashMap::new(),
    };
    let mut names = if wanted.names { names(&mut snapshot, &canonical).await? } else { HashMap::new() };
    let mut paid = match wanted.paid {
        true => paid(&mut snapshot, database.engine(), &canonical).await?,
        false => HashMap::new(),
    };
    let areas = if wanted.areas { areas(&mut snapshot, profiles.values()).await? } else { HashMap::new() };
    snapshot.finish().await?;

    let facts: HashMap<i64, Arc<Facts>> = suppliers
        .into_iter()
        .map(|(id, supplier)| {
            let profile = profiles.remove(&id);
            let codes = profile.iter().flat_map(codes);
            let facts = Facts {
                areas: codes.filter_map(|code| Some((code.to_owned(), areas.get(code)?.clone()))).collect(),
                supplier,
                profile,
                identifiers: identifiers.remove(&id).unwrap_or_default(),
                names: names.remove(&id).unwrap_or_default(),
                paid: paid.remove(&id).unwrap_or_default(),
            };
            (id, Arc::new(facts))
        })
        .collect();
    let of = |atom: &supplier::Model| facts.get(&atom.merged_into.unwrap_or(atom.id)).cloned();
    Ok(atoms.iter().filter_map(|(id, atom)| Some((*id, of(atom)?))).collect())
}

async fn suppliers(
    snapshot: &mut Snapshot,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, supplier::Model>, StoreError> {
    let select = supplier::Entity::find().filter(supplier::Column::Id.is_in(ids.iter().copied()));
    let rows: Vec<supplier::Model> = snapshot.fetch(&select.into_query()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn profiles(
    snapshot: &mut Snapshot,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, supplier_profile::Model>, StoreError> {
    let select = supplier_profile::Entity::find()
        .filter(supplier_profile::Column::SupplierId.is_in(ids.iter().copied()));
    let rows: Vec<supplier_profile::Model> = snapshot.fetch(&select.into_query()).await?;
    Ok(rows.into_iter().map(|row| (row.supplier_id, row)).collect())
}

async fn names(
    snapshot: &mut Snapshot,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let select = supplier_name::Entity::find()
        .filter(supplier_name::Column::SupplierId.is_in(ids.iter().copied()))
        .order_by_asc(supplier_name::Column::Name);
    let rows: Vec<supplier_name::Model> = snapshot.fetch(&select.into_query()).await?;
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    for row in rows {
        if let Some(id) = row.supplier_id {
            names.entry(id).or_default().push(row.name);
        }
    }
    Ok(names)
}

async fn paid(
    snapshot: &mut Snapshot,
    engine: Engine,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, Paid>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        supplier_id: i64,
        institutions: i64,
        payments: i64,
        net_pence: i64,
    }
    let select = Query::select()
        .column(payment::Column::SupplierId)
        .expr_as(Expr::cust("count(DISTINCT institution_id)"), Alias::new("institutions"))
        .expr_as(Expr::cust("count(*)"), Alias::new("payments"))
        .expr_as(Expr::cust(engine.sum("pence")), Alias::new("net_pence"))
        .from(payment::Entity)
        .and_where(Expr::col(payment::Column::SupplierId).is_in(ids.iter().copied()))
        .group_by_col(payment::Column::SupplierId)
        .take();
    let rows: Vec<Row> = snapshot.fetch(&select).await?;
    let paid = rows.into_iter().map(|row| {
        let Row { supplier_id, institutions, payments, net_pence } = row;
        (supplier_id, Paid { institutions, payments, net_pence })
    });
    Ok(paid.collect())
}

/// The areas of a profile whose names are shown.
fn codes(profile: &supplier_profile::Model) -> impl Iterator<Item = &str> {
    [&profile.district, &profile.authority, &profile.region].into_iter().filter_map(Option::as_deref)
}

async fn areas(
    snapshot: &mut Snapshot,
    profiles: impl Iterator<Item = &supplier_profile::Model>,
) -> Result<HashMap<String, String>, StoreError> {
    let codes: BTreeSet<&str> = profiles.flat_map(codes).collect();
    let select = area::Entity::find().filter(area::Column::Code.is_in(codes));
    let rows: Vec<area::Model> = snapshot.fetch(&select.into_query()).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
