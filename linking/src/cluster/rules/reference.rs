//! Contracts with the same reference.

use super::{Beside, TITLES_SAME, TITLES_VERY_SAME, period_or_value_agrees};
use crate::cluster::facts::{Facts, Suppliers};

/// 95 with the same supplier. When a supplier is not known: 85 with the same title, 80 with a date or the value.
/// With suppliers of other names, which may be one firm: 75 when the title and a date or the value agree.
pub(super) fn confidence(a: &Facts, b: &Facts, beside: Beside) -> Option<i16> {
    if !beside.reference_tells || a.reference.is_none() || a.reference != b.reference {
        return None;
    }
    match a.suppliers_against(b) {
        Suppliers::Same => Some(95),
        Suppliers::Unknown if a.titles_alike(b) >= TITLES_SAME => Some(85),
        Suppliers::Unknown => period_or_value_agrees(a, b).then_some(80),
        Suppliers::Different => {
            (a.titles_alike(b) >= TITLES_VERY_SAME && period_or_value_agrees(a, b)).then_some(75)
        }
        Suppliers::Contradicting => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::example::{contract, usual};

    /// What each table row changes in two contracts with one reference.
    type Change = fn(&mut Facts, &mut Facts);

    #[test]
    fn a_reference_needs_a_compatible_supplier_or_title() {
        let rows: [(&str, Option<i16>, Change); 9] = [
            ("same supplier", Some(95), |_, _| {}),
            ("same supplier, nothing else", Some(95), |_, b| {
                *b = contract("b");
                b.suppliers.insert(7);
                b.reference = Some("S1417".to_owned());
            }),
            ("other reference", None, |_, b| b.reference = Some("S1418".to_owned())),
            ("no reference", None, |a, b| (a.reference, b.reference) = (None, None)),
            ("supplier unknown, same title", Some(85), |a, _| a.suppliers.clear()),
            ("supplier unknown, other title", Some(80), |a, _| {
                a.suppliers.clear();
                a.title = Some("SCHOOL MEALS".to_owned());
            }),
            ("supplier unknown, nothing else", None, |a, b| {
                *a = contract("a");
                a.reference.clone_from(&b.reference);
            }),
            ("other supplier, same title", Some(75), |a, _| a.suppliers = [8].into()),
            ("other supplier, other title", None, |a, _| {
                (a.suppliers, a.title) = ([8].into(), Some("SCHOOL MEALS".to_owned()));
            }),
        ];
        let tells = Beside { reference_tells: true, ..Beside::default() };
        for (name, expected, change) in rows {
            let (mut a, mut b) = (usual("a"), usual("b"));
            for facts in [&mut a, &mut b] {
                facts.reference = Some("S1417".to_owned());
            }
            change(&mut a, &mut b);
            assert_eq!(confidence(&a, &b, tells), expected, "{name}");
            assert_eq!(confidence(&b, &a, tells), expected, "{name}, the other way round");
            assert_eq!(confidence(&a, &b, Beside::default()), None, "{name}, contested");
        }
    }
}
