//! Awards and those who win them.

use anchorhub_ocds::facts::{AwardFact, SupplierFact};
use async_graphql::{Context, ID, Object};

use super::{
    ContractingProcess, Lot, Supplier,
    contract::StatedValue,
    process_parts::{Identifier, stated},
    stated_contract::StatedContract,
};
use crate::graphql::{
    connection::{Connection, PageArgs},
    error::ApiError,
    lists::listed,
    node_id::NodeId,
    scalars::Date,
};

/// An award decision.
pub(crate) struct Award {
    process: ContractingProcess,
    index: usize,
}

impl Award {
    /// The award at a position of the process.
    pub(super) fn new(process: ContractingProcess, index: usize) -> Self {
        Self { process, index }
    }

    fn fact(&self) -> Result<&AwardFact, ApiError> {
        let award = self.process.facts().awards.get(self.index);
        award.ok_or_else(|| ApiError::internal("a process lacks its award"))
    }
}

/// An award decision.
#[Object]
impl Award {
    /// Global id. It leads to the award as it stands now.
    pub(crate) async fn id(&self) -> Result<ID, ApiError> {
        Ok(NodeId::Award(self.process.row().id, self.fact()?.key.clone()).encode())
    }

    /// Its id in the process, with `#2`, `#3`, … where the source gives one id to several awards.
    async fn key(&self) -> Result<&str, ApiError> {
        Ok(&self.fact()?.key)
    }

    /// Title as published.
    async fn title(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.title.as_deref())
    }

    /// Status as published.
    async fn status(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.status.as_deref())
    }

    /// Date of the decision.
    async fn awarded_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.awarded_on.map(Date))
    }

    /// Value of the whole award, however many suppliers share it; null where none or only a placeholder is
    /// published.
    async fn value(&self) -> Result<Option<StatedValue>, ApiError> {
        Ok(stated(self.fact()?.value.as_ref()))
    }

    /// First day of the contract, as stated with the award.
    async fn starts_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.starts_on.map(Date))
    }

    /// Last day of the contract, as stated with the award.
    async fn ends_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.ends_on.map(Date))
    }

    /// Last possible day of the contract, with all options, as stated with the award.
    async fn latest_end(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.latest_end_on.map(Date))
    }

    /// The lots that are awarded.
    async fn lots(&self) -> Result<Vec<Lot>, ApiError> {
        Ok(self.process.lots_with(&self.fact()?.lots))
    }

    /// Who wins, in the order of the source.
    async fn suppliers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<AwardSupplier>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let suppliers = &self.fact()?.suppliers;
        let slice = listed("suppliers", suppliers.len(), &args)?;
        Ok(Connection::of(slice, |index| AwardSupplier {
            process: self.process.clone(),
            fact: suppliers[index].clone(),
        }))
    }

    /// The contracts under it.
    async fn contracts(&self) -> Result<Vec<StatedContract>, ApiError> {
        let key = Some(self.fact()?.key.as_str());
        let contracts = self.process.facts().contracts.iter().enumerate();
        Ok(contracts
            .filter(|(_, contract)| contract.award_key.as_deref() == key)
            .map(|(index, _)| StatedContract::new(self.process.clone(), index))
            .collect())
    }

    /// The contracting process that it belongs to.
    async fn process(&self) -> ContractingProcess {
        self.process.clone()
    }
}

/// A supplier of an award, as the releases of the process describe it.
pub(crate) struct AwardSupplier {
    pub(super) process: ContractingProcess,
    pub(super) fact: SupplierFact,
}

/// A supplier of an award, as the releases of the process describe it.
#[Object]
impl AwardSupplier {
    /// Name as published.
    async fn name(&self) -> &str {
        &self.fact.name
    }

    /// The supplier; null if it is withheld.
    async fn supplier(&self) -> Result<Option<Supplier>, ApiError> {
        let Some(name) = self.process.supplier_name(&self.fact.name).await? else { return Ok(None) };
        Ok(name.one("supplier", |name| name.supplier_id).await?.map(Supplier))
    }

    /// Its identifiers as published, the main one first.
    async fn identifiers(&self) -> Vec<Identifier> {
        self.fact.identifiers.iter().map(Identifier::from).collect()
    }

    /// Size as the source states it.
    async fn scale(&self) -> Option<&str> {
        self.fact.scale.as_deref()
    }

    /// Whether the source says it is a small or medium enterprise; null where it says nothing.
    async fn is_sme(&self) -> Option<bool> {
        self.fact.sme
    }

    /// Whether the source says it is a voluntary, community or social enterprise; null where it says nothing.
    async fn is_vcse(&self) -> Option<bool> {
        self.fact.vcse
    }

    /// Postcode, also one found inside a free-text address.
    async fn postcode(&self) -> Option<&str> {
        self.fact.postcode.as_deref()
    }

    /// Country as published.
    async fn country(&self) -> Option<&str> {
        self.fact.country.as_deref()
    }
}
