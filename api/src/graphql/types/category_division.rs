//! CPV divisions that published categories stand for.

use std::collections::{HashMap, HashSet};

use anchorhub_analysis::{PAYMENT_SCHEME, division_title};
use anchorhub_entities::{
    category, category_label,
    contract::{self, Model as ContractRow},
    document,
    payment::Model as PaymentRow,
    reference_edition,
};
use anchorhub_store::Database;
use async_graphql::SimpleObject;
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, BinOper, Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use crate::graphql::{error::ApiError, family::Row};

/// A division of the Common Procurement Vocabulary (CPV 2008).
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CategoryDivision {
    /// Two digits.
    code: String,
    /// Its title: that of the vocabulary which is loaded, else of CPV 2008.
    title: Option<String>,
    /// How sure it is that the published category stands for it, in percent.
    confidence: Option<i32>,
    /// Why: the CPV code that is published, or the scheme and words of the crosswalk.
    basis: Option<String>,
}

impl CategoryDivision {
    fn new(code: String, loaded: Option<String>, confidence: Option<i16>, basis: Option<String>) -> Self {
        let title = loaded.or_else(|| division_title(&code).map(str::to_owned));
        Self { code, title, confidence: confidence.map(i32::from), basis }
    }
}

#[derive(FromQueryResult)]
struct OfLabel {
    institution_id: i32,
    label: String,
    division: String,
    confidence: Option<i16>,
    basis: Option<String>,
    title: Option<String>,
}

#[derive(FromQueryResult)]
struct OfContract {
    id: i64,
    by_code: Option<String>,
    division: Option<String>,
    confidence: Option<i16>,
    basis: Option<String>,
    title: Option<String>,
}

/// Labels, or contracts, of one statement.
const CHUNK: usize = 5_000;

/// The division of a payment's category: loaded once for all payments of its family.
pub(super) async fn of_payment(row: &Row<PaymentRow>) -> Result<Option<CategoryDivision>, ApiError> {
    let Some(label) = row.category.clone() else { return Ok(None) };
    let found = row.once("categoryDivision".to_owned(), load_labels).await?;
    Ok(found.get(&(row.institution_id, label)).cloned())
}

/// The division of a contract: loaded once for all contracts of its family.
pub(super) async fn of_contract(row: &Row<ContractRow>) -> Result<Option<CategoryDivision>, ApiError> {
    let found = row.once("categoryDivision".to_owned(), load_contracts).await?;
    Ok(found.get(&row.id).cloned())
}

async fn load_labels(
    database: &Database,
    payments: &[PaymentRow],
) -> Result<HashMap<(i32, String), CategoryDivision>, ApiError> {
    use category_label::Column::{Basis, Confidence, Division, InstitutionId, Label, Scheme};
    let labels: HashSet<(i32, String)> =
        payments.iter().filter_map(|row| Some((row.institution_id, row.category.clone()?))).collect();
    let labels: Vec<(i32, String)> = labels.into_iter().collect();
    let own = |column| (category_label::Entity, column);
    let mut found = HashMap::new();
    for chunk in labels.chunks(CHUNK) {
        let mut select = Query::select();
        select
            .columns([InstitutionId, Label, Division, Confidence, Basis].map(own))
            .from(category_label::Entity)
            .and_where(Expr::col(own(Scheme)).eq(PAYMENT_SCHEME))
            .and_where(Expr::col(own(Division)).is_not_null())
            .and_where(
                Expr::tuple([InstitutionId, Label].map(|column| Expr::col(own(column))))
                    .in_tuples(chunk.iter().cloned()),
            );
        with_title(&mut select, Expr::col(own(Division)));
        let rows: Vec<OfLabel> = database.fetch(&select).await?;
        found.extend(rows.into_iter().map(|row| {
            let division = CategoryDivision::new(row.division, row.title, row.confidence, row.basis);
            ((row.institution_id, row.label), division)
        }));
    }
    Ok(found)
}

async fn load_contracts(
    database: &Database,
    contracts: &[ContractRow],
) -> Result<HashMap<i64, CategoryDivision>, ApiError> {
    let ids: Vec<i64> = contracts.iter().map(|row| row.id).collect();
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<OfContract> = database.fetch(&select_contracts(chunk)).await?;
        found.extend(rows.into_iter().filter_map(|row| {
            let division = match (row.by_code, row.division) {
                (Some(code), _) => {
                    let basis = Some("CPV code".to_owned());
                    CategoryDivision::new(code, row.title, Some(100), basis)
                }
                (None, Some(code)) => CategoryDivision::new(code, row.title, row.confidence, row.basis),
                (None, None) => return None,
            };
            Some((row.id, division))
        }));
    }
    Ok(found)
}

fn select_contracts(ids: &[i64]) -> SelectStatement {
    use category_label::Column::{Basis, Confidence, Division, InstitutionId, Label, Scheme};
    let own = |column| Expr::col((contract::Entity, column));
    let label = |column| (category_label::Entity, column);
    let by_code = || Expr::cust("substr(contract.cpv, 1, 2)");
    let scheme: Expr = Func::coalesce([own(contract::Column::CategoryScheme), Expr::value("OWN")]).into();
    let mut select = Query::select();
    select
        .column((contract::Entity, contract::Column::Id))
        .expr_as(by_code(), Alias::new("by_code"))
        .columns([Division, Confidence, Basis].map(label))
        .from(contract::Entity)
        .join(
            JoinType::LeftJoin,
            document::Entity,
            own(contract::Column::DocumentId).equals((document::Entity, document::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            category_label::Entity,
            Expr::col(label(InstitutionId))
                .equals((document::Entity, document::Column::InstitutionId))
                .and(Expr::col(label(Scheme)).eq(scheme))
                .and(Expr::col(label(Label)).equals((contract::Entity, contract::Column::Category))),
        )
        .and_where(own(contract::Column::Id).is_in(ids.iter().copied()));
    with_title(&mut select, Func::coalesce([by_code(), Expr::col(label(Division))]).into());
    select
}

/// Adds the title of a division, by the current edition of the vocabulary.
fn with_title(select: &mut SelectStatement, division: Expr) {
    use category::Column::{Code, EditionId, Scheme, Title};
    let own = |column| (category::Entity, column);
    let current = Query::select()
        .column(reference_edition::Column::Id)
        .from(reference_edition::Entity)
        .and_where(Expr::col(reference_edition::Column::Kind).eq("CPV"))
        .and_where(Expr::col(reference_edition::Column::State).eq("CURRENT"))
        .to_owned();
    select.column(own(Title)).join(
        JoinType::LeftJoin,
        category::Entity,
        Expr::col(own(EditionId))
            .in_subquery(current)
            .and(Expr::col(own(Scheme)).eq("CPV"))
            .and(Expr::col(own(Code)).eq(division.binary(BinOper::Custom("||"), Expr::value("000000")))),
    );
}
