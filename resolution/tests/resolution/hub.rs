//! A hub that tests fill row by row.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    VatBasis, contract, contract_buyer, contract_supplier,
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    ingest_run::{self, RunState},
    institution::{self, InstitutionKind},
    link_pending, match_candidate, organisation, organisation_name, payment, reference_edition, supplier,
    supplier_evidence, supplier_identifier, supplier_name, supplier_pending,
};
use anchorhub_identity::name_key;
use anchorhub_resolution::{
    About, Loaded, Report, ReviewError, Ruling, Verdict, changed_by_document, decide, refresh, settle,
    stated_by_contracts, undo,
};
use anchorhub_store::{Database, LoadTx, NewName};
use chrono::Utc;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QueryTrait,
};

pub(crate) struct Hub {
    pub(crate) database: Database,
}

/// A payee's name, pence, and what the document says of it.
pub(crate) type Row<'a> = (&'a str, i64, &'a [(&'a str, &'a str)]);

impl Hub {
    /// With the institutions 1 and 2 and a feed of each.
    pub(crate) async fn new(database: Database) -> Self {
        for (id, org_id, name) in
            [(1, "GB-LAE-AAA", "Aford City Council"), (2, "GB-LAE-BBB", "Beeford Borough Council")]
        {
            let row = institution::ActiveModel {
                id: Set(id),
                org_id: Set(org_id.to_owned()),
                name: Set(name.to_owned()),
                kind: Set(InstitutionKind::Council),
                home_area: Set(None),
            };
            institution::Entity::insert(row).exec(database.write()).await.unwrap();
            let row = feed::ActiveModel {
                id: Set(id),
                code: Set(format!("{org_id}.spend")),
                institution_id: Set(id),
                kind: Set(FeedKind::Spend),
                title: Set("Spend".to_owned()),
                location: Set(None),
                schedule: Set(None),
                adapter: Set(None),
                vat_basis: Set(None),
                threshold_pence: Set(None),
                paused: Set(false),
                connector: Set(None),
                pull_from: Set(None),
                created_at: Set(Utc::now()),
            };
            feed::Entity::insert(row).exec(database.write()).await.unwrap();
            let row = ingest_run::ActiveModel {
                id: Set(i64::from(id)),
                feed_id: Set(id),
                institution_id: Set(id),
                state: Set(RunState::Succeeded),
                started_at: Set(Utc::now()),
                finished_at: Set(None),
                documents: Set(0),
                loaded: Set(0),
                replaced: Set(0),
                unchanged: Set(0),
                failed: Set(0),
                payments: Set(0),
                rejected: Set(0),
            };
            ingest_run::Entity::insert(row).exec(database.write()).await.unwrap();
        }
        Self { database }
    }

