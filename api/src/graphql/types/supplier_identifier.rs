//! Identifiers of suppliers.

use std::collections::HashSet;

use anchorhub_entities::{supplier, supplier_identifier};
use async_graphql::Object;
use sea_orm::{
    FromQueryResult, Order,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType},
};
use serde_json::Value as Json;

use crate::graphql::{
    enums::{IdentifierMethod, named},
    error::ApiError,
    family::{Part, Row},
};

/// An identifier of one of the names (atoms) of a supplier.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct IdentifierRow {
    /// The canonical supplier.
    canonical_id: i64,
    scheme: String,
    value: String,
    method: String,
    score: i16,
    evidence: String,
    problem: Option<String>,
}

impl Part for IdentifierRow {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.canonical_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        use supplier_identifier::Column::{Evidence, Method, Problem, Scheme, Score, SupplierId, Value};
        let (atoms, own) = (Alias::new("atoms"), |column| (supplier_identifier::Entity, column));
        Query::select()
            .column((atoms.clone(), Alias::new("canonical_id")))
            .columns([Scheme, Value, Method, Score, Evidence, Problem].map(own))
            .from_subquery(atoms_of(&wholes), atoms.clone())
            .join(
                JoinType::InnerJoin,
                supplier_identifier::Entity,
                Expr::col(own(SupplierId)).equals((atoms, Alias::new("atom_id"))),
            )
            // Believed ones first; the engines put NULL at different ends.
            .order_by_expr(Expr::col(own(Problem)).is_not_null(), Order::Asc)
            .order_by(own(Score), Order::Desc)
            .order_by(own(Scheme), Order::Asc)
            .order_by(own(Value), Order::Asc)
            .order_by(own(SupplierId), Order::Asc)
            .to_owned()
    }
}

/// The atoms of suppliers, each with its canonical supplier. Apart, because PostgreSQL reads whole tables for an OR.
fn atoms_of(suppliers: &[i64]) -> SelectStatement {
    use supplier::Column::{Id, MergedInto};
    let of = |canonical: supplier::Column| {
        Query::select()
            .expr_as(Expr::col(Id), Alias::new("atom_id"))
            .expr_as(Expr::col(canonical), Alias::new("canonical_id"))
            .from(supplier::Entity)
            .and_where(Expr::col(canonical).is_in(suppliers.iter().copied()))
            .to_owned()
    };
    of(Id).union(UnionType::All, of(MergedInto)).to_owned()
}

/// The identifiers of a supplier, each once: that of the atom that has it on the surest ground.
pub(super) fn distinct(rows: Vec<Row<IdentifierRow>>) -> Vec<SupplierIdentifier> {
    let mut seen = HashSet::new();
    rows.into_iter()
        .filter(|row| seen.insert((row.scheme.clone(), row.value.clone())))
        .map(SupplierIdentifier)
        .collect()
}

/// An identifier of a supplier, with the reason why it is taken to be its.
pub(crate) struct SupplierIdentifier(Row<IdentifierRow>);

/// An identifier of a supplier, with the reason why it is taken to be its.
#[Object]
impl SupplierIdentifier {
    /// Scheme of org-id.guide, such as `GB-COH`; `GB-VAT` for VAT numbers.
    async fn scheme(&self) -> &str {
        &self.0.scheme
    }

    /// The identifier in its normal form; as published when it is not valid.
    async fn value(&self) -> &str {
        &self.0.value
    }

    /// Both in one, such as `GB-COH-01234567`.
    async fn org_id(&self) -> String {
        format!("{}-{}", self.0.scheme, self.0.value)
    }

    /// Why it is taken to be the supplier's.
    async fn method(&self) -> Option<IdentifierMethod> {
        named(&self.0.method)
    }

    /// How sure that is, from 0 to 1.
    async fn score(&self) -> f64 {
        f64::from(self.0.score) / 1000.0
    }

    /// What agreed and what did not, and where it stands.
    async fn evidence(&self) -> Result<Json, ApiError> {
        serde_json::from_str(&self.0.evidence)
            .map_err(|_| ApiError::internal("an identifier has damaged evidence"))
    }

    /// What is wrong with it, or what contradicts it (a code); null when it is believed.
    async fn problem(&self) -> Option<&str> {
        self.0.problem.as_deref()
    }
}
