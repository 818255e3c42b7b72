//! Loading releases takes the memory of a few processes, however long the file is. Alone in its process, because
//! it looks at what the process uses. `ANCHORHUB_TEST_RELEASES_MB` makes the file longer than its usual 24 MB; the
//! rates that are told are those of the build that runs.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

#[path = "../../store/tests/support/mod.rs"]
mod support;

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::Path,
    sync::Arc,
    time::Instant,
};

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    Archive, Caps, IngestError, Ingestor,
    feeds::{self, FeedSetup},
    progress::{Progress, Silent},
    reference::{self, ReferenceKind},
};
use anchorhub_ocds::Releases;

use crate::support::on_each_engine;

/// Memory of the process at most, in kB.
const MOST: u64 = 400_000;

const INSTITUTIONS: &str = "org_id,name,kind,home_area\nGB-LAE-AAA,Ashmere Council,COUNCIL,\n";

/// The most memory that this process has used so far, in kB; nothing where the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

fn parties(number: u64) -> String {
    let firm = number * 7_919 % 20_011;
    format!(
        r#""buyer":{{"id":"b","name":"Council {}"}},"parties":[{{"id":"b","name":"Council {}","roles":["buyer"],"identifier":{{"scheme":"GB-PPON","id":"P{}"}},"address":{{"streetAddress":"1 Some Road","postalCode":"ZZ1 1AA"}}}},{{"id":"s","name":"Firm {firm} Ltd","roles":["supplier"],"identifier":{{"scheme":"GB-COH","id":"{firm:08}"}},"address":{{"postalCode":"ZZ2 2BB"}},"details":{{"scale":"sme"}}}}]"#,
        number % 500,
        number % 500,
        number % 500
    )
}

/// A tender with two lots; the text differs from one to the next, so that it does not compress to nothing.
fn tender(number: u64) -> String {
    let words =
        ["bins", "roads", "care", "schools", "winter", "repair", "bridge", "supply", "north", "market"];
    let text: Vec<&str> = (1..200).map(|place| words[(number * place % 1_009 % 10) as usize]).collect();
    let lot = |id: u8| {
        format!(
            r#"{{"id":"{id}","title":"Lot {id} of {number}","description":"{}","suitability":{{"sme":true}},"value":{{"amount":{number}.5,"currency":"GBP"}},"contractPeriod":{{"startDate":"2026-09-01","endDate":"2029-08-31"}},"awardCriteria":{{"criteria":[{{"type":"price","name":"Price"}}]}}}}"#,
            text[..40].join(" ")
        )
    };
    format!(
        r#"{{"ocid":"ocds-t-{number:07}","id":"{number}-1","date":"2026-06-01T10:00:00+01:00","tag":["tender"],{},"tender":{{"id":"t","title":"Process {number}","description":"{}","status":"active","procurementMethod":"open","classification":{{"scheme":"CPV","id":"90511000"}},"lots":[{},{}],"items":[{{"id":"1","relatedLot":"1","deliveryAddresses":[{{"region":"UKG31"}}]}}]}}}}"#,
        parties(number),
        text.join(" "),
        lot(1),
        lot(2)
    )
}

fn award(number: u64) -> String {
    let one = |id: u8| {
        format!(
            r#"{{"id":"{id}","title":"Award {id}","status":"active","date":"2026-08-10","value":{{"amount":{number},"currency":"GBP"}},"relatedLots":["{id}"],"suppliers":[{{"id":"s","name":"Firm {} Ltd"}}]}}"#,
            number * 7_919 % 20_011
        )
    };
    format!(
        r#"{{"ocid":"ocds-t-{number:07}","id":"{number}-2","date":"2026-08-10T10:00:00+01:00","tag":["award"],{},"awards":[{},{}],"contracts":[{{"id":"1","awardID":"1","status":"active","period":{{"startDate":"2026-09-01","endDate":"2029-08-31"}},"value":{{"amount":480,"currency":"GBP"}}}}]}}"#,
        parties(number),
        one(1),
        one(2)
    )
}

/// All tenders, and behind them all awards, so that processes are not found in one place.
fn write(path: &Path, bytes: usize) -> u64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let processes = bytes as u64 / (tender(1).len() + award(1).len()) as u64;
    for make in [tender, award] {
        for number in 0..processes {
            writeln!(file, "{}", make(number)).unwrap();
        }
    }
    file.flush().unwrap();
    processes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_file_takes_the_memory_of_a_few_processes() {
    let megabytes: usize =
        std::env::var("ANCHORHUB_TEST_RELEASES_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(24);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.jsonl");
    let processes = write(&path, megabytes << 20);
    let rate = |began: Instant| megabytes as f64 / began.elapsed().as_secs_f64();

    let began = Instant::now();
    let reader = BufReader::new(File::open(&path).unwrap());
    assert_eq!(
        Releases::new(reader, anchorhub_ocds::Caps::default()).map(Result::unwrap).count() as u64,
        2 * processes
    );
    eprintln!("{megabytes} MB read alone: {:.1} MB/s", rate(began));

    on_each_engine(async |database| {
        reference::load_text(&database, ReferenceKind::Institutions, "institutions.csv", INSTITUTIONS)
            .await
            .unwrap();
        let hub = tempfile::tempdir().unwrap();
        let archive = Archive::local(&hub.path().join("archive")).unwrap();
        let (temporary, adapters) = (hub.path().join("tmp"), hub.path().join("adapters"));
        let ingestor =
            Ingestor::new(database.clone(), archive, temporary, adapters, Caps::default()).unwrap();
        let setup = FeedSetup::new("GB-LAE-AAA".parse().unwrap(), FeedKind::Ocds, "ocds");
        let feed = feeds::set_up(&database, &setup).await.unwrap();
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        let began = Instant::now();
        let mut run = ingestor.open_run(&feed).await.unwrap();
        let receipt = ingestor.take(&mut run, &path, None, &progress).await.unwrap();
        ingestor.end_run(run, Ok::<(), IngestError>(())).await.unwrap();
        let read = receipt.releases().unwrap();
        assert_eq!((read.stored, read.processes), (2 * processes, processes), "{:?}", receipt.error);
        let peak = most_memory();
        eprintln!("{:?}: {:.1} MB/s, at most {peak:?} kB", database.engine(), rate(began));
        match peak {
            Some(peak) => assert!(peak < MOST, "{megabytes} MB of releases took {peak} kB of memory"),
            None => eprintln!("skipped: this system does not tell how much memory a process has used"),
        }
    })
    .await;
}
