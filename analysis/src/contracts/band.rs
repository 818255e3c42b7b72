//! Bands of values.

/// A band of values in pounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueBand {
    /// Below £30,000: smaller contracts need not be published (Procurement Act 2023, section 87; Procurement Regulations
    /// 2024).
    Under30K,
    /// £30,000 to below £100,000.
    From30K,
    /// £100,000 to below £1 million.
    From100K,
    /// £1 million to below £5 million.
    From1M,
    /// £5 million (from where on key performance indicators are published: Procurement Act 2023, section 52) to below £50
    /// million.
    From5M,
    /// £50 million and more.
    From50M,
}

impl ValueBand {
    /// Every band, the smallest first.
    pub const ALL: &'static [Self] =
        &[Self::Under30K, Self::From30K, Self::From100K, Self::From1M, Self::From5M, Self::From50M];

    /// The band of a value in pence.
    pub fn of(pence: i64) -> Self {
        let holds = |band: &&Self| band.min_pence().is_some_and(|min| min <= pence);
        Self::ALL.iter().rev().find(holds).copied().unwrap_or(Self::Under30K)
    }

    /// Its smallest value in pence; the lowest has none.
    pub fn min_pence(self) -> Option<i64> {
        match self {
            Self::Under30K => None,
            Self::From30K => Some(3_000_000),
            Self::From100K => Some(10_000_000),
            Self::From1M => Some(100_000_000),
            Self::From5M => Some(500_000_000),
            Self::From50M => Some(5_000_000_000),
        }
    }

    /// Its largest value in pence; the highest has none.
    pub fn max_pence(self) -> Option<i64> {
        let next = Self::ALL.iter().find(|band| **band > self)?;
        next.min_pence().map(|min| min - 1)
    }

    /// The name used in keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Under30K => "UNDER_30K",
            Self::From30K => "FROM_30K",
            Self::From100K => "FROM_100K",
            Self::From1M => "FROM_1M",
            Self::From5M => "FROM_5M",
            Self::From50M => "FROM_50M",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Under30K => "Below £30,000",
            Self::From30K => "£30,000 to £100,000",
            Self::From100K => "£100,000 to £1 million",
            Self::From1M => "£1 million to £5 million",
            Self::From5M => "£5 million to £50 million",
            Self::From50M => "£50 million and more",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ValueBand;

    #[test]
    fn every_value_has_one_band() {
        for pence in [-1, 0, 2_999_999, 3_000_000, 9_999_999, 10_000_000, 499_999_999, 500_000_000, i64::MAX]
        {
            let holds = |band: &&ValueBand| {
                band.min_pence().is_none_or(|min| min <= pence)
                    && band.max_pence().is_none_or(|max| pence <= max)
            };
            let bands: Vec<_> = ValueBand::ALL.iter().filter(holds).collect();
            assert_eq!(bands, [&ValueBand::of(pence)], "{pence}");
        }
    }
}
