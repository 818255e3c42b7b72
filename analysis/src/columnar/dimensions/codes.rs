//! Codes of a small list of texts.

use std::collections::HashMap;

/// Texts in the order of the database, each with its place as a code. The place after the last stands for: not known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes {
    values: Vec<String>,
    places: HashMap<String, u32>,
    unknown: u32,
}

impl Codes {
    /// Codes of different texts.
    pub(crate) fn new(values: impl Iterator<Item = String>) -> Self {
        let values: Vec<String> = values.collect();
        let places: HashMap<String, u32> = values.iter().cloned().zip(0..).collect();
        let unknown = u32::try_from(values.len()).unwrap_or(u32::MAX);
        Self { values, places, unknown }
    }

    /// The texts.
    pub(crate) fn values(&self) -> &[String] {
        &self.values
    }

    /// The code of: not known.
    pub(crate) fn unknown(&self) -> u32 {
        self.unknown
    }

    /// The code of a text.
    pub(crate) fn code(&self, text: Option<&str>) -> u32 {
        text.and_then(|text| self.places.get(text)).copied().unwrap_or(self.unknown)
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: usize) -> Option<&str> {
        self.values.get(code).map(String::as_str)
    }

    /// The same for a code as it is kept.
    pub(in crate::columnar) fn text_of(&self, code: u32) -> Option<&str> {
        self.text(usize::try_from(code).ok()?)
    }

    /// The codes in another order: that in which `ordered` names texts; then, in their own order, all others, and not
    /// known last.
    pub(crate) fn ranks(&self, ordered: &[String]) -> Vec<u32> {
        let first = ordered.iter().map(|text| self.code(Some(text))).filter(|code| *code != self.unknown);
        let mut order: Vec<u32> = first.collect();
        let named: std::collections::HashSet<u32> = order.iter().copied().collect();
        order.extend((0..=self.unknown).filter(|code| !named.contains(code)));
        let mut ranks = vec![0; order.len()];
        for (rank, code) in (0..).zip(order) {
            if let Some(place) = usize::try_from(code).ok().and_then(|code| ranks.get_mut(code)) {
                *place = rank;
            }
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::Codes;

    #[test]
    fn what_has_no_name_comes_after_names_and_not_known_last() {
        let codes = Codes::new(["A", "B", "C"].map(str::to_owned).into_iter());
        let ranks = codes.ranks(&["C".to_owned(), "X".to_owned(), "A".to_owned()]);
        assert_eq!(ranks, [1, 2, 0, 3]);
        assert_eq!((codes.code(Some("B")), codes.code(Some("b")), codes.code(None)), (1, 3, 3));
    }
}
