//! `kill -9` at any moment of an ingest: after the same command is run again, the totals are exact.

use std::{
    path::PathBuf,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use crate::support::Hub;

/// How often an ingest is killed, on each database.
const KILLS: u32 = 50;
/// Rounds in which that must succeed: each has months of its own, and there are no more until today.
const ROUNDS: u32 = 80;
/// Files of one ingest, and payments of one file.
const FILES: u32 = 3;
const PAYMENTS: i64 = 700;

#[test]
fn killed_ingests_lose_and_repeat_nothing_on_sqlite() {
    kill_again_and_again(&Hub::embedded());
}

#[test]
fn killed_ingests_lose_and_repeat_nothing_on_postgres() {
    if let Some(hub) = Hub::on_postgres() {
        kill_again_and_again(&hub);
    }
}

fn kill_again_and_again(hub: &Hub) {
    let mut expected = Totals::default();
    let (folder, totals) = months(hub, 0);
    let begun = Instant::now();
    hub.run(ingest(&folder)).ok();
    let mut whole = begun.elapsed();
    expected.add(&totals);
    assert_eq!(Totals::of(hub), expected);

    let (mut killed, mut round) = (0, 0);
    let mut random: u64 = 0x5eed;
    while killed < KILLS {
        round += 1;
        assert!(round <= ROUNDS, "only {killed} of {ROUNDS} ingests ran long enough to be killed");
        let (folder, totals) = months(hub, round);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = whole.mul_f64((random >> 33) as f64 / f64::from(1_u32 << 31));
        match kill_after(moment, hub.start(ingest(&folder))) {
            None => killed += 1,
            // The machine has become faster: moments are drawn from what an ingest takes now.
            Some(took) => whole = took,
        }
        hub.run(ingest(&folder)).ok();
        expected.add(&totals);
        assert_eq!(Totals::of(hub), expected, "killed after {moment:?} of {whole:?} in round {round}");
    }
}

/// Kills a process after a time; if it ends by itself before, how long it took.
fn kill_after(moment: Duration, mut running: Child) -> Option<Duration> {
    let begun = Instant::now();
    while begun.elapsed() < moment {
        if running.try_wait().expect("the state of the process").is_some() {
            return Some(begun.elapsed());
        }
        thread::sleep(Duration::from_millis(1));
    }
    let ended = running.try_wait().expect("the state of the process").is_some();
    if !ended {
        running.kill().expect("the process can be killed");
        running.wait().expect("the process ends");
    }
    ended.then(|| begun.elapsed())
}

fn ingest(folder: &PathBuf) -> [std::ffi::OsString; 4] {
    ["ingest".into(), folder.into(), "--institution".into(), "GB-LAE-WLV".into()]
}

/// Three months of payments that no other round has; every file ends with its total.
fn months(hub: &Hub, round: u32) -> (PathBuf, Totals) {
    let mut totals = Totals::default();
    for file in 0..FILES {
        let month = round * FILES + file;
        let (year, month) = (2005 + month / 12, month % 12 + 1);
        let mut text = String::from("Payment Date,Supplier Name,Net Amount,Trans No\n");
        let mut net = 0;
        for row in 0..PAYMENTS {
            let pence = (row * 7_919 + i64::from(round) * 104_729) % 200_000 - 40_000;
            net += pence;
            let sign = if pence < 0 { "-" } else { "" };
            let (pounds, rest) = (pence.abs() / 100, pence.abs() % 100);
            text += &format!(
                "{:02}/{month:02}/{year},Supplier {} Ltd,{sign}{pounds}.{rest:02},{row}\n",
                row % 28 + 1,
                (row + i64::from(round)) % 90
            );
        }
        let sign = if net < 0 { "-" } else { "" };
        text += &format!(",,{sign}{}.{:02},\n", net.abs() / 100, net.abs() % 100);
        hub.file(&format!("round-{round}/{file}.csv"), text);
        totals.add(&Totals { payments: PAYMENTS, net, documents: 1, rejected: 1 });
    }
    (hub.folder().join(format!("round-{round}")), totals)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Totals {
    payments: i64,
    net: i64,
    documents: i64,
    rejected: i64,
}

impl Totals {
    fn of(hub: &Hub) -> Self {
        Self {
            payments: hub.number("SELECT count(*) FROM payment"),
            net: hub.number("SELECT CAST(coalesce(sum(pence), 0) AS BIGINT) FROM payment"),
            documents: hub.number("SELECT count(*) FROM document WHERE status = 'LOADED'"),
            rejected: hub.number("SELECT count(*) FROM rejected_row WHERE code = 'HIDDEN_TOTAL'"),
        }
    }

    fn add(&mut self, other: &Self) {
        self.payments += other.payments;
        self.net += other.net;
        self.documents += other.documents;
        self.rejected += other.rejected;
    }
}

/// A run that was killed says so afterwards.
#[test]
fn a_killed_run_is_marked_as_interrupted() {
    for hub in Hub::on_each_database() {
        let (folder, _) = months(&hub, 0);
        hub.run(["migrate"]).ok();
        loop {
            let mut running = hub.start(ingest(&folder));
            let begun = Instant::now();
            while running.try_wait().expect("the state of the process").is_none()
                && begun.elapsed() < Duration::from_secs(30)
                && hub.number("SELECT count(*) FROM ingest_run WHERE state = 'RUNNING'") == 0
            {}
            let _ = running.kill();
            running.wait().expect("the process ends");
            if hub.number("SELECT count(*) FROM ingest_run WHERE state = 'RUNNING'") == 1 {
                break;
            }
        }
        hub.run(ingest(&folder)).ok();
        assert_eq!(hub.number("SELECT count(*) FROM ingest_run WHERE state = 'INTERRUPTED'"), 1);
        assert_eq!(hub.number("SELECT count(*) FROM ingest_run WHERE state = 'RUNNING'"), 0);
    }
}
