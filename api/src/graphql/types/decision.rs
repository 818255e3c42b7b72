//! Decisions of people about suppliers.

use anchorhub_entities::{match_decision, supplier};
use async_graphql::{ID, Object};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use super::Supplier;
use crate::graphql::{
    canonical,
    enums::{DecisionVerdict, named},
    error::ApiError,
    family::{ByKey, Part, Row},
    node_id::NodeId,
    scalars::DateTime,
};

impl ByKey for match_decision::Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        match_decision::Entity::find().filter(match_decision::Column::Id.is_in(keys)).into_query()
    }
}

/// An undo is part of the decision that it takes back.
impl Part for match_decision::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.undoes.unwrap_or_default()
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        match_decision::Entity::find()
            .filter(match_decision::Column::Undoes.is_in(wholes))
            .order_by_asc(match_decision::Column::Id)
            .into_query()
    }
}

/// What a person decided about a supplier and another one, or an entry of a register. Decisions are never changed or
/// deleted: they are taken back by further ones.
pub(crate) struct SupplierDecision(pub(crate) Row<match_decision::Model>);

/// What a person decided about a supplier and another one, or an entry of a register. Decisions are never changed or
/// deleted: they are taken back by further ones.
#[Object]
impl SupplierDecision {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::SupplierDecision(self.0.id).encode()
    }

    /// What was decided.
    async fn verdict(&self) -> Result<DecisionVerdict, ApiError> {
        named(&self.0.verdict).ok_or_else(|| ApiError::internal("a decision with an unknown verdict"))
    }

    /// The supplier that it is about, as it stands now.
    async fn supplier(&self) -> Result<Supplier, ApiError> {
        let found = canonical::of(&self.0, "supplier", |row| Some(row.supplier_id)).await?;
        found.map(Supplier).ok_or_else(|| ApiError::internal("a decision lacks its supplier"))
    }

    /// Id of the supplier that it is about, as it was given: it may be merged into another by now.
    async fn supplier_id(&self) -> ID {
        NodeId::Supplier(self.0.supplier_id).encode()
    }

    /// The other supplier, as it stands now; null when it is about an entry of a register.
    async fn other(&self) -> Result<Option<Supplier>, ApiError> {
        Ok(canonical::of(&self.0, "other", |row| row.other_id).await?.map(Supplier))
    }

    /// Id of the other supplier, as it was given; null when it is about an entry of a register.
    async fn other_id(&self) -> Option<ID> {
        self.0.other_id.map(|id| NodeId::Supplier(id).encode())
    }

    /// The entry of a register, such as `GB-COH-01234567`; null when it is about another supplier.
    async fn org_id(&self) -> Option<String> {
        Some(format!("{}-{}", self.0.scheme.as_ref()?, self.0.number.as_ref()?))
    }

    /// Why, in the words of whoever decided.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Who decided.
    async fn decided_by(&self) -> &str {
        &self.0.decided_by
    }

    /// When.
    async fn decided_at(&self) -> DateTime {
        DateTime(self.0.decided_at)
    }

    /// Whether it stands: neither an undo nor undone.
    async fn stands(&self) -> Result<bool, ApiError> {
        Ok(self.0.undoes.is_none() && self.undone().await?.is_none())
    }

    /// The decision that this one takes back.
    async fn undoes(&self) -> Result<Option<Self>, ApiError> {
        Ok(self.0.one("undoes", |row| row.undoes).await?.map(Self))
    }

    /// The decision that takes this one back.
    async fn undone_by(&self) -> Result<Option<Self>, ApiError> {
        self.undone().await
    }
}

impl SupplierDecision {
    async fn undone(&self) -> Result<Option<Self>, ApiError> {
        let undos: Vec<Row<match_decision::Model>> = self.0.many("undone", |row| Some(row.id)).await?;
        Ok(undos.into_iter().next().map(Self))
    }
}

/// Which decision is about which canonical supplier.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct DecisionOf {
    canonical_id: i64,
    id: i64,
}

impl Part for DecisionOf {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.canonical_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        use match_decision::Column::{Id, OtherId, SupplierId};
        let atom = |column| Expr::col((supplier::Entity, column));
        let own = |column| (match_decision::Entity, column);
        let is = |column| atom(supplier::Column::Id).equals(own(column));
        Query::select()
            .distinct()
            .expr_as(
                Func::coalesce([atom(supplier::Column::MergedInto), atom(supplier::Column::Id)]),
                Alias::new("canonical_id"),
            )
            .column(own(Id))
            .from(supplier::Entity)
            .join(JoinType::InnerJoin, match_decision::Entity, is(SupplierId).or(is(OtherId)))
            .and_where(
                atom(supplier::Column::Id)
                    .is_in(wholes.iter().copied())
                    .or(atom(supplier::Column::MergedInto).is_in(wholes.iter().copied())),
            )
            .order_by(own(Id), Order::Desc)
            .to_owned()
    }
}

/// The decisions about a canonical supplier and the records that are merged into it, the latest first.
pub(super) async fn decisions_of(supplier: &Row<supplier::Model>) -> Result<Vec<SupplierDecision>, ApiError> {
    let found: Vec<Row<DecisionOf>> = supplier.many("decisions", |supplier| Some(supplier.id)).await?;
    let mut decisions = Vec::with_capacity(found.len());
    for row in found {
        decisions.extend(row.one("decision", |row| Some(row.id)).await?.map(SupplierDecision));
    }
    Ok(decisions)
}
