//! What a new register does to earlier ones of its feed.

use std::collections::BTreeSet;

use anchorhub_entities::{Period, contract, document, document::DocumentStatus};
use anchorhub_store::LoadTx;
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use crate::{IngestError, load::stored, notices};

/// Contracts named in one statement.
const CONTRACTS: usize = 500;

/// A loaded document of the feed.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub(super) id: i64,
    pub(super) sha256: String,
    period: Option<Period>,
}

/// The register that is being loaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming<'a> {
    pub(super) id: i64,
    pub(super) feed_id: i32,
    pub(super) institution_id: i32,
    pub(super) sha256: &'a str,
    /// The period that the sender states; a register without one is that of now.
    pub(super) period: Option<Period>,
}

/// Which earlier documents the new one takes the place of, latest first. A register is a snapshot: without a stated
/// period it replaces all that the feed holds, with one those of the same period, and always the same bytes.
pub(super) async fn superseded(
    tx: &mut LoadTx,
    new: &Incoming<'_>,
    notes: &mut Vec<String>,
) -> Result<Vec<Earlier>, IngestError> {
    let replaces = |earlier: &Earlier| {
        new.period.is_none() || earlier.period == new.period || earlier.sha256 == new.sha256
    };
    let (superseded, others): (Vec<Earlier>, Vec<Earlier>) =
        loaded(tx, new).await?.into_iter().partition(replaces);
    if superseded.len() > 1 {
        notes.push(format!("takes the place of {} earlier registers of the feed", superseded.len()));
    }
    for other in others {
        let period = other.period.map_or_else(|| "no stated period".to_owned(), |period| period.to_string());
        notes.push(format!("the register {} ({period}) of this feed counts beside it", short(&other.sha256)));
    }
    Ok(superseded)
}

/// Takes earlier registers out of the count: contracts that the new one does not state go, with what hangs on them;
/// the document's record, rejected rows and bytes stay. Gives the institutions whose links that touches, and the atoms
/// of suppliers of which those contracts said more than the name.
pub(super) async fn retire(
    tx: &mut LoadTx,
    new: &Incoming<'_>,
    earlier: &[Earlier],
) -> Result<(BTreeSet<i32>, BTreeSet<i64>), IngestError> {
    let (mut institutions, mut suppliers) = (BTreeSet::new(), BTreeSet::new());
    for old in earlier {
        let select = Query::select()
            .column(contract::Column::Id)
            .from(contract::Entity)
            .and_where(Expr::col(contract::Column::DocumentId).eq(old.id))
            .order_by(contract::Column::Id, Order::Asc)
            .to_owned();
        let gone: Vec<(i64,)> = tx.fetch(&select).await?;
        let gone: Vec<i64> = gone.into_iter().map(|(id,)| id).collect();
        for chunk in gone.chunks(CONTRACTS) {
            suppliers.extend(super::store::clear(tx, chunk).await?);
            institutions.extend(notices::remove_contracts(tx, chunk).await?);
        }
        stored::mark_replaced(tx, new.institution_id, old.id, new.id).await?;
    }
    Ok((institutions, suppliers))
}

type LoadedRow = (i64, String, Option<NaiveDate>, Option<NaiveDate>);

async fn loaded(tx: &mut LoadTx, new: &Incoming<'_>) -> Result<Vec<Earlier>, IngestError> {
    let select = Query::select()
        .columns([
            document::Column::Id,
            document::Column::Sha256,
            document::Column::PeriodFrom,
            document::Column::PeriodTo,
        ])
        .from(document::Entity)
        .and_where(Expr::col(document::Column::FeedId).eq(new.feed_id))
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.name()))
        .and_where(Expr::col(document::Column::Id).ne(new.id))
        .order_by(document::Column::Id, Order::Desc)
        .to_owned();
    let rows: Vec<LoadedRow> = tx.fetch(&select).await?;
    Ok(rows
        .into_iter()
        .map(|(id, sha256, from, to)| Earlier {
            id,
            sha256,
            period: from.zip(to).and_then(|(from, to)| Period::new(from, to).ok()),
        })
        .collect())
}

fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}
