//! Answers plans from columns in memory.
//!
//! Facts of payments lie in `facts`: dictionary-coded columns, partitioned by institution and financial year. Who a payee
//! is, and what is known of it, lies in small tables beside them (`dimensions`), which are read anew with every version
//! of the data. A `state` holds both at one version, and never changes: questions work on it while the next one is made
//! (`refresh`) from the documents that came and went. Files (`file`) keep facts for the next start.

mod dimensions;
mod facts;
mod file;
mod read;
mod refresh;
mod scan;
mod settings;
mod shared;
mod state;

use std::sync::{Arc, atomic::Ordering};

use anchorhub_store::{Database, QueryBudget, StoreError, StoreErrorKind};
use async_trait::async_trait;
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Alias, Expr, Func, Query},
};

pub(crate) use self::{
    dimensions::{Codes, Profile},
    read::{PaymentRow, Suppliers, documents, homes, institutions, page, row, suppliers},
    refresh::in_background,
    scan::{Bits, Distinct, Divisions, Stop, by_traits, words},
    shared::within_budget,
};
pub use self::{file::check_facts, settings::ColumnarSettings, state::ColumnarSize};
use self::{
    scan::{Bounds, Figures, Found},
    shared::Shared,
    state::State,
};
use crate::{AnalysisError, Remainder, SpendAnswer, SpendEngine, SpendFilter, SpendPlan, SqlEngine};

/// Answers plans from columns in memory, as `SqlEngine` would at the same version of the data.
///
/// It follows the database by itself: a question looks at the data version first. What columns cannot answer (while the
/// first state is still being read, or when it has more groups than can be told apart) goes to SQL. Clones share
/// everything. Lives in a Tokio runtime.
#[derive(Clone, Debug)]
pub struct ColumnarEngine {
    shared: Arc<Shared>,
    sql: SqlEngine,
}

impl ColumnarEngine {
    /// An engine over a database. Nothing is read before the first question or `refresh`.
    pub fn new(database: Database, settings: ColumnarSettings) -> Self {
        let sql = SqlEngine::new(database.clone());
        Self { shared: Arc::new(Shared::new(database, settings)), sql }
    }

    /// Brings the columns up to the present state of the database; says what they take then. For the start of a server,
    /// so that no question has to wait.
    pub async fn refresh(&self) -> Result<ColumnarSize, AnalysisError> {
        let version = self.shared.database.data_version().await?;
        Ok(self.shared.at_least(version).await?.size())
    }

    /// Stops following the database, so that it can be closed, and writes what is not yet in files. For the end of a
    /// server; questions that come later are answered by SQL once the data changes.
    pub async fn close(&self) -> Result<(), AnalysisError> {
        self.shared.close().await;
        self.save().await
    }

    /// Writes the files of all institutions whose facts have changed since they were last written, now rather than
    /// after the delay of the settings.
    pub async fn save(&self) -> Result<(), AnalysisError> {
        Ok(self.shared.save().await?)
    }

    /// The state to answer from; none while there is no state yet and the first one takes long.
    async fn state(&self) -> Result<Option<Arc<State>>, StoreError> {
        let version = self.shared.database.data_version().await?;
        if let Some(state) = self.shared.present().filter(|state| state.data_version == version) {
            return Ok(Some(state));
        }
        let refreshed = self.shared.at_least(version);
        if self.shared.present().is_some() {
            return refreshed.await.map(Some);
        }
        match tokio::time::timeout(self.shared.settings.first_wait, refreshed).await {
            Ok(refreshed) => refreshed.map(Some),
            Err(_) => Ok(None),
        }
    }

    async fn figures(&self, plan: &SpendPlan, state: &Arc<State>) -> Result<Option<Found>, AnalysisError> {
        let named = match &plan.filter.supplier_name {
            Some(text) => Some(self.folded(text).await?),
            None => None,
        };
        let turn = self.shared.turn().await?;
        let stop = Arc::new(Stop { budget: QueryBudget::current(), ..Stop::default() });
        let abandon = AbandonOnDrop(Arc::clone(&stop));
        let settings = &self.shared.settings;
        let bounds = Bounds { dense_groups: settings.dense_groups, held_groups: settings.held_groups };
        let (plan, state) = (plan.clone(), Arc::clone(state));
        let figures = in_background(move || {
            let named = named.map(|folded| state.suppliers_named(&folded));
            let figures = scan::answer(&plan, &state, named.as_deref(), bounds, turn.helpers(), &stop);
            drop(turn);
            figures
        });
        let figures = figures.await?;
        drop(abandon);
        figures
    }

    /// A text in small letters, as the database makes them: each folds other letters than those of ASCII.
    async fn folded(&self, text: &str) -> Result<String, StoreError> {
        let select = Query::select().expr_as(Func::lower(Expr::value(text)), Alias::new("folded")).to_owned();
        let rows: Vec<Folded> = self.shared.database.fetch(&select).await?;
        rows.into_iter().next().map(|row| row.0).ok_or_else(|| damaged("no row from no table".to_owned()))
    }
}

#[async_trait]
impl SpendEngine for ColumnarEngine {
    async fn spend_all(&self, plans: &[SpendPlan]) -> Result<Vec<SpendAnswer>, AnalysisError> {
        plans.iter().try_for_each(SpendPlan::check)?;
        let state = match self.state().await {
            Ok(Some(state)) => state,
            Ok(None) => return self.sql.spend_all(plans).await,
            Err(error) if error.kind() == StoreErrorKind::Deadline => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, "the columns cannot follow the database, which answers itself");
                return self.sql.spend_all(plans).await;
            }
        };
        let mut answers = Vec::with_capacity(plans.len());
        for plan in plans {
            let Some(Found { figures, compared }) = self.figures(plan, &state).await? else {
                return self.sql.spend_all(plans).await;
            };
            let mut answer = complete(figures, &plan.filter, &state)?;
            if let Some((figures, other)) = compared.zip(plan.compared()) {
                answer.compared = Some(Box::new(complete(figures, &other.filter, &state)?));
            }
            answers.push(answer);
        }
        Ok(answers)
    }
}

fn complete(figures: Figures, filter: &SpendFilter, state: &State) -> Result<SpendAnswer, AnalysisError> {
    Ok(SpendAnswer {
        rest: Remainder::of(figures.total.sum, figures.groups, &figures.rows)?,
        rows: figures.rows,
        total: figures.total,
        exclusions: figures.exclusions,
        excluded: figures.excluded,
        coverage: figures.coverage,
        completeness: state.dimensions.completeness(filter),
        compared: None,
        data_version: state.data_version,
    })
}

/// Stops the threads of a scan when nobody waits for it any more.
pub(crate) struct AbandonOnDrop(pub(crate) Arc<Stop>);

impl Drop for AbandonOnDrop {
    fn drop(&mut self) {
        self.0.abandoned.store(true, Ordering::Relaxed);
    }
}

struct Folded(String);

impl FromQueryResult for Folded {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        row.try_get("", "folded").map(Self)
    }
}

/// Facts that the columns cannot hold: the database itself answers then.
pub(crate) fn damaged(detail: String) -> StoreError {
    StoreError::new(StoreErrorKind::Damaged, detail)
}
