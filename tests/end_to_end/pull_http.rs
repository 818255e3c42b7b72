//! Pulling files and list pages at an address, and what goes wrong with it.

use std::{
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;

use crate::support::{
    Hub, Outcome,
    source::{Reply, Source},
    workbook::workbook,
};

const FEED: &str = "GB-LAE-WLV.spend";
const APRIL: &str =
    "Payment Date,Supplier Name,Net Amount\n03/04/2024,Acorn Ltd,12.50\n17/04/2024,Beech Ltd,-2.50\n";

fn add(hub: &Hub, config: &str, location: &str) -> Outcome {
    let add = ["feed", "add", "--institution", "GB-LAE-WLV", "--connector", "http", "--format", "json"];
    hub.run(add.into_iter().chain(["--location", location, "--config", config]))
}

fn run(hub: &Hub, config: &str) -> Outcome {
    hub.run(["feed", "run", FEED, "--format", "json", "--config", config])
}

fn payments(hub: &Hub) -> (i64, i64) {
    let net = hub.number("SELECT CAST(coalesce(sum(pence), 0) AS BIGINT) FROM payment");
    (hub.number("SELECT count(*) FROM payment"), net)
}

/// A file that changes when it is told to, and says what version it has.
#[test]
fn a_file_is_fetched_again_only_when_it_has_changed() {
    for (header, condition) in [("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")] {
        for hub in Hub::on_each_database() {
            let version = Arc::new(AtomicUsize::new(1));
            let conditions: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
            let (now, seen) = (Arc::clone(&version), Arc::clone(&conditions));
            let source = Source::start(move |request| {
                let version = now.load(Ordering::SeqCst);
                let name = match header {
                    "ETag" => format!("\"v{version}\""),
                    _ => format!("Mon, 0{version} Jan 2024 09:00:00 GMT"),
                };
                let asked = request.header(condition).map(str::to_owned);
                seen.lock().expect("no panic").push(asked.clone());
                if asked.as_ref() == Some(&name) {
                    return Reply::new(304, "");
                }
                let more = if version > 1 { "18/04/2024,Cedar Ltd,1.00\n" } else { "" };
                Reply::new(200, format!("{APRIL}{more}")).with(header, name)
            });
            let config = hub.quick_workers("");
            let config = config.to_str().expect("a path");
            let feed = add(&hub, config, &source.url("/open/april.csv?version=current")).ok().object();
            assert_eq!((&feed["connector"], &feed["kind"]), (&"http".into(), &"spend".into()));
            let outcome = run(&hub, config).ok().objects();
            assert_eq!((&outcome[0]["status"], outcome.len()), (&"loaded".into(), 2));
            assert_eq!(outcome[1]["pull"]["requests"], 1);
            assert_eq!(payments(&hub), (2, 1_000));

            // The same version is not sent again, and no document comes of it.
            assert_eq!(run(&hub, config).ok().objects().len(), 1);
            version.store(2, Ordering::SeqCst);
            let outcome = run(&hub, config).ok().objects();
            assert_eq!(outcome[0]["status"], "replaced");
            assert_eq!(payments(&hub), (3, 1_100));
            let seen = conditions.lock().expect("no panic").clone();
            assert_eq!(seen.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true]);
            assert_eq!(hub.number("SELECT count(*) FROM document"), 2);
        }
    }
}

