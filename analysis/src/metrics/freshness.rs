//! Freshness: how late the documents of each feed of spend came, against the duty to publish.
//!
//! Local authorities publish expenditure over £500 quarterly, not later than one month after the quarter to which it
//! applies (Local Government Transparency Code 2015, part 2.1, under section 2 of the Local Government, Planning and Land
//! Act 1980). Parish councils have that duty from £200,000 of income or expenditure a year, which the hub does not know.
//! The hub holds no duty of other bodies: their periods are told, and no lateness. A document counts from the day on
//! which the hub received it, which may be later than the day on which it was published: lateness is an upper bound.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    FinancialQuarter, Period,
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    institution::{self, InstitutionKind},
};
use anchorhub_store::Database;
use chrono::{DateTime, Months, NaiveDate, Utc};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::AnalysisError;

/// A duty to publish what is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// By calendar quarters, within one month of the quarter's end (Local Government Transparency Code 2015, part 2.1).
    QuarterlyWithinOneMonth,
}

impl Duty {
    /// The duty of bodies of a kind; none: the hub knows of none.
    pub fn of(kind: InstitutionKind) -> Option<Self> {
        match kind {
            InstitutionKind::Council | InstitutionKind::CombinedAuthority | InstitutionKind::Fire => {
                Some(Self::QuarterlyWithinOneMonth)
            }
            InstitutionKind::NhsTrust
            | InstitutionKind::NhsIcb
            | InstitutionKind::University
            | InstitutionKind::College
            | InstitutionKind::Police
            | InstitutionKind::ParishCouncil
            | InstitutionKind::CentralGovernment
            | InstitutionKind::Other => None,
        }
    }

    /// The last day on which what was paid on a day may be published.
    fn due(self, paid_on: NaiveDate) -> Option<NaiveDate> {
        let Self::QuarterlyWithinOneMonth = self;
        // A month from the end of a quarter is the last day of the next month. Quarters of the calendar and of the financial
        // year are the same.
        FinancialQuarter::of(paid_on).period()?.to().checked_add_months(Months::new(1))?.pred_opt()
    }

    /// The first day after the last quarter that must be published by a day.
    fn expected_until(self, today: NaiveDate) -> Option<NaiveDate> {
        let this = FinancialQuarter::of(today).period()?.from();
        let last = this.pred_opt()?;
        match self.due(last)? < today {
            true => Some(this),
            false => FinancialQuarter::of(last).period().map(|quarter| quarter.from()),
        }
    }
}

/// How fresh a feed of spend is.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedFreshness {
    /// The institution.
    pub institution: institution::Model,
    /// The feed.
    pub feed: feed::Model,
    /// The last day that its documents cover; none: it has none that counts.
    pub last_day: Option<NaiveDate>,
    /// When the hub first received a document that covers that day and counts.
    pub received_at: Option<DateTime<Utc>>,
    /// The duty of the institution.
    pub duty: Option<Duty>,
    /// Days from the last day covered to the day of receipt.
    pub days_to_receipt: Option<i64>,
    /// Days by which that document came after its duty; 0 when it was in time. None without a duty.
    pub days_late: Option<i64>,
    /// Days for which the first month that is missing has been due; 0 when none is. None without a duty, or without any
    /// document that counts.
    pub days_overdue: Option<i64>,
    /// First days of the months that are missing: from the first month that documents cover to the last one covered or that
    /// the duty asks for, whichever is later.
    pub missing: Vec<NaiveDate>,
}

/// Freshness of the feeds of spend of some institutions, else of all, by name of the institution and code of the feed.
pub async fn freshness(
    database: &Database,
    institutions: Option<&[i32]>,
    today: NaiveDate,
) -> Result<Vec<FeedFreshness>, AnalysisError> {
    let mut snapshot = database.snapshot().await?;
    let feeds = feed::Entity::find()
        .filter(feed::Column::Kind.eq(FeedKind::Spend))
        .filter(of(feed::Column::InstitutionId, institutions))
        .order_by_asc(feed::Column::Code)
        .into_query();
    let feeds: Vec<feed::Model> = snapshot.fetch(&feeds).await?;
    let all = institution::Entity::find().into_query();
    let all: Vec<institution::Model> = snapshot.fetch(&all).await?;
    let documents: Vec<Covering> = snapshot.fetch(&documents(institutions)).await?;
    snapshot.finish().await?;
    let mut covered: BTreeMap<i32, Vec<(Period, DateTime<Utc>)>> = BTreeMap::new();
    for document in documents {
        if let Some(period) = document.period() {
            covered.entry(document.feed_id).or_default().push((period, document.received_at));
        }
    }
    let institution_of: BTreeMap<i32, institution::Model> =
        all.into_iter().map(|institution| (institution.id, institution)).collect();
    let mut fresh: Vec<FeedFreshness> = feeds
        .into_iter()
        .filter_map(|feed| {
            let institution = institution_of.get(&feed.institution_id)?.clone();
            let own = covered.remove(&feed.id).unwrap_or_default();
            Some(of_feed(institution, feed, &own, today))
        })
        .collect();
    fresh.sort_by(|one, other| {
        (&one.institution.name, &one.feed.code).cmp(&(&other.institution.name, &other.feed.code))
    });
    Ok(fresh)
}

