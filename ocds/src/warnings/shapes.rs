//! Values of another shape than is meant.

use super::{Found, Spot, WarningCode};
use crate::json::Value;

/// Arrays of the standard and its extensions. No other field of these names is an object.
const LISTS: [&str; 18] = [
    "additionalClassifications",
    "additionalIdentifiers",
    "amendments",
    "awards",
    "contracts",
    "deliveryAddresses",
    "documents",
    "items",
    "lots",
    "milestones",
    "parties",
    "relatedLots",
    "relatedProcesses",
    "roles",
    "statistics",
    "suppliers",
    "tag",
    "tenderers",
];

pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    match spot.value {
        Value::Null => found.add(WarningCode::ExplicitNull, spot.path()),
        value if value.is_empty_container() => found.add(WarningCode::EmptyValue, spot.path()),
        Value::Object(_) if spot.name().is_some_and(|name| LISTS.contains(&name)) => {
            found.add(WarningCode::ObjectForArray, spot.path());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn objects_for_lists_empty_values_and_nulls_are_seen() {
        let codes = [WarningCode::ObjectForArray, WarningCode::EmptyValue, WarningCode::ExplicitNull];
        let members = r#""buyerID": [],
            "tender": {"items": [{"id": "1", "deliveryAddresses": {"1": {"region": "UK"}}}, {}],
                       "lots": [{"id": "1", "description": null, "options": {}}]}"#;
        assert_eq!(
            found(&codes, members),
            [
                "OBJECT_FOR_ARRAY tender.items[0].deliveryAddresses",
                "EMPTY_VALUE buyerID",
                "EMPTY_VALUE tender.items[1]",
                "EMPTY_VALUE tender.lots[0].options",
                "EXPLICIT_NULL tender.lots[0].description"
            ]
        );
    }
}
