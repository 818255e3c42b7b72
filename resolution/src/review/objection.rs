//! Whether a decision contradicts those that stand.
//!
//! Decisions that two are the same make groups of suppliers and entries of registers. A group must hold no two that
//! a decision keeps apart, and no two entries of a register in which a body has only one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    decisions::{Decision, Party, Verdict},
    scheme::is_exclusive,
};

/// Why a decision is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Objection {
    /// This decision says so already.
    Decided(i64),
    /// It contradicts these, in ascending order.
    Contradicts(Vec<i64>),
}

/// What stands against a new decision.
pub(crate) fn object(
    standing: &[Decision],
    verdict: Verdict,
    supplier: i64,
    other: &Party,
) -> Option<Objection> {
    let one = Party::Supplier(supplier);
    let is_about = |decision: &&Decision| {
        let ends = [Party::Supplier(decision.supplier_id), decision.other.clone()];
        ends.contains(&one) && ends.contains(other)
    };
    if let Some(known) = standing.iter().filter(is_about).find(|decision| decision.verdict == verdict) {
        return Some(Objection::Decided(known.id));
    }
    let same = Same::new(standing);
    let against = match verdict {
        Verdict::NotSame => same.path(&one, other),
        Verdict::Same => same.forbidden(standing, &one, other),
    };
    (!against.is_empty()).then(|| Objection::Contradicts(against.into_iter().collect()))
}

/// Who is the same as whom by which decision.
struct Same(BTreeMap<Party, Vec<(Party, i64)>>);

impl Same {
    fn new(standing: &[Decision]) -> Self {
        let mut same: BTreeMap<Party, Vec<(Party, i64)>> = BTreeMap::new();
        for decision in standing.iter().filter(|decision| decision.verdict == Verdict::Same) {
            let one = Party::Supplier(decision.supplier_id);
            same.entry(one.clone()).or_default().push((decision.other.clone(), decision.id));
            same.entry(decision.other.clone()).or_default().push((one, decision.id));
        }
        Self(same)
    }

    /// Everyone who is the same as somebody, with the step that leads there.
    fn group(&self, from: &Party) -> BTreeMap<Party, Option<(Party, i64)>> {
        let mut reached = BTreeMap::from([(from.clone(), None)]);
        let mut queue = VecDeque::from([from.clone()]);
        while let Some(party) = queue.pop_front() {
            for (next, decision) in self.0.get(&party).into_iter().flatten() {
                if !reached.contains_key(next) {
                    reached.insert(next.clone(), Some((party.clone(), *decision)));
                    queue.push_back(next.clone());
                }
            }
        }
        reached
    }

    /// The decisions by which two are the same, as few as can be; none when they are not.
    fn path(&self, from: &Party, to: &Party) -> BTreeSet<i64> {
        let reached = self.group(from);
        let mut decisions = BTreeSet::new();
        let mut at = to;
        while let Some(Some((before, decision))) = reached.get(at) {
            decisions.insert(*decision);
            at = before;
        }
        decisions
    }

