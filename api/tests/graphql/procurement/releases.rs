//! Invented releases, and how they come into a hub: through the real path.

use std::sync::Arc;

use anchorhub_entities::{
    contract, contract_buyer, contract_supplier, feed::FeedKind, payment_contract_link, supplier_name,
};
use anchorhub_ingest::{Archive, Caps, IngestRequest, Ingestor, ReceiptStatus, progress::Silent};
use anchorhub_store::{Database, Engine, LoadTx};
use chrono::{Days, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::hub::Hub;

/// Processes in the hub, each with a tender of two lots, two awards and two contracts.
pub(crate) const PROCESSES: usize = 60;

/// So many days from today.
pub(crate) fn in_days(days: u64) -> NaiveDate {
    Utc::now().date_naive() + Days::new(days)
}

/// An ocid of Find a Tender.
pub(crate) fn ocid(number: usize) -> String {
    format!("ocds-h6vhtk-{number:06x}")
}

/// The CPV code of a process: every third is about refuse.
pub(crate) fn cpv(number: usize) -> &'static str {
    if number.is_multiple_of(3) { "90511000" } else { "45233140" }
}

/// Who buys: most processes have two buyers, one of which the hub does not follow.
fn buyer(number: usize) -> (&'static str, &'static str) {
    match number % 2 {
        0 => ("GB-LAE-NOR", "Northam City Council"),
        _ => ("GB-NHS-ZZ1", "Eastley Hospitals NHS Trust"),
    }
}

fn parties(number: usize) -> Value {
    let (org_id, name) = buyer(number);
    let (scheme, id) = org_id.rsplit_once('-').unwrap();
    json!([
        { "id": org_id, "name": name, "roles": ["buyer"], "identifier": { "scheme": scheme, "id": id } },
        { "id": "other", "name": "Farley Parish", "roles": ["buyer"], "address": { "region": "TLG3" } },
    ])
}

fn tender(number: usize, status: &str) -> Value {
    let lot = |key: &str, sme: bool| {
        json!({
            "id": key, "title": format!("Lot {key} of {number}"), "status": status,
            "value": { "amount": 50_000, "currency": "GBP" },
            "suitability": { "sme": sme, "vcse": false },
            "contractPeriod": { "startDate": "2024-01-01T00:00:00Z", "endDate": "2026-12-31T23:59:59Z" },
            "awardCriteria": { "criteria": [{ "type": "price", "name": "Price", "numbers": [
                { "number": 40, "weight": "percentageExact" }] }] },
        })
    };
    json!({
        "id": format!("t-{number}"), "title": format!("Works {number:03}"), "description": "What is wanted",
        "status": status, "procurementMethod": "open", "mainProcurementCategory": "services",
        "classification": { "scheme": "CPV", "id": cpv(number), "description": "x" },
        "value": { "amount": 100_000, "currency": "GBP" },
        "tenderPeriod": { "endDate": format!("{}T12:00:00Z", in_days(20)) },
        "lots": [lot("A", true), lot("B", false)],
        "items": [{ "id": "1", "relatedLot": "A", "deliveryAddresses": [{ "region": "UKG39", "postalCode": "WV1 1ST" }],
            "additionalClassifications": [{ "scheme": "CPV", "id": cpv(number) }] }],
        "documents": [{ "id": format!("{number:06}-2023"), "documentType": "tenderNotice", "noticeType": "UK4",
            "url": format!("https://notices.example/{number:06}-2023") }],
        "participationFees": [{ "id": "fee", "type": ["document"] }],
    })
}

/// The first release of a process: its tender.
pub(crate) fn tender_release(number: usize) -> Value {
    let (org_id, name) = buyer(number);
    json!({
        "ocid": ocid(number), "id": format!("{number:06}-2023"), "date": "2023-02-01T10:00:00Z",
        "tag": ["tender"], "initiationType": "tender", "language": "en",
        "buyer": { "id": org_id, "name": name }, "parties": parties(number), "tender": tender(number, "active"),
    })
}

