//! Where the figures of a group stand, by its key.

use rustc_hash::FxHashMap;

/// Gives every group a slot.
pub(super) trait Groups: Send {
    /// The slot of a key; none when the key is not this pass's.
    fn slot(&mut self, key: usize) -> Option<usize>;
    /// Slots given so far.
    fn slots(&self) -> usize;
    /// The key of a slot.
    fn key(&self, slot: usize) -> usize;
}

/// Few possible keys: a slot for each.
#[derive(Debug)]
pub(super) struct Dense {
    pub(super) keys: usize,
}

impl Groups for Dense {
    #[inline]
    fn slot(&mut self, key: usize) -> Option<usize> {
        Some(key)
    }

    fn slots(&self) -> usize {
        self.keys
    }

    fn key(&self, slot: usize) -> usize {
        slot
    }
}

/// A part of the keys, so that the groups of one pass fit into the memory that a question may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    pub(super) number: usize,
    pub(super) of: usize,
}

impl Slice {
    #[inline]
    fn holds(self, key: usize) -> bool {
        // Neighbouring keys belong to different slices.
        self.of == 1 || (key.wrapping_mul(0x9E37_79B9) >> 12) % self.of == self.number
    }
}

/// Many possible keys: slots in the order in which keys come.
#[derive(Debug)]
pub(super) struct Sparse {
    slots: FxHashMap<usize, usize>,
    keys: Vec<usize>,
    slice: Slice,
}

impl Sparse {
    pub(super) fn new(slice: Slice) -> Self {
        Self { slots: FxHashMap::default(), keys: Vec::new(), slice }
    }
}

impl Groups for Sparse {
    #[inline]
    fn slot(&mut self, key: usize) -> Option<usize> {
        if !self.slice.holds(key) {
            return None;
        }
        let next = self.keys.len();
        let slot = *self.slots.entry(key).or_insert(next);
        if slot == next {
            self.keys.push(key);
        }
        Some(slot)
    }

    fn slots(&self) -> usize {
        self.keys.len()
    }

    fn key(&self, slot: usize) -> usize {
        self.keys.get(slot).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_belongs_to_one_slice() {
        for key in (0..10_000).chain([usize::MAX - 1, 1 << 40]) {
            let holders = (0..16).filter(|number| Slice { number: *number, of: 16 }.holds(key)).count();
            assert_eq!(holders, 1, "{key}");
        }
        let one = (0..10_000).filter(|key| Slice { number: 3, of: 16 }.holds(*key)).count();
        assert!((400..900).contains(&one), "{one}");
    }
}
