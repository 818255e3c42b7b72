//! From a label to a CPV division.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anchorhub_identity::label_key;

use super::key::{cpv_like, proclass_like, without_codes};

/// The divisions of CPV 2008 (Commission Regulation (EC) No 213/2008).
const DIVISIONS: [&str; 45] = [
    "03", "09", "14", "15", "16", "18", "19", "22", "24", "30", "31", "32", "33", "34", "35", "37", "38",
    "39", "41", "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64", "65", "66", "70", "71",
    "72", "73", "75", "76", "77", "79", "80", "85", "90", "92", "98",
];

/// What the title of a ProClass code is worth, in percent of what its code is: titles are shorter than what they mean.
const OF_TITLE: i16 = 90;

/// The crosswalk that counts, with the vocabularies that it speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Crosswalk {
    /// Steps by publisher (empty: everyone's) and label.
    steps: HashMap<(String, String), Vec<Step>>,
    /// Codes of CPV that there are.
    cpv: HashSet<String>,
    /// ProClass: the code above a code.
    proclass: HashMap<String, Option<String>>,
    /// ProClass: codes by the key of their title.
    titles: HashMap<String, BTreeSet<String>>,
}

/// A row of the crosswalk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) scheme: String,
    pub(super) division: String,
    pub(super) confidence: i16,
    pub(super) basis: String,
}

/// The division of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapped {
    pub(super) division: String,
    /// In percent.
    pub(super) confidence: i16,
    pub(super) basis: String,
}

impl Crosswalk {
    pub(super) fn add_step(&mut self, publisher: String, label: String, step: Step) {
        self.steps.entry((publisher, label)).or_default().push(step);
    }

    pub(super) fn add_cpv(&mut self, code: String) {
        self.cpv.insert(code);
    }

    pub(super) fn add_proclass(&mut self, code: String, title: &str, above: Option<String>) {
        self.titles.entry(label_key(title)).or_default().insert(code.clone());
        self.proclass.insert(code, above);
    }

    /// The division of a label that an institution publishes under a scheme. A CPV code in it says most; then what the
    /// crosswalk has for this publisher, then for everyone, by the whole label and without the ledger's codes; then a
    /// ProClass code in it, and a ProClass title.
    pub(super) fn division(&self, publisher: &str, scheme: &str, label: &str) -> Option<Mapped> {
        let whole = label_key(label);
        let words = without_codes(&whole);
        let forms = || std::iter::once(whole.as_str()).chain(words.as_deref());
        let by_label = |publisher: &str| forms().find_map(|form| self.step(publisher, form, scheme));
        self.by_cpv(&whole)
            .or_else(|| by_label(publisher).map(Step::mapped))
            .or_else(|| by_label("").map(Step::mapped))
            .or_else(|| self.by_proclass(&whole, scheme))
            .or_else(|| forms().find_map(|form| self.by_title(form)))
    }

    fn by_cpv(&self, whole: &str) -> Option<Mapped> {
        let found = cpv_like(whole)?;
        let is_known = self.cpv.contains(&found.code);
        let division = found.code.get(..2).filter(|division| DIVISIONS.contains(division))?;
        // Eight digits alone may be anything: an account, a supplier.
        (is_known || found.is_said).then(|| Mapped {
            division: division.to_owned(),
            confidence: if is_known { 100 } else { 95 },
            basis: format!("CPV code {}", found.code),
        })
    }

    /// The surest row of the crosswalk for a label; rows of the scheme that is published with it before all others.
    fn step(&self, publisher: &str, label: &str, scheme: &str) -> Option<&Step> {
        let steps = self.steps.get(&(publisher.to_owned(), label.to_owned()))?;
        steps.iter().max_by(|one, other| {
            let own = |step: &Step| step.scheme == scheme;
            let first_name = other.scheme.cmp(&one.scheme);
            own(one).cmp(&own(other)).then(one.confidence.cmp(&other.confidence)).then(first_name)
        })
    }

    fn by_proclass(&self, whole: &str, scheme: &str) -> Option<Mapped> {
        let code = proclass_like(whole)?;
        if !self.proclass.contains_key(code) && scheme != PROCLASS {
            return None;
        }
        self.of_proclass(code)
    }

    /// The step of a ProClass code, else of the nearest code above it.
    fn of_proclass(&self, code: &str) -> Option<Mapped> {
        let mut code = code;
        for _ in 0..LEVELS {
            if let Some(step) = self.step("", code, PROCLASS).filter(|step| step.scheme == PROCLASS) {
                return Some(step.mapped());
            }
            code = self.proclass.get(code)?.as_deref()?;
        }
        None
    }

    /// The division of all ProClass codes with a title, if they have one.
    fn by_title(&self, title: &str) -> Option<Mapped> {
        let mut divisions: BTreeMap<String, Mapped> = BTreeMap::new();
        for code in self.titles.get(title)? {
            let mapped = self.of_proclass(code)?;
            let least = divisions.entry(mapped.division.clone()).or_insert_with(|| mapped.clone());
            least.confidence = least.confidence.min(mapped.confidence);
        }
        let mapped = divisions.pop_first().filter(|_| divisions.is_empty())?.1;
        Some(Mapped { confidence: mapped.confidence.saturating_mul(OF_TITLE) / 100, ..mapped })
    }
}

/// The scheme of ProClass.
const PROCLASS: &str = "PROCLASS";

/// More than ProClass has levels.
const LEVELS: usize = 6;

impl Step {
    fn mapped(&self) -> Mapped {
        Mapped {
            division: self.division.clone(),
            confidence: self.confidence,
            basis: format!("{}: {}", self.scheme, self.basis),
        }
    }
}

#[cfg(test)]
#[path = "crosswalk/tests.rs"]
mod tests;
