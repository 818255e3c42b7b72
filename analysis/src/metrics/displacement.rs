//! Displacement: the change, between two periods, of what is paid to suppliers in the neighbouring districts, by category,
//! beside the change in the district itself.
//!
//! The hub has no geometry: neighbours of a district are the other districts of its combined authority. The figures say
//! what changed, not why: spend may rise next door because it moved there, or because everybody spends more.

use std::collections::BTreeMap;

use anchorhub_entities::area;
use anchorhub_store::Database;

use crate::{
    AnalysisError, AreaLevel, Between, Boundary, Completeness, GroupKey, MetricQuestion, Named, Part,
    SpendAnswer, SpendDimension, SpendEngine, SpendFilter, Sum,
    engine::no_answer,
    metrics::{
        boundary::{boundary, inside, neighbours},
        question::whole,
    },
};

/// What changed in a district and in its neighbours between two periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Displacement {
    /// The district.
    pub boundary: Boundary,
    /// Its neighbours, by GSS code.
    pub neighbours: Vec<area::Model>,
    /// By CPV division, the largest rise in the neighbours first.
    pub rows: Vec<DisplacementRow>,
    /// All categories together.
    pub total: Displaced,
    /// What was left out of the period asked for, each payment once: of suppliers in the district and its neighbours.
    pub excluded: Sum,
    /// What was left out of the period compared with.
    pub excluded_before: Sum,
    /// How much of the period the documents of institutions cover.
    pub completeness: Vec<Completeness>,
    /// How much of the period before they cover: a month that is missing looks like a change.
    pub completeness_before: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// What changed in one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplacementRow {
    /// The division; none: not known.
    pub division: Option<Named>,
    /// Its figures.
    pub figures: Displaced,
}

/// What was paid before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Displaced {
    /// To suppliers in the district, in the period asked for.
    pub own: Part,
    /// The same in the period before.
    pub own_before: Part,
    /// To suppliers in its neighbours, in the period asked for.
    pub neighbours: Part,
    /// The same in the period before.
    pub neighbours_before: Part,
}

impl Displaced {
    /// By how much net to suppliers in the neighbours rose, in pence.
    pub fn neighbours_change(&self) -> Result<i64, AnalysisError> {
        change(self.neighbours, self.neighbours_before)
    }

    /// By how much net to suppliers in the district rose, in pence.
    pub fn own_change(&self) -> Result<i64, AnalysisError> {
        change(self.own, self.own_before)
    }
}

fn change(after: Part, before: Part) -> Result<i64, AnalysisError> {
    Ok(after.without(before)?.sum.net_pence)
}

/// What changed around a district, by GSS code. The period of `question.filter` is compared with `before`;
/// `question.group_by` and `first` play no part.
pub async fn displacement(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &MetricQuestion,
    code: &str,
    before: Between,
) -> Result<Displacement, AnalysisError> {
    let boundary = boundary(database, code).await?;
    let neighbours = neighbours(database, &boundary).await?;
    let codes = |around: bool| match around {
        true => neighbours.iter().map(|area| area.code.clone()).collect(),
        false => vec![boundary.area.code.clone()],
    };
    let plan = |around: bool, earlier: bool| {
        let filter = question.narrowed(|traits| inside(AreaLevel::District, codes(around), traits));
        let filter = match earlier {
            true => SpendFilter { from: before.from, to: before.to, ..filter },
            false => filter,
        };
        question.all(filter, vec![SpendDimension::CategoryDivision])
    };
    let plans = [plan(false, false), plan(false, true), plan(true, false), plan(true, true)];
    let answers = engine.spend_all(&plans).await?;
    let [own, own_before, around, around_before]: [SpendAnswer; 4] =
        answers.try_into().map_err(|_| no_answer())?;
    let total = Displaced {
        own: Part::from(&own.total),
        own_before: Part::from(&own_before.total),
        neighbours: Part::from(&around.total),
        neighbours_before: Part::from(&around_before.total),
    };
    let together = |one: Sum, other: Sum| {
        let part = |sum| Part { sum, suppliers: 0 };
        part(one).with(part(other)).map(|both| both.sum)
    };
    let mut answer = Displacement {
        boundary,
        neighbours,
        rows: Vec::new(),
        total,
        excluded: together(own.excluded, around.excluded)?,
        excluded_before: together(own_before.excluded, around_before.excluded)?,
        completeness: own.completeness.clone(),
        completeness_before: own_before.completeness.clone(),
        data_version: own.data_version,
    };
    answer.rows = rows([own, own_before, around, around_before])?;
    Ok(answer)
}

/// The categories of four answers, brought together.
fn rows(answers: [SpendAnswer; 4]) -> Result<Vec<DisplacementRow>, AnalysisError> {
    let mut rows: BTreeMap<Option<String>, DisplacementRow> = BTreeMap::new();
    let places: [fn(&mut Displaced) -> &mut Part; 4] = [
        |figures| &mut figures.own,
        |figures| &mut figures.own_before,
        |figures| &mut figures.neighbours,
        |figures| &mut figures.neighbours_before,
    ];
    for (answer, place) in answers.into_iter().zip(places) {
        whole(&answer)?;
        for mut row in answer.rows {
            let Some(GroupKey::Division(division)) = row.keys.pop() else { continue };
            let code = division.as_ref().map(|named| named.code.clone());
            let entry = rows
                .entry(code)
                .or_insert_with(|| DisplacementRow { division, figures: Displaced::default() });
            *place(&mut entry.figures) = Part::from(&row.measures);
        }
    }
    let changes = rows.into_values().map(|row| Ok((row.figures.neighbours_change()?, row)));
    let mut changes = changes.collect::<Result<Vec<_>, AnalysisError>>()?;
    changes.sort_by_key(|(change, _)| std::cmp::Reverse(*change));
    Ok(changes.into_iter().map(|(_, row)| row).collect())
}
