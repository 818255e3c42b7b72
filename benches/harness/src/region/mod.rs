//! Six questions over a whole region, payments and contracts, put to the hub and in the same run to its peers: plain SQL
//! through an open shell, and PostGraphile 5. Every system must give the same answers before any is timed.

mod known;
mod peer;
mod postgraphile;
mod questions;
mod report;
mod rows;
mod sql;

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};

use self::{
    known::Everything,
    postgraphile::{Installed, PostGraphile},
    questions::{Ask, Question, question},
    rows::{of_json, of_lines},
    sql::Sql,
};
use crate::{
    database::Engine,
    hub::{Hub, Server},
    load::Client as _,
    queries::{Pair, check_totals, pair},
    questions::TOTALS,
    workload::{SpendFile, Workload},
};

/// What to ask, and beside whom.
#[derive(Args)]
pub(crate) struct Region {
    /// Of the six questions about the region, which to ask
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Ask::value_variants().iter().copied())]
    question: Vec<Ask>,
    /// Ask the hub alone: at scale 10 its peers take hours
    #[arg(long)]
    without_peers: bool,
    /// Folder of the package that serves PostGraphile; installed there with `npm ci` when it is not yet
    #[arg(long, default_value = "benches/harness/postgraphile")]
    postgraphile: PathBuf,
}

/// Where and with what the hub runs.
pub(crate) struct Setting<'a> {
    pub(crate) binary: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) cache_mib: u32,
    pub(crate) workload: &'a Workload,
    /// For each question, system and number of connections.
    pub(crate) time: Duration,
}

/// How fast one question was answered by each system.
struct Answered {
    ask: Ask,
    name: &'static str,
    hub: Pair,
    sql: Option<Pair>,
    postgraphile: Option<Pair>,
    /// By a hub that keeps answers, each asked for before.
    kept: Option<Pair>,
}

/// What happened on one engine.
struct Measured {
    engine: Engine,
    /// Time to load the spend files, and the contract registers, one after the other.
    spend: Duration,
    contracts: Duration,
    /// Until `/readyz`, and until the first analysis was answered: when nothing was ever asked, and when started again.
    first_start: Start,
    next_start: Start,
    /// From the end of loading one more document to the first answer with it.
    refreshed: Duration,
    answered: Vec<Answered>,
    memory: Option<u64>,
    postgraphile_memory: Option<u64>,
}

#[derive(Clone, Copy)]
struct Start {
    ready: Duration,
    answered: Duration,
}

impl Region {
    /// The options that differ from the usual, as they are given.
    pub(crate) fn options(&self) -> String {
        let mut options = String::new();
        if self.question.len() < Ask::value_variants().len() {
            let names = self.question.iter().filter_map(Ask::to_possible_value);
            let names: Vec<String> = names.map(|ask| ask.get_name().to_owned()).collect();
            options.push_str(&format!(" --question {}", names.join(",")));
        }
        if self.without_peers {
            options.push_str(" --without-peers");
        }
        options
    }

    /// Measures on each engine; returns the figures as Markdown. The PostGraphile of one serves as peer of all.
    pub(crate) fn measure(
        &self,
        engines: &[Engine],
        setting: &Setting<'_>,
        tell: impl Fn(&str),
    ) -> Result<String> {
        let installed = if self.without_peers { None } else { Some(Installed::find(&self.postgraphile)) };
        let mut notes = String::new();
        let installed = match installed {
            Some(Err(reason)) => {
                notes.push_str(&format!("PostGraphile was skipped: {reason:#}.\n\n"));
                None
            }
            other => other.and_then(Result::ok),
        };
        let mut measured = Vec::new();
        for engine in engines {
            tell(&format!("loading the region on {}", engine.name()));
            measured.push(self.on(engine, installed.as_ref(), setting, &tell)?);
        }
        Ok(notes + &report::markdown(&measured, setting.workload))
    }

