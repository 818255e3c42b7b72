//! Bad input and bad surroundings: a coded error, exit 1, nothing half-loaded, little memory.

use std::{
    io::Write,
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::{
    bombs,
    support::{Hub, Outcome},
};

/// What an ingest may take, however bad its input (kibibytes).
const MEMORY_LIMIT: u64 = 512 << 10;

const GOOD: &str = "Date,Supplier,Amount\n01/04/2024,Acme Ltd,1.00\n02/04/2024,Bolt Ltd,2.00\n";

fn nothing_is_loaded(hub: &Hub) {
    assert_eq!(hub.number("SELECT count(*) FROM payment"), 0);
    assert_eq!(hub.number("SELECT count(*) FROM rejected_row"), 0);
    assert_eq!(hub.number("SELECT count(*) FROM document WHERE status = 'LOADED'"), 0);
}

/// The most memory a process ever held, in kibibytes, followed until it ends.
fn follow(mut child: Child) -> (u64, Outcome) {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("the state of the process").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let held = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = peak.max(held.unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("the process ends");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (peak, Outcome { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
}

#[test]
fn hostile_files_are_refused_in_little_memory() {
    let hub = Hub::embedded();
    hub.run(["migrate"]).ok();
    let line = hub.folder().join("line.csv");
    let mut file = std::fs::File::create(&line).expect("a file");
    let mebibyte = vec![b'x'; 1 << 20];
    for _ in 0..1024 {
        file.write_all(&mebibyte).expect("a line of a gigabyte");
    }
    drop(file);
    let cases = [
        (line, "RECORD_TOO_LONG"),
        (hub.file("columns.csv", ",".repeat(100_000)), "TOO_MANY_COLUMNS"),
        (hub.file("quotes.csv", "\"a\",\"".repeat(400_000)), "RECORD_TOO_LONG"),
        (hub.file("empty.csv", ""), "EMPTY_FILE"),
        (hub.file("page.csv", "<html><body>Not found</body></html>"), "HTML_PAGE"),
        (hub.file("renamed.csv", b"PK\x03\x04 not a workbook"), "WORKBOOK_UNREADABLE"),
        (hub.file("repeated.ods", bombs::ods()), "TOO_LARGE"),
        (hub.file("spaces.ods", bombs::spaces()), "TOO_LARGE"),
        (hub.file("apart.xls", bombs::xls()), "TOO_LARGE"),
        (hub.file("endless.xls", bombs::endless_xls()), "WORKBOOK_UNREADABLE"),
    ];
    for (path, code) in cases {
        let child = hub.start(
            [
                path.as_os_str(),
                "--institution".as_ref(),
                "GB-LAE-WLV".as_ref(),
                "--format".as_ref(),
                "json".as_ref(),
            ]
            .into_iter()
            .fold(
                vec![std::ffi::OsString::from("ingest")],
                |mut words, word: &std::ffi::OsStr| {
                    words.push(word.to_owned());
                    words
                },
            ),
        );
        let (peak, outcome) = follow(child);
        assert_eq!(outcome.code, Some(1), "{path:?}: {}", outcome.stderr);
        let receipt: Value = outcome.objects().into_iter().next().expect("a receipt");
        assert_eq!(
            (receipt["status"].as_str(), receipt["error"]["code"].as_str()),
            (Some("failed"), Some(code)),
            "{receipt}"
        );
        assert!(peak < MEMORY_LIMIT, "{path:?} took {peak} KiB");
        nothing_is_loaded(&hub);
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let hub = Hub::embedded();
    let path = hub.file("secret.csv", GOOD);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("permissions are set");
    if std::fs::File::open(&path).is_ok() {
        eprintln!("skipped: this user may read every file, so that none can be kept from it");
        return;
    }
    hub.run(["migrate"]).ok();
    let outcome = hub.run(["ingest", path.to_str().expect("a path"), "--institution", "GB-LAE-WLV"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stdout.contains("NO_PERMISSION"), "{}", outcome.stdout);
    nothing_is_loaded(&hub);
}

#[test]
fn a_full_disk_loads_nothing_and_the_next_try_succeeds() {
    let hub = Hub::embedded();
    hub.run(["migrate"]).ok();
    let mut text = String::from("Date,Supplier,Amount,Purpose\n");
    for row in 0..60_000 {
        text += &format!("{:02}/04/2024,Supplier {row} Ltd,{row}.00,purpose {}\n", row % 28 + 1, row * 7_919);
    }
    let path = hub.file("april.csv", &text);
    let path = path.to_str().expect("a path");
    // A bound on the size of every file that the process writes: the file system answers as a full one does.
    // First too little for the copy of the document, then enough for it but not for the database.
    for kibibytes in [1_000, 5_000] {
        let hub_command = hub.command(["ingest", path, "--institution", "GB-LAE-WLV", "--format", "json"]);
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kibibytes * 2));
        command.arg(hub_command.get_program()).args(hub_command.get_args()).stdin(Stdio::null());
        let outcome = Outcome::of(&mut command);
        assert_eq!(outcome.code, Some(1), "{}{}", outcome.stdout, outcome.stderr);
        let all = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(all.contains("DISK_FULL") || all.contains("DATABASE_FULL"), "{all}");
        nothing_is_loaded(&hub);
    }
    hub.run(["ingest", path, "--institution", "GB-LAE-WLV"]).ok();
    assert_eq!(hub.number("SELECT count(*) FROM payment"), 60_000);
}

#[test]
fn a_locked_database_is_reported() {
    let hub = Hub::embedded();
    let path = hub.file("april.csv", GOOD);
    let path = path.to_str().expect("a path");
    hub.run(["migrate"]).ok();
    let database = hub.data_dir().join("hub.sqlite3");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        use sqlx::{Connection, Executor};
        let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", database.display()))
            .await
            .expect("the database opens");
        connection.execute("BEGIN IMMEDIATE").await.expect("the lock is taken");
        let mut command = hub.command(["ingest", path, "--institution", "GB-LAE-WLV"]);
        command.env("ANCHORHUB_DATABASE__PATIENCE_SECONDS", "1");
        let outcome = Outcome::of(&mut command);
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(
            format!("{}{}", outcome.stdout, outcome.stderr).contains("DATABASE_LOCKED"),
            "{}{}",
            outcome.stdout,
            outcome.stderr
        );
        connection.execute("ROLLBACK").await.expect("the lock is given back");
    });
    nothing_is_loaded(&hub);
    hub.run(["ingest", path, "--institution", "GB-LAE-WLV"]).ok();
    assert_eq!(hub.number("SELECT count(*) FROM payment"), 2);
}

#[test]
fn unknown_institutions_end_the_command_before_anything_is_written() {
    for hub in Hub::on_each_database() {
        let path = hub.file("april.csv", GOOD);
        hub.run(["ingest", path.to_str().expect("a path"), "--institution", "GB-LAE-WLW"])
            .failed("UNKNOWN_INSTITUTION");
        nothing_is_loaded(&hub);
    }
}
