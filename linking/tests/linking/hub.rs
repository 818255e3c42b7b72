//! A hub that tests fill row by row.

use std::collections::BTreeMap;

use anchorhub_entities::{
    VatBasis, change, contract, contract_buyer, contract_supplier, contracting_process, institution,
    institution::InstitutionKind, institution_contract, link_pending, payment, payment_contract_link,
    related_process,
};
use anchorhub_linking::{Report, mark_all};
use anchorhub_store::{Database, LoadTx};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
};

pub(crate) struct Hub {
    pub(crate) database: Database,
}

/// A link: document, position, contract, method, confidence.
pub(crate) type Link = (i64, i32, i64, String, i16);

impl Hub {
    /// With the institutions 1, 2 and 3.
    pub(crate) async fn new(database: Database) -> Self {
        let rows = ["GB-LAE-AAA", "GB-LAE-BBB", "GB-LAE-CCC"].iter().enumerate().map(|(place, org_id)| {
            institution::ActiveModel {
                id: Set(i32::try_from(place).unwrap() + 1),
                org_id: Set((*org_id).to_owned()),
                name: Set(format!("Council {org_id}")),
                kind: Set(InstitutionKind::Council),
                home_area: Set(None),
            }
        });
        institution::Entity::insert_many(rows).exec(database.write()).await.unwrap();
        Self { database }
    }

    /// Adds a contract with its buyers and suppliers; gives its id.
    pub(crate) async fn contract(&self, contract: contract::Model, buyers: &[i32], suppliers: &[i64]) -> i64 {
        let row = contract::ActiveModel { id: NotSet, ..contract.into_active_model() };
        let contract_id =
            contract::Entity::insert(row).exec(self.database.write()).await.unwrap().last_insert_id;
        let bought = buyers.iter().map(|institution_id| {
            contract_buyer::Model { contract_id, institution_id: *institution_id }.into_active_model()
        });
        contract_buyer::Entity::insert_many(bought)
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
        let held = suppliers.iter().zip(0..).map(|(supplier_id, seq)| {
            contract_supplier::Model {
                contract_id,
                seq,
                supplier_id: Some(*supplier_id),
                supplier_name_id: *supplier_id,
                scheme: None,
                identifier: None,
                scale: None,
                sme: None,
                vcse: None,
                postcode: None,
                country: None,
            }
            .into_active_model()
        });
        contract_supplier::Entity::insert_many(held)
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
        contract_id
    }

    /// Adds a contracting process of a portal; gives its id.
    pub(crate) async fn process(&self, ocid: &str, portal: &str) -> i64 {
        let row = contracting_process::ActiveModel {
            ocid: Set(ocid.to_owned()),
            source: Set(portal.to_owned()),
            stage: Set("CONTRACT".to_owned()),
            is_framework: Set(false),
            is_test: Set(false),
            releases: Set(1),
            facts: Set(Vec::new()),
            ..Default::default()
        };
        contracting_process::Entity::insert(row).exec(self.database.write()).await.unwrap().last_insert_id
    }

    /// Says that a process names another one.
    pub(crate) async fn relate(&self, process_id: i64, ocid: &str) {
        let row = related_process::Model {
            process_id,
            seq: 0,
            relationship: "prior".to_owned(),
            scheme: Some("ocid".to_owned()),
            identifier: Some(ocid.to_owned()),
            related_ocid: Some(ocid.to_owned()),
            title: None,
            uri: None,
            method: "STATED".to_owned(),
            confidence: 100,
        };
        related_process::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    /// Adds payments in one transaction that marks their institutions.
    pub(crate) async fn pay(&self, payments: Vec<payment::Model>) {
        let institutions = payments.iter().map(|payment| payment.institution_id).collect();
        let mut tx = LoadTx::begin(&self.database).await.unwrap();
        tx.append_payments(payments).await.unwrap();
        mark_all(&mut tx, &institutions).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Marks institutions.
    pub(crate) async fn mark(&self, institutions: impl IntoIterator<Item = i32>) {
        let mut tx = LoadTx::begin(&self.database).await.unwrap();
        mark_all(&mut tx, &institutions.into_iter().collect()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn refresh(&self) -> Report {
        anchorhub_linking::refresh(&self.database, &mut |_| {}).await.unwrap()
    }

    /// Where each contract stands, by its key in its source.
    pub(crate) async fn clusters(&self) -> BTreeMap<String, (i64, Option<String>, Option<i16>)> {
        let rows = contract::Entity::find().all(self.database.read()).await.unwrap();
        let standing = |row: contract::Model| {
            (row.source_key, (row.cluster_id.unwrap(), row.cluster_method, row.cluster_confidence))
        };
        rows.into_iter().map(standing).collect()
    }

    /// Contracts that count for an institution.
    pub(crate) async fn counted(&self, institution_id: i32) -> Vec<i64> {
        institution_contract::Entity::find()
            .filter(institution_contract::Column::InstitutionId.eq(institution_id))
            .order_by_asc(institution_contract::Column::ContractId)
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.contract_id)
            .collect()
    }

    pub(crate) async fn links(&self, institution_id: i32) -> Vec<Link> {
        payment_contract_link::Entity::find()
            .filter(payment_contract_link::Column::InstitutionId.eq(institution_id))
            .order_by_asc(payment_contract_link::Column::DocumentId)
            .order_by_asc(payment_contract_link::Column::Seq)
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.document_id, row.seq, row.contract_id, row.method, row.confidence))
            .collect()
    }

    pub(crate) async fn marks(&self) -> u64 {
        link_pending::Entity::find().count(self.database.write()).await.unwrap()
    }

    /// Keys of the changes of one kind, in order.
    pub(crate) async fn changes(&self, kind: &str) -> Vec<String> {
        change::Entity::find()
            .filter(change::Column::Kind.eq(kind))
            .order_by_asc(change::Column::Seq)
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.key)
            .collect()
    }
}

/// A contract for two years from April 2024, of £100,000.
pub(crate) fn contract(source_key: &str, origin: &str) -> contract::Model {
    contract::Model {
        id: 0,
        source_key: source_key.to_owned(),
        origin: origin.to_owned(),
        process_id: None,
        document_id: None,
        row_no: None,
        award_key: None,
        reference: None,
        title: Some("Grounds maintenance".to_owned()),
        description: None,
        department: None,
        status: None,
        awarded_on: None,
        signed_on: None,
        starts_on: Some(day("2024-04-01")),
        ends_on: Some(day("2026-03-31")),
        end_basis: Some("CONTRACT_PERIOD".to_owned()),
        latest_end_on: None,
        review_on: None,
        extension_months: None,
        value_pence: Some(10_000_000),
        value_currency: Some("GBP".to_owned()),
        value_basis: Some("NET".to_owned()),
        annual_pence: None,
        irrecoverable_vat_pence: None,
        cpv: None,
        category: None,
        category_scheme: None,
        method: None,
        is_framework: false,
        is_test: false,
        sme: None,
        vcse: None,
        cluster_id: None,
        cluster_method: None,
        cluster_confidence: None,
    }
}

/// A payment of £1,000 to supplier 7 in July 2024.
pub(crate) fn payment(institution_id: i32, seq: i32) -> payment::Model {
    payment::Model {
        institution_id,
        document_id: 1,
        seq,
        row_no: seq + 1,
        paid_on: day("2024-07-01"),
        pence: 100_000,
        vat_basis: VatBasis::Net,
        supplier_id: Some(7),
        supplier_name_id: 7,
        department: None,
        purpose: None,
        category: None,
        transaction_no: None,
        contract_ref: None,
        flags: 0,
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