#[test]
fn the_files_of_a_list_page_are_fetched_from_its_own_host() {
    for hub in Hub::on_each_database() {
        let elsewhere = Arc::new(AtomicUsize::new(0));
        let reached = Arc::clone(&elsewhere);
        let source = Source::start(move |request| match request.path.as_str() {
            "/spend/" if request.header("host").is_some_and(|host| host.starts_with("127.")) => {
                let links = "<ul><li><a href='april.csv'>April</a><li><a href=\"/files/May.xlsx\">May</a>\
                     <li><a href='guide.pdf'>Guide</a><li><a href='http://localhost/x/june.csv'>June</a></ul>";
                Reply::new(200, format!("<!DOCTYPE html>{links}")).with("Content-Type", "text/html")
            }
            "/api/datasets" => {
                Reply::json(&json!({ "resources": [{ "format": "CSV", "url": "/spend/april.csv" }] }))
            }
            "/spend/april.csv" => Reply::new(200, APRIL),
            "/files/May.xlsx" => Reply::new(
                200,
                workbook(&[
                    &["Payment Date", "Supplier Name", "Net Amount"],
                    &["03/05/2024", "Acorn Ltd", "100.00"],
                ]),
            ),
            _ => {
                reached.fetch_add(1, Ordering::SeqCst);
                Reply::new(404, "")
            }
        });
        let config = hub.quick_workers("");
        let config = config.to_str().expect("a path");
        add(&hub, config, &source.url("/spend/")).ok();
        let outcome = run(&hub, config).ok().objects();
        let queued = outcome.iter().find_map(|line| line["pull"]["queued"].as_i64());
        assert_eq!(queued, Some(2), "{outcome:?}");
        assert_eq!(payments(&hub), (3, 11_000));
        assert_eq!(elsewhere.load(Ordering::SeqCst), 0);

        // A catalogue in JSON names the same file at the same address: the hub has it.
        add(&hub, config, &source.url("/api/datasets")).ok();
        let outcome = run(&hub, config).ok().objects();
        assert_eq!(outcome.iter().find_map(|line| line["pull"]["queued"].as_i64()), Some(1), "{outcome:?}");
        assert_eq!(payments(&hub), (3, 11_000));
    }
}

#[test]
fn a_contract_register_is_pulled_like_any_file() {
    for hub in Hub::on_each_database() {
        let source = Source::start(|_| {
            Reply::new(
                200,
                "Reference number,Title of agreement,Supplier name,Contract value,Start date,End date\n\
                 C-1,Gritting,Acorn Ltd,12000.00,01/04/2024,31/03/2026\n\
                 C-2,School meals,Beech Ltd,55000.00,01/09/2024,31/08/2027\n",
            )
        });
        let config = hub.quick_workers("");
        let config = config.to_str().expect("a path");
        let location = source.url("/contracts.csv");
        let add =
            ["feed", "add", "--institution", "GB-LAE-WLV", "--kind", "contracts", "--connector", "http"];
        hub.run(add.into_iter().chain(["--location", &location, "--config", config])).ok();
        let run = ["feed", "run", "GB-LAE-WLV.contracts", "--format", "json", "--config", config];
        let receipt = hub.run(run).ok().objects().remove(0);
        assert_eq!((&receipt["status"], &receipt["file"]), (&"loaded".into(), &location.as_str().into()));
        assert_eq!(hub.number("SELECT count(*) FROM contract"), 2);
    }
}

#[test]
fn what_goes_wrong_is_told_and_stays_visible() {
    for hub in Hub::on_each_database() {
        let source = Source::start(|request| match request.path.as_str() {
            "/large.csv" => Reply::new(200, APRIL.repeat(100)),
            "/slow.csv" => Reply::new(200, APRIL).slow(Duration::from_secs(4)),
            "/cut.csv" => Reply::new(200, APRIL).cut(),
            "/busy.csv" => Reply::new(503, ""),
            "/forbidden.csv" => Reply::new(401, ""),
            "/empty/" => Reply::new(200, "<html>nothing here</html>").with("Content-Type", "text/html"),
            "/page.csv" => Reply::new(200, "<html>Not found</html>").with("Content-Type", "text/csv"),
            _ => Reply::new(404, ""),
        });
        let config = hub.quick_workers("attempts = 2\ntries = 2\nidle_seconds = 1\nanswer_bytes = 2000");
        let config = config.to_str().expect("a path");
        for (path, code) in [
            ("/large.csv", "TOO_LARGE"),
            ("/slow.csv", "SOURCE_TIMED_OUT"),
            ("/cut.csv", "ANSWER_TRUNCATED"),
            ("/busy.csv", "SOURCE_BUSY"),
            ("/forbidden.csv", "SOURCE_REFUSED"),
            ("/missing.csv", "SOURCE_NOT_FOUND"),
            ("/empty/", "ANSWER_UNREADABLE"),
            ("/page.csv", "HTML_PAGE"),
        ] {
            add(&hub, config, &source.url(path)).ok();
            run(&hub, config).failed(code);
            let feed = hub.run(["feed", "list", "--format", "json"]).ok().object();
            assert_eq!(
                (&feed["pull"]["state"], &feed["pull"]["error_code"]),
                (&"FAILED".into(), &code.into())
            );
            assert!(hub.run(["feed", "list"]).ok().stdout.contains(code));
        }
        assert_eq!(payments(&hub), (0, 0));
        // What came, and could not be read, is a document of a run.
        let runs = hub.run(["run", "list", "--feed", FEED, "--format", "json"]).ok().objects();
        assert_eq!((runs.len(), &runs[0]["state"], &runs[0]["failed"]), (1, &"FAILED".into(), &1.into()));
        let shown = hub.run(["run", "show", &runs[0]["run"].to_string(), "--format", "json"]).ok().object();
        assert_eq!(shown["received"][0]["error_code"], "HTML_PAGE");
    }
}

