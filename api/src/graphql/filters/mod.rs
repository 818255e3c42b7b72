//! Filters: what a query gives, checked and brought into the form that lists and analysis take.

mod contract;
mod document;
mod feed;
mod institution;
mod notice;
mod opportunity;
mod payment;
mod procurement;
mod rejected_row;
mod run;
mod supplier;

use anchorhub_entities::institution::{self as institutions};
use anchorhub_store::Database;
use async_graphql::InputObject;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

pub(crate) use self::{
    contract::{ContractCondition, ContractFilter},
    document::DocumentFilter,
    feed::FeedFilter,
    institution::InstitutionFilter,
    notice::{NoticeCondition, NoticeFilter},
    opportunity::{OpportunityCondition, OpportunityFilter, ahead, months_ahead},
    payment::PaymentFilter,
    procurement::Days,
    rejected_row::RejectedRowFilter,
    run::RunFilter,
    supplier::SupplierFilter,
};
use super::{
    error::ApiError,
    scalars::{Date, Decimal},
};

/// Values that a list in a filter can have.
pub(crate) const MAX_LIST: usize = 500;

/// A period of civil dates in Europe/London. Either end may be left open.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct PeriodInput {
    /// First day.
    from: Option<Date>,
    /// First day after the period: it is not part of it.
    to: Option<Date>,
}

/// A range of signed amounts, both ends included. Credits are negative: a `min` of "0.01" leaves them out.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct AmountInput {
    /// Smallest amount, in pounds.
    min: Option<Decimal>,
    /// Largest amount, in pounds.
    max: Option<Decimal>,
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
async fn institution_keys(
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
