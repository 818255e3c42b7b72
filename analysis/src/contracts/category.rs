//! The category of a contract, as fine as its source states it.

use super::State;

/// A category: a group of the Common Procurement Vocabulary (three digits) where a contract states one, else its division
/// (two digits).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Category {
    /// Two or three digits.
    pub(crate) code: String,
    /// How sure it is, in percent: 100 where a CPV code is published, else that of the crosswalk.
    pub(crate) confidence: u8,
}

impl Category {
    /// The category of a contract; none where nothing is known.
    pub(crate) fn of(state: &State, place: usize) -> Option<Self> {
        let (facts, dimensions) = (&*state.facts, &state.dimensions);
        let cpv = facts.cpv.get(place).and_then(|code| facts.cpv_codes.text(*code as usize));
        // A zero in the third place of a code: it names the division alone.
        let group = cpv.and_then(|cpv| cpv.get(..3)).filter(|group| !group.ends_with('0'));
        let division = || {
            let code = *dimensions.division.get(place)?;
            dimensions.divisions.text(code as usize)
        };
        let code = group.or_else(division)?;
        let confidence = dimensions.confidence.get(place).copied().unwrap_or(0);
        Some(Self { code: code.to_owned(), confidence })
    }

    /// Whether it is a group, and not a division alone.
    pub(crate) fn is_group(&self) -> bool {
        self.code.len() > 2
    }

    /// Its division.
    pub(crate) fn division(&self) -> &str {
        self.code.get(..2).unwrap_or(&self.code)
    }

    /// The title of a category in the vocabulary.
    pub(crate) fn title(state: &State, code: &str) -> Option<String> {
        state.dimensions.titles.get(&format!("{code:0<8}")).cloned()
    }
}
