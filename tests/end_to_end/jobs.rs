//! Jobs: two workers on one database, each killed again and again; schedules; workers inside the server.

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{
    Hub, Server,
    find_a_tender::Dice,
    source::{Reply, Source},
};

/// How often each of two workers is killed, and the documents that they fetch meanwhile.
const KILLS: usize = 50;
const DOCUMENTS: usize = 2_000;
const FEED: &str = "GB-LAE-WLV.documents";

/// A page that links to documents of one release each, and how often a document was asked for.
fn documents(count: usize) -> (Source, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let source = Source::start(move |request| {
        if request.path == "/" {
            let links: String = (0..count).map(|number| format!("<a href=\"{number}.json\">x</a>")).collect();
            return Reply::new(200, format!("<html>{links}</html>")).with("Content-Type", "text/html");
        }
        let number = request.path.trim_start_matches('/').trim_end_matches(".json");
        counted.fetch_add(1, Ordering::SeqCst);
        Reply::json(&json!({ "releases": [{
            "ocid": format!("ocds-000000-{number}"), "id": number, "date": "2026-01-05T09:00:00Z", "tag": ["tender"],
            "tender": { "id": number, "title": "Gritting" }
        }] }))
    });
    (source, asked)
}

/// A feed of notices that has been due since long ago.
fn add_due_feed(hub: &Hub, config: &str, location: &str) {
    let add = ["feed", "add", "--institution", "GB-LAE-WLV", "--name", "documents", "--kind", "ocds"];
    let pulled =
        ["--connector", "http", "--schedule", "15 2 * * *", "--config", config, "--location", location];
    hub.run(add.into_iter().chain(pulled)).ok();
    hub.execute("UPDATE feed SET created_at = '2020-01-01T00:00:00+00:00'");
}

#[test]
fn two_workers_killed_again_and_again_do_every_job_exactly_once() {
    let Some(hub) = Hub::on_postgres() else { return };
    let (source, asked) = documents(DOCUMENTS);
    let config = hub.quick_workers("");
    let config = config.to_str().expect("a path");
    add_due_feed(&hub, config, &source.url("/"));

    let begun = Instant::now();
    thread::scope(|scope| {
        for worker in 0..2 {
            let (hub, asked) = (&hub, &asked);
            scope.spawn(move || {
                let mut dice = Dice::new(worker);
                for kill in 1..=KILLS {
                    let mut running = hub.start(["worker", "--config", config]);
                    // Spread over all of the work, at any moment of it.
                    let wanted = DOCUMENTS * kill / (KILLS + 2) + dice.below(DOCUMENTS / KILLS);
                    let pause = Duration::from_millis(dice.below(50) as u64);
                    while asked.load(Ordering::SeqCst) < wanted {
                        thread::sleep(Duration::from_millis(2));
                        assert!(running.try_wait().expect("a state").is_none(), "the worker ended by itself");
                    }
                    thread::sleep(pause);
                    running.kill().expect("the worker can be killed");
                    running.wait().expect("the worker ends");
                }
            });
        }
    });
    let left = hub.number("SELECT count(*) FROM job WHERE state <> 'DONE'");
    assert!(left > 0, "the last worker was killed when all was done");
    hub.run(["worker", "--until-idle", "--config", config]).ok();
    eprintln!("{DOCUMENTS} jobs and {} kills took {:?}", 2 * KILLS, begun.elapsed());

    let documents = i64::try_from(DOCUMENTS).expect("a number");
    for (expected, sql) in [
        (documents, "SELECT count(*) FROM release"),
        (documents, "SELECT count(DISTINCT ocid) FROM release"),
        (documents, "SELECT count(*) FROM document"),
        (documents, "SELECT count(*) FROM document WHERE status = 'LOADED' AND records = 1 AND known = 0"),
        (documents, "SELECT count(*) FROM fetched_url"),
        (documents, "SELECT count(DISTINCT unique_key) FROM job WHERE kind = 'fetch' AND state = 'DONE'"),
        (0, "SELECT count(*) FROM job WHERE state <> 'DONE'"),
    ] {
        assert_eq!(hub.number(sql), expected, "{sql}");
    }
}

