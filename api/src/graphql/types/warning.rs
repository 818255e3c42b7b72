//! Remarks on payments.

use anchorhub_entities as entities;
use async_graphql::SimpleObject;

use crate::graphql::enums::WarningCode;

/// A remark on a row that was taken as a payment.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Warning {
    /// Stable code.
    code: WarningCode,
    /// What it means, in one sentence.
    hint: &'static str,
}

impl From<entities::WarningCode> for Warning {
    fn from(code: entities::WarningCode) -> Self {
        Self { code: code.into(), hint: code.hint() }
    }
}

/// How many payments of a document have a remark.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct WarningCount {
    /// Stable code.
    code: WarningCode,
    /// Number of payments with it.
    count: i64,
    /// What it means, in one sentence.
    hint: &'static str,
}

impl WarningCount {
    /// The counts that a document keeps as JSON; codes that this program does not know are left out.
    pub(crate) fn read(json: &str) -> Result<Vec<Self>, serde_json::Error> {
        let counts: std::collections::BTreeMap<String, i64> = serde_json::from_str(json)?;
        let known = entities::WarningCode::ALL.iter().filter_map(|code| {
            let count = counts.get(code.code()).copied().filter(|count| *count > 0)?;
            Some(Self { code: (*code).into(), count, hint: code.hint() })
        });
        Ok(known.collect())
    }
}
