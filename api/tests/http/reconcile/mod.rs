//! The reconciliation service: an invented list of suppliers, and how it is asked.

mod extend;
mod limits;
mod matching;
mod pages;
mod shape;

use anchorhub_api::{http::HttpSettings, limits::Limits};
use anchorhub_entities::{
    VatBasis,
    area::{self, AreaKind},
    payment,
    supplier::{self, SupplierKind},
    supplier_block, supplier_identifier, supplier_name, supplier_profile,
};
use anchorhub_identity::{blocks, name_key};
use anchorhub_store::{Database, LoadTx};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Hub},
    support,
};

/// The suppliers of a test, by their keys.
struct Suppliers {
    /// Acme Scaffolding Ltd, a company of Northam that two institutions pay.
    acme: i64,
    /// Its old id under another name.
    acme_before: i64,
    /// Beacon Care Trust, a charity.
    beacon: i64,
    /// A name that stands for two suppliers.
    split: [i64; 2],
    /// Mr J Smith.
    person: i64,
    /// Northam City Council.
    council: i64,
}

/// Runs a test over a hub with suppliers on each engine.
async fn on_each_engine(test: impl AsyncFn(&Hub, &Suppliers)) {
    support::on_each_engine(async |database| {
        let suppliers = fill(&database).await;
        let hub = Hub::on(database, Limits::default(), HttpSettings::default());
        test(&hub, &suppliers).await;
    })
    .await;
}

async fn fill(database: &Database) -> Suppliers {
    let suppliers = Suppliers {
        acme: add(database, "Acme Scaffolding Ltd", "", SupplierKind::Company, None).await,
        acme_before: 0,
        beacon: add(database, "Beacon Care Trust", "", SupplierKind::Charity, None).await,
        split: [
            add(database, "Marlow Gardens Ltd", "", SupplierKind::Company, None).await,
            add(database, "MARLOW GARDENS LIMITED", "#GB-COH-07654321", SupplierKind::Company, None).await,
        ],
        person: add(database, "Mr J Smith", "", SupplierKind::Individual, None).await,
        council: add(database, "Northam City Council", "", SupplierKind::PublicBody, None).await,
    };
    let merged = Some(suppliers.acme);
    let acme_before = add(database, "Northam Towers & Hoists", "", SupplierKind::Unknown, merged).await;
    for number in 0..40 {
        add(database, &format!("Filler {number:02} Works"), "", SupplierKind::Unknown, None).await;
    }
    let suppliers = Suppliers { acme_before, ..suppliers };
    identify(database, &suppliers).await;
    profile(database, &suppliers).await;
    pay(database, &suppliers).await;
    suppliers
}

/// Adds an atom with its name and blocks.
async fn add(
    database: &Database,
    name: &str,
    suffix: &str,
    kind: SupplierKind,
    merged_into: Option<i64>,
) -> i64 {
    let (write, key) = (database.write(), name_key(name));
    let atom = supplier::ActiveModel {
        key: Set(format!("{key}{suffix}")),
        name: Set(name.to_owned()),
        kind: Set(kind),
        merged_into: Set(merged_into),
        ..Default::default()
    };
    let id = supplier::Entity::insert(atom).exec(write).await.unwrap().last_insert_id;
    let name = supplier_name::ActiveModel {
        name: Set(name.to_owned()),
        supplier_id: Set(Some(merged_into.unwrap_or(id))),
        atom_id: Set(Some(id)),
        ..Default::default()
    };
    supplier_name::Entity::insert(name).exec(write).await.unwrap();
    for block in blocks(&key) {
        let row = supplier_block::ActiveModel { block: Set(block), supplier_id: Set(id) };
        supplier_block::Entity::insert(row).exec_without_returning(write).await.unwrap();
    }
    id
}

