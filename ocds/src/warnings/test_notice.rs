//! Notices that are tests.

use super::{Found, WarningCode};
use crate::json::Object;

/// How the titles of tests begin.
const BEGINNINGS: [&str; 6] =
    ["test notice", "test tender", "test contract", "test only", "this is a test", "test please ignore"];

pub(super) fn of(release: &Object, found: &mut Found) {
    let tender = release.object("tender");
    for (path, owner) in [("title", Some(release)), ("tender.title", tender)] {
        if owner.and_then(|owner| owner.str("title")).is_some_and(is_test) {
            found.add(WarningCode::TestNotice, path);
        }
    }
}

/// Whether this is the title of a test.
pub(crate) fn is_test(title: &str) -> bool {
    let lowercase = title.to_lowercase();
    let words: Vec<&str> =
        lowercase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let title = words.join(" ");
    title == "test" || BEGINNINGS.iter().any(|beginning| title.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};
    use super::is_test;

    #[test]
    fn tests_are_told_from_testing() {
        for title in
            ["TEST", "*** Test notice - do not respond ***", "This is a test.", "Test: please ignore"]
        {
            assert!(is_test(title), "{title}");
        }
        for title in ["", "Testing of fire alarms", "Test equipment", "Water test kits", "Penetration test"] {
            assert!(!is_test(title), "{title}");
        }
        let members = r#""title": "Roads", "tender": {"title": "Test notice"}"#;
        assert_eq!(found(&[WarningCode::TestNotice], members), ["TEST_NOTICE tender.title"]);
    }
}
