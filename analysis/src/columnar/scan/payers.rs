//! Exact counts of the institutions that pay groups.

use super::suppliers::words;

/// The institutions of each group, by their places in the question.
#[derive(Debug)]
pub(super) enum Payers {
    /// The institution is a key of the group: there is one.
    One,
    /// Some words of bits for each group.
    Bits { words: usize, bits: Vec<u64> },
}

/// A place as a bit: the word that holds it, and its value there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    word: usize,
    value: u64,
}

impl Mark {
    pub(super) fn of(place: usize) -> Self {
        Self { word: place / 64, value: 1 << (place % 64) }
    }
}

impl Payers {
    /// No institutions of some groups; `places`: how many institutions there may be.
    pub(super) fn new(is_key: bool, places: usize, groups: usize) -> Self {
        if is_key {
            return Self::One;
        }
        let words = words(places);
        Self::Bits { words, bits: vec![0; words * groups] }
    }

    /// Whether there is anything to count.
    pub(super) fn are_counted(&self) -> bool {
        matches!(self, Self::Bits { .. })
    }

    /// Makes room for so many groups.
    pub(super) fn grow(&mut self, groups: usize) {
        if let Self::Bits { words, bits } = self {
            bits.resize(*words * groups, 0);
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, group: usize, mark: Mark) {
        if let Self::Bits { words, bits } = self
            && let Some(word) = bits.get_mut(group * *words + mark.word)
        {
            *word |= mark.value;
        }
    }

    /// Adds the institutions of another thread's groups; `groups`: which group here each of them is.
    pub(super) fn merge(&mut self, other: &Self, groups: &[Option<usize>]) {
        let (Self::Bits { words, bits }, Self::Bits { bits: more, .. }) = (self, other) else { return };
        if *words == 0 {
            return;
        }
        for (more, group) in more.chunks(*words).zip(groups) {
            let own = group.and_then(|group| bits.get_mut(group * *words..(group + 1) * *words));
            for (word, more) in own.into_iter().flatten().zip(more) {
                *word |= more;
            }
        }
    }

    /// The number of institutions of a group that occurs.
    pub(super) fn count(&self, group: usize) -> i64 {
        match self {
            Self::One => 1,
            Self::Bits { words, bits } => {
                let own = bits.get(group * words..(group + 1) * words).unwrap_or_default();
                own.iter().map(|word| i64::from(word.count_ones())).sum()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_institution_counts_once_in_each_group() {
        let mut payers = Payers::new(false, 70, 0);
        payers.grow(2);
        for (group, place) in [(0, 1), (0, 1), (0, 69), (1, 64)] {
            payers.insert(group, Mark::of(place));
        }
        let mut other = Payers::new(false, 70, 2);
        for (group, place) in [(0, 64), (0, 2), (1, 69)] {
            other.insert(group, Mark::of(place));
        }
        payers.merge(&other, &[Some(1), Some(0)]);
        assert_eq!((payers.count(0), payers.count(1)), (2, 2));
        assert_eq!(Payers::new(true, 70, 2).count(0), 1);
    }
}
