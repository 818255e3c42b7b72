//! Answers plans from columns of contracts in memory.

use std::sync::Arc;

use anchorhub_store::{Database, QueryBudget, StoreError, StoreErrorKind};
use async_trait::async_trait;

use super::{
    ContractAnswer, ContractEngine, ContractFilter, ContractPlan, ContractSort, ContractSqlEngine,
    ListedContracts,
    listed::listed,
    scan,
    selection::{LookedUp, Selection},
    shared::Shared,
    state::State,
};
use crate::{
    AnalysisError,
    columnar::{AbandonOnDrop, Stop, in_background},
};

/// Contracts in memory, at the present version of the data. It follows the database by itself: a question looks at the data
/// version first. Contracts are read anew only when one of them has changed. What columns cannot answer goes to SQL. Clones
/// share everything. Lives in a Tokio runtime.
#[derive(Clone, Debug)]
pub struct ContractColumns {
    shared: Arc<Shared>,
    sql: ContractSqlEngine,
}

/// What is held in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractsHeld {
    /// The version of the data.
    pub data_version: i64,
    /// The version of the data at which contracts themselves were last read: none has changed since.
    pub read_at: i64,
    /// Contracts that count.
    pub contracts: usize,
}

/// Times that a question begins anew because the data changed under it.
const ATTEMPTS: usize = 5;

impl ContractColumns {
    /// Contracts of a database. Nothing is read before the first question or `refresh`.
    pub fn new(database: Database) -> Self {
        let sql = ContractSqlEngine::new(database.clone());
        Self { shared: Arc::new(Shared::new(database)), sql }
    }

    /// Brings the columns up to the present state of the database. For the start of a server, so that no question has to
    /// wait.
    pub async fn refresh(&self) -> Result<ContractsHeld, AnalysisError> {
        let state = self.shared.state().await?;
        Ok(ContractsHeld {
            data_version: state.data_version,
            read_at: state.facts_version,
            contracts: state.facts.ids.len(),
        })
    }

    /// The first contracts of a list after a place in it (a sort key and an id), from what is in memory now, at whatever
    /// version of the data that is; nothing is asked of the database. None where memory does not hold contracts yet, cannot
    /// tell, or saves nothing: it answers for filters that name institutions or suppliers.
    pub fn listed(
        &self,
        filter: &ContractFilter,
        sort: ContractSort,
        after: Option<(i64, i64)>,
        first: usize,
    ) -> Option<ListedContracts> {
        listed(&*self.shared.present()?, filter, sort, after, first)
    }

    /// Brings what is in memory up to date in the background. For whoever found that it is not and went elsewhere.
    pub fn follow(&self) {
        self.shared.follow();
    }

    /// The database behind it.
    pub(crate) fn database(&self) -> &Database {
        &self.shared.database
    }

    /// The present state, and what only the database can tell of a filter at the same version.
    async fn looked_up(&self, filter: &ContractFilter) -> Result<(Arc<State>, LookedUp), StoreError> {
        for _ in 0..ATTEMPTS {
            let (found, version) = LookedUp::read(self.database(), filter).await?;
            let state = self.shared.state().await?;
            if version.is_none_or(|version| version == state.data_version) {
                return Ok((state, found));
            }
        }
        Err(StoreError::new(StoreErrorKind::Unavailable, "the data changes faster than it can be read"))
    }

    /// Works on the contracts that a filter allows, where it keeps nobody waiting.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        filter: &ContractFilter,
        work: impl FnOnce(&State, &Selection, &Stop) -> Result<T, AnalysisError> + Send + 'static,
    ) -> Result<T, AnalysisError> {
        let (state, found) = self.looked_up(filter).await?;
        let stop = Arc::new(Stop { budget: QueryBudget::current(), ..Stop::default() });
        let abandon = AbandonOnDrop(Arc::clone(&stop));
        let filter = filter.clone();
        let done = in_background(move || {
            let selection = Selection::of(&state, &filter, &found);
            work(&state, &selection, &stop)
        });
        let done = done.await?;
        drop(abandon);
        done
    }
}

#[async_trait]
impl ContractEngine for ContractColumns {
    async fn contracts(&self, plan: &ContractPlan) -> Result<ContractAnswer, AnalysisError> {
        plan.check()?;
        let asked = plan.clone();
        let scan = move |state: &State, selection: &Selection, stop: &Stop| {
            scan::answer(&asked, state, selection, stop)
        };
        match self.work(&plan.filter, scan).await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => self.sql.contracts(plan).await,
            Err(AnalysisError::Store(error)) if error.kind() != StoreErrorKind::Deadline => {
                tracing::warn!(%error, "the columns cannot follow the database, which answers itself");
                self.sql.contracts(plan).await
            }
            Err(error) => Err(error),
        }
    }
}
