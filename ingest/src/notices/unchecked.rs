//! Processes that a hub compiled before it knew the rules of red flags: compiled anew from the releases it keeps.
//!
//! What is stored of them knows no bids, so that their facts alone would not do.

use anchorhub_entities::{contracting_process, flag_check};
use anchorhub_resolution::{Loaded, settle};
use anchorhub_store::{ChangeKind, LoadTx};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};

use super::{compile::Compiler, gather::Corrections};
use crate::{IngestCode, IngestError, Ingestor};

/// Processes compiled in one transaction: few enough that loads do not wait for long.
const PROCESSES: u64 = 200;

/// What came of checking processes for red flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagsChecked {
    /// Processes that were compiled anew, and are checked now.
    pub checked: u64,
    /// Processes that cannot be compiled any more, and stay unchecked; the log names each, and why.
    pub failed: u64,
}

#[derive(FromQueryResult)]
struct Unchecked {
    id: i64,
    ocid: String,
}

impl Ingestor {
    /// Compiles every process anew that was never checked for red flags. Stopped anywhere, what is done stays, and the next call
    /// goes on. Nothing to do costs one statement.
    pub async fn check_flags(&self) -> Result<FlagsChecked, IngestError> {
        let mut report = FlagsChecked::default();
        let mut after = 0;
        loop {
            let page: Vec<Unchecked> = self.database.fetch(&unchecked(after)).await?;
            let Some(last) = page.last() else { return Ok(report) };
            after = last.id;
            let ocids: Vec<String> = page.into_iter().map(|process| process.ocid).collect();
            self.check_page(&ocids, &mut report).await?;
            self.database.let_others_write().await;
        }
    }

    /// Together; where one of them fails, one by one, so that it alone stays as it is.
    async fn check_page(&self, ocids: &[String], report: &mut FlagsChecked) -> Result<(), IngestError> {
        match compile(self, ocids).await {
            Ok(checked) => {
                report.checked += checked;
                return Ok(());
            }
            Err(error) if error.kind() == IngestCode::Database => return Err(error),
            Err(_) => {}
        }
        for ocid in ocids {
            match compile(self, std::slice::from_ref(ocid)).await {
                Ok(checked) => report.checked += checked,
                Err(error) if error.kind() == IngestCode::Database => return Err(error),
                Err(error) => {
                    tracing::warn!(ocid, code = error.code(), %error, "a process cannot be checked for red flags");
                    report.failed += 1;
                }
            }
        }
        Ok(())
    }
}

/// Compiles processes in one transaction; gives how many.
async fn compile(ingestor: &Ingestor, ocids: &[String]) -> Result<u64, IngestError> {
    let mut tx = LoadTx::begin(&ingestor.database).await?;
    tx.lock_releases().await?;
    let mut compiler = Compiler::new(ingestor, &mut tx).await?;
    // No release is new here, so that none corrects another.
    let mut corrections = Corrections::new(0, Vec::new(), false);
    compiler.compile_these(&mut tx, ocids, &mut corrections).await?;
    let checked = compiler.processes();
    let marks = compiler.into_marks();
    for ocid in ocids {
        tx.note(ChangeKind::ContractingProcess, ocid.as_str());
    }
    settle(&mut tx, Loaded::Contracts, marks.suppliers).await?;
    anchorhub_linking::mark_all(&mut tx, &marks.institutions).await?;
    tx.commit().await?;
    Ok(checked)
}

/// The next processes that were never checked.
fn unchecked(after: i64) -> SelectStatement {
    use contracting_process::{Column, Entity};
    let checked = Query::select()
        .expr(Expr::value(1))
        .from(flag_check::Entity)
        .and_where(
            Expr::col((flag_check::Entity, flag_check::Column::ProcessId)).equals((Entity, Column::Id)),
        )
        .to_owned();
    Query::select()
        .columns([(Entity, Column::Id), (Entity, Column::Ocid)])
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).gt(after))
        .and_where(Expr::exists(checked).not())
        .order_by((Entity, Column::Id), Order::Asc)
        .limit(PROCESSES)
        .to_owned()
}
