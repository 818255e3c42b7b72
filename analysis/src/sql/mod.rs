//! Answers plans with SQL, on SQLite and PostgreSQL alike.

mod completeness;
mod coverage;
mod dimension;
mod groups;
mod keys;
mod measures;
mod totals;

use anchorhub_store::{Database, Engine, Snapshot};
use async_trait::async_trait;
use sea_orm::Condition;

use self::groups::Keys;
use crate::{AnalysisError, Remainder, SpendAnswer, SpendEngine, SpendPlan, SpendRow};

/// Answers plans with SQL over the table of payments.
#[derive(Clone, Debug)]
pub struct SqlEngine {
    database: Database,
}

impl SqlEngine {
    /// An engine over a database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl SpendEngine for SqlEngine {
    async fn spend_all(&self, plans: &[SpendPlan]) -> Result<Vec<SpendAnswer>, AnalysisError> {
        plans.iter().try_for_each(SpendPlan::check)?;
        let mut snapshot = self.database.snapshot().await?;
        let mut answers = Vec::with_capacity(plans.len());
        for plan in plans {
            let question = Question::new(self.database.engine(), plan);
            let (mut answer, keys) = question.answer(&mut snapshot).await?;
            if let Some(other) = plan.compared() {
                let question = Question::new(self.database.engine(), &other);
                let compared = question.answer_of(&mut snapshot, &answer.rows, &keys).await?;
                answer.compared = Some(Box::new(compared));
            }
            answers.push(answer);
        }
        snapshot.finish().await?;
        Ok(answers)
    }
}

/// A plan on its way to SQL.
struct Question<'a> {
    engine: Engine,
    plan: &'a SpendPlan,
    condition: Condition,
}

impl<'a> Question<'a> {
    fn new(engine: Engine, plan: &'a SpendPlan) -> Self {
        Self { engine, plan, condition: plan.filter.condition(engine) }
    }

    /// The answer, and the keys of its rows as the database writes them.
    async fn answer(&self, snapshot: &mut Snapshot) -> Result<(SpendAnswer, Vec<Keys>), AnalysisError> {
        let groups = groups::read(snapshot, self).await?;
        let keys = groups.shown.iter().map(|group| group.keys.clone()).collect();
        let rows = keys::resolve(snapshot, self.plan, groups.shown).await?;
        Ok((self.complete(snapshot, rows, groups.number).await?, keys))
    }

    /// The answer about groups that another one shows.
    async fn answer_of(
        &self,
        snapshot: &mut Snapshot,
        rows: &[SpendRow],
        keys: &[Keys],
    ) -> Result<SpendAnswer, AnalysisError> {
        let groups = groups::read_of(snapshot, self, keys).await?;
        let rows = rows.iter().zip(keys).map(|(row, keys)| {
            let found = groups.shown.iter().find(|group| group.keys == *keys);
            let measures = found.map(|group| group.measures.clone()).unwrap_or_default();
            SpendRow { keys: row.keys.clone(), measures }
        });
        self.complete(snapshot, rows.collect(), groups.number).await
    }

    async fn complete(
        &self,
        snapshot: &mut Snapshot,
        rows: Vec<SpendRow>,
        groups: i64,
    ) -> Result<SpendAnswer, AnalysisError> {
        let totals = totals::read(snapshot, self).await?;
        Ok(SpendAnswer {
            rest: Remainder::of(totals.measures.sum, groups, &rows)?,
            rows,
            total: totals.measures,
            exclusions: totals.exclusions,
            excluded: totals.excluded,
            coverage: coverage::read(snapshot, self).await?,
            completeness: completeness::read(snapshot, &self.plan.filter).await?,
            compared: None,
            data_version: snapshot.data_version(),
        })
    }
}
