//! Institutions and the names of areas.

use std::collections::{HashMap, HashSet};

use anchorhub_entities::{area, feed, institution};
use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{
    EntityTrait, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, Order, Query},
};

use super::row::row;
use crate::columnar::dimensions::Codes;

/// Every institution.
#[derive(Debug, Default)]
pub(crate) struct Institutions {
    /// In the order of names.
    pub(crate) by_name: Vec<institution::Model>,
    /// Those that have a feed.
    pub(crate) fed: HashSet<i32>,
    /// Names of areas by code, for the codes asked for.
    pub(crate) area_names: HashMap<String, String>,
    /// These codes in the order of the names.
    pub(crate) areas_by_name: Vec<String>,
}

row!(FeedRow { institution_id: i32 });
row!(AreaRow { code: String, name: String });

/// Codes of one statement.
const CODES: usize = 500;

/// Reads them, and the names of the areas with the given codes.
pub(crate) async fn institutions(
    snapshot: &mut Snapshot,
    areas: [&Codes; 3],
) -> Result<Institutions, StoreError> {
    use institution::Column::{Id, Name};
    let select = institution::Entity::find().order_by_asc(Name).order_by_asc(Id).into_query();
    let by_name: Vec<institution::Model> = snapshot.fetch(&select).await?;
    let fed = Query::select().distinct().column(feed::Column::InstitutionId).from(feed::Entity).to_owned();
    let fed: Vec<FeedRow> = snapshot.fetch(&fed).await?;
    let mut read = Institutions {
        by_name,
        fed: fed.into_iter().map(|row| row.institution_id).collect(),
        ..Institutions::default()
    };
    let wanted: HashSet<&str> = areas.iter().flat_map(|codes| codes.values()).map(String::as_str).collect();
    if wanted.is_empty() {
        return Ok(read);
    }
    let mut select = Query::select();
    select.columns([area::Column::Code, area::Column::Name]).from(area::Entity);
    if wanted.len() <= CODES {
        select.and_where(Expr::col(area::Column::Code).is_in(wanted.iter().copied()));
    }
    select.order_by(area::Column::Name, Order::Asc).order_by(area::Column::Code, Order::Asc);
    for row in snapshot.fetch::<AreaRow>(&select).await? {
        if wanted.contains(row.code.as_str()) {
            read.areas_by_name.push(row.code.clone());
            read.area_names.insert(row.code, row.name);
        }
    }
    Ok(read)
}
