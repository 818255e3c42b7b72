//! One file a rule that compares organisations: processes that raise it about one, and a near miss that raises nothing.
//!
//! A bid is told as who made it and what became of it; `won` is a valid bid that won.

use std::{collections::BTreeSet, path::Path};

use anchorhub_analysis::{Compared, organisation_flags};
use anchorhub_entities::{award, award_supplier, contracting_process, process_bid, process_buyer};
use anchorhub_ocds::flags::FlagCode;
use anchorhub_store::Database;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value;

use super::{all, databases, rule};

const CROSS_PROCESS: [FlagCode; 3] = [FlagCode::R025, FlagCode::R038, FlagCode::R048];

/// A process.
struct Told {
    buyer: Option<i32>,
    cpv: Option<String>,
    bids: Vec<String>,
    /// The supplier of its award.
    award: Option<i64>,
}

impl Told {
    fn all(processes: &Value) -> Vec<Self> {
        let bids = |one: &Value| one["bids"].as_array().into_iter().flatten().map(text).collect();
        let told = |one: &Value| Self {
            buyer: one["buyer"].as_i64().map(|buyer| i32::try_from(buyer).unwrap()),
            cpv: one["cpv"].as_str().map(str::to_owned),
            bids: bids(one),
            award: one["award"].as_i64(),
        };
        processes.as_array().unwrap().iter().map(told).collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn compared(name: &str) -> Compared {
    match name {
        "TENDERERS" => Compared::Tenderers,
        "BUYERS" => Compared::Buyers,
        "SUPPLIERS" => Compared::Suppliers,
        other => panic!("{other} is no kind of organisation"),
    }
}

macro_rules! insert {
    ($database:expr, $entity:path, $rows:expr) => {
        let rows: Vec<_> = $rows;
        if !rows.is_empty() {
            let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
            <$entity>::insert_many(rows).exec_without_returning($database.write()).await.unwrap();
        }
    };
}

async fn fill(database: &Database, told: &[Told]) {
    let with_ids = || (1_i64..).zip(told);
    insert!(database, contracting_process::Entity, with_ids().map(|(id, one)| process(id, one)).collect());
    insert!(
        database,
        process_buyer::Entity,
        with_ids().filter_map(|(id, one)| Some(buyer(id, one.buyer?))).collect()
    );
    insert!(
        database,
        process_bid::Entity,
        with_ids()
            .flat_map(|(id, one)| (0..).zip(&one.bids).map(move |(seq, told)| bid(id, seq, told)))
            .collect()
    );
    insert!(
        database,
        award::Entity,
        with_ids().filter(|(_, one)| one.award.is_some()).map(|(id, _)| awarded(id)).collect()
    );
    insert!(
        database,
        award_supplier::Entity,
        with_ids().filter_map(|(id, one)| Some(winner(id, one.award?))).collect()
    );
}

fn process(id: i64, told: &Told) -> contracting_process::Model {
    contracting_process::Model {
        id,
        ocid: format!("ocds-f-{id}"),
        source: "FIND_A_TENDER".to_owned(),
        title: None,
        description: None,
        stage: "AWARD".to_owned(),
        status: None,
        method: None,
        category: None,
        cpv: told.cpv.clone(),
        value_pence: None,
        value_currency: None,
        value_basis: None,
        is_framework: false,
        is_test: false,
        sme_suitable: None,
        vcse_suitable: None,
        suitability_basis: None,
        reserved: None,
        max_lots_awarded: None,
        max_lots_bid: None,
        first_published: None,
        last_published: None,
        deadline: None,
        expected_on: None,
        starts_on: None,
        ends_on: None,
        releases: 1,
        facts: Vec::new(),
    }
}

fn buyer(process_id: i64, institution: i32) -> process_buyer::Model {
    process_buyer::Model {
        process_id,
        seq: 0,
        institution_id: Some(institution),
        basis: "NAME".to_owned(),
        scheme: None,
        identifier: None,
        others: None,
        name: format!("Buyer {institution}"),
    }
}

fn bid(process_id: i64, seq: i32, told: &str) -> process_bid::Model {
    let (name, fate) = told.split_once(' ').unwrap();
    process_bid::Model {
        process_id,
        seq,
        status: Some(if fate == "won" { "valid" } else { fate }.to_owned()),
        tenderer: Some(format!("GB-COH:{name}")),
        tenderer_name: Some(name.to_owned()),
        won: fate == "won",
        comparable: true,
    }
}

fn awarded(process_id: i64) -> award::Model {
    award::Model {
        process_id,
        award_key: "A".to_owned(),
        seq: 0,
        title: None,
        status: Some("active".to_owned()),
        awarded_on: None,
        value_pence: None,
        value_currency: None,
        value_basis: None,
        starts_on: None,
        ends_on: None,
        latest_end_on: None,
        lots: "[]".to_owned(),
    }
}

fn winner(process_id: i64, supplier: i64) -> award_supplier::Model {
    award_supplier::Model {
        process_id,
        award_key: "A".to_owned(),
        seq: 0,
        supplier_id: Some(supplier),
        supplier_name_id: 1,
        scheme: None,
        identifier: None,
        scale: None,
        sme: None,
        vcse: None,
        postcode: None,
        country: None,
    }
}

fn fixtures() -> Vec<(FlagCode, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flags");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let code = FlagCode::from_name(path.file_stem().unwrap().to_str().unwrap()).unwrap();
            (code, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect()
}

#[test]
fn every_rule_that_compares_organisations_has_its_fixture() {
    let codes: BTreeSet<&str> = fixtures().iter().map(|(code, _)| code.name()).collect();
    assert_eq!(codes, CROSS_PROCESS.iter().map(|code| code.name()).collect());
}

#[tokio::test]
async fn every_rule_is_raised_by_its_fixture_and_not_by_a_near_miss() {
    for (code, fixture) in fixtures() {
        for case in fixture["cases"].as_array().unwrap() {
            let compared = compared(case["compared"].as_str().unwrap());
            databases::on_each_engine(async |database| {
                fill(&database, &Told::all(&case["raises"])).await;
                let (rules, _) = organisation_flags(&database, &all()).await.unwrap();
                let found = rule(&rules, code, compared);
                let [flag] = found.flags.as_slice() else { panic!("{code:?} is not raised once: {found:?}") };
                let expect = &case["expect"];
                assert_eq!(Some(flag.value), expect["value"].as_i64(), "{code:?}: {found:?}");
                let fence = expect["fence"].as_f64().unwrap();
                assert!((found.fences.unwrap()[2] - fence).abs() < 0.01, "{code:?}: {found:?}");
                assert_eq!(flag.name.as_deref(), expect["name"].as_str(), "{code:?}");
                assert_eq!(flag.institution_id.map(i64::from), expect["institution"].as_i64(), "{code:?}");
                assert_eq!(flag.supplier_id, expect["supplier"].as_i64(), "{code:?}");
                assert!(!flag.inputs.is_empty(), "{code:?}: what went into it");
            })
            .await;
            databases::on_each_engine(async |database| {
                fill(&database, &Told::all(&case["near_miss"])).await;
                let (rules, _) = organisation_flags(&database, &all()).await.unwrap();
                let found = rule(&rules, code, compared);
                // Computed, and nothing asked.
                assert!(found.fences.is_some() && found.flags.is_empty(), "{code:?}: {found:?}");
            })
            .await;
        }
    }
}
