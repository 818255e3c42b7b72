//! The statements that read contracts, and their rows.

use anchorhub_entities::{
    contract::{self, Column},
    contracting_process, document, process_category, related_process,
};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query, SelectStatement};

use crate::columnar::row;

row!(pub(super) ContractRow {
    id: i64,
    process_id: Option<i64>,
    origin: String,
    awarded_on: Option<NaiveDate>,
    signed_on: Option<NaiveDate>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    review_on: Option<NaiveDate>,
    value_pence: Option<i64>,
    value_currency: Option<String>,
    value_basis: Option<String>,
    annual_pence: Option<i64>,
    cpv: Option<String>,
    category: Option<String>,
    category_scheme: Option<String>,
    method: Option<String>,
    is_framework: bool,
    sme: Option<bool>,
    vcse: Option<bool>,
    institution_id: Option<i32>,
    stage: Option<String>,
});
row!(pub(super) StandRow { id: i64, cluster_id: i64 });
row!(pub(super) CodeRow { process_id: i64, code: String });
row!(pub(super) RelatedRow {
    process_id: i64,
    relationship: String,
    related_ocid: Option<String>,
    scheme: Option<String>,
    identifier: Option<String>,
});

fn own(column: Column) -> Expr {
    Expr::col((contract::Entity, column))
}

/// Contracts that count, in the order of ids.
pub(super) fn contracts() -> SelectStatement {
    use Column::{
        AnnualPence, AwardedOn, Category, CategoryScheme, ClusterId, Cpv, DocumentId, EndsOn, Id,
        IsFramework, IsTest, Method, Origin, ProcessId, ReviewOn, SignedOn, Sme, StartsOn, ValueBasis,
        ValueCurrency, ValuePence, Vcse,
    };
    let columns = [
        Id,
        ProcessId,
        Origin,
        AwardedOn,
        SignedOn,
        StartsOn,
        EndsOn,
        ReviewOn,
        ValuePence,
        ValueCurrency,
        ValueBasis,
        AnnualPence,
        Cpv,
        Category,
        CategoryScheme,
        Method,
        IsFramework,
        Sme,
        Vcse,
    ];
    Query::select()
        .columns(columns.map(|column| (contract::Entity, column)))
        .column((document::Entity, document::Column::InstitutionId))
        .column((contracting_process::Entity, contracting_process::Column::Stage))
        .from(contract::Entity)
        .join(
            JoinType::LeftJoin,
            document::Entity,
            Expr::col((document::Entity, document::Column::Id)).equals((contract::Entity, DocumentId)),
        )
        .join(
            JoinType::LeftJoin,
            contracting_process::Entity,
            Expr::col((contracting_process::Entity, contracting_process::Column::Id))
                .equals((contract::Entity, ProcessId)),
        )
        .and_where(own(IsTest).eq(false))
        .and_where(own(ClusterId).is_null().or(own(ClusterId).equals((contract::Entity, Id))))
        .order_by((contract::Entity, Id), Order::Asc)
        .to_owned()
}

/// Statements that do not count, and the contract that each belongs to, in the order of ids.
pub(super) fn stands() -> SelectStatement {
    use Column::{ClusterId, Id};
    Query::select()
        .columns([Id, ClusterId])
        .from(contract::Entity)
        .and_where(own(ClusterId).is_not_null())
        .and_where(own(ClusterId).not_equals((contract::Entity, Id)))
        .order_by(Id, Order::Asc)
        .to_owned()
}

/// CPV codes of processes.
pub(super) fn categories() -> SelectStatement {
    use process_category::Column::{Code, ProcessId, Scheme};
    Query::select()
        .columns([ProcessId, Code])
        .from(process_category::Entity)
        .and_where(Expr::col(Scheme).eq("CPV"))
        .to_owned()
}

/// What processes are related to.
pub(super) fn related() -> SelectStatement {
    use related_process::Column::{Identifier, ProcessId, RelatedOcid, Relationship, Scheme, Seq};
    Query::select()
        .columns([ProcessId, Relationship, RelatedOcid, Scheme, Identifier])
        .from(related_process::Entity)
        .and_where(Expr::col(Relationship).like("%framework%"))
        .order_by(ProcessId, Order::Asc)
        .order_by(Seq, Order::Asc)
        .to_owned()
}
