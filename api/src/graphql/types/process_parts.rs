//! The small parts of a contracting process: what its releases state, as plain values.

use anchorhub_entities::{contract_change, performance};
use anchorhub_ocds::facts;
use async_graphql::{Enum, SimpleObject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, sea_query::SelectStatement};

use super::{Money, contract::StatedValue};
use crate::graphql::{
    enums::{ContractChangeKind, PerformanceKind, StatisticState, ValueBasis, named},
    family::Part,
    scalars::{Date, Decimal, Long},
};

/// A value of the facts.
pub(super) fn stated(value: Option<&facts::Value>) -> Option<StatedValue> {
    let value = value?;
    Some(StatedValue {
        amount: Money::of(value.pence, &value.currency),
        basis: named::<ValueBasis>(value.basis.name()),
    })
}

/// An identifier in a scheme, as published.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Identifier {
    /// Scheme in the form of org-id.guide, such as `GB-COH` (Companies House) or `GB-PPON`.
    scheme: String,
    /// Identifier in that scheme, as published.
    id: String,
}

impl From<&facts::Identifier> for Identifier {
    fn from(identifier: &facts::Identifier) -> Self {
        Self { scheme: identifier.scheme.clone(), id: identifier.id.clone() }
    }
}

/// A classification of what is bought.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Category {
    /// Scheme, such as `CPV`.
    scheme: String,
    /// Code in the scheme; CPV codes have 8 digits.
    code: String,
    /// Whether it is the main classification of the process.
    is_main: bool,
}

impl From<&facts::Category> for Category {
    fn from(category: &facts::Category) -> Self {
        Self { scheme: category.scheme.clone(), code: category.code.clone(), is_main: category.main }
    }
}

/// What the code of a place is a code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum PlaceScheme {
    /// International Territorial Levels of the Office for National Statistics (formerly NUTS): `TLG3`.
    Itl,
    /// A postcode, or the beginning of one.
    Postcode,
    /// A country.
    Country,
}

/// Where a process delivers.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Place {
    /// What the code is a code of; null for one that this version does not know.
    scheme: Option<PlaceScheme>,
    /// The code, in upper case.
    code: String,
}

impl From<&facts::Place> for Place {
    fn from(place: &facts::Place) -> Self {
        Self { scheme: named(&place.scheme), code: place.code.clone() }
    }
}

/// A criterion by which tenders are judged.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct AwardCriterion {
    /// The `key` of the lot that it applies to; null for the whole tender.
    lot_key: Option<String>,
    /// `price`, `cost`, `quality`, or as published.
    kind: Option<String>,
    /// Name as published.
    name: Option<String>,
    /// Description as published.
    description: Option<String>,
    /// Weight in units of `weightBasis`, with two decimals.
    weight: Option<Decimal>,
    /// What the weight is: `PERCENT`, `POINTS`, `ORDER` (of importance), or as published.
    weight_basis: Option<String>,
}

impl From<&facts::CriterionFact> for AwardCriterion {
    fn from(criterion: &facts::CriterionFact) -> Self {
        Self {
            lot_key: criterion.lot_key.clone(),
            kind: criterion.kind.clone(),
            name: criterion.name.clone(),
            description: criterion.description.clone(),
            weight: criterion.weight_hundredths.map(|pence| Decimal { pence }),
            weight_basis: criterion.weight_basis.clone(),
        }
    }
}

/// How many bids there were, as published.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BidStatistic {
    /// The `key` of the lot; null for the whole tender.
    lot_key: Option<String>,
    /// What was counted, as OCDS names it: `bids`, `validBids`, `smeBids`, ….
    measure: String,
    /// The number; null where the source contradicts itself.
    value: Option<Long>,
    /// Whether the number can be used.
    state: Option<StatisticState>,
}

impl From<&facts::BidStatisticFact> for BidStatistic {
    fn from(statistic: &facts::BidStatisticFact) -> Self {
        Self {
            lot_key: statistic.lot_key.clone(),
            measure: statistic.measure.clone(),
            value: statistic.value.map(Long),
            state: named(statistic.state.name()),
        }
    }
}

/// A change of a contract.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractChange {
    /// How it changed.
    kind: Option<ContractChangeKind>,
    /// When it changed.
    changed_on: Option<Date>,
    /// What and why, as published.
    description: Option<String>,
    /// Last day of the contract after the change, where stated.
    ends_on: Option<Date>,
    /// Value of the contract after the change, where stated.
    value: Option<Money>,
}

impl Part for contract_change::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.contract_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        contract_change::Entity::find()
            .filter(contract_change::Column::ContractId.is_in(wholes))
            .order_by_asc(contract_change::Column::ContractId)
            .order_by_asc(contract_change::Column::Seq)
            .into_query()
    }
}

impl From<&contract_change::Model> for ContractChange {
    fn from(change: &contract_change::Model) -> Self {
        let currency = change.value_currency.as_deref();
        Self {
            kind: named(&change.kind),
            changed_on: change.changed_on.map(Date),
            description: change.description.clone(),
            ends_on: change.ends_on.map(Date),
            value: change.value_pence.map(|pence| Money::of(pence, currency.unwrap_or("GBP"))),
        }
    }
}

impl From<&facts::ChangeFact> for ContractChange {
    fn from(change: &facts::ChangeFact) -> Self {
        Self {
            kind: named(change.kind.name()),
            changed_on: change.changed_on.map(Date),
            description: change.description.clone(),
            ends_on: change.ends_on.map(Date),
            value: change.value.as_ref().map(|value| Money::of(value.pence, &value.currency)),
        }
    }
}

/// How a contract performs (Procurement Act 2023, section 71).
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Performance {
    /// What it is about.
    kind: Option<PerformanceKind>,
    /// Name of the indicator as published.
    name: Option<String>,
    /// Rating as published.
    rating: Option<String>,
    /// Description as published.
    description: Option<String>,
    /// First day that it covers.
    period_from: Option<Date>,
    /// Last day that it covers.
    period_to: Option<Date>,
    /// When it was published.
    published_on: Option<Date>,
}

impl Part for performance::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.contract_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        performance::Entity::find()
            .filter(performance::Column::ContractId.is_in(wholes))
            .order_by_asc(performance::Column::ContractId)
            .order_by_asc(performance::Column::Seq)
            .into_query()
    }
}

impl From<&performance::Model> for Performance {
    fn from(performance: &performance::Model) -> Self {
        Self {
            kind: named(&performance.kind),
            name: performance.name.clone(),
            rating: performance.rating.clone(),
            description: performance.description.clone(),
            period_from: performance.period_from.map(Date),
            period_to: performance.period_to.map(Date),
            published_on: performance.published_on.map(Date),
        }
    }
}

impl From<&facts::PerformanceFact> for Performance {
    fn from(performance: &facts::PerformanceFact) -> Self {
        Self {
            kind: named(&performance.kind),
            name: performance.name.clone(),
            rating: performance.rating.clone(),
            description: performance.description.clone(),
            period_from: performance.period_from.map(Date),
            period_to: performance.period_to.map(Date),
            published_on: performance.published_on.map(Date),
        }
    }
}
