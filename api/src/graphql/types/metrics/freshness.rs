//! Freshness of feeds.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use crate::graphql::{
    enums::PublicationDuty,
    family::Family,
    scalars::{Date, DateTime},
    types::{Feed, Institution},
};

/// How fresh a feed of spend is: how late its documents came, and what is missing.
#[derive(SimpleObject)]
pub(crate) struct FeedFreshness {
    /// The institution.
    institution: Institution,
    /// The feed.
    feed: Feed,
    /// The last day that its documents cover; null if it has none that counts.
    last_day: Option<Date>,
    /// When the hub first received a document that covers that day and counts. It may have been published before: days late
    /// are an upper bound.
    received_at: Option<DateTime>,
    /// Days from the last day covered to the day of receipt (UTC).
    days_to_receipt: Option<i64>,
    /// The duty to publish of bodies of this kind; null where the hub knows of none, which says nothing about the body.
    duty: Option<PublicationDuty>,
    /// Days by which that document came after its duty; 0 when it was in time. Null without a duty.
    days_late: Option<i64>,
    /// Days for which the first month that is missing has been due; 0 when none is. Null without a duty, or without any
    /// document that counts.
    days_overdue: Option<i64>,
    /// First days of the months that are missing, from the first month that documents cover to the last one that the duty
    /// asks for by today, else to the last one covered. At most 120.
    missing_months: Vec<Date>,
    /// Number of months that are missing.
    months_missing: i64,
}

/// Months that are listed.
const MOST_MONTHS: usize = 120;

impl FeedFreshness {
    /// The freshness of several feeds.
    pub(crate) fn all(database: &Database, fresh: Vec<analysis::FeedFreshness>) -> Vec<Self> {
        let institutions = Family::rows(database, fresh.iter().map(|one| one.institution.clone()).collect());
        let feeds = Family::rows(database, fresh.iter().map(|one| one.feed.clone()).collect());
        let one = |((one, institution), feed): ((analysis::FeedFreshness, _), _)| Self {
            institution: Institution(institution),
            feed: Feed(feed),
            last_day: one.last_day.map(Date),
            received_at: one.received_at.map(DateTime),
            days_to_receipt: one.days_to_receipt,
            duty: one.duty.map(Into::into),
            days_late: one.days_late,
            days_overdue: one.days_overdue,
            months_missing: i64::try_from(one.missing.len()).unwrap_or(i64::MAX),
            missing_months: one.missing.into_iter().take(MOST_MONTHS).map(Date).collect(),
        };
        fresh.into_iter().zip(institutions).zip(feeds).map(one).collect()
    }
}
