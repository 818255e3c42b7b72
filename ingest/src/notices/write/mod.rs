//! What the database holds of contracting processes: all of it is written anew for each that is compiled.
//!
//! Some processes at a time, table by table, so that the number of statements depends on the tables and not on
//! the processes. Processes and contracts keep their keys, on which other tables and addresses rest.

mod award;
mod contract;
mod names;
mod process;
mod related;
mod tender;

pub(crate) use self::contract::remove as remove_contracts;

use std::collections::BTreeSet;

use anchorhub_ocds::facts::ProcessFacts;
use anchorhub_store::LoadTx;

use super::{buyers, directory::Directory};
use crate::IngestError;

/// A process compiled from all its releases.
pub(super) struct Compiled {
    pub(super) ocid: String,
    /// Keys of its releases, in the order of merging.
    pub(super) releases: Vec<i64>,
    pub(super) facts: ProcessFacts,
    /// The facts as compressed JSON.
    pub(super) packed: Vec<u8>,
}

/// A process with its key in the database.
struct Held<'a> {
    id: i64,
    compiled: &'a Compiled,
}

impl Held<'_> {
    fn facts(&self) -> &ProcessFacts {
        &self.compiled.facts
    }
}

/// Writes compiled processes.
pub(super) struct Writer {
    directory: Directory,
    institutions: BTreeSet<i32>,
}

impl Writer {
    pub(super) async fn new(tx: &mut LoadTx) -> Result<Self, IngestError> {
        Ok(Self { directory: Directory::read(tx).await?, institutions: BTreeSet::new() })
    }

    /// The institutions whose links have to be made anew: those that buy under contracts of processes that
    /// were written, or did before.
    pub(super) fn into_institutions(self) -> BTreeSet<i32> {
        self.institutions
    }

    /// Writes processes in the place of what is held of them.
    pub(super) async fn write(&mut self, tx: &mut LoadTx, compiled: &[Compiled]) -> Result<(), IngestError> {
        if compiled.is_empty() {
            return Ok(());
        }
        let known = process::known(tx, compiled).await?;
        if !known.is_empty() {
            self.institutions.extend(buyers::under_contracts(tx, &known).await?);
            process::clear(tx, &known).await?;
            tender::clear(tx, &known).await?;
            award::clear(tx, &known).await?;
        }
        let processes = process::write(tx, compiled, &self.directory).await?;
        tender::write(tx, &processes).await?;
        self.institutions.extend(related::find(tx, &processes).await?);
        let names = names::ensure(tx, &processes).await?;
        award::write(tx, &processes, &names).await?;
        let lost = contract::write(tx, &processes, &known, &names).await?;
        self.institutions.extend(lost);
        let ids: Vec<i64> = processes.iter().map(|process| process.id).collect();
        buyers::write_under_contracts(tx, &ids).await?;
        self.institutions.extend(buyers::under_contracts(tx, &ids).await?);
        Ok(())
    }
}

/// A position as the database keeps it.
fn seq(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// A list as the database keeps it.
fn json(keys: &[String]) -> Result<String, IngestError> {
    serde_json::to_string(keys).map_err(|error| {
        IngestError::new(crate::IngestCode::Internal, format!("a list cannot be written: {error}"))
    })
}
