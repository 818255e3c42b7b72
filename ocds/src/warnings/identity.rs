//! Parties that nobody can identify outside the release.

use super::{Found, WarningCode, buyers::has_role};
use crate::{json::Object, merge};

pub(super) fn of(release: &Object, found: &mut Found) {
    for (index, party) in release.objects("parties").enumerate() {
        let matters = has_role(party, "buyer") || has_role(party, "supplier");
        if matters && !party.object("identifier").is_some_and(is_complete) {
            found.add(WarningCode::PartyWithoutIdentifier, format!("parties[{index}]"));
        }
    }
}

fn is_complete(identifier: &Object) -> bool {
    identifier.str("scheme").is_some_and(|scheme| !scheme.is_empty())
        && merge::id(identifier).is_some_and(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn buyers_and_suppliers_need_a_scheme_and_an_id() {
        let members = r#""parties": [
            {"id": "a", "roles": ["buyer"], "identifier": {"scheme": "GB-PPON", "id": 7}},
            {"id": "b", "roles": ["supplier"], "identifier": {"legalName": "B"}},
            {"id": "c", "roles": ["supplier"], "identifier": {"scheme": "GB-COH", "id": ""}},
            {"id": "d", "roles": ["reviewBody"]}]"#;
        let codes = [WarningCode::PartyWithoutIdentifier];
        assert_eq!(
            found(&codes, members),
            ["PARTY_WITHOUT_IDENTIFIER parties[1]", "PARTY_WITHOUT_IDENTIFIER parties[2]"]
        );
    }
}
