//! What groups of processes have in common.

use std::collections::BTreeMap;

use anchorhub_analysis as analysis;
use async_graphql::SimpleObject;

use crate::graphql::{enums::ProcessDimension, query::hub::share};

/// What a group of contracting processes stands for in one dimension.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProcessKey {
    /// The dimension.
    dimension: ProcessDimension,
    /// The value, in the form that filters take; null where it is not known.
    value: Option<String>,
    /// The value for people.
    label: String,
}

impl ProcessKey {
    /// The keys of a group.
    pub(super) fn all(group_by: &[ProcessDimension], keys: Vec<analysis::ProcessKey>) -> Vec<Self> {
        let key = |(dimension, key): (&ProcessDimension, analysis::ProcessKey)| {
            let label = key.name.or_else(|| key.value.clone()).unwrap_or_else(|| "Not known".to_owned());
            Self { dimension: *dimension, value: key.value, label }
        };
        group_by.iter().zip(keys).map(key).collect()
    }
}

/// How often the answer to a question is yes, no, or not known. What is not known is never a no.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct AnswerShare {
    /// Number of yes: the numerator of the share.
    yes: i64,
    /// Number of no.
    no: i64,
    /// Number of those about which nothing is said.
    unknown: i64,
    /// Number of yes and no: the denominator of the share.
    known: i64,
    /// Yes ÷ known, from 0 to 1; null where nothing is known.
    share: Option<f64>,
    /// Known ÷ all, from 0 to 1; null where there is nothing.
    coverage: Option<f64>,
}

impl From<analysis::Answers> for AnswerShare {
    fn from(answers: analysis::Answers) -> Self {
        Self {
            yes: answers.yes,
            no: answers.no,
            unknown: answers.unknown,
            known: answers.known(),
            share: share(answers.yes, answers.known()),
            coverage: share(answers.known(), answers.all()),
        }
    }
}

/// How many answers rest on one ground.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BasisCount {
    /// The ground, such as `NOTICE` or `ACCOUNTS`.
    basis: String,
    /// Number of answers that rest on it.
    number: i64,
}

/// The counts of all grounds.
pub(crate) fn bases(counts: BTreeMap<String, i64>) -> Vec<BasisCount> {
    counts.into_iter().map(|(basis, number)| BasisCount { basis, number }).collect()
}
