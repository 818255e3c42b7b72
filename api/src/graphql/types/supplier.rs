//! Suppliers and their published names.

use anchorhub_entities::{
    supplier::{Column, Entity, Model},
    supplier_name,
};
use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Contract, Payment, contract_reference::contracts};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::SupplierKind,
    error::ApiError,
    family::{ByKey, Row},
    filters::PaymentFilter,
    lists::{PaymentList, PaymentOrder, SupplierContractList, SupplierNameList},
    node_id::NodeId,
};

/// Someone whom institutions pay or award contracts to. Published names that differ only in case, punctuation or legal form
/// (LTD, Limited, …) stand for one supplier.
pub(crate) struct Supplier(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// Someone whom institutions pay or award contracts to. Published names that differ only in case, punctuation or legal form
/// (LTD, Limited, …) stand for one supplier.
#[Object]
impl Supplier {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Supplier(self.0.id).encode()
    }

    /// Name for display: the first published name that the hub saw.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of body; UNKNOWN until evidence says.
    async fn kind(&self) -> SupplierKind {
        self.0.kind.into()
    }

    /// Its names exactly as published, from A to Z.
    async fn names(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<SupplierName>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(SupplierNameList)).await?;
        Ok(Connection::of(slice, SupplierName))
    }

    /// Payments to it by all institutions, as published.
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(PaymentOrder::default())")] order_by: Option<
            PaymentOrder,
        >,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Payment>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let request = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let slice = self.0.children(args, request, PaymentList::resolve).await?;
        Ok(Connection::of(slice, Payment))
    }

    /// Contracts that it holds with any institution, by effective end; each counted once however many sources
    /// state it.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Contract>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(SupplierContractList)).await?;
        Ok(Connection::of(contracts(slice).await?, |contract| contract))
    }
}

/// A supplier's name exactly as an institution published it.
pub(crate) struct SupplierName(pub(crate) Row<supplier_name::Model>);

impl ByKey for supplier_name::Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        supplier_name::Entity::find().filter(supplier_name::Column::Id.is_in(keys)).into_query()
    }
}

/// A supplier's name exactly as an institution published it.
#[Object]
impl SupplierName {
    /// The name, outer white space removed.
    async fn name(&self) -> &str {
        &self.0.name
    }
}