    fn on(
        &self,
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

        let (_, first_start) = start(&hub, 0)?;
        let (server, next_start) = start(&hub, 0)?;
        check_totals(&server.connect()?.graphql(TOTALS)?, workload)?;
        let known = Everything::fetch(&mut server.connect()?, &hub.database)?;
        let on_postgres = matches!(engine, Engine::Postgres { .. });
        if on_postgres && !self.without_peers {
            tell("filling the peer's tables");
            peer::fill(&hub.database)?;
        }
        let postgraphile = installed.filter(|_| on_postgres);
        let postgraphile = postgraphile.map(|found| found.serve(&hub.database.url())).transpose()?;

        let mut answered = Vec::new();
        for ask in Ask::value_variants().iter().filter(|ask| self.question.contains(ask)) {
            let question = question(*ask, &known, Sql::of(engine));
            tell(&format!("{} on {}", question.name, engine.name()));
            let systems = Systems { hub: &hub, server: &server, postgraphile: postgraphile.as_ref() };
            let asked = systems.ask(&question, self.without_peers, setting.time);
            answered.push(asked.with_context(|| format!("asking {}", question.name))?);
        }
        let postgraphile_memory = postgraphile.as_ref().and_then(PostGraphile::peak_memory);
        drop(postgraphile);
        let refreshed = refresh(&hub, &server, &workload.late)?;
        let memory = server.peak_memory();
        drop(server);
        if hub.keeps_answers() {
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
            postgraphile_memory,
        })
    }
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

/// Starts the server, and asks it something that takes all payments to answer.
fn start(hub: &Hub, answers_mib: u32) -> Result<(Server, Start)> {
    let server = hub.serve(answers_mib)?;
    server.connect()?.graphql(TOTALS)?;
    let start = Start { ready: server.ready, answered: server.age() };
    Ok((server, start))
}

const PATIENCE: Duration = Duration::from_secs(300);

/// Loads one more document beside the server; how long it then takes until an answer has it.
fn refresh(hub: &Hub, server: &Server, late: &SpendFile) -> Result<Duration> {
    let mut connection = server.connect()?;
    let before = connection.graphql(TOTALS)?;
    let paid = |answer: &str| {
        of_json(answer, |data| {
            let rows = data["spendAnalysis"]["rows"].as_array()?.iter();
            rows.map(|one| rows::row(&[&one["keys"][0]["value"]], [&one["net"]["pence"], &one["payments"]]))
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

/// Who is asked.
struct Systems<'a> {
    hub: &'a Hub,
    server: &'a Server,
    postgraphile: Option<&'a PostGraphile>,
}

impl Systems<'_> {
    fn ask(&self, question: &Question, without_peers: bool, time: Duration) -> Result<Answered> {
        if !without_peers {
            self.compare(question)?;
        }
        let hub = pair(|| self.server.connect(), &question.hub.bodies, time)?;
        let sql = (!without_peers).then(|| pair(|| self.hub.database.open_shell(), &question.sql, time));
        let postgraphile =
            self.postgraphile.map(|server| pair(|| server.connect(), &question.postgraphile.bodies, time));
        Ok(Answered {
            ask: question.ask,
            name: question.name,
            hub,
            sql: sql.transpose()?,
            postgraphile: postgraphile.transpose()?,
            kept: None,
        })
    }

    /// A fast wrong answer is no answer: some sets of variables are asked of everyone, and the rows compared.
    fn compare(&self, question: &Question) -> Result<()> {
        let mut shell = self.hub.database.open_shell()?;
        let mut compared = 0;
        for set in (0..question.sql.len()).step_by(COMPARED_EVERY) {
            let expected = of_lines(&shell.lines(&question.sql[set])?, question.names, question.numbers)?;
            compared += expected.len();
            let hub =
                of_json(&self.server.connect()?.graphql(&question.hub.bodies[set])?, question.hub.read)?;
            let mut answers = vec![("the hub", hub)];
            if let Some(server) = self.postgraphile {
                let body = server.connect()?.graphql(&question.postgraphile.bodies[set])?;
                answers.push(("PostGraphile", of_json(&body, question.postgraphile.read)?));
            }
            for (who, rows) in answers {
                if let Some(difference) = difference(&rows, &expected) {
                    bail!("{who} answers set {set} otherwise than SQL: {difference}");
                }
            }
        }
        ensure!(compared > 0, "there is nothing to compare: no set of variables finds a row");
        Ok(())
    }
}

/// One set in so many is compared.
const COMPARED_EVERY: usize = 25;

/// The first row in which two answers differ.
fn difference(found: &rows::Rows, expected: &rows::Rows) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{} rows instead of {}", found.len(), expected.len()));
    }
    let (found, expected) = found.iter().zip(expected).find(|(found, expected)| found != expected)?;
    Some(format!("{found:?} instead of {expected:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told() {
        let rows = |pence| vec![("a".to_owned(), vec![pence]), ("b".to_owned(), vec![2])];
        assert_eq!(difference(&rows(1), &rows(1)), None);
        assert_eq!(difference(&rows(3), &rows(1)).as_deref(), Some("(\"a\", [3]) instead of (\"a\", [1])"));
        assert_eq!(difference(&Vec::new(), &rows(1)).as_deref(), Some("0 rows instead of 2"));
    }
}
