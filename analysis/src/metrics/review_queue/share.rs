//! How much an institution depends on a supplier.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{AnalysisError, GroupKey, SpendDimension, SpendEngine, SpendFilter, SpendPlan, Sum};

/// The part of a supplier in what an institution paid: net of credits, everything that is published, whatever its VAT basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplierShare {
    /// What the institution paid to the supplier.
    pub paid: Sum,
    /// What it paid to anybody; with no payments nothing is known.
    pub of: Sum,
}

/// The shares of suppliers, by institution and supplier, in payments of a period: `[from, to)`.
pub async fn supplier_shares(
    spend: &dyn SpendEngine,
    pairs: &BTreeSet<(i32, i64)>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<(i32, i64), SupplierShare>, AnalysisError> {
    let mut suppliers_of: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for (institution, supplier) in pairs {
        suppliers_of.entry(*institution).or_default().push(*supplier);
    }
    if suppliers_of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let institutions: Vec<i32> = suppliers_of.keys().copied().collect();
    let in_period = |institutions: Vec<i32>| SpendFilter {
        institutions: Some(institutions),
        from: Some(from),
        to: Some(to),
        ..SpendFilter::default()
    };
    let mut plans = vec![SpendPlan {
        filter: in_period(institutions.clone()),
        group_by: vec![SpendDimension::Institution],
        first: institutions.len(),
        ..SpendPlan::default()
    }];
    plans.extend(suppliers_of.iter().map(|(institution, suppliers)| SpendPlan {
        filter: SpendFilter {
            suppliers: Some(suppliers.iter().copied().map(Some).collect()),
            ..in_period(vec![*institution])
        },
        group_by: vec![SpendDimension::Supplier],
        first: suppliers.len(),
        ..SpendPlan::default()
    }));
    let answers = spend.spend_all(&plans).await?;
    let mut totals: BTreeMap<i32, Sum> = BTreeMap::new();
    let mut paid: BTreeMap<(i32, i64), Sum> = BTreeMap::new();
    for (place, answer) in answers.into_iter().enumerate() {
        let institution = place.checked_sub(1).and_then(|place| institutions.get(place)).copied();
        for row in answer.rows {
            match (row.keys.first(), institution) {
                (Some(GroupKey::Institution(institution)), None) => {
                    totals.insert(institution.id, row.measures.sum);
                }
                (Some(GroupKey::Supplier(Some(supplier))), Some(institution)) => {
                    paid.insert((institution, supplier.id), row.measures.sum);
                }
                _ => {}
            }
        }
    }
    let share = |pair: &(i32, i64)| SupplierShare {
        paid: paid.get(pair).copied().unwrap_or_default(),
        of: totals.get(&pair.0).copied().unwrap_or_default(),
    };
    Ok(pairs.iter().map(|pair| (*pair, share(pair))).collect())
}
