//! Concentration: the Herfindahl-Hirschman index of suppliers, and the share of the four largest beside it.
//!
//! HHI = 10,000·Σs² over suppliers, where s = max(0, net) ÷ Σ max(0, net): 10,000 is one supplier alone. CR4 is the sum of
//! the four largest s. Suppliers whose net is zero or below (more credits than payments) have no share: they are left
//! out and reported. With fewer than five suppliers there are too few to speak of concentration: both are none. Suppliers
//! are resolved ones, not names; firms of one group count apart. Payees that are withheld are nobody in particular and
//! are left out and reported as well.

use std::collections::HashMap;

use crate::{
    AnalysisError, Completeness, ExclusionSum, GroupKey, MetricQuestion, Part, Remainder, SpendAnswer,
    SpendDimension, SpendEngine, SpendPlan, Sum,
    engine::no_answer,
    metrics::{keyed::values, share::ratio},
};

/// Pairs of group and supplier that are added up at most; a question with more is refused, never answered in part.
const MAX_PAIRS: usize = 200_000;

/// Suppliers below which there is no concentration to speak of.
const MIN_SUPPLIERS: usize = 5;

/// Concentration of suppliers, whole and by group.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcentrationAnswer {
    /// Of everything.
    pub whole: Concentration,
    /// The first groups, by net.
    pub rows: Vec<ConcentrationRow>,
    /// The groups that are not among `rows`.
    pub rest: Remainder,
    /// What was left out, each payment once.
    pub excluded: Sum,
    /// Each reason for exclusion, with what the filter allows of it.
    pub exclusions: Vec<ExclusionSum>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// Concentration in one group.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcentrationRow {
    /// Its keys, one for each dimension, in their order.
    pub keys: Vec<GroupKey>,
    /// Its figures.
    pub figures: Concentration,
}

/// How concentrated what is paid is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Concentration {
    /// Herfindahl-Hirschman index, above 0 and up to 10,000; none with fewer than five suppliers.
    pub hhi: Option<f64>,
    /// Share of the four largest suppliers, from 0 to 1; none with fewer than five suppliers.
    pub cr4: Option<f64>,
    /// The four largest suppliers: the numerator of CR4.
    pub largest: Part,
    /// The suppliers with a net above zero: the denominator.
    pub counted: Part,
    /// The suppliers with a net of zero or below, which are left out.
    pub net_negative: Part,
    /// Payments without a supplier, which are left out.
    pub without_supplier: Sum,
    /// All of it.
    pub total: Part,
}

/// Concentration of what is asked about.
pub async fn concentration(
    engine: &dyn SpendEngine,
    question: &MetricQuestion,
) -> Result<ConcentrationAnswer, AnalysisError> {
    let mut group_by = question.group_by.clone();
    group_by.push(SpendDimension::Supplier);
    let suppliers =
        |group_by| SpendPlan { first: MAX_PAIRS, ..question.all(question.filter.clone(), group_by) };
    let mut plans = vec![question.shown(), suppliers(vec![SpendDimension::Supplier])];
    if !question.group_by.is_empty() {
        plans.push(suppliers(group_by));
    }
    let mut answers = engine.spend_all(&plans).await?.into_iter();
    let shown = answers.next().ok_or_else(no_answer)?;
    let whole = grouped(answers.next().ok_or_else(no_answer)?)?;
    let groups = answers.next().map(grouped).transpose()?.unwrap_or_default();
    let row = |row: crate::SpendRow| {
        let figures = groups.get(&values(&row.keys)).map_or(Ok(Concentration::default()), Nets::figures)?;
        Ok(ConcentrationRow { keys: row.keys, figures })
    };
    Ok(ConcentrationAnswer {
        whole: whole.values().next().map_or(Ok(Concentration::default()), Nets::figures)?,
        rows: shown.rows.into_iter().map(row).collect::<Result<_, AnalysisError>>()?,
        rest: shown.rest,
        excluded: shown.excluded,
        exclusions: shown.exclusions,
        completeness: shown.completeness,
        data_version: shown.data_version,
    })
}

/// What the suppliers of a group were paid.
#[derive(Default)]
struct Nets {
    suppliers: Vec<Sum>,
    without_supplier: Sum,
}

/// The suppliers of each group of an answer whose last dimension is the supplier.
fn grouped(answer: SpendAnswer) -> Result<HashMap<Vec<Option<String>>, Nets>, AnalysisError> {
    if answer.rest.groups > 0 {
        return Err(AnalysisError::TooManyGroups(MAX_PAIRS));
    }
    let mut groups: HashMap<Vec<Option<String>>, Nets> = HashMap::new();
    for mut row in answer.rows {
        let supplier = row.keys.pop();
        let nets = groups.entry(values(&row.keys)).or_default();
        match supplier {
            Some(GroupKey::Supplier(Some(_))) => nets.suppliers.push(row.measures.sum),
            _ => nets.without_supplier = row.measures.sum,
        }
    }
    Ok(groups)
}

impl Nets {
    fn figures(&self) -> Result<Concentration, AnalysisError> {
        let (mut counted, negative): (Vec<Sum>, Vec<Sum>) =
            self.suppliers.iter().partition(|sum| sum.net_pence > 0);
        counted.sort_by_key(|sum| std::cmp::Reverse(sum.net_pence));
        let largest = part(counted.iter().take(4))?;
        let all = part(counted.iter())?;
        let enough = counted.len() >= MIN_SUPPLIERS;
        let squares = || {
            let shares = counted.iter().filter_map(|sum| ratio(sum.net_pence, all.sum.net_pence));
            shares.map(|share| share * share).sum::<f64>()
        };
        let negative = part(negative.iter())?;
        let nobody = Part { sum: self.without_supplier, suppliers: 0 };
        Ok(Concentration {
            total: all.with(negative)?.with(nobody)?,
            hhi: enough.then(|| 10_000.0 * squares()),
            cr4: ratio(largest.sum.net_pence, all.sum.net_pence).filter(|_| enough),
            largest,
            counted: all,
            net_negative: negative,
            without_supplier: self.without_supplier,
        })
    }
}

/// Suppliers together.
fn part<'a>(suppliers: impl Iterator<Item = &'a Sum>) -> Result<Part, AnalysisError> {
    let mut all = Part::default();
    for sum in suppliers {
        all = all.with(Part { sum: *sum, suppliers: 1 })?;
    }
    Ok(all)
}
