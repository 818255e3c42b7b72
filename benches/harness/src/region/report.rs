//! The region's figures as Markdown tables.

use super::{measure::Measured, questions::SETS, serving::Start, systems::Answered};
use crate::{
    database::Engine,
    queries::{MANY, Pair},
    report::{Table, duration, memory, number, ratio},
    workload::Workload,
};

/// Everything that was measured.
pub(super) fn markdown(measured: &[Measured], workload: &Workload) -> String {
    let mut text = format!(
        "Six questions over the region, {} connections where more than one; from scale 0.1 on every request with other variables than \
        the {} before, and no answers kept:\n\n",
        MANY,
        SETS - 1
    );
    text.push_str(&speeds(measured));
    text.push('\n');
    if measured.iter().any(|on| on.answered.iter().any(|answered| answered.kept.is_some())) {
        text.push_str(&kept(measured));
        text.push('\n');
    }
    text.push_str(&costs(measured, workload));
    for on in measured.iter().filter(|on| on.postgraphile_memory.is_some()) {
        text.push_str(&format!("\nPeak memory of PostGraphile: {}.\n", memory(on.postgraphile_memory)));
    }
    text + "\n"
}

fn speeds(measured: &[Measured]) -> String {
    let many = |what: &str| format!("{what} req/s");
    let mut table = Table::new(&[
        "question",
        "hub p50",
        "PostGraphile p50",
        "SQL p50",
        "to PostGraphile",
        &many("hub"),
        &many("PostGraphile"),
        &many("SQL"),
        "to PostGraphile",
        "to the best peer",
    ]);
    for on in measured {
        for answered in &on.answered {
            // PostGraphile has only PostgreSQL: what it did there stands beside the hub on both.
            let postgraphile = measured.iter().find_map(|other| postgraphile(other, answered));
            let sql = answered.sql.as_ref();
            let p50 = |pair: Option<&Pair>| pair.map_or_else(none, |pair| duration(pair.one.median));
            let rate = |pair: Option<&Pair>| pair.map_or_else(none, |pair| number(pair.many.per_second));
            let hub = answered.hub.many.per_second;
            let peers = [postgraphile, sql].into_iter().flatten();
            let best = peers.map(|pair| pair.many.per_second).fold(0.0, f64::max);
            let faster =
                |pair: &Pair| ratio(pair.one.median.as_secs_f64(), answered.hub.one.median.as_secs_f64());
            table.row(vec![
                format!("{}, {}", on.engine.name(), answered.name),
                p50(Some(&answered.hub)),
                p50(postgraphile),
                p50(sql),
                postgraphile.map_or_else(none, faster),
                rate(Some(&answered.hub)),
                rate(postgraphile),
                rate(sql),
                postgraphile.map_or_else(none, |pair| ratio(hub, pair.many.per_second)),
                ratio(hub, best),
            ]);
        }
    }
    table.markdown()
}

fn postgraphile<'a>(on: &'a Measured, like: &Answered) -> Option<&'a Pair> {
    on.answered.iter().find(|answered| answered.ask == like.ask)?.postgraphile.as_ref()
}

fn kept(measured: &[Measured]) -> String {
    let mut table = Table::new(&["answers that the hub has kept", "p50", "req/s"]);
    for on in measured {
        for answered in &on.answered {
            if let Some(kept) = &answered.kept {
                table.row(vec![
                    format!("{}, {}", on.engine.name(), answered.name),
                    duration(kept.one.median),
                    number(kept.many.per_second),
                ]);
            }
        }
    }
    table.markdown()
}

fn costs(measured: &[Measured], workload: &Workload) -> String {
    let files = format!("{} spend files loaded", workload.files.len());
    let registers = format!("{} registers loaded", workload.registers.len());
    let mut table = Table::new(&[
        "hub",
        &files,
        &registers,
        "first start: ready / first analysis",
        "next start: ready / first analysis",
        "first answer with one more document",
        "server's peak memory",
        "its own in the end, without mapped files",
    ]);
    let start = |start: Start| format!("{} / {}", duration(start.ready), duration(start.answered));
    for on in measured {
        table.row(vec![
            Engine::name(&on.engine).to_owned(),
            duration(on.spend),
            duration(on.contracts),
            start(on.first_start),
            start(on.next_start),
            duration(on.refreshed),
            memory(on.memory),
            memory(on.own_memory),
        ]);
    }
    table.markdown()
}

fn none() -> String {
    "–".to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{load::Speed, region::questions::Ask};

    fn pair(milliseconds: u64, per_second: f64) -> Pair {
        let speed = Speed { median: Duration::from_millis(milliseconds), per_second };
        Pair { one: speed, many: speed }
    }

    fn on(engine: Engine, postgraphile: Option<Pair>, sql: Pair) -> Measured {
        let start = Start { ready: Duration::from_secs(1), answered: Duration::from_secs(2) };
        Measured {
            engine,
            spend: Duration::ZERO,
            contracts: Duration::ZERO,
            first_start: start,
            next_start: start,
            refreshed: Duration::ZERO,
            answered: vec![Answered {
                ask: Ask::Q4,
                name: "Q4",
                hub: pair(2, 800.0),
                sql: Some(sql),
                postgraphile,
                kept: None,
            }],
            memory: None,
            own_memory: None,
            postgraphile_memory: None,
        }
    }

    #[test]
    fn both_engines_stand_beside_postgraphile_and_the_best_peer() {
        let sqlite = on(Engine::Sqlite { folder: "/x".into() }, None, pair(40, 20.0));
        let postgres = Engine::Postgres { server: "postgres://x".to_owned() };
        let postgres = on(postgres, Some(pair(100, 10.0)), pair(10, 400.0));
        let table = speeds(&[sqlite, postgres]);
        let cells: Vec<Vec<&str>> =
            table.lines().skip(2).map(|line| line.split('|').map(str::trim).collect()).collect();
        assert_eq!(
            cells[0][2..11],
            ["2.0 ms", "100 ms", "40.0 ms", "50.00 ×", "800", "10.0", "20.0", "80.00 ×", "40.00 ×"]
        );
        assert_eq!(cells[1][9..11], ["80.00 ×", "2.00 ×"]);
    }
}
