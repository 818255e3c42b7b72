//! Merging OCDS files.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Outcome, anchorhub};

const TENDER: &str =
    r#"{"ocid":"b","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"tender":{"id":"t","title":"x"}}"#;
const OTHER: &str = r#"{"ocid":"a","id":"2","date":"2026-01-01T00:00:00Z","tag":["tender"],"language":"en"}"#;
const AWARD: &str = r#"{"ocid":"b","id":"3","date":"2026-01-02T00:00:00Z","tag":["award"],
    "tender":{"title":null,"maximum":1e9999},"awards":[{"id":"1","title":"x"},{"id":1,"title":"y"}]}"#;

fn file(folder: &TempDir, content: &str) -> PathBuf {
    let path = folder.path().join("releases.json");
    fs::write(&path, content).expect("a file is written");
    path
}

fn merge(content: &str, arguments: &[&str]) -> Outcome {
    let folder = TempDir::new().expect("a folder is made");
    Outcome::of(anchorhub().args(["ocds", "merge"]).arg(file(&folder, content)).args(arguments))
}

#[test]
fn every_kind_of_file_gives_one_compiled_release_for_each_ocid() {
    // Numbers are what was written, which no common reader of JSON could tell.
    let expected = concat!(
        r#"{"tag":["compiled"],"id":"b-2026-01-02T00:00:00Z","date":"2026-01-02T00:00:00Z","ocid":"b","#,
        r#""tender":{"id":"t","maximum":1e9999},"awards":[{"id":"1","title":"x"},{"id":1,"title":"y"}]}"#,
        "\n",
        r#"{"tag":["compiled"],"id":"a-2026-01-01T00:00:00Z","date":"2026-01-01T00:00:00Z","ocid":"a","#,
        r#""language":"en"}"#,
        "\n",
    );
    let award = AWARD.replace('\n', " ");
    for content in [
        format!("{{\"releases\":[{TENDER},{OTHER},{AWARD}]}}"),
        format!("[{TENDER},{OTHER},{AWARD}]"),
        format!("{TENDER}\n{OTHER}\n{award}\n"),
        format!(
            "{{\"records\":[{{\"ocid\":\"b\",\"releases\":[{AWARD},{TENDER}]}},{{\"ocid\":\"a\",\"releases\":[{OTHER}]}}]}}"
        ),
    ] {
        let outcome = merge(&content, &[]).ok();
        assert_eq!(outcome.stdout, expected, "{content}");
        assert!(outcome.stderr.contains("REPEATED_ID"), "{}", outcome.stderr);
    }
}

#[test]
fn versioned_releases_hold_every_value() {
    let outcome = merge(&format!("{TENDER}{OTHER}"), &["--versioned"]).ok();
    let version = |id: &str, tag: &str, value: &str| json!([{"releaseID": id, "releaseDate": "2026-01-01T00:00:00Z", "releaseTag": [tag], "value": value}]);
    let expected: Vec<Value> = vec![
        json!({"ocid": "b", "tender": {"id": version("1", "tender", "t"), "title": version("1", "tender", "x")}}),
        json!({"ocid": "a", "language": version("2", "tender", "en")}),
    ];
    assert_eq!(outcome.objects(), expected);
}

#[test]
fn what_cannot_be_merged_is_told_with_its_place() {
    for (content, code, place) in [
        ("", "EMPTY_FILE", "line 1, byte 0"),
        ("<html>", "NOT_A_RELEASE", "line 1, byte 0"),
        ("{\"ocid\":\"a\"}\n{\"ocid\":", "JSON_CUT_SHORT", "line 2, byte 21"),
        ("{\"ocid\":\"a\"}\n{\"ocid\":x}", "JSON_INVALID", "line 2, byte 21"),
        ("[{\"id\":\"1\",\"tender\":{}}]", "OCID_MISSING", "line 1, byte 1"),
    ] {
        let outcome = merge(content, &[]).failed(code);
        assert!(outcome.stderr.contains(place), "{}", outcome.stderr);
        assert!(outcome.stdout.is_empty(), "{}", outcome.stdout);
    }
    Outcome::of(anchorhub().args(["ocds", "merge", "no-such.json"])).failed("FILE_NOT_FOUND");
}

#[test]
fn a_hub_may_have_merge_rules_and_caps_of_its_own() {
    let folder = TempDir::new().expect("a folder is made");
    let releases =
        file(&folder, &format!("{AWARD}{}", AWARD.replace("01-02", "01-03").replace("\"1\"", "\"9\"")));
    let config = folder.path().join("hub.toml");
    let merge = |settings: &str| {
        fs::write(&config, settings).expect("a file is written");
        Outcome::of(anchorhub().args(["ocds", "merge"]).arg(&releases).arg("--config").arg(&config))
    };
    let awards = |outcome: &Outcome| outcome.stdout.matches("\"title\":").count();
    assert_eq!(awards(&merge("").ok()), 3);
    assert_eq!(awards(&merge("[ocds.merge]\nwhole_lists = ['awards']").ok()), 2);
    assert_eq!(awards(&merge("[ocds.merge]\nomit = ['awards']").ok()), 0);
    merge("[ocds.merge]\nomit = ['a..b']").failed("MERGE_RULE_INVALID");
    merge("[ocds.caps]\nmax_release_bytes = 100").failed("RELEASE_TOO_LARGE");
    merge("[ocds.caps]\nmax_depth = 2").failed("JSON_TOO_DEEP");
    merge("[ocds.caps]\nmax_values = 5").failed("RELEASE_TOO_COMPLEX");
}
