//! Stretches of time in which contracts of several institutions end.

use std::collections::{BTreeMap, btree_map::Entry};

use chrono::Months;

use super::{Part, Procurement};
use crate::contracts::{date_of, day_of};

/// Windows that do not overlap, each with enough institutions and procurements. The parts stand by end.
pub(super) fn of<'a>(parts: &[&'a Part], months: u32, least: usize) -> Vec<Vec<&'a Part>> {
    let mut windows = Vec::new();
    let (mut start, mut end, mut inside) = (0, 0, Inside::default());
    while let Some(first) = parts.get(start) {
        let last_day = date_of(first.end).and_then(|end| end.checked_add_months(Months::new(months)));
        let last_day = last_day.map_or(i32::MAX, |day| day_of(Some(day)));
        // A later first end has a later last day: nothing leaves a window at its end.
        while let Some(part) = parts.get(end).filter(|part| part.end <= last_day) {
            inside.add(part);
            end += 1;
        }
        if inside.is_enough(least) {
            windows.push(parts.get(start..end).unwrap_or_default().to_vec());
            (start, inside) = (end, Inside::default());
        } else {
            inside.remove(first);
            start += 1;
        }
    }
    windows
}

/// Who buys, and what is procured, within a window, with how many of its parts each stands in.
#[derive(Default)]
struct Inside {
    buyers: BTreeMap<u32, usize>,
    procurements: BTreeMap<Procurement, usize>,
}

impl Inside {
    fn add(&mut self, part: &Part) {
        for buyer in &part.buyers {
            *self.buyers.entry(*buyer).or_default() += 1;
        }
        *self.procurements.entry(part.procurement).or_default() += 1;
    }

    fn remove(&mut self, part: &Part) {
        for buyer in &part.buyers {
            less(&mut self.buyers, *buyer);
        }
        less(&mut self.procurements, part.procurement);
    }

    fn is_enough(&self, least: usize) -> bool {
        // One procurement of several institutions is bought together already.
        self.buyers.len() >= least && self.procurements.len() >= least
    }
}

fn less<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) {
    if let Entry::Occupied(mut count) = counts.entry(key) {
        *count.get_mut() -= 1;
        if *count.get() == 0 {
            count.remove();
        }
    }
}
