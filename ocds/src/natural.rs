//! Identifiers in the order in which people count.

use std::cmp::Ordering;

/// Orders texts with the numbers in them by their size: `n-9` before `n-10`. Texts are equal only when they are
/// the same.
pub(crate) fn order(one: &str, another: &str) -> Ordering {
    let (mut left, mut right) = (one, another);
    while let (Some((a, left_rest)), Some((b, right_rest))) = (part(left), part(right)) {
        let (short, long) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
        let compared = if is_number(a) && is_number(b) {
            short.len().cmp(&long.len()).then_with(|| short.cmp(long))
        } else {
            a.cmp(b)
        };
        if compared.is_ne() {
            return compared;
        }
        (left, right) = (left_rest, right_rest);
    }
    // What is left of either; and at last the spelling, as of `1` and `01`.
    left.len().cmp(&right.len()).then_with(|| one.cmp(another))
}

/// The digits, or what is none, at the start of a text, and the rest.
fn part(text: &str) -> Option<(&str, &str)> {
    let first_is_digit = text.bytes().next()?.is_ascii_digit();
    let end = text.bytes().position(|byte| byte.is_ascii_digit() != first_is_digit).unwrap_or(text.len());
    text.split_at_checked(end)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::order;

    #[test]
    fn numbers_count_by_their_size() {
        let mut ids = ["n-10", "n-9", "", "n", "2026-1", "012345-2026", "12345-2026", "12346-2025", "é9"];
        ids.sort_by(|one, another| order(one, another));
        assert_eq!(ids, ["", "2026-1", "012345-2026", "12345-2026", "12346-2025", "n", "n-9", "n-10", "é9"]);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[0-2a]{0,4}", b in "[0-2a]{0,4}", c in "[0-2a]{0,4}") {
            prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
            prop_assert_eq!(order(&a, &b).is_eq(), a == b);
            if order(&a, &b).is_le() && order(&b, &c).is_le() {
                prop_assert!(order(&a, &c).is_le());
            }
        }
    }
}
