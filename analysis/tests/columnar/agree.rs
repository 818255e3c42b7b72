//! Whatever happens to a hub, both engines give the same answers.

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, SpendDimension, SpendEngine, SpendFilter, SpendOrder, SpendPlan,
    SqlEngine,
};
use anchorhub_store::Database;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    databases,
    plans::{DIMENSIONS, plans},
    world::World,
};

/// Bounds so narrow that most questions need a table of groups and several passes.
pub(crate) fn narrow() -> ColumnarSettings {
    ColumnarSettings { threads: 3, dense_groups: 12, held_groups: 9, ..ColumnarSettings::default() }
}

/// Asks both, and makes sure that the columnar engine does not ask SQL.
pub(crate) async fn compare(database: &Database, engine: &ColumnarEngine, plan: &SpendPlan, when: &str) {
    let expected = SqlEngine::new(database.clone()).spend(plan).await.unwrap();
    let before = database.statements_read();
    let answer = engine.spend(plan).await.unwrap();
    let read = database.statements_read() - before;
    assert_eq!(answer, expected, "{when}: {plan:?}");
    let folding = u64::from(plan.filter.supplier_name.is_some());
    assert!(read <= folding, "{when}: {read} statements for {plan:?}");
}

async fn compare_many(database: &Database, engine: &ColumnarEngine, runner: &mut TestRunner, when: &str) {
    engine.refresh().await.unwrap();
    for _ in 0..12 {
        let plan = plans().new_tree(runner).unwrap().current();
        compare(database, engine, &plan, when).await;
    }
}

#[tokio::test]
async fn any_plan_is_answered_as_sql_would() {
    databases::on_each_engine(async |database| {
        World::new(&database, 1).await;
        let mut runner = TestRunner::deterministic();
        for settings in [ColumnarSettings::default(), narrow()] {
            let engine = ColumnarEngine::new(database.clone(), settings);
            engine.refresh().await.unwrap();
            for _ in 0..150 {
                let plan = plans().new_tree(&mut runner).unwrap().current();
                compare(&database, &engine, &plan, "at rest").await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_pair_of_dimensions_in_every_order() {
    databases::on_each_engine(async |database| {
        World::new(&database, 2).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        engine.refresh().await.unwrap();
        for (place, one) in DIMENSIONS.iter().enumerate() {
            let other = DIMENSIONS[(place + 3) % DIMENSIONS.len()];
            for order in [SpendOrder::KeyAsc, SpendOrder::SuppliersDesc, SpendOrder::PaymentsDesc] {
                for group_by in [vec![*one], vec![*one, other], vec![other, *one]] {
                    let plan = SpendPlan { group_by, order, first: 1_000, ..SpendPlan::default() };
                    compare(&database, &engine, &plan, "pairs").await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn they_agree_whatever_happens() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 3).await;
        let mut runner = TestRunner::deterministic();
        let engines = [ColumnarSettings::default(), narrow()]
            .map(|settings| ColumnarEngine::new(database.clone(), settings));
        for step in 0..40 {
            let happened = world.step().await;
            let engine = &engines[step % 2];
            compare_many(&database, engine, &mut runner, &format!("step {step}, {happened}")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_hub_has_empty_answers() {
    databases::on_each_engine(async |database| {
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        let size = engine.refresh().await.unwrap();
        assert_eq!((size.payments, size.partitions), (0, 0));
        for group_by in [vec![], vec![SpendDimension::Institution], DIMENSIONS[4..8].to_vec()] {
            let plan = SpendPlan { group_by, first: 5, ..SpendPlan::default() };
            compare(&database, &engine, &plan, "empty").await;
        }
        let named = SpendFilter { supplier_name: Some("x".to_owned()), ..SpendFilter::default() };
        compare(&database, &engine, &SpendPlan { filter: named, ..SpendPlan::default() }, "empty").await;
    })
    .await;
}
