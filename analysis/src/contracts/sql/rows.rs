//! The contracts that a filter allows, with who buys and holds them.

use std::collections::HashMap;

use anchorhub_entities::{
    area, category, category_label,
    contract::{self, Column},
    contract_buyer, contract_supplier, contracting_process, document, institution, reference_edition,
    supplier, supplier_profile,
};
use anchorhub_store::{Engine, Snapshot, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    Condition, EntityTrait, FromQueryResult, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement},
};

use crate::{ContractFilter, REGISTER_SCHEME, contracts::filter, division::division_titles};

/// A contract that counts.
#[derive(Debug, FromQueryResult)]
pub(super) struct ContractRow {
    pub(super) id: i64,
    pub(super) awarded_on: Option<NaiveDate>,
    pub(super) signed_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) value_pence: Option<i64>,
    pub(super) value_currency: Option<String>,
    pub(super) value_basis: Option<String>,
    pub(super) cpv: Option<String>,
    pub(super) method: Option<String>,
    pub(super) is_framework: bool,
    pub(super) stage: Option<String>,
    pub(super) division: Option<String>,
}

/// A buyer of a contract that the filter allows.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct BuyerRow {
    pub(super) contract_id: i64,
    pub(super) institution_id: i32,
}

/// A holder of a contract that the filter allows, with what is known of it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct HolderRow {
    pub(super) contract_id: i64,
    pub(super) supplier_id: i64,
    pub(super) sme: Option<bool>,
    pub(super) sector: Option<String>,
    pub(super) district: Option<String>,
    pub(super) region: Option<String>,
}

/// Everything that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) contracts: Vec<ContractRow>,
    buyers: HashMap<i64, Vec<BuyerRow>>,
    holders: HashMap<i64, Vec<HolderRow>>,
    pub(super) institutions: HashMap<i32, institution::Model>,
    pub(super) suppliers: HashMap<i64, supplier::Model>,
    pub(super) areas: HashMap<String, String>,
    pub(super) titles: HashMap<String, String>,
}

impl Found {
    /// Each buyer with each holder of a contract; nobody in the place of those that it does not have.
    pub(super) fn pairs(&self, id: i64) -> Vec<(Option<&BuyerRow>, Option<&HolderRow>)> {
        let buyers: Vec<Option<&BuyerRow>> = or_nobody(self.buyers.get(&id));
        let holders: Vec<Option<&HolderRow>> = or_nobody(self.holders.get(&id));
        buyers.iter().flat_map(|buyer| holders.iter().map(|holder| (*buyer, *holder))).collect()
    }
}

fn or_nobody<T>(parties: Option<&Vec<T>>) -> Vec<Option<&T>> {
    match parties {
        Some(parties) => parties.iter().map(Some).collect(),
        None => vec![None],
    }
}

pub(super) async fn read(
    snapshot: &mut Snapshot,
    engine: Engine,
    filter: &ContractFilter,
) -> Result<Found, StoreError> {
    let condition = filter.condition(engine);
    let contracts = snapshot.fetch(&contracts(&condition)).await?;
    let (mut buyers, mut holders) = (HashMap::<_, Vec<BuyerRow>>::new(), HashMap::<_, Vec<HolderRow>>::new());
    for row in snapshot.fetch::<BuyerRow>(&buyers_of(filter, &condition)).await? {
        buyers.entry(row.contract_id).or_default().push(row);
    }
    for row in snapshot.fetch::<HolderRow>(&holders_of(filter, &condition, engine)).await? {
        holders.entry(row.contract_id).or_default().push(row);
    }
    let institutions: Vec<institution::Model> =
        snapshot.fetch(&institution::Entity::find().into_query()).await?;
    let named = supplier::Entity::find()
        .into_query()
        .and_where(
            Expr::col((supplier::Entity, supplier::Column::Id)).in_subquery(
                Query::select()
                    .column(contract_supplier::Column::SupplierId)
                    .from(contract_supplier::Entity)
                    .and_where(Expr::col(contract_supplier::Column::SupplierId).is_not_null())
                    .to_owned(),
            ),
        )
        .to_owned();
    let suppliers: Vec<supplier::Model> = snapshot.fetch(&named).await?;
    let areas: Vec<area::Model> = snapshot.fetch(&area::Entity::find().into_query()).await?;
    let titles: Vec<category::Model> = snapshot.fetch(&titles()).await?;
    Ok(Found {
        contracts,
        buyers,
        holders,
        institutions: institutions.into_iter().map(|model| (model.id, model)).collect(),
        suppliers: suppliers.into_iter().map(|model| (model.id, model)).collect(),
        areas: areas.into_iter().map(|area| (area.code, area.name)).collect(),
        titles: division_titles().chain(titles.into_iter().map(|title| (title.code, title.title))).collect(),
    })
}

fn own(column: Column) -> Expr {
    Expr::col((contract::Entity, column))
}

