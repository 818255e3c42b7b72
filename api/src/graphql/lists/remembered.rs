//! Pages of contracts whose ids are taken from memory.
//!
//! The rows are read by one statement that gives them only if the data still are what memory holds; else, and for whatever
//! memory cannot tell, the list is read as every other. Either way the page is that of one state of the data.

use std::collections::HashMap;

use anchorhub_analysis::{ContractSort, ContractSortKey};
use anchorhub_entities::contract;
use anchorhub_store::present_version;
use chrono::Datelike;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::{ContractList, ContractOrder, Plan, Slice, page};
use crate::graphql::{
    ApiContext,
    connection::PageArgs,
    cursor::Key,
    error::ApiError,
    family::{Family, Row, padded},
};

/// Reads one page of a list of contracts.
pub(crate) async fn contract_page(
    context: &ApiContext,
    list: &ContractList,
    args: &PageArgs,
) -> Result<Slice<Row<contract::Model>>, ApiError> {
    match remembered(context, list, args).await? {
        Some(slice) => Ok(slice),
        None => page(&context.database, list, args).await,
    }
}

async fn remembered(
    context: &ApiContext,
    list: &ContractList,
    args: &PageArgs,
) -> Result<Option<Slice<Row<contract::Model>>>, ApiError> {
    let database = &context.database;
    let plan = Plan::new(database.engine(), list, args)?;
    let after = match plan.after.as_deref().map(place) {
        Some(None) => return Ok(None),
        Some(place) => place,
        None => None,
    };
    let Some(listed) = context.contracts.listed(list.filter(), sort(list.order()), after, plan.first + 1)
    else {
        return Ok(None);
    };
    let rows = if listed.ids.is_empty() {
        (database.data_version().await? == listed.data_version).then(Vec::new)
    } else {
        let now = Expr::SubQuery(None, Box::new(present_version().into()));
        let select = contract::Entity::find()
            .filter(contract::Column::Id.is_in(padded(listed.ids.clone())))
            .filter(now.eq(listed.data_version));
        let found: Vec<contract::Model> = database.fetch(&select.into_query()).await?;
        let mut found: HashMap<i64, contract::Model> = found.into_iter().map(|row| (row.id, row)).collect();
        listed.ids.iter().map(|id| found.remove(id)).collect()
    };
    let Some(rows) = rows else {
        context.contracts.follow();
        return Ok(None);
    };
    let (models, more) = plan.cut(rows);
    let total = args.count.then(|| i64::try_from(listed.total).unwrap_or(i64::MAX));
    Ok(Some(plan.slice(Family::rows(database, models), more, total)))
}

/// The order of a list, as memory takes it.
fn sort(order: ContractOrder) -> ContractSort {
    let end = day(&Key::date_or_end(None)).unwrap_or(i64::MAX);
    let (key, missing, descending) = match order {
        ContractOrder::EndAsc => (ContractSortKey::End, end, false),
        ContractOrder::EndDesc => (ContractSortKey::End, end, true),
        ContractOrder::ValueDesc => (ContractSortKey::Value, i64::MIN, true),
        ContractOrder::NewestFirst => (ContractSortKey::Id, 0, true),
    };
    ContractSort { key, missing, descending }
}

/// The place of a cursor, as memory takes it; none for one of another form.
fn place(position: &[Key]) -> Option<(i64, i64)> {
    match position {
        [Key::Number(id)] => Some((0, *id)),
        [Key::Number(value), Key::Number(id)] => Some((*value, *id)),
        [end @ Key::Date(_), Key::Number(id)] => Some((day(end)?, *id)),
        _ => None,
    }
}

fn day(key: &Key) -> Option<i64> {
    if let Key::Date(date) = key { Some(i64::from(date.num_days_from_ce())) } else { None }
}
