//! Questions over contracts.

use anchorhub_analysis::{self as analysis, ContractEngine};
use async_graphql::{Context, Object};

use crate::graphql::{
    ApiContext,
    connection::{PageArgs, page_size},
    enums::{ContractDimension, ContractGroupOrder},
    error::ApiError,
    filters::{ContractFilter, PaymentFilter, ahead, months_ahead},
    lists::computed,
    types::{
        ContractAnalysis, FrameworkUse, GivenFilter, JointBuyingCandidates, ReviewItems, ReviewQuestion,
        ValueVariance,
    },
};

/// Institutions that a comparison may ask for at least.
const MOST_INSTITUTIONS: i32 = 500;

/// What can be asked over contracts.
#[derive(Default)]
pub(super) struct ContractQuery;

/// What can be asked over contracts.
#[Object]
impl ContractQuery {
    /// Contracts broken down by up to four dimensions: their number, institutions, suppliers, values, and earliest and latest ends, with
    /// a filter for each group that lists its contracts.
    async fn contract_analysis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contracts; its `everyStatement` has no effect.")] filter: Option<
            ContractFilter,
        >,
        #[graphql(desc = "Up to four different dimensions; an empty list asks for the total alone.")]
        group_by: Vec<ContractDimension>,
        #[graphql(desc = "In which order.", default_with = "Some(ContractGroupOrder::default())")]
        order_by: Option<ContractGroupOrder>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; what stands in no other is told under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
    ) -> Result<ContractAnalysis, ApiError> {
        let context = ApiContext::of(ctx)?;
        let filter = filter.unwrap_or_default();
        let resolved = filter.clone().resolve(&context.database).await?;
        let given = GivenFilter::new(&filter, &resolved);
        let plan = analysis::ContractPlan {
            filter: resolved,
            group_by: group_by.into_iter().map(Into::into).collect(),
            order: order_by.unwrap_or_default().into(),
            first: page_size(first)?,
        };
        let answer = context.contracts.contracts(&plan).await?;
        Ok(ContractAnalysis::new(&given, &plan, answer))
    }

    /// Contracts of several institutions in one category that end close together, today (UTC) or later, and could be let anew
    /// together: the highest score first. Frameworks are left out.
    async fn joint_buying_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Months within which effective ends lie, 1 to 240.", default_with = "Some(9)")]
        window_months: Option<i32>,
        #[graphql(
            desc = "Institutions, and separate procurements, that a candidate has at least: 2 to 500.",
            default_with = "Some(2)"
        )]
        min_institutions: Option<i32>,
        #[graphql(desc = "The contracts that may be part of one.")] filter: Option<ContractFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<JointBuyingCandidates, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let context = ApiContext::of(ctx)?;
        let filter = filter.unwrap_or_default();
        let window_months = months_ahead(window_months.unwrap_or(9))?;
        let min_institutions = least(min_institutions.unwrap_or(2), 2)?;
        let (today, _) = ahead(window_months);
        let description = format!("joint buying {window_months} {min_institutions} {today} {filter:?}");
        let plan = analysis::JointBuyingPlan {
            filter: filter.resolve(&context.database).await?,
            window_months,
            min_institutions,
            today,
        };
        let found = analysis::joint_buying(&context.contracts, plan).await?;
        let keys: Vec<(i64, String)> =
            found.candidates.iter().map(|one| (-i64::from(one.score.total()), one.key())).collect();
        let slice = computed(&description, found.data_version, &keys, &args)?;
        Ok(JointBuyingCandidates::new(&context.database, found, slice))
    }

    /// How values a year and terms of contracts in one category, or of one supplier in it, differ between institutions. Frameworks
    /// are left out.
    async fn value_variance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contracts.")] filter: Option<ContractFilter>,
        #[graphql(
            desc = "Whether only contracts of one supplier are compared with each other.",
            default_with = "Some(false)"
        )]
        by_supplier: Option<bool>,
        #[graphql(
            desc = "Institutions with known values that a group has at least: 2 to 500.",
            default_with = "Some(3)"
        )]
        min_institutions: Option<i32>,
        #[graphql(desc = "Number of groups, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<ValueVariance, ApiError> {
        let context = ApiContext::of(ctx)?;
        let plan = analysis::ValueVariancePlan {
            filter: filter.unwrap_or_default().resolve(&context.database).await?,
            by_supplier: by_supplier.unwrap_or(false),
            min_institutions: least(min_institutions.unwrap_or(3), 2)?,
            first: page_size(first)?,
        };
        let found = analysis::value_variance(&context.contracts, plan).await?;
        Ok(ValueVariance::new(&context.database, found))
    }

    /// Contracts whose next review or effective end lies between today (UTC) and so many months later, the next first: with the
    /// evidence for whether to go on, negotiate, let anew or bring in-house. Frameworks are left out unless the filter says
    /// `frameworks: true`.
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Months ahead, 1 to 240.")] within_months: i32,
        #[graphql(desc = "Which contracts.")] filter: Option<ContractFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<ReviewItems, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let context = ApiContext::of(ctx)?;
        let filter = filter.unwrap_or_default();
        let (today, horizon) = ahead(months_ahead(within_months)?);
        let description = format!("review queue {today} {horizon} {filter:?}");
        let plan = analysis::ReviewPlan { filter: filter.resolve(&context.database).await?, today, horizon };
        let found = analysis::review_queue(&context.contracts, plan).await?;
        let key = |one: &analysis::ReviewItem| {
            let day = i64::from(chrono::Datelike::num_days_from_ce(&one.due_on));
            // Texts stand in the order of numbers of one length.
            (day, format!("{:020}", one.contract_id))
        };
        let keys: Vec<(i64, String)> = found.items.iter().map(key).collect();
        let slice = computed(&description, found.data_version, &keys, &args)?;
        Ok(ReviewItems::new(&context.database, found, slice, ReviewQuestion { today }))
    }

    /// How much of what is paid is paid under frameworks or contracts called off them, as far as payments are linked to contracts.
    async fn framework_use(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "Number of institutions, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<FrameworkUse, ApiError> {
        let context = ApiContext::of(ctx)?;
        let first = page_size(first)?;
        let filter = filter.unwrap_or_default().resolve(&context.database).await?;
        let found = analysis::framework_use(&context.database, &filter).await?;
        Ok(FrameworkUse::new(&context.database, found, first))
    }
}

/// Checks the number of institutions that are asked for at least.
fn least(given: i32, lowest: i32) -> Result<usize, ApiError> {
    let good = (lowest..=MOST_INSTITUTIONS).contains(&given).then(|| usize::try_from(given).ok()).flatten();
    good.ok_or(ApiError::BadMinimum(given, lowest, MOST_INSTITUTIONS))
}
