//! Suppliers whose names are withheld.

use super::{Found, WarningCode, buyers::has_role};
use crate::json::Object;

/// What publishers write instead of a name.
const INSTEAD_OF_NAMES: [&str; 6] =
    ["withheld", "redacted", "not disclosed", "undisclosed", "not published", "anonymised"];

pub(super) fn of(release: &Object, found: &mut Found) {
    for (index, party) in release.objects("parties").enumerate() {
        if has_role(party, "supplier") && is_withheld(party) {
            found.add(WarningCode::SupplierWithheld, format!("parties[{index}]"));
        }
    }
    for (award_index, award) in release.objects("awards").enumerate() {
        for (index, supplier) in award.objects("suppliers").enumerate() {
            if is_withheld(supplier) {
                found.add(WarningCode::SupplierWithheld, format!("awards[{award_index}].suppliers[{index}]"));
            }
        }
    }
}

fn is_withheld(organisation: &Object) -> bool {
    organisation.str("name").is_some_and(is_instead_of_a_name)
}

/// Whether this stands where the name of a supplier is withheld.
pub(crate) fn is_instead_of_a_name(name: &str) -> bool {
    let name = name.to_lowercase();
    INSTEAD_OF_NAMES.iter().any(|phrase| name.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn withheld_names_of_suppliers_are_seen() {
        let members = r#""parties": [{"id": "a", "name": "Name Withheld", "roles": ["supplier"]},
                                     {"id": "b", "name": "REDACTED", "roles": ["reviewBody"]}],
            "awards": [{"id": "1", "suppliers": [{"id": "c", "name": "C Ltd"}, {"id": "a", "name": "Redacted"}]}]"#;
        assert_eq!(
            found(&[WarningCode::SupplierWithheld], members),
            ["SUPPLIER_WITHHELD parties[0]", "SUPPLIER_WITHHELD awards[0].suppliers[1]"]
        );
    }
}
