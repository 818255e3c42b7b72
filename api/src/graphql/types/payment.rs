//! Payments.

use anchorhub_entities::{
    WarningSet,
    payment::{Column, Entity, Model},
    payment_contract_link, supplier_name,
};
use async_graphql::{ID, Object};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{
    Contract, Document, Institution, Money, PaymentLink, Supplier,
    category_division::{self, CategoryDivision},
    warning::Warning,
};
use crate::graphql::{
    enums::VatBasis,
    error::ApiError,
    family::{ByKey, Row},
    node_id::NodeId,
    scalars::Date,
};

/// One published payment line. Credits are negative; exact repeats are real and all kept.
pub(crate) struct Payment(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = (i32, i64, i32);

    fn key(&self) -> (i32, i64, i32) {
        (self.institution_id, self.document_id, self.seq)
    }

    fn select(keys: Vec<(i32, i64, i32)>) -> SelectStatement {
        let any = keys.into_iter().fold(Condition::any(), |any, (institution, document, seq)| {
            any.add(
                Condition::all()
                    .add(Column::InstitutionId.eq(institution))
                    .add(Column::DocumentId.eq(document))
                    .add(Column::Seq.eq(seq)),
            )
        });
        Entity::find().filter(any).into_query()
    }
}

/// One published payment line. Credits are negative; exact repeats are real and all kept.
#[Object]
impl Payment {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Payment(self.0.institution_id, self.0.document_id, self.0.seq).encode()
    }

    /// Payment date as published; where only a month or period is published, its first day (`DATE_ASSUMED`).
    async fn date(&self) -> Date {
        Date(self.0.paid_on)
    }

    /// Signed amount as published, on the VAT basis that `vatBasis` tells.
    async fn amount(&self) -> Money {
        Money::gbp(self.0.pence)
    }

    /// Whether the amount includes VAT.
    async fn vat_basis(&self) -> VatBasis {
        self.0.vat_basis.into()
    }

    /// The payee's name exactly as published, also where it says that the name is withheld.
    async fn payee(&self) -> Result<String, ApiError> {
        let name: Option<Row<supplier_name::Model>> =
            self.0.one("payee", |payment| Some(payment.supplier_name_id)).await?;
        name.map(|name| name.name.clone()).ok_or_else(|| ApiError::internal("a payment lacks its payee"))
    }

    /// The supplier that the payee stands for; null if the payee is withheld or not published.
    async fn supplier(&self) -> Result<Option<Supplier>, ApiError> {
        Ok(self.0.one("supplier", |payment| payment.supplier_id).await?.map(Supplier))
    }

    /// Who paid.
    async fn institution(&self) -> Result<Institution, ApiError> {
        let institution = self.0.one("institution", |payment| Some(payment.institution_id)).await?;
        institution.map(Institution).ok_or_else(|| ApiError::internal("a payment lacks its institution"))
    }

    /// Department, directorate or service area as published.
    async fn department(&self) -> Option<&str> {
        self.0.department.as_deref()
    }

    /// Summary of purpose or expense type as published.
    async fn purpose(&self) -> Option<&str> {
        self.0.purpose.as_deref()
    }

    /// Category label as published (ProClass, CPV, SeRCOP, merchant category or the institution's own).
    async fn category(&self) -> Option<&str> {
        self.0.category.as_deref()
    }

    /// CPV division that the category stands for, as the crosswalk has it; null where it has none.
    async fn category_division(&self) -> Result<Option<CategoryDivision>, ApiError> {
        category_division::of_payment(&self.0).await
    }

    /// Transaction or document number as published.
    async fn transaction_number(&self) -> Option<&str> {
        self.0.transaction_no.as_deref()
    }

    /// Contract or purchase-order reference as published.
    async fn contract_reference(&self) -> Option<&str> {
        self.0.contract_ref.as_deref()
    }

    /// The contract that it is taken to be made under; null where none was found.
    async fn contract(&self) -> Result<Option<Contract>, ApiError> {
        match self.link().await? {
            Some(link) => Ok(link.one("contract", |link| Some(link.contract_id)).await?.map(Contract)),
            None => Ok(None),
        }
    }

    /// The same contract, with how it was found.
    async fn contract_link(&self) -> Result<Option<PaymentLink>, ApiError> {
        Ok(self.link().await?.map(PaymentLink))
    }

    /// Remarks of the hub on this row.
    async fn warnings(&self) -> Vec<Warning> {
        WarningSet::from_bits(self.0.flags).iter().map(Warning::from).collect()
    }

    /// Row in the file or sheet, from 1, as a spreadsheet shows it.
    async fn row(&self) -> i32 {
        self.0.row_no
    }

    /// The document it was published in.
    async fn document(&self) -> Result<Document, ApiError> {
        let document = self.0.one("document", |payment| Some(payment.document_id)).await?;
        document.map(Document).ok_or_else(|| ApiError::internal("a payment lacks its document"))
    }
}

impl Payment {
    async fn link(&self) -> Result<Option<Row<payment_contract_link::Model>>, ApiError> {
        self.0.one("link", |payment| Some(payment.key())).await
    }
}
