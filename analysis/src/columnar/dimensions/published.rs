//! Texts that institutions publish with payments, as codes over all institutions.

use std::collections::{BTreeMap, BTreeSet};

use super::Codes;

/// Texts in the order of their bytes.
#[derive(Debug, Default)]
pub(in crate::columnar) struct Published {
    pub(in crate::columnar) codes: Codes,
    /// For each institution the code of each of its own codes; nothing published comes first.
    of_institution: BTreeMap<i32, Vec<u32>>,
}

impl Published {
    /// The texts of some institutions.
    pub(in crate::columnar) fn of<'a>(texts: impl Iterator<Item = (i32, &'a [Box<str>])> + Clone) -> Self {
        let all: BTreeSet<&str> = texts.clone().flat_map(|(_, texts)| texts).map(|text| &**text).collect();
        let codes = Codes::new(all.into_iter().map(str::to_owned));
        let of_institution = texts.map(|(id, texts)| {
            let own = texts.iter().map(|text| codes.code(Some(text)));
            (id, std::iter::once(codes.unknown()).chain(own).collect())
        });
        Self { of_institution: of_institution.collect(), codes }
    }

    /// The codes of an institution's own codes.
    pub(in crate::columnar) fn of_institution(&self, id: i32) -> &[u32] {
        self.of_institution.get(&id).map_or(&[], Vec::as_slice)
    }
}
