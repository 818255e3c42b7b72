//! Displacement.

use std::sync::Arc;

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::part::{Keys, SpendPart, SpendSum};
use crate::graphql::{
    error::ApiError,
    family::Family,
    filters::{Asked, Narrowing, PeriodInput},
    query::hub::share,
    types::{
        Area, Money,
        spend_analysis::{Completeness, completeness},
    },
};

/// What changed between two periods in what is paid to suppliers in a district, and in the other districts of its combined
/// authority, by category. A report of changes, not of causes: spend may rise next door because it moved there, or because
/// everybody spends more.
#[derive(SimpleObject)]
pub(crate) struct Displacement {
    /// The district.
    area: Area,
    /// Its neighbours: the other districts of its combined authority, by GSS code. The hub has no maps, and takes the
    /// districts of one authority, also through a county, for neighbours.
    neighbours: Vec<Area>,
    /// All categories together.
    total: DisplacementFigures,
    /// By CPV division of the published category, the largest rise in the neighbours first.
    rows: Vec<DisplacementRow>,
    /// What is left out of the period asked for, each payment counted once: of suppliers in the district and its neighbours.
    excluded: SpendSum,
    /// What is left out of the period compared with.
    excluded_before: SpendSum,
    /// How much of the period asked for the documents of each institution cover.
    completeness: Vec<Completeness>,
    /// How much of the period compared with they cover: a month that is missing looks like a change.
    completeness_before: Vec<Completeness>,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// What changed in one category.
#[derive(SimpleObject)]
pub(crate) struct DisplacementRow {
    /// CPV division, two digits; null where it is not known.
    division: Option<String>,
    /// Its title.
    title: Option<String>,
    /// Its figures.
    figures: DisplacementFigures,
}

/// What was paid in both periods.
#[derive(SimpleObject)]
pub(crate) struct DisplacementFigures {
    /// Paid to suppliers in the district.
    own: PeriodChange,
    /// Paid to suppliers in its neighbours.
    neighbours: PeriodChange,
}

/// What changed from one period to another.
#[derive(SimpleObject)]
pub(crate) struct PeriodChange {
    /// In the period asked for.
    now: SpendPart,
    /// In the period compared with.
    before: SpendPart,
    /// What the net is more; negative where it is less.
    change: Money,
    /// The same as a share of the net in the period compared with; null where that is zero.
    of_before: Option<f64>,
}

/// Both periods, and where things are.
struct Around<'a> {
    asked: &'a Asked,
    own: Vec<String>,
    neighbours: Vec<String>,
    period: PeriodInput,
    before: PeriodInput,
}

impl Around<'_> {
    fn change(
        &self,
        keys: &Keys,
        codes: &[String],
        (now, before): (analysis::Part, analysis::Part),
        change: i64,
    ) -> PeriodChange {
        let part = |part, period| {
            let narrowing = Narrowing::InsideWithin(codes.to_vec(), period);
            SpendPart::of_group(part, self.asked, keys, narrowing)
        };
        PeriodChange {
            now: part(now, self.period),
            before: part(before, self.before),
            change: Money::gbp(change),
            of_before: share(change, before.sum.net_pence),
        }
    }

    fn figures(&self, keys: &Keys, figures: &analysis::Displaced) -> Result<DisplacementFigures, ApiError> {
        let (own, around) = (figures.own_change()?, figures.neighbours_change()?);
        Ok(DisplacementFigures {
            own: self.change(keys, &self.own, (figures.own, figures.own_before), own),
            neighbours: self.change(
                keys,
                &self.neighbours,
                (figures.neighbours, figures.neighbours_before),
                around,
            ),
        })
    }
}

impl Displacement {
    /// The answer to a question.
    pub(crate) fn new(
        database: &Database,
        answer: analysis::Displacement,
        asked: &Asked,
        (period, before): (PeriodInput, PeriodInput),
    ) -> Result<Self, ApiError> {
        let around = Around {
            asked,
            own: vec![answer.boundary.area.code.clone()],
            neighbours: answer.neighbours.iter().map(|area| area.code.clone()).collect(),
            period,
            before,
        };
        let row = |row: analysis::DisplacementRow| {
            let key = analysis::GroupKey::Division(row.division.clone());
            let keys = Arc::new(vec![(analysis::SpendDimension::CategoryDivision, key)]);
            let (division, title) = row.division.map(|named| (named.code, named.name)).unzip();
            let figures = around.figures(&keys, &row.figures)?;
            Ok(DisplacementRow { division, title: title.flatten(), figures })
        };
        let mut areas =
            Family::rows(database, std::iter::once(answer.boundary.area).chain(answer.neighbours).collect())
                .into_iter()
                .map(Area);
        Ok(Self {
            area: areas.next().ok_or_else(|| ApiError::internal("a row of one is none"))?,
            neighbours: areas.collect(),
            total: around.figures(&Keys::default(), &answer.total)?,
            rows: answer.rows.into_iter().map(row).collect::<Result<_, ApiError>>()?,
            excluded: answer.excluded.into(),
            excluded_before: answer.excluded_before.into(),
            completeness: completeness(database, answer.completeness),
            completeness_before: completeness(database, answer.completeness_before),
            data_version: answer.data_version,
        })
    }
}
