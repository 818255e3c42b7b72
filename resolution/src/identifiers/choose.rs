//! Which of several identifiers of one scheme is right.

use std::collections::BTreeMap;

use anchorhub_identity::identifier::Identifier;

/// One of several wins by documents alone when it has so many times those of the next.
const TIMES: i64 = 5;

/// And so many more.
const MORE: i64 = 4;

/// The one that is right, given the documents of each and which of them the register states with just this name;
/// none when nothing tells. `several` has two or more.
pub(super) fn choose<'a>(
    several: &BTreeMap<&'a Identifier, i64>,
    is_confirmed: &impl Fn(&Identifier) -> bool,
) -> Option<&'a Identifier> {
    let mut confirmed = several.keys().filter(|identifier| is_confirmed(identifier));
    if let (Some(only), None) = (confirmed.next(), confirmed.next()) {
        return Some(only);
    }
    let mut by_documents: Vec<(i64, &Identifier)> =
        several.iter().map(|(identifier, documents)| (*documents, *identifier)).collect();
    by_documents.sort_unstable_by(|a, b| b.cmp(a));
    match by_documents.as_slice() {
        [(_, only)] => Some(only),
        [(most, first), (next, _), ..] if *most >= next.saturating_mul(TIMES) && most - next >= MORE => {
            Some(first)
        }
        _ => None,
    }
}
