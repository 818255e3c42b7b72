//! What spend files, notices and registers of contracts say.

use std::collections::BTreeMap;

use anchorhub_entities::{
    award_supplier, contract, contract_supplier, contracting_process, document, document::DocumentStatus,
    supplier_evidence, supplier_name,
};
use anchorhub_identity::{postcode, postcode_within};
use anchorhub_store::{LoadTx, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveEnum,
    sea_query::{Condition, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use crate::profile::{
    facts::{Address, Facts, Source, Statement},
    words,
};

/// What is said beside payees in documents that count.
pub(super) async fn beside_payees(
    tx: &mut LoadTx,
    ids: &[i64],
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    type Row = (i64, String, String, i64, Option<NaiveDate>, Option<DateTime<Utc>>);
    use supplier_evidence::Column::{DocumentId, Scheme, SupplierNameId, Value};
    let evidence = |column| (supplier_evidence::Entity, column);
    let of = (supplier_name::Entity, supplier_name::Column::SupplierId);
    let select = Query::select()
        .column(of)
        .columns([evidence(Scheme), evidence(Value)])
        .expr(Expr::cust(tx.engine().sum("supplier_evidence.rows")))
        .expr(Expr::col((document::Entity, document::Column::LastDate)).max())
        .expr(Expr::col((document::Entity, document::Column::ReceivedAt)).max())
        .from(supplier_name::Entity)
        .join(
            JoinType::InnerJoin,
            supplier_evidence::Entity,
            Expr::col(evidence(SupplierNameId)).equals((supplier_name::Entity, supplier_name::Column::Id)),
        )
        .join(
            JoinType::InnerJoin,
            document::Entity,
            Expr::col(evidence(DocumentId)).equals((document::Entity, document::Column::Id)),
        )
        .and_where(Expr::col(of).is_in(ids.iter().copied()))
        .and_where(Expr::col(evidence(Scheme)).is_in(["supplier_type", "postcode"]))
        .and_where(
            Expr::col((document::Entity, document::Column::Status)).eq(DocumentStatus::Loaded.to_value()),
        )
        .group_by_col(of)
        .group_by_columns([evidence(Scheme), evidence(Value)])
        .to_owned();
    let rows: Vec<Row> = tx.fetch(&select).await?;
    for (id, scheme, value, times, last, received) in rows {
        let Some(facts) = facts.get_mut(&id) else { continue };
        let on = last.or_else(|| received.map(|at| at.date_naive()));
        if scheme == "postcode" {
            facts.addresses.extend(address(Source::SpendFile, Some(&value), on, times));
        } else {
            let types = words::types(&value);
            facts.statements.extend(statement(Source::SpendFile, types.sme, types.vcse, on, times));
        }
    }
    Ok(())
}

/// What a party of a notice or a row of a register says, how often, and when last.
type PartyRow = (i64, Option<String>, Option<bool>, Option<bool>, Option<String>, i64, Option<DateTime<Utc>>);

/// What notices say of the suppliers of awards.
pub(super) async fn of_awards(
    tx: &mut LoadTx,
    ids: &[i64],
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    use award_supplier::Column::{Postcode, ProcessId, Scale, Sme, SupplierId, Vcse};
    use contracting_process::Column::{Id, IsTest, LastPublished};
    let party = |column| (award_supplier::Entity, column);
    let select = Query::select()
        .columns([SupplierId, Scale, Sme, Vcse, Postcode].map(party))
        .expr(Expr::cust("count(*)"))
        .expr(Expr::col((contracting_process::Entity, LastPublished)).max())
        .from(award_supplier::Entity)
        .join(
            JoinType::InnerJoin,
            contracting_process::Entity,
            Expr::col(party(ProcessId)).equals((contracting_process::Entity, Id)),
        )
        .and_where(Expr::col(party(SupplierId)).is_in(ids.iter().copied()))
        .and_where(Expr::col((contracting_process::Entity, IsTest)).eq(false))
        .cond_where(says_something([Scale, Sme, Vcse, Postcode].map(|column| Expr::col(party(column)))))
        .group_by_columns([SupplierId, Scale, Sme, Vcse, Postcode].map(party))
        .to_owned();
    party_rows(tx, &select, Source::Notice, facts).await
}

/// What contracts say of their suppliers: those of processes as their notices, those of registers by themselves.
pub(super) async fn of_contracts(
    tx: &mut LoadTx,
    ids: &[i64],
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    use contract_supplier::Column::{ContractId, Postcode, Scale, Sme, SupplierId, Vcse};
    let party = |column| (contract_supplier::Entity, column);
    let origin = || Expr::col((contract::Entity, contract::Column::Origin));
    for source in [Source::Notice, Source::ContractRegister] {
        let is_register = matches!(source, Source::ContractRegister);
        let mut select = Query::select();
        select
            .columns([SupplierId, Scale, Sme, Vcse, Postcode].map(party))
            .expr(Expr::cust("count(*)"))
            .from(contract_supplier::Entity)
            .join(
                JoinType::InnerJoin,
                contract::Entity,
                Expr::col(party(ContractId)).equals((contract::Entity, contract::Column::Id)),
            )
            .and_where(Expr::col(party(SupplierId)).is_in(ids.iter().copied()))
            .and_where(Expr::col((contract::Entity, contract::Column::IsTest)).eq(false))
            .and_where(if is_register { origin().eq(REGISTER) } else { origin().ne(REGISTER) })
            .cond_where(says_something([Scale, Sme, Vcse, Postcode].map(|column| Expr::col(party(column)))))
            .group_by_columns([SupplierId, Scale, Sme, Vcse, Postcode].map(party));
        if is_register {
            select.expr(Expr::col((document::Entity, document::Column::ReceivedAt)).max()).join(
                JoinType::InnerJoin,
                document::Entity,
                Expr::col((contract::Entity, contract::Column::DocumentId))
                    .equals((document::Entity, document::Column::Id)),
            );
        } else {
            use contracting_process::Column::{Id, LastPublished};
            select.expr(Expr::col((contracting_process::Entity, LastPublished)).max()).join(
                JoinType::InnerJoin,
                contracting_process::Entity,
                Expr::col((contract::Entity, contract::Column::ProcessId))
                    .equals((contracting_process::Entity, Id)),
            );
        }
        party_rows(tx, &select, source, facts).await?;
    }
    Ok(())
}

/// The origin of contracts that registers state.
const REGISTER: &str = "REGISTER";

fn says_something(columns: [Expr; 4]) -> Condition {
    columns.into_iter().fold(Condition::any(), |any, column| any.add(column.is_not_null()))
}

async fn party_rows(
    tx: &mut LoadTx,
    select: &SelectStatement,
    source: Source,
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    let rows: Vec<PartyRow> = tx.fetch(select).await?;
    for (id, scale, sme, vcse, postcode, times, at) in rows {
        let Some(facts) = facts.get_mut(&id) else { continue };
        let on = at.map(|at| at.date_naive());
        let sme = sme.or_else(|| words::types(scale.as_deref()?).sme);
        facts.statements.extend(statement(source, sme, vcse, on, times));
        facts.addresses.extend(address(source, postcode.as_deref(), on, times));
    }
    Ok(())
}

fn statement(
    source: Source,
    sme: Option<bool>,
    vcse: Option<bool>,
    on: Option<NaiveDate>,
    times: i64,
) -> Option<Statement> {
    (sme.is_some() || vcse.is_some()).then_some(Statement { source, sme, vcse, on, times })
}

/// A cell may hold a postcode, or an address that ends with one.
fn address(source: Source, text: Option<&str>, on: Option<NaiveDate>, times: i64) -> Option<Address> {
    let postcode = text.and_then(|text| postcode(text).or_else(|| postcode_within(text)))?;
    Some(Address { source, postcode, on, times })
}
