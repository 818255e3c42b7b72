//! Lots of a tender.

use anchorhub_ocds::facts::LotFact;
use async_graphql::{ID, Object};

use super::{
    Award, ContractingProcess,
    contract::StatedValue,
    process_parts::{AwardCriterion, BidStatistic, stated},
};
use crate::graphql::{
    enums::{SuitabilityBasis, named},
    error::ApiError,
    node_id::NodeId,
    scalars::Date,
};

/// A lot of a tender: a part that is awarded on its own.
pub(crate) struct Lot {
    process: ContractingProcess,
    index: usize,
}

impl Lot {
    /// The lot at a position of the process.
    pub(super) fn new(process: ContractingProcess, index: usize) -> Self {
        Self { process, index }
    }

    fn fact(&self) -> Result<&LotFact, ApiError> {
        let lot = self.process.facts().lots.get(self.index);
        lot.ok_or_else(|| ApiError::internal("a process lacks its lot"))
    }
}

/// A lot of a tender: a part that is awarded on its own.
#[Object]
impl Lot {
    /// Global id. It leads to the lot as it stands now.
    pub(crate) async fn id(&self) -> Result<ID, ApiError> {
        Ok(NodeId::Lot(self.process.row().id, self.fact()?.key.clone()).encode())
    }

    /// Its id in the process, with `#2`, `#3`, … where the source gives one id to several lots.
    async fn key(&self) -> Result<&str, ApiError> {
        Ok(&self.fact()?.key)
    }

    /// Title as published.
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

    /// Value as stated; null where none or only a placeholder is published.
    async fn value(&self) -> Result<Option<StatedValue>, ApiError> {
        Ok(stated(self.fact()?.value.as_ref()))
    }

    /// Whether it is said to suit small and medium enterprises; null where nothing is said, which is never a
    /// no.
    async fn suitable_for_sme(&self) -> Result<Option<bool>, ApiError> {
        Ok(self.fact()?.suitability.sme)
    }

    /// Whether it is said to suit voluntary, community and social enterprises; null where nothing is said.
    async fn suitable_for_vcse(&self) -> Result<Option<bool>, ApiError> {
        Ok(self.fact()?.suitability.vcse)
    }

    /// Where that is stated; null where nothing is said.
    async fn suitability_basis(&self) -> Result<Option<SuitabilityBasis>, ApiError> {
        Ok(self.fact()?.suitability.basis.and_then(|basis| named(basis.name())))
    }

    /// First day of the expected contract.
    async fn starts_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.starts_on.map(Date))
    }

    /// Last day of the expected contract, as stated.
    async fn ends_on(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.ends_on.map(Date))
    }

    /// Last possible day of the expected contract, with all options.
    async fn latest_end(&self) -> Result<Option<Date>, ApiError> {
        Ok(self.fact()?.term.latest_end_on.map(Date))
    }

    /// Whether and how the contract can be renewed, as published.
    async fn renewal(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.renewal.as_deref())
    }

    /// Options beyond the contract, as published.
    async fn options(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.options.as_deref())
    }

    /// Main CPV code of its items, 8 digits.
    async fn cpv(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.cpv.as_deref())
    }

    /// Criteria by which tenders for this lot are judged. Those of the whole tender stand in the process.
    async fn criteria(&self) -> Result<Vec<AwardCriterion>, ApiError> {
        let key = Some(self.fact()?.key.as_str());
        let criteria = self.process.facts().criteria.iter();
        Ok(criteria.filter(|own| own.lot_key.as_deref() == key).map(AwardCriterion::from).collect())
    }

    /// How many bids there were for this lot. Those for the whole tender stand in the process.
    async fn bid_statistics(&self) -> Result<Vec<BidStatistic>, ApiError> {
        let key = Some(self.fact()?.key.as_str());
        let statistics = self.process.facts().statistics.iter();
        Ok(statistics.filter(|own| own.lot_key.as_deref() == key).map(BidStatistic::from).collect())
    }

    /// The awards of this lot.
    async fn awards(&self) -> Result<Vec<Award>, ApiError> {
        let key = &self.fact()?.key;
        let awards = self.process.facts().awards.iter().enumerate();
        Ok(awards
            .filter(|(_, award)| award.lots.contains(key))
            .map(|(index, _)| Award::new(self.process.clone(), index))
            .collect())
    }

    /// The contracting process that it is a part of.
    async fn process(&self) -> ContractingProcess {
        self.process.clone()
    }
}
