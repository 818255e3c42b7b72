//! Suppliers that were paid or hold a contract, by name.

use anchorhub_analysis::SupplierTraits;
use anchorhub_entities::{contract_buyer, contract_supplier, payment, supplier, supplier_name};
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

/// Suppliers with at least one payment or contract, that a filter allows.
#[derive(Debug)]
pub(crate) struct SupplierList {
    /// A published name contains this text.
    pub(crate) name: Option<String>,
    /// Of one of these kinds.
    pub(crate) kinds: Option<Vec<SupplierKind>>,
    /// Of which this is known.
    pub(crate) traits: Option<SupplierTraits>,
    /// Paid by one of these institutions, or under contract with one.
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
        let holds = Query::select()
            .expr(Expr::val(1))
            .from(contract_supplier::Entity)
            .and_where(Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId)).eq(id()))
            .cond_where(Condition::all().add_option(self.institutions.as_ref().map(|ids| {
                let bought = Query::select()
                    .column(contract_buyer::Column::ContractId)
                    .from(contract_buyer::Entity)
                    .and_where(contract_buyer::Column::InstitutionId.is_in(ids.iter().copied()))
                    .to_owned();
                contract_supplier::Column::ContractId.in_subquery(bought)
            })))
            .to_owned();
        Condition::all()
            .add(Expr::exists(paid).or(Expr::exists(holds)))
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
            .add_option(self.traits.as_ref().map(|traits| traits.condition(&id())))
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
