//! From releases to facts.
//!
//! Of a tender the compiled release tells what there is. Whatever refers to parties, and whatever has ids that
//! publishers repeat, is read from the releases one by one in the order of merging: a merge by id would take
//! one organisation for another, and lose awards.

mod awards;
mod bids;
mod categories;
mod changes;
mod contracts;
mod criteria;
mod days;
mod lots;
mod notices;
mod parties;
mod performance;
mod places;
mod read;
mod related;
mod repeated;
mod statistics;
mod tender;
mod text;
mod values;

#[cfg(test)]
mod contract_tests;

pub use self::notices::notice_kind;
use super::ProcessFacts;
use crate::{json::Object, release::Release, rules::Rules};

/// What the model holds of a process: `releases` in the order of merging, and what they compile to.
pub fn map(releases: &[Release], compiled: &Object) -> ProcessFacts {
    let rules = Rules::default();
    let notices = notices::read_all(releases);
    let mut history = History::default();
    for (release, notice) in releases.iter().zip(&notices) {
        history.note(release.fields(), notice, &rules);
    }
    tender::facts(releases, notices, compiled, history)
}

/// What is read from the releases one by one.
#[derive(Default)]
struct History {
    directory: parties::Directory,
    buyers: parties::Buyers,
    awards: awards::Awards,
    contracts: contracts::Contracts,
    bids: bids::Bids,
    statistics: statistics::Statistics,
    related: related::Related,
}

impl History {
    fn note(&mut self, release: &Object, notice: &notices::Notice, rules: &Rules) {
        let Self { directory, buyers, awards, contracts, bids, statistics, related } = self;
        directory.turn_to(release);
        buyers.note(release, directory);
        awards.note(release, directory, rules);
        contracts.note(release, notice, directory, awards, rules);
        bids.note(release, directory, rules);
        statistics.note(release);
        related.note(release);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Caps, Merger, Object, Process, Release, Value, facts::ProcessFacts};

    /// The object of a JSON text.
    pub(super) fn parsed(text: &str) -> Object {
        match Value::parse(text, &Caps::default()).unwrap() {
            Value::Object(object) => object,
            other => panic!("{other:?}"),
        }
    }

    /// The facts of releases given by their members, one published each day from 1 January 2026.
    pub(super) fn facts(releases: &[&str]) -> ProcessFacts {
        let releases = releases.iter().zip(1..).map(|(members, day)| {
            let text = format!(r#"{{"ocid": "ocds-1", "date": "2026-01-{day:02}T12:00:00Z", {members}}}"#);
            Release::parse(text, &Caps::default()).unwrap()
        });
        let process = Process::new(releases);
        super::map(process.releases(), &Merger::default().compile(process.releases()))
    }
}
