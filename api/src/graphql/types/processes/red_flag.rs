//! Red flags: questions, never accusations.

use std::collections::BTreeMap;

use anchorhub_entities::red_flag::Model;
use anchorhub_ocds::flags;
use async_graphql::{Object, SimpleObject};

use crate::graphql::{
    enums::{RedFlagCode, RedFlagOutcome, RedFlagUnit, named},
    error::ApiError,
    family::Row,
    scalars::Decimal,
    types::ContractingProcess,
};

/// What one rule says of a contracting process.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagResult {
    /// The rule.
    code: RedFlagCode,
    /// What the rule is called.
    title: &'static str,
    /// What it says.
    outcome: RedFlagOutcome,
    /// What is not published, or why the rule is not about such a process; null where it was computed.
    reason: Option<&'static str>,
    /// The questions that it raises; empty where it raises none.
    findings: Vec<RedFlagFinding>,
}

/// A question that a rule raises: what it is about, and what was computed. Never an accusation.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagFinding {
    /// The lot that it concerns, by its key in the process; null for the whole.
    lot_key: Option<String>,
    /// The award, by its key in the process; null for no award in particular.
    award_key: Option<String>,
    /// The bid, by its key in the process; null for no bid in particular.
    bid_key: Option<String>,
    /// The supplier or tenderer, by its name as published; null for none in particular.
    supplier_name: Option<String>,
    /// What was computed, in `unit`.
    value: Decimal,
    /// What it was compared with, in `unit`.
    threshold: Decimal,
    /// What both are counted in.
    unit: Option<RedFlagUnit>,
    /// What went into it.
    inputs: Vec<RedFlagInput>,
}

/// Something that went into a flag.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RedFlagInput {
    /// What it is.
    name: String,
    /// Its value, as people read it.
    value: String,
}

/// A red flag with the process that it is about. It is a question for people who know the case, never an accusation.
pub(crate) struct RedFlag(pub(crate) Row<Model>);

/// A red flag with the process that it is about. It is a question for people who know the case, never an accusation.
#[Object]
impl RedFlag {
    /// The rule.
    async fn code(&self) -> Option<RedFlagCode> {
        named(&self.0.code)
    }

    /// What the rule is called.
    async fn title(&self) -> Option<&str> {
        flags::FlagCode::from_name(&self.0.code).map(flags::FlagCode::title)
    }

    /// The process that it is about, as it stands now.
    async fn process(&self) -> Result<ContractingProcess, ApiError> {
        let process = self.0.one("process", |row| Some(row.process_id)).await?;
        process.map_or_else(
            || Err(ApiError::internal("a red flag lacks its process")),
            ContractingProcess::current,
        )
    }

    /// What was computed.
    async fn finding(&self) -> Result<RedFlagFinding, ApiError> {
        let row = &self.0;
        let inputs: BTreeMap<String, String> = serde_json::from_str(&row.inputs)
            .map_err(|_| ApiError::internal("the inputs of a red flag cannot be read"))?;
        Ok(RedFlagFinding {
            lot_key: row.lot_key.clone(),
            award_key: row.award_key.clone(),
            bid_key: row.bid_key.clone(),
            supplier_name: row.supplier.clone(),
            value: Decimal { pence: row.value },
            threshold: Decimal { pence: row.threshold },
            unit: named(&row.unit),
            inputs: told(inputs),
        })
    }
}

fn told(inputs: BTreeMap<String, String>) -> Vec<RedFlagInput> {
    inputs.into_iter().map(|(name, value)| RedFlagInput { name, value }).collect()
}

impl From<flags::Flag> for RedFlagFinding {
    fn from(flag: flags::Flag) -> Self {
        Self {
            lot_key: flag.lot,
            award_key: flag.award,
            bid_key: flag.bid,
            supplier_name: flag.supplier,
            value: Decimal { pence: flag.value },
            threshold: Decimal { pence: flag.threshold },
            unit: Some(flag.unit.into()),
            inputs: told(flag.inputs),
        }
    }
}

impl From<flags::FlagResult> for RedFlagResult {
    fn from(result: flags::FlagResult) -> Self {
        let (outcome, reason, raised) = match result.outcome {
            flags::Outcome::Raised(raised) => (RedFlagOutcome::Raised, None, raised),
            flags::Outcome::Clear => (RedFlagOutcome::Clear, None, Vec::new()),
            flags::Outcome::NotApplicable(why) => (RedFlagOutcome::NotApplicable, Some(why), Vec::new()),
            flags::Outcome::NotComputable(what) => (RedFlagOutcome::NotComputable, Some(what), Vec::new()),
        };
        Self {
            code: result.code.into(),
            title: result.code.title(),
            outcome,
            reason,
            findings: raised.into_iter().map(Into::into).collect(),
        }
    }
}
