//! The hub as a whole.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use chrono::NaiveDate;

use super::{Institution, LinkedShare};
use crate::graphql::{
    ApiContext,
    connection::page_size,
    error::ApiError,
    query::{hub as questions, linked},
    scalars::{Date, DateTime},
};

/// This hub: what it is, what it holds, how fresh that is.
pub(crate) struct Hub;

/// How much the hub holds. Only what counts: nothing of replaced or failed documents.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct HubCounts {
    /// Number of institutions that the hub knows.
    pub(crate) institutions: i64,
    /// Number of feeds.
    pub(crate) feeds: i64,
    /// Number of loaded documents.
    pub(crate) documents: i64,
    /// Number of payments in them.
    pub(crate) payments: i64,
    /// Number of suppliers that were paid at least once or hold a contract.
    pub(crate) suppliers: i64,
    /// Number of rows and releases in the loaded documents that were not taken.
    pub(crate) rejected_rows: i64,
    /// Number of releases, each counted once however many documents brought it.
    pub(crate) releases: i64,
    /// Number of contracting processes; those marked as tests are not counted.
    pub(crate) contracting_processes: i64,
    /// Number of contracts, each counted once however many sources state it; tests are not counted.
    pub(crate) contracts: i64,
}

/// A place in releases that the model does not hold: kept with the release, and counted here.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UnmappedPath {
    /// JSON path without array positions: `tender.participationFees.type`.
    pub(crate) path: String,
    /// Number of releases in which it occurs.
    pub(crate) releases: i64,
    /// Number of values found there.
    pub(crate) values: i64,
    /// The start of one value; left out where values may be personal data.
    pub(crate) example: String,
    /// Open Contracting ID of a process in which it occurs.
    pub(crate) ocid: String,
}

/// A register, directory or classification of somebody else's that the hub works with, as it was last loaded.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReferenceEdition {
    /// What it describes: COMPANIES_HOUSE, CHARITIES (England and Wales), CHARITIES_SCOTLAND, CHARITIES_NI, ODS (NHS
    /// organisations), UKPRN (learning providers), POSTCODES, IMD (deprivation), CPV, PROCLASS, SIC, CROSSWALK (from
    /// categories to CPV divisions) or GROUPS (of organisations).
    pub(crate) kind: String,
    /// What its publisher calls this edition, such as a month; else the day on which it was loaded.
    pub(crate) version: String,
    /// Number of rows that were taken.
    pub(crate) rows: i64,
    /// Number of rows of the file that could not be taken.
    pub(crate) rejected: i64,
    /// When it began to count.
    pub(crate) loaded_at: DateTime,
    /// Name of its file.
    pub(crate) source: String,
}

/// What the payments of the hub cover.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Coverage {
    /// Earliest payment date; null while there are no payments.
    pub(crate) first_date: Option<Date>,
    /// Latest payment date; null while there are no payments.
    pub(crate) last_date: Option<Date>,
    /// Share of all payments whose supplier is known. The rest was paid to payees that are withheld or not
    /// published.
    pub(crate) with_supplier: KnownShare,
}

#[ComplexObject]
impl Coverage {
    /// How much of it is taken to be paid under a contract that the hub holds.
    async fn under_contract(&self, ctx: &Context<'_>) -> Result<LinkedShare, ApiError> {
        linked::of_hub(&ApiContext::of(ctx)?.database).await
    }
}

/// For which share an attribute is known. Null where there is nothing to take a share of.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct KnownShare {
    /// Share of the number of payments, from 0 to 1.
    pub(crate) of_payments: Option<f64>,
    /// Share of the net sum; credits can take it below 0 or above 1.
    pub(crate) of_net: Option<f64>,
}

/// How fresh the data of an institution is.
#[derive(SimpleObject)]
pub(crate) struct Freshness {
    /// The institution.
    pub(crate) institution: Institution,
    /// When the hub received the last document that counts; null if it has none.
    pub(crate) last_document_at: Option<DateTime>,
    /// Latest payment date in documents that count; null if there is none.
    pub(crate) last_payment_date: Option<Date>,
    /// Days from that date to today (UTC); null if there is none.
    pub(crate) days_since_last_payment: Option<i64>,
}

impl Freshness {
    /// Days from a date to another.
    pub(crate) fn days(from: NaiveDate, today: NaiveDate) -> i64 {
        (today - from).num_days()
    }
}

/// This hub: what it is, what it holds, how fresh that is.
#[Object]
impl Hub {
    /// Its name, from its configuration.
    async fn name(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        Ok(ApiContext::of(ctx)?.hub_name.clone())
    }

    /// Version of the program.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Number that grows with every change of the facts: answers with the same version agree.
    async fn data_version(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        questions::data_version(&ApiContext::of(ctx)?.database).await
    }

    /// How much it holds.
    async fn counts(&self, ctx: &Context<'_>) -> Result<HubCounts, ApiError> {
        questions::counts(&ApiContext::of(ctx)?.database).await
    }

    /// What releases hold and the model does not, by JSON path, the most frequent first.
    async fn unmapped_paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of paths, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<Vec<UnmappedPath>, ApiError> {
        questions::unmapped_paths(&ApiContext::of(ctx)?.database, page_size(first)?).await
    }

    /// What its payments cover.
    async fn coverage(&self, ctx: &Context<'_>) -> Result<Coverage, ApiError> {
        questions::coverage(&ApiContext::of(ctx)?.database).await
    }

    /// The editions of reference data that count, at most one of each kind, by kind. What is not listed is not loaded.
    async fn reference_data(&self, ctx: &Context<'_>) -> Result<Vec<ReferenceEdition>, ApiError> {
        questions::reference_data(&ApiContext::of(ctx)?.database).await
    }

    /// How fresh the data of each institution with a feed is, by name of the institution.
    async fn freshness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of institutions, 0 to 500.", default_with = "Some(500)")] first: Option<i32>,
    ) -> Result<Vec<Freshness>, ApiError> {
        questions::freshness(&ApiContext::of(ctx)?.database, page_size(first)?).await
    }
}
