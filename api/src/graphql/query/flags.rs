//! Questions about red flags.

use anchorhub_analysis as analysis;
use async_graphql::{Context, Object};

use super::processes::question;
use crate::graphql::{
    ApiContext,
    connection::{Connection, PageArgs, page_size},
    enums::ProcessDimension,
    error::ApiError,
    filters::{NoticeFilter, RedFlagFilter},
    lists::{RedFlagList, page},
    types::{OrganisationRedFlags, RedFlag, RedFlagSummary},
};

/// What can be asked about red flags.
#[derive(Default)]
pub(super) struct FlagsQuery;

/// What can be asked about red flags.
#[Object]
impl FlagsQuery {
    /// Red flags that are raised about contracting processes, those of the processes that came last to the hub first. A flag
    /// is a question, never an accusation; `redFlagSummary` tells of how many processes nothing can be computed.
    async fn red_flags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<RedFlagFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<RedFlag>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = RedFlagList::resolve(database, filter.unwrap_or_default()).await?;
        Ok(Connection::of(page(database, &list, &args).await?, RedFlag))
    }

    /// How often each rule of red flags was computed and raised, and how often something that it needs is not published.
    /// Test notices never count.
    async fn red_flag_summary(
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
    ) -> Result<RedFlagSummary, ApiError> {
        let context = ApiContext::of(ctx)?;
        let group_by = group_by.unwrap_or_default();
        let question = question(context, filter, &group_by, first).await?;
        Ok(RedFlagSummary::new(&group_by, analysis::flag_summary(&context.database, &question).await?))
    }

    /// The rules that compare buyers, tenderers and suppliers with each other over processes (R025, R038, R048). Who stands
    /// out depends on which processes are compared. Test notices never count.
    async fn organisation_red_flags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Processes with a notice that this filter allows.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "Number of flags of each rule to show, 0 to 500.", default_with = "Some(50)")]
        first: Option<i32>,
    ) -> Result<OrganisationRedFlags, ApiError> {
        let context = ApiContext::of(ctx)?;
        let question = question(context, filter, &[], first).await?;
        let answer = analysis::organisation_flags(&context.database, &question.processes).await?;
        OrganisationRedFlags::new(&context.database, answer, page_size(first)?).await
    }
}
