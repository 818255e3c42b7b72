//! Red flags, which rules were computed, and bids for the rules that compare organisations.

use anchorhub_entities::{flag_check, process_bid, red_flag};
use anchorhub_ocds::flags::{FlagResult, Outcome, compared_bids};
use anchorhub_store::LoadTx;

use super::{Held, process::delete, seq};
use crate::{IngestCode, IngestError, load::rows};

/// Takes away what hangs on processes here.
pub(super) async fn clear(tx: &mut LoadTx, processes: &[i64]) -> Result<(), IngestError> {
    delete::<red_flag::Entity>(tx, red_flag::Column::ProcessId, processes).await?;
    delete::<flag_check::Entity>(tx, flag_check::Column::ProcessId, processes).await?;
    delete::<process_bid::Entity>(tx, process_bid::Column::ProcessId, processes).await
}

/// Writes it.
pub(super) async fn write(tx: &mut LoadTx, processes: &[Held<'_>]) -> Result<(), IngestError> {
    let mut flags = Vec::new();
    for process in processes {
        raised(process, &mut flags)?;
    }
    rows::insert::<red_flag::Entity>(tx, flags).await?;
    rows::insert::<flag_check::Entity>(tx, processes.iter().map(checked)).await?;
    rows::insert::<process_bid::Entity>(tx, processes.iter().flat_map(bids)).await
}

fn bids(process: &Held<'_>) -> impl Iterator<Item = process_bid::Model> {
    let process_id = process.id;
    compared_bids(process.facts()).into_iter().enumerate().map(move |(index, bid)| process_bid::Model {
        process_id,
        seq: seq(index),
        status: bid.status,
        tenderer: bid.tenderer,
        tenderer_name: bid.name,
        won: bid.won,
        comparable: bid.comparable,
    })
}

fn checked(process: &Held<'_>) -> flag_check::Model {
    let set = |of: fn(&Outcome) -> bool| {
        let bits = process.compiled.flags.iter().filter(|result| of(&result.outcome));
        bits.fold(0, |set, FlagResult { code, .. }| set | code.bit())
    };
    flag_check::Model {
        process_id: process.id,
        computed: set(|outcome| matches!(outcome, Outcome::Raised(_) | Outcome::Clear)),
        missing: set(|outcome| matches!(outcome, Outcome::NotComputable(_))),
    }
}

fn raised(process: &Held<'_>, flags: &mut Vec<red_flag::Model>) -> Result<(), IngestError> {
    for result in &process.compiled.flags {
        let Outcome::Raised(raised) = &result.outcome else { continue };
        for (index, flag) in raised.iter().enumerate() {
            let inputs = serde_json::to_string(&flag.inputs).map_err(|error| {
                IngestError::new(IngestCode::Internal, format!("a red flag cannot be written: {error}"))
            })?;
            flags.push(red_flag::Model {
                process_id: process.id,
                code: result.code.name().to_owned(),
                seq: seq(index),
                lot_key: flag.lot.clone(),
                award_key: flag.award.clone(),
                bid_key: flag.bid.clone(),
                supplier: flag.supplier.clone(),
                value: flag.value,
                threshold: flag.threshold,
                unit: flag.unit.name().to_owned(),
                inputs,
            });
        }
    }
    Ok(())
}
