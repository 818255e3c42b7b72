//! Who buys.

use std::collections::BTreeSet;

use super::{Found, WarningCode};
use crate::json::{Object, Value};

pub(super) fn of(release: &Object, found: &mut Found) {
    let buyer = release.object("buyer");
    if buyer.is_none_or(|buyer| buyer.str("id").is_none() && buyer.str("name").is_none()) {
        found.add(WarningCode::BuyerMissing, "buyer");
    }
    let parties = release.objects("parties").filter(|party| has_role(party, "buyer"));
    let known = buyer.into_iter().chain(parties).filter_map(|party| party.str("id"));
    if known.collect::<BTreeSet<_>>().len() > 1 {
        found.add(WarningCode::ManyBuyers, "parties");
    }
}

/// Whether a party has this role.
pub(super) fn has_role(party: &Object, role: &str) -> bool {
    let roles = party.get("roles").and_then(Value::as_array).unwrap_or_default();
    roles.iter().any(|given| given.as_str() == Some(role))
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    const CODES: [WarningCode; 2] = [WarningCode::BuyerMissing, WarningCode::ManyBuyers];

    #[test]
    fn a_release_has_one_buyer() {
        let parties = r#""parties": [{"id": "a", "roles": ["buyer"]}, {"id": "b", "roles": ["supplier"]}]"#;
        assert_eq!(found(&CODES, &format!(r#""buyer": {{"id": "a"}}, {parties}"#)), [""; 0]);
        assert_eq!(found(&CODES, parties), ["BUYER_MISSING buyer"]);
        assert_eq!(found(&CODES, r#""buyer": {}"#), ["BUYER_MISSING buyer"]);
        assert_eq!(found(&CODES, &format!(r#""buyer": {{"id": "c"}}, {parties}"#)), ["MANY_BUYERS parties"]);
    }
}
