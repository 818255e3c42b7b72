//! Answers plans from facts in a database of their own, which may be many servers: for hubs that outgrow one machine.
//!
//! The analysis database is any that speaks PostgreSQL. What is asked of it is added up by institution first, which
//! servers that keep the facts of whole institutions do by themselves (`sql::Layout::Wide`). It follows the hub's own
//! database as the columnar engine does: document by document, and small tables piece by piece (`follow`). One at a time
//! changes the facts and answers are read while nobody does (`session`), so that none mixes two versions of the data.
//! What groups are called and how complete documents are is read from the hub's own database, at the same version.

mod documents;
mod failure;
mod follow;
mod leader;
mod piece;
mod schema;
mod session;
mod small;
mod verify;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anchorhub_store::{Database, QueryBudget, Settings};
use async_trait::async_trait;
use tokio::sync::OnceCell;

use self::{failure::of_facts, follow::Wanted};
pub use self::{
    follow::ClusterSize,
    schema::{coordinator_schema, facts_schema},
};
use crate::{
    AnalysisError, SpendAnswer, SpendEngine, SpendPlan,
    sql::{Layout, Sources, answer_all},
};

/// Answers plans from an analysis database, as `SqlEngine` would at the same version of the data.
///
/// It follows the hub's database by itself: a question looks at the data version first. Clones share everything. Lives in
/// a Tokio runtime.
#[derive(Clone, Debug)]
pub struct ClusterEngine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    hub: Database,
    settings: Settings,
    facts: OnceCell<Database>,
    /// Held by whoever brings the facts up to date in this process: the others wait for what it does.
    following: tokio::sync::Mutex<()>,
    /// The facts were compared with the hub once, whatever version they claim to be at: either database may come from a
    /// backup.
    is_compared: AtomicBool,
}

/// How long is waited for a connection: a question has to be told in time that there is none.
const PATIENCE: Duration = Duration::from_secs(4);

/// How often sessions are opened anew because the data went on between them.
const OPENINGS: usize = 6;

impl ClusterEngine {
    /// An engine over the database of a hub and an analysis database. Nothing is opened before the first question.
    pub fn new(hub: Database, settings: Settings) -> Self {
        let patience = settings.patience.min(PATIENCE);
        let shared = Shared {
            hub,
            settings: Settings { patience, ..settings },
            facts: OnceCell::new(),
            following: tokio::sync::Mutex::default(),
            is_compared: AtomicBool::new(false),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Makes the tables that are missing, on an analysis database that is one server.
    pub async fn prepare(&self) -> Result<(), AnalysisError> {
        schema::prepare(self.shared.facts().await?).await
    }

    /// Brings the facts up to the present state of the hub; says what they hold then.
    pub async fn follow(&self) -> Result<ClusterSize, AnalysisError> {
        self.shared.follow(Wanted::Compared).await
    }

    /// Closes the analysis database.
    pub async fn close(&self) -> Result<(), AnalysisError> {
        drop(self.shared.following.lock().await);
        match self.shared.facts.get() {
            Some(facts) => facts.clone().close().await.map_err(of_facts),
            None => Ok(()),
        }
    }

    /// Sessions of both databases at one version of the data.
    async fn open(&self) -> Result<Sources, AnalysisError> {
        for _ in 0..OPENINGS {
            let hub = self.shared.hub.snapshot().await?;
            let version = hub.data_version();
            if self.shared.is_compared.load(Ordering::Acquire) {
                let facts = session::open(self.shared.facts().await?).await?;
                if facts.data_version() == version {
                    return Ok(Sources::beside(hub, facts, of_facts));
                }
                facts.finish().await.map_err(of_facts)?;
            }
            // Not held while the facts are changed, which may take long.
            hub.finish().await?;
            self.up_to(version).await?;
        }
        Err(AnalysisError::Moving)
    }

    /// Has the facts brought up to a version, and waits for that as long as the task's budget allows. It goes on when
    /// the one who asked gives up.
    async fn up_to(&self, version: i64) -> Result<(), AnalysisError> {
        let shared = Arc::clone(&self.shared);
        let made = tokio::spawn(async move { shared.follow(Wanted::Version(version)).await });
        let done = async {
            match made.await {
                Ok(made) => made.map(drop),
                Err(error) => Err(failure::ended(&error)),
            }
        };
        let Some(budget) = QueryBudget::current() else { return done.await };
        tokio::select! {
            biased;
            done = done => done,
            () = budget.ended() => Err(AnalysisError::AnalysisBehind),
        }
    }

    async fn answers(&self, plans: &[SpendPlan]) -> Result<Vec<SpendAnswer>, AnalysisError> {
        let mut sources = self.open().await?;
        let answers = answer_all(&mut sources, self.shared.hub.engine(), Layout::Wide, plans).await?;
        sources.finish().await?;
        Ok(answers)
    }
}

#[async_trait]
impl SpendEngine for ClusterEngine {
    async fn spend_all(&self, plans: &[SpendPlan]) -> Result<Vec<SpendAnswer>, AnalysisError> {
        plans.iter().try_for_each(SpendPlan::check)?;
        match self.answers(plans).await {
            Err(AnalysisError::AnalysisUnreachable(_)) => Err(failure::named(self.shared.facts.get()).await),
            answered => answered,
        }
    }
}

impl Shared {
    /// The analysis database, opened by the first who needs it.
    async fn facts(&self) -> Result<&Database, AnalysisError> {
        self.facts.get_or_try_init(|| Database::connect(&self.settings)).await.map_err(of_facts)
    }

    async fn follow(&self, wanted: Wanted) -> Result<ClusterSize, AnalysisError> {
        let _only = self.following.lock().await;
        let facts = self.facts().await?;
        let wanted = match wanted {
            Wanted::Version(_) if !self.is_compared.load(Ordering::Acquire) => Wanted::Compared,
            wanted => wanted,
        };
        let size = follow::follow(&self.hub, facts, wanted).await?;
        self.is_compared.store(true, Ordering::Release);
        Ok(size)
    }
}
