//! Why one candidate stands before another.

use chrono::NaiveDate;

use super::{JointCategory, JointCategoryLevel};
use crate::{ValueSum, contracts::months_between};

/// A score of 0 to 100 in four parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JointScore {
    /// 0 to 35 for the value together: 0 up to £10,000 or where no value is known, 35 from £10 million on, in between by its
    /// order of magnitude.
    pub value: i32,
    /// 0 to 25 for the number of institutions: 5 for each beyond the first.
    pub institutions: i32,
    /// 0 to 25 for the category: 25 for a group, half of it for a division, times its confidence.
    pub category: i32,
    /// 0 to 15 for the time that is left until the first end: 15 from 12 months on.
    pub lead_time: i32,
}

/// Months that a joint procurement takes from the first talk to the award.
const LEAD_MONTHS: i64 = 12;

impl JointScore {
    pub(super) fn of(
        value: ValueSum,
        institutions: usize,
        category: &JointCategory,
        today: NaiveDate,
        first_end: NaiveDate,
    ) -> Self {
        let level = match category.level {
            JointCategoryLevel::Group => 100,
            JointCategoryLevel::Division => 50,
        };
        let lead = months_between(today, first_end).clamp(0, LEAD_MONTHS);
        let more = i32::try_from(institutions).unwrap_or(i32::MAX).saturating_sub(1);
        Self {
            value: value_points(value.pence),
            institutions: more.saturating_mul(5).clamp(0, 25),
            category: 25 * level * i32::from(category.confidence) / 10_000,
            lead_time: i32::try_from(15 * lead / LEAD_MONTHS).unwrap_or(0),
        }
    }

    /// The whole score.
    pub fn total(&self) -> i32 {
        self.value + self.institutions + self.category + self.lead_time
    }
}

/// Values in pence from which on each point is given: between £10,000 and £10 million equal steps of the logarithm.
fn value_points(pence: i64) -> i32 {
    let (low, high) = (1e6_f64, 1e9_f64);
    let points = |point: &i32| {
        let step = (high / low).powf(f64::from(*point) / 35.0);
        to_f64(pence) >= low * step
    };
    (1..=35).rev().find(points).unwrap_or(0)
}

/// Exact up to £90 thousand billion.
fn to_f64(pence: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a score needs no more")]
    let pence = pence as f64;
    pence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_bounds() {
        let category =
            |level, confidence| JointCategory { level, code: "45".to_owned(), title: None, confidence };
        let day = |text: &str| text.parse().unwrap();
        let score = |pence, institutions, category: &JointCategory, end: &str| {
            let value = ValueSum { pence, contracts: 1 };
            JointScore::of(value, institutions, category, day("2024-01-01"), day(end))
        };
        let best = score(i64::MAX, 40, &category(JointCategoryLevel::Group, 100), "2030-01-01");
        assert_eq!(best, JointScore { value: 35, institutions: 25, category: 25, lead_time: 15 });
        assert_eq!(best.total(), 100);
        let least = score(0, 1, &category(JointCategoryLevel::Division, 0), "2024-01-01");
        assert_eq!(least.total(), 0);
        let middle = score(31_622_777, 3, &category(JointCategoryLevel::Division, 80), "2024-07-01");
        assert_eq!(middle, JointScore { value: 17, institutions: 10, category: 10, lead_time: 7 });
    }
}
