//! How often red flags are raised.

use anchorhub_analysis as analysis;
use anchorhub_ocds::flags::FlagCode;
use async_graphql::SimpleObject;

use super::group::ProcessKey;
use crate::graphql::{
    enums::{ProcessDimension, RedFlagCode},
    query::hub::share,
};

/// How often each rule of red flags was computed and raised. All from one state of the data; `rows` and `rest` make up
/// `total`. A raised flag is a question, never an accusation, and numbers of flags rank nobody.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagSummary {
    /// The first groups, those with most processes first.
    rows: Vec<RedFlagSummaryRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold together.
    rest: RedFlagFigures,
    /// Everything that the filter allows.
    total: RedFlagFigures,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// One group of processes.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagSummaryRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<ProcessKey>,
    /// Its figures.
    figures: RedFlagFigures,
}

/// What the rules say of a group of processes.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagFigures {
    /// Number of processes.
    processes: i64,
    /// Number of processes that were compiled before the hub knew the rules: nothing is said of them.
    unchecked: i64,
    /// Each rule.
    codes: Vec<RedFlagCount>,
}

/// What one rule says of how many processes. A process counts once, however many flags the rule raises about it.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagCount {
    /// The rule.
    code: RedFlagCode,
    /// What the rule is called.
    title: &'static str,
    /// Number of processes for which it was computed: the denominator.
    computable: i64,
    /// Number of these for which it was raised: the numerator.
    raised: i64,
    /// Number of processes for which something that it needs is not published. Not the same as no flag.
    not_computable: i64,
    /// Number of processes that the rule is not about.
    not_applicable: i64,
    /// `raised` ÷ `computable`, from 0 to 1; null where it was never computed.
    share: Option<f64>,
    /// `computable` ÷ (`computable` + `notComputable`), from 0 to 1; null where the rule is about none of them.
    coverage: Option<f64>,
}

impl RedFlagSummary {
    /// The answer to a question.
    pub(crate) fn new(
        group_by: &[ProcessDimension],
        answer: analysis::Breakdown<analysis::ProcessKey, analysis::FlagCounts>,
    ) -> Self {
        let row = |row: analysis::BreakdownRow<_, analysis::FlagCounts>| RedFlagSummaryRow {
            keys: ProcessKey::all(group_by, row.keys),
            figures: row.figures.into(),
        };
        Self {
            rows: answer.rows.into_iter().map(row).collect(),
            rest_groups: answer.rest_groups,
            rest: answer.rest.into(),
            total: answer.total.into(),
            data_version: answer.data_version,
        }
    }
}

impl From<analysis::FlagCounts> for RedFlagFigures {
    fn from(counts: analysis::FlagCounts) -> Self {
        let checked = counts.processes - counts.unchecked;
        let count = |code: &FlagCode| {
            let numbers = counts.rules.get(code).copied().unwrap_or_default();
            let asked = numbers.computed + numbers.not_computable;
            RedFlagCount {
                code: (*code).into(),
                title: code.title(),
                computable: numbers.computed,
                raised: numbers.raised,
                not_computable: numbers.not_computable,
                not_applicable: checked - asked,
                share: share(numbers.raised, numbers.computed),
                coverage: share(numbers.computed, asked),
            }
        };
        Self {
            processes: counts.processes,
            unchecked: counts.unchecked,
            codes: FlagCode::ALL.iter().map(count).collect(),
        }
    }
}
