//! Answers plans with SQL, on SQLite and PostgreSQL alike.

mod completeness;
mod coverage;
mod dimension;
mod groups;
mod keys;
mod layout;
mod measures;
mod order;
mod sources;
mod totals;

use anchorhub_store::{Database, Engine};
use async_trait::async_trait;
use sea_orm::Condition;

use self::groups::Keys;
pub(crate) use self::{layout::Layout, sources::Sources};
use crate::{AnalysisError, Remainder, SpendAnswer, SpendEngine, SpendPlan, SpendRow, filter};

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
        let engine = self.database.engine();
        let mut sources = Sources::hub(self.database.snapshot().await?);
        let answers = answer_all(&mut sources, engine, Layout::Hub(engine), plans).await?;
        sources.finish().await?;
        Ok(answers)
    }
}

/// Answers plans from sessions at one version of the data. `hub`: the engine of the hub's own database.
pub(crate) async fn answer_all(
    sources: &mut Sources,
    hub: Engine,
    layout: Layout,
    plans: &[SpendPlan],
) -> Result<Vec<SpendAnswer>, AnalysisError> {
    let mut answers = Vec::with_capacity(plans.len());
    for plan in plans {
        let question = Question::new(sources, hub, layout, plan).await?;
        let (mut answer, keys) = question.answer(sources).await?;
        if let Some(other) = plan.compared() {
            let question = Question::new(sources, hub, layout, &other).await?;
            let compared = question.answer_of(sources, &answer.rows, &keys).await?;
            answer.compared = Some(Box::new(compared));
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// A plan on its way to SQL.
struct Question<'a> {
    layout: Layout,
    plan: &'a SpendPlan,
    condition: Condition,
}

impl<'a> Question<'a> {
    async fn new(
        sources: &mut Sources,
        hub: Engine,
        layout: Layout,
        plan: &'a SpendPlan,
    ) -> Result<Self, AnalysisError> {
        let condition = match layout {
            Layout::Hub(engine) => plan.filter.condition(engine),
            Layout::Wide => {
                let named = match &plan.filter.supplier_name {
                    Some(text) => Some(filter::suppliers_named(sources.names(), hub, text).await?),
                    None => None,
                };
                plan.filter.wide_condition(named)
            }
        };
        Ok(Self { layout, plan, condition })
    }

    /// The answer, and the keys of its rows as the database writes them.
    async fn answer(&self, sources: &mut Sources) -> Result<(SpendAnswer, Vec<Keys>), AnalysisError> {
        let groups = groups::read(sources, self).await?;
        let keys = groups.shown.iter().map(|group| group.keys.clone()).collect();
        let rows = keys::resolve(sources.names(), self.plan, groups.shown).await?;
        Ok((self.complete(sources, rows, groups.number).await?, keys))
    }

    /// The answer about groups that another one shows.
    async fn answer_of(
        &self,
        sources: &mut Sources,
        rows: &[SpendRow],
        keys: &[Keys],
    ) -> Result<SpendAnswer, AnalysisError> {
        let groups = groups::read_of(sources, self, keys).await?;
        let rows = rows.iter().zip(keys).map(|(row, keys)| {
            let found = groups.shown.iter().find(|group| group.keys == *keys);
            let measures = found.map(|group| group.measures.clone()).unwrap_or_default();
            SpendRow { keys: row.keys.clone(), measures }
        });
        self.complete(sources, rows.collect(), groups.number).await
    }

    async fn complete(
        &self,
        sources: &mut Sources,
        rows: Vec<SpendRow>,
        groups: i64,
    ) -> Result<SpendAnswer, AnalysisError> {
        let totals = totals::read(sources, self).await?;
        Ok(SpendAnswer {
            rest: Remainder::of(totals.measures.sum, groups, &rows)?,
            rows,
            total: totals.measures,
            exclusions: totals.exclusions,
            excluded: totals.excluded,
            coverage: coverage::read(sources, self).await?,
            completeness: completeness::read(sources.names(), &self.plan.filter).await?,
            compared: None,
            data_version: sources.names().data_version(),
        })
    }
}
