//! Reading atoms that may be one with others.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    award_supplier, contract_supplier, supplier, supplier_block, supplier_evidence, supplier_identifier,
    supplier_name,
};
use anchorhub_identity::postcode;
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use super::Bearer;
use crate::{identifiers::Method, write::CHUNK};

/// A block with more atoms than this tells nothing.
const COMMON: i32 = 200;

/// An atom as it is compared.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) key: String,
    pub(crate) name: String,
    /// Believed identifiers.
    pub(crate) identifiers: BTreeSet<(String, String)>,
}

/// Atoms by id.
pub(crate) async fn bodies(tx: &mut LoadTx, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Body>, StoreError> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let mut bodies = BTreeMap::new();
    for ids in ids.chunks(CHUNK) {
        let select = Query::select()
            .columns([supplier::Column::Id, supplier::Column::Key, supplier::Column::Name])
            .from(supplier::Entity)
            .and_where(Expr::col(supplier::Column::Id).is_in(ids.iter().copied()))
            .to_owned();
        let rows: Vec<(i64, String, String)> = tx.fetch(&select).await?;
        let body = |(id, key, name)| (id, Body { key, name, identifiers: BTreeSet::new() });
        bodies.extend(rows.into_iter().map(body));
        let select = Query::select()
            .columns([
                supplier_identifier::Column::SupplierId,
                supplier_identifier::Column::Scheme,
                supplier_identifier::Column::Value,
            ])
            .from(supplier_identifier::Entity)
            .and_where(Expr::col(supplier_identifier::Column::SupplierId).is_in(ids.iter().copied()))
            .and_where(Expr::col(supplier_identifier::Column::Problem).is_null())
            .to_owned();
        let rows: Vec<(i64, String, String)> = tx.fetch(&select).await?;
        for (id, scheme, value) in rows {
            if let Some(body) = bodies.get_mut(&id) {
                body.identifiers.insert((scheme, value));
            }
        }
    }
    Ok(bodies)
}

/// All atoms that are believed to bear an identifier of these, by identifier.
pub(super) async fn bearers(
    tx: &mut LoadTx,
    mine: &BTreeMap<i64, Body>,
    counts: impl Fn(&str) -> bool,
) -> Result<BTreeMap<(String, String), Vec<Bearer>>, StoreError> {
    use supplier_identifier::Column::{Method as MethodColumn, Problem, Scheme, Score, SupplierId, Value};
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (scheme, value) in mine.values().flat_map(|body| &body.identifiers) {
        if counts(scheme) {
            wanted.entry(scheme).or_default().insert(value);
        }
    }
    let mut bearers: BTreeMap<(String, String), Vec<Bearer>> = BTreeMap::new();
    for (scheme, values) in wanted {
        let values: Vec<&str> = values.into_iter().collect();
        for values in values.chunks(CHUNK) {
            let select = Query::select()
                .columns([Value, SupplierId, MethodColumn, Score])
                .from(supplier_identifier::Entity)
                .and_where(Expr::col(Scheme).eq(scheme))
                .and_where(Expr::col(Value).is_in(values.iter().copied()))
                .and_where(Expr::col(Problem).is_null())
                .order_by(SupplierId, Order::Asc)
                .to_owned();
            let rows: Vec<(String, i64, String, i16)> = tx.fetch(&select).await?;
            for (value, atom, method, score) in rows {
                let Some(method) = Method::from_name(&method) else { continue };
                bearers.entry((scheme.to_owned(), value)).or_default().push(Bearer { atom, method, score });
            }
        }
    }
    Ok(bearers)
}

