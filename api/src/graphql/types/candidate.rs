//! What may be one, for people to decide, and why others are taken for one.

use anchorhub_entities::{match_candidate, supplier, supplier_link};
use async_graphql::{ID, Object, SimpleObject};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement},
};
use serde::Deserialize;
use serde_json::Value as Json;

use super::Supplier;
use crate::graphql::{
    canonical,
    enums::{SupplierLinkMethod, named},
    error::ApiError,
    family::{Part, Row},
    node_id::NodeId,
};

/// Something that agreed or did not, and what it counts.
#[derive(Clone, Debug, Deserialize, SimpleObject)]
pub(crate) struct MatchPoint {
    /// What was seen, such as `NAME` or `SAME_POSTCODE`.
    code: String,
    /// What it adds to the score, or takes from it, in thousandths.
    points: i32,
}

#[derive(Default, Deserialize)]
struct Evidence {
    #[serde(default)]
    points: Vec<MatchPoint>,
}

/// A supplier and another one, or an entry of a register, that are alike but not alike enough to be taken for one
/// without asking anybody.
pub(crate) struct SupplierCandidate(pub(crate) Row<match_candidate::Model>);

/// A supplier and another one, or an entry of a register, that are alike but not alike enough to be taken for one
/// without asking anybody.
#[Object]
impl SupplierCandidate {
    /// The supplier, as it stands now.
    async fn supplier(&self) -> Result<Supplier, ApiError> {
        let found = canonical::of(&self.0, "supplier", |row| Some(row.supplier_id)).await?;
        found.map(Supplier).ok_or_else(|| ApiError::internal("a candidate lacks its supplier"))
    }

    /// Id of the very record that was compared: for a decision, as the supplier may hold several.
    async fn supplier_id(&self) -> ID {
        NodeId::Supplier(self.0.supplier_id).encode()
    }

    /// The other supplier, as it stands now; null when it is an entry of a register.
    async fn other(&self) -> Result<Option<Supplier>, ApiError> {
        Ok(canonical::of(&self.0, "other", |row| row.other_id).await?.map(Supplier))
    }

    /// Id of the very other record that was compared; null when it is an entry of a register.
    async fn other_id(&self) -> Option<ID> {
        self.0.other_id.map(|id| NodeId::Supplier(id).encode())
    }

    /// The entry of a register, such as `GB-COH-01234567`; null when it is another supplier.
    async fn org_id(&self) -> Option<String> {
        Some(format!("{}-{}", self.0.scheme.as_ref()?, self.0.number.as_ref()?))
    }

    /// Name of the other supplier or of the entry.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How alike they are, from 0 to 1.
    async fn score(&self) -> f64 {
        f64::from(self.0.score) / 1000.0
    }

    /// What agreed and what did not.
    async fn points(&self) -> Result<Vec<MatchPoint>, ApiError> {
        let evidence: Evidence = serde_json::from_str(&self.0.evidence)
            .map_err(|_| ApiError::internal("a candidate has damaged evidence"))?;
        Ok(evidence.points)
    }
}

/// A record of a supplier that is part of another one now: its id still leads there.
pub(crate) struct MergedSupplier(pub(crate) Row<supplier::Model>);

impl Part for supplier::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.merged_into.unwrap_or_default()
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        supplier::Entity::find()
            .filter(supplier::Column::MergedInto.is_in(wholes))
            .order_by_asc(supplier::Column::Id)
            .into_query()
    }
}

/// A record of a supplier that is part of another one now: its id still leads there.
#[Object]
impl MergedSupplier {
    /// Global id, under which the supplier that it is part of is found.
    async fn id(&self) -> ID {
        NodeId::Supplier(self.0.id).encode()
    }

    /// The first published name of it that the hub saw.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

/// A pair of records of one supplier, and the canonical supplier.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct LinkRow {
    canonical_id: i64,
    supplier_id: i64,
    other_id: i64,
    method: String,
    score: i16,
    evidence: String,
}

impl Part for LinkRow {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.canonical_id
    }

    /// Links whose ends both are part of the supplier: one that a decision cuts is not.
    fn parts(wholes: Vec<i64>) -> SelectStatement {
        use supplier_link::Column::{Evidence, Method, OtherId, Score, SupplierId};
        let (one, other) = (Alias::new("one"), Alias::new("other"));
        let head = |atom: &Alias| {
            let column = |column| Expr::col((atom.clone(), column));
            Func::coalesce([column(supplier::Column::MergedInto), column(supplier::Column::Id)])
        };
        let own = |column| (supplier_link::Entity, column);
        let is = |atom: &Alias, column| {
            Expr::col((atom.clone(), supplier::Column::Id)).equals((supplier_link::Entity, column))
        };
        let members = Query::select()
            .column(supplier::Column::Id)
            .from(supplier::Entity)
            .and_where(
                Expr::col(supplier::Column::Id)
                    .is_in(wholes.iter().copied())
                    .or(Expr::col(supplier::Column::MergedInto).is_in(wholes.iter().copied())),
            )
            .to_owned();
        Query::select()
            .expr_as(head(&one), Alias::new("canonical_id"))
            .columns([SupplierId, OtherId, Method, Score, Evidence].map(own))
            .from(supplier_link::Entity)
            .join_as(JoinType::InnerJoin, supplier::Entity, one.clone(), is(&one, SupplierId))
            .join_as(JoinType::InnerJoin, supplier::Entity, other.clone(), is(&other, OtherId))
            .and_where(Expr::col(own(SupplierId)).in_subquery(members))
            .and_where(Expr::expr(head(&one)).eq(head(&other)))
            .order_by(own(Score), Order::Desc)
            .order_by(own(SupplierId), Order::Asc)
            .order_by(own(OtherId), Order::Asc)
            .to_owned()
    }
}

/// Why two records are taken for one supplier.
pub(crate) struct SupplierLink(pub(crate) Row<LinkRow>);

/// Why two records are taken for one supplier.
#[Object]
impl SupplierLink {
    /// Id of the one record: that of the supplier, or of one that is merged into it.
    async fn supplier_id(&self) -> ID {
        NodeId::Supplier(self.0.supplier_id).encode()
    }

    /// Id of the other record.
    async fn other_id(&self) -> ID {
        NodeId::Supplier(self.0.other_id).encode()
    }

    /// On which ground.
    async fn method(&self) -> Option<SupplierLinkMethod> {
        named(&self.0.method)
    }

    /// How sure that is, from 0 to 1.
    async fn score(&self) -> f64 {
        f64::from(self.0.score) / 1000.0
    }

    /// What agreed and what did not.
    async fn evidence(&self) -> Result<Json, ApiError> {
        serde_json::from_str(&self.0.evidence).map_err(|_| ApiError::internal("a link has damaged evidence"))
    }
}