#[test]
fn private_addresses_are_not_called() {
    let reached = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reached);
    let source = Source::start(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Reply::new(200, APRIL)
    });
    let hub = Hub::embedded();
    let config = hub.file("careful.toml", "[workers]\nattempts = 1\n");
    let config = config.to_str().expect("a path");
    // A literal is refused when the feed is added; a name, when it is looked up.
    add(&hub, config, &source.url("/april.csv")).failed("ADDRESS_REFUSED");
    let port = source.url("").rsplit_once(':').expect("a port").1.to_owned();
    add(&hub, config, &format!("http://localhost:{port}/april.csv")).ok();
    run(&hub, config).failed("ADDRESS_REFUSED");
    assert_eq!(reached.load(Ordering::SeqCst), 0);

    // One address may be named; another one of this machine is not called by it.
    let named = hub.file("named.toml", "[workers]\nattempts = 1\nprivate_addresses = [\"127.0.0.1\"]\n");
    let named = named.to_str().expect("a path");
    add(&hub, named, &format!("http://127.0.0.2:{port}/april.csv")).failed("ADDRESS_REFUSED");
    add(&hub, named, &source.url("/april.csv")).ok();
    // No proxy is taken from the environment.
    let mut command: Command = hub.command(["feed", "run", FEED, "--format", "json", "--config", named]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, "http://127.0.0.1:9");
    }
    Outcome::of(&mut command).ok();
    assert_eq!((reached.load(Ordering::SeqCst), payments(&hub)), (1, (2, 1_000)));
}

#[test]
fn what_cannot_be_pulled_is_refused_when_it_is_added() {
    let hub = Hub::embedded();
    hub.run(["migrate"]).ok();
    let of = ["feed", "add", "--institution", "GB-LAE-WLV"];
    for (more, code) in [
        (&["--connector", "http", "--location", "spend.csv"][..], "URL_INVALID"),
        (&["--connector", "http", "--location", "https://u:p@example.org/x.csv"], "URL_INVALID"),
        (&["--connector", "http", "--location", "http://2130706433/x.csv"], "ADDRESS_REFUSED"),
        (&["--connector", "find-a-tender", "--schedule", "daily"], "SCHEDULE_INVALID"),
        (&["--connector", "find-a-tender", "--kind", "spend"], "FEED_INVALID"),
    ] {
        hub.run(of.into_iter().chain(more.iter().copied())).failed(code);
    }
    let add = of.into_iter().chain([
        "--connector",
        "find-a-tender",
        "--schedule",
        "15 2 * * *",
        "--format",
        "json",
    ]);
    let feed = hub.run(add).ok().object();
    assert_eq!(
        (&feed["feed"], &feed["kind"], &feed["connector"], &feed["schedule"], &feed["location"]),
        (
            &"GB-LAE-WLV.ocds".into(),
            &"ocds".into(),
            &"find-a-tender".into(),
            &"15 2 * * *".into(),
            &"https://www.find-tender.service.gov.uk".into()
        )
    );
}
