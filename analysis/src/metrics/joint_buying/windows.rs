//! Stretches of time in which contracts of several institutions end.

use std::collections::BTreeSet;

use chrono::Months;

use super::{Part, Procurement};
use crate::contracts::{date_of, day_of};

/// Windows that do not overlap, each with enough institutions and procurements. The parts stand by end.
pub(super) fn of<'a>(parts: &[&'a Part], months: u32, least: usize) -> Vec<Vec<&'a Part>> {
    let mut windows = Vec::new();
    let mut start = 0;
    while let Some(first) = parts.get(start) {
        let last_day = date_of(first.end).and_then(|end| end.checked_add_months(Months::new(months)));
        let last_day = last_day.map_or(i32::MAX, |day| day_of(Some(day)));
        let rest = parts.get(start..).unwrap_or_default();
        let window = rest.get(..rest.partition_point(|part| part.end <= last_day)).unwrap_or_default();
        if is_enough(window, least) {
            start += window.len();
            windows.push(window.to_vec());
        } else {
            start += 1;
        }
    }
    windows
}

fn is_enough(window: &[&Part], least: usize) -> bool {
    let institutions: BTreeSet<u32> = window.iter().flat_map(|part| part.buyers.iter().copied()).collect();
    let procurements: BTreeSet<Procurement> = window.iter().map(|part| part.procurement).collect();
    // One procurement of several institutions is bought together already.
    institutions.len() >= least && procurements.len() >= least
}
