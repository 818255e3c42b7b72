//! Following a hub: what has changed is copied and nothing else, and no answer mixes versions.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anchorhub_analysis::{ClusterEngine, SpendDimension, SpendEngine, SpendPlan, SqlEngine, Sum};
use anchorhub_store::{Engine, Settings};

use crate::{
    databases,
    servers::{Servers, execute},
    world::World,
};

fn plan() -> SpendPlan {
    SpendPlan { group_by: vec![SpendDimension::Institution], first: 10, ..SpendPlan::default() }
}

/// Something of every table.
fn by_all() -> SpendPlan {
    let group_by = vec![
        SpendDimension::InstitutionKind,
        SpendDimension::Supplier,
        SpendDimension::CategoryDivision,
        SpendDimension::Month,
    ];
    SpendPlan { group_by, first: 5_000, ..SpendPlan::default() }
}

#[tokio::test]
async fn a_restart_copies_only_what_has_changed() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        // What another hub has left there goes away.
        let seed = if database.engine() == Engine::Sqlite { 71 } else { 171 };
        let mut world = World::new(&database, seed).await;
        let cluster = servers.engine(&database);
        let first = cluster.follow().await.unwrap();
        assert!(first.documents > 3 && first.changed_documents > 3, "{first:?}");
        assert_eq!(first.sites, 2);
        let sql = SqlEngine::new(database.clone());
        assert_eq!(cluster.spend(&plan()).await.unwrap(), sql.spend(&plan()).await.unwrap());
        cluster.close().await.unwrap();

        let restarted = servers.engine(&database);
        let second = restarted.follow().await.unwrap();
        assert_eq!((second.documents, second.changed_documents), (first.documents, 0));
        world.delete().await;
        let third = restarted.follow().await.unwrap();
        assert_eq!((third.documents, third.changed_documents), (first.documents - 1, 1));
        assert_eq!(restarted.spend(&plan()).await.unwrap(), sql.spend(&plan()).await.unwrap());
        restarted.close().await.unwrap();

        // A coordinator that comes from a backup knows of less than there is, at whatever version.
        let backup = "DELETE FROM fact_held WHERE kind = 'DOCUMENT'";
        execute(&mut servers.coordinator().await, backup).await;
        let restored = servers.engine(&database);
        assert_eq!(restored.spend(&plan()).await.unwrap(), sql.spend(&plan()).await.unwrap());
        restored.close().await.unwrap();

        // A server that keeps facts comes from a backup: some are gone, and some are there that went.
        for (name, backup) in [
            ("data1", "DELETE FROM fact WHERE seq = 2"),
            ("data2", "DELETE FROM fact WHERE seq > 4"),
            (
                "data2",
                "INSERT INTO fact SELECT institution_id, 9999, seq, paid_on, month, 1, 0, 0, 0, name_id \
                       FROM fact WHERE seq = 2 ON CONFLICT DO NOTHING",
            ),
            ("data1", "DELETE FROM fact_payee WHERE name_id < 9"),
            ("data2", "DELETE FROM fact_label"),
            ("data1", "DELETE FROM fact_payer WHERE institution_id = 1"),
        ] {
            execute(&mut servers.server(name).await, backup).await;
            let restored = servers.engine(&database);
            assert_eq!(
                restored.spend(&by_all()).await.unwrap(),
                sql.spend(&by_all()).await.unwrap(),
                "{backup}"
            );
            restored.close().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_mixes_versions_while_documents_are_loaded() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 72).await;
        let sql = SqlEngine::new(database.clone());
        let mut known: BTreeMap<i64, Sum> = BTreeMap::new();
        let answer = sql.spend(&SpendPlan::default()).await.unwrap();
        known.insert(answer.data_version, answer.total.sum);

        let over = Arc::new(AtomicBool::new(false));
        // As two processes of one hub would.
        let engines = [servers.engine(&database), servers.engine(&database)];
        let asking: Vec<_> = [0, 1, 0]
            .map(|place| {
                let (engine, over) = (engines[place].clone(), Arc::clone(&over));
                tokio::spawn(async move {
                    let mut seen = Vec::new();
                    while !over.load(Ordering::Relaxed) {
                        let answer = match engine.spend(&plan()).await {
                            Ok(answer) => answer,
                            // The made-up hub changes faster than any.
                            Err(error) if error.code() == "DATA_CHANGING" => continue,
                            Err(error) => panic!("{error}"),
                        };
                        let rows = answer.rows.iter().fold(Sum::default(), |sum, row| Sum {
                            net_pence: sum.net_pence + row.measures.sum.net_pence,
                            payments: sum.payments + row.measures.sum.payments,
                        });
                        assert_eq!(rows, answer.total.sum);
                        seen.push((answer.data_version, answer.total.sum));
                    }
                    seen
                })
            })
            .into();
        for _ in 0..25 {
            world.step().await;
            let answer = sql.spend(&SpendPlan::default()).await.unwrap();
            known.insert(answer.data_version, answer.total.sum);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        over.store(true, Ordering::Relaxed);
        let mut compared = 0;
        for asked in asking {
            let seen = asked.await.unwrap();
            assert!(seen.is_sorted_by_key(|(version, _)| *version), "versions never go back: {seen:?}");
            for (version, sum) in seen {
                // Some steps commit twice; the first of these versions is known to nobody but the engines.
                if let Some(known) = known.get(&version) {
                    assert_eq!(*known, sum, "version {version}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 0);
        for engine in engines {
            engine.close().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn one_server_is_prepared_by_the_program() {
    let Ok(server) = std::env::var("ANCHORHUB_TEST_POSTGRES") else { return };
    let facts = databases::PostgresDatabase::create(&server).await;
    databases::on_each_engine(async |database| {
        let cluster = ClusterEngine::new(database.clone(), Settings::new(facts.url.clone()));
        World::new(&database, 73).await;
        if database.engine() == Engine::Sqlite {
            assert_eq!(cluster.spend(&plan()).await.unwrap_err().code(), "ANALYSIS_NOT_PREPARED");
        }
        cluster.prepare().await.unwrap();
        cluster.prepare().await.unwrap();
        let expected = SqlEngine::new(database.clone()).spend(&plan()).await.unwrap();
        assert_eq!(cluster.spend(&plan()).await.unwrap(), expected);
        cluster.close().await.unwrap();
    })
    .await;
}
