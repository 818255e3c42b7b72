//! Leakage: what is paid to suppliers of known location outside a boundary, 1 − local share, split by where they are and
//! by category.
//!
//! Suppliers whose location is not known are a part of their own and count neither as local nor as leaked. `local`,
//! `leaked` and `unknown` make up `total`; the destinations make up `leaked`, and so do the categories.

use anchorhub_store::Database;

use crate::{
    AnalysisError, AreaLevel, Boundary, Completeness, ExclusionSum, GroupKey, MetricQuestion, Named, Part,
    SpendAnswer, SpendDimension, SpendEngine, SpendFilter, SpendPlan, Sum, SupplierTrait,
    engine::no_answer,
    metrics::{boundary::boundary, question::whole, share::ratio},
};

/// What leaks out of a boundary.
#[derive(Clone, Debug, PartialEq)]
pub struct Leakage {
    /// The boundary.
    pub boundary: Boundary,
    /// Paid to suppliers inside.
    pub local: Part,
    /// Paid to suppliers outside.
    pub leaked: Part,
    /// Paid to suppliers whose location is not known, and to nobody known.
    pub unknown: Part,
    /// All of it.
    pub total: Part,
    /// What leaks, by where the suppliers are, the most first; none: outside of all areas of that level.
    pub destinations: Vec<Leak>,
    /// What leaks, by CPV division, the most first; none: not known.
    pub categories: Vec<Leak>,
    /// What was left out, each payment once.
    pub excluded: Sum,
    /// Each reason for exclusion, with what the filter allows of it.
    pub exclusions: Vec<ExclusionSum>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

impl Leakage {
    /// What is paid to suppliers of known location.
    pub fn located(&self) -> Result<Part, AnalysisError> {
        self.local.with(self.leaked)
    }

    /// Leaked ÷ local and leaked, of the money; none of nothing.
    pub fn value(&self) -> Result<Option<f64>, AnalysisError> {
        Ok(ratio(self.leaked.sum.net_pence, self.located()?.sum.net_pence))
    }
}

/// A part of what leaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The area or division.
    pub key: Option<Named>,
    /// What leaks to it.
    pub part: Part,
}

/// What leaks out of an area, by GSS code, to areas of a level. `question.group_by` and `first` play no part.
pub async fn leakage(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &MetricQuestion,
    code: &str,
    destinations: AreaLevel,
) -> Result<Leakage, AnalysisError> {
    let boundary = boundary(database, code).await?;
    let located = question.known(SupplierTrait::District);
    let by = |second: SpendDimension| {
        let first = boundary.level.dimension();
        let dimensions = if first == second { vec![first] } else { vec![first, second] };
        question.all(located.clone(), dimensions)
    };
    let one = |filter: SpendFilter| question.all(filter, Vec::new());
    let plans: [SpendPlan; 4] = [
        one(question.filter.clone()),
        one(question.narrowed(|traits| {
            traits.known.push(SupplierTrait::District);
            boundary.inside(traits);
        })),
        by(destinations.dimension()),
        by(SpendDimension::CategoryDivision),
    ];
    let answers = engine.spend_all(&plans).await?;
    let [total, local, to, of]: [SpendAnswer; 4] = answers.try_into().map_err(|_| no_answer())?;
    let leaks = |answer: SpendAnswer| {
        whole(&answer)?;
        leaks(&boundary, answer)
    };
    let (all, located, local) = (Part::from(&total.total), Part::from(&to.total), Part::from(&local.total));
    Ok(Leakage {
        local,
        leaked: located.without(local)?,
        unknown: all.without(located)?,
        total: all,
        destinations: leaks(to)?,
        categories: leaks(of)?,
        excluded: total.excluded,
        exclusions: total.exclusions,
        completeness: total.completeness,
        data_version: total.data_version,
        boundary,
    })
}

/// The groups outside of a boundary, whose first key is an area of its level, by their last key.
fn leaks(boundary: &Boundary, answer: SpendAnswer) -> Result<Vec<Leak>, AnalysisError> {
    let mut leaks: Vec<Leak> = Vec::new();
    for mut row in answer.rows {
        let is_inside = matches!(row.keys.first(),
            Some(GroupKey::Area(Some(area))) if area.code == boundary.area.code);
        if is_inside {
            continue;
        }
        let key = match row.keys.pop() {
            Some(GroupKey::Area(named) | GroupKey::Division(named)) => named,
            _ => None,
        };
        let part = Part::from(&row.measures);
        match leaks.iter_mut().find(|leak| leak.key == key) {
            Some(leak) => leak.part = leak.part.with(part)?,
            None => leaks.push(Leak { key, part }),
        }
    }
    leaks.sort_by(|one, other| {
        let net = |leak: &Leak| leak.part.sum.net_pence;
        let code = |leak: &Leak| leak.key.as_ref().map(|named| named.code.clone());
        net(other).cmp(&net(one)).then_with(|| code(one).cmp(&code(other)))
    });
    Ok(leaks)
}
