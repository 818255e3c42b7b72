//! How contracts change and end.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    days::{self, Period},
    notices::Notice,
    parties::{Directory, Organisations},
    read, values,
};
use crate::{
    facts::{ChangeFact, ChangeKind, ValueBasis},
    json::Object,
    merge,
    rules::Rules,
};

/// A change, as all releases together state it.
struct Change {
    merged: Object,
    kind: ChangeKind,
    /// The day of the release that brought it.
    day: Option<NaiveDate>,
    /// The end and the value that the contract has in that release.
    ends_on: Option<NaiveDate>,
    value: Option<Object>,
}

/// The changes of one contract.
#[derive(Default)]
pub(super) struct Changes {
    list: Vec<Change>,
    places: HashMap<String, usize>,
    termination: Option<usize>,
    /// The last day, by the last change that states one.
    pub(super) amended_end: Option<NaiveDate>,
    pub(super) amended_latest_end: Option<NaiveDate>,
    /// The value, by the last change, if that states one and the contract itself none since.
    pub(super) amended_value: Option<Object>,
    /// Who leaves and who joins, one after the other.
    moves: Vec<(Organisations, Organisations)>,
}

impl Changes {
    /// Notes what a notice states of the contract, which has ended on `before` so far.
    pub(super) fn note(
        &mut self,
        contract: &Object,
        notice: &Notice,
        before: Option<NaiveDate>,
        directory: &Directory,
        rules: &Rules,
    ) {
        if contract.object("value").is_some() {
            self.amended_value = None;
        }
        let mut last = None;
        for amendment in read::objects(contract, "amendments") {
            let place = self.amend(amendment, notice, rules);
            last = Some(place);
            let change = &mut self.list[place];
            let period = Period::of(&change.merged, "period").term;
            if period.ends_on.is_some() {
                self.amended_end = period.ends_on;
                change.kind = kind(period.ends_on, before);
            }
            self.amended_latest_end = period.latest_end_on.or(self.amended_latest_end);
            if amendment.object("value").is_some() && contract.object("value").is_none() {
                self.amended_value = change.merged.object("value").cloned();
            }
            let listed = |name| directory.listed(amendment, name).into_iter().collect::<Organisations>();
            let (removed, added) = (listed("suppliersRemoved"), listed("suppliersAdded"));
            if !removed.is_empty() || !added.is_empty() {
                self.moves.push((removed, added));
            }
        }
        if notice.is_termination {
            self.terminate(contract, notice);
        } else if notice.is_change {
            self.change(contract, notice, last, before);
        }
    }

    /// Where the change of this amendment stands.
    fn amend(&mut self, amendment: &Object, notice: &Notice, rules: &Rules) -> usize {
        let id = read::id(amendment);
        let known = id.as_ref().and_then(|id| self.places.get(id)).copied();
        let place = known.unwrap_or_else(|| self.push(ChangeKind::Amendment, notice.day));
        if let Some(id) = id {
            self.places.insert(id, place);
        }
        merge::merge_object(&mut self.list[place].merged, amendment, &["contracts", "amendments"], rules);
        place
    }

    /// Notes what a change notice says of the contract as a whole, as part of its last amendment.
    fn change(&mut self, contract: &Object, notice: &Notice, last: Option<usize>, before: Option<NaiveDate>) {
        let ends_on = Period::of(contract, "period").term.ends_on;
        let value = contract.object("value").cloned();
        if last.is_none() && ends_on.is_none() && value.is_none() {
            return;
        }
        let place = last.unwrap_or_else(|| self.push(ChangeKind::Amendment, notice.day));
        let change = &mut self.list[place];
        if ends_on.is_some() {
            self.amended_end = ends_on;
            change.ends_on = ends_on;
            change.kind = kind(ends_on, before);
        }
        change.value = value.or_else(|| change.value.take());
    }

    fn terminate(&mut self, contract: &Object, notice: &Notice) {
        let place = self.termination.unwrap_or_else(|| self.push(ChangeKind::Termination, notice.day));
        self.termination = Some(place);
        let change = &mut self.list[place];
        let ended = contract.object("implementation").and_then(|done| days::day_of(done, "endDate"));
        change.ends_on = ended.or(Period::of(contract, "period").term.ends_on).or(change.ends_on);
        for name in TERMINATION {
            if let Some(rationale) = contract.get(name) {
                change.merged.insert(name, rationale.clone());
            }
        }
    }

    fn push(&mut self, kind: ChangeKind, day: Option<NaiveDate>) -> usize {
        self.list.push(Change { merged: Object::new(), kind, day, ends_on: None, value: None });
        self.list.len() - 1
    }

    /// The last day by a termination, if one states it.
    pub(super) fn terminated_end(&self) -> Option<NaiveDate> {
        self.list.get(self.termination?)?.ends_on
    }

    /// Whether a termination was published, with or without its day.
    pub(super) fn is_terminated(&self) -> bool {
        self.termination.is_some()
    }

    /// Takes out who has left and adds who has joined.
    pub(super) fn move_suppliers(&self, suppliers: &mut Organisations) {
        for (removed, added) in &self.moves {
            suppliers.remove(removed);
            suppliers.extend(added.iter().cloned());
        }
    }

    /// As facts, in the order in which they were published.
    pub(super) fn facts(&self, basis: ValueBasis) -> Vec<ChangeFact> {
        self.list.iter().map(|change| change.fact(basis)).collect()
    }
}

/// Where the reasons for a termination stand.
const TERMINATION: [&str; 3] =
    ["terminationRationale", "terminationRationaleClassifications", "terminationRationaleClassification"];

impl Change {
    fn fact(&self, basis: ValueBasis) -> ChangeFact {
        let ends_on = Period::of(&self.merged, "period").term.ends_on.or(self.ends_on);
        let dated = days::day_of(&self.merged, "date");
        let changed_on = match self.kind {
            ChangeKind::Termination => ends_on.or(self.day),
            ChangeKind::Amendment | ChangeKind::Extension => dated.or(self.day),
        };
        let value = self.merged.object("value").or(self.value.as_ref());
        ChangeFact {
            kind: self.kind,
            changed_on,
            description: self.description(),
            ends_on,
            value: value.and_then(|value| values::value(value, basis)),
        }
    }

    /// What is said of it, each thing once; the classes of its reasons where nothing else is said.
    fn description(&self) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        for name in ["description", "rationale", TERMINATION[0]] {
            parts.extend(read::text(&self.merged, name).filter(|text| !parts.contains(text)));
        }
        if parts.is_empty() {
            let lists = ["rationaleClassifications", TERMINATION[1], TERMINATION[2]];
            let classes = lists.into_iter().flat_map(|name| read::objects(&self.merged, name));
            parts
                .extend(classes.filter_map(|class| {
                    read::text(class, "description").or_else(|| read::text(class, "id"))
                }));
        }
        (!parts.is_empty()).then(|| parts.join("\n"))
    }
}

/// A later end is an extension.
fn kind(ends_on: Option<NaiveDate>, before: Option<NaiveDate>) -> ChangeKind {
    if before.is_some() && ends_on > before { ChangeKind::Extension } else { ChangeKind::Amendment }
}
