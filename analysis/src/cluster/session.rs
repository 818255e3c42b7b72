//! Reading facts while nobody changes them.

use std::time::{Duration, Instant};

use anchorhub_store::{Database, Snapshot, StoreErrorKind};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};

use super::failure::of_facts;
use crate::AnalysisError;

/// The advisory lock of the analysis database: shared by those who read facts, held alone by who changes them. The
/// database gives it back by itself when a connection ends.
pub(super) const LOCK: i64 = 0x616e_6368_6f72;

/// What the facts are whole at: the key in `fact_state`, and its value while they are not.
pub(super) const VERSION: &str = "data_version";
pub(super) const CHANGING: i64 = -1;

/// The name of the lock's function that everybody may hold together.
const SHARED: &str = "pg_advisory_xact_lock_shared";

/// Begins a session on the facts as they are. Waits while somebody changes them, at most as long as a statement may take.
pub(super) async fn open(facts: &Database) -> Result<Snapshot, AnalysisError> {
    match facts.session(&gate(), &version()).await {
        Ok(session) => Ok(session),
        Err(error) if error.kind() == StoreErrorKind::Deadline => Err(AnalysisError::AnalysisBehind),
        // A server that was started anew knows nothing of the connections in the pool: each fails once.
        Err(error) if error.kind() == StoreErrorKind::Unavailable => {
            again(facts).await.map_err(|()| of_facts(error))
        }
        Err(error) => Err(of_facts(error)),
    }
}

/// Tries once for each connection that the pool may still hold; these fail at once.
async fn again(facts: &Database) -> Result<Snapshot, ()> {
    let begun = Instant::now();
    while begun.elapsed() < AT_ONCE {
        match facts.session(&gate(), &version()).await {
            Ok(session) => return Ok(session),
            Err(error) if error.kind() == StoreErrorKind::Unavailable => {}
            Err(_) => break,
        }
    }
    Err(())
}

const AT_ONCE: Duration = Duration::from_secs(1);

/// Waits for the lock. Servers add up the facts of whole institutions only when the planner is told so, and compiling
/// statements that wait for other servers gains nothing.
fn gate() -> SelectStatement {
    let setting = |name: &str, value: &str| Expr::cust(format!("set_config('{name}', '{value}', true)"));
    Query::select()
        .expr(setting("enable_partitionwise_aggregate", "on"))
        .expr(setting("jit", "off"))
        // With values that it does not know, the planner would hand less to the servers.
        .expr(setting("plan_cache_mode", "force_custom_plan"))
        // The type has no counterpart here.
        .expr(Expr::cust(format!("CAST({SHARED}({LOCK}) AS text)")))
        .to_owned()
}

fn version() -> SelectStatement {
    Query::select()
        .column(Alias::new("value"))
        .from(Alias::new("fact_state"))
        .and_where(Expr::col(Alias::new("key")).eq(VERSION))
        .to_owned()
}
