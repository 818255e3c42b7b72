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

/// Whether a published payee is a withheld one.
pub fn is_withheld(payee: &str) -> bool {
    let mut words = payee.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words.any(|word| {
        let word = word.to_ascii_uppercase();
        word.starts_with("REDACT") || word == "WITHHELD"
    }) {
        return true;
    }
    let folded: Vec<String> = payee
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let folded = folded.join(" ");
    if folded.is_empty() {
        // `****`, `XXXX` without letters: something stands in for a name.
        return !payee.trim().is_empty();
    }
    WHOLE.contains(&folded.as_str()) || (folded.len() >= 3 && folded.bytes().all(|b| b == b'X'))
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
