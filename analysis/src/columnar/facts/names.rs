//! Codes of published payee names.

use rustc_hash::FxHashMap;

/// Every published name by a code. Codes are given once and never change while the engine lives: partitions hold them.
#[derive(Clone, Debug, Default)]
pub(in crate::columnar) struct Names {
    codes: FxHashMap<i64, u32>,
    ids: Vec<i64>,
    /// In small letters, as the database makes them.
    folded: Vec<Box<str>>,
}

impl Names {
    /// Number of names.
    pub(in crate::columnar) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The code of a name, by its key in `supplier_name`.
    pub(in crate::columnar) fn code(&self, id: i64) -> Option<u32> {
        self.codes.get(&id).copied()
    }

    /// The key in `supplier_name` of a code.
    pub(in crate::columnar) fn id(&self, code: u32) -> Option<i64> {
        self.ids.get(usize::try_from(code).ok()?).copied()
    }

    /// Adds a name; one that is known stays as it is. False when there are no more codes.
    pub(in crate::columnar) fn add(&mut self, id: i64, folded: &str) -> bool {
        if self.codes.contains_key(&id) {
            return true;
        }
        let Ok(code) = u32::try_from(self.ids.len()) else { return false };
        self.codes.insert(id, code);
        self.ids.push(id);
        self.folded.push(folded.into());
        true
    }

    /// The names in small letters, by code.
    pub(in crate::columnar) fn folded(&self) -> &[Box<str>] {
        &self.folded
    }

    /// Bytes that it takes in memory, roughly.
    pub(in crate::columnar) fn bytes(&self) -> usize {
        let texts: usize = self.folded.iter().map(|text| text.len() + size_of::<Box<str>>()).sum();
        texts + self.ids.len() * (2 * size_of::<i64>() + size_of::<u32>() + 1)
    }
}
