//! Contracts as the releases of a process state them.

use anchorhub_ocds::facts::ContractFact;
use async_graphql::{Context, Object};

use super::{
    Award, AwardSupplier, Contract, ContractingProcess, Lot,
    contract::StatedValue,
    process_parts::{ContractChange, Performance, stated},
};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::{ContractOrigin, EndBasis, named},
    error::ApiError,
    lists::listed,
    scalars::Date,
};

/// A contract, or an award for which no contract is published, as the releases of its process state it.
pub(crate) struct StatedContract {
    process: ContractingProcess,
    index: usize,
}

impl StatedContract {
    /// The contract at a position of the process.
    pub(super) fn new(process: ContractingProcess, index: usize) -> Self {
        Self { process, index }
    }

    fn fact(&self) -> Result<&ContractFact, ApiError> {
        let contract = self.process.facts().contracts.get(self.index);
        contract.ok_or_else(|| ApiError::internal("a process lacks its contract"))
    }
}

/// A contract, or an award for which no contract is published, as the releases of its process state it.
#[Object]
impl StatedContract {
    /// The contract as this hub keeps it, with its payments and what other sources state of it. Of an earlier
    /// state of a process, null for a contract that the process no longer states.
    async fn contract(&self) -> Result<Option<Contract>, ApiError> {
        Ok(self.process.contract(&self.fact()?.source_key).await?.map(Contract))
    }

    /// What it was read from.
    async fn origin(&self) -> Result<Option<ContractOrigin>, ApiError> {
        Ok(named(self.fact()?.origin.name()))
    }

    /// Reference as published.
    async fn reference(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.reference.as_deref())
    }

    /// Title as published, else that of its award or process.
    async fn title(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.title.as_deref())
    }

    /// Description as published.
    async fn description(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.description.as_deref())
    }

    /// Status as published.
    async fn status(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.status.as_deref())
    }

    /// Date of the award.
    async fn awarded_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.awarded_on.map(Date))
    }

    /// Date of signature.
    async fn signed_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.signed_on.map(Date))
    }

    /// First day.
    async fn starts_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.starts_on.map(Date))
    }

    /// Effective last day, from the published field that `endBasis` names; null where none is published.
    async fn ends_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.ends_on.map(Date))
    }

    /// Which published field the effective end was taken from.
    async fn end_basis(&self) -> Result<Option<EndBasis>, ApiError> {
        Ok(self.fact()?.end_basis.and_then(|basis| named(basis.name())))
    }

    /// Last possible day, with all options to extend or renew.
    async fn latest_end(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.latest_end_on.map(Date))
    }

    /// Value over its whole term as stated, else that of its award when it is the award's only contract; null
    /// where none or only a placeholder is published.
    async fn value(&self) -> Result<Option<StatedValue>, ApiError> {
        Ok(stated(self.fact()?.value.as_ref()))
    }

    /// Main CPV code, 8 digits: of its items, its lots, else of the process.
    async fn cpv(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.cpv.as_deref())
    }

    /// Whether it is a framework, whose value is a ceiling.
    async fn is_framework(&self) -> Result<bool, ApiError> {
        Ok(self.fact()?.is_framework)
    }

    /// Its award.
    async fn award(&self) -> Result<Option<Award>, ApiError> {
        Ok(self.fact()?.award_key.as_deref().and_then(|key| self.process.award(key)))
    }

    /// Its lots.
    async fn lots(&self) -> Result<Vec<Lot>, ApiError> {
        Ok(self.process.lots_with(&self.fact()?.lots))
    }

    /// Who holds it: the suppliers of its award.
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

    /// Its changes, in order.
    async fn changes(&self) -> Result<Vec<ContractChange>, ApiError> {
        Ok(self.fact()?.changes.iter().map(ContractChange::from).collect())
    }

    /// How it performs (Procurement Act 2023, section 71).
    async fn performance(&self) -> Result<Vec<Performance>, ApiError> {
        Ok(self.fact()?.performance.iter().map(Performance::from).collect())
    }
}
