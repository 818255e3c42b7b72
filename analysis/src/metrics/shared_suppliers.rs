//! Shared suppliers: suppliers that at least k institutions pay, with what each of them pays and the contracts that each
//! holds with them.
//!
//! On resolved suppliers, never on published names. Contracts are those that count (one for all its sources, no tests),
//! under each institution that buys and each supplier that holds them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::{institution, institution_contract, supplier, supplier_contract};
use anchorhub_store::Database;
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    AnalysisError, Completeness, ExclusionReason, ExclusionSum, GroupKey, SpendDimension, SpendEngine,
    SpendFilter, SpendPlan, SpendRow, Sum,
    engine::no_answer,
    metrics::{consistent::Tries, question::MAX_GROUPS},
};

/// Which suppliers, and which page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSuppliersQuestion {
    /// The payments looked at.
    pub filter: SpendFilter,
    /// Payments among them that are left out.
    pub exclude: Vec<ExclusionReason>,
    /// Institutions that have to pay a supplier.
    pub min_institutions: u32,
    /// Suppliers on the page.
    pub first: usize,
    /// Net and key of the supplier that the page begins after.
    pub after: Option<(i64, i64)>,
    /// The day from which contracts still run.
    pub today: NaiveDate,
}

/// A page of shared suppliers, the largest net first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharedSuppliers {
    /// The page.
    pub suppliers: Vec<SharedSupplier>,
    /// Suppliers on all pages.
    pub number: i64,
    /// Whether more follow.
    pub more: bool,
    /// What all of them are paid together.
    pub shared: Sum,
    /// What is paid to anybody.
    pub total: Sum,
    /// What was left out, each payment once.
    pub excluded: Sum,
    /// Each reason for exclusion, with what the filter allows of it.
    pub exclusions: Vec<ExclusionSum>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// A supplier that several institutions pay.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedSupplier {
    /// The supplier.
    pub supplier: supplier::Model,
    /// What they pay together.
    pub sum: Sum,
    /// Institutions that pay.
    pub institutions: i64,
    /// Contracts that it holds with any of them, each counted once.
    pub contracts: i64,
    /// The earliest end of these from today on; none: no contract with a published end still runs.
    pub next_end: Option<NaiveDate>,
    /// Each of the institutions, the one that pays most first.
    pub parts: Vec<SharedPart>,
}

/// What one institution pays a shared supplier.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPart {
    /// The institution.
    pub institution: institution::Model,
    /// What it pays.
    pub sum: Sum,
    /// Contracts between both.
    pub contracts: i64,
    /// The earliest end of these from today on.
    pub next_end: Option<NaiveDate>,
}

/// Suppliers that several institutions pay.
pub async fn shared_suppliers(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &SharedSuppliersQuestion,
) -> Result<SharedSuppliers, AnalysisError> {
    let mut tries = Tries::new();
    let (mut page, rows, contracts) = loop {
        tries.again()?;
        let page = page(engine, question).await?;
        let (paid, rows) = parts(engine, question, &page).await?;
        let (held, contracts) = contracts(database, question.today, &page).await?;
        if [paid, held] == [page.data_version; 2] {
            break (page, rows, contracts);
        }
    };
    let mut by_supplier: HashMap<i64, Vec<SharedPart>> = HashMap::new();
    for row in rows {
        let [GroupKey::Supplier(Some(supplier)), GroupKey::Institution(institution)] = row.keys.as_slice()
        else {
            continue;
        };
        let own = contracts.get(&supplier.id).and_then(|of| of.by_institution.get(&institution.id));
        by_supplier.entry(supplier.id).or_default().push(SharedPart {
            institution: institution.clone(),
            sum: row.measures.sum,
            contracts: own.map_or(0, Held::number),
            next_end: own.and_then(|held| held.next_end),
        });
    }
    for shared in &mut page.suppliers {
        shared.parts = by_supplier.remove(&shared.supplier.id).unwrap_or_default();
        shared.parts.sort_by_key(|part| (std::cmp::Reverse(part.sum.net_pence), part.institution.id));
        let payers: BTreeSet<i32> = shared.parts.iter().map(|part| part.institution.id).collect();
        let held = contracts.get(&shared.supplier.id).map(|of| of.together(&payers)).unwrap_or_default();
        shared.contracts = held.number();
        shared.next_end = held.next_end;
    }
    Ok(page)
}

