//! Several at once: refreshes and decisions beside loads.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anchorhub_resolution::{Verdict, refresh};
use anchorhub_store::LoadTx;

use crate::{hub::Hub, support::on_each_engine};

const NUMBER: (&str, &str) = ("company_number", "02300000");

/// A load that is under way when its supplier is merged commits what the merge has made of it.
#[tokio::test]
async fn a_load_under_way_follows_a_merge() {
    on_each_engine(async |database| {
        // SQLite has one writer: there a merge waits for the load.
        if database.engine() == anchorhub_store::Engine::Sqlite {
            return;
        }
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme", 100, &[]), ("Brown Bakers", 20, &[])]).await;
        hub.refresh().await;
        let (a, b) = (hub.atom("Acme").await, hub.atom("Brown Bakers").await);
        let mut tx = LoadTx::begin(&hub.database).await.unwrap();
        // It has looked its names up, and has not come to its end.
        let names = ["Brown Bakers"]
            .map(|name| anchorhub_store::NewName { name: name.to_owned(), key: Some(name.to_uppercase()) });
        tx.ensure_names(names.to_vec()).await.unwrap();
        hub.decide(Verdict::Same, a, b).await.unwrap();
        let tx = hub.write(tx, 2, 2, &[("Brown Bakers", 7, &[]), ("Brown Bakers Ltd", 1, &[])]).await;
        tx.commit().await.unwrap();
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 128)].into());
    })
    .await;
}

/// Loads, refreshes and decisions at once: afterwards everything is as if they had come one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_at_once() {
    on_each_engine(async |database| {
        let hub = Arc::new(Hub::new(database).await);
        hub.load(1, 1, &[("Acme", 100, &[NUMBER]), ("Brown Bakers", 20, &[])]).await;
        hub.refresh().await;
        let (a, b) = (hub.atom("Acme").await, hub.atom("Brown Bakers").await);
        let mut tasks = Vec::new();
        for institution in 1..=2 {
            let hub = Arc::clone(&hub);
            tasks.push(tokio::spawn(async move {
                for document in 0..8 {
                    let name = format!("Firm {institution} {document}");
                    let rows: &[_] =
                        &[("Acme", 1, &[NUMBER][..]), ("Brown Bakers", 1, &[]), (&name, 1, &[NUMBER])];
                    hub.load(institution, 100 * i64::from(institution) + document, rows).await;
                }
            }));
        }
        for _ in 0..2 {
            let hub = Arc::clone(&hub);
            tasks.push(tokio::spawn(async move {
                for _ in 0..8 {
                    refresh(&hub.database, &mut |_| {}).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            }));
        }
        let deciding = Arc::clone(&hub);
        tasks.push(tokio::spawn(async move {
            let mut decided = None;
            for _ in 0..12 {
                // Others may hold what it needs: then it is asked again, as people would.
                decided = match decided {
                    None => deciding.decide(Verdict::Same, a, b).await.ok(),
                    Some(decision) => deciding.undo(decision).await.err().map(|_| decision),
                };
            }
            if let Some(decision) = decided {
                while deciding.undo(decision).await.is_err() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }));
        for task in tasks {
            task.await.unwrap();
        }
        hub.refresh().await;
        hub.check().await;
        let paid: BTreeMap<i64, i64> = hub.paid().await;
        assert_eq!(paid, [(a, 100 + 16 + 16), (b, 20 + 16)].into());
    })
    .await;
}

/// Stopped anywhere, a refresh leaves everything whole, and the next one finishes it.
#[tokio::test]
async fn a_refresh_that_is_stopped_is_finished_by_the_next() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        // Firms with a few spellings each: one number with many names would be nobody's.
        let firms = ["02300000", "07654329", "00445790", "SC123456", "11122233"];
        let said: Vec<_> = firms.iter().map(|number| [("company_number", *number)]).collect();
        let names: Vec<String> = (0..40).map(|number| format!("Spelling {number}")).collect();
        let rows: Vec<_> =
            names.iter().zip(said.iter().cycle()).map(|(name, said)| (name.as_str(), 1, &said[..])).collect();
        hub.load(1, 1, &rows).await;
        for stop in 0..30 {
            let stopped =
                tokio::time::timeout(Duration::from_millis(stop), refresh(&hub.database, &mut |_| {})).await;
            hub.check().await;
            if stopped.is_ok() {
                break;
            }
        }
        hub.refresh().await;
        hub.check().await;
        assert_eq!(hub.paid().await.values().copied().collect::<Vec<_>>(), [8; 5]);
    })
    .await;
}
