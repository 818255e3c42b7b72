//! Many at once: questions, refreshes and loads.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, SpendDimension, SpendEngine, SpendPlan, SqlEngine, Sum,
};
use anchorhub_store::QueryBudget;

use crate::{databases, world::World};

fn by_institution() -> SpendPlan {
    SpendPlan { group_by: vec![SpendDimension::Institution], first: 10, ..SpendPlan::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_questions_at_once_make_one_refresh() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 11).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        engine.refresh().await.unwrap();
        let refreshing = async |questions: usize| {
            let before = database.statements_read();
            let asked: Vec<_> = (0..questions)
                .map(|_| {
                    let engine = engine.clone();
                    tokio::spawn(async move { engine.spend(&by_institution()).await.unwrap() })
                })
                .collect();
            let mut answers = Vec::new();
            for answer in asked {
                answers.push(answer.await.unwrap());
            }
            (answers, database.statements_read() - before)
        };
        world.load().await;
        let (_, alone) = refreshing(1).await;
        world.load().await;
        let (answers, together) = refreshing(12).await;
        assert_eq!(together, alone, "one of twelve reads the database");
        let expected = SqlEngine::new(database.clone()).spend(&by_institution()).await.unwrap();
        assert!(answers.iter().all(|answer| *answer == expected));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_mixes_versions_while_documents_are_loaded() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 12).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        let sql = SqlEngine::new(database.clone());
        let total = async |answer: anchorhub_analysis::SpendAnswer| (answer.data_version, answer.total.sum);
        let known: Arc<Mutex<BTreeMap<i64, Sum>>> = Arc::default();
        let (version, sum) = total(sql.spend(&SpendPlan::default()).await.unwrap()).await;
        known.lock().unwrap().insert(version, sum);

        let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let asking: Vec<_> = (0..3)
            .map(|_| {
                let (engine, over) = (engine.clone(), Arc::clone(&over));
                tokio::spawn(async move {
                    let mut seen = Vec::new();
                    while !over.load(std::sync::atomic::Ordering::Relaxed) {
                        let answer = engine.spend(&by_institution()).await.unwrap();
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
            .collect();
        for _ in 0..25 {
            world.step().await;
            // The only writer: nothing comes between.
            let (version, sum) = total(sql.spend(&SpendPlan::default()).await.unwrap()).await;
            known.lock().unwrap().insert(version, sum);
        }
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        let known = known.lock().unwrap().clone();
        let mut compared = 0;
        for asked in asking {
            let seen = asked.await.unwrap();
            assert!(seen.is_sorted_by_key(|(version, _)| *version), "versions never go back: {seen:?}");
            for (version, sum) in seen {
                // Some steps commit twice; the first of these versions is known to nobody but the engine.
                if let Some(known) = known.get(&version) {
                    assert_eq!(*known, sum, "version {version}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 0);
    })
    .await;
}

#[tokio::test]
async fn a_question_stops_at_its_deadline_and_the_next_is_answered() {
    databases::on_each_engine(async |database| {
        World::new(&database, 13).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        engine.refresh().await.unwrap();
        let plan = by_institution();
        let error = QueryBudget::new(Duration::ZERO).scope(engine.spend(&plan)).await.unwrap_err();
        assert_eq!(error.code(), "DEADLINE_EXCEEDED");
        let budget = QueryBudget::new(Duration::from_secs(60));
        let answer = budget.scope(engine.spend(&plan)).await.unwrap();
        assert!(answer.total.sum.payments > 0);
    })
    .await;
}

#[tokio::test]
async fn a_closed_engine_reads_nothing_and_sql_answers() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 15).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        engine.refresh().await.unwrap();
        engine.close().await.unwrap();
        world.load().await;
        assert_eq!(engine.refresh().await.unwrap_err().code(), "DATABASE_UNAVAILABLE");
        let expected = SqlEngine::new(database.clone()).spend(&by_institution()).await.unwrap();
        assert_eq!(engine.spend(&by_institution()).await.unwrap(), expected);
    })
    .await;
}

#[tokio::test]
async fn sql_answers_while_the_first_state_is_made() {
    databases::on_each_engine(async |database| {
        World::new(&database, 14).await;
        let settings = ColumnarSettings { first_wait: Duration::ZERO, ..ColumnarSettings::default() };
        let engine = ColumnarEngine::new(database.clone(), settings);
        let expected = SqlEngine::new(database.clone()).spend(&by_institution()).await.unwrap();
        assert_eq!(engine.spend(&by_institution()).await.unwrap(), expected);
        engine.refresh().await.unwrap();
        assert_eq!(engine.spend(&by_institution()).await.unwrap(), expected);
    })
    .await;
}
