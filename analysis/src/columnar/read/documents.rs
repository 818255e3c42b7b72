//! Which documents count, and the periods that they cover.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    Period,
    document::{self, Column, DocumentStatus},
};
use anchorhub_store::{Snapshot, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveEnum,
    sea_query::{Expr, ExprTrait, Query},
};
use sha2::{Digest, Sha256};

use super::row::row;
use crate::columnar::{dimensions::Covered, facts::Fingerprint};

/// The loaded documents.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Those with payments, by institution.
    pub(crate) paying: BTreeMap<i32, BTreeMap<i64, Fingerprint>>,
    /// The periods of all of them, each once.
    pub(in crate::columnar) covered: BTreeSet<Covered>,
}

row!(DocumentRow {
    id: i64,
    institution_id: i32,
    payments: i64,
    net_pence: i64,
    sha256: String,
    loaded_at: Option<DateTime<Utc>>,
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
    first_date: Option<NaiveDate>,
    last_date: Option<NaiveDate>,
});

/// Reads them.
pub(crate) async fn documents(snapshot: &mut Snapshot) -> Result<Documents, StoreError> {
    let select = Query::select()
        .columns([
            Column::Id,
            Column::InstitutionId,
            Column::Payments,
            Column::NetPence,
            Column::Sha256,
            Column::LoadedAt,
            Column::PeriodFrom,
            Column::PeriodTo,
            Column::FirstDate,
            Column::LastDate,
        ])
        .from(document::Entity)
        .and_where(Expr::col(Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .to_owned();
    let mut documents = Documents::default();
    for row in snapshot.fetch::<DocumentRow>(&select).await? {
        documents.covered.extend(covered(&row));
        if row.payments > 0 {
            let paying = documents.paying.entry(row.institution_id).or_default();
            paying.insert(row.id, fingerprint(&row));
        }
    }
    Ok(documents)
}

/// The stated period of a document, else that of its payments.
fn covered(row: &DocumentRow) -> Option<Covered> {
    let from = row.period_from.or(row.first_date)?;
    let to = row.period_to.or_else(|| row.last_date?.succ_opt())?;
    let period = Period::new(from, to).ok()?;
    Some(Covered {
        institution_id: row.institution_id,
        from: period.from(),
        to: period.to(),
        stated_from: row.period_from,
        stated_to: row.period_to,
    })
}

/// A document is loaded once and never changes: what it was made from and when tell it from any other, even in a
/// database that was restored from a backup and went on from there.
fn fingerprint(row: &DocumentRow) -> Fingerprint {
    let loaded_at = row.loaded_at.map_or(0, |at| at.timestamp_micros());
    let digest = Sha256::new()
        .chain_update(row.sha256.as_bytes())
        .chain_update(loaded_at.to_le_bytes())
        .chain_update(row.payments.to_le_bytes())
        .chain_update(row.net_pence.to_le_bytes())
        .finalize();
    let mut print = [0; 16];
    for (to, from) in print.iter_mut().zip(digest) {
        *to = from;
    }
    Fingerprint(print)
}
