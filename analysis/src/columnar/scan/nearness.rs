//! What depends on supplier and institution together: how near one is to the other.

use super::{layout::Layout, question::SKIP};
use crate::{
    Locality, SpendDimension, SpendFilter,
    columnar::dimensions::{Dimensions, Home},
};

/// Codes of localities, not known among them.
const CODES: usize = Locality::ALL.len() + 1;

/// Localities in a question. Institutions with the same home share a table; there is none where nobody asks.
pub(super) struct Nearness {
    /// What each locality adds to a key; none if neither filter nor keys ask for it.
    keys: Option<[usize; CODES]>,
    homes: Vec<Home>,
    /// For each home, and for institutions without one in the first place, the code of each supplier.
    of_home: Vec<Vec<u8>>,
}

impl Nearness {
    pub(super) fn new(layout: &Layout, filter: &SpendFilter) -> Self {
        let part = layout.part(SpendDimension::Locality);
        let is_asked = part.is_some() || filter.localities.is_some();
        let allows =
            |code: usize| filter.localities.as_ref().is_none_or(|list| list.contains(&Locality::at(code)));
        let key = |code: usize| match allows(code) {
            true => code * part.map_or(0, |part| part.factor),
            false => SKIP,
        };
        Self {
            keys: is_asked.then(|| std::array::from_fn(key)),
            homes: Vec::new(),
            of_home: vec![Vec::new()],
        }
    }

    /// The number of the home of an institution; none if nobody asks.
    pub(super) fn home(&mut self, institution_id: i32, dimensions: &Dimensions) -> Option<usize> {
        self.keys?;
        let Some(home) = dimensions.homes.get(&institution_id) else { return Some(0) };
        if let Some(known) = self.homes.iter().position(|one| one == home) {
            return Some(known + 1);
        }
        self.homes.push(home.clone());
        self.of_home.push(home.localities(&dimensions.suppliers));
        Some(self.homes.len())
    }

    /// What a supplier adds to a key, seen from a home.
    pub(super) fn key(&self, home: usize, supplier: Option<u32>) -> usize {
        let Some(keys) = &self.keys else { return 0 };
        let place = supplier.and_then(|place| usize::try_from(place).ok());
        let codes = self.of_home.get(home);
        let code = place.and_then(|place| codes?.get(place)).map_or(CODES - 1, |code| usize::from(*code));
        keys.get(code).copied().unwrap_or(SKIP)
    }
}
