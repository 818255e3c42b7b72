//! How values are spread.

/// The least, the quartiles and the greatest of some values. Quartiles lie between two values in proportion (the method of
/// spreadsheets), rounded to whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The least value.
    pub least: i64,
    /// A quarter of the values is smaller.
    pub lower_quartile: i64,
    /// Half of the values are smaller.
    pub median: i64,
    /// Three quarters of the values are smaller.
    pub upper_quartile: i64,
    /// The greatest value.
    pub greatest: i64,
}

impl Spread {
    /// Of some values; none of no value.
    pub(super) fn of(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        Some(Self {
            least: *values.first()?,
            lower_quartile: quartile(&values, 1)?,
            median: quartile(&values, 2)?,
            upper_quartile: quartile(&values, 3)?,
            greatest: *values.last()?,
        })
    }
}

/// A quartile of ordered values, halves rounded up.
fn quartile(values: &[i64], number: usize) -> Option<i64> {
    let quarters = values.len().checked_sub(1)?.checked_mul(number)?;
    let below = i128::from(*values.get(quarters / 4)?);
    let above = values.get(quarters / 4 + 1).map_or(below, |above| i128::from(*above));
    let part = i128::try_from(quarters % 4).ok()?;
    i64::try_from((below * 8 + (above - below) * 2 * part + 4).div_euclid(8)).ok()
}

/// Standard deviation (of the whole, not of a sample) over the mean; none of fewer than two values, or when their mean is zero.
pub(super) fn variation(values: &[i64]) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "a ratio needs no more")]
    let values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    if values.len() < 2 {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "few values")]
    let number = values.len() as f64;
    let mean = values.iter().sum::<f64>() / number;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / number;
    (mean != 0.0).then(|| variance.sqrt() / mean.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_spreadsheets() {
        let spread = |values: &[i64]| {
            let one = Spread::of(values.to_vec()).unwrap();
            [one.least, one.lower_quartile, one.median, one.upper_quartile, one.greatest]
        };
        assert_eq!(spread(&[7]), [7; 5]);
        assert_eq!(spread(&[4, 1, 3, 2, 5]), [1, 2, 3, 4, 5]);
        assert_eq!(spread(&[10, 20, 30, 40]), [10, 18, 25, 33, 40]);
        assert_eq!(spread(&[-3, -2]), [-3, -3, -2, -2, -2]);
        assert_eq!(Spread::of(Vec::new()), None);
    }

    #[test]
    fn equal_values_do_not_vary() {
        assert_eq!(variation(&[5, 5, 5]), Some(0.0));
        assert_eq!(variation(&[5]), None);
        assert_eq!(variation(&[-1, 1]), None);
        assert_eq!(variation(&[1, 3]), Some(0.5));
    }
}
