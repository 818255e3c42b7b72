//! Answers of the SQL engine against a naive loop over the payments, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    AnalysisError, BasisSum, ExclusionReason, GroupKey, Measures, SpendDimension, SpendEngine, SpendFilter,
    SpendOrder, SpendPlan, SqlEngine, Sum,
};
use anchorhub_entities::{FinancialYear, VatBasis, WarningSet, payment};
use chrono::Datelike;
use proptest::{
    collection::vec, option, prelude::*, sample::subsequence, strategy::ValueTree, test_runner::TestRunner,
};

#[path = "../../store/tests/support/mod.rs"]
mod databases;
#[path = "support/hub.rs"]
mod hub;

use hub::{Hub, day};

const DIMENSIONS: [SpendDimension; 4] = [
    SpendDimension::Institution,
    SpendDimension::Supplier,
    SpendDimension::Month,
    SpendDimension::FinancialYear,
];

/// Whether the filter allows a payment, thought out without SQL.
fn allows(filter: &SpendFilter, hub: &Hub, payment: &payment::Model) -> bool {
    fn within<T: PartialEq>(list: &Option<Vec<T>>, value: &T) -> bool {
        list.as_ref().is_none_or(|list| list.contains(value))
    }
    let named = filter.supplier_name.as_ref().is_none_or(|text| {
        payment.supplier_id.is_some()
            && hub.names.iter().any(|(_, supplier, name)| {
                *supplier == payment.supplier_id && name.to_lowercase().contains(&text.to_lowercase())
            })
    });
    let supplier =
        filter.suppliers.as_ref().is_none_or(|list| payment.supplier_id.is_some_and(|id| list.contains(&id)));
    let warned = filter.with_warnings.is_none_or(|set| payment.flags & set.bits() != 0);
    within(&filter.institutions, &payment.institution_id)
        && within(&filter.vat_bases, &payment.vat_basis)
        && within(&filter.documents, &payment.document_id)
        && named
        && supplier
        && warned
        && payment.flags & filter.without_warnings.bits() == 0
        && filter.from.is_none_or(|from| payment.paid_on >= from)
        && filter.to.is_none_or(|to| payment.paid_on < to)
        && filter.category.as_ref().is_none_or(|label| payment.category.as_ref() == Some(label))
        && filter.min_pence.is_none_or(|pence| payment.pence >= pence)
        && filter.max_pence.is_none_or(|pence| payment.pence <= pence)
}

fn sum<'a>(payments: impl Iterator<Item = &'a payment::Model>) -> Sum {
    payments.fold(Sum::default(), |sum, payment| Sum {
        net_pence: sum.net_pence + payment.pence,
        payments: sum.payments + 1,
    })
}

fn measures(payments: &[&payment::Model]) -> Measures {
    let suppliers: BTreeSet<i64> = payments.iter().filter_map(|payment| payment.supplier_id).collect();
    let bases = [VatBasis::Net, VatBasis::Gross, VatBasis::Unknown];
    let by_vat_basis = bases.into_iter().map(|basis| BasisSum {
        basis,
        sum: sum(payments.iter().copied().filter(|payment| payment.vat_basis == basis)),
    });
    Measures {
        sum: sum(payments.iter().copied()),
        suppliers: i64::try_from(suppliers.len()).unwrap(),
        by_vat_basis: by_vat_basis.filter(|part| part.sum.payments > 0).collect(),
    }
}

/// Keys that sort as the engine breaks ties: by id, month or year, nothing last.
type NaiveKey = Vec<(bool, i64)>;

fn naive_key(plan: &SpendPlan, payment: &payment::Model) -> NaiveKey {
    let key = |dimension: &SpendDimension| match dimension {
        SpendDimension::Institution => Some(i64::from(payment.institution_id)),
        SpendDimension::Supplier => payment.supplier_id,
        SpendDimension::Month => {
            Some(i64::from(payment.paid_on.year()) * 12 + i64::from(payment.paid_on.month0()))
        }
        SpendDimension::FinancialYear => Some(i64::from(FinancialYear::of(payment.paid_on).start_year())),
    };
    plan.group_by.iter().map(|dimension| key(dimension).map_or((true, 0), |key| (false, key))).collect()
}

fn answered_key(keys: &[GroupKey]) -> NaiveKey {
    let key = |key: &GroupKey| match key {
        GroupKey::Institution(institution) => Some(i64::from(institution.id)),
        GroupKey::Supplier(supplier) => supplier.as_ref().map(|supplier| supplier.id),
        GroupKey::Month(first) => Some(i64::from(first.year()) * 12 + i64::from(first.month0())),
        GroupKey::FinancialYear(year) => Some(i64::from(year.start_year())),
    };
    keys.iter().map(|one| key(one).map_or((true, 0), |key| (false, key))).collect()
}

