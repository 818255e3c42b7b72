//! Objects that cannot be told apart from one release to the next.

use std::collections::HashSet;

use super::{Found, Spot, WarningCode};
use crate::{
    json::{Object, Value},
    merge,
    rules::Rules,
};

pub(super) fn of(release: &Object, found: &mut Found) {
    if release.str("id").is_none_or(str::is_empty) {
        found.add(WarningCode::IdMissing, "");
    }
}

/// Looks at arrays that are merged by id: of objects, and neither one value by a rule nor inside of one.
pub(super) fn at(spot: &Spot<'_>, rules: &Rules, found: &mut Found) {
    let Value::Array(items) = spot.value else { return };
    let objects: Option<Vec<_>> = items.iter().map(Value::as_object).collect();
    let Some(objects) = objects.filter(|_| !is_inside_of_a_rule(spot.names(), rules)) else { return };
    let mut seen = HashSet::new();
    for (index, object) in objects.into_iter().enumerate() {
        match merge::id(object) {
            None => found.add(WarningCode::IdMissing, format!("{}[{index}]", spot.path())),
            Some(id) if !seen.insert(id.clone()) => {
                found.add(WarningCode::RepeatedId, format!("{}[{index}]", spot.path()));
            }
            Some(_) => {}
        }
    }
}

fn is_inside_of_a_rule(names: &[&str], rules: &Rules) -> bool {
    (1..=names.len()).any(|length| rules.find(&names[..length]).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn repeated_and_missing_ids_are_seen_where_lists_merge_by_id() {
        let codes = [WarningCode::IdMissing, WarningCode::RepeatedId];
        let members = r#""id": "1",
            "awards": [{"id": "1"}, {"id": 1}, {"title": "x"}, {"id": "2", "items": [{"id": "1"}, {"id": "1"}]}],
            "parties": [{"id": "1", "additionalIdentifiers": [{"id": "a"}, {"id": "a"}, {}]}],
            "tender": {"awardCriteria": {"criteria": [{"numbers": [{"number": 1}, {"number": 2}]}]}},
            "x": ["a", {}]"#;
        assert_eq!(
            found(&codes, members),
            ["ID_MISSING awards[2]", "REPEATED_ID awards[1]", "REPEATED_ID awards[3].items[1]"]
        );
        assert_eq!(found(&codes, r#""id": """#), ["ID_MISSING "]);
    }
}
