//! Which of the suppliers that may be meant is meant: pure rules.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use anchorhub_entities::supplier::SupplierKind;
use anchorhub_identity::likeness::{AUTOMATIC, Known, Likeness, MARGIN, REVIEW, Subject, likeness};

use super::{
    Question,
    read::{Atom, Bearer},
};

/// Below this score, in thousandths, a supplier is not shown at all.
pub const LEAST: u16 = 400;

/// The score of what an identifier or an id decides.
const DECIDED: u16 = 1_000;

/// What another district than the one asked for takes away: weak evidence, as firms have many addresses.
const OTHER_AUTHORITY: i32 = -100;

/// A question with what is reckoned from its name once.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question,
    pub(super) key: String,
    pub(super) probes: Vec<String>,
}

/// A canonical supplier that may be the one that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The canonical supplier.
    pub supplier_id: i64,
    /// Its name for display.
    pub name: String,
    /// What kind of body.
    pub kind: SupplierKind,
    /// The published name that is most alike.
    pub matched: String,
    /// How likely it is the one, in thousandths.
    pub score: u16,
    /// What was seen, by code, and the points that it gave or took.
    pub points: Vec<(&'static str, i32)>,
    /// It may be taken without asking anybody, by the rule for automatic links.
    pub certain: bool,
}

/// What speaks for a supplier besides the likeness of names.
struct Judged {
    found: Found,
    decided: bool,
    same_key: bool,
    contradicted: bool,
}

/// The suppliers that a question may mean, the best first.
pub(super) fn judge(asked: &Asked<'_>, atoms: &[&Atom], bearers: &HashMap<i64, Bearer>) -> Vec<Found> {
    let mut of_bearer: BTreeMap<i64, Vec<&Atom>> = BTreeMap::new();
    for atom in atoms {
        of_bearer.entry(atom.canonical()).or_default().push(atom);
    }
    let mut judged: Vec<Judged> = of_bearer
        .iter()
        .filter_map(|(id, atoms)| {
            let bearer = bearers.get(id).filter(|bearer| asked.allows(bearer.kind))?;
            Some(asked.judge(bearer, atoms)).filter(|judged| judged.found.score >= LEAST)
        })
        .collect();
    // What an identifier decides stands before an equal score of names.
    judged.sort_by_key(|judged| (Reverse(judged.found.score), !judged.decided, judged.found.supplier_id));
    if is_certain(&judged)
        && let Some(best) = judged.first_mut()
    {
        best.found.certain = true;
    }
    judged.into_iter().map(|judged| judged.found).collect()
}

/// The rule for automatic links: the only one that an identifier decides; else the only one with the same name
/// key; else one above the threshold that leads by the margin. Never against a contradiction. People and public
/// bodies are not told apart by likeness, people not even by equal names.
fn is_certain(judged: &[Judged]) -> bool {
    let [best, others @ ..] = judged else { return false };
    if best.decided {
        return !others.iter().any(|other| other.decided);
    }
    if best.contradicted || best.found.score < AUTOMATIC || best.found.kind == SupplierKind::Individual {
        return false;
    }
    if best.same_key {
        return !others.iter().any(|other| other.same_key);
    }
    let next = others.first().map_or(0, |other| other.found.score);
    best.found.kind != SupplierKind::PublicBody && best.found.score.saturating_sub(next) >= MARGIN
}

impl Asked<'_> {
    /// Suppliers whose kind is not known may be of any kind.
    fn allows(&self, kind: SupplierKind) -> bool {
        let kinds = &self.question.kinds;
        kinds.is_empty() || kind == SupplierKind::Unknown || kinds.contains(&kind)
    }

    fn known(&self) -> Known {
        Known {
            name: self.question.name.clone(),
            key: self.key.clone(),
            postcodes: self.question.postcodes.clone(),
            ..Known::default()
        }
    }

    fn judge(&self, bearer: &Bearer, atoms: &[&Atom]) -> Judged {
        let own = Subject::published(self.known());
        // Of equally alike names the oldest, so that the answer is the same every time.
        let mut best: Option<(Likeness, &Atom)> = None;
        for atom in atoms {
            let alike = if self.key.is_empty() {
                Likeness::default()
            } else {
                likeness(&own, &Subject::published(named(atom, bearer)))
            };
            if best.as_ref().is_none_or(|(other, _)| alike.score > other.score) {
                best = Some((alike, atom));
            }
        }
        let (score, mut points, matched) = best.map_or_else(
            || (0, Vec::new(), bearer.name.clone()),
            |(alike, atom)| (i32::from(alike.score), alike.points, atom.name.clone()),
        );

        let by_id = atoms.iter().any(|atom| self.question.ids.contains(&atom.id));
        let same = self.question.identifiers.iter().any(|identifier| bearer.identifiers.contains(identifier));
        let other = !same && self.holds_another(bearer);
        let elsewhere = self.is_elsewhere(bearer);
        let decided = by_id || same;
        let mut total = score;
        if elsewhere {
            points.push(("OTHER_AUTHORITY", OTHER_AUTHORITY));
            total += OTHER_AUTHORITY;
        } else if self.is_there(bearer) {
            points.push(("SAME_AUTHORITY", 0));
        }
        if other {
            let most = i32::from(REVIEW) - 1;
            points.push(("OTHER_IDENTIFIER", most.min(total) - total));
            total = total.min(most);
        }
        if decided {
            let code = if same { "SAME_IDENTIFIER" } else { "SAME_ID" };
            points.push((code, i32::from(DECIDED) - total));
            total = i32::from(DECIDED);
        }
        Judged {
            found: Found {
                supplier_id: bearer.id,
                name: bearer.name.clone(),
                kind: bearer.kind,
                matched,
                score: u16::try_from(total.clamp(0, i32::from(DECIDED))).unwrap_or(0),
                points,
                certain: false,
            },
            decided,
            same_key: !self.key.is_empty() && atoms.iter().any(|atom| bare(&atom.key) == self.key),
            contradicted: elsewhere || other,
        }
    }

    /// It has identifiers of a register that is asked for, but none of those asked for.
    fn holds_another(&self, bearer: &Bearer) -> bool {
        let asked = &self.question.identifiers;
        bearer.identifiers.iter().any(|(scheme, _)| asked.iter().any(|(other, _)| other == scheme))
    }

    fn is_there(&self, bearer: &Bearer) -> bool {
        bearer.district.as_ref().is_some_and(|district| self.question.districts.contains(district))
    }

    fn is_elsewhere(&self, bearer: &Bearer) -> bool {
        !self.question.districts.is_empty() && bearer.district.is_some() && !self.is_there(bearer)
    }
}

/// The key of an atom that was split off holds an identifier behind `#`.
fn bare(key: &str) -> &str {
    key.split_once('#').map_or(key, |(key, _)| key)
}

fn named(atom: &Atom, bearer: &Bearer) -> Known {
    Known {
        name: atom.name.clone(),
        key: bare(&atom.key).to_owned(),
        postcodes: bearer.postcode.iter().cloned().collect(),
        ..Known::default()
    }
}

#[cfg(test)]
mod tests;
