//! Names against registers: which company, charity, NHS organisation or provider bears a name.
//!
//! 1. `read` finds the entries that bear one of the name keys of the published name, in batches.
//! 2. For names that no active entry bears, blocking keys give candidates; `rank` rules most of them out by their keys
//!    alone, on all processors.
//! 3. `decide` scores what is left and tells what is certain from what people should see.
//!
//! Weights and thresholds are those of `anchorhub_identity::likeness`; `docs/matching.md` says how good they are.

mod decide;
mod rank;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_identity::{
    NameKind, kind_of,
    likeness::{Known, Subject},
};
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;

use self::{
    decide::{Entry, decide},
    rank::{Ask, rank},
    read::Registers,
};

/// A name that is looked for in the registers, and what is known of its bearer.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Name, key, postcodes and the like.
    pub known: Known,
    /// The first and last day of facts that name it: a company that was dissolved before, or founded after, is another one.
    pub seen: Option<(NaiveDate, NaiveDate)>,
}

/// How a register's entry was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Its name key is the same, and nothing contradicts.
    NameKey,
    /// Its name and what else is known are alike.
    Scored,
}

impl Method {
    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::NameKey => "NAME_KEY",
            Self::Scored => "SCORED",
        }
    }
}

/// An entry of a register that may be the bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Org-id scheme of the register (`GB-COH`, `GB-CHC`, …).
    pub scheme: String,
    /// Number in the register.
    pub number: String,
    /// The name that matched, as the register states it.
    pub name: String,
    /// How it was found.
    pub method: Method,
    /// In thousandths.
    pub score: u16,
    /// What was seen, by code, and the points that it gave or took.
    pub points: Vec<(&'static str, i32)>,
}

/// What the registers say of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Certain enough to be believed without asking anybody: at most one entry a scheme.
    pub automatic: Vec<Match>,
    /// Like it, but not alike enough: for people to decide, the best first, at most five.
    pub candidates: Vec<Match>,
}

/// Looks names up in the current editions of all registers; answers stand in the order of the questions. Memory is
/// bounded by the number of questions: a few thousand at a time are a good measure.
///
/// People are not looked up, and public bodies only among NHS organisations and providers: companies and charities
/// bear their names too.
pub async fn match_names(snapshot: &mut Snapshot, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
    let registers = Registers::current(snapshot).await?;
    let mut answers = vec![Answer::default(); questions.len()];
    if registers.is_empty() {
        return Ok(answers);
    }
    let mut asks: Vec<Ask> = questions
        .iter()
        .enumerate()
        .filter_map(|(place, question)| {
            let kind = kind_of(&question.known.name);
            (kind != Some(NameKind::Individual)).then(|| Ask {
                place,
                subject: Subject::published(question.known.clone()),
                is_public: kind == Some(NameKind::PublicBody),
                keys: BTreeSet::new(),
            })
        })
        .collect();

    let wanted: BTreeSet<String> =
        asks.iter().flat_map(|ask| ask.subject.keys().map(str::to_owned)).collect();
    let exact = registers.bearers(snapshot, &wanted).await?;
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    for mut ask in asks.drain(..) {
        ask.keys = ask.subject.keys().filter(|key| exact.contains_key(*key)).map(str::to_owned).collect();
        let sure: BTreeSet<&str> = ask.subject.sure_keys().collect();
        let is_borne = entries(&ask, &exact)
            .any(|entry| entry.active && sure.contains(entry.subject.known().key.as_str()));
        if is_borne { settled.push(ask) } else { open.push(ask) }
    }
    for ask in &settled {
        answers[ask.place] = answer(questions, ask, &exact);
    }

    let open = rank(&registers, snapshot, open).await?;
    let wanted: BTreeSet<String> = open.iter().flat_map(|ask| ask.keys.iter().cloned()).collect();
    let alike = registers.bearers(snapshot, &wanted).await?;
    for ask in &open {
        answers[ask.place] = answer(questions, ask, &alike);
    }
    Ok(answers)
}

fn answer(questions: &[Question], ask: &Ask, found: &BTreeMap<String, Vec<Entry>>) -> Answer {
    let entries: Vec<&Entry> = entries(ask, found).collect();
    questions.get(ask.place).map(|question| decide(question, &ask.subject, &entries)).unwrap_or_default()
}

/// The entries that bear one of the keys of a question, as far as they may be meant.
fn entries<'a>(ask: &'a Ask, found: &'a BTreeMap<String, Vec<Entry>>) -> impl Iterator<Item = &'a Entry> {
    let may_be_meant =
        |entry: &&Entry| !ask.is_public || matches!(entry.scheme.as_str(), "GB-NHS" | "GB-UKPRN" | "GB-LAE");
    ask.keys.iter().filter_map(|key| found.get(key)).flatten().filter(may_be_meant)
}
