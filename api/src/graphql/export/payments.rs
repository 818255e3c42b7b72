//! Payments, as they are written out.

use anchorhub_entities::{
    Currency, WarningSet, document, institution, payment, payment_contract_link, supplier, supplier_name,
};
use anchorhub_store::{Database, Snapshot};

use super::{
    Input,
    listed::{Exported, SEPARATOR},
    lookup::by_keys,
};
use crate::{
    graphql::{error::ApiError, family::ByKey as _, lists::PaymentList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for PaymentList {
    const HAS_ORDER: bool = true;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("date", Kind::Date),
        Column::new("amount", Kind::Amount),
        Column::new("amountPence", Kind::Integer),
        Column::new("currency", Kind::Text),
        Column::new("vatBasis", Kind::Text),
        Column::new("payee", Kind::Text),
        Column::new("supplier", Kind::Text),
        Column::new("supplierName", Kind::Text),
        Column::new("institution", Kind::Text),
        Column::new("institutionName", Kind::Text),
        Column::new("department", Kind::Text),
        Column::new("purpose", Kind::Text),
        Column::new("category", Kind::Text),
        Column::new("transactionNumber", Kind::Text),
        Column::new("contractReference", Kind::Text),
        Column::new("contract", Kind::Text),
        Column::new("warnings", Kind::Text),
        Column::new("document", Kind::Text),
        Column::new("row", Kind::Integer),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Self::resolve(database, (input.filter()?, input.order()?)).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[payment::Model]) -> Result<Vec<Record>, ApiError> {
        let institutions =
            by_keys::<institution::Model>(snapshot, rows.iter().map(|row| row.institution_id)).await?;
        let documents = by_keys::<document::Model>(snapshot, rows.iter().map(|row| row.document_id)).await?;
        let names =
            by_keys::<supplier_name::Model>(snapshot, rows.iter().map(|row| row.supplier_name_id)).await?;
        let suppliers =
            by_keys::<supplier::Model>(snapshot, rows.iter().filter_map(|row| row.supplier_id)).await?;
        let links =
            by_keys::<payment_contract_link::Model>(snapshot, rows.iter().map(payment::Model::key)).await?;
        let record = |row: &payment::Model| {
            let institution = institutions.get(&row.institution_id);
            let supplier = row.supplier_id.and_then(|id| suppliers.get(&id));
            let warnings: Vec<&str> =
                WarningSet::from_bits(row.flags).iter().map(|warning| warning.code()).collect();
            vec![
                NodeId::Payment(row.institution_id, row.document_id, row.seq).encode().to_string().into(),
                row.paid_on.into(),
                Cell::Amount(row.pence),
                row.pence.into(),
                Currency::Gbp.code().into(),
                row.vat_basis.name().into(),
                Cell::of(names.get(&row.supplier_name_id).map(|name| name.name.as_str())),
                Cell::of(supplier.map(|supplier| NodeId::Supplier(supplier.id).encode().to_string())),
                Cell::of(supplier.map(|supplier| supplier.name.as_str())),
                Cell::of(institution.map(|institution| institution.org_id.as_str())),
                Cell::of(institution.map(|institution| institution.name.as_str())),
                Cell::of(row.department.as_deref()),
                Cell::of(row.purpose.as_deref()),
                Cell::of(row.category.as_deref()),
                Cell::of(row.transaction_no.as_deref()),
                Cell::of(row.contract_ref.as_deref()),
                Cell::of(
                    links.get(&row.key()).map(|link| NodeId::Contract(link.contract_id).encode().to_string()),
                ),
                Cell::of(Some(warnings.join(SEPARATOR)).filter(|warnings| !warnings.is_empty())),
                Cell::of(documents.get(&row.document_id).map(|document| document.sha256.as_str())),
                row.row_no.into(),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