async fn identify(database: &Database, suppliers: &Suppliers) {
    for (supplier_id, scheme, value, problem) in [
        (suppliers.acme, "GB-COH", "01234568", None),
        (suppliers.acme_before, "GB-VAT", "123456782", None),
        (suppliers.beacon, "GB-CHC", "1074622", None),
        (suppliers.beacon, "GB-COH", "12345678", Some("PLACEHOLDER")),
        (suppliers.split[1], "GB-COH", "07654321", None),
    ] {
        let row = supplier_identifier::ActiveModel {
            supplier_id: Set(supplier_id),
            scheme: Set(scheme.to_owned()),
            value: Set(value.to_owned()),
            method: Set("PUBLISHED".to_owned()),
            score: Set(1_000),
            evidence: Set("{}".to_owned()),
            problem: Set(problem.map(str::to_owned)),
        };
        supplier_identifier::Entity::insert(row).exec_without_returning(database.write()).await.unwrap();
    }
}

async fn profile(database: &Database, suppliers: &Suppliers) {
    let write = database.write();
    for (code, kind, name) in [
        ("E08999001", AreaKind::District, "Northam"),
        ("E08999002", AreaKind::District, "Eastley"),
        ("E47999001", AreaKind::CombinedAuthority, "Midshire"),
    ] {
        let area = area::ActiveModel {
            code: Set(code.to_owned()),
            kind: Set(kind),
            name: Set(name.to_owned()),
            parent: Set(None),
        };
        area::Entity::insert(area).exec_without_returning(write).await.unwrap();
    }
    let profile = supplier_profile::ActiveModel {
        supplier_id: Set(suppliers.acme),
        scheme: Set(Some("GB-COH".to_owned())),
        number: Set(Some("01234568".to_owned())),
        sme: Set(Some(true)),
        sme_basis: Set(Some("NOTICE".to_owned())),
        sme_conflict: Set(false),
        vcse_conflict: Set(false),
        sic: Set(Some("43991".to_owned())),
        sector: Set(Some("F".to_owned())),
        postcode: Set(Some("WV11ST".to_owned())),
        district: Set(Some("E08999001".to_owned())),
        authority: Set(Some("E47999001".to_owned())),
        region: Set(Some("E12999001".to_owned())),
        decile: Set(Some(3)),
        formation_agent: Set(false),
        po_box: Set(false),
        ..Default::default()
    };
    supplier_profile::Entity::insert(profile).exec_without_returning(write).await.unwrap();
}

/// Two institutions pay Acme: £1,234.56 and a credit of £0.56.
async fn pay(database: &Database, suppliers: &Suppliers) {
    let payment = |institution_id, pence| payment::Model {
        institution_id,
        document_id: 1,
        seq: 1,
        row_no: 2,
        paid_on: "2024-05-01".parse().unwrap(),
        pence,
        vat_basis: VatBasis::Net,
        supplier_id: Some(suppliers.acme),
        supplier_name_id: 1,
        department: None,
        purpose: None,
        category: None,
        transaction_no: None,
        contract_ref: None,
        flags: 0,
    };
    let mut load = LoadTx::begin(database).await.unwrap();
    load.append_payments(vec![payment(1, 123_456), payment(2, -56)]).await.unwrap();
    load.commit().await.unwrap();
}

/// The id of a supplier as clients see it.
fn id_of(supplier: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("Supplier:{supplier}"))
}

impl Hub {
    /// Sends a form to the service.
    async fn form(&self, element: &str, value: &Value) -> Answer {
        let form: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair(element, &value.to_string())
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/reconcile")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8")
            .body(Body::from(form))
            .unwrap();
        self.send(request).await
    }

    /// The results of a batch of queries.
    async fn reconcile(&self, queries: &Value) -> Value {
        let answer = self.form("queries", queries).await;
        assert_eq!(answer.status, StatusCode::OK, "{queries}: {}", answer.text());
        let json = answer.json();
        shape::result_batch(&json);
        json
    }

    /// The candidates of one query: id, score, match.
    async fn candidates(&self, query: &Value) -> Vec<(String, f64, bool)> {
        let answer = self.reconcile(&json!({ "q0": query })).await;
        let candidates = answer["q0"]["result"].as_array().unwrap();
        let row = |candidate: &Value| {
            let id = candidate["id"].as_str().unwrap().to_owned();
            (id, candidate["score"].as_f64().unwrap(), candidate["match"].as_bool().unwrap())
        };
        candidates.iter().map(row).collect()
    }

    /// Status and code of a refusal.
    async fn refusal(&self, element: &str, value: &Value) -> (u16, String) {
        let answer = self.form(element, value).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{value}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap().to_owned())
    }
}
