//! Pulling Contracts Finder, Public Contracts Scotland and Sell2Wales, against servers that answer as they do.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use anchorhub_ocds::london;
use chrono::{Datelike, Days, Months, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::support::{
    Hub,
    source::{Reply, Request, Source},
};

fn release(key: impl std::fmt::Display, date: &str) -> Value {
    json!({ "ocid": format!("ocds-b5fd17-{key}"), "id": format!("{key}"), "date": date, "tag": ["tender"],
        "tender": { "id": format!("{key}"), "title": "Gritting" } })
}

fn package(releases: &[Value]) -> Value {
    json!({ "uri": "https://source.example/", "publishedDate": "2026-01-05T09:00:00Z", "releases": releases })
}

fn add<'a>(connector: &'a str, since: &'a str, location: &'a str, config: &'a str) -> Vec<&'a str> {
    let add = ["feed", "add", "--institution", "GB-LAE-WLV", "--name", "notices", "--connector", connector];
    [&add[..], &["--since", since, "--location", location, "--config", config]].concat()
}

fn run(config: &str) -> [&str; 7] {
    ["feed", "run", "GB-LAE-WLV.notices", "--format", "json", "--config", config]
}

fn today() -> NaiveDate {
    // As the hub sees it: a day is over when an hour of the next one is.
    london::civil(Utc::now() - chrono::TimeDelta::hours(1)).date()
}

/// Releases of one busy day; every other day has one.
const BUSY: usize = 230;

#[test]
fn contracts_finder_is_pulled_by_days_and_left_alone_when_it_refuses() {
    for hub in Hub::on_each_database() {
        let first = today() - Days::new(4);
        let busy = first + Days::new(1);
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (seen, refusals) = (Arc::clone(&asked), AtomicUsize::new(0));
        let source = Source::start(move |request| {
            let parameter = |name| request.parameter(name).unwrap_or_default();
            let (from, to) = (parameter("publishedFrom"), parameter("publishedTo"));
            if request.path != "/Published/Notices/OCDS/Search" || parameter("limit") != "100" {
                return Reply::new(404, "");
            }
            assert_eq!(parameter("stages"), "planning,tender,award,implementation");
            // It refuses the second request in one way and the fifth in the other, with no word on how long.
            match refusals.fetch_add(1, Ordering::SeqCst) {
                1 => return Reply::new(403, "too many requests"),
                4 => return Reply::new(429, "too many requests"),
                _ => {}
            }
            let cursor: usize =
                request.parameter("cursor").map_or(0, |cursor| cursor.parse().expect("a number"));
            seen.lock().expect("no panic").push(format!("{from} {cursor}"));
            assert!(from < to && from.ends_with("T00:00:00") && to.ends_with("T00:00:00"), "{from} {to}");
            let count = if from.starts_with(&busy.to_string()) { BUSY } else { 1 };
            let releases: Vec<Value> = (cursor..count.min(cursor + 100))
                .map(|number| {
                    release(format!("{}-{number}", &from[..10]), &format!("{}T10:00:00Z", &from[..10]))
                })
                .collect();
            let mut page = package(&releases);
            if cursor + 100 < count {
                page["links"] = json!({ "next": format!(
                    "/Published/Notices/OCDS/Search?publishedFrom={from}&publishedTo={to}\
                     &stages=planning,tender,award,implementation&limit=100&cursor={}", cursor + 100
                ) });
            }
            Reply::json(&page)
        });
        let config = hub.quick_workers("contracts_finder_wait_seconds = 1");
        let config = config.to_str().expect("a path");
        hub.run(add("contracts-finder", &first.to_string(), &source.url(""), config)).ok();
        let begun = std::time::Instant::now();
        let report = hub.run(run(config)).ok().objects().pop().expect("a report");
        assert!(begun.elapsed().as_secs() >= 2, "it was asked again at once");
        // Four whole days and today; the busy one has three pages.
        assert_eq!(
            (&report["pull"]["requests"], &report["pull"]["windows"], &report["pull"]["releases"]),
            (&7.into(), &4.into(), &(BUSY + 4).into()),
            "{report}"
        );
        assert_eq!(report["pull"]["whole_until"], format!("{}T00:00:00", today()));
        assert_eq!(hub.number("SELECT count(*) FROM release"), BUSY as i64 + 4);

        // Only today is asked for again.
        asked.lock().expect("no panic").clear();
        hub.run(run(config)).ok();
        assert_eq!(*asked.lock().expect("no panic"), [format!("{}T00:00:00 0", today())]);
        assert_eq!(hub.number("SELECT count(*) FROM release"), BUSY as i64 + 4);
    }
}

#[test]
fn pages_that_never_end_are_no_whole_day() {
    let hub = Hub::embedded();
    let source = Source::start(|request| {
        let from = request.parameter("publishedFrom").unwrap_or("2026-01-05");
        let mut page = package(&[release(from, "2026-01-05T10:00:00Z")]);
        page["links"] = json!({ "next": "?cursor=again" });
        Reply::json(&page)
    });
    let config = hub.quick_workers("attempts = 1");
    let config = config.to_str().expect("a path");
    hub.run(add("contracts-finder", &today().to_string(), &source.url(""), config)).ok();
    hub.run(run(config)).failed("ANSWER_UNREADABLE");
    // Two pages were whole before the second named itself as the next; the run that took them in was not.
    let runs = hub.run(["run", "list", "--feed", "GB-LAE-WLV.notices", "--format", "json"]).ok().objects();
    assert_eq!((runs.len(), &runs[0]["state"], &runs[0]["loaded"]), (1, &"INTERRUPTED".into(), &2.into()));
}

#[test]
fn scotland_and_wales_are_pulled_by_month_and_notice_type() {
    for (connector, own) in [("public-contracts-scotland", "101"), ("sell2wales", "51")] {
        for hub in Hub::on_each_database() {
            let asked: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
            let seen = Arc::clone(&asked);
            let source = Source::start(move |request| {
                assert_eq!(
                    (request.path.as_str(), request.parameter("outputType")),
                    ("/v1/Notices", Some("0"))
                );
                let parameter = |name| request.parameter(name).unwrap_or_default().to_owned();
                let (month, form) = (parameter("dateFrom"), parameter("noticeType"));
                seen.lock().expect("no panic").push((month.clone(), form.clone()));
                match form.as_str() {
                    "2" => {
                        let date = format!("{}-{}-03T10:00:00Z", &month[3..], &month[..2]);
                        Reply::json(&package(&[
                            release(format!("{month}-a"), &date),
                            release(format!("{month}-b"), &date),
                        ]))
                    }
                    "101" | "51" => {
                        Reply::json(&package(&[release(format!("{month}-own"), "2026-01-05T10:00:00Z")]))
                    }
                    // No notices of a type: no document in some cases, an empty package in others.
                    "1" | "3" | "25" => Reply::new(404, ""),
                    _ => Reply::json(&package(&[])),
                }
            });
            let config = hub.quick_workers("");
            let config = config.to_str().expect("a path");
            let running = today().with_day(1).expect("a day");
            let since = (running - Months::new(2)) + Days::new(9);
            hub.run(add(connector, &since.to_string(), &source.url(""), config)).ok();
            let report = hub.run(run(config)).ok().objects().pop().expect("a report");
            assert_eq!(report["pull"]["releases"], 9, "{report}");
            assert_eq!(hub.number("SELECT count(*) FROM release"), 9);
            let first = std::mem::take(&mut *asked.lock().expect("no panic"));
            let month = |back: u32| (running - Months::new(back)).format("%m-%Y").to_string();
            for back in 0..3 {
                assert!(first.contains(&(month(back), own.to_owned())), "{connector}: {first:?}");
            }
            // The running month is asked for again, and nothing else.
            hub.run(run(config)).ok();
            let second = asked.lock().expect("no panic").clone();
            assert_eq!(second.len() * 3, first.len());
            assert!(second.iter().all(|(asked, _)| *asked == month(0)), "{second:?}");
        }
    }
}

#[test]
fn months_of_a_wrong_address_are_not_taken_for_empty_ones() {
    for hub in Hub::on_each_database() {
        let right = Arc::new(AtomicUsize::new(0));
        let mended = Arc::clone(&right);
        let source = Source::start(move |_: &Request| match mended.load(Ordering::SeqCst) {
            0 => Reply::new(404, "not here"),
            _ => Reply::json(&package(&[])),
        });
        let config = hub.quick_workers("attempts = 1");
        let config = config.to_str().expect("a path");
        let since = today() - Months::new(2);
        hub.run(add("sell2wales", &since.to_string(), &source.url(""), config)).ok();
        hub.run(run(config)).failed("SOURCE_NOT_FOUND");
        assert_eq!(hub.number("SELECT count(*) FROM pull_window"), 0);
        right.store(1, Ordering::SeqCst);
        let report = hub.run(run(config)).ok().objects().pop().expect("a report");
        assert_eq!(report["pull"]["windows"], 2 * 23, "{report}");
    }
}
