//! Suppliers of contracts.

use anchorhub_entities::{contract_supplier, supplier_name};
use async_graphql::Object;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, sea_query::SelectStatement};

use super::Supplier;
use crate::graphql::{
    error::ApiError,
    family::{Part, Row},
};

impl Part for contract_supplier::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.contract_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        contract_supplier::Entity::find()
            .filter(contract_supplier::Column::ContractId.is_in(wholes))
            .order_by_asc(contract_supplier::Column::ContractId)
            .order_by_asc(contract_supplier::Column::Seq)
            .into_query()
    }
}

/// A supplier of a contract, as its source states it.
pub(crate) struct ContractSupplier(pub(super) Row<contract_supplier::Model>);

/// A supplier of a contract, as its source states it.
#[Object]
impl ContractSupplier {
    /// Name as published.
    async fn name(&self) -> Result<String, ApiError> {
        let name: Option<Row<supplier_name::Model>> =
            self.0.one("name", |row| Some(row.supplier_name_id)).await?;
        name.map(|name| name.name.clone()).ok_or_else(|| ApiError::internal("a contract lacks its supplier"))
    }

    /// The supplier; null if it is withheld.
    async fn supplier(&self) -> Result<Option<Supplier>, ApiError> {
        Ok(self.0.one("supplier", |row| row.supplier_id).await?.map(Supplier))
    }

    /// Scheme of the identifier, such as `GB-COH`.
    async fn scheme(&self) -> Option<&str> {
        self.0.scheme.as_deref()
    }

    /// Identifier as published.
    async fn identifier(&self) -> Option<&str> {
        self.0.identifier.as_deref()
    }

    /// Size as the source states it.
    async fn scale(&self) -> Option<&str> {
        self.0.scale.as_deref()
    }

    /// Whether the source says it is a small or medium enterprise; null where it says nothing.
    async fn is_sme(&self) -> Option<bool> {
        self.0.sme
    }

    /// Whether the source says it is a voluntary, community or social enterprise; null where it says nothing.
    async fn is_vcse(&self) -> Option<bool> {
        self.0.vcse
    }

    /// Postcode, also one found inside a free-text address.
    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }
}
