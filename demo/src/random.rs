//! Repeatable chance: the same seed and label give the same numbers on every machine.

/// A splitmix64 generator (Steele, Lea, Flood 2014). Each user takes a stream of its own by label, so that a
/// change in one file does not change all files after it.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The stream of a seed that a label names (FNV-1a over the label, mixed into the seed).
    pub(crate) fn stream(seed: u64, label: &str) -> Self {
        let hash = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        let mut random = Self { state: seed ^ hash };
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but without `bound`; 0 if the bound is 0.
    #[expect(clippy::cast_possible_truncation, reason = "the high half of the product is below `bound`")]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A whole number from 0 up to but without `bound`.
    #[expect(clippy::cast_possible_truncation, reason = "the high half of the product is below `bound`")]
    pub(crate) fn below_u32(&mut self, bound: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u32
    }

    /// A number in `[0, 1)`.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True in `share` of the cases.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of several; the slice must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Roughly standard normal: twelve uniform numbers added up. Plain additions, because `ln` and `cos` may
    /// differ in the last bit from machine to machine, and the files must not.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Puts a list into random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// e^x with multiplications alone, for the same reason: (1 + x/1024)^1024. A little low far from zero, which
/// is of no matter for made-up amounts.
pub(crate) fn exponential(x: f64) -> f64 {
    (0..10).fold(1.0 + x / 1024.0, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let first = |label| Random::stream(7, label).next();
        assert_eq!(first("a"), first("a"));
        assert_ne!(first("a"), first("b"));
        assert_ne!(Random::stream(7, "a").next(), Random::stream(8, "a").next());
    }

    #[test]
    fn numbers_stay_in_bounds_and_spread() {
        let mut random = Random::stream(1, "spread");
        let mut seen = [0_u32; 7];
        for _ in 0..7_000 {
            seen[random.below(7)] += 1;
            assert!((0.0..1.0).contains(&random.unit()));
        }
        assert!(seen.iter().all(|count| (800..1_200).contains(count)), "{seen:?}");
        let mean = (0..4_000).map(|_| random.normal()).sum::<f64>() / 4_000.0;
        assert!(mean.abs() < 0.1, "{mean}");
        assert!((exponential(1.0) - std::f64::consts::E).abs() < 0.01);
        assert_eq!(random.below(0), 0);
    }
}
