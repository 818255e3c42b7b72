//! The share of small, or of social, enterprises at a stage before payment.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    enterprise_share::{EnterpriseShare, NumberShare, ValueShare},
    footing::Footing,
};
use crate::graphql::{
    enums::{SpendDimension, Stage, ValueLeftOut},
    types::{Money, processes::bases, spend_key::SpendKey},
};

/// One group of what a stage counts.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "SmeShareGroup")]
pub(crate) struct StageGroup {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<SpendKey>,
    /// By money; null at a stage that has no value.
    by_value: Option<ValueShare>,
    /// By number.
    by_number: NumberShare,
}

/// The groups that an answer does not show.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "SmeShareRestGroups")]
pub(crate) struct StageRest {
    /// Their number.
    groups: i64,
    /// By money; null at a stage that has no value.
    by_value: Option<ValueShare>,
    /// By number.
    by_number: NumberShare,
}

/// Things whose value is left out.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "SmeShareLeftOut")]
pub(crate) struct LeftOut {
    /// Why it is left out.
    reason: ValueLeftOut,
    /// Number of them.
    number: i64,
    /// Their values, where they are in pounds: never part of a share.
    value: Money,
}

impl EnterpriseShare {
    /// The answer about what is planned, tendered, bid for or awarded.
    pub(crate) fn at_stage(
        database: &Database,
        stage: Stage,
        group_by: &[SpendDimension],
        answer: analysis::Breakdown<analysis::ProcessKey, analysis::StageShare>,
    ) -> Self {
        // Prices of bids are hardly ever published.
        let value = |share: &analysis::StageShare| (stage != Stage::Bid).then(|| ValueShare::of(share.value));
        let total = answer.total;
        let left_out = total.without_value.iter().map(|(reason, left_out)| LeftOut {
            reason: (*reason).into(),
            number: left_out.number,
            value: Money::gbp(left_out.pence),
        });
        Self {
            stage,
            by_value: value(&total),
            by_number: NumberShare::of(total.number),
            whole: None,
            rows: Vec::new(),
            rest: None,
            groups: answer
                .rows
                .into_iter()
                .map(|row| StageGroup {
                    by_value: value(&row.figures),
                    by_number: NumberShare::of(row.figures.number),
                    keys: keys(group_by, row.keys),
                })
                .collect(),
            rest_groups: Some(StageRest {
                groups: answer.rest_groups,
                by_value: value(&answer.rest),
                by_number: NumberShare::of(answer.rest.number),
            }),
            basis: Vec::new(),
            without_value: if stage == Stage::Bid { Vec::new() } else { left_out.collect() },
            basis_counts: bases(total.basis),
            conflicts: None,
            conflicting_suppliers: None,
            conflicting: Some(total.conflicts),
            partly_known: (stage == Stage::Awarded).then_some(total.partly_known),
            footing: Footing::new(database, analysis::Sum::default(), &[], Vec::new(), answer.data_version),
        }
    }
}

fn keys(group_by: &[SpendDimension], keys: Vec<analysis::ProcessKey>) -> Vec<SpendKey> {
    let key = |(dimension, key): (&SpendDimension, analysis::ProcessKey)| {
        SpendKey::named(*dimension, key.value, key.name)
    };
    group_by.iter().zip(keys).map(key).collect()
}
