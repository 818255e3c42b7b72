//! Pulling Find a Tender completely, with the program killed again and again, on both databases.

use std::{sync::Arc, thread, time::Duration};

use crate::support::{
    Hub,
    find_a_tender::{self, Dice, Published},
};

/// How often a pull is killed.
const KILLS: u32 = 30;
/// Releases that it is to bring.
const NOTICES: usize = 50_000;
/// Requests that it may make for each that could not be spared.
const MOST: f64 = 1.3;

#[test]
fn a_killed_pull_of_find_a_tender_loses_and_repeats_nothing_on_sqlite() {
    pull_and_kill(&Hub::embedded());
}

#[test]
fn a_killed_pull_of_find_a_tender_loses_and_repeats_nothing_on_postgres() {
    if let Some(hub) = Hub::on_postgres() {
        pull_and_kill(&hub);
    }
}

fn pull_and_kill(hub: &Hub) {
    let published = Arc::new(Published::new(NOTICES));
    let (source, asked) = find_a_tender::serve(&published);
    let config = hub.quick_workers("");
    let config = config.to_str().expect("a path");
    let (since, location) = (published.first.to_string(), source.url(""));
    let add =
        ["feed", "add", "--institution", "GB-LAE-WLV", "--name", "notices", "--connector", "find-a-tender"];
    hub.run(add.into_iter().chain(["--config", config, "--since", &since, "--location", &location])).ok();

    let run = ["feed", "run", "GB-LAE-WLV.notices", "--format", "json", "--config", config];
    let mut dice = Dice::new(0xdead);
    for kill in 1..=KILLS {
        // Spread over most of the pull; at any moment of a request, a load, a commit.
        let wanted = asked.all() + 1 + dice.below(45) as u64;
        let moment = Duration::from_millis(dice.below(80) as u64);
        let mut running = hub.start(run);
        while asked.all() < wanted {
            thread::sleep(Duration::from_millis(2));
            assert!(running.try_wait().expect("a state").is_none(), "it ended by itself before kill {kill}");
        }
        thread::sleep(moment);
        assert!(running.try_wait().expect("a state").is_none(), "it ended by itself before kill {kill}");
        running.kill().expect("the process can be killed");
        running.wait().expect("the process ends");
    }
    let report = hub.run(run).ok().objects().pop().expect("a report");

    let notices = i64::try_from(NOTICES).expect("a number");
    assert_eq!(hub.number("SELECT count(*) FROM release"), notices);
    assert_eq!(hub.number("SELECT count(DISTINCT release_id) FROM release"), notices);
    assert_eq!(hub.number("SELECT count(DISTINCT ocid) FROM release"), published.processes());
    let years = report["pull"]["years"].as_array().expect("years");
    let sum = |field: &str| years.iter().filter_map(|year| year[field].as_i64()).sum::<i64>();
    let gaps = i64::try_from(published.gaps()).expect("a number");
    assert_eq!((sum("held"), sum("absent"), sum("missing")), (notices, gaps, 0), "{report}");
    assert_eq!(report["pull"]["refused"], 0);

    // What the source failed and what was killed has to be asked for once more.
    let owed = asked.failed() + u64::from(KILLS);
    let fewest = published.fewest();
    let share = (asked.all() - owed) as f64 / fewest.all() as f64;
    eprintln!("{share:.3} of the fewest requests: {asked:?}, {fewest:?}");
    assert!(share < MOST, "{share:.3} of the fewest requests: {asked:?}, {fewest:?}");
}
