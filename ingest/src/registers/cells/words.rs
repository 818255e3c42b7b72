//! Cells that say in words that there is nothing to say.

/// Whole cells that stand for no value, no date, no supplier.
const NOTHING: &[&str] = &[
    "n a",
    "na",
    "n k",
    "nk",
    "none",
    "nil",
    "null",
    "unknown",
    "not known",
    "not applicable",
    "not available",
    "not stated",
    "not yet known",
    "to be confirmed",
    "to be agreed",
    "to be advised",
    "to be determined",
    "tbc",
    "tba",
    "tbd",
    "tbd tbc",
    "tbc tbd",
    "pending",
    "x",
    "various",
    "varies",
    "variable",
    "multiple",
    "see notes",
    "see comments",
    "see description",
    "no",
    "not set",
    "blank",
    "awaiting",
    "not provided",
];

/// The words of a cell in lower case, single spaces between them.
pub(super) fn plain(cell: &str) -> String {
    cell.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a cell says that there is nothing to say: `N/A`, `TBC`, `-`, `???`.
pub(super) fn says_nothing(cell: &str) -> bool {
    let plain = plain(cell);
    // `####` is what a spreadsheet shows of a column that is too narrow.
    plain.is_empty() && !cell.contains('#') || NOTHING.contains(&plain.as_str())
}
