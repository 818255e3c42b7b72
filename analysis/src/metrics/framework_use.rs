//! Framework use: how much of what is paid is paid under frameworks.
//!
//! Net paid under a framework, or under a contract that is called off one, over everything that is paid. That a payment is made
//! under a contract (`payment_contract_link`), and that a contract is called off a framework (`related_process`), are
//! conclusions with a method and a confidence: each signal is shown with its own sum. A payment without a contract may be made
//! under a framework as well, so the part of payments that are linked to any contract stands beside it.

use std::collections::BTreeMap;

use anchorhub_entities::{contract, institution, payment, payment_contract_link, related_process};
use anchorhub_store::{Database, Engine};
use sea_orm::{
    Condition, EntityTrait, FromQueryResult, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use crate::{AnalysisError, SpendFilter, Sum, contracts::counted};

/// How much is paid under frameworks.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkUse {
    /// Each institution that paid, the largest net under frameworks first.
    pub rows: Vec<FrameworkUseRow>,
    /// All of them together.
    pub total: FrameworkUseRow,
    /// What the sums under frameworks rest on, the largest first.
    pub signals: Vec<FrameworkSignal>,
    /// The version of the data.
    pub data_version: i64,
}

/// Payments of an institution, or of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameworkUseRow {
    /// The institution; none for all.
    pub institution: Option<institution::Model>,
    /// Everything that the filter allows.
    pub paid: Sum,
    /// What of it is linked to a contract.
    pub linked: Sum,
    /// What of it is paid under a framework or a call-off.
    pub under: Sum,
}

/// Why a contract is taken to belong to a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrameworkRelation {
    /// It sets up a framework itself.
    Framework,
    /// Its process names a framework (OCDS `relatedProcesses`, relationship `framework`).
    CallOff,
}

/// Payments under frameworks that were found in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkSignal {
    /// How payments were linked to the contract, by the word that the database keeps.
    pub link_method: String,
    /// Why the contract belongs to a framework.
    pub relation: FrameworkRelation,
    /// Confidence of both together, in percent.
    pub confidence: i64,
    /// What is paid so.
    pub sum: Sum,
}

#[derive(FromQueryResult)]
struct Row {
    institution_id: i32,
    method: Option<String>,
    confidence: Option<i16>,
    is_framework: Option<bool>,
    related: Option<i16>,
    net: i64,
    payments: i64,
}

/// Adds up what the filter allows.
pub async fn framework_use(database: &Database, filter: &SpendFilter) -> Result<FrameworkUse, AnalysisError> {
    let mut snapshot = database.snapshot().await?;
    let rows: Vec<Row> = snapshot.fetch(&select(database.engine(), filter)).await?;
    let institutions: Vec<institution::Model> =
        snapshot.fetch(&institution::Entity::find().into_query()).await?;
    let data_version = snapshot.data_version();
    snapshot.finish().await?;

    let mut of_institution: BTreeMap<i32, FrameworkUseRow> = BTreeMap::new();
    let mut total = FrameworkUseRow::default();
    let mut signals: BTreeMap<(String, FrameworkRelation, i64), Sum> = BTreeMap::new();
    for row in rows {
        let sum = Sum { net_pence: row.net, payments: row.payments };
        let relation = match (row.is_framework, row.related) {
            (Some(true), _) => Some((FrameworkRelation::Framework, 100)),
            (_, Some(percent)) => Some((FrameworkRelation::CallOff, i64::from(percent))),
            _ => None,
        };
        let own = of_institution.entry(row.institution_id).or_default();
        for held in [own, &mut total] {
            add(&mut held.paid, sum)?;
            if row.method.is_some() {
                add(&mut held.linked, sum)?;
            }
            if relation.is_some() {
                add(&mut held.under, sum)?;
            }
        }
        if let (Some(method), Some((relation, percent))) = (row.method, relation) {
            let confidence = i64::from(row.confidence.unwrap_or(0)) * percent / 100;
            add(signals.entry((method, relation, confidence)).or_default(), sum)?;
        }
    }
    let mut rows: Vec<FrameworkUseRow> = institutions
        .into_iter()
        .filter_map(|institution| {
            let row = of_institution.remove(&institution.id)?;
            Some(FrameworkUseRow { institution: Some(institution), ..row })
        })
        .collect();
    rows.sort_by(|one, other| {
        let name = |row: &FrameworkUseRow| row.institution.as_ref().map(|one| (one.name.clone(), one.id));
        (other.under.net_pence, name(one)).cmp(&(one.under.net_pence, name(other)))
    });
    let mut signals: Vec<FrameworkSignal> = signals
        .into_iter()
        .map(|((link_method, relation, confidence), sum)| FrameworkSignal {
            link_method,
            relation,
            confidence,
            sum,
        })
        .collect();
    signals.sort_by_key(|signal| std::cmp::Reverse(signal.sum.net_pence));
    Ok(FrameworkUse { rows, total, signals, data_version })
}

