//! Which of several objects of one id is which.
//!
//! Find a Tender gives one id to several awards of a release. An id that stands once in each release is that of
//! one object, as in the merge. Where an id is repeated, objects are told apart by what they are about: by
//! their suppliers, and by their lots.

use std::collections::{HashMap, HashSet, VecDeque};

/// What an object is about, as far as it says so; each list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Who it is about, by identifiers.
    pub(super) who: Vec<String>,
    /// Who it is about, by names.
    pub(super) names: Vec<String>,
    /// What it is about.
    pub(super) what: Vec<String>,
}

impl Marks {
    /// Marks of these lists, in whatever order they are.
    pub(super) fn new(who: Vec<String>, names: Vec<String>, what: Vec<String>) -> Self {
        let sorted = |mut list: Vec<String>| {
            list.sort_unstable();
            list
        };
        Self { who: sorted(who), names: sorted(names), what: sorted(what) }
    }

    /// Whether nothing is said.
    fn is_silent(&self) -> bool {
        self.who.is_empty() && self.what.is_empty()
    }

    /// Whether both can in no way be one: they are about others, and about other things.
    fn contradicts(&self, other: &Self) -> bool {
        are_apart(&self.who, &other.who)
            && are_apart(&self.names, &other.names)
            && are_apart(&self.what, &other.what)
    }
}

/// Whether both lists have something, but nothing in common.
fn are_apart(one: &[String], another: &[String]) -> bool {
    let known: HashSet<&String> = one.iter().collect();
    !one.is_empty() && !another.is_empty() && !another.iter().any(|item| known.contains(item))
}

/// For each object of an id in a release, which of the known ones of this id it is; nothing when it is new.
/// Without an id (`has_id`), objects are the same only when they say the same.
pub(super) fn assign(stated: &[Marks], known: &[&Marks], has_id: bool) -> Vec<Option<usize>> {
    if let ([one], [another], true) = (stated, known, has_id) {
        return vec![(!one.contradicts(another)).then_some(0)];
    }
    let mut assignment =
        Assignment { stated, known, found: vec![None; stated.len()], taken: vec![false; known.len()] };
    for who in [|marks: &Marks| key(&marks.who), |marks: &Marks| key(&marks.names)] {
        let what = |marks: &Marks| key(&marks.what);
        let both = |marks: &Marks| {
            (!marks.is_silent())
                .then(|| [who(marks), what(marks)].map(Option::unwrap_or_default).join("\u{1e}"))
        };
        let who_alone = |marks: &Marks| who(marks).filter(|_| marks.what.is_empty());
        let what_alone = |marks: &Marks| what(marks).filter(|_| marks.who.is_empty());
        assignment.by(both, both);
        assignment.by(who_alone, who);
        assignment.by(who, who_alone);
        assignment.by(what_alone, what);
        assignment.by(what, what_alone);
    }
    if has_id {
        assignment.by_position();
    }
    assignment.found
}

fn key(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join("\u{1f}"))
}

