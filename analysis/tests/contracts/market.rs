//! A made-up hub with contracts: registers come and go, processes are compiled, contracts are clustered.

use std::collections::BTreeMap;

use anchorhub_entities::{
    contract, contract_buyer, contract_supplier, contracting_process, document,
    feed::{self, FeedKind},
    process_category, related_process, supplier,
};
use anchorhub_store::{ChangeKind, Database, LoadTx};
use chrono::{Days, NaiveDate};
use sea_orm::{
    EntityTrait, IntoActiveModel, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::world::{Dice, INSTITUTIONS, LABELS, World, document_of, feed_of, sha256};

pub(crate) const CPVS: [&str; 6] = ["45000000", "45210000", "45211000", "90511000", "90512000", "33000000"];
pub(crate) const STAGES: [&str; 3] = ["AWARD", "CONTRACT", "ENDED"];
pub(crate) const METHODS: [&str; 3] = ["Open", "open", "Über EU – offen"];
pub(crate) const TITLES: [&str; 3] = ["Waste collection", "Road works", "Care"];

/// Feeds of registers come after those of spend.
const REGISTER_FEED: i32 = 50;
/// Documents of registers come after those of spend.
const REGISTER_DOCUMENT: i64 = 10_000;

pub(crate) struct Market {
    pub(crate) world: World,
    dice: Dice,
    next_contract: i64,
    next_process: i64,
    next_document: i64,
    /// Registers that count, with their contracts.
    registers: BTreeMap<i64, Vec<i64>>,
    /// Contracts that are no tests.
    real: Vec<i64>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Market {
    pub(crate) async fn new(database: &Database, seed: u64) -> Self {
        let mut market = Self {
            world: World::new(database, seed).await,
            dice: Dice::new(seed + 77),
            next_contract: 1,
            next_process: 1,
            next_document: REGISTER_DOCUMENT,
            registers: BTreeMap::new(),
            real: Vec::new(),
        };
        for institution_id in 1..=i32::try_from(INSTITUTIONS.len()).unwrap() {
            let mut register = feed_of(institution_id);
            register.id += REGISTER_FEED;
            register.code = format!("{}.contracts", register.id);
            register.kind = FeedKind::Contracts;
            let write = database.write();
            feed::Entity::insert(register.into_active_model()).exec(write).await.unwrap();
        }
        for _ in 0..4 {
            market.add_register().await;
            market.add_process().await;
            market.cluster().await;
        }
        market
    }

    /// Something happens.
    pub(crate) async fn step(&mut self) -> &'static str {
        match self.dice.below(8) {
            0 => self.add_register().await,
            1 => self.take_register_away().await,
            2 | 3 => self.add_process().await,
            4 => self.cluster().await,
            5 => self.world.merge().await,
            _ => self.world.step().await,
        }
    }

    pub(crate) async fn add_register(&mut self) -> &'static str {
        let institution_id = self.institution();
        let id = self.next_document;
        self.next_document += 1;
        let mut row = document_of(Ord::min(institution_id, 4), id, None, &[]);
        row.institution_id = institution_id;
        row.feed_id = institution_id + REGISTER_FEED;
        let mut load = self.world.begin().await;
        load.execute(&document::Entity::insert(row.into_active_model()).into_query()).await.unwrap();
        let mut held = Vec::new();
        for _ in 0..self.dice.below(8) + 1 {
            let contract = self.contract(Some(id), None);
            held.push(contract.id);
            self.put(&mut load, contract, Some(institution_id)).await;
        }
        load.note(ChangeKind::Document, sha256(id));
        load.commit().await.unwrap();
        self.registers.insert(id, held);
        "add a register"
    }

    /// A register does not count any more.
    async fn take_register_away(&mut self) -> &'static str {
        let ids: Vec<i64> = self.registers.keys().copied().collect();
        if ids.is_empty() {
            return "no register to take away";
        }
        let id = self.dice.pick(&ids);
        let held = self.registers.remove(&id).unwrap();
        let mut load = self.world.begin().await;
        for contract in &held {
            let alone = Query::update()
                .table(contract::Entity)
                .value(contract::Column::ClusterId, None::<i64>)
                .and_where(Expr::col(contract::Column::ClusterId).eq(*contract))
                .to_owned();
            load.execute(&alone).await.unwrap();
        }
        let parts = [
            Query::delete()
                .from_table(contract::Entity)
                .and_where(Expr::col(contract::Column::Id).is_in(held.clone()))
                .to_owned(),
            Query::delete()
                .from_table(contract_buyer::Entity)
                .and_where(Expr::col(contract_buyer::Column::ContractId).is_in(held.clone()))
                .to_owned(),
            Query::delete()
                .from_table(contract_supplier::Entity)
                .and_where(Expr::col(contract_supplier::Column::ContractId).is_in(held.clone()))
                .to_owned(),
        ];
        for part in &parts {
            load.execute(part).await.unwrap();
        }
        self.real.retain(|contract| !held.contains(contract));
        load.note(ChangeKind::Document, sha256(id));
        load.commit().await.unwrap();
        "take a register away"
    }

    pub(crate) async fn add_process(&mut self) -> &'static str {
        let id = self.next_process;
        self.next_process += 1;
        let ocid = format!("ocds-test-{id}");
        let stage = self.dice.pick(&STAGES);
        let mut load = self.world.begin().await;
        let row = process(id, &ocid, stage).into_active_model();
        load.execute(&contracting_process::Entity::insert(row).into_query()).await.unwrap();
        let code = process_category::Model {
            process_id: id,
            scheme: self.dice.pick(&["CPV", "OTHER"]).to_owned(),
            code: self.dice.pick(&CPVS).to_owned(),
            main: true,
        };
        load.execute(&process_category::Entity::insert(code.into_active_model()).into_query()).await.unwrap();
        if self.dice.below(3) == 0 {
            let related = related_process::Model {
                process_id: id,
                seq: 0,
                relationship: self.dice.pick(&["framework", "prior", "parent,framework"]).to_owned(),
                scheme: Some("ocid".to_owned()),
                identifier: Some("x".to_owned()),
                related_ocid: Some(format!("ocds-framework-{}", self.dice.below(3))),
                title: None,
                uri: None,
                method: "STATED".to_owned(),
                confidence: 100,
            };
            let insert = related_process::Entity::insert(related.into_active_model()).into_query();
            load.execute(&insert).await.unwrap();
        }
        for _ in 0..self.dice.below(5) + 1 {
            let contract = self.contract(None, Some(id));
            self.put(&mut load, contract, None).await;
        }
        load.note(ChangeKind::ContractingProcess, ocid);
        load.commit().await.unwrap();
        "add a process"
    }

    /// Some contracts become one, others come apart.
    pub(crate) async fn cluster(&mut self) -> &'static str {
        let mut load = self.world.begin().await;
        for _ in 0..3 {
            let (one, other) = (self.dice.pick(&self.real), self.dice.pick(&self.real));
            let head = Ord::min(one, other);
            // A contract that stood for others stands for itself from now on, and they for themselves.
            let alone = Query::update()
                .table(contract::Entity)
                .value(contract::Column::ClusterId, None::<i64>)
                .and_where(Expr::col(contract::Column::ClusterId).is_in([one, other]))
                .to_owned();
            load.execute(&alone).await.unwrap();
            let joined = Query::update()
                .table(contract::Entity)
                .value(contract::Column::ClusterId, head)
                .and_where(Expr::col(contract::Column::Id).is_in([one, other]))
                .to_owned();
            load.execute(&joined).await.unwrap();
        }
        load.note(ChangeKind::Links, "GB-LAE-T01");
        load.commit().await.unwrap();
        "cluster"
    }

    fn institution(&mut self) -> i32 {
        i32::try_from(self.dice.below(INSTITUTIONS.len() as u64)).unwrap() + 1
    }

    fn date(&mut self) -> Option<NaiveDate> {
        let days = self.dice.below(1_500);
        (self.dice.below(5) > 0).then(|| day("2023-01-15") + Days::new(days))
    }

    fn contract(&mut self, document_id: Option<i64>, process_id: Option<i64>) -> contract::Model {
        let id = self.next_contract;
        self.next_contract += 1 + i64::try_from(self.dice.below(2)).unwrap();
        let is_test = self.dice.below(15) == 0;
        if !is_test {
            self.real.push(id);
        }
        let pence = i64::try_from(self.dice.below(900_000)).unwrap() * 1_000;
        let has_value = self.dice.below(5) > 0;
        let dice = &mut self.dice;
        let mut text = |from: &[&'static str]| dice.maybe(from).map(str::to_owned);
        let (value_currency, value_basis) = (
            text(&["GBP", "GBP", "GBP", "GBP", "EUR"]),
            text(&["NET", "NET", "GROSS", "CEILING", "ESTIMATE"]),
        );
        let (method, cpv, title) = (text(&METHODS), text(&CPVS), text(&TITLES));
        let (category, category_scheme) = (text(&LABELS), text(&["OWN", "", "PROCLASS"]));
        let is_framework = dice.below(8) == 0;
        let (sme, vcse) = (dice.maybe(&[true, false]), dice.maybe(&[true, false]));
        let annual_pence = dice.maybe(&[100_000, 5_000_000]);
        contract::Model {
            id,
            source_key: format!("source {id}"),
            origin: if process_id.is_some() { "CONTRACT" } else { "REGISTER" }.to_owned(),
            process_id,
            document_id,
            row_no: None,
            award_key: None,
            reference: None,
            title,
            description: None,
            department: None,
            status: None,
            awarded_on: self.date(),
            signed_on: self.date(),
            starts_on: self.date(),
            ends_on: self.date(),
            end_basis: None,
            latest_end_on: None,
            review_on: self.date(),
            extension_months: None,
            value_pence: has_value.then_some(pence),
            value_currency,
            value_basis,
            annual_pence,
            irrecoverable_vat_pence: None,
            cpv,
            category,
            category_scheme,
            method,
            is_framework,
            is_test,
            sme,
            vcse,
            cluster_id: None,
            cluster_method: None,
            cluster_confidence: None,
        }
    }

    async fn put(&mut self, load: &mut LoadTx, contract: contract::Model, buyer: Option<i32>) {
        let id = contract.id;
        load.execute(&contract::Entity::insert(contract.into_active_model()).into_query()).await.unwrap();
        let mut buyers: Vec<i32> = buyer.into_iter().collect();
        for _ in 0..self.dice.below(3) {
            buyers.push(self.institution());
        }
        buyers.sort_unstable();
        buyers.dedup();
        for institution_id in buyers {
            let row = contract_buyer::Model { contract_id: id, institution_id };
            load.execute(&contract_buyer::Entity::insert(row.into_active_model()).into_query())
                .await
                .unwrap();
        }
        let names: Vec<i64> = self.world.names.keys().copied().collect();
        for seq in 0..i32::try_from(self.dice.below(4)).unwrap() {
            let name = self.dice.pick(&names);
            let row = contract_supplier::Model {
                contract_id: id,
                seq,
                supplier_id: self.world.names[&name].map(|atom| self.world.atoms[&atom]),
                supplier_name_id: name,
                scheme: None,
                identifier: None,
                scale: None,
                sme: None,
                vcse: None,
                postcode: None,
                country: None,
            };
            let insert = contract_supplier::Entity::insert(row.into_active_model()).into_query();
            load.execute(&insert).await.unwrap();
        }
    }

    /// A supplier that holds nothing.
    pub(crate) async fn idle_suppliers(&self) -> Vec<i64> {
        let holding = Query::select()
            .column(contract_supplier::Column::SupplierId)
            .from(contract_supplier::Entity)
            .and_where(Expr::col(contract_supplier::Column::SupplierId).is_not_null())
            .to_owned();
        let select = supplier::Entity::find()
            .into_query()
            .and_where(Expr::col((supplier::Entity, supplier::Column::Id)).not_in_subquery(holding))
            .to_owned();
        let found: Vec<supplier::Model> = self.world.database.fetch(&select).await.unwrap();
        found.into_iter().map(|supplier| supplier.id).collect()
    }
}

fn process(id: i64, ocid: &str, stage: &str) -> contracting_process::Model {
    contracting_process::Model {
        id,
        ocid: ocid.to_owned(),
        source: "FIND_A_TENDER".to_owned(),
        title: None,
        description: None,
        stage: stage.to_owned(),
        status: None,
        method: None,
        category: None,
        cpv: None,
        value_pence: None,
        value_currency: None,
        value_basis: None,
        is_framework: false,
        is_test: false,
        sme_suitable: (id % 3 > 0).then_some(id % 3 == 1),
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
