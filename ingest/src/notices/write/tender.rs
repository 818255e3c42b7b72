//! Lots, the criteria by which tenders are judged, and how many there were.

use anchorhub_entities::{award_criterion, bid_statistic, lot};
use anchorhub_store::LoadTx;

use super::{Held, process::delete, seq};
use crate::{IngestError, load::rows, notices::key::Keys};

/// Takes away what hangs on processes here.
pub(super) async fn clear(tx: &mut LoadTx, processes: &[i64]) -> Result<(), IngestError> {
    delete::<lot::Entity>(tx, lot::Column::ProcessId, processes).await?;
    delete::<award_criterion::Entity>(tx, award_criterion::Column::ProcessId, processes).await?;
    delete::<bid_statistic::Entity>(tx, bid_statistic::Column::ProcessId, processes).await
}

/// Writes it.
pub(super) async fn write(tx: &mut LoadTx, processes: &[Held<'_>]) -> Result<(), IngestError> {
    rows::insert::<lot::Entity>(tx, processes.iter().flat_map(lots)).await?;
    rows::insert::<award_criterion::Entity>(tx, processes.iter().flat_map(criteria)).await?;
    rows::insert::<bid_statistic::Entity>(tx, processes.iter().flat_map(statistics)).await
}

fn lots(process: &Held<'_>) -> impl Iterator<Item = lot::Model> {
    let (process_id, mut keys) = (process.id, Keys::default());
    process.compiled.facts.lots.iter().enumerate().map(move |(index, lot)| lot::Model {
        process_id,
        lot_key: keys.of(&lot.key),
        seq: seq(index),
        title: lot.title.clone(),
        description: lot.description.clone(),
        status: lot.status.clone(),
        value_pence: lot.value.as_ref().map(|value| value.pence),
        value_currency: lot.value.as_ref().map(|value| value.currency.clone()),
        value_basis: lot.value.as_ref().map(|value| value.basis.name().to_owned()),
        sme_suitable: lot.suitability.sme,
        vcse_suitable: lot.suitability.vcse,
        suitability_basis: lot.suitability.basis.map(|basis| basis.name().to_owned()),
        starts_on: lot.term.starts_on,
        ends_on: lot.term.ends_on,
        latest_end_on: lot.term.latest_end_on,
        renewal: lot.renewal.clone(),
        options: lot.options.clone(),
        cpv: lot.cpv.clone(),
    })
}

fn criteria(process: &Held<'_>) -> impl Iterator<Item = award_criterion::Model> {
    let process_id = process.id;
    process.compiled.facts.criteria.iter().enumerate().map(move |(index, criterion)| award_criterion::Model {
        process_id,
        seq: seq(index),
        lot_key: criterion.lot_key.clone(),
        kind: criterion.kind.clone(),
        name: criterion.name.clone(),
        description: criterion.description.clone(),
        weight_hundredths: criterion.weight_hundredths,
        weight_basis: criterion.weight_basis.clone(),
    })
}

fn statistics(process: &Held<'_>) -> impl Iterator<Item = bid_statistic::Model> {
    let process_id = process.id;
    process.compiled.facts.statistics.iter().enumerate().map(move |(index, statistic)| bid_statistic::Model {
        process_id,
        seq: seq(index),
        lot_key: statistic.lot_key.clone(),
        measure: statistic.measure.clone(),
        value: statistic.value,
        state: statistic.state.name().to_owned(),
    })
}