struct Assignment<'m> {
    stated: &'m [Marks],
    known: &'m [&'m Marks],
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Assignment<'_> {
    /// Assigns those whose keys are the same, each once and in order.
    fn by(
        &mut self,
        of_stated: impl Fn(&Marks) -> Option<String>,
        of_known: impl Fn(&Marks) -> Option<String>,
    ) {
        let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (place, marks) in self.known.iter().enumerate().filter(|(place, _)| !self.taken[*place]) {
            if let Some(key) = of_known(marks) {
                places.entry(key).or_default().push_back(place);
            }
        }
        for (marks, found) in self.stated.iter().zip(&mut self.found).filter(|(_, found)| found.is_none()) {
            let place = of_stated(marks).and_then(|key| places.get_mut(&key)?.pop_front());
            if let Some(place) = place {
                *found = Some(place);
                self.taken[place] = true;
            }
        }
    }

    /// What says nothing of itself is the one at the same position, if that is still free, else the first that
    /// is; and what has said nothing so far is the first that says something.
    fn by_position(&mut self) {
        let mut free = 0;
        for (position, (marks, found)) in self.stated.iter().zip(&mut self.found).enumerate() {
            if found.is_some() || !marks.is_silent() {
                continue;
            }
            let place = if self.taken.get(position) == Some(&false) {
                position
            } else {
                while self.taken.get(free) == Some(&true) {
                    free += 1;
                }
                free
            };
            if let Some(taken) = self.taken.get_mut(place) {
                *taken = true;
                *found = Some(place);
            }
        }
        let silent = |place: &usize| self.known[*place].is_silent() && !self.taken[*place];
        let mut places: VecDeque<usize> = (0..self.known.len()).filter(silent).collect();
        for found in self.found.iter_mut().filter(|found| found.is_none()) {
            *found = places.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `A+B/1`: suppliers A and B, lot 1.
    fn marks(text: &str) -> Marks {
        let (who, what) = text.split_once('/').unwrap();
        let list = |text: &str| {
            text.split('+').filter(|item| !item.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        Marks::new(list(who), list(&who.to_lowercase()), list(what))
    }

    fn assigned(stated: &[&str], known: &[&str], has_id: bool) -> Vec<Option<usize>> {
        let stated: Vec<Marks> = stated.iter().map(|text| marks(text)).collect();
        let known: Vec<Marks> = known.iter().map(|text| marks(text)).collect();
        assign(&stated, &known.iter().collect::<Vec<_>>(), has_id)
    }

    #[test]
    fn an_id_alone_is_enough_where_it_stands_once() {
        assert_eq!(assigned(&["B/1"], &["A/1"], true), [Some(0)]);
        assert_eq!(assigned(&["A/2"], &["A/1"], true), [Some(0)]);
        assert_eq!(assigned(&["/"], &["A/1"], true), [Some(0)]);
        assert_eq!(assigned(&["B/2"], &["A/1"], true), [None], "other suppliers for another lot");
        assert_eq!(assigned(&["A/1"], &[], true), [None]);
    }

    #[test]
    fn repeated_ids_are_told_apart_by_suppliers_and_lots() {
        assert_eq!(assigned(&["B/2", "A/1"], &["A/1", "B/2"], true), [Some(1), Some(0)]);
        assert_eq!(assigned(&["B/"], &["A/1", "B/2"], true), [Some(1)]);
        assert_eq!(assigned(&["/2"], &["A/1", "B/2"], true), [Some(1)]);
        assert_eq!(assigned(&["B+A/1"], &["A/1", "A+B/1"], true), [Some(1)]);
        assert_eq!(assigned(&["C/1", "B/1"], &["B/1"], true), [None, Some(0)]);
        assert_eq!(assigned(&["A/1", "A/1"], &["A/1", "A/1"], true), [Some(0), Some(1)]);
        assert_eq!(assigned(&["A/1", "A/1", "A/1"], &["A/1", "A/1"], true), [Some(0), Some(1), None]);
    }

    #[test]
    fn a_delta_meets_by_position() {
        assert_eq!(assigned(&["/", "/"], &["A/1", "B/2"], true), [Some(0), Some(1)]);
        assert_eq!(assigned(&["/"], &["A/1", "B/2"], true), [Some(0)]);
        assert_eq!(assigned(&["A/1", "/"], &["B/2", "A/1"], true), [Some(1), Some(0)]);
        assert_eq!(assigned(&["A/1", "B/2"], &["/", "/"], true), [Some(0), Some(1)]);
        assert_eq!(assigned(&["/", "/", "/"], &["A/1"], true), [Some(0), None, None]);
    }

    #[test]
    fn without_an_id_only_the_same_is_the_same() {
        assert_eq!(assigned(&["A/1"], &["A/1"], false), [Some(0)]);
        assert_eq!(assigned(&["B/2"], &["A/1"], false), [None]);
        assert_eq!(assigned(&["/"], &["A/1"], false), [None]);
    }
}
