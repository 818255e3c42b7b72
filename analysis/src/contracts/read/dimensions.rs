//! Institutions, suppliers and categories of contracts.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::{category, category_label, contract_supplier, institution, reference_edition};
use anchorhub_store::{Snapshot, StoreError};
use rustc_hash::FxHashMap;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};

use crate::{
    PAYMENT_SCHEME,
    columnar::{Codes, damaged, institutions, row, suppliers},
    contracts::{
        dimensions::Dimensions,
        facts::{Facts, Label},
    },
    division::division_titles,
};

row!(LabelRow {
    institution_id: i32,
    scheme: String,
    label: String,
    division: String,
    confidence: Option<i16>,
});
row!(TitleRow { code: String, title: String });

/// The scheme, and the kind of reference data, of the Common Procurement Vocabulary.
const VOCABULARY: &str = "CPV";

/// Reads what the codes of facts stand for.
pub(in crate::contracts) async fn dimensions(
    snapshot: &mut Snapshot,
    facts: &Facts,
) -> Result<Dimensions, StoreError> {
    let suppliers = suppliers(snapshot, &[], Some(&holding())).await?;
    let places: FxHashMap<i64, u32> = suppliers.models.iter().map(|model| model.id).zip(0..).collect();
    let place = |id: &i64| {
        places
            .get(id)
            .copied()
            .ok_or_else(|| damaged(format!("contracts are held by supplier {id}, which is none")))
    };
    let holder_places: Vec<u32> = facts.supplier_ids.iter().map(place).collect::<Result<_, _>>()?;
    let names = holder_places.iter().map(|place| suppliers.models.get(*place as usize));
    let holder_ranks = ranks(names.map(|model| model.map(|model| (model.name.as_str(), model.id))));

    let read =
        institutions(snapshot, [&suppliers.districts, &suppliers.authorities, &suppliers.regions]).await?;
    let known: HashMap<i32, institution::Model> =
        read.by_name.into_iter().map(|institution| (institution.id, institution)).collect();
    let buyer = |id: &i32| {
        known
            .get(id)
            .cloned()
            .ok_or_else(|| damaged(format!("contracts are bought by institution {id}, which is none")))
    };
    let institutions: Vec<institution::Model> =
        facts.institution_ids.iter().map(buyer).collect::<Result<_, _>>()?;
    let institution_ranks = ranks(institutions.iter().map(|one| Some((one.name.as_str(), one.id))));

    let mut areas_by_name: Vec<(&String, &String)> =
        read.area_names.iter().map(|(code, name)| (name, code)).collect();
    areas_by_name.sort_unstable();
    let areas_by_name: Vec<String> = areas_by_name.into_iter().map(|(_, code)| code.clone()).collect();
    let (divisions, division, confidence) = categories(snapshot, facts).await?;
    Ok(Dimensions {
        district_ranks: suppliers.districts.ranks(&areas_by_name),
        region_ranks: suppliers.regions.ranks(&areas_by_name),
        institutions,
        institution_ranks,
        suppliers,
        holder_places,
        holder_ranks,
        area_names: read.area_names,
        titles: titles(snapshot).await?,
        divisions,
        division,
        confidence,
    })
}

/// The suppliers that hold contracts.
fn holding() -> SelectStatement {
    Query::select()
        .column(contract_supplier::Column::SupplierId)
        .from(contract_supplier::Entity)
        .and_where(Expr::col(contract_supplier::Column::SupplierId).is_not_null())
        .to_owned()
}

/// The place of each key in ascending order.
fn ranks<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<u32> {
    let mut ordered: Vec<(K, usize)> = keys.zip(0..).collect();
    ordered.sort_unstable();
    let mut ranks = vec![0; ordered.len()];
    for (rank, (_, place)) in (0..).zip(ordered) {
        if let Some(held) = ranks.get_mut(place) {
            *held = rank;
        }
    }
    ranks
}

/// The division of each contract, and how sure it is.
async fn categories(
    snapshot: &mut Snapshot,
    facts: &Facts,
) -> Result<(Codes, Vec<u32>, Vec<u8>), StoreError> {
    use category_label::Column::{Confidence, Division, InstitutionId, Label as Text, Scheme};
    let select = Query::select()
        .columns([InstitutionId, Scheme, Text, Division, Confidence])
        .from(category_label::Entity)
        .and_where(Expr::col(Scheme).ne(PAYMENT_SCHEME))
        .and_where(Expr::col(Division).is_not_null())
        .to_owned();
    let rows: Vec<LabelRow> = match facts.labels.is_empty() {
        true => Vec::new(),
        false => snapshot.fetch(&select).await?,
    };
    let known: HashMap<Label, (String, u8)> = rows
        .into_iter()
        .map(|row| {
            let label = Label { institution_id: row.institution_id, scheme: row.scheme, text: row.label };
            let percent = row.confidence.and_then(|percent| u8::try_from(percent).ok()).unwrap_or(0);
            (label, (row.division, percent))
        })
        .collect();
    let of_cpv = |code: &String| code.get(..2).map(str::to_owned);
    let of_label: Vec<Option<&(String, u8)>> = facts.labels.iter().map(|label| known.get(label)).collect();
    let occurring: BTreeSet<String> = facts
        .cpv_codes
        .values()
        .iter()
        .filter_map(of_cpv)
        .chain(of_label.iter().flatten().map(|(division, _)| division.clone()))
        .collect();
    let codes = Codes::new(occurring.into_iter());
    let by_cpv: Vec<u32> = facts.cpv_codes.values().iter().map(|code| codes.code(code.get(..2))).collect();
    let by_label: Vec<(u32, u8)> = of_label
        .iter()
        .map(|known| {
            known.map_or((codes.unknown(), 0), |(division, sure)| (codes.code(Some(division)), *sure))
        })
        .collect();
    let divided = facts.cpv.iter().zip(&facts.label).map(|(cpv, label)| {
        let stated = by_cpv.get(*cpv as usize).map(|division| (*division, 100));
        stated.or_else(|| by_label.get(*label as usize).copied()).unwrap_or((codes.unknown(), 0))
    });
    let (division, confidence) = divided.unzip();
    Ok((codes, division, confidence))
}

/// Titles of the vocabulary's current edition; of divisions also without one.
async fn titles(snapshot: &mut Snapshot) -> Result<HashMap<String, String>, StoreError> {
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
        .to_owned();
    let rows: Vec<TitleRow> = snapshot.fetch(&select).await?;
    let loaded = rows.into_iter().map(|row| (row.code, row.title));
    Ok(division_titles().chain(loaded).collect())
}
