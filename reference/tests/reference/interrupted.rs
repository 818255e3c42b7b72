//! Loads that are killed, stand still, or run at the same time.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
    mpsc,
};

use anchorhub_reference::{Kind, Told, Watch, editions, load_file, silent};
use tokio::sync::Notify;

use crate::{desk::Desk, editions::directory, support::on_each_engine};

/// Rows of two transactions.
const ROWS: u32 = 21_000;

/// Tells when a load has written so many rows.
fn when_written(rows: u64) -> (Watch, Arc<Notify>) {
    let reached = Arc::new(Notify::new());
    let telling = Arc::clone(&reached);
    let writing = AtomicBool::new(false);
    let watch: Watch = Arc::new(move |told| match told {
        Told::Writing(_) => writing.store(true, Ordering::Relaxed),
        Told::Rows(written) if writing.load(Ordering::Relaxed) && written >= rows => telling.notify_one(),
        _ => {}
    });
    (watch, reached)
}

/// Begins a load and drops it when it has written some of its rows.
async fn kill_in_the_middle(desk: &Desk, kind: Kind, bytes: &str) {
    let request = desk.request(kind, desk.file("killed.csv", bytes));
    let (watch, reached) = when_written(1);
    tokio::select! {
        result = load_file(&desk.database, &request, &watch) => panic!("it ended: {result:?}"),
        () = reached.notified() => {}
    }
}

async fn make_it_old(desk: &Desk) {
    desk.execute(
        "UPDATE reference_edition SET loaded_at = '2020-01-01T00:00:00+00:00' WHERE state = 'LOADING'",
    )
    .await;
}

#[tokio::test]
async fn killed_in_the_middle_the_old_edition_counts_and_the_next_load_tidies_up() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        desk.load(Kind::Postcodes, directory(100, "E08000025")).await;
        let version = desk.database.data_version().await.unwrap();
        kill_in_the_middle(&desk, Kind::Postcodes, &directory(ROWS, "E08000026")).await;
        assert_eq!(desk.database.data_version().await.unwrap(), version);
        assert_eq!(desk.rows(&["state"], "reference_edition ORDER BY id").await, ["CURRENT", "LOADING"]);
        assert!(desk.count("postcode").await > 100, "some rows were written");
        assert!(editions(&desk.database).await.unwrap().iter().any(|edition| edition.loaded_at.is_none()));

        // As long as it may be alive, nobody touches its rows: also not a load of another kind.
        let written = desk.count("postcode").await;
        desk.load(Kind::Imd, "lsoa11,imd_decile\nE01021988,1\n").await;
        assert_eq!(desk.count("postcode").await, written);

        make_it_old(&desk).await;
        desk.load(Kind::Imd, "lsoa11,imd_decile\nE01021988,2\n").await;
        assert_eq!(desk.count("postcode").await, 100);
        assert_eq!(desk.count("reference_edition WHERE state <> 'CURRENT'").await, 0);

        desk.load(Kind::Postcodes, directory(ROWS, "E08000026")).await;
        assert_eq!(desk.count("postcode").await, i64::from(ROWS));
    })
    .await;
}

#[tokio::test]
async fn killed_while_rows_are_removed_the_next_load_removes_the_rest() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        desk.load(Kind::Postcodes, directory(ROWS, "E08000025")).await;
        let request = desk.request(Kind::Postcodes, desk.file("second.csv", directory(10, "E08000026")));
        let removing = Arc::new(Notify::new());
        let telling = Arc::clone(&removing);
        let watch: Watch = Arc::new(move |told| {
            if told == Told::Removing {
                telling.notify_one();
            }
        });
        tokio::select! {
            biased;
            () = removing.notified() => {}
            result = load_file(&desk.database, &request, &watch) => panic!("it ended: {result:?}"),
        }
        assert_eq!(desk.rows(&["version"], "reference_edition WHERE state = 'CURRENT'").await.len(), 1);
        assert_eq!(desk.rows(&["state"], "reference_edition ORDER BY id").await, ["RETIRED", "CURRENT"]);
        desk.load(Kind::Imd, "lsoa11,imd_decile\nE01021988,1\n").await;
        assert_eq!(desk.count("postcode").await, 10);
        assert_eq!(desk.count("reference_edition").await, 2);
    })
    .await;
}

/// Stands still between two transactions, as a stopped process does, until something is sent.
fn stopping() -> (Watch, Arc<Notify>, mpsc::Sender<()>) {
    let stopped = Arc::new(Notify::new());
    let telling = Arc::clone(&stopped);
    let (go_on, waiting) = mpsc::channel();
    let waiting = Mutex::new(Some(waiting));
    let writing = AtomicBool::new(false);
    let watch: Watch = Arc::new(move |told| match told {
        Told::Writing(_) => writing.store(true, Ordering::Relaxed),
        Told::Rows(_) if writing.load(Ordering::Relaxed) => {
            if let Some(waiting) = waiting.lock().unwrap().take() {
                telling.notify_one();
                tokio::task::block_in_place(|| waiting.recv().unwrap());
            }
        }
        _ => {}
    });
    (watch, stopped, go_on)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_that_was_taken_for_dead_ends_with_an_error_and_leaves_nothing() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let request = desk.request(Kind::Postcodes, desk.file("slow.csv", directory(ROWS, "E08000025")));
        let (watch, stopped, go_on) = stopping();
        let slow = {
            let database = desk.database.clone();
            tokio::spawn(async move { load_file(&database, &request, &watch).await })
        };
        stopped.notified().await;
        assert!(desk.count("postcode").await > 0);
        make_it_old(&desk).await;
        desk.load(Kind::Imd, "lsoa11,imd_decile\nE01021988,1\n").await;
        assert_eq!(desk.count("postcode").await, 0);
        go_on.send(()).unwrap();
        let error = slow.await.unwrap().unwrap_err();
        assert_eq!(error.code(), "LOAD_LOST", "{error}");
        assert_eq!(desk.count("postcode").await, 0);
        assert_eq!(desk.count("reference_edition").await, 1);
    })
    .await;
}

#[tokio::test]
async fn two_loads_of_a_kind_at_the_same_time_end_with_one_whole_edition() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let one = desk.request(Kind::Postcodes, desk.file("one.csv", directory(ROWS, "E08000025")));
        let other = desk.request(Kind::Postcodes, desk.file("other.csv", directory(ROWS, "E08000026")));
        let watch = silent();
        let (first, second) =
            tokio::join!(load_file(&desk.database, &one, &watch), load_file(&desk.database, &other, &watch));
        assert_eq!((first.unwrap().taken, second.unwrap().taken), (u64::from(ROWS), u64::from(ROWS)));
        assert_eq!(desk.count("reference_edition").await, 1);
        assert_eq!(desk.rows(&["district"], "postcode GROUP BY district").await.len(), 1);
        assert_eq!(desk.count("postcode").await, i64::from(ROWS));
    })
    .await;
}
