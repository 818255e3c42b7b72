//! Company numbers that are none.

use super::{Found, Spot, WarningCode};
use crate::merge;

/// Looks at identifiers of the scheme of Companies House.
pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    let Some(identifier) = spot.value.as_object() else { return };
    if identifier.str("scheme") == Some("GB-COH")
        && merge::id(identifier).is_some_and(|number| !is_company_number(&number))
    {
        found.add(WarningCode::CompanyNumberInvalid, spot.path());
    }
}

/// Eight characters: digits; letters for a jurisdiction or a kind before six of them; the older forms of
/// societies (`IP12345R`, `SP1234RS`) and of Ireland before 1922 (`R0000033`).
pub fn is_company_number(number: &str) -> bool {
    let form: String = number
        .chars()
        .map(|character| match character {
            '0'..='9' => '9',
            'A'..='Z' | 'a'..='z' => 'A',
            _ => '?',
        })
        .collect();
    let known = matches!(form.as_str(), "99999999" | "AA999999" | "AA99999A" | "AA9999AA" | "A9999999");
    known && number != "00000000" && (form != "A9999999" || number.starts_with(['R', 'r']))
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};
    use super::is_company_number;

    #[test]
    fn company_numbers_have_eight_characters() {
        for number in
            ["09442333", "SC268016", "sc268016", "NI012345", "OC301540", "IP12345R", "SP1234RS", "R0000033"]
        {
            assert!(is_company_number(number), "{number}");
        }
        for number in
            ["", "557725", "3794455", "094423331", "RRK00", "RRK", "00000000", "X1234567", "0944233£", "N/A"]
        {
            assert!(!is_company_number(number), "{number}");
        }
    }

    #[test]
    fn identifiers_are_looked_at_wherever_they_stand() {
        let members = r#""parties": [
            {"id": "a", "identifier": {"scheme": "GB-COH", "id": "3794455"},
             "additionalIdentifiers": [{"scheme": "GB-COH", "id": 557725}, {"scheme": "GB-NHS", "id": "RRK"}]},
            {"id": "b", "identifier": {"scheme": "GB-COH", "id": "03794455"}},
            {"id": "c", "identifier": {"scheme": "GB-COH"}}]"#;
        assert_eq!(
            found(&[WarningCode::CompanyNumberInvalid], members),
            [
                "COMPANY_NUMBER_INVALID parties[0].identifier",
                "COMPANY_NUMBER_INVALID parties[0].additionalIdentifiers[0]"
            ]
        );
    }
}
