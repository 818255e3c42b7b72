//! Servers that end in the middle.

use std::time::Duration;

use anchorhub_analysis::{
    AnalysisError, ClusterEngine, ColumnarEngine, ColumnarSettings, SpendDimension, SpendEngine, SpendFilter,
    SpendPlan, SqlEngine,
};
use anchorhub_store::{Database, QueryBudget};
use sqlx::PgConnection;

use crate::{
    databases,
    servers::{Servers, execute},
    world::World,
};

fn plan() -> SpendPlan {
    let group_by = vec![SpendDimension::Supplier, SpendDimension::Month];
    SpendPlan { group_by, first: 1_000, ..SpendPlan::default() }
}

/// That the cluster answers as columns that have just been read.
async fn agrees(database: &Database, cluster: &ClusterEngine) {
    let columns = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
    columns.refresh().await.unwrap();
    assert_eq!(cluster.spend(&plan()).await.unwrap(), columns.spend(&plan()).await.unwrap());
}

/// Lets every statement that touches a table of a server wait, until the connection is closed or the server ends.
async fn hold_up(servers: &Servers, name: &str, table: &str) -> PgConnection {
    let mut connection = servers.server(name).await;
    execute(&mut connection, &format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")).await;
    connection
}

/// Returns when a statement waits for what the connection holds.
async fn until_somebody_waits(connection: &mut PgConnection) {
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    loop {
        let waiting: i64 = sqlx::query_scalar(waiting).fetch_one(&mut *connection).await.unwrap();
        if waiting > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Documents of every institution, so that every server has something to do.
async fn load_many(world: &mut World) {
    for _ in 0..12 {
        world.load().await;
    }
}

fn is_unreachable(error: &AnalysisError, name: &str) {
    assert_eq!(error.code(), "ANALYSIS_UNREACHABLE", "{error}");
    assert!(error.to_string().contains(name), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_ends_in_the_middle_of_a_question_is_named_and_the_next_question_works() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        World::new(&database, 61).await;
        let cluster = servers.engine(&database);
        agrees(&database, &cluster).await;

        let mut held_up = hold_up(&servers, "data2", "fact").await;
        let asking = cluster.clone();
        let asked = tokio::spawn(async move { asking.spend(&plan()).await });
        until_somebody_waits(&mut held_up).await;
        servers.down("data2");
        is_unreachable(&asked.await.unwrap().unwrap_err(), "`data2`");
        // As long as it is down, too.
        is_unreachable(&cluster.spend(&plan()).await.unwrap_err(), "`data2`");
        // What the other server keeps is answered all the same.
        let there = "SELECT DISTINCT institution_id FROM fact ORDER BY institution_id";
        let there: Vec<i32> =
            sqlx::query_scalar(there).fetch_all(&mut servers.server("data1").await).await.unwrap();
        let filter = SpendFilter { institutions: Some(there), ..SpendFilter::default() };
        let elsewhere = SpendPlan { filter, ..plan() };
        let expected = SqlEngine::new(database.clone()).spend(&elsewhere).await.unwrap();
        assert!(expected.total.sum.payments > 0);
        assert_eq!(cluster.spend(&elsewhere).await.unwrap(), expected);
        servers.up("data2");
        agrees(&database, &cluster).await;
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_ends_while_facts_are_changed_loses_nothing() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 62).await;
        let cluster = servers.engine(&database);
        agrees(&database, &cluster).await;
        for table in ["fact", "fact_payee", "fact_payer", "fact_label"] {
            for _ in 0..4 {
                world.step().await;
            }
            world.change_homes().await;
            world.change_labels().await;
            world.change_profiles().await;
            load_many(&mut world).await;
            let mut held_up = hold_up(&servers, "data1", table).await;
            let asking = cluster.clone();
            let asked = tokio::spawn(async move { asking.spend(&plan()).await });
            until_somebody_waits(&mut held_up).await;
            servers.down("data1");
            is_unreachable(&asked.await.unwrap().unwrap_err(), "`data1`");
            servers.up("data1");
            agrees(&database, &cluster).await;
        }
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_the_coordinator_lost_are_replaced() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 63).await;
        let cluster = servers.engine(&database);
        let many: Vec<_> = (0..6)
            .map(|_| {
                let cluster = cluster.clone();
                tokio::spawn(async move { cluster.spend(&plan()).await.map(drop) })
            })
            .collect();
        for one in many {
            one.await.unwrap().unwrap();
        }
        servers.down("coordinator");
        is_unreachable(&cluster.spend(&plan()).await.unwrap_err(), "the coordinator");
        servers.up("coordinator");
        for _ in 0..8 {
            agrees(&database, &cluster).await;
        }
        servers.down("coordinator");
        servers.up("coordinator");
        world.load().await;
        agrees(&database, &cluster).await;
        cluster.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_that_is_killed_while_it_changes_facts_is_followed_by_another() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 64).await;
        let killed = servers.engine(&database);
        agrees(&database, &killed).await;
        load_many(&mut world).await;
        let mut held_up = hold_up(&servers, "data1", "fact").await;
        let asking = killed.clone();
        let asked = tokio::spawn(async move { asking.spend(&plan()).await });
        until_somebody_waits(&mut held_up).await;
        // Meanwhile nobody is answered from facts that are half changed.
        let other = servers.engine(&database);
        let budget = QueryBudget::new(Duration::from_millis(300));
        assert_eq!(budget.scope(other.spend(&plan())).await.unwrap_err().code(), "ANALYSIS_BEHIND");
        // What the database sees of a process that is killed.
        let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                    WHERE application_name = 'anchorhub' AND pid <> pg_backend_pid()";
        execute(&mut servers.coordinator().await, kill).await;
        assert!(asked.await.unwrap().is_err());
        drop(held_up);
        agrees(&database, &servers.engine(&database)).await;
    })
    .await;
}
