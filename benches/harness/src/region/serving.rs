//! How soon a server can be asked: after its start, and after one more document.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::rows::{of_json, row};
use crate::{
    hub::{Hub, Server},
    questions::TOTALS,
    workload::SpendFile,
};

/// How long a server took after it was started.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// Until it said so.
    pub(super) ready: Duration,
    /// Until the first analysis was answered.
    pub(super) answered: Duration,
}

/// Starts the server, and asks it something that takes all payments to answer.
pub(super) fn start(hub: &Hub) -> Result<(Server, Start)> {
    let server = hub.serve(0)?;
    server.connect()?.graphql(TOTALS)?;
    let start = Start { ready: server.ready, answered: server.age() };
    Ok((server, start))
}

const PATIENCE: Duration = Duration::from_secs(300);

/// Loads one more document beside the server; how long it then takes until an answer has it.
pub(super) fn refresh(hub: &Hub, server: &Server, late: &SpendFile) -> Result<Duration> {
    let mut connection = server.connect()?;
    let before = connection.graphql(TOTALS)?;
    let paid = |answer: &str| {
        of_json(answer, |data| {
            let rows = data["spendAnalysis"]["rows"].as_array()?.iter();
            rows.map(|one| row(&[&one["keys"][0]["value"]], [&one["net"]["pence"], &one["payments"]]))
                .collect()
        })
    };
    let mut expected = paid(&before)?;
    let place = expected.iter_mut().find(|(institution, _)| *institution == late.institution);
    let (_, numbers) = place.context("the institution has paid nothing")?;
    *numbers = vec![numbers[0] + late.net_pence, numbers[1] + i64::try_from(late.payments)?];
    hub.ingest(late)?;
    let started = Instant::now();
    loop {
        if paid(&connection.graphql(TOTALS)?)? == expected {
            return Ok(started.elapsed());
        }
        ensure!(started.elapsed() < PATIENCE, "the hub does not show the document that was loaded last");
        thread::sleep(Duration::from_millis(1));
    }
}
