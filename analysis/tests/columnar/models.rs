//! Rows of a made-up hub, as ingest writes them.

use anchorhub_entities::{
    VatBasis,
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    ingest_run::{self, RunState},
    payment,
};
use chrono::{DateTime, NaiveDate, Utc};

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The bytes of a document are its number.
pub(crate) fn sha256(id: i64) -> String {
    format!("{id:064x}")
}

pub(crate) fn feed_of(institution_id: i32) -> feed::Model {
    feed::Model {
        id: institution_id,
        code: format!("GB-LAE-T{institution_id:02}.spend"),
        institution_id,
        kind: FeedKind::Spend,
        title: "Spend".to_owned(),
        location: None,
        connector: None,
        pull_from: None,
        schedule: None,
        adapter: None,
        vat_basis: None,
        threshold_pence: None,
        paused: false,
        created_at: instant("2023-01-01T09:00:00Z"),
    }
}

pub(super) fn run_of(institution_id: i32) -> ingest_run::Model {
    ingest_run::Model {
        id: i64::from(institution_id),
        feed_id: institution_id,
        institution_id,
        state: RunState::Succeeded,
        started_at: instant("2024-02-01T10:00:00Z"),
        finished_at: None,
        documents: 0,
        loaded: 0,
        replaced: 0,
        unchanged: 0,
        failed: 0,
        payments: 0,
        rejected: 0,
    }
}

pub(crate) fn document_of(
    institution_id: i32,
    id: i64,
    period: Option<(NaiveDate, NaiveDate)>,
    payments: &[payment::Model],
) -> document::Model {
    document::Model {
        id,
        feed_id: institution_id,
        institution_id,
        run_id: i64::from(institution_id),
        sha256: sha256(id),
        name: format!("{id}.csv"),
        bytes: 1,
        container: None,
        status: DocumentStatus::Loaded,
        period_from: period.map(|(from, _)| from),
        period_to: period.map(|(_, to)| to),
        superseded_by: None,
        received_at: instant("2024-02-01T10:00:00Z"),
        loaded_at: Some(instant("2024-02-01T10:00:02.123456Z")),
        rows: 0,
        payments: i64::try_from(payments.len()).unwrap(),
        rejected: 0,
        blank: 0,
        net_pence: payments.iter().fold(0, |sum, payment| payment.pence.wrapping_add(sum)),
        negatives: 0,
        first_date: payments.iter().map(|payment| payment.paid_on).min(),
        last_date: payments.iter().map(|payment| payment.paid_on).max(),
        vat_basis: VatBasis::Unknown,
        warnings: "{}".to_owned(),
        recognition: "{}".to_owned(),
        records: 0,
        known: 0,
        error_code: None,
        error_message: None,
    }
}
