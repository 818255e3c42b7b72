//! Suppliers and their published names.

use anchorhub_entities::{
    supplier::{Column, Entity, Model},
    supplier_name, supplier_profile,
};
use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{
    Contract, MergedSupplier, Payment, SupplierDecision, SupplierLink,
    contract_reference::contracts,
    decision::decisions_of,
    supplier_identifier::{SupplierIdentifier, distinct},
    supplier_profile::{SupplierGroup, SupplierPlace, SupplierSector, SupplierSize, SupplierVcse},
};
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

    /// Organisation identifier that stands for it, such as `GB-COH-01234567`: its company number, else charity, NHS,
    /// provider, local authority or procurement number; null where none is believed.
    async fn org_id(&self) -> Result<Option<String>, ApiError> {
        let profile = self.profile().await?;
        Ok(profile.and_then(|profile| {
            Some(format!("{}-{}", profile.scheme.as_deref()?, profile.number.as_deref()?))
        }))
    }

    /// Identifiers that sources give it, believed ones first, each with the reason and what is wrong with it.
    async fn identifiers(&self) -> Result<Vec<SupplierIdentifier>, ApiError> {
        Ok(distinct(self.0.many("identifiers", |supplier| Some(supplier.id)).await?))
    }

    /// Records of suppliers that were found, or decided, to be this one. Their ids lead here.
    async fn merged_from(&self) -> Result<Vec<MergedSupplier>, ApiError> {
        let merged = self.0.many("mergedFrom", |supplier| Some(supplier.id)).await?;
        Ok(merged.into_iter().map(MergedSupplier).collect())
    }

    /// Why records are taken for this one supplier, pair by pair, the surest first; see `decisions` for what people
    /// decided.
    async fn links(&self) -> Result<Vec<SupplierLink>, ApiError> {
        let links = self.0.many("links", |supplier| Some(supplier.id)).await?;
        Ok(links.into_iter().map(SupplierLink).collect())
    }

    /// What people decided about it and the records that are merged into it, the latest first.
    async fn decisions(&self) -> Result<Vec<SupplierDecision>, ApiError> {
        decisions_of(&self.0).await
    }

    /// Whether it is a small or medium-sized enterprise.
    async fn size(&self) -> Result<SupplierSize, ApiError> {
        Ok(SupplierSize::of(self.profile().await?.as_deref()))
    }

    /// Whether it is a voluntary, community or social enterprise.
    async fn vcse(&self) -> Result<SupplierVcse, ApiError> {
        Ok(SupplierVcse::of(self.profile().await?.as_deref()))
    }

    /// What it does; null where it is not known.
    async fn sector(&self) -> Result<Option<SupplierSector>, ApiError> {
        Ok(self.profile().await?.as_deref().and_then(SupplierSector::of))
    }

    /// Where it is; null where no source states a postcode.
    async fn place(&self) -> Result<Option<SupplierPlace>, ApiError> {
        Ok(self.profile().await?.and_then(SupplierPlace::of))
    }

    /// The group that it belongs to; null where nobody states one.
    async fn group(&self) -> Result<Option<SupplierGroup>, ApiError> {
        Ok(self.profile().await?.as_deref().and_then(SupplierGroup::of))
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

impl Supplier {
    async fn profile(&self) -> Result<Option<Row<supplier_profile::Model>>, ApiError> {
        self.0.one("profile", |supplier| Some(supplier.id)).await
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
