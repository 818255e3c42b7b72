//! Figures by group: the first groups, the others added up, and the whole.

use std::collections::BTreeMap;

use crate::AnalysisError;

/// Figures that can be added up.
pub trait Tally: Clone + Default {
    /// Adds others.
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError>;

    /// By what groups are ordered, the largest first.
    fn weight(&self) -> i64;
}

/// Figures by group, all from one state of the data. `rows` and `rest` make up `total`.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown<K, T> {
    /// The first groups, the largest first.
    pub rows: Vec<BreakdownRow<K, T>>,
    /// Number of groups that are not among `rows`.
    pub rest_groups: i64,
    /// What those hold together.
    pub rest: T,
    /// Everything.
    pub total: T,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakdownRow<K, T> {
    /// Its keys, one for each dimension, in their order.
    pub keys: Vec<K>,
    /// Its figures.
    pub figures: T,
}

/// Groups while they are added up.
pub(crate) struct Groups<K, T> {
    groups: BTreeMap<Vec<K>, T>,
    total: T,
}

impl<K: Clone + Ord, T: Tally> Groups<K, T> {
    /// No groups yet.
    pub(crate) fn new() -> Self {
        Self { groups: BTreeMap::new(), total: T::default() }
    }

    /// Adds figures to one group and to the whole.
    pub(crate) fn add(&mut self, keys: Vec<K>, figures: &T) -> Result<(), AnalysisError> {
        self.add_to_group(keys, figures)?;
        self.add_to_total(figures)
    }

    /// Adds figures to one group alone: what belongs to several groups counts once in the whole.
    pub(crate) fn add_to_group(&mut self, keys: Vec<K>, figures: &T) -> Result<(), AnalysisError> {
        if keys.is_empty() {
            return Ok(());
        }
        self.groups.entry(keys).or_default().add(figures)
    }

    /// Adds figures to the whole alone.
    pub(crate) fn add_to_total(&mut self, figures: &T) -> Result<(), AnalysisError> {
        self.total.add(figures)
    }

    /// The first groups, the largest first and those of one size by their keys; the others together.
    pub(crate) fn finish(self, first: usize, data_version: i64) -> Result<Breakdown<K, T>, AnalysisError> {
        let mut rows: Vec<BreakdownRow<K, T>> =
            self.groups.into_iter().map(|(keys, figures)| BreakdownRow { keys, figures }).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.figures.weight()));
        let others = rows.split_off(first.min(rows.len()));
        let mut rest = T::default();
        for row in &others {
            rest.add(&row.figures)?;
        }
        let rest_groups = i64::try_from(others.len()).map_err(|_| AnalysisError::SumTooLarge)?;
        Ok(Breakdown { rows, rest_groups, rest, total: self.total, data_version })
    }
}

/// Adds pence; what leaves the range is an error.
pub(crate) fn plus(sum: &mut i64, pence: i64) -> Result<(), AnalysisError> {
    *sum = sum.checked_add(pence).ok_or(AnalysisError::SumTooLarge)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Number(i64);

    impl Tally for Number {
        fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
            plus(&mut self.0, other.0)
        }

        fn weight(&self) -> i64 {
            self.0
        }
    }

    #[test]
    fn the_largest_groups_come_first_and_the_rest_is_added_up() {
        let mut groups = Groups::new();
        for (key, number) in [("a", 2), ("b", 7), ("c", 2), ("b", 1), ("d", 1)] {
            groups.add(vec![key], &Number(number)).unwrap();
        }
        let breakdown = groups.finish(2, 5).unwrap();
        let rows: Vec<(&str, i64)> = breakdown.rows.iter().map(|row| (row.keys[0], row.figures.0)).collect();
        assert_eq!(rows, [("b", 8), ("a", 2)]);
        assert_eq!((breakdown.rest_groups, breakdown.rest, breakdown.total), (2, Number(3), Number(13)));
    }

    #[test]
    fn a_sum_never_wraps() {
        let mut sum = i64::MAX;
        assert!(matches!(plus(&mut sum, 1), Err(AnalysisError::SumTooLarge)));
    }
}
