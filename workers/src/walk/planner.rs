//! Which window to ask for next, so that few requests cover a span and each answer is whole.
//!
//! An answer of fewer than 100 releases is whole. One of 100 is a request lost, and yet it says where the
//! releases are: the next window is cut where 99 of them fit. So a window aims at less than 99 by as much as
//! its expectation is uncertain.

use super::{
    Second,
    density::{Density, count},
};

/// Releases that an answer holds at most; a whole one holds fewer.
pub const PAGE: usize = 100;
/// Releases that a window should not exceed.
const ROOM: f64 = 99.0;
/// Standard deviations between what is expected of a window and what it has room for.
const CAUTION: f64 = 1.25;
/// The first window of a source that nothing is known of.
const FIRST: i64 = 6 * 3_600;
/// No window is longer: what publishes this little is asked often enough.
const LONGEST: i64 = 14 * 86_400;
/// The shortest window: both ends are inclusive and may not be equal, so that it covers two seconds.
pub const SHORTEST: i64 = 1;

/// Plans windows from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Planner {
    density: Density,
    map: Option<Map>,
    /// Where a window that begins at the first moment should end at the latest.
    ceiling: Option<(Second, Second)>,
    /// Where the last window began, if it was overfull.
    failed: Option<Second>,
}

/// Releases that an overfull answer has shown: every one between two moments.
#[derive(Clone, Debug, PartialEq)]
struct Map {
    from: Second,
    to: Second,
    dates: Vec<Second>,
}

impl Map {
    fn between(&self, from: Second, to: Second) -> usize {
        let (from, to) = (from.max(self.from), to.min(self.to));
        self.dates.iter().filter(|date| from <= **date && **date <= to).count()
    }
}

impl Planner {
    /// Plans with what was learned before.
    pub fn new(density: Density) -> Self {
        let density = if density.knows() { density } else { Density::new() };
        Self { density, map: None, ceiling: None, failed: None }
    }

    /// What has been learned so far.
    pub fn density(&self) -> &Density {
        &self.density
    }

    /// The end of the next window from `from` on, `to` at the latest.
    pub fn next(&self, from: Second, to: Second) -> Second {
        if to - from <= SHORTEST {
            return to;
        }
        let mut latest = to.min(from + LONGEST);
        if let Some((_, end)) = self.ceiling.filter(|(of, _)| *of == from) {
            latest = latest.min(end).max(from + SHORTEST);
        }
        if !self.density.knows() {
            return latest.min(from + FIRST);
        }
        let (mut short, mut long) = (from + SHORTEST, latest);
        if self.burden(from, long) <= ROOM {
            return long;
        }
        while long - short > 1 {
            let middle = short + (long - short) / 2;
            if self.burden(from, middle) <= ROOM { short = middle } else { long = middle }
        }
        short
    }

    /// What a window may hold, on the safe side.
    fn burden(&self, from: Second, to: Second) -> f64 {
        let (known, unknown) = self.outlook(from, to);
        known + unknown + CAUTION * (self.density.dispersion() * unknown).sqrt()
    }

    /// Releases of a window that have been seen, and those expected besides.
    fn outlook(&self, from: Second, to: Second) -> (f64, f64) {
        match &self.map {
            Some(map) if map.from <= to && from <= map.to => {
                let left = if from < map.from { self.density.expected(from, map.from) } else { 0.0 };
                let right = if map.to < to { self.density.expected(map.to, to) } else { 0.0 };
                (count(map.between(from, to)), left + right)
            }
            _ => (0.0, self.density.expected(from, to)),
        }
    }

    /// A window was whole and held these releases.
    pub fn whole(&mut self, from: Second, to: Second, dates: &[Second]) {
        let (known, unknown) = self.outlook(from, to);
        let planned = self.density.knows() && known == 0.0;
        self.density.learn(from, to, dates, planned.then_some(unknown));
        if self.map.as_ref().is_some_and(|map| map.to <= to) {
            self.map = None;
        }
        self.failed = None;
    }

    /// A window held more than an answer can; these releases it showed.
    pub fn overfull(&mut self, from: Second, to: Second, dates: &[Second]) {
        let mut dates = dates.to_vec();
        let (rising, falling) = (dates.is_sorted(), dates.is_sorted_by(|a, b| a >= b));
        dates.sort_unstable();
        let (Some(first), Some(last)) = (dates.first().copied(), dates.last().copied()) else { return };
        // In order, an answer shows all releases at one end of its window; in no order, some of each part.
        let span = match (rising, falling) {
            (true, false) => (from, last),
            (false, true) => (first, to),
            (true, true) => (first, last),
            (false, false) => (from, to),
        };
        if !self.density.knows() {
            self.density.learn(span.0, span.1.max(span.0 + 1), &dates, None);
        } else {
            let expected = self.density.expected(from, to);
            // At least so many: the error is not known, but it was not small.
            let least = count(PAGE).max(expected);
            self.density.miss(expected, least);
        }
        if rising || falling {
            self.map = Some(Map { from: span.0, to: span.1, dates });
        } else {
            self.map = None;
            self.ceiling = dates.get(PAGE * 3 / 4).map(|date| (from, *date));
        }
        if self.failed.replace(from) == Some(from) {
            // What the last answer taught was not enough: what an answer shows of a crowded window may be a small
            // part of it, at its far end.
            let half = from + (to - from) / 2;
            let end = self.ceiling.filter(|(of, _)| *of == from).map_or(half, |(_, end)| end.min(half));
            self.ceiling = Some((from, end));
        }
    }
}
