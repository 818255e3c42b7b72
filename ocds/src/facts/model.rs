//! What the model holds of a contracting process.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::words::{
    ChangeKind, ContractOrigin, EndBasis, Source, Stage, StatisticState, SuitabilityBasis, ValueBasis,
};

/// Money as stated: signed minor units, exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Hundredths of the unit of the currency (pence), whatever the currency.
    pub pence: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the value is.
    pub basis: ValueBasis,
}

/// An identifier in a scheme, as published: `GB-COH` and `01234567`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// Scheme, such as `GB-COH`.
    pub scheme: String,
    /// Identifier in the scheme.
    pub id: String,
}

/// A classification: `CPV` and `90511000`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Category {
    /// Scheme, in upper case.
    pub scheme: String,
    /// Code; CPV codes have 8 digits, without check digit.
    pub code: String,
    /// Whether it is the main classification of the process.
    #[serde(default)]
    pub main: bool,
}

/// Where a process delivers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// `ITL` (formerly NUTS), `POSTCODE` or `COUNTRY`.
    pub scheme: String,
    /// Code, in upper case.
    pub code: String,
}

/// Whether something is said to suit small or voluntary suppliers. Nothing said is never a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Suitability {
    /// For small and medium enterprises.
    pub sme: Option<bool>,
    /// For voluntary, community and social enterprises.
    pub vcse: Option<bool>,
    /// Where that is stated.
    pub basis: Option<SuitabilityBasis>,
}

/// First and last day of a contract, as stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Last possible day, with all options.
    pub latest_end_on: Option<NaiveDate>,
}

/// Everything that the model holds of one contracting process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProcessFacts {
    /// Open Contracting ID.
    pub ocid: String,
    /// Who published it.
    pub source: Source,
    /// Title, HTML entities decoded.
    #[serde(default)]
    pub title: Option<String>,
    /// Description, HTML entities decoded.
    #[serde(default)]
    pub description: Option<String>,
    /// How far it has come, by its latest notice.
    pub stage: Stage,
    /// Tender status as published.
    #[serde(default)]
    pub status: Option<String>,
    /// Procurement method as published.
    #[serde(default)]
    pub method: Option<String>,
    /// `goods`, `services` or `works`.
    #[serde(default)]
    pub main_category: Option<String>,
    /// Main CPV code, 8 digits.
    #[serde(default)]
    pub cpv: Option<String>,
    /// All classifications.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Where it delivers.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Value of the tender, else of the plan.
    #[serde(default)]
    pub value: Option<Value>,
    /// Whether it sets up a framework.
    #[serde(default)]
    pub is_framework: bool,
    /// Whether it is marked as a test.
    #[serde(default)]
    pub is_test: bool,
    /// What it is said to suit as a whole: any lot, else the tender.
    #[serde(default)]
    pub suitability: Suitability,
    /// Reserved participation as published.
    #[serde(default)]
    pub reserved: Vec<String>,
    /// Most lots that one supplier can win.
    #[serde(default)]
    pub max_lots_awarded: Option<i32>,
    /// Most lots that one supplier can bid for.
    #[serde(default)]
    pub max_lots_bid: Option<i32>,
    /// Instant of its first dated release.
    #[serde(default)]
    pub first_published: Option<DateTime<Utc>>,
    /// Instant of its last dated release.
    #[serde(default)]
    pub last_published: Option<DateTime<Utc>>,
    /// When tenders (or answers to a market engagement) are due.
    #[serde(default)]
    pub deadline: Option<DateTime<Utc>>,
    /// When a planned notice is expected.
    #[serde(default)]
    pub expected_on: Option<NaiveDate>,
    /// The expected contract as a whole: the first start and the last end of tender and lots.
    #[serde(default)]
    pub term: Term,
    /// Buyers, in the order in which they are named.
    #[serde(default)]
    pub buyers: Vec<BuyerFact>,
    /// One for each release, in the order of merging.
    #[serde(default)]
    pub notices: Vec<NoticeFact>,
    /// Lots.
    #[serde(default)]
    pub lots: Vec<LotFact>,
    /// Award criteria.
    #[serde(default)]
    pub criteria: Vec<CriterionFact>,
    /// Bid statistics.
    #[serde(default)]
    pub statistics: Vec<BidStatisticFact>,
    /// The bids themselves, which hardly any publisher tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bids: Vec<BidFact>,
    /// Number of tenderers as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenderers: Option<i64>,
    /// When the period for tenders begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<DateTime<Utc>>,
    /// Awards.
    #[serde(default)]
    pub awards: Vec<AwardFact>,
    /// Contracts, and awards without a contract.
    #[serde(default)]
    pub contracts: Vec<ContractFact>,
    /// Other processes that it refers to.
    #[serde(default)]
    pub related: Vec<RelatedProcessFact>,
}