/// The suppliers of the page, without what only concerns one institution.
async fn page(
    engine: &dyn SpendEngine,
    question: &SharedSuppliersQuestion,
) -> Result<SharedSuppliers, AnalysisError> {
    let plan = SpendPlan {
        filter: question.filter.clone(),
        exclude: question.exclude.clone(),
        group_by: vec![SpendDimension::Supplier],
        min_institutions: Some(question.min_institutions),
        first: MAX_GROUPS + 1,
        ..SpendPlan::default()
    };
    let answer = engine.spend(&plan).await?;
    if answer.rows.len() > MAX_GROUPS {
        return Err(AnalysisError::TooManyGroups(MAX_GROUPS));
    }
    let mut suppliers: Vec<SharedSupplier> = answer.rows.into_iter().filter_map(shared).collect();
    suppliers.sort_by_key(|shared| (std::cmp::Reverse(shared.sum.net_pence), shared.supplier.id));
    let mut all = Sum::default();
    for supplier in &suppliers {
        all.net_pence =
            all.net_pence.checked_add(supplier.sum.net_pence).ok_or(AnalysisError::SumTooLarge)?;
        all.payments += supplier.sum.payments;
    }
    let number = i64::try_from(suppliers.len()).map_err(|_| AnalysisError::SumTooLarge)?;
    let after = |shared: &SharedSupplier| {
        question.after.is_none_or(|(net, id)| {
            (std::cmp::Reverse(shared.sum.net_pence), shared.supplier.id) > (std::cmp::Reverse(net), id)
        })
    };
    suppliers.retain(after);
    let more = suppliers.len() > question.first;
    suppliers.truncate(question.first);
    Ok(SharedSuppliers {
        suppliers,
        number,
        more,
        shared: all,
        total: answer.total.sum,
        excluded: answer.excluded,
        exclusions: answer.exclusions,
        completeness: answer.completeness,
        data_version: answer.data_version,
    })
}

/// The supplier of a group; none for payees that are withheld, who are nobody in particular.
fn shared(row: SpendRow) -> Option<SharedSupplier> {
    let Some(GroupKey::Supplier(Some(supplier))) = row.keys.into_iter().next() else { return None };
    Some(SharedSupplier {
        supplier,
        sum: row.measures.sum,
        institutions: row.measures.institutions,
        contracts: 0,
        next_end: None,
        parts: Vec::new(),
    })
}

/// What each institution pays the suppliers of a page.
async fn parts(
    engine: &dyn SpendEngine,
    question: &SharedSuppliersQuestion,
    page: &SharedSuppliers,
) -> Result<(i64, Vec<SpendRow>), AnalysisError> {
    if page.suppliers.is_empty() {
        return Ok((page.data_version, Vec::new()));
    }
    let keys = page.suppliers.iter().map(|shared| Some(shared.supplier.id)).collect();
    let plan = SpendPlan {
        filter: SpendFilter { suppliers: Some(keys), ..question.filter.clone() },
        exclude: question.exclude.clone(),
        group_by: vec![SpendDimension::Supplier, SpendDimension::Institution],
        first: usize::try_from(page.suppliers.iter().map(|shared| shared.institutions).sum::<i64>())
            .map_err(|_| no_answer())?,
        ..SpendPlan::default()
    };
    let answer = engine.spend(&plan).await?;
    Ok((answer.data_version, answer.rows))
}

/// Contracts that a supplier holds.
#[derive(Default)]
struct Contracts {
    by_institution: BTreeMap<i32, Held>,
}

#[derive(Clone, Default)]
struct Held {
    contracts: BTreeSet<i64>,
    next_end: Option<NaiveDate>,
}

impl Held {
    fn number(&self) -> i64 {
        i64::try_from(self.contracts.len()).unwrap_or(i64::MAX)
    }

    fn add(&mut self, contract: i64, end: Option<NaiveDate>) {
        self.contracts.insert(contract);
        self.next_end = [self.next_end, end].into_iter().flatten().min();
    }
}

impl Contracts {
    /// Those with any of some institutions.
    fn together(&self, institutions: &BTreeSet<i32>) -> Held {
        let own = self.by_institution.iter().filter(|(id, _)| institutions.contains(id));
        own.fold(Held::default(), |mut all, (_, held)| {
            all.contracts.extend(&held.contracts);
            all.next_end = [all.next_end, held.next_end].into_iter().flatten().min();
            all
        })
    }
}

#[derive(FromQueryResult)]
struct HeldRow {
    supplier_id: i64,
    institution_id: i32,
    contract_id: i64,
    ends_on: Option<NaiveDate>,
}

/// The contracts of the suppliers of a page.
async fn contracts(
    database: &Database,
    today: NaiveDate,
    page: &SharedSuppliers,
) -> Result<(i64, HashMap<i64, Contracts>), AnalysisError> {
    use institution_contract::Column as Bought;
    use supplier_contract::Column as Sold;
    let mut snapshot = database.snapshot().await?;
    let select = Query::select()
        .column((supplier_contract::Entity, Sold::SupplierId))
        .columns(
            [Bought::InstitutionId, Bought::ContractId, Bought::EndsOn]
                .map(|column| (institution_contract::Entity, column)),
        )
        .from(supplier_contract::Entity)
        .inner_join(
            institution_contract::Entity,
            Expr::col((supplier_contract::Entity, Sold::ContractId))
                .equals((institution_contract::Entity, Bought::ContractId)),
        )
        .and_where(
            Expr::col((supplier_contract::Entity, Sold::SupplierId))
                .is_in(page.suppliers.iter().map(|shared| shared.supplier.id)),
        )
        .to_owned();
    let rows: Vec<HeldRow> = snapshot.fetch(&select).await?;
    let version = snapshot.data_version();
    snapshot.finish().await?;
    let mut held: HashMap<i64, Contracts> = HashMap::new();
    for row in rows {
        let of = held.entry(row.supplier_id).or_default();
        let runs_on = row.ends_on.filter(|end| *end >= today);
        of.by_institution.entry(row.institution_id).or_default().add(row.contract_id, runs_on);
    }
    Ok((version, held))
}
