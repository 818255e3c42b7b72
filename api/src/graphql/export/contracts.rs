//! Contracts, as they are written out.

use anchorhub_entities::{
    contract, contract_buyer, contract_supplier, contracting_process, document, institution, supplier_name,
};
use anchorhub_store::{Database, Snapshot};

use super::{
    Input,
    listed::{Exported, SEPARATOR},
    lookup::{by_keys, by_whole},
};
use crate::{
    graphql::{error::ApiError, lists::ContractList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for ContractList {
    const HAS_ORDER: bool = true;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("origin", Kind::Text),
        Column::new("ocid", Kind::Text),
        Column::new("reference", Kind::Text),
        Column::new("title", Kind::Text),
        Column::new("description", Kind::Text),
        Column::new("institutions", Kind::Text),
        Column::new("institutionNames", Kind::Text),
        Column::new("department", Kind::Text),
        Column::new("suppliers", Kind::Text),
        Column::new("supplierNames", Kind::Text),
        Column::new("status", Kind::Text),
        Column::new("awardedOn", Kind::Date),
        Column::new("signedOn", Kind::Date),
        Column::new("startsOn", Kind::Date),
        Column::new("endsOn", Kind::Date),
        Column::new("endBasis", Kind::Text),
        Column::new("latestEnd", Kind::Date),
        Column::new("reviewOn", Kind::Date),
        Column::new("extensionMonths", Kind::Integer),
        Column::new("value", Kind::Amount),
        Column::new("valuePence", Kind::Integer),
        Column::new("annualValue", Kind::Amount),
        Column::new("annualValuePence", Kind::Integer),
        Column::new("irrecoverableVat", Kind::Amount),
        Column::new("irrecoverableVatPence", Kind::Integer),
        Column::new("currency", Kind::Text),
        Column::new("valueBasis", Kind::Text),
        Column::new("cpv", Kind::Text),
        Column::new("category", Kind::Text),
        Column::new("categoryScheme", Kind::Text),
        Column::new("procurementMethod", Kind::Text),
        Column::new("isFramework", Kind::Boolean),
        Column::new("supplierIsSme", Kind::Boolean),
        Column::new("supplierIsVcse", Kind::Boolean),
        Column::new("document", Kind::Text),
        Column::new("row", Kind::Integer),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Self::resolve(database, input.filter()?, input.order()?).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[contract::Model]) -> Result<Vec<Record>, ApiError> {
        let ids = || rows.iter().map(|row| row.id);
        let buyers = by_whole::<contract_buyer::Model>(snapshot, ids()).await?;
        let institutions = by_keys::<institution::Model>(
            snapshot,
            buyers.values().flatten().map(|buyer| buyer.institution_id).collect::<Vec<_>>().into_iter(),
        )
        .await?;
        let holders = by_whole::<contract_supplier::Model>(snapshot, ids()).await?;
        let names = by_keys::<supplier_name::Model>(
            snapshot,
            holders.values().flatten().map(|holder| holder.supplier_name_id).collect::<Vec<_>>().into_iter(),
        )
        .await?;
        let processes =
            by_keys::<contracting_process::Model>(snapshot, rows.iter().filter_map(|row| row.process_id))
                .await?;
        let documents =
            by_keys::<document::Model>(snapshot, rows.iter().filter_map(|row| row.document_id)).await?;
        let record = |row: &contract::Model| {
            let buyers: Vec<&institution::Model> = buyers
                .get(&row.id)
                .into_iter()
                .flatten()
                .filter_map(|buyer| institutions.get(&buyer.institution_id))
                .collect();
            let holders: Vec<&contract_supplier::Model> =
                holders.get(&row.id).into_iter().flatten().collect();
            let currency = [row.value_pence, row.annual_pence, row.irrecoverable_vat_pence]
                .iter()
                .any(Option::is_some)
                .then(|| row.value_currency.as_deref().unwrap_or("GBP"));
            vec![
                NodeId::Contract(row.id).encode().to_string().into(),
                row.origin.as_str().into(),
                Cell::of(
                    row.process_id.and_then(|id| processes.get(&id)).map(|process| process.ocid.as_str()),
                ),
                Cell::of(row.reference.as_deref()),
                Cell::of(row.title.as_deref()),
                Cell::of(row.description.as_deref()),
                joined(buyers.iter().map(|buyer| buyer.org_id.clone())),
                joined(buyers.iter().map(|buyer| buyer.name.clone())),
                Cell::of(row.department.as_deref()),
                joined(
                    holders
                        .iter()
                        .filter_map(|holder| holder.supplier_id)
                        .map(|id| NodeId::Supplier(id).encode().to_string()),
                ),
                joined(
                    holders
                        .iter()
                        .filter_map(|holder| names.get(&holder.supplier_name_id))
                        .map(|name| name.name.clone()),
                ),
                Cell::of(row.status.as_deref()),
                Cell::of(row.awarded_on),
                Cell::of(row.signed_on),
                Cell::of(row.starts_on),
                Cell::of(row.ends_on),
                Cell::of(row.end_basis.as_deref()),
                Cell::of(row.latest_end_on),
                Cell::of(row.review_on),
                Cell::of(row.extension_months),
                Cell::amount(row.value_pence),
                Cell::of(row.value_pence),
                Cell::amount(row.annual_pence),
                Cell::of(row.annual_pence),
                Cell::amount(row.irrecoverable_vat_pence),
                Cell::of(row.irrecoverable_vat_pence),
                Cell::of(currency),
                Cell::of(row.value_basis.as_deref()),
                Cell::of(row.cpv.as_deref()),
                Cell::of(row.category.as_deref()),
                Cell::of(row.category_scheme.as_deref()),
                Cell::of(row.method.as_deref()),
                row.is_framework.into(),
                Cell::of(row.sme),
                Cell::of(row.vcse),
                Cell::of(
                    row.document_id
                        .and_then(|id| documents.get(&id))
                        .map(|document| document.sha256.as_str()),
                ),
                Cell::of(row.row_no),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}

/// Several values in one cell.
fn joined(values: impl Iterator<Item = String>) -> Cell {
    let values: Vec<String> = values.collect();
    if values.is_empty() { Cell::Null } else { Cell::Text(values.join(SEPARATOR)) }
}
