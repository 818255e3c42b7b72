//! Which column of a register has which meaning: headings and contents together.

use std::collections::BTreeMap;

use super::role::RegisterRole as R;
use crate::recognise::{Assigned, cells::ColumnCensus, vocabulary::Heading};

/// Headings count for what they say only as far as the contents bear them out.
const FLOOR: f64 = 0.35;

/// Most sure first: each column gets one meaning, each meaning one column. Of equals the first column wins, as
/// publishers put the plain one before its variants.
pub(super) fn assign(headings: &[Heading], columns: &[ColumnCensus]) -> BTreeMap<R, Assigned> {
    let mut candidates: Vec<(R, Assigned)> = Vec::new();
    for (column, (heading, census)) in headings.iter().zip(columns).enumerate() {
        for role in R::ALL {
            let confidence = heading.register_fit(*role) * borne_out(*role, census);
            if confidence >= FLOOR {
                candidates.push((*role, Assigned { column, confidence }));
            }
        }
    }
    candidates.sort_by(|(a_role, a), (b_role, b)| {
        b.confidence.total_cmp(&a.confidence).then(a.column.cmp(&b.column)).then(a_role.cmp(b_role))
    });
    let mut assigned: BTreeMap<R, Assigned> = BTreeMap::new();
    let mut taken = vec![false; columns.len()];
    for (role, candidate) in candidates {
        if !taken[candidate.column] && !assigned.contains_key(&role) {
            taken[candidate.column] = true;
            assigned.insert(role, candidate);
        }
    }
    assigned
}

/// How far the cells of a column bear out a meaning, 0 to 1. An empty column is what its heading says.
fn borne_out(role: R, census: &ColumnCensus) -> f64 {
    if census.filled == 0 {
        return 1.0;
    }
    let at_least = |share: f64| 0.4 + 0.6 * share;
    match role {
        R::Start | R::End | R::CurrentExpiry | R::LatestEnd | R::Review | R::Awarded | R::Signed => {
            at_least(census.date_share(true))
        }
        R::Value | R::ValueWithExtensions | R::AnnualValue | R::IrrecoverableVat => {
            at_least(census.amount_share()) * (1.0 - census.date_share(false))
        }
        R::Title | R::Supplier | R::Description => at_least(census.text_share()),
        R::Sme | R::Vcse | R::ExtensionTaken => 1.0 - 0.6 * census.date_share(false),
        R::CategoryCode => census.digit_share(),
        R::Reference => 1.0 - 0.9 * census.date_share(false),
        _ => 1.0,
    }
}