/// Where a group stands in the order asked for.
fn rank(order: SpendOrder, measures: &Measures) -> i64 {
    match order {
        SpendOrder::NetDesc => -measures.sum.net_pence,
        SpendOrder::NetAsc => measures.sum.net_pence,
        SpendOrder::PaymentsDesc => -measures.sum.payments,
        SpendOrder::SuppliersDesc => -measures.suppliers,
        SpendOrder::KeyAsc => 0,
    }
}

async fn compare(engine: &SqlEngine, hub: &Hub, plan: &SpendPlan) {
    let answer = engine.spend(plan).await.unwrap();
    let allowed: Vec<&payment::Model> =
        hub.payments.iter().filter(|payment| allows(&plan.filter, hub, payment)).collect();
    let left_out = ExclusionReason::warnings(&plan.exclude).bits();
    let kept: Vec<&payment::Model> =
        allowed.iter().copied().filter(|payment| payment.flags & left_out == 0).collect();
    assert_eq!(answer.total, measures(&kept), "{plan:?}");

    for exclusion in &answer.exclusions {
        let bits = ExclusionReason::warnings(&[exclusion.reason]).bits();
        let marked = allowed.iter().copied().filter(|payment| payment.flags & bits != 0);
        assert_eq!(exclusion.sum, sum(marked), "{plan:?}");
        assert_eq!(exclusion.left_out, plan.exclude.contains(&exclusion.reason));
    }
    assert_eq!(answer.exclusions.len(), ExclusionReason::ALL.len());

    let mut groups: BTreeMap<NaiveKey, Vec<&payment::Model>> = BTreeMap::new();
    if !plan.group_by.is_empty() {
        for payment in kept {
            groups.entry(naive_key(plan, payment)).or_default().push(payment);
        }
    }
    let mut expected: Vec<(NaiveKey, Measures)> =
        groups.into_iter().map(|(key, payments)| (key, measures(&payments))).collect();
    expected.sort_by_key(|(_, measures)| rank(plan.order, measures));
    let answered: Vec<(NaiveKey, Measures)> =
        answer.rows.iter().map(|row| (answered_key(&row.keys), row.measures.clone())).collect();
    let shown = plan.first.min(expected.len());
    // Alphabetical order by label has a test of its own.
    if plan.order == SpendOrder::KeyAsc {
        let all: BTreeMap<_, _> = expected.iter().cloned().collect();
        assert!(answered.iter().all(|(key, measures)| all.get(key) == Some(measures)), "{plan:?}");
        assert_eq!(answered.len(), shown);
    } else {
        assert_eq!(answered, expected[..shown], "{plan:?}");
    }

    // The parts make up the whole.
    if !plan.group_by.is_empty() {
        let parts = answered.iter().fold(answer.rest.sum, |sum, (_, measures)| Sum {
            net_pence: sum.net_pence + measures.sum.net_pence,
            payments: sum.payments + measures.sum.payments,
        });
        assert_eq!(parts, answer.total.sum, "{plan:?}");
        assert_eq!(answer.rest.groups, i64::try_from(expected.len() - shown).unwrap(), "{plan:?}");
    }
}

fn plans() -> impl Strategy<Value = SpendPlan> {
    let bits = || (0..4i32).prop_map(WarningSet::from_bits);
    let days = || (0..420u64).prop_map(|days| day("2022-12-15") + chrono::Days::new(days));
    let who = (
        option::weighted(0.3, subsequence(vec![1, 2, 3, 4], 0..4)),
        option::weighted(0.2, vec(1..32i64, 0..8)),
        option::weighted(0.2, prop::sample::select(vec!["firm 1", "LIMITED", "05", "nobody", "%"])),
        option::weighted(0.2, vec(1..30i64, 0..10)),
    );
    let what = (
        option::weighted(0.3, days()),
        option::weighted(0.3, days()),
        option::weighted(0.2, prop::sample::select(vec!["Category 0", "category 1", "None"])),
        option::weighted(0.2, -4_000_000..4_000_000i64),
        option::weighted(0.2, -1_000_000..5_000_000i64),
        option::weighted(0.2, bits()),
        bits(),
        option::weighted(0.2, subsequence(vec![VatBasis::Net, VatBasis::Gross, VatBasis::Unknown], 0..3)),
    );
    let orders = vec![
        SpendOrder::NetDesc,
        SpendOrder::NetAsc,
        SpendOrder::PaymentsDesc,
        SpendOrder::SuppliersDesc,
        SpendOrder::KeyAsc,
    ];
    let shape = (
        subsequence(DIMENSIONS.to_vec(), 0..=4).prop_shuffle(),
        subsequence(ExclusionReason::ALL.to_vec(), 0..=2),
        prop::sample::select(orders),
        prop::sample::select(vec![0, 1, 3, 10, 1_000]),
    );
    (who, what, shape).prop_map(|(who, what, shape)| SpendPlan {
        filter: SpendFilter {
            institutions: who.0,
            suppliers: who.1,
            supplier_name: who.2.map(str::to_owned),
            documents: who.3,
            from: what.0,
            to: what.1,
            category: what.2.map(str::to_owned),
            min_pence: what.3,
            max_pence: what.4,
            with_warnings: what.5,
            without_warnings: what.6,
            vat_bases: what.7,
        },
        group_by: shape.0,
        exclude: shape.1,
        order: shape.2,
        first: shape.3,
    })
}

