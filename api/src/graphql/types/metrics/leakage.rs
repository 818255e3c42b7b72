//! Leakage.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::Footing,
    part::{SpendPart, SpendSum},
};
use crate::graphql::{
    error::ApiError,
    family::Family,
    filters::{Asked, Narrowing},
    types::Area,
};

/// What is paid to suppliers of known location outside a boundary: 1 − local share, split by where they are and by
/// category. `local`, `leaked` and `unknown` make up `total`; `destinations` make up `leaked`, and so do `categories`.
#[derive(SimpleObject)]
pub(crate) struct Leakage {
    /// The boundary.
    area: Area,
    /// Net that leaks ÷ net to suppliers of known location; null where that is zero. Credits can take it below 0 or above
    /// 1.
    value: Option<f64>,
    /// Paid to suppliers inside.
    local: SpendPart,
    /// Paid to suppliers of known location: `local` and `leaked`, the denominator.
    located: SpendPart,
    /// Paid to suppliers of known location outside: the numerator.
    leaked: LeakPart,
    /// Paid to suppliers whose location is not known. They count neither as local nor as leaked.
    unknown: SpendPart,
    /// Everything asked about that is not left out.
    total: SpendPart,
    /// What leaks by where the suppliers are, the most first.
    destinations: Vec<Leak>,
    /// Number of destinations that are not shown.
    more_destinations: i64,
    /// What leaks by CPV division of the published category, the most first.
    categories: Vec<Leak>,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

/// What leaks altogether.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LeakPart {
    /// Signed sum and number of the payments.
    sum: SpendSum,
    /// Number of suppliers.
    suppliers: i64,
}

/// A part of what leaks.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Leak {
    /// GSS code of the area, or two digits of the division; null outside of all areas of that level, or where the
    /// division is not known.
    code: Option<String>,
    /// Its name.
    name: Option<String>,
    /// Signed sum and number of the payments.
    sum: SpendSum,
    /// Number of suppliers.
    suppliers: i64,
}

impl From<analysis::Leak> for Leak {
    fn from(leak: analysis::Leak) -> Self {
        let (code, name) = leak.key.map(|named| (named.code, named.name)).unzip();
        Self { code, name: name.flatten(), sum: leak.part.sum.into(), suppliers: leak.part.suppliers }
    }
}

impl Leakage {
    /// The answer to a question, with so many destinations.
    pub(crate) fn new(
        database: &Database,
        answer: analysis::Leakage,
        asked: &Asked,
        first: usize,
    ) -> Result<Self, ApiError> {
        let value = answer.value()?;
        let located = answer.located()?;
        let district = analysis::SupplierTrait::District;
        let inside = Narrowing::Inside(answer.boundary.level, vec![answer.boundary.area.code.clone()]);
        let more = answer.destinations.len().saturating_sub(first);
        let area = Family::rows(database, vec![answer.boundary.area]).pop();
        let part = |part, narrowing| SpendPart::new(part, asked, narrowing);
        Ok(Self {
            area: Area(area.ok_or_else(|| ApiError::internal("a row of one is none"))?),
            value,
            local: part(answer.local, inside),
            located: part(located, Narrowing::Known(district)),
            leaked: LeakPart { sum: answer.leaked.sum.into(), suppliers: answer.leaked.suppliers },
            unknown: part(answer.unknown, Narrowing::Unknown(district)),
            total: part(answer.total, Narrowing::All),
            destinations: answer.destinations.into_iter().take(first).map(Leak::from).collect(),
            more_destinations: i64::try_from(more).unwrap_or(i64::MAX),
            categories: answer.categories.into_iter().map(Leak::from).collect(),
            footing: Footing::new(
                database,
                answer.excluded,
                &answer.exclusions,
                answer.completeness,
                answer.data_version,
            ),
        })
    }
}