/// The second: two awards and their contracts. Contracts end in a year or so, one after the other.
pub(crate) fn contract_release(number: usize) -> Value {
    let (org_id, name) = buyer(number);
    let firm = |offset: usize| format!("Firm {:02} Ltd", (number + offset) % 30);
    let mut all = parties(number);
    for (id, name) in [("s0", firm(0)), ("s1", firm(1))] {
        all.as_array_mut().unwrap().push(json!({
            "id": id, "name": name, "roles": ["supplier"], "details": { "scale": "sme", "vcse": false },
            "identifier": { "scheme": "GB-COH", "id": format!("0{:07}", number + 1) },
            "address": { "postalCode": "WV2 2AB", "countryName": "England" } }));
    }
    let award = |key: &str, lot: &str, supplier: &str, name: String| {
        json!({
            "id": key, "status": "active", "date": "2023-05-01T00:00:00Z", "relatedLots": [lot],
            "value": { "amount": 40_000 + number, "currency": "GBP" },
            "suppliers": [{ "id": supplier, "name": name }],
        })
    };
    let end = in_days(300 + number as u64);
    let contract = |key: &str, award: &str| {
        json!({
            "id": key, "awardID": award, "title": format!("Contract {key} of {number}"), "status": "active",
            "dateSigned": "2023-05-10T00:00:00Z",
            "value": { "amount": 40_000 + number, "currency": "GBP" },
            "period": { "startDate": "2023-06-01T00:00:00Z", "endDate": format!("{end}T23:59:59Z") },
        })
    };
    json!({
        "ocid": ocid(number), "id": format!("{:06}-2023", 100_000 + number), "date": "2023-05-11T10:00:00Z",
        "tag": ["award", "contract"], "initiationType": "tender",
        "buyer": { "id": org_id, "name": name }, "parties": all,
        "tender": { "id": format!("t-{number}"), "status": "complete" },
        "awards": [award("1", "A", "s0", firm(0)), award("2", "B", "s1", firm(1))],
        "contracts": [contract("c1", "1"), contract("c2", "2")],
    })
}

/// A plan, and a tender that is open.
pub(crate) fn ahead() -> Vec<Value> {
    let mut plan = tender_release(900);
    plan["tag"] = json!(["planning"]);
    plan["tender"] = json!({ "id": "t-900", "title": "Planned bridge", "status": "planned",
        "classification": { "scheme": "CPV", "id": "45221111" },
        "value": { "amount": 7_000_000, "currency": "GBP" },
        "documents": [{ "id": "000900-2023", "noticeType": "UK3" }],
        "lots": [{ "id": "A", "suitability": { "sme": true },
            "contractPeriod": { "startDate": format!("{}T00:00:00Z", in_days(90)) } }] });
    vec![plan, tender_release(901)]
}

/// Loads releases into a hub as a document of Northam.
pub(crate) async fn load(database: &Database, name: &str, releases: &[Value]) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::local(&folder.path().join("archive")).unwrap();
    let (temporary, adapters) = (folder.path().join("tmp"), folder.path().join("adapters"));
    let ingestor = Ingestor::new(database.clone(), archive, temporary, adapters, Caps::default()).unwrap();
    let path = folder.path().join(name);
    let lines: Vec<String> = releases.iter().map(Value::to_string).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let request = IngestRequest {
        paths: vec![path],
        institution: "GB-LAE-NOR".parse().unwrap(),
        kind: FeedKind::Ocds,
        feed: None,
        period: None,
    };
    let mut receipts = Vec::new();
    let progress: Arc<dyn anchorhub_ingest::progress::Progress> = Arc::new(Silent);
    ingestor.ingest_paths(&request, &progress, &mut |receipt| receipts.push(receipt.clone())).await.unwrap();
    assert_eq!(receipts[0].status, Some(ReceiptStatus::Loaded), "{:?}", receipts[0].error);
}

/// Fills a hub that holds payments with processes, a contract register, and links of payments.
pub(crate) async fn fill(database: &Database, hub: &Hub) {
    go_on_after_given_keys(database).await;
    let mut releases: Vec<Value> = (0..PROCESSES).map(tender_release).collect();
    releases.extend(ahead());
    load(database, "tenders.jsonl", &releases).await;
    let releases: Vec<Value> = (0..PROCESSES).map(contract_release).collect();
    load(database, "contracts.jsonl", &releases).await;
    register(database).await;
    link(database, hub).await;
}

/// The tables of the hub have rows whose keys were given: on PostgreSQL its own keys have to begin after them.
async fn go_on_after_given_keys(database: &Database) {
    if database.engine() == Engine::Postgres {
        for table in ["institution", "feed", "ingest_run", "document"] {
            let next =
                format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}");
            database.write().execute_unprepared(&next).await.unwrap();
        }
    }
}

