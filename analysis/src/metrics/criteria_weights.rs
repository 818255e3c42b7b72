//! Criteria weight: the weight of criteria about social value ÷ the weight of all criteria, where weights are published.
//!
//! Source: OCDS `tender.awardCriteria.criteria[]` and those of lots, which come first; a lot without its own is judged by
//! those of the tender. Social value has no field: it is told by the name of a criterion. The words are those of the Public
//! Services (Social Value) Act 2012, of community benefits (Procurement Reform (Scotland) Act 2014, section 24), of Fair
//! Work First, and of socially responsible procurement (Social Partnership and Public Procurement (Wales) Act 2023).
//!
//! Each lot counts alike, whatever it is worth. Weights can be used when all of a lot's are per cent that come to a whole,
//! or all are points; an order of importance is no weight. Many notices publish none: the coverage belongs to the figure. It
//! is what was asked for, not what was promised, and not what was delivered.

use anchorhub_store::Database;

use crate::{
    AnalysisError, Breakdown, ProcessKey, ProcessQuestion, Tally,
    processes::{Criterion, Groups, Process, criteria, keys, labelled, lots, offered, plus, processes},
};

/// How lots are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CriteriaWeights {
    /// Lots; a tender without lots is one.
    pub lots: i64,
    /// Of these, lots of which any criterion is published.
    pub with_criteria: i64,
    /// Lots whose weights can be used: the denominator of the averages.
    pub weighted: i64,
    /// Lots with weights that do not make up a whole, or are of several kinds.
    pub not_whole: i64,
    /// Lots whose weights can be used, with a criterion about social value.
    pub with_social_value: i64,
    /// Lots with a criterion about social value whose weights cannot be used.
    pub social_value_unweighted: i64,
    /// Sum over the lots whose weights can be used of the part of social value, in millionths.
    pub social_value_millionths: i64,
    /// The same of price and cost.
    pub price_millionths: i64,
}

impl Tally for CriteriaWeights {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        for (sum, part) in [
            (&mut self.lots, other.lots),
            (&mut self.with_criteria, other.with_criteria),
            (&mut self.weighted, other.weighted),
            (&mut self.not_whole, other.not_whole),
            (&mut self.with_social_value, other.with_social_value),
            (&mut self.social_value_unweighted, other.social_value_unweighted),
            (&mut self.social_value_millionths, other.social_value_millionths),
            (&mut self.price_millionths, other.price_millionths),
        ] {
            plus(sum, part)?;
        }
        Ok(())
    }

    fn weight(&self) -> i64 {
        self.lots
    }
}

/// How the lots of processes that were tendered are judged, by group.
pub async fn criteria_weights(
    database: &Database,
    question: &ProcessQuestion,
) -> Result<Breakdown<ProcessKey, CriteriaWeights>, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let lots = lots(&mut snapshot, &question.processes).await?;
    let criteria = criteria(&mut snapshot, &question.processes).await?;
    let mut groups = Groups::new();
    for process in all.iter().filter(|process| Process::is_tendered(process)) {
        let lots = lots.get(&process.id).map(Vec::as_slice).unwrap_or_default();
        let own = criteria.get(&process.id).map(Vec::as_slice).unwrap_or_default();
        for lot in offered(process, lots) {
            groups.add(keys(process, &question.group_by), &judged(&criteria_of(own, lot.key)))?;
        }
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}

/// The criteria of a lot: its own, else those of the tender.
fn criteria_of<'a>(all: &'a [Criterion], lot: Option<&str>) -> Vec<&'a Criterion> {
    let of =
        |key: Option<&str>| all.iter().filter(move |one| one.lot_key.as_deref() == key).collect::<Vec<_>>();
    match of(lot) {
        own if own.is_empty() => of(None),
        own => own,
    }
}

/// What the criteria of one lot say.
fn judged(criteria: &[&Criterion]) -> CriteriaWeights {
    let social = |one: &Criterion| one.name.as_deref().is_some_and(is_social_value);
    let asks = criteria.iter().any(|one| social(one));
    let mut figures = CriteriaWeights {
        lots: 1,
        with_criteria: i64::from(!criteria.is_empty()),
        ..CriteriaWeights::default()
    };
    let Some(total) = whole(criteria) else {
        figures.not_whole = i64::from(criteria.iter().any(|one| one.weight_hundredths.is_some()));
        figures.social_value_unweighted = i64::from(asks);
        return figures;
    };
    let part = |holds: &dyn Fn(&Criterion) -> bool| {
        let weights = criteria.iter().filter(|one| holds(one)).filter_map(|one| one.weight_hundredths);
        let sum = i128::from(weights.sum::<i64>());
        i64::try_from(sum * 1_000_000 / i128::from(total)).unwrap_or(1_000_000)
    };
    figures.weighted = 1;
    figures.with_social_value = i64::from(asks);
    figures.social_value_millionths = part(&social);
    figures.price_millionths = part(&|one| matches!(one.kind.as_deref(), Some("price" | "cost")));
    figures
}

/// A hundred per cent, in hundredths.
const HUNDRED_PER_CENT: i64 = 10_000;
/// How far rounded per cents may be from a hundred, in hundredths: three times 33.3 come to 99.9.
const ROUNDING: i64 = 20;
/// More than this is no weight that anybody gives.
const MOST: i64 = 100_000_000;

