//! The order of groups by what their keys are called.
//!
//! In the hub's own database the names stand beside the facts. An analysis database has none, and may order texts in
//! another way: it is handed the keys in the order in which the hub's database has their names.

use anchorhub_entities::{area, institution, supplier, supplier_profile};
use anchorhub_store::Snapshot;
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, Iden, JoinType, Order, Query, SelectStatement},
};

use super::groups::{key, of_group};
use crate::{AnalysisError, SpendDimension};

/// The name of a key, where it stands for something that has one.
pub(super) fn name_of(dimension: SpendDimension, position: usize) -> Option<Expr> {
    let key = of_group(key(position));
    match table_of(dimension)? {
        Named::Institution => {
            Some(looked_up(institution::Entity, institution::Column::Name, institution::Column::Id, key))
        }
        Named::Supplier => {
            Some(looked_up(supplier::Entity, supplier::Column::Name, supplier::Column::Id, key))
        }
        Named::Area(_) => Some(looked_up(area::Entity, area::Column::Name, area::Column::Code, key)),
    }
}

/// The place of a key in the order of names: joins the order that the hub's database gives.
pub(super) async fn join_places(
    hub: &mut Snapshot,
    dimension: SpendDimension,
    position: usize,
    select: &mut SelectStatement,
) -> Result<Option<Expr>, AnalysisError> {
    let Some(named) = table_of(dimension) else { return Ok(None) };
    let keys: Vec<KeyRow> = hub.fetch(&in_order(named)).await?;
    let keys = keys.into_iter().map(|row| row.0).collect::<Vec<_>>().join(SEPARATOR);
    let list = |function: &str, more: &str| {
        Expr::cust_with_values(format!("{function}(string_to_array($1, chr(31)){more})"), [keys.clone()])
    };
    // Functions that give rows give them side by side.
    let places = Query::select()
        .expr_as(list("unnest", ""), Alias::new("code"))
        .expr_as(list("generate_subscripts", ", 1"), Alias::new("place"))
        .to_owned();
    let table = Alias::new(format!("places_{position}"));
    let is_same = Expr::col((table.clone(), Alias::new("code")))
        .eq(of_group(key(position)).cast_as(Alias::new("text")));
    select.join_subquery(JoinType::LeftJoin, places, table.clone(), is_same);
    Ok(Some(Expr::col((table, Alias::new("place")))))
}

/// In no key: the unit separator of ASCII, as in `chr(31)`.
const SEPARATOR: &str = "\u{1f}";

/// What has names.
enum Named {
    Institution,
    Supplier,
    /// Areas that stand in a column of profiles.
    Area(supplier_profile::Column),
}

fn table_of(dimension: SpendDimension) -> Option<Named> {
    match dimension {
        SpendDimension::Institution => Some(Named::Institution),
        SpendDimension::Supplier => Some(Named::Supplier),
        SpendDimension::SupplierDistrict => Some(Named::Area(supplier_profile::Column::District)),
        SpendDimension::SupplierAuthority => Some(Named::Area(supplier_profile::Column::Authority)),
        SpendDimension::SupplierRegion => Some(Named::Area(supplier_profile::Column::Region)),
        SpendDimension::InstitutionKind
        | SpendDimension::SupplierSize
        | SpendDimension::SupplierVcse
        | SpendDimension::SupplierKind
        | SpendDimension::SupplierSector
        | SpendDimension::Locality
        | SpendDimension::DeprivationDecile
        | SpendDimension::Category
        | SpendDimension::CategoryDivision
        | SpendDimension::Department
        | SpendDimension::Month
        | SpendDimension::Quarter
        | SpendDimension::FinancialYear => None,
    }
}

/// Keys, as texts, in the order of names.
fn in_order(named: Named) -> SelectStatement {
    let mut select = Query::select();
    match named {
        Named::Institution => {
            use institution::Column::{Id, Name};
            select.expr(Expr::col(Id).cast_as(Alias::new("text"))).from(institution::Entity);
            select.order_by(Name, Order::Asc).order_by(Id, Order::Asc);
        }
        Named::Supplier => {
            use supplier::Column::{Id, MergedInto, Name};
            select.expr(Expr::col(Id).cast_as(Alias::new("text"))).from(supplier::Entity);
            select.and_where(Expr::col(MergedInto).is_null());
            select.order_by(Name, Order::Asc).order_by(Id, Order::Asc);
        }
        Named::Area(column) => {
            use area::Column::{Code, Name};
            let occurring = Query::select().column(column).from(supplier_profile::Entity).to_owned();
            select.column(Code).from(area::Entity).and_where(Expr::col(Code).in_subquery(occurring));
            select.order_by(Name, Order::Asc).order_by(Code, Order::Asc);
        }
    }
    select
}

fn looked_up<T, C>(table: T, name: C, id: C, key: Expr) -> Expr
where
    T: Iden + Copy + 'static,
    C: Iden + Copy + 'static,
{
    let named = Query::select()
        .expr(Expr::col((table, name)))
        .from(table)
        .and_where(Expr::col((table, id)).eq(key))
        .to_owned();
    Expr::SubQuery(None, Box::new(named.into()))
}

struct KeyRow(String);

impl FromQueryResult for KeyRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        row.try_get_by_index(0).map(Self)
    }
}
