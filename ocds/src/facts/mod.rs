//! What the hub's model holds of a contracting process: plain facts, mapped from its releases.

mod map;
mod model;
mod paths;
mod unmapped;
mod words;

pub use self::{
    map::{map, notice_kind},
    model::{
        AwardFact, BidFact, BidStatisticFact, BuyerFact, Category, ChangeFact, ContractFact, CriterionFact,
        Identifier, LotFact, NoticeFact, PerformanceFact, Place, ProcessFacts, RelatedProcessFact,
        Suitability, SupplierFact, TendererFact, Term, Value,
    },
    unmapped::{UnmappedPath, unmapped},
    words::{
        ChangeKind, ContractOrigin, EndBasis, Source, Stage, StatisticState, SuitabilityBasis, ValueBasis,
    },
};
