//! Exact counts of distinct suppliers.

use rustc_hash::FxHashSet;

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits(Vec<u64>);

const WORD: usize = 64;

/// Words that a set of numbers below `bound` takes.
pub(crate) fn words(bound: usize) -> usize {
    bound.div_ceil(WORD)
}

impl Bits {
    /// An empty set of numbers below `bound`.
    pub(crate) fn below(bound: usize) -> Self {
        Self(vec![0; words(bound)])
    }

    /// Adds a number; one beyond the bound is none.
    #[inline]
    pub(crate) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / WORD) {
            *word |= 1 << (number % WORD);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    pub(crate) fn count(&self) -> i64 {
        count(&self.0)
    }
}

fn count(words: &[u64]) -> i64 {
    words.iter().map(|word| i64::from(word.count_ones())).sum()
}

/// The suppliers of each group.
#[derive(Debug)]
pub(crate) enum Distinct {
    /// The supplier is a key of the group: there is one, or none.
    OneAtMost,
    /// A set of bits for each group.
    Bits { words: usize, bits: Bits },
    /// Pairs of group and supplier, where sets of bits would be mostly empty.
    Pairs(FxHashSet<(u32, u32)>),
}

impl Distinct {
    #[inline]
    pub(crate) fn insert(&mut self, group: usize, supplier: u32) {
        match self {
            Self::OneAtMost => {}
            Self::Bits { words, bits } => {
                bits.insert(group * *words * WORD + usize::try_from(supplier).unwrap_or(usize::MAX));
            }
            Self::Pairs(pairs) => {
                if let Ok(group) = u32::try_from(group) {
                    pairs.insert((group, supplier));
                }
            }
        }
    }

    /// Pairs that it holds one by one.
    pub(super) fn pairs(&self) -> usize {
        match self {
            Self::Pairs(pairs) => pairs.len(),
            Self::OneAtMost | Self::Bits { .. } => 0,
        }
    }

    /// The number of suppliers of each group, where it is not `OneAtMost`.
    pub(crate) fn counts(&self, groups: usize) -> Option<Vec<i64>> {
        match self {
            Self::OneAtMost => None,
            Self::Bits { words, bits } if *words == 0 => Some(vec![0; groups.max(bits.0.len())]),
            Self::Bits { words, bits } => Some(bits.0.chunks(*words).map(count).collect()),
            Self::Pairs(pairs) => {
                let mut counts = vec![0; groups];
                for (group, _) in pairs {
                    let place = usize::try_from(*group).ok();
                    if let Some(count) = place.and_then(|group| counts.get_mut(group)) {
                        *count += 1;
                    }
                }
                Some(counts)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_supplier_counts_once_in_each_group() {
        let sets = [
            Distinct::Bits { words: words(70), bits: Bits::below(3 * words(70) * WORD) },
            Distinct::Pairs(FxHashSet::default()),
        ];
        for mut distinct in sets {
            for (group, supplier) in [(0, 1), (0, 1), (0, 69), (2, 69), (2, 64), (2, 0)] {
                distinct.insert(group, supplier);
            }
            assert_eq!(distinct.counts(3), Some(vec![2, 0, 3]));
        }
        assert_eq!(Distinct::OneAtMost.counts(3), None);
    }
}
