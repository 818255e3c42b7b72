//! Six questions over a whole region, payments and contracts, put to the hub and in the same run to its peers: plain SQL
//! through an open shell, and PostGraphile 5. Every system must give the same answers before any is timed.

mod known;
mod measure;
mod peer;
mod postgraphile;
mod questions;
mod report;
mod rows;
mod serving;
mod sql;
mod systems;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

pub(crate) use self::measure::Setting;
use self::{measure::measure, postgraphile::Installed, questions::Ask};
use crate::database::Engine;

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
        let on_postgres = engines.iter().any(|engine| matches!(engine, Engine::Postgres { .. }));
        let mut notes = String::new();
        let mut installed = None;
        if on_postgres && !self.without_peers {
            match Installed::find(&self.postgraphile) {
                Ok(found) => installed = Some(found),
                Err(reason) => notes.push_str(&format!("PostGraphile was skipped: {reason:#}.\n\n")),
            }
        }
        let mut measured = Vec::new();
        for engine in engines {
            tell(&format!("loading the region on {}", engine.name()));
            measured.push(measure(self, engine, installed.as_ref(), setting, &tell)?);
        }
        Ok(notes + &report::markdown(&measured, setting.workload))
    }
}