/// A buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerFact {
    /// Name as published, HTML entities decoded.
    pub name: String,
    /// Its identifiers, the main one first.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
}

/// A release seen as the notice that it publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeFact {
    /// UK notice type, `UK1` to `UK17`; none for older forms.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its number at the publisher, such as `012345-2026`.
    #[serde(default)]
    pub identifier: Option<String>,
    /// Instant of the release.
    #[serde(default)]
    pub published: Option<DateTime<Utc>>,
    /// Stage that it belongs to.
    pub stage: Stage,
    /// OCDS release tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Title, as of the process at that time.
    #[serde(default)]
    pub title: Option<String>,
    /// Address for people.
    #[serde(default)]
    pub url: Option<String>,
}

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotFact {
    /// Its id, with `#2`, `#3`, … where one id stands for several.
    pub key: String,
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// Status as published.
    #[serde(default)]
    pub status: Option<String>,
    /// Value.
    #[serde(default)]
    pub value: Option<Value>,
    /// What it is said to suit.
    #[serde(default)]
    pub suitability: Suitability,
    /// Expected contract.
    #[serde(default)]
    pub term: Term,
    /// Renewal as published.
    #[serde(default)]
    pub renewal: Option<String>,
    /// Options as published.
    #[serde(default)]
    pub options: Option<String>,
    /// Main CPV code of its items.
    #[serde(default)]
    pub cpv: Option<String>,
}

/// An award criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionFact {
    /// The lot that it applies to; none for the whole tender.
    #[serde(default)]
    pub lot_key: Option<String>,
    /// `price`, `cost`, `quality` or as published.
    #[serde(default)]
    pub kind: Option<String>,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// Weight in hundredths of `weight_basis`.
    #[serde(default)]
    pub weight_hundredths: Option<i64>,
    /// `PERCENT`, `POINTS`, `ORDER` or as published.
    #[serde(default)]
    pub weight_basis: Option<String>,
}

/// A number of bids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidStatisticFact {
    /// The lot; none for the whole tender.
    #[serde(default)]
    pub lot_key: Option<String>,
    /// OCDS measure.
    pub measure: String,
    /// The number; none in conflict.
    #[serde(default)]
    pub value: Option<i64>,
    /// Whether it can be used.
    pub state: StatisticState,
}

/// A bid (OCDS bids extension, `bids.details`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidFact {
    /// Its id, with `#2`, `#3`, … where one id stands for several.
    pub key: String,
    /// Status as published: `invited`, `pending`, `valid`, `disqualified` or `withdrawn`.
    #[serde(default)]
    pub status: Option<String>,
    /// When it was received.
    #[serde(default)]
    pub received: Option<DateTime<Utc>>,
    /// Its price.
    #[serde(default)]
    pub value: Option<Value>,
    /// Keys of its lots.
    #[serde(default)]
    pub lots: Vec<String>,
    /// Who made it.
    #[serde(default)]
    pub tenderers: Vec<TendererFact>,
}

/// Who made a bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TendererFact {
    /// Name as published, HTML entities decoded.
    pub name: String,
    /// Its identifiers, the main one first.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
}

/// An award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardFact {
    /// Its id, with `#2`, `#3`, … where one id stands for several.
    pub key: String,
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// Status as published.
    #[serde(default)]
    pub status: Option<String>,
    /// Date of the decision.
    #[serde(default)]
    pub awarded_on: Option<NaiveDate>,
    /// Value of the whole award, however many suppliers share it.
    #[serde(default)]
    pub value: Option<Value>,
    /// Contract period stated with the award.
    #[serde(default)]
    pub term: Term,
    /// Keys of its lots.
    #[serde(default)]
    pub lots: Vec<String>,
    /// Its suppliers.
    #[serde(default)]
    pub suppliers: Vec<SupplierFact>,
}

