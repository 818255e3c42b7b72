//! Identifiers in what people write.

use anchorhub_identity::identifier::read;

/// Registers whose numbers are written without saying which register they are from.
const BARE: [&str; 7] = ["GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-UKPRN", "GB-NHS", "GB-PPON"];

/// What a text may be as an identifier: scheme and value, in normal form. An org-id or an address of a register
/// says its register; a bare number may be from several. None when the text reads as words.
pub fn identifiers_in(text: &str) -> Vec<(String, String)> {
    let text = text.trim();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains("GB-") {
        return Vec::new();
    }
    let pair = |scheme: &str| {
        let identifier = read(scheme, text).ok()?;
        Some((identifier.scheme.as_str().to_owned(), identifier.value))
    };
    if let Some(stated) = pair("") {
        return vec![stated];
    }
    // A bare number is one word: `Studio 300` is a name.
    if text.contains(char::is_whitespace) {
        return Vec::new();
    }
    let mut found: Vec<(String, String)> = BARE.iter().filter_map(|scheme| pair(scheme)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::identifiers_in;

    fn found(text: &str) -> Vec<String> {
        identifiers_in(text).into_iter().map(|(scheme, value)| format!("{scheme}-{value}")).collect()
    }

    #[test]
    fn org_ids_say_their_register() {
        assert_eq!(found("GB-COH-1234568"), ["GB-COH-01234568"]);
        assert_eq!(found("gb-chc-1074622"), ["GB-CHC-1074622"]);
        assert_eq!(
            found("https://find-and-update.company-information.service.gov.uk/company/01234568"),
            ["GB-COH-01234568"]
        );
    }

    #[test]
    fn bare_numbers_may_be_of_several_registers() {
        assert!(found("01234568").contains(&"GB-COH-01234568".to_owned()));
        let charity_or_company = found("1074622");
        assert!(charity_or_company.contains(&"GB-CHC-1074622".to_owned()), "{charity_or_company:?}");
        assert!(charity_or_company.contains(&"GB-COH-01074622".to_owned()), "{charity_or_company:?}");
    }

    #[test]
    fn names_are_no_identifiers() {
        for name in ["", "Acme Care", "Studio 300", "24 Hour Care Ltd", "Care"] {
            assert_eq!(found(name), Vec::<String>::new(), "{name}");
        }
    }
}
