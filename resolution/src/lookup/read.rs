//! What the tables say of suppliers that may be meant.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::{
    supplier::{self, SupplierKind},
    supplier_block, supplier_identifier, supplier_profile,
};
use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{
    Condition, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

/// A block that more atoms share tells nothing: such names are found by their key or an identifier alone.
const COMMON: i64 = 150;

/// An atom of identity.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Atom {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) merged_into: Option<i64>,
}

impl Atom {
    /// The supplier that it is part of.
    pub(super) fn canonical(&self) -> i64 {
        self.merged_into.unwrap_or(self.id)
    }
}

/// What is known of a canonical supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) kind: SupplierKind,
    pub(super) postcode: Option<String>,
    pub(super) district: Option<String>,
    /// Believed ones of all its atoms.
    pub(super) identifiers: Vec<(String, String)>,
}

fn atoms() -> SelectStatement {
    use supplier::Column::{Id, Key, MergedInto, Name};
    Query::select()
        .columns([Id, Key, Name, MergedInto].map(|column| (supplier::Entity, column)))
        .from(supplier::Entity)
        .to_owned()
}

fn supplier_id() -> Expr {
    Expr::col((supplier::Entity, supplier::Column::Id))
}

/// The atoms with these keys, and those with these ids.
pub(super) async fn by_key_or_id(
    snapshot: &mut Snapshot,
    keys: &BTreeSet<&str>,
    ids: &BTreeSet<i64>,
) -> Result<Vec<Atom>, StoreError> {
    let key = Expr::col((supplier::Entity, supplier::Column::Key));
    let which =
        Condition::any().add(key.is_in(keys.iter().copied())).add(supplier_id().is_in(ids.iter().copied()));
    snapshot.fetch(&atoms().cond_where(which).take()).await
}

#[derive(FromQueryResult)]
struct IdentifierRow {
    scheme: String,
    value: String,
    id: i64,
    key: String,
    name: String,
    merged_into: Option<i64>,
}

/// The atoms of which these identifiers are believed.
pub(super) async fn by_identifier(
    snapshot: &mut Snapshot,
    identifiers: &BTreeSet<&(String, String)>,
) -> Result<Vec<((String, String), Atom)>, StoreError> {
    use supplier_identifier::Column::{Problem, Scheme, SupplierId, Value};
    let column = |column| Expr::col((supplier_identifier::Entity, column));
    let schemes: BTreeSet<&str> = identifiers.iter().map(|(scheme, _)| scheme.as_str()).collect();
    let values: BTreeSet<&str> = identifiers.iter().map(|(_, value)| value.as_str()).collect();
    let select = atoms()
        .columns([Scheme, Value].map(|column| (supplier_identifier::Entity, column)))
        .join(JoinType::InnerJoin, supplier_identifier::Entity, column(SupplierId).eq(supplier_id()))
        .and_where(column(Scheme).is_in(schemes))
        .and_where(column(Value).is_in(values))
        .and_where(column(Problem).is_null())
        .take();
    let rows: Vec<IdentifierRow> = snapshot.fetch(&select).await?;
    let found = rows.into_iter().map(|row| {
        let atom = Atom { id: row.id, key: row.key, name: row.name, merged_into: row.merged_into };
        ((row.scheme, row.value), atom)
    });
    Ok(found.filter(|(identifier, _)| identifiers.contains(identifier)).collect())
}

#[derive(FromQueryResult)]
struct BlockRow {
    block: String,
    id: i64,
    key: String,
    name: String,
    merged_into: Option<i64>,
}

/// The atoms that stand in these blocks, common ones left out.
pub(super) async fn by_block(
    snapshot: &mut Snapshot,
    blocks: &BTreeSet<&str>,
) -> Result<Vec<(String, Atom)>, StoreError> {
    use supplier_block::Column::{Block, SupplierId};
    let column = |column| Expr::col((supplier_block::Entity, column));
    let rare = Query::select()
        .column(Block)
        .from(supplier_block::Entity)
        .and_where(Expr::col(Block).is_in(blocks.iter().copied()))
        .group_by_col(Block)
        .and_having(Expr::cust("count(*)").lte(COMMON))
        .take();
    let select = atoms()
        .column((supplier_block::Entity, Block))
        .join(JoinType::InnerJoin, supplier_block::Entity, column(SupplierId).eq(supplier_id()))
        .and_where(column(Block).in_subquery(rare))
        .take();
    let rows: Vec<BlockRow> = snapshot.fetch(&select).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let atom = Atom { id: row.id, key: row.key, name: row.name, merged_into: row.merged_into };
            (row.block, atom)
        })
        .collect())
}

#[derive(FromQueryResult)]
struct BearerRow {
    id: i64,
    name: String,
    kind: SupplierKind,
    postcode: Option<String>,
    district: Option<String>,
}

#[derive(FromQueryResult)]
struct HeldRow {
    id: i64,
    scheme: String,
    value: String,
}

/// What is known of these canonical suppliers.
pub(super) async fn bearers(
    snapshot: &mut Snapshot,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, Bearer>, StoreError> {
    use supplier_profile::Column::{District, Postcode, SupplierId};
    let profiled = Expr::col((supplier_profile::Entity, SupplierId)).eq(supplier_id());
    let select = Query::select()
        .columns(
            [supplier::Column::Id, supplier::Column::Name, supplier::Column::Kind]
                .map(|column| (supplier::Entity, column)),
        )
        .columns([Postcode, District].map(|column| (supplier_profile::Entity, column)))
        .from(supplier::Entity)
        .join(JoinType::LeftJoin, supplier_profile::Entity, profiled)
        .and_where(supplier_id().is_in(ids.iter().copied()))
        .take();
    let rows: Vec<BearerRow> = snapshot.fetch(&select).await?;
    let mut bearers: HashMap<i64, Bearer> = rows
        .into_iter()
        .map(|row| {
            let bearer = Bearer {
                id: row.id,
                name: row.name,
                kind: row.kind,
                postcode: row.postcode,
                district: row.district,
                identifiers: Vec::new(),
            };
            (row.id, bearer)
        })
        .collect();
    for (id, identifiers) in believed_identifiers(snapshot, ids).await? {
        if let Some(bearer) = bearers.get_mut(&id) {
            bearer.identifiers = identifiers;
        }
    }
    Ok(bearers)
}

/// The believed identifiers of all atoms of canonical suppliers, by scheme and value, each once.
pub async fn believed_identifiers(
    snapshot: &mut Snapshot,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<i64, Vec<(String, String)>>, StoreError> {
    use supplier_identifier::Column::{Problem, Scheme, SupplierId, Value};
    let column = |column| Expr::col((supplier_identifier::Entity, column));
    let merged = || Expr::col((supplier::Entity, supplier::Column::MergedInto));
    let of_them = Condition::any()
        .add(supplier_id().is_in(ids.iter().copied()))
        .add(merged().is_in(ids.iter().copied()));
    let select = Query::select()
        .expr_as(merged().if_null(supplier_id()), Alias::new("id"))
        .columns([Scheme, Value].map(|column| (supplier_identifier::Entity, column)))
        .from(supplier::Entity)
        .join(JoinType::InnerJoin, supplier_identifier::Entity, column(SupplierId).eq(supplier_id()))
        .cond_where(of_them)
        .and_where(column(Problem).is_null())
        .take();
    let mut held: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    for row in snapshot.fetch::<HeldRow>(&select).await? {
        held.entry(row.id).or_default().push((row.scheme, row.value));
    }
    for identifiers in held.values_mut() {
        identifiers.sort_unstable();
        identifiers.dedup();
    }
    Ok(held)
}
