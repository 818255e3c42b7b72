//! Which of the entries that are like a name are believed, and which are shown to people.

use anchorhub_identity::likeness::{AUTOMATIC, MARGIN, REVIEW, Subject, likeness};
use chrono::NaiveDate;

use super::{Answer, Match, Method, Question};

/// Candidates that are shown to people for one name.
const MOST_CANDIDATES: usize = 5;

/// A name of an entry of a register.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name, and what is known of its bearer.
    pub(super) subject: Subject,
    pub(super) scheme: String,
    pub(super) number: String,
    pub(super) active: bool,
    pub(super) opened_on: Option<NaiveDate>,
    pub(super) closed_on: Option<NaiveDate>,
    /// Another identifier of the same body that the register states.
    pub(super) other: Option<(String, String)>,
}

/// What the entry's status says of it, in thousandths.
const GONE_BEFORE: (&str, i32) = ("CLOSED_BEFORE", -400);
const NOT_YET_THERE: (&str, i32) = ("OPENED_AFTER", -400);
const NOT_ACTIVE: (&str, i32) = ("NOT_ACTIVE", -90);

struct Scored<'a> {
    entry: &'a Entry,
    found: Match,
    /// The sum of the points, which may be above the highest score: two perfect names still differ by a postcode.
    sum: i32,
}

/// Decides over entries of all registers.
pub(super) fn decide(question: &Question, subject: &Subject, entries: &[&Entry]) -> Answer {
    let mut scored: Vec<Scored<'_>> = Vec::new();
    for entry in entries.iter().copied() {
        let Some(next) = score(question, subject, entry) else { continue };
        let same = scored
            .iter()
            .position(|other| other.entry.scheme == entry.scheme && other.entry.number == entry.number);
        match same {
            Some(place) if scored[place].sum < next.sum => scored[place] = next,
            Some(_) => {}
            None => scored.push(next),
        }
    }
    scored.sort_by(|a, b| b.sum.cmp(&a.sum).then_with(|| a.entry.number.cmp(&b.entry.number)));
    let automatic = without_contradictions(subject, certain(&scored));
    let is_automatic = |other: &Scored<'_>| {
        automatic
            .iter()
            .any(|found| found.entry.scheme == other.entry.scheme && found.entry.number == other.entry.number)
    };
    // Once an entry of a register is certain, no other one of it is worth a look.
    let is_settled =
        |other: &Scored<'_>| automatic.iter().any(|found| found.entry.scheme == other.entry.scheme);
    let candidates = scored
        .iter()
        .filter(|other| !is_automatic(other) && !is_settled(other))
        .take(MOST_CANDIDATES)
        .map(|other| other.found.clone())
        .collect();
    Answer { automatic: automatic.iter().map(|scored| scored.found.clone()).collect(), candidates }
}

/// The best entry of each register that is alike enough and leads far enough.
fn certain<'a, 'b>(scored: &'b [Scored<'a>]) -> Vec<&'b Scored<'a>> {
    let mut certain: Vec<&Scored<'_>> = Vec::new();
    for (place, best) in scored.iter().enumerate() {
        let is_first = !scored[..place].iter().any(|other| other.entry.scheme == best.entry.scheme);
        if !is_first || best.found.score < AUTOMATIC {
            continue;
        }
        let runner_up = scored[place + 1..].iter().find(|other| other.entry.scheme == best.entry.scheme);
        if runner_up.is_none_or(|other| other.sum + i32::from(MARGIN) <= best.sum) {
            certain.push(best);
        }
    }
    certain
}

/// A company and a charity of one name may be two bodies. Unless a register or the postcode says that they are one, the
/// better one counts, and none where they are equal.
fn without_contradictions<'a, 'b>(
    subject: &Subject,
    mut certain: Vec<&'b Scored<'a>>,
) -> Vec<&'b Scored<'a>> {
    let company = certain.iter().find(|found| found.entry.scheme == "GB-COH").copied();
    let charity = certain.iter().find(|found| is_charity(&found.entry.scheme)).copied();
    let (Some(company), Some(charity)) = (company, charity) else { return certain };
    if are_one(company.entry, charity.entry) {
        return certain;
    }
    let states_form = subject.legal_form().is_some();
    let (one, other) = (company.sum, charity.sum);
    let margin = i32::from(MARGIN);
    certain.retain(|found| {
        if found.entry.scheme == "GB-COH" {
            states_form || one >= other + margin
        } else if is_charity(&found.entry.scheme) {
            !states_form && other >= one + margin
        } else {
            true
        }
    });
    certain
}

fn is_charity(scheme: &str) -> bool {
    matches!(scheme, "GB-CHC" | "GB-SC" | "GB-NIC")
}

/// Whether a company and a charity are one body: a register says so, they have the same postcode, or the charity has the
/// very name of the company, its legal form included, which no other company may have (Companies Act 2006, section
/// 66).
fn are_one(one: &Entry, other: &Entry) -> bool {
    let (mine, theirs) = (one.subject.known(), other.subject.known());
    let stated = |one: &Entry, other: &Entry| {
        one.other.as_ref().is_some_and(|(scheme, number)| *scheme == other.scheme && *number == other.number)
    };
    let same_name = mine.key == theirs.key && one.subject.legal_form() == other.subject.legal_form();
    same_name
        || stated(one, other)
        || stated(other, one)
        || mine.postcodes.iter().any(|postcode| theirs.postcodes.contains(postcode))
}

fn score<'a>(question: &Question, subject: &Subject, entry: &'a Entry) -> Option<Scored<'a>> {
    let mut points = likeness(subject, &entry.subject).points;
    points.extend(status(question, entry));
    let sum: i32 = points.iter().map(|(_, points)| points).sum();
    let score = u16::try_from(sum.clamp(0, 1000)).ok().filter(|score| *score >= REVIEW)?;
    let known = entry.subject.known();
    let found = Match {
        scheme: entry.scheme.clone(),
        number: entry.number.clone(),
        name: known.name.clone(),
        method: if known.key == question.known.key { Method::NameKey } else { Method::Scored },
        score,
        points,
    };
    Some(Scored { entry, found, sum })
}

fn status(question: &Question, entry: &Entry) -> Option<(&'static str, i32)> {
    if let Some((first, last)) = question.seen {
        if entry.closed_on.is_some_and(|closed| closed < first) {
            return Some(GONE_BEFORE);
        }
        if entry.opened_on.is_some_and(|opened| opened > last) {
            return Some(NOT_YET_THERE);
        }
        if entry.closed_on.is_some() {
            return None;
        }
    }
    (!entry.active).then_some(NOT_ACTIVE)
}