/// The atoms of each of these blocks without those that bear an identifier of some scheme; blocks that very many share
/// are left out.
pub(super) async fn in_blocks(
    tx: &mut LoadTx,
    blocks: &BTreeSet<String>,
    without: Option<&str>,
) -> Result<BTreeMap<String, Vec<i64>>, StoreError> {
    use supplier_block::Column::{Block, SupplierId};
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let mut atoms: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for blocks in blocks.chunks(CHUNK) {
        let rare = Query::select()
            .column(Block)
            .from(supplier_block::Entity)
            .and_where(Expr::col(Block).is_in(blocks.iter().copied()))
            .group_by_col(Block)
            .and_having(Expr::col(SupplierId).count().lte(COMMON))
            .to_owned();
        let select = Query::select()
            .columns([Block, SupplierId])
            .from(supplier_block::Entity)
            .and_where(Expr::col(Block).in_subquery(rare))
            .and_where_option(without.map(|scheme| Expr::exists(bearing(scheme)).not()))
            .to_owned();
        let rows: Vec<(String, i64)> = tx.fetch(&select).await?;
        for (block, atom) in rows {
            atoms.entry(block).or_default().push(atom);
        }
    }
    Ok(atoms)
}

/// A believed identifier of a scheme that the atom of a block bears.
fn bearing(scheme: &str) -> SelectStatement {
    let own = |column| Expr::col((supplier_identifier::Entity, column));
    Query::select()
        .expr(Expr::value(1))
        .from(supplier_identifier::Entity)
        .and_where(
            own(supplier_identifier::Column::SupplierId)
                .equals((supplier_block::Entity, supplier_block::Column::SupplierId)),
        )
        .and_where(own(supplier_identifier::Column::Scheme).eq(scheme))
        .and_where(own(supplier_identifier::Column::Problem).is_null())
        .to_owned()
}

/// Postcodes that sources state for atoms.
pub(super) async fn postcodes(
    tx: &mut LoadTx,
    atoms: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, BTreeSet<String>>, StoreError> {
    let atoms: Vec<i64> = atoms.iter().copied().collect();
    let mut postcodes: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for atoms in atoms.chunks(CHUNK) {
        let name = |column| Expr::col((supplier_name::Entity, column));
        let of_names = || name(supplier_name::Column::AtomId).is_in(atoms.iter().copied());
        let in_spend = Query::select()
            .distinct()
            .column((supplier_name::Entity, supplier_name::Column::AtomId))
            .column((supplier_evidence::Entity, supplier_evidence::Column::Value))
            .from(supplier_name::Entity)
            .inner_join(
                supplier_evidence::Entity,
                Expr::col((supplier_evidence::Entity, supplier_evidence::Column::SupplierNameId))
                    .equals((supplier_name::Entity, supplier_name::Column::Id)),
            )
            .and_where(of_names())
            .and_where(
                Expr::col((supplier_evidence::Entity, supplier_evidence::Column::Scheme)).eq("postcode"),
            )
            .to_owned();
        let mut rows: Vec<(i64, String)> = tx.fetch(&in_spend).await?;
        // Parties of contracts are found by the supplier that they hold.
        macro_rules! in_contracts {
            ($table:ident) => {
                Query::select()
                    .distinct()
                    .column((supplier_name::Entity, supplier_name::Column::AtomId))
                    .column(($table::Entity, $table::Column::Postcode))
                    .from(supplier_name::Entity)
                    .inner_join(
                        $table::Entity,
                        Expr::col(($table::Entity, $table::Column::SupplierId))
                            .equals((supplier_name::Entity, supplier_name::Column::SupplierId))
                            .and(
                                Expr::col(($table::Entity, $table::Column::SupplierNameId))
                                    .equals((supplier_name::Entity, supplier_name::Column::Id)),
                            ),
                    )
                    .and_where(of_names())
                    .and_where(Expr::col(($table::Entity, $table::Column::Postcode)).is_not_null())
                    .to_owned()
            };
        }
        rows.extend(tx.fetch::<(i64, String)>(&in_contracts!(award_supplier)).await?);
        rows.extend(tx.fetch::<(i64, String)>(&in_contracts!(contract_supplier)).await?);
        for (atom, published) in rows {
            postcodes.entry(atom).or_default().extend(postcode(&published));
        }
    }
    Ok(postcodes)
}
