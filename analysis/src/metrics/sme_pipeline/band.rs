//! Bands of value.

/// A band of values as stated, in pounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueBand {
    /// Under £30,000, from which most buyers have to publish notices (Procurement Act 2023, section 84 and regulations;
    /// there the VAT is included).
    Under30Thousand,
    /// From £30,000, under £100,000.
    Under100Thousand,
    /// From £100,000, under £250,000.
    Under250Thousand,
    /// From £250,000, under £1 million.
    Under1Million,
    /// From £1 million, under £5 million.
    Under5Million,
    /// From £5 million.
    From5Million,
    /// A framework: its value is a ceiling.
    Framework,
}

impl ValueBand {
    /// Every band, the lowest first.
    pub const ALL: [Self; 7] = [
        Self::Under30Thousand,
        Self::Under100Thousand,
        Self::Under250Thousand,
        Self::Under1Million,
        Self::Under5Million,
        Self::From5Million,
        Self::Framework,
    ];

    /// Smallest and largest value in pence, both included; no bounds for frameworks.
    pub fn bounds(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Under30Thousand => (None, Some(2_999_999)),
            Self::Under100Thousand => (Some(3_000_000), Some(9_999_999)),
            Self::Under250Thousand => (Some(10_000_000), Some(24_999_999)),
            Self::Under1Million => (Some(25_000_000), Some(99_999_999)),
            Self::Under5Million => (Some(100_000_000), Some(499_999_999)),
            Self::From5Million => (Some(500_000_000), None),
            Self::Framework => (None, None),
        }
    }

    /// The band of a value that is no ceiling.
    pub(super) fn of(pence: i64) -> Option<Self> {
        Self::ALL.into_iter().filter(|band| *band != Self::Framework).find(|band| {
            let (min, max) = band.bounds();
            min.is_none_or(|min| pence >= min) && max.is_none_or(|max| pence <= max)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_value_is_in_one_band(pence: i64) {
            let holds = |band: &ValueBand| {
                let (min, max) = band.bounds();
                *band != ValueBand::Framework && min.is_none_or(|min| pence >= min) && max.is_none_or(|max| pence <= max)
            };
            prop_assert_eq!(ValueBand::ALL.iter().filter(|band| holds(band)).count(), 1);
            prop_assert!(ValueBand::of(pence).is_some());
        }
    }
}
