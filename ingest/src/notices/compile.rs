//! The second pass: processes compiled from all their releases.

use std::sync::Arc;

use anchorhub_ocds::{Merger, Release, facts, flags, merge_order};
use anchorhub_store::LoadTx;
use tokio::task::JoinHandle;

use super::{
    body,
    gather::{self, Corrections, Gathered},
    growth::Growth,
    touched::Touched,
    write::{Compiled, Marks, Writer},
};
use crate::{
    Caps, IngestCode, IngestError, Ingestor,
    progress::{Progress, Silent},
};

/// What turns releases into what the model knows; the same for all processes.
struct Rules {
    caps: Caps,
    release_caps: anchorhub_ocds::Caps,
    merger: Merger,
}

/// Compiles processes and writes them.
pub(super) struct Compiler {
    rules: Arc<Rules>,
    writer: Writer,
    processes: u64,
    growth: Growth,
}

/// The tables that compiled processes are written to and looked up in.
const TABLES: [&str; 6] =
    ["contracting_process", "process_buyer", "contract", "contract_buyer", "contract_supplier", "award"];

impl Compiler {
    pub(super) async fn new(ingestor: &Ingestor, tx: &mut LoadTx) -> Result<Self, IngestError> {
        let rules = Rules {
            caps: ingestor.caps,
            release_caps: ingestor.release_caps,
            merger: Merger::new(ingestor.rules.clone()),
        };
        let (writer, growth) = (Writer::new(tx).await?, Growth::of(&TABLES));
        Ok(Self { rules: Arc::new(rules), writer, processes: 0, growth })
    }

    /// Processes compiled so far.
    pub(super) fn processes(&self) -> u64 {
        self.processes
    }

    /// What has to be looked at again.
    pub(super) fn into_marks(self) -> Marks {
        self.writer.into_marks()
    }

    /// Compiles and writes every process that is touched: some are compiled while those before are written.
    pub(super) async fn compile_all(
        &mut self,
        tx: &mut LoadTx,
        touched: &mut Touched,
        corrections: &mut Corrections,
        progress: &dyn Progress,
    ) -> Result<(), IngestError> {
        let mut at_work: Option<JoinHandle<Result<Vec<Compiled>, IngestError>>> = None;
        loop {
            let ocids = touched.next(tx).await?;
            if ocids.is_empty() {
                break;
            }
            for part in gather::in_parts(tx, &ocids, &self.rules.caps).await? {
                let gathered = gather::gather(tx, &part, corrections).await?;
                let rules = Arc::clone(&self.rules);
                let next = tokio::task::spawn_blocking(move || compile(gathered, &rules));
                if let Some(before) = at_work.replace(next) {
                    self.write(tx, finished(before).await?, progress).await?;
                }
            }
        }
        if let Some(last) = at_work {
            self.write(tx, finished(last).await?, progress).await?;
        }
        Ok(())
    }

    /// Compiles and writes these processes.
    pub(super) async fn compile_these(
        &mut self,
        tx: &mut LoadTx,
        ocids: &[String],
        corrections: &mut Corrections,
    ) -> Result<(), IngestError> {
        for part in gather::in_parts(tx, ocids, &self.rules.caps).await? {
            let gathered = gather::gather(tx, &part, corrections).await?;
            let rules = Arc::clone(&self.rules);
            let compiled = finished(tokio::task::spawn_blocking(move || compile(gathered, &rules))).await?;
            self.write(tx, compiled, &Silent).await?;
        }
        Ok(())
    }

    async fn write(
        &mut self,
        tx: &mut LoadTx,
        compiled: Vec<Compiled>,
        progress: &dyn Progress,
    ) -> Result<(), IngestError> {
        self.writer.write(tx, &compiled).await?;
        self.processes += compiled.len() as u64;
        self.growth.reached(tx, self.processes).await?;
        progress.rows(self.processes);
        Ok(())
    }
}

async fn finished(
    work: JoinHandle<Result<Vec<Compiled>, IngestError>>,
) -> Result<Vec<Compiled>, IngestError> {
    work.await.map_err(|error| {
        tracing::error!(%error, "compiling releases ended in a panic");
        IngestError::new(IngestCode::Internal, "releases cannot be compiled: please report this as a bug")
    })?
}

/// One process after the other, so that the releases of only one are unpacked at a time.
fn compile(gathered: Vec<Gathered>, rules: &Rules) -> Result<Vec<Compiled>, IngestError> {
    gathered.into_iter().map(|process| compile_one(process, rules)).collect()
}

fn compile_one(process: Gathered, rules: &Rules) -> Result<Compiled, IngestError> {
    let mut room = rules.caps.max_process_bytes;
    let mut releases: Vec<(i64, Release)> = Vec::with_capacity(process.releases.len());
    for kept in process.releases {
        let text =
            body::unpack(&kept.body, room)?.ok_or_else(|| gather::too_large(&process.ocid, &rules.caps))?;
        room -= text.len();
        let release = Release::parse(text, &rules.release_caps)?;
        let publication = u64::try_from(kept.tie).unwrap_or_default();
        releases.push((kept.id, release.with_publication(publication)));
    }
    releases.sort_by(|(_, one), (_, another)| merge_order(one, another));
    let (ids, releases): (Vec<i64>, Vec<Release>) = releases.into_iter().unzip();
    let facts = facts::map(&releases, &rules.merger.compile(&releases));
    let text = serde_json::to_string(&facts).map_err(|error| {
        IngestError::new(
            IngestCode::Internal,
            format!("what is known of a process cannot be written: {error}"),
        )
    })?;
    let flags = flags::check(&facts);
    Ok(Compiled { ocid: process.ocid, releases: ids, facts, flags, packed: body::pack(&text)? })
}
