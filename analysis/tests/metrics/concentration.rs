//! Concentration.

use std::collections::BTreeMap;

use anchorhub_analysis::{Concentration, MetricQuestion, Part, SpendEngine, Sum, concentration};
use anchorhub_entities::payment;

use crate::world::{grouped, keys_of, on_each, part, plus, questions, sum};

fn expected(payments: &[&payment::Model]) -> Concentration {
    let mut by_supplier: BTreeMap<i64, Sum> = BTreeMap::new();
    for payment in payments {
        let Some(supplier) = payment.supplier_id else { continue };
        let sum = by_supplier.entry(supplier).or_default();
        *sum = plus(*sum, Sum { net_pence: payment.pence, payments: 1 });
    }
    let together = |sums: &[Sum]| Part {
        sum: sums.iter().copied().fold(Sum::default(), plus),
        suppliers: i64::try_from(sums.len()).unwrap(),
    };
    let (mut positive, negative): (Vec<Sum>, Vec<Sum>) =
        by_supplier.into_values().partition(|sum| sum.net_pence > 0);
    positive.sort_by_key(|sum| std::cmp::Reverse(sum.net_pence));
    let all = together(&positive);
    let share = |sum: &Sum| sum.net_pence as f64 / all.sum.net_pence as f64;
    let enough = positive.len() >= 5;
    let largest = together(&positive[..positive.len().min(4)]);
    Concentration {
        hhi: enough.then(|| positive.iter().map(|sum| share(sum).powi(2) * 10_000.0).sum()),
        cr4: enough.then(|| share(&largest.sum)),
        largest,
        counted: all,
        net_negative: together(&negative),
        total: part(payments),
        without_supplier: sum(payments.iter().filter(|payment| payment.supplier_id.is_none())),
    }
}

fn assert_same(found: &Concentration, expected: &Concentration) {
    let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-6,
        (one, other) => one == other,
    };
    assert!(near(found.hhi, expected.hhi) && near(found.cr4, expected.cr4), "{found:?} {expected:?}");
    let exact = |one: &Concentration| Concentration { hhi: None, cr4: None, ..*one };
    assert_eq!(exact(found), exact(expected));
}

#[tokio::test]
async fn concentration_is_that_of_the_net_of_suppliers() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let (mut few, mut negative) = (0, 0);
        for question in questions(6) {
            let answer = concentration(engine, &question).await.unwrap();
            let (kept, left) = world.split(&question);
            assert_same(&answer.whole, &expected(&kept));
            assert_eq!(answer.excluded, sum(&left));
            let groups = match question.group_by.is_empty() {
                true => BTreeMap::new(),
                false => grouped(&kept, |payment| world.keys(payment, &question.group_by)),
            };
            assert_eq!(answer.rows.len(), groups.len().min(question.first));
            for row in &answer.rows {
                let payments = &groups[&keys_of(&row.keys)];
                assert_same(&row.figures, &expected(payments));
                few += usize::from(row.figures.hhi.is_none());
                negative += row.figures.net_negative.suppliers;
                let Concentration { counted, net_negative, without_supplier, .. } = row.figures;
                let all = plus(plus(counted.sum, net_negative.sum), without_supplier);
                assert_eq!(all, part(payments).sum, "the parts make up the group");
                let index = row.figures.hhi;
                assert!(index.is_none_or(|hhi| hhi > 0.0 && hhi <= 10_000.0), "{index:?}");
            }
        }
        assert!(few > 0 && negative > 0, "{few} {negative}");
    })
    .await;
}

#[tokio::test]
async fn too_many_dimensions_are_refused() {
    on_each(async |_, engine: &dyn SpendEngine| {
        use anchorhub_analysis::SpendDimension::{CategoryDivision, Institution, Month, SupplierSector};
        let group_by = vec![Institution, Month, CategoryDivision, SupplierSector];
        let question = MetricQuestion { group_by, first: 1, ..MetricQuestion::default() };
        assert_eq!(concentration(engine, &question).await.unwrap_err().code(), "TOO_MANY_DIMENSIONS");
    })
    .await;
}
