//! Types of entities: everything is a supplier, and of the kind that is known of it.

use anchorhub_entities::supplier::SupplierKind;
use serde_json::{Value, json};

/// A type.
pub(super) struct Type {
    /// Identifier.
    pub(super) id: &'static str,
    /// Name for people.
    pub(super) name: &'static str,
    /// What it says.
    pub(super) description: &'static str,
    /// The kind of supplier; none for all of them.
    pub(super) kind: Option<SupplierKind>,
}

/// Every type; the first is the one of all suppliers.
pub(super) const TYPES: [Type; 5] = [
    Type {
        id: "Supplier",
        name: "Supplier",
        description: "Someone whom public institutions pay or award contracts to",
        kind: None,
    },
    Type {
        id: "Company",
        name: "Company",
        description: "Registered company",
        kind: Some(SupplierKind::Company),
    },
    Type {
        id: "Charity",
        name: "Charity",
        description: "Registered charity",
        kind: Some(SupplierKind::Charity),
    },
    Type {
        id: "PublicBody",
        name: "Public body",
        description: "Council, NHS body, school, government department and the like",
        kind: Some(SupplierKind::PublicBody),
    },
    Type {
        id: "Individual",
        name: "Individual",
        description: "Natural person",
        kind: Some(SupplierKind::Individual),
    },
];

impl Type {
    /// The type with an identifier.
    pub(super) fn find(id: &str) -> Option<&'static Self> {
        TYPES.iter().find(|kind| kind.id == id)
    }

    /// The type as a service names it.
    pub(super) fn reference(&self) -> Value {
        json!({ "id": self.id, "name": self.name })
    }
}

/// The types of a supplier.
pub(super) fn of(kind: SupplierKind) -> Vec<Value> {
    let is = |candidate: &&Type| candidate.kind.is_none() || candidate.kind == Some(kind);
    TYPES.iter().filter(is).map(Type::reference).collect()
}
