//! Help, exit codes and the shape of errors.

use crate::support::{Hub, Outcome, anchorhub};

/// The commands that `--help` lists, and those below them.
fn commands_below(path: &[String]) -> Vec<Vec<String>> {
    let help = Outcome::of(anchorhub().args(path).arg("--help")).ok().stdout;
    assert!(help.contains("Usage: anchorhub"), "{path:?}: {help}");
    let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
    let names = listed.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let mut found = vec![path.to_vec()];
    for name in names.filter(|name| *name != "help") {
        let mut below = path.to_vec();
        below.push(name.to_owned());
        found.extend(commands_below(&below));
    }
    found
}

#[test]
fn every_command_has_help() {
    let commands = commands_below(&[]);
    let names: Vec<String> = commands.iter().map(|path| path.join(" ")).collect();
    for expected in [
        "demo",
        "serve",
        "migrate",
        "inspect",
        "ingest",
        "reference load",
        "ocds merge",
        "schema",
        "run list",
        "run show",
        "feed list",
        "feed add",
        "feed run",
        "feed pause",
        "feed resume",
        "feed reread",
    ] {
        assert!(names.iter().any(|name| name == expected), "{expected} is missing in {names:?}");
    }
}

#[test]
fn the_version_is_told() {
    let outcome = Outcome::of(anchorhub().arg("--version")).ok();
    assert_eq!(outcome.stdout.trim(), concat!("anchorhub ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_schema_is_told_without_a_hub() {
    let outcome = Outcome::of(anchorhub().arg("schema")).ok();
    assert!(outcome.stdout.contains("type Query {"));
}

#[test]
fn wrong_use_ends_with_2() {
    for arguments in
        [vec![], vec!["fly"], vec!["migrate", "--no-such-flag"], vec!["reference", "load", "planets", "x"]]
    {
        let outcome = Outcome::of(anchorhub().args(&arguments));
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn failure_ends_with_1_and_is_told_on_stderr_and_for_scripts_on_stdout() {
    let hub = Hub::embedded();
    let outcome =
        hub.run(["reference", "load", "areas", "no-such.csv", "--format", "json"]).failed("FILE_NOT_FOUND");
    let error = &outcome.object()["error"];
    assert_eq!(error["code"], "FILE_NOT_FOUND");
    assert!(error["message"].as_str().is_some_and(|text| text.contains("no-such.csv")), "{error}");

    let outcome = hub.run(["reference", "load", "areas", "no-such.csv"]).failed("FILE_NOT_FOUND");
    assert!(outcome.stdout.is_empty());
}

#[test]
fn a_data_folder_that_cannot_be_made_is_a_coded_error() {
    let hub = Hub::embedded();
    let file = hub.file("in-the-way", "");
    let inside = file.join("data");
    Outcome::of(anchorhub().arg("migrate").arg("--data-dir").arg(inside)).failed("DATA_DIR_UNUSABLE");
}

#[test]
fn migrating_twice_and_at_once_is_safe_on_both_databases() {
    for hub in Hub::on_each_database() {
        let at_once: Vec<_> = (0..4).map(|_| hub.start(["migrate"])).collect();
        for child in at_once {
            let output = child.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        hub.run(["migrate"]).ok();
        assert_eq!(hub.number("SELECT count(*) FROM institution WHERE org_id = 'GB-LAE-WLV'"), 1);
    }
}
