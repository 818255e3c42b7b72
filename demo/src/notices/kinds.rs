//! The types of notice of the Procurement Act 2023 that the demo publishes.

use serde_json::{Value, json};

/// A type of notice.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// From 1, as in `UK4`.
    pub(super) number: usize,
    pub(super) tags: &'static [&'static str],
    document: &'static str,
    words: &'static str,
}

const fn kind(
    number: usize,
    tags: &'static [&'static str],
    document: &'static str,
    words: &'static str,
) -> Kind {
    Kind { number, tags, document, words }
}

pub(super) const PIPELINE: Kind = kind(1, &["planning"], "plannedProcurementNotice", "Pipeline notice");
pub(super) const ENGAGEMENT: Kind =
    kind(2, &["planning"], "marketEngagementNotice", "Preliminary market engagement notice");
pub(super) const PLANNED: Kind =
    kind(3, &["planning", "planningUpdate"], "plannedProcurementNotice", "Planned procurement notice");
pub(super) const TENDER: Kind = kind(4, &["tender"], "tenderNotice", "Tender notice");
pub(super) const DIRECT: Kind = kind(5, &["award", "contract"], "transparencyNotice", "Transparency notice");
pub(super) const AWARD: Kind = kind(6, &["award", "contract"], "awardNotice", "Contract award notice");
pub(super) const CONTRACT: Kind =
    kind(7, &["award", "contract"], "contractNotice", "Contract details notice");
pub(super) const PERFORMANCE: Kind =
    kind(9, &["implementation"], "implementationNotice", "Contract performance notice");
pub(super) const CHANGE: Kind = kind(10, &["contractAmendment"], "contractNotice", "Contract change notice");
pub(super) const TERMINATION: Kind =
    kind(11, &["contractTermination"], "contractTerminationNotice", "Contract termination notice");
pub(super) const GIVEN_UP: Kind =
    kind(12, &["tenderCancellation"], "tenderCancellationNotice", "Procurement termination notice");

impl Kind {
    /// The document by which a notice tells its type.
    pub(super) fn document(self, id: &str, published: &str) -> Value {
        json!({
            "id": id,
            "documentType": self.document,
            "noticeType": format!("UK{}", self.number),
            "description": format!("{} on a made-up portal", self.words),
            "url": format!("https://find-a-tender.example/Notice/{id}"),
            "datePublished": published,
            "format": "text/html",
        })
    }
}
