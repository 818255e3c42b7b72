//! Where settings come from, and which wins.

use std::path::Path;

use crate::support::{Hub, Outcome, anchorhub};

/// The default database is made in the data folder, so that its place tells which setting won.
fn made_in(folder: &Path) -> bool {
    folder.join("hub.sqlite3").exists()
}

#[test]
fn a_file_is_over_the_default_the_environment_over_the_file_and_a_flag_over_both() {
    let hub = Hub::embedded();
    let [from_file, from_environment, from_flag] =
        ["file", "environment", "flag"].map(|n| hub.folder().join(n));
    let config = hub.file("hub.toml", format!("data_dir = {from_file:?}\n[log]\nfilter = \"error\"\n"));

    let run = |environment: bool, flag: bool| {
        let mut command = anchorhub();
        command.current_dir(hub.folder()).args(["migrate", "--config"]).arg(&config);
        if environment {
            command.env("ANCHORHUB_DATA_DIR", &from_environment);
        }
        if flag {
            command.arg("--data-dir").arg(&from_flag);
        }
        Outcome::of(&mut command).ok();
    };

    Outcome::of(anchorhub().current_dir(hub.folder()).arg("migrate")).ok();
    assert!(made_in(&hub.folder().join("data")), "the default");
    run(false, false);
    assert!(made_in(&from_file) && !made_in(&from_environment));
    run(true, false);
    assert!(made_in(&from_environment) && !made_in(&from_flag));
    run(true, true);
    assert!(made_in(&from_flag));
}

#[test]
fn the_database_is_taken_from_its_flag_then_its_key_then_database_url() {
    let hub = Hub::embedded();
    let address = |name: &str| format!("sqlite://{}", hub.folder().join(name).display());
    let exists = |name: &str| hub.folder().join(name).exists();
    let migrate = || {
        let mut command = hub.command(["migrate"]);
        command.env("DATABASE_URL", address("general.db"));
        command
    };

    Outcome::of(&mut migrate()).ok();
    assert!(exists("general.db") && !made_in(&hub.data_dir()));
    Outcome::of(migrate().env("ANCHORHUB_DATABASE__URL", address("own.db"))).ok();
    assert!(exists("own.db"));
    let flag = ["--database".to_owned(), address("flag.db")];
    Outcome::of(migrate().env("ANCHORHUB_DATABASE__URL", address("never.db")).args(flag)).ok();
    assert!(exists("flag.db") && !exists("never.db"));
}

#[test]
fn global_flags_stand_before_or_after_the_command() {
    let hub = Hub::embedded();
    let [before, after] = ["before", "after"].map(|name| hub.folder().join(name));
    Outcome::of(anchorhub().arg("--data-dir").arg(&before).arg("migrate")).ok();
    Outcome::of(anchorhub().arg("migrate").arg("--data-dir").arg(&after)).ok();
    assert!(made_in(&before) && made_in(&after));
}

#[test]
fn an_unknown_key_is_an_error_that_names_it_and_its_source() {
    let hub = Hub::embedded();
    let config = hub.file("hub.toml", "[database]\nreaders = 4\nraeders = 4\n");
    let outcome =
        hub.run(["migrate".as_ref(), "--config".as_ref(), config.as_os_str()]).failed("CONFIG_INVALID");
    for part in ["raeders", "database", "hub.toml"] {
        assert!(outcome.stderr.contains(part), "{part} is missing in: {}", outcome.stderr);
    }

    let outcome =
        Outcome::of(hub.command(["migrate"]).env("ANCHORHUB_HTTP__PROT", "80")).failed("CONFIG_INVALID");
    assert!(outcome.stderr.to_lowercase().contains("prot"), "{}", outcome.stderr);
    assert!(!hub.data_dir().exists(), "nothing is made with a configuration that may be meant otherwise");
}

#[test]
fn variables_of_the_tests_are_no_settings() {
    let hub = Hub::embedded();
    Outcome::of(hub.command(["migrate"]).env("ANCHORHUB_TEST_POSTGRES", "postgres://nowhere")).ok();
}

#[test]
fn wrong_values_and_missing_files_are_coded_errors() {
    let hub = Hub::embedded();
    hub.run(["migrate", "--config", "no-such-file.toml"]).failed("CONFIG_UNREADABLE");
    for (name, content) in
        [("type.toml", "[http]\nport = \"many\"\n"), ("range.toml", "[database]\nreaders = 0\n")]
    {
        let config = hub.file(name, content);
        hub.run(["migrate".as_ref(), "--config".as_ref(), config.as_os_str()]).failed("CONFIG_INVALID");
    }
    hub.run(["migrate", "--database", "mysql://localhost/x"]).failed("DATABASE_URL_INVALID");
}