/// The title of the contract in the register that a process states as well.
pub(crate) const REGISTERED: &str = "Contract c1 of 0";

/// A register with the contract that process 0 states as well, and one of its own.
async fn register(database: &Database) {
    let write = database.write();
    let stated: contract::Model = contract::Entity::find()
        .filter(contract::Column::Title.eq(REGISTERED))
        .one(write)
        .await
        .unwrap()
        .unwrap();
    let name = supplier_name::Entity::find().filter(supplier_name::Column::Name.eq("Firm 00 Ltd"));
    let name: supplier_name::Model = name.one(write).await.unwrap().unwrap();
    for (row, title, cluster) in [(2, REGISTERED, Some(stated.id)), (3, "Grass cutting", None)] {
        let inserted = contract::Entity::insert(contract::ActiveModel {
            source_key: Set(format!("register/{row}")),
            origin: Set("REGISTER".to_owned()),
            document_id: Set(Some(1)),
            row_no: Set(Some(row)),
            reference: Set(Some(format!("C-{row}"))),
            title: Set(Some(title.to_owned())),
            department: Set(Some("Parks".to_owned())),
            ends_on: Set(Some(in_days(30))),
            end_basis: Set(Some("REGISTER_END".to_owned())),
            value_pence: Set(Some(1_234_567)),
            value_currency: Set(Some("GBP".to_owned())),
            is_framework: Set(false),
            is_test: Set(false),
            sme: Set(Some(false)),
            cluster_id: Set(cluster),
            cluster_method: Set(cluster.map(|_| "REFERENCE".to_owned())),
            cluster_confidence: Set(cluster.map(|_| 95)),
            ..Default::default()
        });
        let id = inserted.exec(write).await.unwrap().last_insert_id;
        let buyer = contract_buyer::ActiveModel { contract_id: Set(id), institution_id: Set(1) };
        contract_buyer::Entity::insert(buyer).exec_without_returning(write).await.unwrap();
        let supplier = contract_supplier::ActiveModel {
            contract_id: Set(id),
            seq: Set(0),
            supplier_id: Set(name.supplier_id),
            supplier_name_id: Set(name.id),
            ..Default::default()
        };
        contract_supplier::Entity::insert(supplier).exec_without_returning(write).await.unwrap();
    }
    let mut stated: contract::ActiveModel = stated.into();
    let id = stated.id.clone().unwrap();
    stated.cluster_id = Set(Some(id));
    contract::Entity::update(stated).exec(write).await.unwrap();
}

/// Links the first payments of Northam to its contracts, in turns.
async fn link(database: &Database, hub: &Hub) {
    let mut tx = LoadTx::begin(database).await.unwrap();
    let contracts: Vec<(i64,)> = tx.fetch(&counted()).await.unwrap();
    for (number, payment) in hub.payments.iter().filter(|payment| payment.institution_id == 1).enumerate() {
        if number >= LINKED {
            break;
        }
        let link = payment_contract_link::Model {
            institution_id: payment.institution_id,
            document_id: payment.document_id,
            seq: payment.seq,
            contract_id: contracts[number % contracts.len()].0,
            method: if number % 4 == 0 { "REFERENCE" } else { "SUPPLIER_PERIOD_VALUE" }.to_owned(),
            confidence: if number % 4 == 0 { 95 } else { 60 },
        };
        let columns = [
            payment_contract_link::Column::InstitutionId,
            payment_contract_link::Column::DocumentId,
            payment_contract_link::Column::Seq,
            payment_contract_link::Column::ContractId,
            payment_contract_link::Column::Method,
            payment_contract_link::Column::Confidence,
        ];
        let mut insert = sea_orm::sea_query::Query::insert();
        insert.into_table(payment_contract_link::Entity).columns(columns).values_panic([
            link.institution_id.into(),
            link.document_id.into(),
            link.seq.into(),
            link.contract_id.into(),
            link.method.into(),
            link.confidence.into(),
        ]);
        tx.execute(&insert).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Payments that are linked.
pub(crate) const LINKED: usize = 80;

/// Contracts that count, under Northam.
fn counted() -> sea_orm::sea_query::SelectStatement {
    use anchorhub_entities::institution_contract::{Column, Entity};
    sea_orm::sea_query::Query::select()
        .column(Column::ContractId)
        .from(Entity)
        .and_where(Column::InstitutionId.eq(1))
        .order_by(Column::ContractId, sea_orm::Order::Asc)
        .to_owned()
}
