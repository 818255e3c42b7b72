//! Lists under each of many parents, in one statement.

use std::{any::type_name, fmt::Debug};

use anchorhub_store::Database;
use sea_orm::{DbErr, FromQueryResult, QueryResult, Value};

use super::{
    ColumnOf, Counted, Listing, ModelOf, Plan, Slice, column_of,
    each::{self, PARENT, Scope},
};
use crate::graphql::{
    connection::PageArgs,
    error::ApiError,
    family::{Family, Row},
};

/// A list that stands under a parent row.
pub(crate) trait Under<P>: Listing {
    /// Columns of the list, with the values that they have in the rows of a parent.
    fn under(&self, parent: &P) -> Vec<(ColumnOf<Self>, Value)>;
}

impl<P: Send + Sync + 'static> Row<P> {
    /// A page of the list under this row. `request` is what the query asked for; the list is made of it and
    /// loaded once, for the whole family.
    pub(crate) async fn children<L, R>(
        &self,
        args: PageArgs,
        request: R,
        list: impl AsyncFnOnce(&Database, R) -> Result<L, ApiError>,
    ) -> Result<Slice<Row<ModelOf<L>>>, ApiError>
    where
        L: Under<P>,
        R: Debug,
    {
        let field = format!("{} {request:?} {args:?}", type_name::<L>());
        let slices = self
            .once(field, async |database, parents| {
                let list = list(database, request).await?;
                pages(database, parents, &list, &args).await
            })
            .await?;
        let slice = slices.get(self.index()).cloned();
        slice.ok_or_else(|| ApiError::internal("a parent has no page"))
    }
}

/// Pages of the list under every parent, in their order.
async fn pages<L: Under<P>, P>(
    database: &Database,
    parents: &[P],
    list: &L,
    args: &PageArgs,
) -> Result<Vec<Slice<Row<ModelOf<L>>>>, ApiError> {
    let plan = Plan::new(database.engine(), list, args)?;
    let scopes: Vec<Scope> = parents
        .iter()
        .map(|parent| {
            list.under(parent).into_iter().map(|(column, value)| (column_of::<L>(column), value)).collect()
        })
        .collect();
    let mut found: Vec<Child<ModelOf<L>>> = Vec::new();
    for statement in each::statements(database.engine(), &scopes, |scope| plan.select(scope), &plan.order()) {
        found.extend(database.fetch(&statement).await?);
    }
    let mut totals = vec![None; parents.len()];
    if args.count {
        for statement in each::statements(database.engine(), &scopes, |scope| plan.count(scope), &[]) {
            let counted: Vec<Child<Counted>> = database.fetch(&statement).await?;
            for count in counted {
                if let Some(total) = totals.get_mut(count.parent) {
                    *total = Some(count.row.number);
                }
            }
        }
    }

    let mut by_parent: Vec<Vec<ModelOf<L>>> = parents.iter().map(|_| Vec::new()).collect();
    for child in found {
        if let Some(children) = by_parent.get_mut(child.parent) {
            children.push(child.row);
        }
    }
    // The children of all parents are one family: what one of them asks for is loaded for all.
    let (mut all, mut cuts) = (Vec::new(), Vec::with_capacity(parents.len()));
    for children in by_parent {
        let (children, more) = plan.cut(children);
        cuts.push((children.len(), more));
        all.extend(children);
    }
    let mut rows = Family::rows(database, all).into_iter();
    let slices = cuts.into_iter().zip(totals);
    Ok(slices
        .map(|((number, more), total)| plan.slice(rows.by_ref().take(number).collect(), more, total))
        .collect())
}

/// A row, and which parent it stands under.
struct Child<T> {
    parent: usize,
    row: T,
}

impl<T: FromQueryResult> FromQueryResult for Child<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        // Bound as 32 bits on PostgreSQL; SQLite knows one size.
        let parent: i32 = row.try_get("", PARENT)?;
        let parent = usize::try_from(parent).map_err(|error| DbErr::Type(error.to_string()))?;
        Ok(Self { parent, row: T::from_query_result(row, prefix)? })
    }
}
