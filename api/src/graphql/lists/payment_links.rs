//! The payments under a contract.

use anchorhub_entities::{contract, payment_contract_link};
use anchorhub_store::Engine;
use sea_orm::{Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::cursor::{Key, KeyKind, Position};

/// Links of payments to a contract, by document and row.
pub(crate) struct PaymentLinkList;

impl Listing for PaymentLinkList {
    type Entity = payment_contract_link::Entity;

    fn description(&self) -> String {
        "payments under a contract".to_owned()
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all()
    }

    fn sort(&self) -> Sort<payment_contract_link::Entity> {
        use payment_contract_link::Column::{DocumentId, InstitutionId, Seq};
        Sort {
            columns: [InstitutionId, DocumentId, Seq].map(|column| (column, KeyKind::Number)).to_vec(),
            direction: Order::Asc,
        }
    }

    fn position(&self, row: &payment_contract_link::Model) -> Position {
        [i64::from(row.institution_id), row.document_id, i64::from(row.seq)].map(Key::Number).to_vec()
    }
}

impl Under<contract::Model> for PaymentLinkList {
    fn under(&self, parent: &contract::Model) -> Vec<(payment_contract_link::Column, Value)> {
        // Links are made to the contract that counts.
        vec![(payment_contract_link::Column::ContractId, parent.cluster_id.unwrap_or(parent.id).into())]
    }
}