    /// Loads a document in the way of spend files, and marks what has to be looked at.
    pub(crate) async fn load(&self, institution_id: i32, document_id: i64, rows: &[Row<'_>]) {
        let tx = LoadTx::begin(&self.database).await.unwrap();
        self.write(tx, institution_id, document_id, rows).await.commit().await.unwrap();
    }

    /// Writes a document; it is committed by the caller.
    pub(crate) async fn write(
        &self,
        mut tx: LoadTx,
        institution_id: i32,
        document_id: i64,
        rows: &[Row<'_>],
    ) -> LoadTx {
        let row = document::ActiveModel {
            id: Set(document_id),
            ..document::Model {
                id: 0,
                feed_id: institution_id,
                institution_id,
                run_id: i64::from(institution_id),
                sha256: format!("{document_id:064}"),
                name: format!("{document_id}.csv"),
                bytes: 0,
                container: None,
                status: DocumentStatus::Loaded,
                period_from: None,
                period_to: None,
                superseded_by: None,
                received_at: Utc::now(),
                loaded_at: None,
                rows: 0,
                payments: 0,
                rejected: 0,
                blank: 0,
                net_pence: 0,
                negatives: 0,
                first_date: None,
                last_date: None,
                vat_basis: VatBasis::Net,
                warnings: "{}".to_owned(),
                recognition: "{}".to_owned(),
                error_code: None,
                error_message: None,
                records: 0,
                known: 0,
            }
            .into_active_model()
        };
        tx.execute(&document::Entity::insert(row).into_query()).await.unwrap();
        let names = rows.iter().map(|(name, ..)| new_name(name)).collect();
        let refs: BTreeMap<String, _> = tx.ensure_names(names).await.unwrap().into_iter().collect();
        let payments = (1..).zip(rows).map(|(seq, (name, pence, _))| payment::Model {
            institution_id,
            document_id,
            seq,
            row_no: seq,
            paid_on: "2024-07-01".parse().unwrap(),
            pence: *pence,
            vat_basis: VatBasis::Net,
            supplier_id: refs[*name].supplier_id,
            supplier_name_id: refs[*name].name_id,
            department: None,
            purpose: None,
            category: None,
            transaction_no: None,
            contract_ref: None,
            flags: 0,
        });
        tx.append_payments(payments.collect()).await.unwrap();
        for (name, _, said) in rows {
            for (scheme, value) in *said {
                let row = supplier_evidence::Model {
                    institution_id,
                    document_id,
                    supplier_name_id: refs[*name].name_id,
                    scheme: (*scheme).to_owned(),
                    value: (*value).to_owned(),
                    rows: 1,
                };
                let insert = supplier_evidence::Entity::insert(row.into_active_model()).into_query();
                tx.execute(&insert).await.unwrap();
            }
        }
        let stated = changed_by_document(&mut tx, institution_id, document_id, &[]).await.unwrap();
        settle(&mut tx, Loaded::Payments { institution_id, document_id }, stated).await.unwrap();
        tx
    }

    /// Adds a contract of an institution with a supplier of this name and identifier.
    pub(crate) async fn contract(
        &self,
        institution_id: i32,
        name: &str,
        identifier: Option<(&str, &str)>,
    ) -> i64 {
        let mut tx = LoadTx::begin(&self.database).await.unwrap();
        let refs = tx.ensure_names(vec![new_name(name)]).await.unwrap();
        let count = contract::Entity::find().count(self.database.read()).await.unwrap();
        let row = contract::ActiveModel {
            source_key: Set(format!("contract {count}")),
            origin: Set("REGISTER".to_owned()),
            is_framework: Set(false),
            is_test: Set(false),
            ..Default::default()
        };
        let mut insert = contract::Entity::insert(row).into_query();
        insert.returning_col(contract::Column::Id);
        let ids: Vec<(i64,)> = tx.fetch(&insert).await.unwrap();
        let contract_id = ids[0].0;
        let buyer = contract_buyer::Model { contract_id, institution_id }.into_active_model();
        tx.execute(&contract_buyer::Entity::insert(buyer).into_query()).await.unwrap();
        let party = contract_supplier::Model {
            contract_id,
            seq: 0,
            supplier_id: refs[0].1.supplier_id,
            supplier_name_id: refs[0].1.name_id,
            scheme: identifier.map(|(scheme, _)| scheme.to_owned()),
            identifier: identifier.map(|(_, value)| value.to_owned()),
            scale: None,
            sme: None,
            vcse: None,
            postcode: None,
            country: None,
        };
        tx.execute(&contract_supplier::Entity::insert(party.into_active_model()).into_query()).await.unwrap();
        let stated = stated_by_contracts(&mut tx, &[contract_id]).await.unwrap();
        settle(&mut tx, Loaded::Contracts, stated).await.unwrap();
        tx.commit().await.unwrap();
        contract_id
    }

    /// A register with these entries: number, name.
    pub(crate) async fn companies(&self, entries: &[(&str, &str)]) {
        let row = reference_edition::Model {
            id: 1,
            kind: "COMPANIES_HOUSE".to_owned(),
            version: "2024-07".to_owned(),
            source: "companies.csv".to_owned(),
            sha256: "0".repeat(64),
            state: "CURRENT".to_owned(),
            rows: 0,
            rejected: 0,
            warnings: "{}".to_owned(),
            started_at: Utc::now(),
            loaded_at: Some(Utc::now()),
        };
        let row = reference_edition::ActiveModel { id: Set(1), ..row.into_active_model() };
        reference_edition::Entity::insert(row).exec(self.database.write()).await.unwrap();
        for (number, name) in entries {
            let row = organisation::Model {
                edition_id: 1,
                number: (*number).to_owned(),
                scheme: "GB-COH".to_owned(),
                name: (*name).to_owned(),
                status: Some("Active".to_owned()),
                active: true,
                category: None,
                sic: None,
                accounts: None,
                income: None,
                postcode: None,
                address: None,
                other_scheme: None,
                other_number: None,
                opened_on: None,
                closed_on: None,
            };
            let row = row.into_active_model();
            organisation::Entity::insert(row).exec_without_returning(self.database.write()).await.unwrap();
            let row = organisation_name::Model {
                edition_id: 1,
                key: name_key(name),
                number: (*number).to_owned(),
                seq: 0,
                name: (*name).to_owned(),
            };
            let row = row.into_active_model();
            organisation_name::Entity::insert(row)
                .exec_without_returning(self.database.write())
                .await
                .unwrap();
        }
    }

    pub(crate) async fn refresh(&self) -> Report {
        let report = refresh(&self.database, &mut |_| {}).await.unwrap();
        assert_eq!(report.left, 0);
        report
    }

    /// The atom that a published name belongs to, and the supplier that it stands for.
    pub(crate) async fn name(&self, name: &str) -> (i64, i64) {
        let row = supplier_name::Entity::find()
            .filter(supplier_name::Column::Name.eq(name))
            .one(self.database.read())
            .await
            .unwrap()
            .unwrap();
        (row.atom_id.unwrap(), row.supplier_id.unwrap())
    }

    pub(crate) async fn atom(&self, name: &str) -> i64 {
        self.name(name).await.0
    }

    pub(crate) async fn supplier(&self, name: &str) -> i64 {
        self.name(name).await.1
    }

    pub(crate) async fn kind(&self, id: i64) -> &'static str {
        supplier::Entity::find_by_id(id).one(self.database.read()).await.unwrap().unwrap().kind.name()
    }

    /// Net pence by supplier, from payments alone.
    pub(crate) async fn paid(&self) -> BTreeMap<i64, i64> {
        let mut paid = BTreeMap::new();
        for row in payment::Entity::find().all(self.database.read()).await.unwrap() {
            *paid.entry(row.supplier_id.unwrap()).or_default() += row.pence;
        }
        paid
    }

    /// The supplier of a contract.
    pub(crate) async fn held_by(&self, contract_id: i64) -> i64 {
        contract_supplier::Entity::find_by_id((contract_id, 0))
            .one(self.database.read())
            .await
            .unwrap()
            .unwrap()
            .supplier_id
            .unwrap()
    }

    /// Scheme, value and problem of an atom's identifiers.
    pub(crate) async fn identifiers(&self, atom: i64) -> Vec<(String, String, Option<String>)> {
        supplier_identifier::Entity::find()
            .filter(supplier_identifier::Column::SupplierId.eq(atom))
            .order_by_asc(supplier_identifier::Column::Scheme)
            .order_by_asc(supplier_identifier::Column::Value)
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.scheme, row.value, row.problem))
            .collect()
    }

    /// Pairs that wait for somebody to decide.
    pub(crate) async fn candidates(&self) -> BTreeSet<(i64, Option<i64>, Option<String>)> {
        match_candidate::Entity::find()
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.supplier_id, row.other_id, row.number))
            .collect()
    }

    /// Atoms that are marked.
    pub(crate) async fn marked(&self) -> BTreeSet<i64> {
        supplier_pending::Entity::find()
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.supplier_id)
            .collect()
    }

    /// Institutions that are marked for linking.
    pub(crate) async fn marked_institutions(&self) -> BTreeSet<i32> {
        link_pending::Entity::find()
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.institution_id)
            .collect()
    }

    pub(crate) async fn decide(&self, verdict: Verdict, one: i64, other: i64) -> Result<i64, ReviewError> {
        self.rule(verdict, one, About::Supplier(other)).await
    }

    pub(crate) async fn rule(
        &self,
        verdict: Verdict,
        supplier: i64,
        about: About,
    ) -> Result<i64, ReviewError> {
        let ruling =
            Ruling { supplier, about, verdict, reason: "looked at both".to_owned(), by: "Ada".to_owned() };
        decide(&self.database, ruling).await.map(|row| row.id)
    }

    pub(crate) async fn undo(&self, decision: i64) -> Result<i64, ReviewError> {
        undo(&self.database, decision, "was wrong", "Bea").await.map(|row| row.id)
    }

    /// What holds at any time: canonical ids everywhere, no chains, the smallest id of a group in front.
    pub(crate) async fn check(&self) {
        let suppliers: BTreeMap<i64, Option<i64>> = supplier::Entity::find()
            .all(self.database.read())
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.id, row.merged_into))
            .collect();
        let canonical = |atom: i64| suppliers[&atom].unwrap_or(atom);
        for (atom, head) in &suppliers {
            assert!(head.is_none_or(|head| suppliers[&head].is_none() && head < *atom), "{atom} {head:?}");
        }
        let names = supplier_name::Entity::find().all(self.database.read()).await.unwrap();
        let of_name: BTreeMap<i64, Option<i64>> = names.iter().map(|row| (row.id, row.supplier_id)).collect();
        for row in &names {
            assert_eq!(row.supplier_id, row.atom_id.map(canonical), "{}", row.name);
        }
        for row in payment::Entity::find().all(self.database.read()).await.unwrap() {
            assert_eq!(row.supplier_id, of_name[&row.supplier_name_id]);
        }
        for row in contract_supplier::Entity::find().all(self.database.read()).await.unwrap() {
            assert_eq!(row.supplier_id, of_name[&row.supplier_name_id]);
        }
    }
}

fn new_name(name: &str) -> NewName {
    NewName { name: name.to_owned(), key: Some(name_key(name)) }
}
