//! Contracts that agree in supplier, period and value.

use super::TITLES_SAME;
use crate::cluster::facts::{Facts, Suppliers};

/// 85 when the supplier is the same, start and end are near and the values are within 1 %; 5 more for a shared
/// identifier, 5 more for the same title. 75 when a value is missing and the titles are equal. Within one
/// portal, where the same contract rarely stands twice, the titles have to be the same, too.
pub(super) fn confidence(a: &Facts, b: &Facts) -> Option<i16> {
    let agree = a.suppliers_against(b) == Suppliers::Same && a.starts_near(b) && a.ends_near(b);
    if !agree {
        return None;
    }
    if a.value.is_none() || b.value.is_none() {
        return (a.title.is_some() && a.title == b.title).then_some(75);
    }
    let titles_same = a.titles_alike(b) >= TITLES_SAME;
    if !a.values_near(b) || (a.shares_portal(b) && !titles_same) {
        return None;
    }
    Some(85 + if a.shares_identifier(b) { 5 } else { 0 } + if titles_same { 5 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{
        example::{day, in_process, pounds, usual},
        facts::identifier_key,
    };

    /// What each table row changes in two contracts of one supplier, period, value and title.
    type Change = fn(&mut Facts, &mut Facts);

    #[test]
    fn supplier_period_and_value_have_to_agree() {
        let rows: [(&str, Option<i16>, Change); 12] = [
            ("all", Some(90), |_, _| {}),
            ("all, other title", Some(85), |_, b| b.title = Some("SCHOOL MEALS".to_owned())),
            ("all, with a company number", Some(95), |a, b| {
                for facts in [a, b] {
                    facts.identifiers.extend(identifier_key("GB-COH", "1234567"));
                }
            }),
            ("other supplier", None, |a, _| a.suppliers = [8].into()),
            ("supplier unknown", None, |a, _| a.suppliers.clear()),
            ("start two months later", None, |a, _| a.starts = day("2024-06-01")),
            ("end two months later", None, |a, _| a.ends = day("2026-05-31")),
            ("end not known", None, |a, _| a.ends = None),
            ("value 2 % off", None, |a, _| a.value = pounds(10_200_000)),
            ("value missing, equal title", Some(75), |a, _| a.value = None),
            ("value missing, other title", None, |a, _| {
                (a.value, a.title) = (None, Some("SCHOOL MEALS".to_owned()));
            }),
            ("twice in one portal, other title", None, |a, b| {
                (a.process, b.process) = (in_process(1), in_process(2));
                b.title = Some("SCHOOL MEALS".to_owned());
            }),
        ];
        for (name, expected, change) in rows {
            let (mut a, mut b) = (usual("a"), usual("b"));
            a.process = in_process(1);
            change(&mut a, &mut b);
            assert_eq!(confidence(&a, &b), expected, "{name}");
            assert_eq!(confidence(&b, &a), expected, "{name}, the other way round");
        }
    }
}
