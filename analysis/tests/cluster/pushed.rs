//! The servers that keep facts add them up: what the coordinator's planner makes of real questions.

use anchorhub_analysis::{SpendEngine, SpendOrder, SpendPlan};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    databases,
    plans::{DIMENSIONS, plans},
    servers::{Servers, execute},
    world::World,
};

/// A partition from which rows would be fetched one by one.
const FETCHED: &str = "Foreign Scan on fact_wide";

/// A partition that its server adds up.
const ADDED_UP: [&str; 2] =
    ["Relations: Aggregate on (fact_wide_1 payment", "Relations: Aggregate on (fact_wide_2 payment"];

#[tokio::test]
async fn every_plan_is_added_up_by_the_servers() {
    let Some(servers) = Servers::start() else { return };
    // What EXPLAIN says of every statement, as it is run, in the log.
    let explain = "ALTER DATABASE facts SET session_preload_libraries = 'auto_explain'; \
                   ALTER DATABASE facts SET auto_explain.log_min_duration = 0";
    execute(&mut servers.coordinator().await, explain).await;
    databases::on_each_engine(async |database| {
        servers.clear().await;
        World::new(&database, 51).await;
        let cluster = servers.engine(&database);
        cluster.follow().await.unwrap();
        let of = |dimension| SpendPlan {
            group_by: vec![dimension],
            order: SpendOrder::KeyAsc,
            first: 10,
            ..SpendPlan::default()
        };
        for plan in DIMENSIONS.map(of) {
            let log = servers.log_of(async || drop(cluster.spend(&plan).await.unwrap())).await;
            assert!(ADDED_UP.iter().all(|partition| log.contains(partition)), "{plan:?}: {log}");
            assert!(!log.contains(FETCHED), "{plan:?}: {log}");
        }
        let mut runner = TestRunner::deterministic();
        let mut partitions = 0;
        for _ in 0..80 {
            // Some ask for no payments at all, or for one institution.
            let plan = plans().new_tree(&mut runner).unwrap().current();
            let log = servers.log_of(async || drop(cluster.spend(&plan).await.unwrap())).await;
            assert!(!log.contains(FETCHED), "{plan:?}: {log}");
            partitions += ADDED_UP.iter().filter(|partition| log.contains(*partition)).count();
        }
        assert!(partitions > 80, "{partitions}");
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn facts_of_an_institution_stand_on_one_server() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        World::new(&database, 52).await;
        let cluster = servers.engine(&database);
        let total = cluster.spend(&SpendPlan::default()).await.unwrap().total;
        let mut counted = Vec::new();
        for name in ["data1", "data2"] {
            let count = "SELECT count(DISTINCT institution_id), count(*) FROM fact";
            let row: (i64, i64) =
                sqlx::query_as(count).fetch_one(&mut servers.server(name).await).await.unwrap();
            assert!(row.1 > 0, "{name} keeps nothing");
            counted.push(row);
        }
        let sum = |part: &dyn Fn(&(i64, i64)) -> i64| counted.iter().map(part).sum::<i64>();
        assert_eq!((sum(&|row| row.0), sum(&|row| row.1)), (total.institutions, total.sum.payments));
        cluster.close().await.unwrap();
    })
    .await;
}
