//! Where the figures of a group stand, by its key.

use rustc_hash::FxHashMap;

/// Gives every key a slot.
pub(super) enum Slots {
    /// Few possible keys: a slot for each.
    Dense(usize),
    /// Many possible keys: slots in the order in which keys come.
    Sparse { slots: FxHashMap<usize, usize>, keys: Vec<usize> },
}

/// Possible keys up to which each has a slot.
const DENSE: usize = 1 << 12;

impl Slots {
    pub(super) fn of(keys: usize) -> Self {
        match keys {
            keys if keys <= DENSE => Self::Dense(keys),
            _ => Self::Sparse { slots: FxHashMap::default(), keys: Vec::new() },
        }
    }

    /// The slot of a key.
    #[inline]
    pub(super) fn slot(&mut self, key: usize) -> usize {
        match self {
            Self::Dense(_) => key,
            Self::Sparse { slots, keys } => *slots.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            }),
        }
    }

    /// The key of a slot.
    pub(super) fn key(&self, slot: usize) -> usize {
        match self {
            Self::Dense(_) => slot,
            Self::Sparse { keys, .. } => keys.get(slot).copied().unwrap_or_default(),
        }
    }

    /// Slots that are given from the beginning.
    pub(super) fn given(&self) -> usize {
        match self {
            Self::Dense(keys) => *keys,
            Self::Sparse { .. } => 0,
        }
    }
}
