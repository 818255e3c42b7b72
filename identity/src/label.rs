//! Labels of categories in the form in which they are compared.

/// The key of a category's label: upper case, single spaces.
pub fn label_key(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_uppercase));
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::label_key;

    #[test]
    fn case_and_spaces_fall_away() {
        assert_eq!(label_key("  Agency\u{a0} staff\n"), "AGENCY STAFF");
        assert_eq!(label_key("Roads & bridges"), "ROADS & BRIDGES");
        assert_eq!(label_key(" "), "");
    }

    proptest! {
        #[test]
        fn keys_are_stable(label in ".{0,30}") {
            let key = label_key(&label);
            prop_assert_eq!(label_key(&key), key);
        }
    }
}
