//! Setting up feeds, on both databases.

use crate::support::Hub;

#[test]
fn a_feed_is_added_changed_paused_and_resumed() {
    for hub in Hub::on_each_database() {
        hub.file("inbox/readme.txt", "nothing yet");
        let add = |more: &[&str]| {
            let mut arguments = vec!["feed", "add", "--institution", "GB-LAE-WLV", "--format", "json"];
            arguments.extend(more);
            let mut command = hub.command(arguments);
            command.current_dir(hub.folder());
            crate::support::Outcome::of(&mut command).ok().object()
        };
        let feed = add(&["--location", "inbox", "--threshold", "500", "--vat-basis", "net"]);
        assert_eq!(feed["feed"], "GB-LAE-WLV.spend");
        assert_eq!(feed["threshold_pence"], 50_000);
        let location = feed["location"].as_str().expect("a path");
        assert!(location.starts_with('/') && location.ends_with("/inbox"), "{location}");

        // Once more with a title: what is not given stays.
        let feed = add(&["--title", "Payments over £500"]);
        assert_eq!((&feed["title"], &feed["vat_basis"]), (&"Payments over £500".into(), &"NET".into()));
        assert_eq!(feed["location"], location);
        let cards = add(&["--name", "cards", "--vat-basis", "gross"]);
        assert_eq!(cards["feed"], "GB-LAE-WLV.cards");

        let paused = || {
            let feeds = hub.run(["feed", "list", "--format", "json"]).ok().objects();
            feeds.iter().map(|feed| (feed["feed"].clone(), feed["paused"].clone())).collect::<Vec<_>>()
        };
        hub.run(["feed", "pause", "GB-LAE-WLV.cards"]).ok();
        assert_eq!(
            paused(),
            [("GB-LAE-WLV.cards".into(), true.into()), ("GB-LAE-WLV.spend".into(), false.into())]
        );
        hub.run(["feed", "resume", "GB-LAE-WLV.cards"]).ok();
        assert!(paused().iter().all(|(_, paused)| *paused == false));
        let of_another = hub.run(["feed", "list", "--institution", "GB-LAE-BIR", "--format", "json"]).ok();
        assert!(of_another.objects().is_empty());
    }
}

#[test]
fn what_a_feed_cannot_be_is_a_coded_error() {
    let hub = Hub::embedded();
    hub.run(["feed", "list"]).failed("HUB_NOT_FOUND");
    hub.run(["migrate"]).ok();
    let of = ["feed", "add", "--institution", "GB-LAE-WLV"];
    for (more, code) in [
        (["--name", "Over 500"], "FEED_INVALID"),
        (["--location", "https://example.org/spend.csv"], "LOCATION_UNSUPPORTED"),
        (["--location", "no/such/folder"], "FILE_NOT_FOUND"),
        (["--adapter", "no-such-adapter"], "FILE_NOT_FOUND"),
    ] {
        hub.run(of.into_iter().chain(more)).failed(code);
    }
    hub.run(["feed", "pause", "GB-LAE-WLV.spend"]).failed("UNKNOWN_FEED");
    hub.run(["run", "show", "1"]).failed("UNKNOWN_RUN");
    hub.run(["run", "list", "--feed", "GB-LAE-WLV.spend"]).failed("UNKNOWN_FEED");

    let outcome =
        hub.run(["feed", "add", "--institution", "GB-LAE-WOLVERHAMPTON"]).failed("UNKNOWN_INSTITUTION");
    for part in ["GB-LAE-WLV (City of Wolverhampton Council)", "reference load institutions"] {
        assert!(outcome.stderr.contains(part), "{part} is missing in: {}", outcome.stderr);
    }
}

#[test]
fn a_feed_takes_what_its_folder_holds_when_it_runs() {
    for hub in Hub::on_each_database() {
        let april =
            "Payment Date,Supplier Name,Net Amount\n03/04/2024,Acorn Ltd,12.50\n17/04/2024,Beech Ltd,-2.50\n";
        hub.file("inbox/april.csv", april);
        let inbox = hub.folder().join("inbox");
        let inbox = inbox.to_str().expect("a path");
        hub.run(["feed", "add", "--institution", "GB-LAE-WLV"]).ok();
        let run = |more: &[&str]| {
            hub.run(["feed", "run", "GB-LAE-WLV.spend", "--format", "json"].iter().chain(more))
        };
        run(&[]).failed("FEED_INVALID");
        hub.run(["feed", "add", "--institution", "GB-LAE-WLV", "--location", inbox]).ok();
        let receipt = run(&[]).ok().object();
        assert_eq!((&receipt["status"], &receipt["net_pence"]), (&"loaded".into(), &1_000.into()));

        let may =
            "Payment Date,Supplier Name,Net Amount\n03/05/2024,Acorn Ltd,1.00\n04/05/2024,Beech Ltd,2.00\n";
        hub.file("inbox/may.csv", may);
        let statuses: Vec<_> = run(&[]).ok().objects().iter().map(|r| r["status"].clone()).collect();
        assert_eq!(statuses, ["unchanged", "loaded"]);
        assert_eq!(hub.number("SELECT CAST(sum(pence) AS BIGINT) FROM payment"), 1_300);

        hub.run(["feed", "pause", "GB-LAE-WLV.spend"]).ok();
        run(&[]).failed("FEED_PAUSED");

        // The source is not needed once the hub has the document.
        std::fs::remove_dir_all(inbox).expect("the source goes");
        let document = receipt["document"].as_str().expect("a hash");
        let again = hub.run(["feed", "reread", document, "--format", "json"]).ok().object();
        assert_eq!(again["net_pence"], 1_000);
        assert_eq!(hub.number("SELECT CAST(sum(pence) AS BIGINT) FROM payment"), 1_300);
        hub.run(["feed", "reread", "0000"]).failed("NOT_ARCHIVED");

        let runs = hub.run(["run", "list", "--feed", "GB-LAE-WLV.spend", "--format", "json"]).ok().objects();
        let summary: Vec<_> =
            runs.iter().map(|run| (run["loaded"].as_i64(), run["unchanged"].as_i64())).collect();
        assert_eq!(summary[1..], [(Some(1), Some(1)), (Some(1), Some(0))]);
        let number = runs[1]["run"].to_string();
        let shown = hub.run(["run", "show", &number, "--format", "json"]).ok().object();
        assert_eq!(shown["received"][0]["name"], "may.csv");
    }
}
