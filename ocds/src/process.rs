//! The releases of one contracting process.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use chrono::{DateTime, Utc};

use crate::{natural, release::Release};

/// The releases of one contracting process in the order in which they are merged: by the instant of `date`,
/// ties by publication, then by id (numbers in it by their size) and content, so that the order of arrival
/// never matters. A release without a
/// date that can be read comes first: it must not undo what a dated one says. A release that is there twice,
/// member for member, counts once.
#[derive(Clone, Debug, Default)]
pub struct Process {
    releases: Vec<Release>,
}

/// Where a release was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After all others: a compiled release can be extended by it.
    Last,
    /// Before others: a compiled release has to be made anew.
    Earlier,
    /// Nowhere, because it was there.
    Known,
}

impl Process {
    /// A process of these releases, which arrived in any order.
    pub fn new(releases: impl IntoIterator<Item = Release>) -> Self {
        let mut releases: Vec<Release> = releases.into_iter().collect();
        releases.sort_by(merge_order);
        let mut alike: HashMap<_, usize> = HashMap::new();
        for release in &releases {
            *alike.entry((release.instant(), release.id().map(str::to_owned))).or_default() += 1;
        }
        let mut seen = HashSet::new();
        releases.retain(|release| {
            // Contents are compared only where dates and ids are the same, which is rare.
            let count = alike.get(&(release.instant(), release.id().map(str::to_owned)));
            count == Some(&1) || seen.insert((release.instant(), release.fields().to_string()))
        });
        Self { releases }
    }

    /// Adds a release that arrives later.
    pub fn insert(&mut self, release: Release) -> Place {
        if let Some(at) = self.releases.iter().position(|known| same(known, &release)) {
            if merge_order(&self.releases[at], &release).is_le() {
                return Place::Known;
            }
            self.releases.remove(at);
        }
        let at = self.releases.partition_point(|known| merge_order(known, &release).is_le());
        self.releases.insert(at, release);
        if at + 1 == self.releases.len() { Place::Last } else { Place::Earlier }
    }

    /// All releases in order.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// The releases that were published at this instant or before, and those without a date.
    pub fn as_of(&self, instant: DateTime<Utc>) -> &[Release] {
        let end = self.releases.partition_point(|release| release.instant() <= Some(instant));
        &self.releases[..end]
    }
}

/// Compares releases of one process by the order in which they are merged (see [`Process`]). Releases are equal
/// only when they say the same.
pub fn merge_order(one: &Release, another: &Release) -> Ordering {
    let key = |release: &Release| (release.instant(), release.publication());
    key(one)
        .cmp(&key(another))
        .then_with(|| natural::order(one.id().unwrap_or_default(), another.id().unwrap_or_default()))
        .then_with(|| one.fields().to_string().cmp(&another.fields().to_string()))
}

fn same(one: &Release, another: &Release) -> bool {
    one.instant() == another.instant()
        && one.id() == another.id()
        && one.fields().to_string() == another.fields().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Caps, ReleaseDate};

    fn release(id: &str, date: &str, publication: u64) -> Release {
        let text = format!(r#"{{"ocid":"o","id":"{id}","date":"{date}"}}"#);
        Release::parse(text, &Caps::default()).unwrap().with_publication(publication)
    }

    fn ids(releases: &[Release]) -> String {
        releases.iter().filter_map(Release::id).collect()
    }

    #[test]
    fn order_is_by_instant_then_publication() {
        let process = Process::new([
            release("d", "2026-10-25T01:30:00+00:00", 0),
            release("c", "2026-10-25T01:30:00", 1),
            release("b", "2026-07-01T12:00:00+01:00", 9),
            release("a", "2026-07-01T11:00:00Z", 8),
            release("x", "unknown", 5),
        ]);
        assert_eq!(ids(process.releases()), "xabcd");
    }

    #[test]
    fn what_was_published_by_then_is_known() {
        let process =
            Process::new([release("a", "2026-01-01", 0), release("b", "2026-02-01", 0), release("x", "", 0)]);
        let as_of = |text| ids(process.as_of(ReleaseDate::parse(text).unwrap().instant));
        assert_eq!(as_of("2025-12-31T23:59:59Z"), "x");
        assert_eq!(as_of("2026-01-01T00:00:00Z"), "xa");
        assert_eq!(as_of("2026-02-01T00:00:00Z"), "xab");
    }

    #[test]
    fn a_release_that_is_there_counts_once() {
        let mut process = Process::new([
            release("a", "2026-01-01", 3),
            release("b", "2026-01-01", 2),
            release("a", "2026-01-01", 4),
        ]);
        assert_eq!(ids(process.releases()), "ba");
        assert_eq!(process.insert(release("a", "2026-01-01", 9)), Place::Known);
        assert_eq!(process.insert(release("c", "2026-01-02", 0)), Place::Last);
        assert_eq!(process.insert(release("0", "2025-01-02", 0)), Place::Earlier);
        assert_eq!(ids(process.releases()), "0bac");
        // It turns out to have been published before b.
        assert_eq!(process.insert(release("a", "2026-01-01", 1)), Place::Earlier);
        assert_eq!(ids(process.releases()), "0abc");
    }
}
