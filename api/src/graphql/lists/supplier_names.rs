//! The published names of a supplier, from A to Z.

use anchorhub_entities::{supplier, supplier_name};
use anchorhub_store::Engine;
use sea_orm::{Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::cursor::{Key, KeyKind, Position};

/// Names exactly as published.
pub(crate) struct SupplierNameList;

impl Listing for SupplierNameList {
    type Entity = supplier_name::Entity;

    fn description(&self) -> String {
        "supplier names".to_owned()
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all()
    }

    fn sort(&self) -> Sort<supplier_name::Entity> {
        Sort { columns: vec![(supplier_name::Column::Name, KeyKind::Text)], direction: Order::Asc }
    }

    fn position(&self, row: &supplier_name::Model) -> Position {
        vec![Key::Text(row.name.clone())]
    }
}

impl Under<supplier::Model> for SupplierNameList {
    fn under(&self, parent: &supplier::Model) -> Vec<(supplier_name::Column, Value)> {
        vec![(supplier_name::Column::SupplierId, parent.id.into())]
    }
}
