//! Filters: what a query gives, checked and brought into the form that lists and analysis take.

mod contract;
mod division;
mod document;
mod feed;
mod institution;
mod notice;
mod opportunity;
mod opportunity_groups;
mod opportunity_traits;
mod parts;
mod payment;
mod procurement;
mod red_flag;
mod rejected_row;
mod review;
mod run;
mod stage;
mod supplier;
mod traits;
mod way_down;

use std::collections::HashMap;

use anchorhub_entities::{institution as institutions, supplier as suppliers};
use anchorhub_store::Database;
use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

pub(crate) use self::{
    contract::ContractFilter,
    document::DocumentFilter,
    feed::FeedFilter,
    institution::InstitutionFilter,
    notice::{NoticeCondition, NoticeFilter},
    opportunity::{OpportunityCondition, OpportunityFilter, ahead, months_ahead},
    parts::Narrowing,
    payment::PaymentFilter,
    red_flag::{RedFlagCondition, RedFlagFilter},
    rejected_row::RejectedRowFilter,
    review::{SupplierCandidateFilter, SupplierDecisionFilter},
    run::RunFilter,
    supplier::SupplierFilter,
    traits::SupplierTraits,
    way_down::Asked,
};
use super::{
    error::ApiError,
    node_id,
    scalars::{Date, Decimal},
};

/// Values that a list in a filter can have.
pub(crate) const MAX_LIST: usize = 500;

/// A period of civil dates in Europe/London. Either end may be left open.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct PeriodInput {
    /// First day.
    pub(in crate::graphql) from: Option<Date>,
    /// First day after the period: it is not part of it.
    pub(in crate::graphql) to: Option<Date>,
}

impl PeriodInput {
    /// Its two ends. One that ends before it starts is an error.
    pub(crate) fn check(self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), ApiError> {
        let (from, to) = (self.from.map(|date| date.0), self.to.map(|date| date.0));
        match (from, to) {
            (Some(from), Some(to)) if from >= to => Err(ApiError::BadPeriod { from, to }),
            ends => Ok(ends),
        }
    }
}

/// A range of signed amounts, both ends included. Credits are negative: a `min` of "0.01" leaves them out.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct AmountInput {
    /// Smallest amount, in pounds.
    pub(in crate::graphql) min: Option<Decimal>,
    /// Largest amount, in pounds.
    pub(in crate::graphql) max: Option<Decimal>,
}

/// Refuses lists that are too long.
fn short<T>(list: Option<Vec<T>>) -> Result<Option<Vec<T>>, ApiError> {
    match list {
        Some(list) if list.len() > MAX_LIST => Err(ApiError::FilterTooLong(list.len())),
        list => Ok(list),
    }
}

/// A text as the databases can take it: PostgreSQL knows no NUL, and no published text holds one.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn clean_all(texts: Option<Vec<String>>) -> Result<Option<Vec<String>>, ApiError> {
    Ok(short(texts)?.map(|texts| texts.iter().map(|text| clean(text)).collect()))
}

/// Keys of the institutions with these org-ids. One that the hub does not know is an error, because leaving
/// it out silently would give a smaller figure.
pub(crate) async fn institution_keys(
    database: &Database,
    org_ids: Option<Vec<String>>,
) -> Result<Option<Vec<i32>>, ApiError> {
    let Some(org_ids) = clean_all(org_ids)? else { return Ok(None) };
    let org_ids: Vec<String> = org_ids.iter().map(|org_id| org_id.trim().to_ascii_uppercase()).collect();
    if org_ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let select = institutions::Entity::find().filter(institutions::Column::OrgId.is_in(&org_ids));
    let found: Vec<institutions::Model> = database.fetch(&select.into_query()).await?;
    let key = |org_id: &String| {
        let known = found.iter().find(|institution| institution.org_id == *org_id);
        known
            .map(|institution| institution.id)
            .ok_or_else(|| ApiError::UnknownInstitution(org_id.chars().take(80).collect()))
    };
    Ok(Some(org_ids.iter().map(key).collect::<Result<_, _>>()?))
}

#[derive(FromQueryResult)]
struct Merged {
    id: i64,
    merged_into: i64,
}

/// Keys of the suppliers with these ids. An id of before a merger stands for the supplier that it was merged into.
async fn supplier_keys(database: &Database, ids: Option<Vec<ID>>) -> Result<Option<Vec<i64>>, ApiError> {
    let Some(ids) = short(ids)? else { return Ok(None) };
    let keys = node_id::supplier_keys(&ids)?;
    if keys.is_empty() {
        return Ok(Some(keys));
    }
    let select = Query::select()
        .columns([suppliers::Column::Id, suppliers::Column::MergedInto])
        .from(suppliers::Entity)
        .and_where(Expr::col(suppliers::Column::Id).is_in(keys.iter().copied()))
        .and_where(Expr::col(suppliers::Column::MergedInto).is_not_null())
        .to_owned();
    let merged: Vec<Merged> = database.fetch(&select).await?;
    let merged: HashMap<i64, i64> = merged.into_iter().map(|row| (row.id, row.merged_into)).collect();
    Ok(Some(keys.into_iter().map(|key| merged.get(&key).copied().unwrap_or(key)).collect()))
}
