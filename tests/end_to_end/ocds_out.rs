//! OCDS out, and back into an empty hub.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::{Hub, Outcome, Server};

const INSTITUTION: &str = "GB-LAE-WLV";

/// Releases with what is hard to keep: numbers that no double holds, nulls that delete, ids that stand twice,
/// releases without an id or a date, two of one instant, and one that comes late.
const FIRST: &str = r#"{"uri":"https://example.test","version":"1.1","releases":[
    {"ocid":"ocds-a-1","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender",
     "tender":{"id":"t","title":"Café – “works”","value":{"amount":12345678901234567890.10,"currency":"GBP"},
               "lots":[{"id":"A","title":"one"},{"id":"A","title":"another"}]}},
    {"ocid":"ocds-a-1","date":"2026-01-03T00:00:00Z","tag":["award"],"initiationType":"tender",
     "awards":[{"id":"1","title":"x"},{"id":1,"title":"y"}],"tender":{"id":"t","title":null,"maximum":1e9999}},
    {"ocid":"ocds-a-1","id":"3","tag":["planning"],"initiationType":"tender","planning":{"rationale":"undated"}},
    {"ocid":"ocds-b/2","id":"5","date":"2026-01-02T00:00:00+01:00","tag":["tender"],"initiationType":"tender",
     "tender":{"id":"t","title":"first of two"}},
    {"ocid":"ocds-b/2","id":"4","date":"2026-01-01T23:00:00Z","tag":["tenderUpdate"],"initiationType":"tender",
     "tender":{"id":"t","title":"second of two"}}
]}"#;
/// One late, and one that corrects the first.
const SECOND: &str = concat!(
    r#"{"ocid":"ocds-a-1","id":"2","date":"2026-01-02T00:00:00Z","tag":["tenderUpdate"],"initiationType":"tender","tender":{"id":"t","status":"active","title":"late"}}"#,
    "\n",
    r#"{"ocid":"ocds-a-1","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender","tender":{"id":"t","title":"corrected"}}"#,
    "\n",
);

fn ingest(hub: &Hub, paths: &[PathBuf]) -> Outcome {
    let paths = paths.iter().map(|path| path.to_str().expect("a path in UTF-8"));
    let more = ["--institution", INSTITUTION, "--kind", "ocds"];
    hub.run(["ingest"].into_iter().chain(paths).chain(more)).ok()
}

fn export(hub: &Hub, name: &str) -> PathBuf {
    let path = hub.folder().join(name);
    let told =
        hub.run(["export", "ocds", "--to", path.to_str().expect("UTF-8"), "--format", "json"]).ok().object();
    assert_eq!(told["path"], path.to_str().expect("UTF-8"));
    path
}

/// The compiled release of every process of a hub, as text: number for number.
fn compiled(hub: &Hub) -> BTreeMap<String, String> {
    let server = Server::start(hub, &[]);
    let mut ocids: Vec<String> = Vec::new();
    let mut address = "/ocds/releases?since=0&limit=50".to_owned();
    loop {
        let body = server.get(&address).body.replace("1e9999", "1");
        let package: Value = serde_json::from_str(&body).expect("a package");
        let releases = package["releases"].as_array().expect("releases");
        ocids.extend(releases.iter().map(|release| release["ocid"].as_str().expect("an ocid").to_owned()));
        let Some(next) = package["links"]["next"].as_str() else { break };
        address = next.split_once("/ocds/").map(|(_, rest)| format!("/ocds/{rest}")).expect("an address");
    }
    ocids
        .into_iter()
        .map(|ocid| {
            let answer = server.get(&format!("/ocds/records/{}", ocid.replace('/', "%2F")));
            assert_eq!(answer.status, 200, "{ocid}: {}", answer.body);
            let (_, compiled) = answer.body.rsplit_once("\"compiledRelease\":").expect("a compiled release");
            (ocid, compiled.to_owned())
        })
        .collect()
}

/// What a hub gives out makes the same of an empty hub, on the same database and in both forms of a file.
#[track_caller]
fn goes_round(hub: &Hub, empty: impl Fn() -> Hub) -> BTreeMap<String, String> {
    let before = compiled(hub);
    for name in ["out.json", "out.jsonl"] {
        let file = export(hub, name);
        let other = empty();
        ingest(&other, &[file]);
        assert_eq!(compiled(&other), before, "{name}");
    }
    before
}

fn hubs() -> Vec<(Hub, fn() -> Hub)> {
    let mut hubs: Vec<(Hub, fn() -> Hub)> = vec![(Hub::embedded(), Hub::embedded)];
    hubs.extend(Hub::on_postgres().map(|hub| -> (Hub, fn() -> Hub) {
        (hub, || Hub::on_postgres().expect("the server is still there"))
    }));
    hubs
}

#[test]
fn what_goes_out_comes_back_the_same() {
    for (hub, empty) in hubs() {
        ingest(&hub, &[hub.file("first.json", FIRST)]);
        ingest(&hub, &[hub.file("second.jsonl", SECOND)]);
        let processes = goes_round(&hub, empty);
        let one = &processes["ocds-a-1"];
        for part in [
            r#""id":"1","title":"x""#,
            r#""id":1,"title":"y""#,
            r#""maximum":1e9999"#,
            r#""rationale":"undated""#,
            r#""status":"active""#,
        ] {
            assert!(one.contains(part), "{part}: {one}");
        }
        assert!(!one.contains("late") && !one.contains("corrected"), "a null deletes: {one}");
        assert!(!one.contains("12345678901234567890"), "the release that stated it was corrected: {one}");
        assert!(
            processes["ocds-b/2"].contains("second of two") || processes["ocds-b/2"].contains("first of two")
        );
    }
}

/// Real notices. They are no part of this project; where they are not at hand this test says so.
#[test]
fn published_notices_go_round() {
    let shared = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folders = ["find-a-tender", "contracts-finder"].map(|name| shared.join("data/ocds").join(name));
    if !folders.iter().all(|folder| folder.is_dir()) {
        eprintln!(
            "skipped: {} is not there (ANCHORHUB_SHARED names the folder of shared data)",
            shared.display()
        );
        return;
    }
    for (hub, empty) in hubs() {
        ingest(&hub, &folders);
        assert!(goes_round(&hub, empty).len() >= 5);
    }
}

#[test]
fn an_export_is_whole_or_not_there() {
    let hub = Hub::embedded();
    ingest(&hub, &[hub.file("first.json", FIRST)]);
    let file = export(&hub, "out.json");
    let text = fs::read_to_string(&file).expect("the export");
    assert!(text.contains("\"publisher\"") && text.contains("\"version\":\"1.1\""), "{text}");
    assert!(text.contains("12345678901234567890.10"), "as received: {text}");
    let lines = fs::read_to_string(export(&hub, "out.jsonl")).expect("the export");
    assert_eq!(lines.lines().count(), 2, "a package for each process: {lines}");
    hub.run(["export", "ocds", "--to", "/nowhere/at/all.json"]).failed("EXPORT_FAILED");
    let left = fs::read_dir(hub.folder()).expect("the folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".unfinished")));
}
