//! Questions about contracting processes and opportunities.

use anchorhub_analysis as analysis;
use async_graphql::{Context, Object};

use crate::graphql::{
    ApiContext,
    connection::page_size,
    enums::{PipelineDimension, ProcessDimension},
    error::ApiError,
    filters::{NoticeFilter, OpportunityFilter},
    types::{BidFunnel, CriteriaWeights, LotSuitability, SmePipeline},
};

/// What can be asked about contracting processes and opportunities.
#[derive(Default)]
pub(super) struct ProcessesQuery;

/// The question that a query asks.
pub(super) async fn question(
    context: &ApiContext,
    filter: Option<NoticeFilter>,
    group_by: &[ProcessDimension],
    first: Option<i32>,
) -> Result<analysis::ProcessQuestion, ApiError> {
    let database = &context.database;
    let condition = filter.unwrap_or_default().resolve(database).await?;
    Ok(analysis::ProcessQuestion {
        processes: condition.processes(database.engine()),
        group_by: group_by.iter().copied().map(Into::into).collect(),
        first: page_size(first)?,
    })
}

/// What can be asked about contracting processes and opportunities.
#[Object]
impl ProcessesQuery {
    /// Bids, bids of small and medium enterprises, and awards to them, per lot, summed over the lots whose numbers can be
    /// used. Test notices never count.
    async fn bid_funnel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Processes with a notice that this filter allows.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "Up to four different dimensions; none asks for the total alone.")] group_by: Option<
            Vec<ProcessDimension>,
        >,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
    ) -> Result<BidFunnel, ApiError> {
        let context = ApiContext::of(ctx)?;
        let group_by = group_by.unwrap_or_default();
        let question = question(context, filter, &group_by, first).await?;
        Ok(BidFunnel::new(&group_by, analysis::bid_funnel(&context.database, &question).await?))
    }

    /// Lots that are said to suit small and medium enterprises ÷ lots of which anything is said; lots per tender; limits
    /// on lots and breaches of them. Test notices never count.
    async fn lot_suitability(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Processes with a notice that this filter allows.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "Up to four different dimensions; none asks for the total alone.")] group_by: Option<
            Vec<ProcessDimension>,
        >,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
    ) -> Result<LotSuitability, ApiError> {
        let context = ApiContext::of(ctx)?;
        let group_by = group_by.unwrap_or_default();
        let question = question(context, filter, &group_by, first).await?;
        Ok(LotSuitability::new(&group_by, analysis::lot_suitability(&context.database, &question).await?))
    }

    /// The weight of criteria about social value ÷ that of all criteria, averaged over the lots whose weights are
    /// published; beside it that of price. Test notices never count.
    async fn criteria_weights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Processes with a notice that this filter allows.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "Up to four different dimensions; none asks for the total alone.")] group_by: Option<
            Vec<ProcessDimension>,
        >,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
    ) -> Result<CriteriaWeights, ApiError> {
        let context = ApiContext::of(ctx)?;
        let group_by = group_by.unwrap_or_default();
        let question = question(context, filter, &group_by, first).await?;
        Ok(CriteriaWeights::new(&group_by, analysis::criteria_weights(&context.database, &question).await?))
    }

    /// What is coming that a small or medium enterprise may win, by stage, start, category, place, value and suitability.
    /// Each group has the filter with which `opportunities` lists it.
    async fn sme_pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which opportunities.")] filter: Option<OpportunityFilter>,
        #[graphql(desc = "Up to four different dimensions; none asks for the total alone.")] group_by: Option<
            Vec<PipelineDimension>,
        >,
        #[graphql(
            desc = "How many months ahead contracts that end are counted: 1 to 240. Left out: as the filter says, else 24."
        )]
        horizon_months: Option<i32>,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
    ) -> Result<SmePipeline, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let group_by = group_by.unwrap_or_default();
        let filter = filter.unwrap_or_default().within(horizon_months);
        let condition = filter.clone().resolve(database).await?;
        let question = analysis::PipelineQuestion {
            condition: condition.condition(database.engine()),
            places: filter.asked_regions(),
            group_by: group_by.iter().copied().map(Into::into).collect(),
            first: page_size(first)?,
        };
        Ok(SmePipeline::new(&filter, &group_by, analysis::sme_pipeline(database, &question).await?))
    }
}
