//! What tests know of suppliers, put into the tables row by row.

use anchorhub_entities::{
    award_supplier, contract, contract_supplier, contracting_process, deprivation, organisation,
    organisation_group, postcode, reference_edition, supplier, supplier_evidence, supplier_identifier,
    supplier_name, supplier_profile,
};
use anchorhub_resolution::profile::refresh;
use anchorhub_store::{Database, LoadTx};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

use crate::hub::{self, Hub, day, instant};

/// A hub with payments, and what is put into it.
pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) hub: Hub,
}

impl Desk {
    pub(crate) async fn new(database: Database) -> Self {
        let hub = hub::fill(&database).await;
        Self { database, hub }
    }

    /// The supplier and the name of a firm: `Firm 07 Ltd` for 7.
    pub(crate) fn firm(&self, number: u32) -> (i64, i64) {
        let wanted = format!("Firm {number:02} Ltd");
        let (name_id, supplier_id, _) = self.hub.names.iter().find(|(.., name)| *name == wanted).unwrap();
        (supplier_id.unwrap(), *name_id)
    }

    /// Merges the supplier of one firm into that of another.
    pub(crate) async fn merge(&self, atom: i64, into: i64) {
        supplier::Entity::update_many()
            .col_expr(supplier::Column::MergedInto, Expr::value(into))
            .filter(supplier::Column::Id.eq(atom))
            .exec(self.database.write())
            .await
            .unwrap();
        supplier_name::Entity::update_many()
            .col_expr(supplier_name::Column::SupplierId, Expr::value(into))
            .filter(supplier_name::Column::SupplierId.eq(atom))
            .exec(self.database.write())
            .await
            .unwrap();
    }