    /// The decisions that forbid two to be the same.
    fn forbidden(&self, standing: &[Decision], one: &Party, other: &Party) -> BTreeSet<i64> {
        let (ours, theirs) = (self.group(one), self.group(other));
        if ours.contains_key(other) {
            return BTreeSet::new();
        }
        let crosses = |a: &Party, b: &Party| {
            (ours.contains_key(a) && theirs.contains_key(b))
                || (ours.contains_key(b) && theirs.contains_key(a))
        };
        let mut against: BTreeSet<i64> = standing
            .iter()
            .filter(|decision| decision.verdict == Verdict::NotSame)
            .filter(|decision| crosses(&Party::Supplier(decision.supplier_id), &decision.other))
            .map(|decision| decision.id)
            .collect();
        for here in ours.keys() {
            for there in theirs.keys() {
                if let (Party::Entry(scheme, number), Party::Entry(other_scheme, other_number)) =
                    (here, there)
                    && scheme == other_scheme
                    && number != other_number
                    && is_exclusive(scheme)
                {
                    against.extend(self.path(one, here));
                    against.extend(self.path(other, there));
                }
            }
        }
        against
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::partition::{Atom, Known, Link, partition};

    fn decision(id: i64, verdict: Verdict, supplier_id: i64, other: Party) -> Decision {
        Decision { id, verdict, supplier_id, other }
    }

    fn company(number: &str) -> Party {
        Party::Entry("GB-COH".to_owned(), number.to_owned())
    }

    #[test]
    fn what_stands_against_a_decision_is_named() {
        use Verdict::{NotSame, Same};
        let supplier = Party::Supplier;
        let standing = [
            decision(1, Same, 10, supplier(20)),
            decision(2, Same, 20, supplier(30)),
            decision(3, NotSame, 30, supplier(40)),
            decision(4, Same, 40, company("01234567")),
            decision(5, Same, 50, company("07654321")),
        ];
        for (verdict, one, other, expected) in [
            (NotSame, 10, supplier(30), Some(Objection::Contradicts(vec![1, 2]))),
            (Same, 10, supplier(40), Some(Objection::Contradicts(vec![3]))),
            (Same, 20, supplier(10), Some(Objection::Decided(1))),
            (Same, 40, supplier(50), Some(Objection::Contradicts(vec![4, 5]))),
            (Same, 30, company("01234567"), Some(Objection::Contradicts(vec![3]))),
            (NotSame, 40, company("01234567"), Some(Objection::Contradicts(vec![4]))),
            (Same, 10, supplier(30), None),
            (Same, 10, supplier(50), None),
            (NotSame, 10, supplier(50), None),
        ] {
            assert_eq!(object(&standing, verdict, one, &other), expected, "{verdict:?} {one} {other:?}");
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Decide(Verdict, i64, i64),
        Undo(usize),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (any::<bool>(), 1_i64..9, 1_i64..9)
                .prop_filter("two suppliers", |(_, one, other)| one != other)
                .prop_map(|(same, one, other)| {
                    Step::Decide(if same { Verdict::Same } else { Verdict::NotSame }, one, other)
                }),
            1 => any::<prop::sample::Index>().prop_map(|index| Step::Undo(index.index(64))),
        ];
        prop::collection::vec(step, 1..40)
    }

    proptest! {
        /// Any sequence of decisions and undos, with any links: what stands holds in the partition, every atom is in
        /// exactly one supplier whose id is that of an atom of it, and taking everything back leads to where it began.
        #[test]
        fn any_sequence_leaves_a_consistent_partition(
            steps in steps(),
            links in prop::collection::vec((1_i64..9, 1_i64..9, 900_i16..1000), 0..12),
        ) {
            let atoms: Vec<Atom> =
                (1..9).map(|id| Atom { id, key: format!("NAME {id}"), ..Atom::default() }).collect();
            let links: Vec<Link> = links
                .into_iter()
                .filter(|(one, other, _)| one != other)
                .map(|(one, other, score)| Link { pair: (one, other), score })
                .collect();
            let canonical = |standing: &[Decision]| {
                let of = |verdict| {
                    standing
                        .iter()
                        .filter(|decision| decision.verdict == verdict)
                        .filter_map(|decision| match decision.other {
                            Party::Supplier(other) => Some((decision.supplier_id, other)),
                            Party::Entry(..) => None,
                        })
                        .collect()
                };
                let known = Known { same: of(Verdict::Same), apart: of(Verdict::NotSame), links: links.clone() };
                partition(&atoms, &known)
            };
            let before = canonical(&[]);
            let mut standing: Vec<Decision> = Vec::new();
            for (id, step) in (1..).zip(steps) {
                match step {
                    Step::Decide(verdict, one, other) => {
                        let other = Party::Supplier(other);
                        match object(&standing, verdict, one, &other) {
                            None => standing.push(decision(id, verdict, one, other)),
                            Some(Objection::Decided(known)) => {
                                prop_assert!(standing.iter().any(|decision| decision.id == known));
                            }
                            Some(Objection::Contradicts(against)) => {
                                // Without those that it names, it can be taken.
                                let without: Vec<Decision> = standing
                                    .iter()
                                    .filter(|decision| !against.contains(&decision.id))
                                    .cloned()
                                    .collect();
                                prop_assert!(!matches!(
                                    object(&without, verdict, one, &other),
                                    Some(Objection::Contradicts(ref more)) if more.iter().any(|id| against.contains(id))
                                ));
                            }
                        }
                    }
                    Step::Undo(place) if !standing.is_empty() => {
                        standing.remove(place % standing.len());
                    }
                    Step::Undo(_) => {}
                }
                let now = canonical(&standing);
                prop_assert_eq!(now.len(), atoms.len());
                for (atom, head) in &now {
                    prop_assert!(head <= atom);
                    prop_assert_eq!(now[head], *head);
                }
                for decision in &standing {
                    let Party::Supplier(other) = decision.other else { continue };
                    let together = now[&decision.supplier_id] == now[&other];
                    prop_assert_eq!(together, decision.verdict == Verdict::Same, "{:?}", decision);
                }
            }
            prop_assert_eq!(canonical(&[]), before);
        }
    }
}
