//! How much of what is paid is known to be paid under a contract.

use std::collections::HashMap;

use anchorhub_entities::{
    document::{self, DocumentStatus},
    payment, payment_contract_link as link,
};
use anchorhub_store::Database;
use async_graphql::resolver_utils::EnumType as _;
use sea_orm::{
    ActiveEnum, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use super::hub::share;
use crate::graphql::{
    enums::{LinkMethod, named},
    error::ApiError,
    types::{LinkedByMethod, LinkedShare, Money},
};

#[derive(FromQueryResult)]
struct LinkedRow {
    institution_id: i32,
    method: String,
    payments: i64,
    net: i64,
}

#[derive(FromQueryResult)]
struct PaidRow {
    institution_id: i32,
    payments: i64,
    net: i64,
}

/// The share of the whole hub.
pub(crate) async fn of_hub(database: &Database) -> Result<LinkedShare, ApiError> {
    let (linked, paid) = read(database, None).await?;
    Ok(together(linked.iter(), paid.iter()))
}

/// The share of each of some institutions.
pub(crate) async fn of_institutions(
    database: &Database,
    institutions: &[i32],
) -> Result<HashMap<i32, LinkedShare>, ApiError> {
    let (linked, paid) = read(database, Some(institutions)).await?;
    Ok(institutions
        .iter()
        .map(|id| {
            let linked = linked.iter().filter(|row| row.institution_id == *id);
            (*id, together(linked, paid.iter().filter(|row| row.institution_id == *id)))
        })
        .collect())
}

/// Links by institution and method, and all payments by institution, from one state of the data.
async fn read(
    database: &Database,
    institutions: Option<&[i32]>,
) -> Result<(Vec<LinkedRow>, Vec<PaidRow>), ApiError> {
    let sum = |column: &str| Expr::cust(database.engine().sum(column));
    let mut linked = Query::select();
    linked
        .column((link::Entity, link::Column::InstitutionId))
        .column((link::Entity, link::Column::Method))
        .expr_as(Expr::cust("count(*)"), Alias::new("payments"))
        .expr_as(sum("pence"), Alias::new("net"))
        .from(link::Entity)
        .join(JoinType::InnerJoin, payment::Entity, linked_payment())
        .add_group_by([
            Expr::col((link::Entity, link::Column::InstitutionId)),
            Expr::col((link::Entity, link::Column::Method)),
        ]);
    let mut paid = paid(sum("payments"), sum("net_pence"));
    if let Some(ids) = institutions {
        linked.and_where(Expr::col((link::Entity, link::Column::InstitutionId)).is_in(ids.iter().copied()));
        paid.and_where(Expr::col(document::Column::InstitutionId).is_in(ids.iter().copied()));
    }
    let mut snapshot = database.snapshot().await?;
    let linked = snapshot.fetch(&linked).await?;
    let paid = snapshot.fetch(&paid).await?;
    snapshot.finish().await?;
    Ok((linked, paid))
}

/// That a payment is the one of a link.
fn linked_payment() -> Expr {
    let same = |of_link, of_payment| Expr::col((link::Entity, of_link)).equals((payment::Entity, of_payment));
    same(link::Column::InstitutionId, payment::Column::InstitutionId)
        .and(same(link::Column::DocumentId, payment::Column::DocumentId))
        .and(same(link::Column::Seq, payment::Column::Seq))
}

/// What institutions paid, added up from the documents that count.
fn paid(payments: Expr, net: Expr) -> SelectStatement {
    Query::select()
        .column(document::Column::InstitutionId)
        .expr_as(payments, Alias::new("payments"))
        .expr_as(net, Alias::new("net"))
        .from(document::Entity)
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .group_by_col(document::Column::InstitutionId)
        .to_owned()
}

fn together<'a>(
    linked: impl Iterator<Item = &'a LinkedRow>,
    paid: impl Iterator<Item = &'a PaidRow>,
) -> LinkedShare {
    let add = |(payments, net): (i64, i64), (more, sum): (i64, i64)| {
        (payments.saturating_add(more), net.saturating_add(sum))
    };
    let mut by_method: HashMap<&str, (i64, i64)> = HashMap::new();
    for row in linked {
        let sum = by_method.entry(&row.method).or_default();
        *sum = add(*sum, (row.payments, row.net));
    }
    let (linked_payments, linked_net) = by_method.values().copied().fold((0, 0), add);
    let (payments, net) = paid.map(|row| (row.payments, row.net)).fold((0, 0), add);
    let methods = LinkMethod::items().iter().filter_map(|item| {
        let (payments, net) = by_method.get(item.name).copied()?;
        Some(LinkedByMethod { method: named(item.name)?, payments, net: Money::gbp(net) })
    });
    LinkedShare {
        linked_payments,
        payments,
        linked_net: Money::gbp(linked_net),
        net: Money::gbp(net),
        of_payments: share(linked_payments, payments),
        of_net: share(linked_net, net),
        by_method: methods.collect(),
    }
}