fn of_feed(
    institution: institution::Model,
    feed: feed::Model,
    documents: &[(Period, DateTime<Utc>)],
    today: NaiveDate,
) -> FeedFreshness {
    let duty = Duty::of(institution.kind);
    let last_day = documents.iter().filter_map(|(period, _)| period.to().pred_opt()).max();
    let covers = |(period, _): &&(Period, DateTime<Utc>)| last_day.is_some_and(|day| period.contains(day));
    let received_at = documents.iter().filter(covers).map(|(_, received_at)| *received_at).min();
    let received_on = received_at.map(|instant| instant.date_naive());
    let since = |day: Option<NaiveDate>, until: Option<NaiveDate>| Some((until? - day?).num_days());
    let missing = missing(documents, duty.and_then(|duty| duty.expected_until(today)));
    let due = |day: Option<NaiveDate>| duty.and_then(|duty| duty.due(day?));
    let overdue = match missing.first() {
        // A gap counts from the day on which its quarter was due.
        Some(month) => since(due(Some(*month)), Some(today)).map(|days| Ord::max(days, 0)),
        None => duty.filter(|_| last_day.is_some()).map(|_| 0),
    };
    FeedFreshness {
        days_to_receipt: since(last_day, received_on),
        days_late: since(due(last_day), received_on).map(|days| Ord::max(days, 0)),
        days_overdue: overdue,
        last_day,
        received_at,
        duty,
        missing,
        institution,
        feed,
    }
}

/// First days of the months between the first month covered and an end that no document covers.
fn missing(documents: &[(Period, DateTime<Utc>)], expected: Option<NaiveDate>) -> Vec<NaiveDate> {
    let covered: BTreeSet<NaiveDate> =
        documents.iter().flat_map(|(period, _)| period.month_starts()).collect();
    let (Some(first), Some(last)) = (covered.first(), covered.last()) else { return Vec::new() };
    let after_last = last.checked_add_months(Months::new(1));
    let until = [after_last, expected].into_iter().flatten().max();
    let asked = until.and_then(|until| Period::new(*first, until).ok());
    asked.into_iter().flat_map(Period::month_starts).filter(|month| !covered.contains(month)).collect()
}

#[derive(FromQueryResult)]
struct Covering {
    feed_id: i32,
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
    first_date: Option<NaiveDate>,
    last_date: Option<NaiveDate>,
    received_at: DateTime<Utc>,
}

impl Covering {
    /// The document's period, else that of its payments.
    fn period(&self) -> Option<Period> {
        let from = self.period_from.or(self.first_date)?;
        let to = self.period_to.or_else(|| self.last_date?.succ_opt())?;
        Period::new(from, to).ok()
    }
}

/// That a column names one of the institutions; all of them if none are given.
fn of(column: impl ColumnTrait, institutions: Option<&[i32]>) -> Condition {
    Condition::all().add_option(institutions.map(|ids| column.is_in(ids.iter().copied())))
}

/// Periods of the documents that count, of some institutions, else of all.
fn documents(institutions: Option<&[i32]>) -> SelectStatement {
    use document::Column;
    Query::select()
        .columns([
            Column::FeedId,
            Column::PeriodFrom,
            Column::PeriodTo,
            Column::FirstDate,
            Column::LastDate,
            Column::ReceivedAt,
        ])
        .from(document::Entity)
        .and_where(Expr::col(Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .cond_where(of(Column::InstitutionId, institutions))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_is_due_a_month_after_its_end() {
        let duty = Duty::QuarterlyWithinOneMonth;
        for (paid, due) in [
            ("2023-01-01", "2023-04-30"),
            ("2023-03-31", "2023-04-30"),
            ("2023-04-01", "2023-07-31"),
            ("2023-12-31", "2024-01-31"),
        ] {
            assert_eq!(duty.due(day(paid)), Some(day(due)), "{paid}");
        }
    }

    #[test]
    fn what_is_expected_grows_when_a_duty_runs_out() {
        let until = |today: &str| Duty::QuarterlyWithinOneMonth.expected_until(day(today)).unwrap();
        assert_eq!(until("2023-04-30"), day("2023-01-01"), "the last day of the month still is in time");
        assert_eq!(until("2023-05-01"), day("2023-04-01"));
        assert_eq!(until("2023-07-01"), day("2023-04-01"));
        assert_eq!(until("2023-08-01"), day("2023-07-01"));
    }
}
