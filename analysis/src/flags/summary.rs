//! How often each rule of red flags was computed and raised, by group of processes.
//!
//! A process counts once for each rule, however many flags the rule raises about it.

use std::collections::{BTreeMap, HashMap, HashSet};

use anchorhub_entities::{flag_check, red_flag};
use anchorhub_ocds::flags::FlagCode;
use anchorhub_store::{Database, Snapshot};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::{
    AnalysisError, Breakdown, ProcessKey, ProcessQuestion, Tally,
    processes::{Groups, keys, labelled, plus, processes},
};

/// Numbers of processes, by what the rules say of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagCounts {
    /// Processes.
    pub processes: i64,
    /// Of these, processes that were compiled before the hub knew the rules.
    pub unchecked: i64,
    /// By rule. A rule that is missing here was neither computed nor missing anything.
    pub rules: BTreeMap<FlagCode, FlagNumbers>,
}

/// What one rule says of how many processes. All others were not asked, because the rule is not about them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagNumbers {
    /// It was computed.
    pub computed: i64,
    /// Of these: it was raised.
    pub raised: i64,
    /// It cannot be computed, because something is not published.
    pub not_computable: i64,
}

impl Tally for FlagCounts {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        plus(&mut self.processes, other.processes)?;
        plus(&mut self.unchecked, other.unchecked)?;
        for (code, numbers) in &other.rules {
            let sum = self.rules.entry(*code).or_default();
            plus(&mut sum.computed, numbers.computed)?;
            plus(&mut sum.raised, numbers.raised)?;
            plus(&mut sum.not_computable, numbers.not_computable)?;
        }
        Ok(())
    }

    fn weight(&self) -> i64 {
        self.processes
    }
}

#[derive(FromQueryResult)]
struct Checked {
    process_id: i64,
    computed: i64,
    missing: i64,
}

#[derive(FromQueryResult)]
struct Raised {
    process_id: i64,
    code: String,
}

/// How often rules were computed and raised, by group.
pub async fn flag_summary(
    database: &Database,
    question: &ProcessQuestion,
) -> Result<Breakdown<ProcessKey, FlagCounts>, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let checked = checked(&mut snapshot, &question.processes).await?;
    let raised = raised(&mut snapshot, &question.processes).await?;
    let mut groups = Groups::new();
    for process in &all {
        let mut counts = FlagCounts { processes: 1, ..FlagCounts::default() };
        match checked.get(&process.id) {
            None => counts.unchecked = 1,
            Some(sets) => {
                let rules = FlagCode::ALL.iter().map(|code| {
                    let is_in = |set: i64| i64::from(set & code.bit() != 0);
                    let numbers = FlagNumbers {
                        computed: is_in(sets.computed),
                        raised: i64::from(raised.contains(&(process.id, *code))),
                        not_computable: is_in(sets.missing),
                    };
                    (*code, numbers)
                });
                counts.rules = rules.filter(|(_, numbers)| *numbers != FlagNumbers::default()).collect();
            }
        }
        groups.add(keys(process, &question.group_by), &counts)?;
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}

async fn checked(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<i64, Checked>, AnalysisError> {
    use flag_check::Column;
    let select = Query::select()
        .columns([Column::ProcessId, Column::Computed, Column::Missing])
        .from(flag_check::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .to_owned();
    let rows: Vec<Checked> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| (row.process_id, row)).collect())
}

async fn raised(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashSet<(i64, FlagCode)>, AnalysisError> {
    use red_flag::Column;
    let select = Query::select()
        .distinct()
        .columns([Column::ProcessId, Column::Code])
        .from(red_flag::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .to_owned();
    let rows: Vec<Raised> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.process_id, FlagCode::from_name(&row.code)?))).collect())
}
