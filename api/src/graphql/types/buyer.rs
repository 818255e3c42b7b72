//! Buyers of a contracting process.

use anchorhub_entities::process_buyer;
use anchorhub_ocds::facts::BuyerFact;
use async_graphql::Object;

use super::{ContractingProcess, Institution, process_parts::Identifier};
use crate::graphql::{
    enums::{BuyerBasis, named},
    error::ApiError,
    family::Row,
};

/// A buyer that a contracting process names.
pub(crate) struct Buyer {
    process: ContractingProcess,
    index: usize,
}

impl Buyer {
    /// The buyer at a position of the process.
    pub(super) fn new(process: ContractingProcess, index: usize) -> Self {
        Self { process, index }
    }

    fn fact(&self) -> Result<&BuyerFact, ApiError> {
        let buyer = self.process.facts().buyers.get(self.index);
        buyer.ok_or_else(|| ApiError::internal("a process lacks its buyer"))
    }

    /// The same buyer in the tables: of an earlier state by its identifiers, else by its name.
    async fn row(&self) -> Result<Option<Row<process_buyer::Model>>, ApiError> {
        let fact = self.fact()?;
        let rows: Vec<Row<process_buyer::Model>> =
            self.process.row().many("buyers", |process| Some(process.id)).await?;
        if !self.process.is_earlier() {
            return Ok(rows.into_iter().find(|row| usize::try_from(row.seq) == Ok(self.index)));
        }
        let identified = rows.iter().find(|row| {
            fact.identifiers.iter().any(|identifier| {
                row.scheme.as_deref() == Some(identifier.scheme.as_str())
                    && row.identifier.as_deref() == Some(identifier.id.as_str())
            })
        });
        Ok(identified.or_else(|| rows.iter().find(|row| row.name == fact.name)).cloned())
    }
}

/// A buyer that a contracting process names.
#[Object]
impl Buyer {
    /// Name as published.
    async fn name(&self) -> Result<&str, ApiError> {
        Ok(&self.fact()?.name)
    }

    /// Its identifiers as published, the main one first.
    async fn identifiers(&self) -> Result<Vec<Identifier>, ApiError> {
        Ok(self.fact()?.identifiers.iter().map(Identifier::from).collect())
    }

    /// The institution that it is; null if it is none that this hub follows. Of an earlier state of a process,
    /// also null for a buyer that the process no longer names.
    async fn institution(&self) -> Result<Option<Institution>, ApiError> {
        let Some(row) = self.row().await? else { return Ok(None) };
        Ok(row.one("institution", |row| row.institution_id).await?.map(Institution))
    }

    /// How the institution was found.
    async fn institution_basis(&self) -> Result<Option<BuyerBasis>, ApiError> {
        Ok(self.row().await?.and_then(|row| named(&row.basis)))
    }
}
