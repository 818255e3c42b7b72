//! Whatever happens to a hub, the cluster gives the same answers as columns in memory.

use anchorhub_analysis::{
    ClusterEngine, ColumnarEngine, ColumnarSettings, SpendEngine, SpendFilter, SpendOrder, SpendPlan,
};
use anchorhub_store::Database;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    databases,
    plans::{DIMENSIONS, plans},
    servers::Servers,
    world::World,
};

fn columns(database: &Database) -> ColumnarEngine {
    ColumnarEngine::new(database.clone(), ColumnarSettings::default())
}

async fn compare(columns: &ColumnarEngine, cluster: &ClusterEngine, plan: &SpendPlan, when: &str) {
    let expected = columns.spend(plan).await.unwrap();
    let answer = cluster.spend(plan).await.unwrap();
    assert_eq!(answer, expected, "{when}: {plan:?}");
}

#[tokio::test]
async fn any_plan_is_answered_as_columns_would() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 41).await;
        let (columns, cluster) = (columns(&database), servers.engine(&database));
        let mut runner = TestRunner::deterministic();
        let mut any = || plans().new_tree(&mut runner).unwrap().current();
        for _ in 0..120 {
            compare(&columns, &cluster, &any(), "at rest").await;
        }
        for step in 0..30 {
            let happened = world.step().await;
            for _ in 0..4 {
                compare(&columns, &cluster, &any(), &format!("step {step}, {happened}")).await;
            }
        }
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn every_dimension_in_every_order() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        World::new(&database, 42).await;
        let (columns, cluster) = (columns(&database), servers.engine(&database));
        for (place, one) in DIMENSIONS.iter().enumerate() {
            let other = DIMENSIONS[(place + 3) % DIMENSIONS.len()];
            for order in [SpendOrder::KeyAsc, SpendOrder::SuppliersDesc, SpendOrder::PaymentsDesc] {
                for group_by in [vec![*one], vec![*one, other], vec![other, *one]] {
                    let plan = SpendPlan { group_by, order, first: 1_000, ..SpendPlan::default() };
                    compare(&columns, &cluster, &plan, "pairs").await;
                }
            }
        }
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_empty_hub_has_empty_answers() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let (columns, cluster) = (columns(&database), servers.engine(&database));
        for group_by in [vec![], DIMENSIONS[..4].to_vec()] {
            let plan = SpendPlan { group_by, first: 5, ..SpendPlan::default() };
            compare(&columns, &cluster, &plan, "empty").await;
        }
        let named = SpendFilter { supplier_name: Some("x".to_owned()), ..SpendFilter::default() };
        let plan = SpendPlan { filter: named, ..SpendPlan::default() };
        compare(&columns, &cluster, &plan, "empty").await;
        cluster.close().await.unwrap();
    })
    .await;
}
