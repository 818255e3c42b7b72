//! The payees of a document, numbered as they come, and what is said of them.

use anchorhub_identity::name_key;
use anchorhub_store::NewName;
use rustc_hash::FxHashMap;

use super::rows::without_nul;
use crate::{recognise::Role, spend::Draft};

/// Payees remembered, and different values said of them; beyond that they are forgotten and begin anew.
const REMEMBERED: usize = 200_000;

/// Kinds of evidence that a row can hold.
const KINDS: usize = 6;

/// Numbers payees, and counts what rows say of them beside the name. Most rows say of a payee what the row
/// before said, so the last value of each kind is counted apart, without touching the table.
#[derive(Default)]
pub(super) struct Payees {
    numbers: FxHashMap<String, usize>,
    last: Vec<[Said; KINDS]>,
    said: FxHashMap<(usize, Role, String), i64>,
}

/// A value and the rows that it was counted on since it was last entered.
#[derive(Clone, Debug, Default)]
struct Said {
    role: Option<Role>,
    value: String,
    rows: i64,
}

impl Payees {
    /// Whether it is time to hand over and begin anew.
    pub(super) fn are_too_many(&self) -> bool {
        self.numbers.len() >= REMEMBERED || self.said.len() >= REMEMBERED
    }

    /// The number of a row's payee; a new one is appended to `new`. Counts the row's evidence.
    pub(super) fn number(&mut self, draft: &Draft<'_>, new: &mut Vec<NewName>) -> usize {
        let number = match self.numbers.get(draft.payee) {
            Some(number) => *number,
            None => self.add(draft, new),
        };
        for (kind, (role, value)) in draft.evidence.iter().enumerate() {
            if !value.is_empty() {
                self.say(number, kind, *role, value);
            }
        }
        number
    }

    /// Everything said so far, counted.
    pub(super) fn take_evidence(&mut self) -> Vec<(usize, Role, String, i64)> {
        for number in 0..self.last.len() {
            for kind in 0..KINDS {
                self.enter(number, kind);
            }
        }
        self.said.drain().map(|((number, role, value), rows)| (number, role, value, rows)).collect()
    }

    fn add(&mut self, draft: &Draft<'_>, new: &mut Vec<NewName>) -> usize {
        let number = self.numbers.len();
        let name = without_nul(draft.payee);
        let key =
            if draft.without_supplier { None } else { Some(name_key(&name)).filter(|key| !key.is_empty()) };
        new.push(NewName { name, key });
        self.numbers.insert(draft.payee.to_owned(), number);
        self.last.push(Default::default());
        number
    }

    fn say(&mut self, number: usize, kind: usize, role: Role, value: &str) {
        if self.last[number][kind].value != value {
            self.enter(number, kind);
            self.last[number][kind] = Said { role: Some(role), value: value.to_owned(), rows: 0 };
        }
        self.last[number][kind].rows += 1;
    }

    /// Puts the last value of a kind into the table.
    fn enter(&mut self, number: usize, kind: usize) {
        let last = std::mem::take(&mut self.last[number][kind]);
        if let Some(role) = last.role {
            *self.said.entry((number, role, without_nul(&last.value))).or_default() += last.rows;
        }
    }
}
