//! Remarks on what was taken.

use anchorhub_entities::{self as entities, feed::FeedKind};
use anchorhub_ocds::warnings::WarningCode as ReleaseWarningCode;
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

/// How many payments, contracts or releases of a document have a remark.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct WarningCount {
    /// Stable code.
    code: String,
    /// Number of payments, contracts or releases with it.
    count: i64,
    /// What it means, in one sentence.
    hint: &'static str,
}

impl WarningCount {
    /// The counts that a document keeps as JSON. What a code means depends on what the feed holds; one that
    /// this program does not know is shown without a hint.
    pub(crate) fn read(kind: FeedKind, json: &str) -> Result<Vec<Self>, serde_json::Error> {
        let counts: std::collections::BTreeMap<String, i64> = serde_json::from_str(json)?;
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        Ok(counts.map(|(code, count)| Self { hint: hint(kind, &code), code, count }).collect())
    }
}

fn hint(kind: FeedKind, code: &str) -> &'static str {
    let known = match kind {
        FeedKind::Spend => entities::WarningCode::from_code(code).map(entities::WarningCode::hint),
        FeedKind::Contracts => {
            entities::RegisterWarningCode::from_code(code).map(entities::RegisterWarningCode::hint)
        }
        FeedKind::Ocds => {
            ReleaseWarningCode::ALL.iter().find(|known| known.code() == code).map(|known| known.hint())
        }
    };
    known.unwrap_or_default()
}