fn add(held: &mut Sum, more: Sum) -> Result<(), AnalysisError> {
    held.net_pence = held.net_pence.checked_add(more.net_pence).ok_or(AnalysisError::SumTooLarge)?;
    held.payments += more.payments;
    Ok(())
}

/// Payments by institution, link and relation.
fn select(engine: Engine, filter: &SpendFilter) -> SelectStatement {
    use payment_contract_link::Column::{Confidence, ContractId, DocumentId, InstitutionId, Method, Seq};
    let paid = |column: payment::Column| (payment::Entity, column);
    let link = |column| (payment_contract_link::Entity, column);
    let related = Alias::new("call_off");
    let percent = Alias::new("related");
    let is_linked = Expr::col(link(InstitutionId))
        .equals(paid(payment::Column::InstitutionId))
        .and(Expr::col(link(DocumentId)).equals(paid(payment::Column::DocumentId)))
        .and(Expr::col(link(Seq)).equals(paid(payment::Column::Seq)));
    let framework = (contract::Entity, contract::Column::IsFramework);
    Query::select()
        .column(paid(payment::Column::InstitutionId))
        .columns([link(Method), link(Confidence)])
        .column(framework)
        .column((related.clone(), percent.clone()))
        .expr_as(Expr::cust(engine.sum("payment.pence")), Alias::new("net"))
        .expr_as(Expr::cust("count(*)"), Alias::new("payments"))
        .from(payment::Entity)
        .join(JoinType::LeftJoin, payment_contract_link::Entity, is_linked)
        .join(
            JoinType::LeftJoin,
            contract::Entity,
            Expr::col((contract::Entity, contract::Column::Id)).equals(link(ContractId)),
        )
        .join_subquery(
            JoinType::LeftJoin,
            call_offs(),
            related.clone(),
            Expr::col((related.clone(), Alias::new("contract_id"))).equals(link(ContractId)),
        )
        .cond_where(filter.condition(engine))
        .group_by_col(paid(payment::Column::InstitutionId))
        .group_by_columns([link(Method), link(Confidence)])
        .group_by_col(framework)
        .group_by_col((related, percent))
        .to_owned()
}

/// Contracts that are called off a framework, whichever of their sources says so, with how sure that is.
fn call_offs() -> SelectStatement {
    let relationship = || Expr::col((related_process::Entity, related_process::Column::Relationship));
    // A list of words, separated by commas.
    let is_framework = Condition::any()
        .add(relationship().eq("framework"))
        .add(relationship().like("framework,%"))
        .add(relationship().like("%,framework"))
        .add(relationship().like("%,framework,%"));
    Query::select()
        .expr_as(counted(), Alias::new("contract_id"))
        .expr_as(
            Expr::col((related_process::Entity, related_process::Column::Confidence)).max(),
            Alias::new("related"),
        )
        .from(contract::Entity)
        .join(
            JoinType::InnerJoin,
            related_process::Entity,
            Expr::col((related_process::Entity, related_process::Column::ProcessId))
                .equals((contract::Entity, contract::Column::ProcessId)),
        )
        .cond_where(is_framework)
        .add_group_by([counted()])
        .to_owned()
}
