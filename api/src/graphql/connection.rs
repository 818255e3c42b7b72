//! Relay connections: one page of a list, for every list of the schema.

use std::borrow::Cow;

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};

use super::{error::ApiError, lists::Slice};

/// Rows of a page when the query does not say.
pub(crate) const DEFAULT_FIRST: i32 = 50;

/// Rows that a page can have.
pub(crate) const MAX_FIRST: i32 = 500;

tokio::task_local! {
    /// Rows that a page can have within `with_most`.
    static MOST: i32;
}

/// Lets pages have so many rows while `work` is done, for exports: they hold an answer as a whole.
pub(crate) async fn with_most<W: Future>(rows: i32, work: W) -> W::Output {
    MOST.scope(rows, work).await
}

/// Which page of a list, and whether the whole is to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageArgs {
    pub(crate) first: usize,
    pub(crate) after: Option<String>,
    pub(crate) count: bool,
}

impl PageArgs {
    /// The page that a field of the connection type asks for.
    pub(crate) fn new(
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self, ApiError> {
        let count = ctx.look_ahead().field("totalCount").exists();
        Ok(Self { first: page_size(first)?, after, count })
    }
}

/// Checks a `first`.
pub(crate) fn page_size(first: Option<i32>) -> Result<usize, ApiError> {
    let first = first.unwrap_or(DEFAULT_FIRST);
    if first > MOST.try_with(|most| *most).unwrap_or(MAX_FIRST) {
        return Err(ApiError::FirstTooLarge(first));
    }
    usize::try_from(first).map_err(|_| ApiError::FirstNegative(first))
}

/// One page of a list, in the order asked for. Ask for the next page with `after: pageInfo.endCursor`; pages
/// neither repeat nor skip rows when data is added in between.
pub(crate) struct Connection<N> {
    edges: Vec<Edge<N>>,
    page_info: PageInfo,
    total: Option<i64>,
}

/// A row of a page, with its place in the list.
pub(crate) struct Edge<N> {
    cursor: String,
    node: N,
}

/// Where a page stands in its list.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether more rows follow.
    has_next_page: bool,
    /// Whether rows come before: true on every page but the first.
    has_previous_page: bool,
    /// Cursor of the first row; null on an empty page.
    start_cursor: Option<String>,
    /// Cursor of the last row, for `after`; null on an empty page.
    end_cursor: Option<String>,
}

impl<N> Connection<N> {
    /// The page that a slice of a list makes.
    pub(crate) fn of<M>(slice: Slice<M>, node: impl Fn(M) -> N) -> Self {
        let edges: Vec<Edge<N>> =
            slice.rows.into_iter().map(|(cursor, row)| Edge { cursor, node: node(row) }).collect();
        let page_info = PageInfo {
            has_next_page: slice.more,
            has_previous_page: slice.later,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { edges, page_info, total: slice.total }
    }
}

impl<N> Connection<N> {
    /// The rows of this page with their cursors, for connections that tell more than a page.
    pub(crate) fn shown(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// Where this page stands in the list.
    pub(crate) fn place(&self) -> &PageInfo {
        &self.page_info
    }

    /// Number of rows on all pages.
    pub(crate) fn counted(&self) -> Result<i64, ApiError> {
        self.total.ok_or_else(|| ApiError::internal("a total was asked for and not counted"))
    }
}

impl<N> Edge<N> {
    /// The row.
    pub(crate) fn row(&self) -> &N {
        &self.node
    }
}

/// One page of a list, in the order asked for. Ask for the next page with `after: pageInfo.endCursor`; pages
/// neither repeat nor skip rows when data is added in between.
#[Object(name_type)]
impl<N: OutputType> Connection<N> {
    /// The rows of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The rows of this page alone, for those who need no cursors.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// Number of rows in the whole list with this filter, on all pages. Counted only when asked for.
    async fn total_count(&self) -> Result<i64, ApiError> {
        self.counted()
    }
}

/// A row of a page, with its place in the list.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// The place of this row in the list, for `after`. It belongs to the list with its filter and order.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}
