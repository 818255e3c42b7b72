//! A share of money, with everything that it takes to judge it: the answer shape of all shares.

use crate::{
    AnalysisError, Completeness, ExclusionSum, GroupKey, Measures, SpendAnswer, SpendEngine, SpendFilter,
    SpendPlan, Sum,
    engine::no_answer,
    metrics::{
        keyed::Keyed,
        question::{MetricQuestion, whole},
    },
};

/// Money, payments and suppliers of a part of what is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Signed sum, and number of payments.
    pub sum: Sum,
    /// Distinct suppliers.
    pub suppliers: i64,
}

impl From<&Measures> for Part {
    fn from(measures: &Measures) -> Self {
        Self { sum: measures.sum, suppliers: measures.suppliers }
    }
}

impl Part {
    /// What is left of it without another part. Suppliers are those that only the rest has: parts that differ in what is
    /// known of suppliers have none in common.
    pub(super) fn without(self, other: Self) -> Result<Self, AnalysisError> {
        let less = |all: i64, part: i64| all.checked_sub(part).ok_or(AnalysisError::SumTooLarge);
        Ok(Self {
            sum: Sum {
                net_pence: less(self.sum.net_pence, other.sum.net_pence)?,
                payments: less(self.sum.payments, other.sum.payments)?,
            },
            suppliers: less(self.suppliers, other.suppliers)?,
        })
    }

    /// Both together.
    pub(super) fn with(self, other: Self) -> Result<Self, AnalysisError> {
        let more = |one: i64, other: i64| one.checked_add(other).ok_or(AnalysisError::SumTooLarge);
        Ok(Self {
            sum: Sum {
                net_pence: more(self.sum.net_pence, other.sum.net_pence)?,
                payments: more(self.sum.payments, other.sum.payments)?,
            },
            suppliers: more(self.suppliers, other.suppliers)?,
        })
    }
}

/// A share: the numerator is part of the denominator, and that of the total. What lies between these two is what is not
/// known; it is never a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// What has the attribute.
    pub numerator: Part,
    /// Of what it is known whether it has.
    pub denominator: Part,
    /// Everything asked about that is not left out.
    pub total: Part,
}

impl Share {
    /// Of the money: net of the numerator ÷ net of the denominator. None of nothing. Credits can take it below 0 or
    /// above 1.
    pub fn of_net(&self) -> Option<f64> {
        ratio(self.numerator.sum.net_pence, self.denominator.sum.net_pence)
    }

    /// Of the payments, from 0 to 1.
    pub fn of_payments(&self) -> Option<f64> {
        ratio(self.numerator.sum.payments, self.denominator.sum.payments)
    }

    /// Of the suppliers, from 0 to 1.
    pub fn of_suppliers(&self) -> Option<f64> {
        ratio(self.numerator.suppliers, self.denominator.suppliers)
    }

    /// The share of the money for which the attribute is known. Credits can take it above 1.
    pub fn coverage_of_net(&self) -> Option<f64> {
        ratio(self.denominator.sum.net_pence, self.total.sum.net_pence)
    }

    /// The share of the payments for which the attribute is known, from 0 to 1.
    pub fn coverage_of_payments(&self) -> Option<f64> {
        ratio(self.denominator.sum.payments, self.total.sum.payments)
    }

    /// The part of which the attribute is not known.
    pub fn unknown(&self) -> Result<Part, AnalysisError> {
        self.total.without(self.denominator)
    }
}

/// A ratio; none of nothing.
pub(super) fn ratio(part: i64, whole: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits than a float has")]
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// The share of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareRow {
    /// Its keys, one for each dimension, in their order.
    pub keys: Vec<GroupKey>,
    /// Its share.
    pub share: Share,
}

/// Groups that are not shown, together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShareRest {
    /// How many.
    pub groups: i64,
    /// What has the attribute.
    pub numerator: Sum,
    /// Of what it is known.
    pub denominator: Sum,
    /// Everything.
    pub total: Sum,
}

/// A share, whole and by group. `rows` and `rest` make up `whole`.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareAnswer {
    /// The share of everything.
    pub whole: Share,
    /// The first groups, by the net of their total.
    pub rows: Vec<ShareRow>,
    /// The groups that are not among `rows`.
    pub rest: ShareRest,
    /// What was left out, each payment once.
    pub excluded: Sum,
    /// Each reason for exclusion, with what the filter allows of it.
    pub exclusions: Vec<ExclusionSum>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// The payments that make a share.
pub(super) struct ShareFilters {
    /// The numerator.
    pub(super) numerator: SpendFilter,
    /// The denominator: holds all of the numerator.
    pub(super) denominator: SpendFilter,
}

/// Several shares of the same payments, in their order, from one state of the data.
pub(super) async fn shares(
    engine: &dyn SpendEngine,
    question: &MetricQuestion,
    parts: Vec<ShareFilters>,
) -> Result<Vec<ShareAnswer>, AnalysisError> {
    let mut plans: Vec<SpendPlan> = Vec::new();
    let mut place = |filter: SpendFilter| {
        let plan = question.all(filter, question.group_by.clone());
        plans.iter().position(|known| *known == plan).unwrap_or_else(|| {
            plans.push(plan);
            plans.len() - 1
        })
    };
    let places: Vec<(usize, usize)> =
        parts.into_iter().map(|part| (place(part.numerator), place(part.denominator))).collect();
    plans.push(question.shown());
    let mut answers = engine.spend_all(&plans).await?;
    let shown = answers.pop().ok_or_else(no_answer)?;
    let figures = answers
        .into_iter()
        .map(|answer| {
            whole(&answer)?;
            Ok((Part::from(&answer.total), Keyed::of(answer)))
        })
        .collect::<Result<Vec<_>, AnalysisError>>()?;
    let share = |(numerator, denominator): (usize, usize)| {
        let figure = |place: usize| figures.get(place).ok_or_else(no_answer);
        answer_of(&shown, figure(numerator)?, figure(denominator)?)
    };
    places.into_iter().map(share).collect()
}

fn answer_of(
    shown: &SpendAnswer,
    numerator: &(Part, Keyed),
    denominator: &(Part, Keyed),
) -> Result<ShareAnswer, AnalysisError> {
    let total = Part::from(&shown.total);
    let whole = Share { numerator: numerator.0, denominator: denominator.0, total };
    let rows: Vec<ShareRow> = shown
        .rows
        .iter()
        .map(|row| ShareRow {
            keys: row.keys.clone(),
            share: Share {
                numerator: Part::from(&numerator.1.get(&row.keys)),
                denominator: Part::from(&denominator.1.get(&row.keys)),
                total: Part::from(&row.measures),
            },
        })
        .collect();
    let rest = |part: &dyn Fn(&Share) -> Part| {
        let sum = |sum: Part| Part { suppliers: 0, ..sum };
        rows.iter().try_fold(sum(part(&whole)), |rest, row| rest.without(sum(part(&row.share))))
    };
    let rest = match shown.rows.is_empty() && shown.rest.groups == 0 {
        true => ShareRest::default(),
        false => ShareRest {
            groups: shown.rest.groups,
            numerator: rest(&|share| share.numerator)?.sum,
            denominator: rest(&|share| share.denominator)?.sum,
            total: rest(&|share| share.total)?.sum,
        },
    };
    Ok(ShareAnswer {
        whole,
        rows,
        rest,
        excluded: shown.excluded,
        exclusions: shown.exclusions.clone(),
        completeness: shown.completeness.clone(),
        data_version: shown.data_version,
    })
}
