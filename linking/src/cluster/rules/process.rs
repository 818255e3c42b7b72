//! Contracts of processes that name each other, as a notice issued again or passed on to another portal.

use super::{Beside, TITLES_SAME, period_or_value_agrees};
use crate::cluster::facts::{Facts, Suppliers};

/// 90 with the same supplier and one more agreement (a date, the value or the title); 80 when a supplier is not
/// known and the titles and one more agree.
pub(super) fn confidence(a: &Facts, b: &Facts, beside: Beside) -> Option<i16> {
    if !beside.processes_related {
        return None;
    }
    let titles_same = || a.titles_alike(b) >= TITLES_SAME;
    match a.suppliers_against(b) {
        Suppliers::Same => (period_or_value_agrees(a, b) || titles_same()).then_some(90),
        Suppliers::Unknown => (period_or_value_agrees(a, b) && titles_same()).then_some(80),
        Suppliers::Different | Suppliers::Contradicting => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::example::{contract, usual};

    #[test]
    fn processes_that_name_each_other_need_one_more_agreement() {
        let related = Beside { processes_related: true, ..Beside::default() };
        let (a, b) = (usual("a"), usual("b"));
        assert_eq!(confidence(&a, &b, related), Some(90));
        assert_eq!(confidence(&a, &b, Beside::default()), None);

        let mut bare = contract("b");
        bare.suppliers.insert(7);
        assert_eq!(confidence(&a, &bare, related), None);

        let mut withheld = usual("b");
        withheld.suppliers.clear();
        assert_eq!(confidence(&a, &withheld, related), Some(80));
        withheld.title = Some("SCHOOL MEALS".to_owned());
        assert_eq!(confidence(&a, &withheld, related), None);

        let mut other = usual("b");
        other.suppliers = [8].into();
        assert_eq!(confidence(&a, &other, related), None);
    }
}
