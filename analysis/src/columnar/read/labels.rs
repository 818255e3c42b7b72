//! CPV divisions of published category labels.

use std::collections::{BTreeMap, HashMap};

use anchorhub_entities::{category, category_label, reference_edition};
use anchorhub_store::{Snapshot, StoreError};
use rustc_hash::FxHashMap;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::row::row;
use crate::{PAYMENT_SCHEME, columnar::dimensions::Codes};

/// What labels stand for.
#[derive(Debug, Default)]
pub(in crate::columnar) struct Divisions {
    /// Divisions that occur.
    pub(in crate::columnar) codes: Codes,
    /// By institution and label.
    pub(in crate::columnar) of_label: BTreeMap<i32, FxHashMap<String, u32>>,
    /// Titles by division.
    pub(in crate::columnar) titles: HashMap<String, String>,
}

row!(DivisionRow { division: String });
row!(LabelRow { institution_id: i32, label: String, division: Option<String> });
row!(TitleRow { code: String, title: String });

/// The scheme, and the kind of reference data, of the Common Procurement Vocabulary.
const VOCABULARY: &str = "CPV";

/// What makes a division a code of the vocabulary.
const DIVISION_TAIL: &str = "000000";

/// Reads them.
pub(in crate::columnar) async fn divisions(snapshot: &mut Snapshot) -> Result<Divisions, StoreError> {
    use category_label::Column::{Division, InstitutionId, Label, Scheme};
    let mapped = Query::select()
        .from(category_label::Entity)
        .and_where(Expr::col(Scheme).eq(PAYMENT_SCHEME))
        .and_where(Expr::col(Division).is_not_null())
        .to_owned();
    let distinct = mapped.clone().distinct().column(Division).order_by(Division, Order::Asc).to_owned();
    let rows: Vec<DivisionRow> = snapshot.fetch(&distinct).await?;
    let codes = Codes::new(rows.into_iter().map(|row| row.division));
    let labels = mapped.clone().columns([InstitutionId, Label, Division]).to_owned();
    let mut of_label: BTreeMap<i32, FxHashMap<String, u32>> = BTreeMap::new();
    for row in snapshot.fetch::<LabelRow>(&labels).await? {
        let code = codes.code(row.division.as_deref());
        of_label.entry(row.institution_id).or_default().insert(row.label, code);
    }
    let titles = titles(snapshot, &codes).await?;
    Ok(Divisions { codes, of_label, titles })
}

async fn titles(snapshot: &mut Snapshot, divisions: &Codes) -> Result<HashMap<String, String>, StoreError> {
    if divisions.values().is_empty() {
        return Ok(HashMap::new());
    }
    use category::Column::{Code, EditionId, Scheme, Title};
    let current = Query::select()
        .column(reference_edition::Column::Id)
        .from(reference_edition::Entity)
        .and_where(Expr::col(reference_edition::Column::Kind).eq(VOCABULARY))
        .and_where(Expr::col(reference_edition::Column::State).eq("CURRENT"))
        .to_owned();
    let select = Query::select()
        .columns([Code, Title])
        .from(category::Entity)
        .and_where(Expr::col(EditionId).in_subquery(current))
        .and_where(Expr::col(Scheme).eq(VOCABULARY))
        .and_where(
            Expr::col(Code).is_in(divisions.values().iter().map(|code| format!("{code}{DIVISION_TAIL}"))),
        )
        .to_owned();
    let rows: Vec<TitleRow> = snapshot.fetch(&select).await?;
    let title = |row: TitleRow| Some((row.code.strip_suffix(DIVISION_TAIL)?.to_owned(), row.title));
    Ok(rows.into_iter().filter_map(title).collect())
}
