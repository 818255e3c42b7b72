//! Suppliers with payments, by name.

use anchorhub_entities::{payment, supplier, supplier_name};
use anchorhub_store::Engine;
use async_graphql::Enum;
use sea_orm::{
    ColumnTrait, Condition, Order,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{Listing, Sort};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    enums::SupplierKind,
};

/// In which order suppliers come. For an order by what they were paid, ask `spendAnalysis`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum SupplierOrder {
    /// By name, from A to Z.
    #[default]
    NameAsc,
    /// By name, from Z to A.
    NameDesc,
}

/// Suppliers with at least one payment, that a filter allows.
#[derive(Debug)]
pub(crate) struct SupplierList {
    /// A published name contains this text.
    pub(crate) name: Option<String>,
    /// Of one of these kinds.
    pub(crate) kinds: Option<Vec<SupplierKind>>,
    /// Paid by one of these institutions.
    pub(crate) institutions: Option<Vec<i32>>,
    pub(crate) order: SupplierOrder,
}

impl Listing for SupplierList {
    type Entity = supplier::Entity;

    fn description(&self) -> String {
        format!("suppliers {self:?}")
    }

    fn condition(&self, engine: Engine) -> Condition {
        let id = || Expr::col((supplier::Entity, supplier::Column::Id));
        let paid = Query::select()
            .expr(Expr::val(1))
            .from(payment::Entity)
            .and_where(Expr::col((payment::Entity, payment::Column::SupplierId)).eq(id()))
            .cond_where(
                Condition::all().add_option(
                    self.institutions
                        .as_ref()
                        .map(|ids| payment::Column::InstitutionId.is_in(ids.iter().copied())),
                ),
            )
            .to_owned();
        Condition::all()
            .add(Expr::exists(paid))
            .add_option(self.name.as_ref().map(|text| {
                let name = Expr::col((supplier_name::Entity, supplier_name::Column::Name));
                let named = Query::select()
                    .column(supplier_name::Column::SupplierId)
                    .from(supplier_name::Entity)
                    .and_where(engine.contains(name, text))
                    .and_where(supplier_name::Column::SupplierId.is_not_null())
                    .to_owned();
                id().in_subquery(named)
            }))
            .add_option(self.kinds.as_ref().map(|kinds| {
                supplier::Column::Kind.is_in(kinds.iter().map(|kind| supplier::SupplierKind::from(*kind)))
            }))
    }

    fn sort(&self) -> Sort<supplier::Entity> {
        Sort {
            columns: vec![(supplier::Column::Name, KeyKind::Text), (supplier::Column::Id, KeyKind::Number)],
            direction: match self.order {
                SupplierOrder::NameAsc => Order::Asc,
                SupplierOrder::NameDesc => Order::Desc,
            },
        }
    }

    fn position(&self, row: &supplier::Model) -> Position {
        vec![Key::Text(row.name.clone()), Key::Number(row.id)]
    }
}
