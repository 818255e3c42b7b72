//! The group that a supplier belongs to, where somebody states it.

use super::facts::{Believed, Facts, Group};

/// The group of the identifier that stands for the supplier, else of another one.
pub(super) fn group<'a>(facts: &'a Facts, main: Option<&Believed>) -> Option<&'a Group> {
    let is_main =
        |group: &&Group| main.is_some_and(|main| main.scheme == group.scheme && main.value == group.number);
    let key = |group: &&Group| (group.scheme.clone(), group.number.clone());
    facts.groups.iter().find(is_main).or_else(|| facts.groups.iter().min_by_key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_the_main_identifier_counts() {
        let group_of = |scheme: &str, number: &str, head: &str| Group {
            scheme: scheme.to_owned(),
            number: number.to_owned(),
            head_scheme: "GB-COH".to_owned(),
            head_number: head.to_owned(),
            head_name: None,
            source: "annual report".to_owned(),
        };
        let facts = Facts {
            groups: vec![
                group_of("GB-CHC", "1049226", "00000001"),
                group_of("GB-COH", "09442333", "00000002"),
            ],
            ..Facts::default()
        };
        let main = Believed { scheme: "GB-COH".to_owned(), value: "09442333".to_owned(), score: 1000 };
        assert_eq!(group(&facts, Some(&main)).map(|group| group.head_number.as_str()), Some("00000002"));
        assert_eq!(group(&facts, None).map(|group| group.head_number.as_str()), Some("00000001"));
        assert_eq!(group(&Facts::default(), Some(&main)), None);
    }
}
