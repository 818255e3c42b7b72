//! Metrics of what is paid.

use anchorhub_analysis as analysis;
use async_graphql::{Context, Object};
use chrono::Utc;

use super::stage_share::StageQuestion;
use crate::graphql::{
    ApiContext,
    connection::{Connection, PageArgs, page_size},
    enums::{AreaLevel, ExclusionReason, SpendDimension, Stage, WinnerMode},
    error::ApiError,
    filters::{Asked, PaymentFilter, PeriodInput, clean, institution_keys},
    types::{
        Concentration, DeprivationSpread, Displacement, EnterpriseShare, FeedFreshness, Leakage, LocalSpend,
        SharedSupplier, SharedSupplierPage,
    },
};

/// What can be asked about metrics of what is paid.
#[derive(Default)]
pub(super) struct MetricsQuery;

/// What can be asked about metrics of what is paid.
#[Object]
impl MetricsQuery {
    /// The local share of what is paid: net to suppliers located in a boundary ÷ net to suppliers of known location, for
    /// several boundaries in one answer.
    async fn local_spend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(
            desc = "Districts, combined authorities or regions, by GSS code such as `E08000031`; at most 20."
        )]
        boundaries: Vec<String>,
        #[graphql(
            desc = "Up to four different dimensions; an empty list asks for the whole alone.",
            default
        )]
        group_by: Vec<SpendDimension>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
    ) -> Result<LocalSpend, ApiError> {
        let context = ApiContext::of(ctx)?;
        let (asked, question) = question(context, filter, group_by, page_size(first)?, exclude).await?;
        let codes: Vec<String> = boundaries.iter().map(|code| clean(code)).collect();
        let with_bases = ctx.look_ahead().field("basis").exists();
        let (engine, database) = (context.spend.as_ref(), &context.database);
        let answer = analysis::local_spend(engine, database, &question, &codes, with_bases).await?;
        Ok(LocalSpend::new(database, &question.group_by, answer, &asked))
    }

    /// What leaks out of a boundary: what is paid to suppliers of known location outside of it, by where they are and by
    /// category. Suppliers of unknown location are told apart.
    async fn leakage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "A district, combined authority or region, by GSS code such as `E08000031`.")]
        boundary: String,
        #[graphql(
            desc = "The level of areas by which destinations are told.",
            default_with = "Some(AreaLevel::default())"
        )]
        destinations: Option<AreaLevel>,
        #[graphql(desc = "Number of destinations to show, 0 to 500.", default_with = "Some(50)")]
        first: Option<i32>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
    ) -> Result<Leakage, ApiError> {
        let context = ApiContext::of(ctx)?;
        let first = page_size(first)?;
        let (asked, question) = question(context, filter, Vec::new(), 0, exclude).await?;
        let (engine, database) = (context.spend.as_ref(), &context.database);
        let level = destinations.unwrap_or_default().into();
        let answer = analysis::leakage(engine, database, &question, &clean(&boundary), level).await?;
        Leakage::new(database, answer, &asked, first)
    }

    /// What changed between two periods in what is paid to suppliers in a district and in its neighbours, the other
    /// districts of its combined authority, by category. It reports changes and says nothing about causes.
    async fn displacement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments; without a `period`.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "A district in a combined authority, by GSS code such as `E08000031`.")]
        boundary: String,
        #[graphql(desc = "The period asked for.")] period: PeriodInput,
        #[graphql(desc = "The period that it is compared with.")] compared_with: PeriodInput,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
    ) -> Result<Displacement, ApiError> {
        let context = ApiContext::of(ctx)?;
        let (from, to) = period.check()?;
        let (before_from, before_to) = compared_with.check()?;
        let (asked, mut question) = question(context, filter, Vec::new(), 0, exclude).await?;
        if question.filter.from.is_some() || question.filter.to.is_some() {
            let message = "leave out `filter.period`: `period` says which".to_owned();
            return Err(ApiError::BadQuestion { code: "BAD_ARGUMENTS", message });
        }
        (question.filter.from, question.filter.to) = (from, to);
        let before = analysis::Between { from: before_from, to: before_to };
        let (engine, database) = (context.spend.as_ref(), &context.database);
        let answer = analysis::displacement(engine, database, &question, &clean(&boundary), before).await?;
        Displacement::new(database, answer, &asked, (period, compared_with))
    }

    /// What is paid to suppliers by decile of deprivation (Index of Multiple Deprivation, England) of where they are.
    async fn deprivation_spread(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
    ) -> Result<DeprivationSpread, ApiError> {
        let context = ApiContext::of(ctx)?;
        let (asked, question) = question(context, filter, Vec::new(), 0, exclude).await?;
        let with_bases = ctx.look_ahead().field("basis").exists();
        let (engine, database) = (context.spend.as_ref(), &context.database);
        let answer = analysis::deprivation_spread(engine, database, &question, with_bases).await?;
        DeprivationSpread::new(database, answer, &asked)
    }

    /// The share of small and medium-sized enterprises (Procurement Act 2023, section 123) at a stage of buying: among
    /// those of which it is known.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn sme_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which payments. At stages before `PAID` it takes `institutions`, `period` (of publication; at \
                    `AWARDED` of the award) and `categoryDivisions`."
        )]
        filter: Option<PaymentFilter>,
        #[graphql(desc = "The stage.")] stage: Stage,
        #[graphql(
            desc = "Up to four different dimensions; an empty list asks for the whole alone. At stages before `PAID`: \
                    `INSTITUTION` (the buyer that is named first), `CATEGORY_DIVISION`, `FINANCIAL_YEAR` (of the first \
                    publication).",
            default
        )]
        group_by: Vec<SpendDimension>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
        #[graphql(
            desc = "At `AWARDED`: whether an award of several suppliers counts when any of them, or when all of them \
                    whose size is known, are such enterprises.",
            default
        )]
        winner_mode: WinnerMode,
    ) -> Result<EnterpriseShare, ApiError> {
        let of = analysis::Enterprise::Sme;
        share_of(ctx, of, (stage, winner_mode), filter, (group_by, page_size(first)?), exclude).await
    }

    /// The share of voluntary, community and social enterprises at a stage of buying: among those of which it is known.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn vcse_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which payments. At stages before `PAID` it takes `institutions`, `period` (of publication; at \
                    `AWARDED` of the award) and `categoryDivisions`."
        )]
        filter: Option<PaymentFilter>,
        #[graphql(desc = "The stage.")] stage: Stage,
        #[graphql(
            desc = "Up to four different dimensions; an empty list asks for the whole alone. At stages before `PAID`: \
                    `INSTITUTION` (the buyer that is named first), `CATEGORY_DIVISION`, `FINANCIAL_YEAR` (of the first \
                    publication).",
            default
        )]
        group_by: Vec<SpendDimension>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
        #[graphql(
            desc = "At `AWARDED`: whether an award of several suppliers counts when any of them, or when all of them \
                    whose size is known, are such enterprises.",
            default
        )]
        winner_mode: WinnerMode,
    ) -> Result<EnterpriseShare, ApiError> {
        let of = analysis::Enterprise::Vcse;
        share_of(ctx, of, (stage, winner_mode), filter, (group_by, page_size(first)?), exclude).await
    }

    /// How concentrated what is paid is on few suppliers: Herfindahl-Hirschman index, and share of the four largest.
    async fn concentration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(
            desc = "Up to three different dimensions, such as `CATEGORY_DIVISION`; an empty list asks for the whole \
                    alone.",
            default
        )]
        group_by: Vec<SpendDimension>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
    ) -> Result<Concentration, ApiError> {
        let context = ApiContext::of(ctx)?;
        let (asked, question) = question(context, filter, group_by, page_size(first)?, exclude).await?;
        let answer = analysis::concentration(context.spend.as_ref(), &question).await?;
        Ok(Concentration::new(&context.database, &question.group_by, answer, &asked))
    }

    /// Suppliers that at least so many institutions pay, the largest net first, with what each of them pays and the
    /// contracts between them.
    async fn shared_suppliers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Institutions that have to pay a supplier, from 0.")] min_institutions: i32,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "Payments to leave out of the figures; every reason unless given.")] exclude: Option<
            Vec<ExclusionReason>,
        >,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<SharedSupplier>, ApiError> {
        let context = ApiContext::of(ctx)?;
        let args = PageArgs::new(ctx, first, after)?;
        let least =
            u32::try_from(min_institutions).map_err(|_| ApiError::NegativeMinimum(min_institutions))?;
        // Of the filter as it was given: what it resolves to may grow with the data, and cursors still hold.
        let description = format!("shared suppliers {least} {filter:?} {exclude:?}");
        let (page, after) = SharedSupplierPage::new(&description, &args)?;
        let (asked, question) = question(context, filter, Vec::new(), 0, exclude).await?;
        let question = analysis::SharedSuppliersQuestion {
            filter: question.filter,
            exclude: question.exclude,
            min_institutions: least,
            first: args.first,
            after,
            today: Utc::now().date_naive(),
        };
        let database = &context.database;
        let answer = analysis::shared_suppliers(context.spend.as_ref(), database, &question).await?;
        Ok(Connection::of(page.slice(database, answer, &asked), |shared| shared))
    }

    /// How fresh the feeds of spend are, by name of the institution: how late their documents came against the duty to
    /// publish, and which months are missing. `hub.freshness` tells of every feed when something last came.
    async fn freshness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of these institutions, by org-id; of all unless given.")] institutions: Option<
            Vec<String>,
        >,
        #[graphql(desc = "Number of feeds to show, 0 to 500.", default_with = "Some(500)")] first: Option<
            i32,
        >,
    ) -> Result<Vec<FeedFreshness>, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let first = page_size(first)?;
        let institutions = institution_keys(database, institutions).await?;
        let today = Utc::now().date_naive();
        let mut fresh = analysis::freshness(database, institutions.as_deref(), today).await?;
        fresh.truncate(first);
        Ok(FeedFreshness::all(database, fresh))
    }
}

