//! What the database holds of contracting processes: all of it is written anew for each that is compiled.
//!
//! Some processes at a time, table by table, so that the number of statements depends on the tables and not on
//! the processes. Processes and contracts keep their keys, on which other tables and addresses rest.

mod award;
mod contract;
mod flags;
mod names;
mod process;
mod related;
mod tender;

pub(crate) use self::contract::remove as remove_contracts;

use std::collections::BTreeSet;

use anchorhub_ocds::{facts::ProcessFacts, flags::FlagResult};
use anchorhub_resolution::stated_by_processes;
use anchorhub_store::LoadTx;

use super::{buyers, directory::Directory};
use crate::IngestError;

/// A process compiled from all its releases.
pub(super) struct Compiled {
    pub(super) ocid: String,
    /// Keys of its releases, in the order of merging.
    pub(super) releases: Vec<i64>,
    pub(super) facts: ProcessFacts,
    /// What the rules of red flags say of it.
    pub(super) flags: Vec<FlagResult>,
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
    marks: Marks,
}

/// What has to be looked at again once processes are written.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Institutions that buy under contracts of processes that were written, or did before.
    pub(crate) institutions: BTreeSet<i32>,
    /// Atoms of suppliers of which those processes say more than the name, or did before.
    pub(crate) suppliers: BTreeSet<i64>,
}

impl Writer {
    pub(super) async fn new(tx: &mut LoadTx) -> Result<Self, IngestError> {
        Ok(Self { directory: Directory::read(tx).await?, marks: Marks::default() })
    }

    /// What has to be looked at again.
    pub(super) fn into_marks(self) -> Marks {
        self.marks
    }

    /// Writes processes in the place of what is held of them.
    pub(super) async fn write(&mut self, tx: &mut LoadTx, compiled: &[Compiled]) -> Result<(), IngestError> {
        if compiled.is_empty() {
            return Ok(());
        }
        let known = process::known(tx, compiled).await?;
        if !known.is_empty() {
            self.marks.institutions.extend(buyers::under_contracts(tx, &known).await?);
            self.marks.suppliers.extend(stated_by_processes(tx, &known).await?);
            process::clear(tx, &known).await?;
            tender::clear(tx, &known).await?;
            award::clear(tx, &known).await?;
            flags::clear(tx, &known).await?;
        }
        let processes = process::write(tx, compiled, &self.directory).await?;
        tender::write(tx, &processes).await?;
        flags::write(tx, &processes).await?;
        self.marks.institutions.extend(related::find(tx, &processes).await?);
        let names = names::ensure(tx, &processes).await?;
        award::write(tx, &processes, &names).await?;
        let lost = contract::write(tx, &processes, &known, &names).await?;
        self.marks.institutions.extend(lost);
        let ids: Vec<i64> = processes.iter().map(|process| process.id).collect();
        buyers::write_under_contracts(tx, &ids).await?;
        self.marks.institutions.extend(buyers::under_contracts(tx, &ids).await?);
        self.marks.suppliers.extend(stated_by_processes(tx, &ids).await?);
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
