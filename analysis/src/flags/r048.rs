//! R048, heterogeneous supplier: a supplier is awarded unusually different things.
//!
//! By Cardinal: the number of CPV divisions (first two digits) of what is awarded to a supplier alone is at or above
//! Q3 + 1.5 × IQR of all suppliers' numbers. The category of an award is that of its lots, else of the process: hardly any
//! award lists items. Suppliers are those of the hub, names resolved. See `docs/red-flags/R048.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::lot;
use anchorhub_ocds::flags::FlagCode;
use anchorhub_store::Snapshot;
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    organisations::{Compared, OrganisationFlag, OrganisationRule},
    quartiles::Quartiles,
};
use crate::{
    AnalysisError,
    processes::{Award, Process, division},
};

/// What is missing where too few suppliers are known.
const NO_AWARDS: &str = "awards with a category to at least four suppliers";

#[derive(FromQueryResult)]
struct LotCategory {
    process_id: i64,
    lot_key: String,
    cpv: String,
}

/// CPV codes of lots that have one.
pub(super) async fn lot_categories(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<(i64, String), String>, AnalysisError> {
    use lot::Column;
    let select = Query::select()
        .columns([Column::ProcessId, Column::LotKey, Column::Cpv])
        .from(lot::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .and_where(Expr::col(Column::Cpv).is_not_null())
        .to_owned();
    let rows: Vec<LotCategory> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| ((row.process_id, row.lot_key), row.cpv)).collect())
}

pub(super) fn check(
    processes: &[Process],
    awards: &HashMap<i64, Vec<Award>>,
    lots: &HashMap<(i64, String), String>,
) -> OrganisationRule {
    let mut divisions: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let mut numbers: BTreeMap<i64, i64> = BTreeMap::new();
    for process in processes {
        for award in awards.get(&process.id).into_iter().flatten() {
            let [winner] = award.winners.as_slice() else { continue };
            let Some(supplier) = winner.supplier_id else { continue };
            let of_lots = award.lots.iter().filter_map(|lot| lots.get(&(process.id, lot.clone())));
            let mut codes: Vec<String> = of_lots.filter_map(|cpv| division(cpv)).collect();
            if codes.is_empty() {
                codes.extend(process.cpv.as_deref().and_then(division));
            }
            if !codes.is_empty() {
                divisions.entry(supplier).or_default().extend(codes);
                *numbers.entry(supplier).or_default() += 1;
            }
        }
    }
    let candidates = divisions
        .into_iter()
        .map(|(supplier, divisions)| {
            let variety = i64::try_from(divisions.len()).unwrap_or(i64::MAX);
            let awards = numbers.get(&supplier).copied().unwrap_or_default();
            OrganisationFlag {
                institution_id: None,
                supplier_id: Some(supplier),
                name: None,
                value: variety.saturating_mul(100),
                inputs: BTreeMap::from([("CPV divisions", variety), ("awards", awards)]),
            }
        })
        .collect();
    OrganisationRule::compare(
        FlagCode::R048,
        Compared::Suppliers,
        candidates,
        NO_AWARDS,
        |varieties, one| varieties.is_high(one.value),
        Quartiles::upper_fence,
    )
}
