//! Several at once: refreshes beside refreshes, and beside loads.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use anchorhub_entities::{contract, payment, payment_contract_link};
use anchorhub_linking::{mark, refresh};
use anchorhub_store::{Engine, LoadTx};
use sea_orm::{
    EntityTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    hub::{Hub, contract, payment},
    support::on_each_engine,
};

/// A load that commits in the middle of a refresh: its mark stays, or what it brought is seen.
#[tokio::test]
async fn a_load_meanwhile_is_not_forgotten() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.contract(contract("grounds", "REGISTER"), &[1], &[7]).await;
        hub.pay(vec![payment(1, 1)]).await;
        for round in 2..12 {
            let loading = async {
                // On SQLite the loads wait for the writer, and on PostgreSQL for the mark.
                hub.pay(vec![payment(1, round)]).await;
            };
            let ((), refreshed) = tokio::join!(loading, async { refresh(&hub.database, &mut |_| {}).await });
            refreshed.unwrap();
            if hub.marks().await == 0 {
                assert_eq!(i32::try_from(hub.links(1).await.len()).unwrap(), round);
            }
        }
        hub.refresh().await;
        assert_eq!((hub.links(1).await.len(), hub.marks().await), (11, 0));
    })
    .await;
}

/// A mark set anew by a load that is under way while the refresh reads is still there afterwards.
#[tokio::test]
async fn a_mark_set_anew_stays() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.contract(contract("grounds", "REGISTER"), &[1], &[7]).await;
        hub.pay(vec![payment(1, 1)]).await;
        let mut loads = 0;
        // The load commits each time an institution is done, which is when its mark has just been taken.
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel::<()>();
        let loading = async {
            while receiver.recv().await.is_some() && loads < 3 {
                loads += 1;
                hub.pay(vec![payment(1, 100 + loads)]).await;
            }
        };
        let refreshing = async {
            for _ in 0..4 {
                let sender = sender.clone();
                refresh(&hub.database, &mut |_| {
                    let _ = sender.send(());
                })
                .await
                .unwrap();
                tokio::task::yield_now().await;
            }
            drop(sender);
        };
        tokio::join!(loading, refreshing);
        hub.refresh().await;
        assert_eq!((hub.links(1).await.len(), hub.marks().await), (1 + usize::try_from(loads).unwrap(), 0));
    })
    .await;
}

/// Refreshes at the same time come to what one alone comes to, and every mark is worked off.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refreshes_beside_each_other() {
    on_each_engine(async |database| {
        let hub = Arc::new(Hub::new(database).await);
        for institution in 1..=3 {
            for (place, supplier) in (0..30).zip(7_i64..) {
                let value_pence = Some(10_000_000 + i64::from(place) * 1_000_000);
                let key = format!("{institution}-{place}");
                for source in ["REGISTER", "AWARD"] {
                    let stated = contract::Model {
                        value_pence,
                        process_id: None,
                        document_id: Some(if source == "AWARD" { 1 } else { 2 }),
                        ..contract(&format!("{key} {source}"), source)
                    };
                    let joint = [institution, 3];
                    let buyers: BTreeSet<i32> = if place == 0 { joint.into() } else { [institution].into() };
                    hub.contract(stated, &buyers.into_iter().collect::<Vec<_>>(), &[supplier]).await;
                }
            }
            let paid = (1..=300_i32).map(|seq| {
                let supplier_id = Some(7 + i64::from(seq % 30));
                payment::Model { supplier_id, ..payment(institution, seq) }
            });
            hub.pay(paid.collect()).await;
        }
        hub.refresh().await;
        let alone = [hub.links(1).await, hub.links(2).await, hub.links(3).await];
        assert!(alone.iter().all(|links| links.len() > 200), "{:?}", alone.each_ref().map(Vec::len));
        let clusters = hub.clusters().await;

        payment_contract_link::Entity::delete_many().exec(hub.database.write()).await.unwrap();
        hub.mark([1, 2, 3]).await;
        let refreshes = (0..4).map(|_| {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move { refresh(&hub.database, &mut |_| {}).await })
        });
        for refreshed in refreshes.collect::<Vec<_>>() {
            refreshed.await.unwrap().unwrap();
        }
        hub.refresh().await;
        assert_eq!(hub.marks().await, 0);
        assert_eq!([hub.links(1).await, hub.links(2).await, hub.links(3).await], alone);
        assert_eq!(hub.clusters().await, clusters);
    })
    .await;
}

/// Stopped anywhere, a refresh leaves links that hold and its mark; the next one finishes.
#[tokio::test]
async fn a_refresh_that_is_stopped_is_finished_by_the_next() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        for supplier in 7..12 {
            let value_pence = Some(10_000_000 + supplier);
            let stated = contract::Model { value_pence, ..contract(&format!("of {supplier}"), "REGISTER") };
            hub.contract(stated, &[1, 2], &[supplier]).await;
        }
        let paid = |institution, round: i32| {
            (1..=1500).map(move |seq| payment::Model {
                pence: 100,
                supplier_id: Some(7 + i64::from((seq + round) % 6)),
                ..payment(institution, seq)
            })
        };
        let mut finished = 0;
        for round in 0..30 {
            payment::Entity::delete_many().exec(hub.database.write()).await.unwrap();
            hub.pay(paid(1, round).chain(paid(2, round)).collect()).await;
            let time = Duration::from_millis(u64::try_from(round).unwrap() * 13);
            let refreshed = tokio::time::timeout(time, refresh(&hub.database, &mut |_| {})).await;
            finished += u32::from(refreshed.is_ok());
            if hub.marks().await == 0 {
                assert_eq!((hub.links(1).await.len(), hub.links(2).await.len()), (1250, 1250));
            }
            let counted = hub.counted(1).await;
            assert!(hub.links(1).await.iter().all(|link| counted.contains(&link.2)));
        }
        assert!(finished < 30, "nothing was stopped");
        hub.refresh().await;
        assert_eq!((hub.links(1).await.len(), hub.links(2).await.len(), hub.marks().await), (1250, 1250, 0));
    })
    .await;
}

/// A load that holds a contract keeps nobody waiting: the refresh gives up, and the next one finishes.
#[tokio::test]
async fn a_contract_in_other_hands_is_left_for_later() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let held = hub.contract(contract("grounds", "REGISTER"), &[1], &[7]).await;
        hub.pay(vec![payment(1, 1)]).await;
        let mut tx = LoadTx::begin(&hub.database).await.unwrap();
        if tx.engine() == Engine::Postgres {
            let update = Query::update()
                .table(contract::Entity)
                .value(contract::Column::Title, "Grounds and parks")
                .and_where(Expr::col(contract::Column::Id).eq(held))
                .to_owned();
            tx.execute(&update).await.unwrap();
            let report = hub.refresh().await;
            assert_eq!((report.institutions, report.left), (0, 1));
            mark(&mut tx, 1).await.unwrap();
        }
        tx.commit().await.unwrap();
        let report = hub.refresh().await;
        assert_eq!((report.institutions, report.left, report.linked()), (1, 0, 1));
    })
    .await;
}
