//! How many releases to expect between two moments, learned from those seen.

use serde::{Deserialize, Serialize};

use super::Second;

const HOUR: i64 = 3_600;
const HOURS_OF_WEEK: usize = 168;
/// 1970-01-01 was a Thursday: hours from a Monday to it.
const EPOCH_IN_WEEK: i64 = 72;

/// Seen hours that an hour of the week weighs as much as, before it is believed over its kind of day.
const TRUST_HOUR: f64 = 2.0;
/// The same for an hour of weekdays (or of weekends) against the mean of everything.
const TRUST_DAY: f64 = 1.5;
/// What is left of old hours with every new hour seen: publishing habits change over months.
const MEMORY: f64 = 0.97;
/// What is left of earlier windows in the current level.
const LEVEL_MEMORY: f64 = 0.65;
/// Releases that it takes to move the level half the way.
const LEVEL_INERTIA: f64 = 150.0;

/// Expected releases by hour of the week, times a level that follows the last windows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// Releases seen in each hour of the week, from Monday at midnight.
    releases: Vec<f64>,
    /// Hours seen, for each hour of the week.
    hours: Vec<f64>,
    level_seen: f64,
    level_expected: f64,
    /// Mean of the squared error of a window's expectation, in units of that expectation: 1 if releases came
    /// independently of each other at a known rate.
    dispersion: f64,
}

impl Density {
    /// Knows nothing.
    pub fn new() -> Self {
        Self {
            releases: vec![0.0; HOURS_OF_WEEK],
            hours: vec![0.0; HOURS_OF_WEEK],
            dispersion: 1.6,
            ..Self::default()
        }
    }

    /// Whether anything was seen.
    pub fn knows(&self) -> bool {
        self.hours.iter().any(|hours| *hours > 0.0) && self.hours.len() == HOURS_OF_WEEK
    }

    /// How far windows stray from what is expected, 1 for independent releases at a known rate.
    pub fn dispersion(&self) -> f64 {
        self.dispersion
    }

    /// Releases to expect between two moments.
    pub fn expected(&self, from: Second, to: Second) -> f64 {
        self.base(from, to) * self.level()
    }

    /// Takes in all releases of a span; `predicted` is what was expected of it, if it was planned by that.
    pub fn learn(&mut self, from: Second, to: Second, dates: &[Second], predicted: Option<f64>) {
        if to <= from || self.hours.len() != HOURS_OF_WEEK {
            return;
        }
        let seen = count(dates.len());
        let expected = self.base(from, to);
        if self.knows() {
            self.level_seen = self.level_seen * LEVEL_MEMORY + seen;
            self.level_expected = self.level_expected * LEVEL_MEMORY + expected;
        }
        if let Some(predicted) = predicted.filter(|predicted| *predicted >= 10.0) {
            let error = (seen - predicted).powi(2) / predicted;
            self.dispersion = (self.dispersion * 0.95 + error.min(12.0) * 0.05).clamp(0.8, 6.0);
        }
        let mut fresh = vec![(0.0, 0.0); HOURS_OF_WEEK];
        for (hour, seconds) in pieces(from, to) {
            fresh[hour].1 += seconds / 3_600.0;
        }
        for date in dates {
            fresh[hour_of_week(*date)].0 += 1.0;
        }
        for (hour, (releases, hours)) in fresh.into_iter().enumerate() {
            if hours > 0.0 {
                let kept = MEMORY.powf(hours);
                self.releases[hour] = self.releases[hour] * kept + releases;
                self.hours[hour] = self.hours[hour] * kept + hours;
            }
        }
    }

    /// A window for which `expected` releases were expected held `least` or more.
    pub fn miss(&mut self, expected: f64, least: f64) {
        if expected >= 10.0 {
            let error = (least * 1.04 - expected).powi(2) / expected;
            self.dispersion = (self.dispersion * 0.95 + error.min(12.0) * 0.05).clamp(0.8, 6.0);
        }
        self.level_seen = self.level_seen * LEVEL_MEMORY + least * 1.04;
        self.level_expected = self.level_expected * LEVEL_MEMORY + expected / self.level();
    }

    fn level(&self) -> f64 {
        (self.level_seen + LEVEL_INERTIA) / (self.level_expected + LEVEL_INERTIA)
    }

    fn base(&self, from: Second, to: Second) -> f64 {
        if self.hours.len() != HOURS_OF_WEEK {
            return 0.0;
        }
        let everything = ratio(self.releases.iter().sum(), self.hours.iter().sum(), 0.0, 0.0);
        pieces(from, to).map(|(hour, seconds)| self.rate(hour, everything) * seconds / 3_600.0).sum()
    }

    /// Releases an hour.
    fn rate(&self, hour: usize, everything: f64) -> f64 {
        let weekend = hour >= 120;
        let alike = (hour % 24..HOURS_OF_WEEK).step_by(24).filter(|other| (*other >= 120) == weekend);
        let (releases, hours) =
            alike.fold((0.0, 0.0), |sum, at| (sum.0 + self.releases[at], sum.1 + self.hours[at]));
        let day = ratio(releases, hours, everything, TRUST_DAY);
        ratio(self.releases[hour], self.hours[hour], day, TRUST_HOUR)
    }
}

fn ratio(releases: f64, hours: f64, prior: f64, trust: f64) -> f64 {
    if hours + trust > 0.0 { (releases + prior * trust) / (hours + trust) } else { prior }
}

/// The hours of the week that a span touches, with the seconds of each.
fn pieces(from: Second, to: Second) -> impl Iterator<Item = (usize, f64)> {
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= to {
            return None;
        }
        let end = ((at.div_euclid(HOUR) + 1) * HOUR).min(to);
        let piece = (hour_of_week(at), seconds(end - at));
        at = end;
        Some(piece)
    })
}

fn hour_of_week(at: Second) -> usize {
    let hour = (at.div_euclid(HOUR) + EPOCH_IN_WEEK).rem_euclid(168);
    usize::try_from(hour).unwrap_or_default()
}

/// A span as a number of seconds; spans are far below the 2^32 seconds at which this ends.
fn seconds(span: i64) -> f64 {
    f64::from(u32::try_from(span).unwrap_or(u32::MAX))
}

pub(super) fn count(releases: usize) -> f64 {
    f64::from(u32::try_from(releases).unwrap_or(u32::MAX))
}
