//! Names of suppliers, of which one cell may hold several.

use super::words::{plain, says_nothing};
use anchorhub_identity::is_withheld;

/// The names in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::registers) enum Named {
    /// None: the cell is empty, or something stands in for a name.
    Nobody,
    /// Something stands in for a name, kept as published.
    Unnamed(String),
    /// The name is withheld, in the words of the register.
    Withheld(String),
    /// One supplier or several.
    Suppliers(Vec<String>),
}

/// Words that end the names of organisations, and so tell that a line of a cell is a name of its own.
const ENDINGS: &[&str] = &[
    "ltd",
    "limited",
    "plc",
    "llp",
    "cic",
    "cio",
    "council",
    "trust",
    "university",
    "association",
    "charity",
    "group",
    "inc",
    "gmbh",
];

/// Names of one cell at most: more is a text.
const MOST: usize = 200;

/// Takes a cell apart where it clearly holds several names: between semicolons, or lines, each of which ends like the
/// name of an organisation or is numbered. Anything else stays one name: firms have commas, ampersands and
/// `and` in their names, and long names are broken over lines.
pub(in crate::registers) fn split(cell: &str) -> Named {
    // Some exports write a line break as backslash and n.
    let text = cell.replace("\\r\\n", "\n").replace("\\n", "\n");
    let whole = folded(&text);
    if whole.is_empty() {
        return Named::Nobody;
    }
    if is_withheld(&whole) {
        return Named::Withheld(whole);
    }
    if stands_in(&whole) {
        return Named::Unnamed(whole);
    }
    for separator in [';', '\n', '\r'] {
        let parts: Vec<&str> = text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
        let several = (2..=MOST).contains(&parts.len());
        let numbered = separator != ';' && parts.iter().all(|part| unnumbered(part) != *part);
        let clearly =
            |part: &&str| numbered || is_organisation(unnumbered(part)) || separator == ';' && is_name(part);
        if several && parts.iter().all(clearly) {
            return Named::Suppliers(parts.into_iter().map(|part| folded(unnumbered(part))).collect());
        }
    }
    Named::Suppliers(vec![whole])
}

/// `Various`, `Various providers`, `Multiple suppliers`, `TBC`.
fn stands_in(name: &str) -> bool {
    if says_nothing(name) {
        return true;
    }
    let plain = plain(name);
    let mut words = plain.split(' ');
    let many = |word| matches!(word, "various" | "multiple" | "several" | "many" | "numerous");
    let of_them = |word| {
        matches!(
            word,
            "providers"
                | "suppliers"
                | "contractors"
                | "companies"
                | "organisations"
                | "vendors"
                | "framework"
                | "see"
                | "list"
                | "below"
        )
    };
    words.next().is_some_and(many) && words.all(of_them)
}

fn is_organisation(part: &str) -> bool {
    let plain = plain(part);
    plain.split(' ').next_back().is_some_and(|last| ENDINGS.contains(&last)) && plain.contains(' ')
}

/// Something with letters that does not look like the end of a broken text: a capital or a digit begins it.
fn is_name(part: &str) -> bool {
    let part = unnumbered(part);
    part.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Without `1.`, `2)`, `-` or a bullet before it.
fn unnumbered(part: &str) -> &str {
    let part = part.trim();
    if let Some(rest) = part.strip_prefix(['-', '•', '*', '·']) {
        return rest.trim_start();
    }
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return part;
    }
    part[digits..].strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' ')).map_or(part, str::trim_start)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(cell: &str) -> Vec<String> {
        match split(cell) {
            Named::Suppliers(names) => names,
            other => panic!("{cell}: {other:?}"),
        }
    }

    #[test]
    fn several_names_only_where_they_clearly_are() {
        assert_eq!(names("Acme Ltd; Bolt & Sons"), ["Acme Ltd", "Bolt & Sons"]);
        assert_eq!(names("Acme Ltd\nBolt Services Limited"), ["Acme Ltd", "Bolt Services Limited"]);
        assert_eq!(names("1. Acme\n2. Bolt and Sons"), ["Acme", "Bolt and Sons"]);
        for (cell, name) in [
            (
                "Ashmere Community and Voluntary\\nServices (ACVS)",
                "Ashmere Community and Voluntary Services (ACVS)",
            ),
            ("Smith, Jones & Co", "Smith, Jones & Co"),
            ("Long Name of a\nFirm Limited", "Long Name of a Firm Limited"),
            ("Care; at home", "Care; at home"),
            ("3M UK plc", "3M UK plc"),
            ("  Acme   Ltd ", "Acme Ltd"),
        ] {
            assert_eq!(names(cell), [name], "{cell}");
        }
    }

    #[test]
    fn words_for_nobody_are_no_names() {
        assert_eq!(split(" "), Named::Nobody);
        for cell in ["Various", "Various Providers", "TBC", "N/A", "Multiple suppliers"] {
            assert!(matches!(split(cell), Named::Unnamed(_)), "{cell}");
        }
        assert!(matches!(split("REDACTED"), Named::Withheld(_)));
        assert_eq!(names("Various Arts Ltd"), ["Various Arts Ltd"]);
    }
}
