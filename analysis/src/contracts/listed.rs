//! Pages of contracts, from columns in memory.
//!
//! An institution's contracts in a category, the latest first: no index of the database leads there, and it would read all
//! contracts of the institution to show fifty. In memory that is a walk over a few thousand numbers. What comes out are ids
//! and the version of the data that they are right for; whoever reads the rows asks for just this version.

use super::{
    ContractFilter,
    facts::{Facts, NO_DAY, Worth},
    selection::{LookedUp, Selection},
    state::State,
};

/// What a list of contracts is sorted by; ids make the order unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractSortKey {
    /// Effective end, as the number of its day (days from the Common Era).
    End,
    /// Value as stated, in pence or whatever is the hundredth of its currency.
    Value,
    /// The id alone; the key of all contracts is 0.
    Id,
}

/// The order of a list of contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractSort {
    /// By what.
    pub key: ContractSortKey,
    /// The key of contracts of which it is not known.
    pub missing: i64,
    /// The largest first, ids as well.
    pub descending: bool,
}

/// A part of a list of contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedContracts {
    /// The version of the data at which this is right.
    pub data_version: i64,
    /// Ids in the order of the list.
    pub ids: Vec<i64>,
    /// Number of contracts in the whole list.
    pub total: usize,
}

/// Contracts that a question may look at without work in the background: about a millisecond.
const MOST: usize = 50_000;

/// The first contracts of a list after a place in it: a sort key and an id. None where columns do not know what is asked for,
/// or where it is no less work than it is for the database.
pub(super) fn listed(
    state: &State,
    filter: &ContractFilter,
    sort: ContractSort,
    after: Option<(i64, i64)>,
    first: usize,
) -> Option<ListedContracts> {
    if filter.every_statement || LookedUp::is_needed(filter) {
        return None;
    }
    let selection = Selection::of_parties(state, filter, MOST)?;
    let facts = &*state.facts;
    let place = |place: &u32| {
        let place = *place as usize;
        Some((key(facts, place, sort)?, *facts.ids.get(place)?))
    };
    let mut found: Vec<(i64, i64)> = selection.places.iter().filter_map(place).collect();
    let total = found.len();
    if let Some(after) = after {
        found.retain(|place| if sort.descending { *place < after } else { *place > after });
    }
    let order = |a: &(i64, i64), b: &(i64, i64)| if sort.descending { b.cmp(a) } else { a.cmp(b) };
    if first < found.len() {
        found.select_nth_unstable_by(first, order);
        found.truncate(first);
    }
    found.sort_unstable_by(order);
    let ids = found.into_iter().map(|(_, id)| id).collect();
    Some(ListedContracts { data_version: state.data_version, ids, total })
}

fn key(facts: &Facts, place: usize, sort: ContractSort) -> Option<i64> {
    Some(match sort.key {
        ContractSortKey::End => match *facts.ends.get(place)? {
            NO_DAY => sort.missing,
            day => i64::from(day),
        },
        ContractSortKey::Value => match facts.worth.get(place)? {
            Worth::None => sort.missing,
            _ => *facts.pence.get(place)?,
        },
        ContractSortKey::Id => 0,
    })
}