#[test]
fn a_schedule_falls_due_once_however_many_workers_look_at_it() {
    for hub in Hub::on_each_database() {
        let (source, asked) = documents(3);
        let config = hub.quick_workers("");
        let config = config.to_str().expect("a path");
        add_due_feed(&hub, config, &source.url("/"));
        let workers = [(); 2].map(|()| hub.start(["worker", "--until-idle", "--config", config]));
        for worker in workers {
            let output = worker.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        hub.run(["worker", "--until-idle", "--config", config]).ok();
        assert_eq!(hub.number("SELECT count(*) FROM job WHERE kind = 'pull' AND tick LIKE '%T02:15:00'"), 1);
        assert_eq!(hub.number("SELECT count(*) FROM job WHERE kind = 'pull'"), 1);
        assert_eq!(hub.number("SELECT count(*) FROM release"), 3);
        assert_eq!(asked.load(Ordering::SeqCst), 3);

        // A paused feed is not due, and nor is one whose schedule is taken away.
        hub.execute("UPDATE job SET tick = '2020-01-01T02:15:00' WHERE kind = 'pull'");
        hub.run(["feed", "pause", FEED]).ok();
        hub.run(["worker", "--until-idle", "--config", config]).ok();
        hub.run(["feed", "resume", FEED]).ok();
        let add = ["feed", "add", "--institution", "GB-LAE-WLV", "--name", "documents", "--kind", "ocds"];
        hub.run(add.into_iter().chain(["--schedule", "never"])).ok();
        hub.run(["worker", "--until-idle", "--config", config]).ok();
        assert_eq!(hub.number("SELECT count(*) FROM job WHERE kind = 'pull'"), 1);
    }
}

#[test]
fn a_server_has_workers_inside_unless_it_is_told_not_to() {
    for hub in Hub::on_each_database() {
        let (source, _) = documents(3);
        let config = hub.quick_workers("");
        let config = config.to_str().expect("a path");
        add_due_feed(&hub, config, &source.url("/"));
        let server = Server::start(&hub, &["--no-workers", "--config", config]);
        thread::sleep(Duration::from_secs(2));
        assert_eq!(server.end().0, Some(0));
        assert_eq!(hub.number("SELECT count(*) FROM job"), 0);

        let server = Server::start(&hub, &["--config", config]);
        wait_until("the server's workers load what is due", || {
            hub.number("SELECT count(*) FROM release") == 3
        });
        assert_eq!(server.get("/healthz").status, 200);
        let (code, said) = server.end();
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn a_worker_told_to_end_hands_its_job_back() {
    for hub in Hub::on_each_database() {
        let held = Arc::new(AtomicUsize::new(0));
        let slow = Arc::clone(&held);
        let source = Source::start(move |_| {
            let first = slow.fetch_add(1, Ordering::SeqCst) == 0;
            let reply =
                Reply::json(&json!({ "releases": [{ "ocid": "o", "id": "1", "date": "2026-01-05T09:00:00Z",
                "tag": ["tender"], "tender": { "id": "t", "title": "Gritting" } }] }));
            if first { reply.slow(Duration::from_secs(30)) } else { reply }
        });
        let config = hub.quick_workers("");
        let config = config.to_str().expect("a path");
        add_due_feed(&hub, config, &source.url("/x.json"));
        let mut worker = hub.start(["worker", "--config", config]);
        wait_until("the document is asked for", || held.load(Ordering::SeqCst) == 1);
        let told = Instant::now();
        let kill = Command::new("kill").args(["-TERM", &worker.id().to_string()]).status();
        assert!(kill.expect("kill runs").success());
        assert_eq!(worker.wait().expect("it ends").code(), Some(0));
        assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
        // Nobody has to wait for its lease, and no attempt is lost.
        let handed = "SELECT count(*) FROM job WHERE state = 'QUEUED' AND attempts = 0 AND leased_by IS NULL";
        assert_eq!(hub.number(handed), 1);
        hub.run(["worker", "--until-idle", "--config", config]).ok();
        assert_eq!(hub.number("SELECT count(*) FROM release"), 1);
    }
}

#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "not in time: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}