/// The sum of the weights, where they are of one kind and make up a whole.
fn whole(criteria: &[&Criterion]) -> Option<i64> {
    let weighted: Vec<(i64, &str)> = criteria
        .iter()
        .filter_map(|one| Some((one.weight_hundredths?, one.weight_basis.as_deref().unwrap_or_default())))
        .collect();
    let (_, basis) = *weighted.first()?;
    let is_fine = |(weight, its): &(i64, &str)| (0..=MOST).contains(weight) && *its == basis;
    if !weighted.iter().all(is_fine) {
        return None;
    }
    let sum = weighted.iter().try_fold(0_i64, |sum, (weight, _)| sum.checked_add(*weight))?;
    match basis {
        "PERCENT" => ((sum - HUNDRED_PER_CENT).abs() <= ROUNDING).then_some(sum),
        "POINTS" => (sum > 0).then_some(sum),
        _ => None,
    }
}

/// How criteria about social value are called.
const SOCIAL_VALUE: [&str; 8] = [
    "social value",
    "social impact",
    "social benefit",
    "social responsib",
    "socially responsible",
    "community benefit",
    "community wealth",
    "fair work",
];

fn is_social_value(name: &str) -> bool {
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = words.join(" ");
    SOCIAL_VALUE.iter().any(|phrase| name.contains(phrase))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn criterion(kind: &str, name: &str, weight: Option<i64>, basis: &str) -> Criterion {
        Criterion {
            kind: Some(kind.to_owned()),
            name: Some(name.to_owned()),
            weight_hundredths: weight,
            weight_basis: Some(basis.to_owned()),
            ..Criterion::default()
        }
    }

    fn of(criteria: &[Criterion]) -> CriteriaWeights {
        judged(&criteria.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_weight_is_a_part_of_the_whole() {
        let figures = of(&[
            criterion("price", "Price", Some(4_000), "PERCENT"),
            criterion("quality", "Method", Some(5_000), "PERCENT"),
            criterion("quality", "Social-Value (TOMs)", Some(1_000), "PERCENT"),
        ]);
        assert_eq!((figures.weighted, figures.with_social_value), (1, 1));
        assert_eq!((figures.social_value_millionths, figures.price_millionths), (100_000, 400_000));
        let points = of(&[
            criterion("cost", "Cost", Some(3_000), "POINTS"),
            criterion("quality", "Community benefits", Some(1_000), "POINTS"),
        ]);
        assert_eq!((points.social_value_millionths, points.price_millionths), (250_000, 750_000));
    }

    #[test]
    fn what_is_no_whole_is_counted_and_not_used() {
        // Sub-criteria beside what they belong to come to more than a whole.
        let double = of(&[
            criterion("price", "Price", Some(4_000), "PERCENT"),
            criterion("quality", "Quality", Some(6_000), "PERCENT"),
            criterion("quality", "of which: social value", Some(1_000), "PERCENT"),
        ]);
        assert_eq!((double.weighted, double.not_whole, double.social_value_unweighted), (0, 1, 1));
        let mixed = of(&[
            criterion("price", "Price", Some(4_000), "PERCENT"),
            criterion("quality", "Quality", Some(6_000), "POINTS"),
        ]);
        assert_eq!((mixed.weighted, mixed.not_whole), (0, 1));
        let order = of(&[criterion("quality", "Fair work", Some(100), "ORDER")]);
        assert_eq!((order.weighted, order.not_whole, order.social_value_unweighted), (0, 1, 1));
        let none = of(&[criterion("quality", "Quality", None, "PERCENT")]);
        assert_eq!((none.with_criteria, none.weighted, none.not_whole), (1, 0, 0));
        assert_eq!(of(&[]), CriteriaWeights { lots: 1, ..CriteriaWeights::default() });
    }

    #[test]
    fn rounded_per_cents_are_a_whole() {
        let third = |name| criterion("quality", name, Some(3_330), "PERCENT");
        assert_eq!(of(&[third("A"), third("B"), third("Social value")]).social_value_millionths, 333_333);
    }

    #[test]
    fn only_names_of_the_field_are_social_value() {
        for name in [
            "Social Value",
            "SOCIAL  VALUE AND SUSTAINABILITY",
            "Fair Work First",
            "Social/Community Benefits",
        ] {
            assert!(is_social_value(name), "{name}");
        }
        for name in ["Social care experience", "Value for money", "Community nursing", "Quality"] {
            assert!(!is_social_value(name), "{name}");
        }
    }

    #[test]
    fn a_lot_without_its_own_is_judged_by_those_of_the_tender() {
        let mut of_lot = criterion("price", "Price", Some(10_000), "PERCENT");
        of_lot.lot_key = Some("A".to_owned());
        let of_tender = criterion("quality", "Social value", Some(10_000), "PERCENT");
        let all = [of_lot, of_tender];
        assert_eq!(judged(&criteria_of(&all, Some("A"))).price_millionths, 1_000_000);
        assert_eq!(judged(&criteria_of(&all, Some("B"))).social_value_millionths, 1_000_000);
        assert_eq!(judged(&criteria_of(&all, None)).social_value_millionths, 1_000_000);
    }

    proptest! {
        #[test]
        fn a_part_is_never_more_than_the_whole(weights in prop::collection::vec((0..9_i64, 0..3_usize), 0..6)) {
            let criteria: Vec<Criterion> = weights
                .iter()
                .map(|(weight, which)| {
                    let (kind, name) = [("price", "Price"), ("quality", "Social value"), ("quality", "Team")][*which];
                    criterion(kind, name, Some(weight * 1_000), "POINTS")
                })
                .collect();
            let figures = of(&criteria);
            prop_assert!(figures.social_value_millionths + figures.price_millionths <= 1_000_000);
            prop_assert!(figures.weighted + figures.not_whole <= 1);
        }
    }
}
