//! Quartiles and the fences of outliers.

/// Values that are compared, fewer of which have no quartiles worth the name.
const FEWEST: usize = 4;

/// The first and the third quartile of a set, by linear interpolation between neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quartiles {
    pub(super) first: f64,
    pub(super) third: f64,
}

impl Quartiles {
    /// The quartiles; none of fewer than four values.
    pub(super) fn of(values: impl Iterator<Item = i64>) -> Option<Self> {
        let mut sorted: Vec<i64> = values.collect();
        sorted.sort_unstable();
        (sorted.len() >= FEWEST).then(|| Self { first: at(&sorted, 0.25), third: at(&sorted, 0.75) })
    }

    /// Q1 − 1.5 × IQR.
    pub(super) fn lower_fence(self) -> f64 {
        self.first - 1.5 * (self.third - self.first)
    }

    /// Q3 + 1.5 × IQR.
    pub(super) fn upper_fence(self) -> f64 {
        self.third + 1.5 * (self.third - self.first)
    }

    /// Whether a value is a low outlier: where all are alike, none is.
    pub(super) fn is_low(self, value: i64) -> bool {
        let value = float(value);
        value <= self.lower_fence() && value < self.first
    }

    /// Whether a value is a high outlier: where all are alike, none is.
    pub(super) fn is_high(self, value: i64) -> bool {
        let value = float(value);
        value >= self.upper_fence() && value > self.third
    }
}

/// The value at a part of a sorted set that is not empty.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a set of what fits into memory"
)]
fn at(sorted: &[i64], part: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * part;
    let (below, rest) = (place.floor() as usize, place.fract());
    let value = |place: usize| sorted.get(place).copied().map_or(0.0, float);
    if rest == 0.0 { value(below) } else { value(below) + rest * (value(below + 1) - value(below)) }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of bids and hundredths of percent are small")]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_neighbours() {
        let quartiles = Quartiles::of([4, 1, 3, 2].into_iter()).unwrap();
        assert_eq!((quartiles.first, quartiles.third), (1.75, 3.25));
        assert_eq!((quartiles.lower_fence(), quartiles.upper_fence()), (-0.5, 5.5));
        assert!(quartiles.is_high(6) && !quartiles.is_high(5) && quartiles.is_low(-1));
        assert_eq!(Quartiles::of([1, 2, 3].into_iter()), None);
    }

    #[test]
    fn where_all_are_alike_nobody_stands_out() {
        let quartiles = Quartiles::of([1; 9].into_iter()).unwrap();
        assert!(!quartiles.is_high(1) && !quartiles.is_low(1) && quartiles.is_high(2));
    }
}