    pub(crate) async fn evidence(
        &self,
        document_id: i64,
        name_id: i64,
        scheme: &str,
        value: &str,
        rows: i64,
    ) {
        let document = self.hub.documents.iter().find(|document| document.id == document_id).unwrap();
        let row = supplier_evidence::Model {
            institution_id: document.institution_id,
            document_id,
            supplier_name_id: name_id,
            scheme: scheme.to_owned(),
            value: value.to_owned(),
            rows,
        };
        supplier_evidence::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    pub(crate) async fn identifier(
        &self,
        supplier_id: i64,
        scheme: &str,
        value: &str,
        problem: Option<&str>,
    ) {
        let row = supplier_identifier::Model {
            supplier_id,
            scheme: scheme.to_owned(),
            value: value.to_owned(),
            method: "PUBLISHED".to_owned(),
            score: 1000,
            evidence: "{}".to_owned(),
            problem: problem.map(str::to_owned),
        };
        supplier_identifier::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    /// An award in a process of its own, published in May 2024.
    pub(crate) async fn award(&self, ocid: &str, is_test: bool, party: Party<'_>) {
        let process = contracting_process::ActiveModel {
            ocid: Set(ocid.to_owned()),
            source: Set("FIND_A_TENDER".to_owned()),
            stage: Set("AWARD".to_owned()),
            is_framework: Set(false),
            is_test: Set(is_test),
            releases: Set(1),
            last_published: Set(Some(instant("2024-05-05T10:00:00Z"))),
            facts: Set(Vec::new()),
            ..Default::default()
        };
        let process_id = contracting_process::Entity::insert(process)
            .exec(self.database.write())
            .await
            .unwrap()
            .last_insert_id;
        let row = award_supplier::Model {
            process_id,
            award_key: "1".to_owned(),
            seq: 0,
            supplier_id: Some(party.supplier_id),
            supplier_name_id: 1,
            scheme: None,
            identifier: None,
            scale: party.scale.map(str::to_owned),
            sme: party.sme,
            vcse: party.vcse,
            postcode: party.postcode.map(str::to_owned),
            country: None,
        };
        award_supplier::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    /// A contract that the register in document 1 states.
    pub(crate) async fn registered(&self, source_key: &str, party: Party<'_>) {
        let row = contract::ActiveModel {
            id: NotSet,
            source_key: Set(source_key.to_owned()),
            origin: Set("REGISTER".to_owned()),
            document_id: Set(Some(1)),
            is_framework: Set(false),
            is_test: Set(false),
            ..Default::default()
        };
        let contract_id =
            contract::Entity::insert(row).exec(self.database.write()).await.unwrap().last_insert_id;
        let row = contract_supplier::Model {
            contract_id,
            seq: 0,
            supplier_id: Some(party.supplier_id),
            supplier_name_id: 1,
            scheme: None,
            identifier: None,
            scale: party.scale.map(str::to_owned),
            sme: party.sme,
            vcse: party.vcse,
            postcode: party.postcode.map(str::to_owned),
            country: None,
        };
        contract_supplier::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    /// An edition; one that was current retires.
    pub(crate) async fn edition(&self, kind: &str, state: &str) -> i32 {
        use reference_edition::Column::{Kind, State};
        if state == "CURRENT" {
            reference_edition::Entity::update_many()
                .col_expr(State, Expr::value("RETIRED"))
                .filter(Kind.eq(kind))
                .filter(State.eq("CURRENT"))
                .exec(self.database.write())
                .await
                .unwrap();
        }
        let row = reference_edition::ActiveModel {
            id: NotSet,
            kind: Set(kind.to_owned()),
            version: Set("2024-06".to_owned()),
            source: Set("test.csv".to_owned()),
            sha256: Set("00".repeat(32)),
            state: Set(state.to_owned()),
            rows: Set(0),
            rejected: Set(0),
            warnings: Set("{}".to_owned()),
            started_at: Set(instant("2024-06-01T08:00:00Z")),
            loaded_at: Set(Some(instant("2024-06-01T09:00:00Z"))),
        };
        reference_edition::Entity::insert(row).exec(self.database.write()).await.unwrap().last_insert_id
    }

    pub(crate) async fn organisations(&self, rows: impl IntoIterator<Item = organisation::Model>) {
        let rows: Vec<_> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
        for chunk in rows.chunks(500) {
            organisation::Entity::insert_many(chunk.iter().cloned())
                .exec_without_returning(self.database.write())
                .await
                .unwrap();
        }
    }

    pub(crate) async fn postcode(&self, edition_id: i32, postcode: &str, lsoa: &str, district: &str) {
        let row = postcode::Model {
            edition_id,
            postcode: postcode.to_owned(),
            lsoa: Some(lsoa.to_owned()),
            ward: Some("E05999001".to_owned()),
            district: Some(district.to_owned()),
            region: Some("E12000005".to_owned()),
            country: Some("E92000001".to_owned()),
            closed: false,
        };
        postcode::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    pub(crate) async fn decile(&self, edition_id: i32, lsoa: &str, decile: i16) {
        let row = deprivation::Model { edition_id, lsoa: lsoa.to_owned(), decile };
        deprivation::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    pub(crate) async fn group(&self, edition_id: i32, number: &str, head: &str) {
        let row = organisation_group::Model {
            edition_id,
            scheme: "GB-COH".to_owned(),
            number: number.to_owned(),
            parent_scheme: "GB-COH".to_owned(),
            parent_number: head.to_owned(),
            parent_name: Some("Holdings plc".to_owned()),
            source: "annual report 2023".to_owned(),
        };
        organisation_group::Entity::insert(row.into_active_model())
            .exec_without_returning(self.database.write())
            .await
            .unwrap();
    }

    /// Makes the profiles of some suppliers anew.
    pub(crate) async fn refresh(&self, suppliers: &[i64]) {
        let mut tx = LoadTx::begin(&self.database).await.unwrap();
        refresh(&mut tx, suppliers).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn profile(&self, supplier_id: i64) -> Option<supplier_profile::Model> {
        supplier_profile::Entity::find_by_id(supplier_id).one(self.database.write()).await.unwrap()
    }

    pub(crate) async fn data_version(&self) -> i64 {
        let snapshot = self.database.snapshot().await.unwrap();
        let version = snapshot.data_version();
        snapshot.finish().await.unwrap();
        version
    }
}

/// What a notice or a register says of a supplier.
#[derive(Clone, Copy, Default)]
pub(crate) struct Party<'a> {
    pub(crate) supplier_id: i64,
    pub(crate) scale: Option<&'a str>,
    pub(crate) sme: Option<bool>,
    pub(crate) vcse: Option<bool>,
    pub(crate) postcode: Option<&'a str>,
}

/// A cleaning company that files accounts of a micro entity.
pub(crate) fn company(edition_id: i32, number: &str, postcode: &str) -> organisation::Model {
    organisation::Model {
        edition_id,
        number: number.to_owned(),
        scheme: "GB-COH".to_owned(),
        name: format!("COMPANY {number} LIMITED"),
        status: Some("Active".to_owned()),
        active: true,
        category: Some("Private Limited Company".to_owned()),
        sic: Some("81210,81299".to_owned()),
        accounts: Some("MICRO ENTITY".to_owned()),
        income: None,
        postcode: Some(postcode.to_owned()),
        address: Some("1 High Street".to_owned()),
        other_scheme: None,
        other_number: None,
        opened_on: Some(day("2010-01-01")),
        closed_on: None,
    }
}
