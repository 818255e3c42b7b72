//! Contracts that agree in title, period and value, where a supplier is not published.

use super::TITLES_VERY_SAME;
use crate::cluster::facts::{Facts, Suppliers};

/// 80 with an equal title, 70 with a very similar one; start, end and value always have to be near.
pub(super) fn confidence(a: &Facts, b: &Facts) -> Option<i16> {
    let agree = a.suppliers_against(b) == Suppliers::Unknown
        && a.starts_near(b)
        && a.ends_near(b)
        && a.values_near(b);
    if !agree {
        return None;
    }
    match a.titles_alike(b) {
        1000 => Some(80),
        TITLES_VERY_SAME.. => Some(70),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::example::{day, pounds, usual};

    /// What each table row changes in two contracts of one title, period and value, one without a supplier.
    type Change = fn(&mut Facts);

    #[test]
    fn a_title_stands_in_for_a_supplier() {
        let rows: [(&str, Option<i16>, Change); 7] = [
            ("equal title", Some(80), |_| {}),
            ("similar title", Some(70), |b| b.title = Some("GROUND MAINTENANCE".to_owned())),
            ("other title", None, |b| b.title = Some("SCHOOL MEALS".to_owned())),
            ("no title", None, |b| b.title = None),
            ("other value", None, |b| b.value = pounds(10_200_000)),
            ("other start", None, |b| b.starts = day("2024-06-01")),
            ("other end", None, |b| b.ends = day("2026-06-01")),
        ];
        for (name, expected, change) in rows {
            let (mut a, mut b) = (usual("a"), usual("b"));
            a.suppliers.clear();
            change(&mut b);
            assert_eq!(confidence(&a, &b), expected, "{name}");
            assert_eq!(confidence(&b, &a), expected, "{name}, the other way round");
        }
        // Where both name suppliers, these decide.
        assert_eq!(confidence(&usual("a"), &usual("b")), None);
    }
}