#[tokio::test]
async fn any_plan_is_answered_as_a_loop_would() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let engine = SqlEngine::new(database.clone());
        compare(&engine, &hub, &SpendPlan { first: 10, ..SpendPlan::default() }).await;
        let mut runner = TestRunner::deterministic();
        for _ in 0..300 {
            let plan = plans().new_tree(&mut runner).unwrap().current();
            compare(&engine, &hub, &plan).await;
        }
    })
    .await;
}

#[tokio::test]
async fn keys_sort_by_label() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let plan = SpendPlan {
            group_by: vec![SpendDimension::Institution, SpendDimension::Month],
            order: SpendOrder::KeyAsc,
            first: 100,
            ..SpendPlan::default()
        };
        let answer = SqlEngine::new(database.clone()).spend(&plan).await.unwrap();
        let labels: Vec<(String, String)> = answer
            .rows
            .iter()
            .map(|row| match row.keys.as_slice() {
                [GroupKey::Institution(institution), GroupKey::Month(month)] => {
                    (institution.name.clone(), month.to_string())
                }
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert!(labels.is_sorted(), "{labels:?}");
        assert_eq!(labels.len(), 12 + 10 + 12);
        assert_eq!(labels[0], ("Eastley Hospitals NHS Trust".to_owned(), "2023-01-01".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn completeness_counts_the_months_that_documents_cover() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let engine = SqlEngine::new(database.clone());
        let completeness = async |filter: SpendFilter| {
            let plan = SpendPlan { filter, first: 1, ..SpendPlan::default() };
            let answer = engine.spend(&plan).await.unwrap();
            let months = |c: &anchorhub_analysis::Completeness| (c.months_present, c.months_asked);
            answer.completeness.iter().map(|c| (c.institution.id, months(c))).collect::<Vec<_>>()
        };
        // Without a period: from the first to the last month that documents cover. Sorted by name; the
        // institution without a feed is not asked about.
        let all = completeness(SpendFilter::default()).await;
        assert_eq!(all, [(2, (10, 12)), (1, (12, 12)), (3, (12, 12))]);
        // Asked for by name it is, and has nothing. February to the middle of April touches three months.
        let some = SpendFilter {
            institutions: Some(vec![2, 4]),
            from: Some(day("2023-02-10")),
            to: Some(day("2023-04-15")),
            ..SpendFilter::default()
        };
        assert_eq!(completeness(some).await, [(4, (0, 3)), (2, (2, 3))]);
        // Before everything.
        let early = SpendFilter { to: Some(day("2020-01-01")), ..SpendFilter::default() };
        assert_eq!(completeness(early).await, [(2, (0, 0)), (1, (0, 0)), (3, (0, 0))]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_names_its_data_version() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let answer = SqlEngine::new(database.clone()).spend(&SpendPlan::default()).await.unwrap();
        assert_eq!(answer.data_version, database.data_version().await.unwrap());
        assert!(answer.data_version > 0);
    })
    .await;
}

#[tokio::test]
async fn sums_beyond_64_bits_are_an_error() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let mut load = anchorhub_store::LoadTx::begin(&database).await.unwrap();
        let huge = |seq| payment::Model { seq, pence: i64::MAX - 5, ..hub.payments[0].clone() };
        load.append_payments(vec![huge(1_001), huge(1_002)]).await.unwrap();
        load.commit().await.unwrap();
        let plan = SpendPlan { group_by: vec![SpendDimension::Month], first: 5, ..SpendPlan::default() };
        let error = SqlEngine::new(database.clone()).spend(&plan).await.unwrap_err();
        assert!(matches!(error, AnalysisError::SumTooLarge), "{error:?}");
        assert_eq!(error.code(), "SUM_TOO_LARGE");
    })
    .await;
}

#[tokio::test]
async fn impossible_plans_are_refused() {
    databases::on_each_engine(async |database| {
        let engine = SqlEngine::new(database.clone());
        let refused = async |group_by: Vec<SpendDimension>| {
            let plan = SpendPlan { group_by, ..SpendPlan::default() };
            engine.spend(&plan).await.unwrap_err().code()
        };
        let month = SpendDimension::Month;
        assert_eq!(refused(vec![month, SpendDimension::Supplier, month]).await, "REPEATED_DIMENSION");
        assert_eq!(refused(vec![month; 5]).await, "TOO_MANY_DIMENSIONS");
    })
    .await;
}