fn contracts(condition: &Condition) -> SelectStatement {
    use Column::{
        AwardedOn, Category, CategoryScheme, Cpv, DocumentId, EndsOn, Id, IsFramework, Method, ProcessId,
        SignedOn, ValueBasis, ValueCurrency, ValuePence,
    };
    let columns =
        [Id, AwardedOn, SignedOn, EndsOn, ValuePence, ValueCurrency, ValueBasis, Cpv, Method, IsFramework];
    let label = |column| Expr::col((category_label::Entity, column));
    let scheme: Expr = Func::coalesce([own(CategoryScheme), Expr::value(REGISTER_SCHEME)]).into();
    let of_label = Query::select()
        .column((category_label::Entity, category_label::Column::Division))
        .from(category_label::Entity)
        .join(
            JoinType::InnerJoin,
            document::Entity,
            label(category_label::Column::InstitutionId)
                .equals((document::Entity, document::Column::InstitutionId)),
        )
        .and_where(Expr::col((document::Entity, document::Column::Id)).equals((contract::Entity, DocumentId)))
        .and_where(label(category_label::Column::Scheme).eq(scheme))
        .and_where(label(category_label::Column::Scheme).ne(crate::PAYMENT_SCHEME))
        .and_where(label(category_label::Column::Label).equals((contract::Entity, Category)))
        .to_owned();
    let division = Func::coalesce([
        Expr::cust("substr(contract.cpv, 1, 2)"),
        Expr::SubQuery(None, Box::new(of_label.into())),
    ]);
    let stage = Query::select()
        .column((contracting_process::Entity, contracting_process::Column::Stage))
        .from(contracting_process::Entity)
        .and_where(
            Expr::col((contracting_process::Entity, contracting_process::Column::Id))
                .equals((contract::Entity, ProcessId)),
        )
        .to_owned();
    Query::select()
        .columns(columns.map(|column| (contract::Entity, column)))
        .expr_as(Expr::SubQuery(None, Box::new(stage.into())), Alias::new("stage"))
        .expr_as(division, Alias::new("division"))
        .from(contract::Entity)
        .cond_where(condition.clone())
        .order_by((contract::Entity, Id), Order::Asc)
        .to_owned()
}

/// The keys of the contracts that a condition allows.
fn keys(condition: &Condition) -> SelectStatement {
    Query::select()
        .column((contract::Entity, Column::Id))
        .from(contract::Entity)
        .cond_where(condition.clone())
        .to_owned()
}

fn buyers_of(filter: &ContractFilter, condition: &Condition) -> SelectStatement {
    let buyer = Expr::col((contract_buyer::Entity, contract_buyer::Column::InstitutionId));
    let of_kind = filter.institution_kinds.as_ref().map(|kinds| {
        let of_kind = Query::select()
            .column(institution::Column::Id)
            .from(institution::Entity)
            .and_where(
                Expr::col((institution::Entity, institution::Column::Kind))
                    .is_in(kinds.iter().map(sea_orm::ActiveEnum::to_value)),
            )
            .to_owned();
        buyer.clone().in_subquery(of_kind)
    });
    Query::select()
        .distinct()
        .expr_as(filter::counted(), Alias::new("contract_id"))
        .column((contract_buyer::Entity, contract_buyer::Column::InstitutionId))
        .from(contract_buyer::Entity)
        .join(
            JoinType::InnerJoin,
            contract::Entity,
            own(Column::Id).equals((contract_buyer::Entity, contract_buyer::Column::ContractId)),
        )
        .and_where(filter::counted().in_subquery(keys(condition)))
        .and_where_option(filter.institutions.as_ref().map(|ids| buyer.is_in(ids.iter().copied())))
        .and_where_option(of_kind)
        .to_owned()
}

fn holders_of(filter: &ContractFilter, condition: &Condition, engine: Engine) -> SelectStatement {
    use supplier_profile::Column::{District, Region, Sector, Sme};
    let holder = Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId));
    let named = filter.supplier_name.as_deref().map(|text| filter::named(engine, text));
    Query::select()
        .distinct()
        .expr_as(filter::counted(), Alias::new("contract_id"))
        .column((contract_supplier::Entity, contract_supplier::Column::SupplierId))
        .columns([Sme, Sector, District, Region].map(|column| (supplier_profile::Entity, column)))
        .from(contract_supplier::Entity)
        .join(
            JoinType::InnerJoin,
            contract::Entity,
            own(Column::Id).equals((contract_supplier::Entity, contract_supplier::Column::ContractId)),
        )
        .join(
            JoinType::LeftJoin,
            supplier_profile::Entity,
            holder.clone().equals((supplier_profile::Entity, supplier_profile::Column::SupplierId)),
        )
        .cond_where(
            Condition::all()
                .add(holder.clone().is_not_null())
                .add(filter::counted().in_subquery(keys(condition)))
                .add_option(filter.suppliers.as_ref().map(|ids| holder.clone().is_in(ids.iter().copied())))
                .add_option(named.map(|named| holder.clone().in_subquery(named)))
                .add_option(filter.supplier.as_ref().map(|traits| traits.condition(&holder))),
        )
        .to_owned()
}

/// Titles of the vocabulary's current edition.
fn titles() -> SelectStatement {
    let current = Query::select()
        .column(reference_edition::Column::Id)
        .from(reference_edition::Entity)
        .and_where(Expr::col(reference_edition::Column::Kind).eq("CPV"))
        .and_where(Expr::col(reference_edition::Column::State).eq("CURRENT"))
        .to_owned();
    category::Entity::find()
        .into_query()
        .and_where(Expr::col((category::Entity, category::Column::EditionId)).in_subquery(current))
        .and_where(Expr::col((category::Entity, category::Column::Scheme)).eq("CPV"))
        .to_owned()
}
