//! What suppliers may yet win.

use anchorhub_entities::opportunity::Model;
use async_graphql::Object;

use super::{Contract, ContractingProcess, contract::StatedValue};
use crate::graphql::{
    enums::{OpportunityStage, named},
    error::ApiError,
    family::Row,
    scalars::Date,
};

/// Something that a supplier may yet win: a contracting process before its award, or a contract that ends.
pub(crate) struct Opportunity(pub(crate) Row<Model>);

/// The key of a row that comes from a process (`P`) or a contract (`C`).
fn key(row: &Model, kind: &str) -> Option<i64> {
    (row.kind == kind).then_some(row.source_id)
}

/// Something that a supplier may yet win: a contracting process before its award, or a contract that ends.
#[Object]
impl Opportunity {
    /// How near it is.
    async fn stage(&self) -> Option<OpportunityStage> {
        named(&self.0.stage)
    }

    /// Day of the deadline (UTC), else when it is expected, else when its contract is to begin; for a contract
    /// to be let anew, its effective end. The exact deadline stands in the process.
    async fn due_on(&self) -> Option<Date> {
        self.0.due_on.map(Date)
    }

    /// First day of the contract to be let, where published.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// Title as published.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Main CPV code, 8 digits.
    async fn cpv(&self) -> Option<&str> {
        self.0.cpv.as_deref()
    }

    /// Value as stated: an estimate or a framework's ceiling before the award, that of the ending contract
    /// otherwise.
    async fn value(&self) -> Option<StatedValue> {
        let row = &self.0;
        StatedValue::of(row.value_pence, row.value_currency.as_deref(), row.value_basis.as_deref())
    }

    /// Whether it is about a framework, whose value is a ceiling.
    async fn is_framework(&self) -> bool {
        self.0.is_framework
    }

    /// Whether it is said to suit small and medium enterprises; null where nothing is said, which is never a
    /// no.
    async fn suitable_for_sme(&self) -> Option<bool> {
        self.0.sme_suitable
    }

    /// Whether it is said to suit voluntary, community and social enterprises; null where nothing is said.
    async fn suitable_for_vcse(&self) -> Option<bool> {
        self.0.vcse_suitable
    }

    /// The contracting process; null for a contract to be let anew.
    async fn process(&self) -> Result<Option<ContractingProcess>, ApiError> {
        let process = self.0.one("process", |row| key(row, "P")).await?;
        process.map(ContractingProcess::current).transpose()
    }

    /// The contract that ends; null for a contracting process.
    async fn contract(&self) -> Result<Option<Contract>, ApiError> {
        Ok(self.0.one("contract", |row| key(row, "C")).await?.map(Contract))
    }
}