/// What a metric is asked about: as given, for the way down, and as the analysis takes it.
async fn question(
    context: &ApiContext,
    filter: Option<PaymentFilter>,
    group_by: Vec<SpendDimension>,
    first: usize,
    exclude: Option<Vec<ExclusionReason>>,
) -> Result<(Asked, analysis::MetricQuestion), ApiError> {
    let filter = filter.unwrap_or_default();
    let exclude = exclude.unwrap_or_else(|| {
        analysis::ExclusionReason::ALL.iter().copied().map(ExclusionReason::from).collect()
    });
    let asked = Asked::new(filter.clone(), &exclude);
    let question = analysis::MetricQuestion {
        filter: filter.resolve(&context.database).await?,
        exclude: exclude.into_iter().map(Into::into).collect(),
        group_by: group_by.into_iter().map(Into::into).collect(),
        first,
    };
    Ok((asked, question))
}

/// The share of a kind of enterprise at a stage.
async fn share_of(
    ctx: &Context<'_>,
    of: analysis::Enterprise,
    (stage, mode): (Stage, WinnerMode),
    filter: Option<PaymentFilter>,
    (group_by, first): (Vec<SpendDimension>, usize),
    exclude: Option<Vec<ExclusionReason>>,
) -> Result<EnterpriseShare, ApiError> {
    let context = ApiContext::of(ctx)?;
    if stage != Stage::Paid {
        let filter = filter.unwrap_or_default();
        return StageQuestion { stage, of, filter, group_by, first, mode: mode.into() }.answer(context).await;
    }
    let (asked, question) = question(context, filter, group_by, first, exclude).await?;
    let asks = |field| ctx.look_ahead().field(field).exists();
    let with_bases = asks("basis") || asks("conflicts") || asks("conflictingSuppliers");
    let (engine, database) = (context.spend.as_ref(), &context.database);
    let answer = analysis::enterprise_share(engine, database, &question, of, with_bases).await?;
    Ok(EnterpriseShare::paid(database, &question.group_by, answer, &asked, of))
}
