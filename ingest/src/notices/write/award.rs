//! Awards and their suppliers.

use anchorhub_entities::{award, award_supplier};
use anchorhub_ocds::facts::Identifier;
use anchorhub_store::LoadTx;

use super::{Held, json, names::Names, process::delete, seq};
use crate::{IngestError, load::rows, notices::key::Keys};

/// Takes away what hangs on processes here.
pub(super) async fn clear(tx: &mut LoadTx, processes: &[i64]) -> Result<(), IngestError> {
    delete::<award::Entity>(tx, award::Column::ProcessId, processes).await?;
    delete::<award_supplier::Entity>(tx, award_supplier::Column::ProcessId, processes).await
}

/// Writes it.
pub(super) async fn write(tx: &mut LoadTx, processes: &[Held<'_>], names: &Names) -> Result<(), IngestError> {
    let (mut awards, mut suppliers) = (Vec::new(), Vec::new());
    for process in processes {
        let mut keys = Keys::default();
        for (index, fact) in process.facts().awards.iter().enumerate() {
            let award_key = keys.of(&fact.key);
            for (index, supplier) in fact.suppliers.iter().enumerate() {
                let name = names.of(supplier)?;
                let main: Option<&Identifier> = supplier.identifiers.first();
                suppliers.push(award_supplier::Model {
                    process_id: process.id,
                    award_key: award_key.clone(),
                    seq: seq(index),
                    supplier_id: name.supplier_id,
                    supplier_name_id: name.name_id,
                    scheme: main.map(|main| main.scheme.clone()),
                    identifier: main.map(|main| main.id.clone()),
                    scale: supplier.scale.clone(),
                    sme: supplier.sme,
                    vcse: supplier.vcse,
                    postcode: supplier.postcode.clone(),
                    country: supplier.country.clone(),
                });
            }
            awards.push(award::Model {
                process_id: process.id,
                award_key,
                seq: seq(index),
                title: fact.title.clone(),
                status: fact.status.clone(),
                awarded_on: fact.awarded_on,
                value_pence: fact.value.as_ref().map(|value| value.pence),
                value_currency: fact.value.as_ref().map(|value| value.currency.clone()),
                value_basis: fact.value.as_ref().map(|value| value.basis.name().to_owned()),
                starts_on: fact.term.starts_on,
                ends_on: fact.term.ends_on,
                latest_end_on: fact.term.latest_end_on,
                lots: json(&fact.lots)?,
            });
        }
    }
    rows::insert::<award::Entity>(tx, awards).await?;
    rows::insert::<award_supplier::Entity>(tx, suppliers).await
}
