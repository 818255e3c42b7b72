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

use crate::{AnalysisError, Measures, Remainder, SpendAnswer, SpendEngine, SpendPlan, SpendRow, Sum};

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
            let engine = self.database.engine();
            let question = Question { engine, plan, condition: plan.filter.condition(engine) };
            answers.push(question.answer(&mut snapshot).await?);
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

impl Question<'_> {
    async fn answer(&self, snapshot: &mut Snapshot) -> Result<SpendAnswer, AnalysisError> {
        let totals = totals::read(snapshot, self).await?;
        let groups = groups::read(snapshot, self).await?;
        let rows = keys::resolve(snapshot, self.plan, groups.shown).await?;
        Ok(SpendAnswer {
            rest: remainder(&totals.measures, groups.number, &rows)?,
            rows,
            total: totals.measures,
            exclusions: totals.exclusions,
            coverage: coverage::read(snapshot, self).await?,
            completeness: completeness::read(snapshot, &self.plan.filter).await?,
            data_version: snapshot.data_version(),
        })
    }
}

/// What the groups hold that are not shown: the total without the shown ones, so that the parts always make
/// up the whole.
fn remainder(total: &Measures, groups: i64, shown: &[SpendRow]) -> Result<Remainder, AnalysisError> {
    if shown.is_empty() && groups == 0 {
        return Ok(Remainder::default());
    }
    let too_large = || AnalysisError::SumTooLarge;
    let mut sum = total.sum;
    for row in shown {
        sum = Sum {
            net_pence: sum.net_pence.checked_sub(row.measures.sum.net_pence).ok_or_else(too_large)?,
            payments: sum.payments - row.measures.sum.payments,
        };
    }
    let shown = i64::try_from(shown.len()).map_err(|_| too_large())?;
    Ok(Remainder { groups: groups - shown, sum })
}
