//! How fast the hub answers over HTTP, against the same questions put to the database directly.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    database::Engine,
    hub::Hub,
    load::{Speed, measure},
    questions,
    workload::Workload,
};

/// Connections of the busy half of the measurement.
pub(crate) const MANY: usize = 16;

/// How fast one question was answered.
pub(crate) struct Answered {
    pub(crate) question: &'static str,
    pub(crate) hub: Pair,
    pub(crate) floor: Pair,
}

/// On one connection, and on many.
pub(crate) struct Pair {
    pub(crate) one: Speed,
    pub(crate) many: Speed,
}

/// What a hub full of the region's payments did.
pub(crate) struct Served {
    /// Time to load all institutions' files, one after the other.
    pub(crate) loaded: Duration,
    pub(crate) answered: Vec<Answered>,
    /// Peak memory of the server, in bytes.
    pub(crate) memory: Option<u64>,
}

/// Loads the region, serves it, and asks every question for some time on one and on many connections.
pub(crate) fn serve(
    binary: &Path,
    engine: &Engine,
    folder: &Path,
    cache_mib: u32,
    workload: &Workload,
    time: Duration,
) -> Result<Served> {
    let hub = Hub::set_up(binary, engine, &folder.join("hub"), cache_mib, workload)?;
    let mut loaded = Duration::ZERO;
    for file in &workload.files {
        loaded += hub.ingest(file)?.wall;
    }
    hub.database.vacuum()?;
    let server = hub.serve(0)?;
    check_totals(&server.connect()?.graphql(questions::TOTALS)?, workload)?;
    let mut answered = Vec::new();
    for question in questions::all(workload) {
        let asked = |speed: Result<Pair>| speed.with_context(|| format!("asking for {}", question.name));
        let on_hub = asked(pair(|| server.connect(), &question.graphql, time))?;
        let on_floor = asked(pair(|| hub.database.open_shell(), &question.sql, time))?;
        answered.push(Answered { question: question.name, hub: on_hub, floor: on_floor });
    }
    Ok(Served { loaded, answered, memory: server.peak_memory() })
}

/// A fast wrong answer is no answer: what each institution paid must be what was generated.
pub(crate) fn check_totals(answer: &str, workload: &Workload) -> Result<()> {
    let answer: Value = serde_json::from_str(answer).context("the hub's answer is not JSON")?;
    let rows = answer["data"]["spendAnalysis"]["rows"].as_array().context("the hub's answer has no rows")?;
    for file in &workload.files {
        let row = rows.iter().find(|row| row["keys"][0]["value"] == file.institution);
        let found = row.map(|row| (row["payments"].as_u64(), row["net"]["pence"].as_i64()));
        let expected = Some((Some(file.payments), Some(file.net_pence)));
        ensure!(found == expected, "the hub says {found:?} of {}, not {expected:?}", file.institution);
    }
    Ok(())
}

/// Asks the same questions for some time on one connection, then on many.
pub(crate) fn pair<C: crate::load::Client>(
    connect: impl Fn() -> Result<C>,
    questions: &[String],
    time: Duration,
) -> Result<Pair> {
    let one = measure(&mut [connect()?], questions, time)?;
    let mut clients = (0..MANY).map(|_| connect()).collect::<Result<Vec<_>>>()?;
    Ok(Pair { one, many: measure(&mut clients, questions, time)? })
}
