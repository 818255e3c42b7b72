//! Payees whose names are withheld.

/// Words that stand in place of a name that is withheld (Data Protection Act 2018, LGTC section on
/// redaction). Whole cells only, so that firms with such words in their names stay firms.
const WHOLE: [&str; 16] = [
    "PERSONAL DATA",
    "PERSONAL INFORMATION",
    "PRIVATE INDIVIDUAL",
    "INDIVIDUAL",
    "INDIVIDUALS",
    "NAME WITHHELD",
    "NAME REMOVED",
    "NOT DISCLOSED",
    "CONFIDENTIAL",
    "COMMERCIAL IN CONFIDENCE",
    "DATA PROTECTION",
    "SENSITIVE INFORMATION",
    "EXEMPT",
    "ANONYMISED",
    "NAMED INDIVIDUAL",
    "PERSONAL",
];

/// Whether a published payee is a withheld one. Asked of every row: nothing is allocated.
pub fn is_withheld(payee: &str) -> bool {
    let words = || payee.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins = |word: &str, start: &str| {
        word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if words().any(|word| begins(word, "REDACT") || word.eq_ignore_ascii_case("WITHHELD")) {
        return true;
    }
    if words().next().is_none() {
        // `****`: something stands in for a name.
        return !payee.trim().is_empty();
    }
    let is = |whole: &&str| {
        let mut expected = whole.split(' ');
        words().all(|word| expected.next().is_some_and(|other| other.eq_ignore_ascii_case(word)))
            && expected.next().is_none()
    };
    let is_crossed_out =
        || payee.trim().len() >= 3 && payee.trim().bytes().all(|b| b.eq_ignore_ascii_case(&b'X'));
    WHOLE.iter().any(is) || is_crossed_out()
}

#[cfg(test)]
mod tests {
    use super::is_withheld;

    #[test]
    fn withheld_names_are_told_from_firms() {
        for payee in [
            "REDACTED PERSONAL DATA",
            "Redacted",
            "redaction",
            "[Name withheld]",
            "XXXXX",
            "****",
            "Individual",
            "Redacted Personal Information",
        ] {
            assert!(is_withheld(payee), "{payee}");
        }
        for payee in [
            "Individual Care Services Ltd",
            "Personal Data Systems Ltd",
            "Red Act Theatre",
            "Exempt Finance plc",
            "X",
            "3M",
        ] {
            assert!(!is_withheld(payee), "{payee}");
        }
    }
}