/// A supplier of an award, as the release that states the award describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierFact {
    /// Name as published, HTML entities decoded.
    pub name: String,
    /// Its identifiers as published, the main one first.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// Size as stated.
    #[serde(default)]
    pub scale: Option<String>,
    /// Whether it is a small or medium enterprise, by `scale`.
    #[serde(default)]
    pub sme: Option<bool>,
    /// Whether it is a voluntary, community or social enterprise.
    #[serde(default)]
    pub vcse: Option<bool>,
    /// Postcode, also one found in a free-text address.
    #[serde(default)]
    pub postcode: Option<String>,
    /// Country as published.
    #[serde(default)]
    pub country: Option<String>,
}

/// A contract, or an award without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractFact {
    /// What identifies it within the process, the same however often that is compiled.
    pub source_key: String,
    /// What it was read from.
    pub origin: ContractOrigin,
    /// Its award.
    #[serde(default)]
    pub award_key: Option<String>,
    /// Its id as published.
    #[serde(default)]
    pub reference: Option<String>,
    /// Title, else that of its award or process.
    #[serde(default)]
    pub title: Option<String>,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// Status as published.
    #[serde(default)]
    pub status: Option<String>,
    /// Date of its award.
    #[serde(default)]
    pub awarded_on: Option<NaiveDate>,
    /// Date of signature.
    #[serde(default)]
    pub signed_on: Option<NaiveDate>,
    /// Effective term.
    #[serde(default)]
    pub term: Term,
    /// Which field the effective end was taken from.
    #[serde(default)]
    pub end_basis: Option<EndBasis>,
    /// Value, else that of its award when this is the award's only contract.
    #[serde(default)]
    pub value: Option<Value>,
    /// Main CPV code: of its items, its lots, else of the process.
    #[serde(default)]
    pub cpv: Option<String>,
    /// Keys of its lots.
    #[serde(default)]
    pub lots: Vec<String>,
    /// Whether it is a framework.
    #[serde(default)]
    pub is_framework: bool,
    /// Its suppliers: those of its award.
    #[serde(default)]
    pub suppliers: Vec<SupplierFact>,
    /// Its changes, in order.
    #[serde(default)]
    pub changes: Vec<ChangeFact>,
    /// How it performs.
    #[serde(default)]
    pub performance: Vec<PerformanceFact>,
}

/// A change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFact {
    /// How it changed.
    pub kind: ChangeKind,
    /// When.
    #[serde(default)]
    pub changed_on: Option<NaiveDate>,
    /// What and why, as published.
    #[serde(default)]
    pub description: Option<String>,
    /// Last day after the change, where stated.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    /// Value after the change, where stated.
    #[serde(default)]
    pub value: Option<Value>,
}

/// How a contract performs (Procurement Act 2023, section 71).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerformanceFact {
    /// `KPI`, or `BREACH` for a failure to perform.
    pub kind: String,
    /// Name of the indicator.
    #[serde(default)]
    pub name: Option<String>,
    /// Rating as published.
    #[serde(default)]
    pub rating: Option<String>,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// First day covered.
    #[serde(default)]
    pub period_from: Option<NaiveDate>,
    /// Last day covered.
    #[serde(default)]
    pub period_to: Option<NaiveDate>,
    /// When it was published.
    #[serde(default)]
    pub published_on: Option<NaiveDate>,
}

/// Another process that a process refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedProcessFact {
    /// OCDS relationships: `framework`, `prior`, `parent`, ….
    #[serde(default)]
    pub relationships: Vec<String>,
    /// Scheme of the identifier.
    #[serde(default)]
    pub scheme: Option<String>,
    /// Identifier as published.
    #[serde(default)]
    pub identifier: Option<String>,
    /// Its ocid, where stated.
    #[serde(default)]
    pub ocid: Option<String>,
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// Address.
    #[serde(default)]
    pub uri: Option<String>,
}
