//! The region on one engine.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum as _;

use super::{
    Region,
    known::Everything,
    peer,
    postgraphile::{Installed, PostGraphile},
    questions::{Ask, question},
    serving::{Start, refresh, start},
    sql::Sql,
    systems::{Answered, Systems},
};
use crate::{
    database::Engine,
    hub::Hub,
    load::Client as _,
    queries::{check_totals, pair},
    questions::TOTALS,
    workload::Workload,
};

/// Where and with what the hub runs.
pub(crate) struct Setting<'a> {
    pub(crate) binary: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) cache_mib: u32,
    pub(crate) workload: &'a Workload,
    /// For each question, system and number of connections.
    pub(crate) time: Duration,
}

/// What happened on one engine.
pub(super) struct Measured {
    pub(super) engine: Engine,
    /// Time to load the spend files, and the contract registers, one after the other.
    pub(super) spend: Duration,
    pub(super) contracts: Duration,
    /// Until `/readyz`, and until the first analysis was answered: when nothing was ever asked, and when started again.
    pub(super) first_start: Start,
    pub(super) next_start: Start,
    /// From the end of loading one more document to the first answer with it.
    pub(super) refreshed: Duration,
    pub(super) answered: Vec<Answered>,
    /// Peak memory of the server, and what it held in the end without mapped files, in bytes.
    pub(super) memory: Option<u64>,
    pub(super) own_memory: Option<u64>,
    pub(super) postgraphile_memory: Option<u64>,
}

/// Loads the region, serves it, and asks everyone.
pub(super) fn measure(
    region: &Region,
    engine: &Engine,
    installed: Option<&Installed>,
    setting: &Setting<'_>,
    tell: &impl Fn(&str),
) -> Result<Measured> {
    let Setting { workload, .. } = setting;
    let folder = setting.folder.join("hub");
    let hub = Hub::set_up(setting.binary, engine, &folder, setting.cache_mib, workload)?;
    let spend = total(&workload.files, |file| Ok(hub.ingest(file)?.wall))?;
    let contracts = total(&workload.registers, |file| Ok(hub.ingest_register(file)?.wall))?;
    check_contracts(&hub, workload)?;
    let on_postgres = matches!(engine, Engine::Postgres { .. });
    if on_postgres && !region.without_peers {
        tell("filling the peer's tables");
        peer::fill(&hub.database)?;
    }
    hub.database.vacuum()?;
    hub.database.settle()?;

    let (_, first_start) = start(&hub)?;
    let (server, next_start) = start(&hub)?;
    check_totals(&server.connect()?.graphql(TOTALS)?, workload)?;
    let known = Everything::fetch(&mut server.connect()?, &hub.database)?;
    let postgraphile = installed.filter(|_| on_postgres);
    let postgraphile = postgraphile.map(|found| found.serve(&hub.database.url())).transpose()?;

    let mut answered = Vec::new();
    for ask in Ask::value_variants().iter().filter(|ask| region.question.contains(ask)) {
        let question = question(*ask, &known, Sql::of(engine));
        tell(&format!("{} on {}", question.name, engine.name()));
        let systems = Systems { hub: &hub, server: &server, postgraphile: postgraphile.as_ref() };
        let asked = systems.ask(&question, region.without_peers, setting.time);
        answered.push(asked.with_context(|| format!("asking {}", question.name))?);
    }
    let postgraphile_memory = postgraphile.as_ref().and_then(PostGraphile::peak_memory);
    drop(postgraphile);
    let refreshed = refresh(&hub, &server, &workload.late)?;
    let (memory, own_memory) = (server.peak_memory(), server.own_memory());
    drop(server);
    if hub.keeps_answers()? {
        tell("answers that are kept");
        kept(&hub, &mut answered, &known, Sql::of(engine), setting.time)?;
    }
    let engine = engine.clone();
    Ok(Measured {
        engine,
        spend,
        contracts,
        first_start,
        next_start,
        refreshed,
        answered,
        memory,
        own_memory,
        postgraphile_memory,
    })
}

fn total<T>(files: &[T], load: impl Fn(&T) -> Result<Duration>) -> Result<Duration> {
    files.iter().map(load).sum()
}

/// All contracts count: none was taken for another.
fn check_contracts(hub: &Hub, workload: &Workload) -> Result<()> {
    let counted = "SELECT COUNT(*) FROM contract WHERE cluster_id IS NULL OR cluster_id = id";
    let found = hub.database.ask(counted)?;
    let expected: u64 = workload.registers.iter().map(|file| file.contracts).sum();
    ensure!(found.trim() == expected.to_string(), "{} contracts count, not {expected}", found.trim());
    Ok(())
}

/// Asks a hub that keeps answers, of which it has each already.
fn kept(hub: &Hub, answered: &mut [Answered], known: &Everything, sql: Sql, time: Duration) -> Result<()> {
    let server = hub.serve(ANSWERS_MIB)?;
    for answered in answered {
        let question = question(answered.ask, known, sql);
        let mut connection = server.connect()?;
        for body in &question.hub.bodies {
            connection.ask(body)?;
        }
        answered.kept = Some(pair(|| server.connect(), &question.hub.bodies, time)?);
    }
    Ok(())
}

/// Mebibytes for answers: more than 300 of the largest take.
const ANSWERS_MIB: u32 = 64;
