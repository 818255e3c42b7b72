//! What a new document does to earlier ones of its feed.

use anchorhub_entities::{Period, document, document::DocumentStatus, payment, payment_contract_link};
use anchorhub_store::LoadTx;
use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, UnionType};

use super::stored;
use crate::IngestError;

/// A loaded document of the feed whose period touches that of the new one.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub(super) id: i64,
    pub(super) sha256: String,
    pub(super) period: Option<Period>,
    pub(super) payments: i64,
}

/// The document that is being loaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming<'a> {
    pub(super) id: i64,
    pub(super) feed_id: i32,
    pub(super) institution_id: i32,
    pub(super) sha256: &'a str,
    pub(super) period: Option<Period>,
    /// Whether the sender stated the period; else it comes from the dates.
    pub(super) is_stated: bool,
}

/// Which earlier documents the new one takes the place of: the one for the same period, the same bytes
/// read again, and, where the period comes from the dates, one whose payments mostly recur in the new one (a
/// corrected copy whose stragglers changed its period, or a running total to date).
pub(super) async fn superseded(
    tx: &mut LoadTx,
    new: &Incoming<'_>,
    notes: &mut Vec<String>,
) -> Result<Vec<Earlier>, IngestError> {
    let mut superseded = Vec::new();
    for earlier in loaded(tx, new).await? {
        let same_period = new.period.is_some() && earlier.period == new.period;
        let same_bytes = earlier.sha256 == new.sha256;
        let overlaps = matches!((earlier.period, new.period), (Some(a), Some(b)) if a.overlaps(b));
        if same_bytes {
            superseded.push(earlier);
        } else if same_period {
            let recurring = recurring_share(tx, new, &earlier).await?;
            if recurring < 0.5 && earlier.payments > 0 {
                notes.push(format!(
                    "takes the place of {} for the same period, though only {:.0} % of its payments recur: if both are right, load them into feeds of their own (--feed)",
                    short(&earlier.sha256),
                    recurring * 100.0
                ));
            }
            superseded.push(earlier);
        } else if overlaps {
            let period = earlier.period.map(|period| period.to_string()).unwrap_or_default();
            if !new.is_stated && recurring_share(tx, new, &earlier).await? >= 0.5 {
                notes.push(format!(
                    "takes the place of {} ({period}): most of its payments recur here",
                    short(&earlier.sha256)
                ));
                superseded.push(earlier);
            } else {
                notes.push(format!(
                    "its period overlaps that of {} ({period}); both count, as their payments differ",
                    short(&earlier.sha256)
                ));
            }
        }
    }
    Ok(superseded)
}

/// Takes earlier documents out of the count: their payments go, their record, rejected rows and bytes stay.
pub(super) async fn retire(
    tx: &mut LoadTx,
    new: &Incoming<'_>,
    earlier: &[Earlier],
) -> Result<(), IngestError> {
    for old in earlier {
        let payments = Query::delete()
            .from_table(payment::Entity)
            .and_where(Expr::col(payment::Column::InstitutionId).eq(new.institution_id))
            .and_where(Expr::col(payment::Column::DocumentId).eq(old.id))
            .to_owned();
        tx.execute(&payments).await?;
        let links = Query::delete()
            .from_table(payment_contract_link::Entity)
            .and_where(Expr::col(payment_contract_link::Column::InstitutionId).eq(new.institution_id))
            .and_where(Expr::col(payment_contract_link::Column::DocumentId).eq(old.id))
            .to_owned();
        tx.execute(&links).await?;
        stored::mark_replaced(tx, new.institution_id, old.id, new.id).await?;
    }
    Ok(())
}

type LoadedRow = (i64, String, Option<NaiveDate>, Option<NaiveDate>, i64);

async fn loaded(tx: &mut LoadTx, new: &Incoming<'_>) -> Result<Vec<Earlier>, IngestError> {
    let select = Query::select()
        .columns([
            document::Column::Id,
            document::Column::Sha256,
            document::Column::PeriodFrom,
            document::Column::PeriodTo,
            document::Column::Payments,
        ])
        .from(document::Entity)
        .and_where(Expr::col(document::Column::FeedId).eq(new.feed_id))
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.name()))
        .to_owned();
    let rows: Vec<LoadedRow> = tx.fetch(&select).await?;
    Ok(rows
        .into_iter()
        .filter(|(id, ..)| *id != new.id)
        .map(|(id, sha256, from, to, payments)| {
            let period = from.zip(to).and_then(|(from, to)| Period::new(from, to).ok());
            Earlier { id, sha256, period, payments }
        })
        .collect())
}

/// Share of the different payments of an earlier document (day, amount, payee) that the new one holds too.
async fn recurring_share(tx: &mut LoadTx, new: &Incoming<'_>, earlier: &Earlier) -> Result<f64, IngestError> {
    let of = |document_id: i64| -> SelectStatement {
        Query::select()
            .distinct()
            .columns([payment::Column::PaidOn, payment::Column::Pence, payment::Column::SupplierNameId])
            .from(payment::Entity)
            .and_where(Expr::col(payment::Column::InstitutionId).eq(new.institution_id))
            .and_where(Expr::col(payment::Column::DocumentId).eq(document_id))
            .to_owned()
    };
    let all = count(tx, of(earlier.id)).await?;
    let both = count(tx, of(earlier.id).union(UnionType::Intersect, of(new.id)).to_owned()).await?;
    Ok(if all == 0 { 0.0 } else { both as f64 / all as f64 })
}

async fn count(tx: &mut LoadTx, select: SelectStatement) -> Result<i64, IngestError> {
    let count =
        Query::select().expr(Expr::cust("count(*)")).from_subquery(select, Alias::new("rows")).to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&count).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}
