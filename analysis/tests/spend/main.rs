//! Answers of the SQL engine against a naive loop over the payments, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::BTreeMap;

use anchorhub_analysis::{
    AnalysisError, Between, ExclusionReason, GroupKey, Measures, SpendAnswer, SpendDimension, SpendEngine,
    SpendFilter, SpendOrder, SpendPlan, SqlEngine, Sum,
};
use anchorhub_entities::payment;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../support/hub.rs"]
mod hub;
#[path = "../support/known.rs"]
mod known;
mod naive;
mod plans;

use hub::{Hub, day};
use naive::{NaiveKey, allows, answered_key, has_any, measures, naive_key, rank, sum};
use plans::plans;

async fn compare(engine: &SqlEngine, hub: &Hub, known: &known::Known, plan: &SpendPlan) {
    let answer = engine.spend(plan).await.unwrap();
    let allowed: Vec<&payment::Model> =
        hub.payments.iter().filter(|payment| allows(&plan.filter, hub, known, payment)).collect();
    let kept: Vec<&payment::Model> =
        allowed.iter().copied().filter(|payment| !has_any(&plan.exclude, known, payment)).collect();
    assert_eq!(answer.total, measures(&kept), "{plan:?}");
    let excluded = allowed.iter().copied().filter(|payment| has_any(&plan.exclude, known, payment));
    assert_eq!(answer.excluded, sum(excluded), "{plan:?}");

    for exclusion in &answer.exclusions {
        let marked = allowed.iter().copied().filter(|payment| has_any(&[exclusion.reason], known, payment));
        assert_eq!(exclusion.sum, sum(marked), "{plan:?}");
        assert_eq!(exclusion.left_out, plan.exclude.contains(&exclusion.reason));
    }
    assert_eq!(answer.exclusions.len(), ExclusionReason::ALL.len());
    for coverage in &answer.coverage {
        let alone = SpendPlan { group_by: vec![coverage.dimension], ..SpendPlan::default() };
        let told =
            kept.iter().copied().filter(|payment| naive_key(&alone, hub, known, payment) != [(true, 0)]);
        assert_eq!(coverage.known, sum(told), "{:?} of {plan:?}", coverage.dimension);
    }

    let mut groups: BTreeMap<NaiveKey, Vec<&payment::Model>> = BTreeMap::new();
    if !plan.group_by.is_empty() {
        for payment in kept {
            groups.entry(naive_key(plan, hub, known, payment)).or_default().push(payment);
        }
    }
    let mut expected: Vec<(NaiveKey, Measures)> =
        groups.into_iter().map(|(key, payments)| (key, measures(&payments))).collect();
    expected.sort_by_key(|(_, measures)| rank(plan.order, measures));
    let answered: Vec<(NaiveKey, Measures)> =
        answer.rows.iter().map(|row| (answered_key(&row.keys), row.measures.clone())).collect();
    let groups = expected.len();
    let least = plan.min_institutions.map_or(0, i64::from);
    expected.retain(|(_, measures)| measures.institutions >= least);
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
        assert_eq!(answer.rest.groups, i64::try_from(groups - shown).unwrap(), "{plan:?}");
    }
    compare_periods(engine, plan, &answer).await;
}

/// What an answer tells of another period is what a plan of that period answers.
async fn compare_periods(engine: &SqlEngine, plan: &SpendPlan, answer: &SpendAnswer) {
    let Some(Between { from, to }) = plan.compare else { return assert_eq!(answer.compared, None) };
    let filter = SpendFilter { from, to, ..plan.filter.clone() };
    let other = SpendPlan { filter, first: 10_000, min_institutions: None, compare: None, ..plan.clone() };
    let other = engine.spend(&other).await.unwrap();
    let compared = answer.compared.as_ref().unwrap();
    assert_eq!(compared.rows.len(), answer.rows.len(), "{plan:?}");
    for (row, compared) in answer.rows.iter().zip(&compared.rows) {
        let found = other.rows.iter().find(|one| one.keys == row.keys);
        assert_eq!(compared.keys, row.keys);
        assert_eq!(compared.measures, found.map(|one| one.measures.clone()).unwrap_or_default(), "{plan:?}");
    }
    let occurring: Vec<_> = compared.rows.iter().filter(|row| row.measures.sum.payments > 0).collect();
    let shown: i64 = occurring.iter().map(|row| row.measures.sum.net_pence).sum();
    let held = if plan.group_by.is_empty() { 0 } else { other.total.sum.net_pence - shown };
    assert_eq!(compared.rest.sum.net_pence, held, "{plan:?}");
    assert_eq!(compared.rest.groups, i64::try_from(other.rows.len() - occurring.len()).unwrap(), "{plan:?}");
    assert_eq!(
        (
            &compared.total,
            &compared.exclusions,
            compared.excluded,
            &compared.coverage,
            &compared.completeness
        ),
        (&other.total, &other.exclusions, other.excluded, &other.coverage, &other.completeness)
    );
}

#[tokio::test]
async fn any_plan_is_answered_as_a_loop_would() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let known = known::fill(&database, &hub).await;
        let engine = SqlEngine::new(database.clone());
        compare(&engine, &hub, &known, &SpendPlan { first: 10, ..SpendPlan::default() }).await;
        let mut runner = TestRunner::deterministic();
        for _ in 0..400 {
            let plan = plans().new_tree(&mut runner).unwrap().current();
            compare(&engine, &hub, &known, &plan).await;
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

/// What is not known forms one group, and is told; names come from the hub where it has them.
#[tokio::test]
async fn what_is_known_of_suppliers_and_categories_has_names() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        known::fill(&database, &hub).await;
        let engine = SqlEngine::new(database.clone());
        let named = async |dimension| {
            let plan = SpendPlan {
                group_by: vec![dimension],
                order: SpendOrder::KeyAsc,
                first: 100,
                ..SpendPlan::default()
            };
            let answer = engine.spend(&plan).await.unwrap();
            assert_eq!(answer.coverage.len(), 1);
            let named = answer.rows.into_iter().map(|row| match row.keys.into_iter().next().unwrap() {
                GroupKey::Sector(named) | GroupKey::Area(named) | GroupKey::Division(named) => {
                    named.map(|named| (named.code, named.name))
                }
                other => unreachable!("{other:?}"),
            });
            named.collect::<Vec<_>>()
        };
        let some = |code: &str, name: Option<&str>| Some((code.to_owned(), name.map(str::to_owned)));
        assert_eq!(
            named(SpendDimension::SupplierDistrict).await,
            [
                some("E08999002", Some("Eastley")),
                some("E08999001", Some("Northam")),
                some("W06999003", None),
                None
            ]
        );
        let sectors = named(SpendDimension::SupplierSector).await;
        assert_eq!(sectors.first(), Some(&some("F", Some("Construction"))));
        assert_eq!(sectors.last(), Some(&None));
        assert_eq!(
            named(SpendDimension::CategoryDivision).await,
            [
                some("33", Some("Medical equipments, pharmaceuticals and personal care products")),
                some("45", Some("Construction work")),
                None
            ]
        );
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
        for time in [month, SpendDimension::Quarter, SpendDimension::FinancialYear] {
            let compare = Some(Between::default());
            let plan = SpendPlan { group_by: vec![time], compare, ..SpendPlan::default() };
            assert_eq!(engine.spend(&plan).await.unwrap_err().code(), "COMPARED_BY_TIME");
        }
    })
    .await;
}
