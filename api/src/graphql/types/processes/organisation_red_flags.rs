//! Rules that compare organisations.

use std::collections::HashMap;

use anchorhub_analysis as analysis;
use anchorhub_entities::{institution, supplier};
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use crate::graphql::{
    enums::{ComparedOrganisations, RedFlagCode, RedFlagOutcome},
    error::ApiError,
    family::{Row, by_keys},
    types::{Institution, Supplier},
};

/// What the rules say that compare organisations over processes. Who stands out depends on which processes are compared.
#[derive(SimpleObject)]
pub(crate) struct OrganisationRedFlags {
    /// Each rule with each kind of organisation that it compares.
    rules: Vec<OrganisationRule>,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// What one rule says of all organisations of one kind.
#[derive(SimpleObject)]
pub(crate) struct OrganisationRule {
    /// The rule.
    code: RedFlagCode,
    /// What the rule is called.
    title: &'static str,
    /// Whom it compares.
    compared: ComparedOrganisations,
    /// Number of organisations that are compared.
    organisations: i64,
    /// `RAISED`, `CLEAR` or `NOT_COMPUTABLE`.
    outcome: RedFlagOutcome,
    /// What is not published; null where it was computed.
    reason: Option<&'static str>,
    /// First quartile of the values, in percent (R025, R038) or divisions (R048); null where it was not computed.
    first_quartile: Option<f64>,
    /// Third quartile of the values; null where it was not computed.
    third_quartile: Option<f64>,
    /// The fence beyond which a value is an outlier; null where it was not computed.
    fence: Option<f64>,
    /// Number of organisations that the rule asks about.
    raised: i64,
    /// The first of these, the furthest from the others first.
    flags: Vec<OrganisationFlag>,
}

/// A question about an organisation, never an accusation.
#[derive(SimpleObject)]
pub(crate) struct OrganisationFlag {
    /// The institution; null for others than buyers.
    institution: Option<Institution>,
    /// The supplier as the hub knows it; null for others than suppliers.
    supplier: Option<Supplier>,
    /// Its name, of tenderers as published.
    name: Option<String>,
    /// What was computed: percent (R025, R038) or CPV divisions (R048).
    value: f64,
    /// What went into it.
    inputs: Vec<OrganisationInput>,
}

/// A number that went into a flag.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct OrganisationInput {
    /// What is counted.
    name: &'static str,
    /// How many.
    number: i64,
}

impl OrganisationRedFlags {
    /// The answer, with so many flags of each rule.
    pub(crate) async fn new(
        database: &Database,
        (rules, data_version): (Vec<analysis::OrganisationRule>, i64),
        first: usize,
    ) -> Result<Self, ApiError> {
        let shown = || rules.iter().flat_map(|rule| rule.flags.iter().take(first));
        let institutions: Vec<i32> = shown().filter_map(|flag| flag.institution_id).collect();
        let suppliers: Vec<i64> = shown().filter_map(|flag| flag.supplier_id).collect();
        let institutions = by_keys::<institution::Model>(database, institutions).await?;
        let suppliers = by_keys::<supplier::Model>(database, suppliers).await?;
        let rules = rules.iter().map(|rule| OrganisationRule::new(rule, first, &institutions, &suppliers));
        Ok(Self { rules: rules.collect(), data_version })
    }
}

impl OrganisationRule {
    fn new(
        rule: &analysis::OrganisationRule,
        first: usize,
        institutions: &HashMap<i32, Row<institution::Model>>,
        suppliers: &HashMap<i64, Row<supplier::Model>>,
    ) -> Self {
        let flag = |flag: &analysis::OrganisationFlag| {
            let institution = flag.institution_id.and_then(|id| institutions.get(&id)).cloned();
            let supplier = flag.supplier_id.and_then(|id| suppliers.get(&id)).cloned();
            let known = institution.as_ref().map(|row| &row.name).or(supplier.as_ref().map(|row| &row.name));
            OrganisationFlag {
                name: flag.name.as_ref().or(known).cloned(),
                institution: institution.map(Institution),
                supplier: supplier.map(Supplier),
                value: whole(flag.value),
                inputs: flag
                    .inputs
                    .iter()
                    .map(|(name, number)| OrganisationInput { name, number: *number })
                    .collect(),
            }
        };
        let fence = |place: usize| rule.fences.map(|fences| fences[place] / 100.0);
        Self {
            code: rule.code.into(),
            title: rule.code.title(),
            compared: rule.compared.into(),
            organisations: rule.organisations,
            outcome: match (rule.missing, rule.flags.is_empty()) {
                (Some(_), _) => RedFlagOutcome::NotComputable,
                (None, true) => RedFlagOutcome::Clear,
                (None, false) => RedFlagOutcome::Raised,
            },
            reason: rule.missing,
            first_quartile: fence(0),
            third_quartile: fence(1),
            fence: fence(2),
            raised: i64::try_from(rule.flags.len()).unwrap_or(i64::MAX),
            flags: rule.flags.iter().take(first).map(flag).collect(),
        }
    }
}

/// A number from its hundredths.
fn whole(hundredths: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "percentages and numbers of divisions are small")]
    let hundredths = hundredths as f64;
    hundredths / 100.0
}
