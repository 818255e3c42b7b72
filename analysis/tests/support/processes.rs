//! Made-up contracting processes for tests, always the same: with lots and without, with numbers of bids for lots, for the
//! whole, for both and in conflict, with awards of several lots and suppliers, of every value basis and known size.

#![allow(clippy::unwrap_used, dead_code, reason = "test code; each test uses what it needs")]

use anchorhub_entities::{
    award, award_supplier, bid_statistic, contract, contracting_process, lot, process_buyer, process_place,
    supplier_profile,
};
use anchorhub_store::Database;
use chrono::{Days, NaiveDate, Utc};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::hub::{Dice, instant};

/// What was put into the database.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) processes: Vec<contracting_process::Model>,
    pub(crate) buyers: Vec<process_buyer::Model>,
    pub(crate) places: Vec<process_place::Model>,
    pub(crate) lots: Vec<lot::Model>,
    pub(crate) statistics: Vec<bid_statistic::Model>,
    pub(crate) awards: Vec<award::Model>,
    pub(crate) winners: Vec<award_supplier::Model>,
    pub(crate) profiles: Vec<supplier_profile::Model>,
    pub(crate) contracts: Vec<contract::Model>,
}

/// Processes in the world; every twentieth is a test.
pub(crate) const PROCESSES: i64 = 120;
const STAGES: [&str; 7] = ["PLANNED", "ENGAGEMENT", "TENDER", "AWARD", "CONTRACT", "ENDED", "CANCELLED"];
/// Suppliers with a profile: one in three is small, one is not, of one it is not known.
const SUPPLIERS: i64 = 30;

/// Fills an empty database.
pub(crate) async fn fill(database: &Database) -> World {
    let mut world = World::default();
    for id in 1..=PROCESSES {
        process(id, &mut world);
    }
    world.profiles = (1..=SUPPLIERS).map(profile).collect();
    world.contracts = (1..=40).map(ending).collect();
    let write = database.write();
    macro_rules! insert {
        ($entity:path, $rows:expr) => {
            let rows = $rows.iter().cloned().map(IntoActiveModel::into_active_model);
            <$entity>::insert_many(rows).exec_without_returning(write).await.unwrap();
        };
    }
    insert!(contracting_process::Entity, world.processes);
    insert!(process_buyer::Entity, world.buyers);
    insert!(process_place::Entity, world.places);
    insert!(lot::Entity, world.lots);
    insert!(bid_statistic::Entity, world.statistics);
    insert!(award::Entity, world.awards);
    insert!(award_supplier::Entity, world.winners);
    insert!(supplier_profile::Entity, world.profiles);
    insert!(contract::Entity, world.contracts);
    world
}

fn ahead(days: u64) -> NaiveDate {
    Utc::now().date_naive() + Days::new(days)
}

fn process(id: i64, world: &mut World) {
    let mut dice = Dice::new(u64::try_from(id).unwrap());
    let yes_no = |dice: &mut Dice| [Some(true), Some(false), None][usize::try_from(dice.below(3)).unwrap()];
    let stage = dice.pick(&STAGES);
    let is_framework = dice.below(6) == 0;
    let (pence, currency, basis) = value(&mut dice, is_framework, "ESTIMATE");
    let sme = yes_no(&mut dice);
    world.processes.push(contracting_process::Model {
        id,
        ocid: format!("ocds-w-{id}"),
        source: ["FIND_A_TENDER", "CONTRACTS_FINDER"][usize::try_from(id % 2).unwrap()].to_owned(),
        title: Some(format!("Process {id}")),
        description: None,
        stage: stage.to_owned(),
        status: None,
        method: None,
        category: dice.pick(&[Some("goods"), Some("works"), None]).map(str::to_owned),
        cpv: dice.pick(&[Some("90511000"), Some("45233140"), Some("90000000"), None]).map(str::to_owned),
        value_pence: pence,
        value_currency: currency,
        value_basis: basis,
        is_framework,
        is_test: id % 20 == 0,
        sme_suitable: sme,
        vcse_suitable: yes_no(&mut dice),
        suitability_basis: sme.map(|_| "TENDER".to_owned()),
        reserved: None,
        max_lots_awarded: (dice.below(3) == 0).then_some(1),
        max_lots_bid: (dice.below(4) == 0).then_some(2),
        first_published: (dice.below(9) > 0).then(|| {
            instant(dice.pick(&["2024-03-31T23:00:00Z", "2024-04-01T00:00:00Z", "2025-07-01T00:00:00Z"]))
        }),
        last_published: None,
        deadline: None,
        expected_on: Some(ahead(dice.below(400))),
        starts_on: (dice.below(3) > 0).then(|| ahead(dice.below(500))),
        ends_on: None,
        releases: 1,
        facts: Vec::new(),
    });
    for seq in 0..i32::try_from(dice.below(3)).unwrap() {
        world.buyers.push(process_buyer::Model {
            process_id: id,
            seq,
            institution_id: dice.pick(&[Some(1), Some(2), None]),
            basis: "NAME".to_owned(),
            scheme: None,
            identifier: None,
            others: None,
            name: "Buyer".to_owned(),
        });
    }
    let mut places: Vec<&str> =
        (0..dice.below(3)).map(|_| dice.pick(&["UKG39", "TLG3", "TLF12", "UKG"])).collect();
    places.sort_unstable();
    places.dedup();
    world.places.extend(places.into_iter().map(|code| process_place::Model {
        process_id: id,
        scheme: "ITL".to_owned(),
        code: code.to_owned(),
    }));
    let lots = i32::try_from(dice.below(4)).unwrap();
    for seq in 0..lots {
        let sme = yes_no(&mut dice);
        let (pence, currency, basis) = value(&mut dice, is_framework, "ESTIMATE");
        world.lots.push(lot::Model {
            process_id: id,
            lot_key: format!("L{seq}"),
            seq,
            title: None,
            description: None,
            status: None,
            value_pence: pence,
            value_currency: currency,
            value_basis: basis,
            sme_suitable: sme,
            vcse_suitable: yes_no(&mut dice),
            suitability_basis: sme.map(|_| dice.pick(&["LOT", "TENDER"]).to_owned()),
            starts_on: None,
            ends_on: None,
            latest_end_on: None,
            renewal: None,
            options: None,
            cpv: None,
        });
    }
    statistics(id, lots, &mut dice, world);
    for seq in 0..i32::try_from(dice.below(4)).unwrap() {
        awarded(id, seq, lots, is_framework, &mut dice, world);
    }
}

fn value(dice: &mut Dice, is_framework: bool, plain: &str) -> (Option<i64>, Option<String>, Option<String>) {
    let basis = if is_framework { "CEILING" } else { plain };
    let pence = i64::try_from(dice.below(700_000_000)).unwrap();
    match dice.below(8) {
        0 => (None, None, None),
        1 => (Some(pence), Some("AED".to_owned()), Some(basis.to_owned())),
        2 if plain == "NET" => (Some(pence), Some("GBP".to_owned()), Some("GROSS".to_owned())),
        3 => (Some(pence / 500), Some("GBP".to_owned()), Some(basis.to_owned())),
        _ => (Some(pence), Some("GBP".to_owned()), Some(basis.to_owned())),
    }
}

/// Numbers for lots, for a lot that the tender does not list, for the whole, or none; some in conflict, some impossible.
fn statistics(process_id: i64, lots: i32, dice: &mut Dice, world: &mut World) {
    let mut keys: Vec<Option<String>> = match dice.below(4) {
        0 => Vec::new(),
        1 => vec![None],
        2 => (0..lots).map(|lot| Some(format!("L{lot}"))).collect(),
        _ => (0..lots).map(|lot| Some(format!("L{lot}"))).chain([None, Some("X".to_owned())]).collect(),
    };
    if dice.below(2) == 0 {
        keys.reverse();
    }
    for key in keys {
        let bids = i64::try_from(dice.below(6)).unwrap();
        for (measure, most) in [("bids", bids), ("smeBids", bids + 1), ("vcseBids", bids), ("foreignBids", 3)]
        {
            if dice.below(6) == 0 {
                continue;
            }
            let conflict = dice.below(7) == 0;
            let value = if measure == "bids" {
                bids
            } else {
                i64::try_from(dice.below(u64::try_from(most).unwrap() + 1)).unwrap()
            };
            world.statistics.push(bid_statistic::Model {
                process_id,
                seq: i32::try_from(world.statistics.len()).unwrap(),
                lot_key: key.clone(),
                measure: measure.to_owned(),
                value: (!conflict).then_some(value),
                state: if conflict { "CONFLICT" } else { "VALID" }.to_owned(),
            });
        }
    }
}

fn awarded(process_id: i64, seq: i32, lots: i32, is_framework: bool, dice: &mut Dice, world: &mut World) {
    let (pence, currency, basis) = value(dice, is_framework, "NET");
    let named: Vec<String> = (0..lots).filter(|_| dice.below(2) == 0).map(|lot| format!("L{lot}")).collect();
    world.awards.push(award::Model {
        process_id,
        award_key: format!("A{seq}"),
        seq,
        title: None,
        status: dice
            .pick(&[Some("active"), Some("active"), None, Some("Cancelled"), Some("unsuccessful")])
            .map(str::to_owned),
        awarded_on: dice
            .pick(&[None, Some((2024, 5, 1)), Some((2025, 1, 1)), Some((2025, 9, 30))])
            .and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day)),
        value_pence: pence,
        value_currency: currency,
        value_basis: basis,
        starts_on: None,
        ends_on: None,
        latest_end_on: None,
        lots: serde_json::to_string(&named).unwrap(),
    });
    for winner in 0..i32::try_from(dice.below(4)).unwrap() {
        world.winners.push(award_supplier::Model {
            process_id,
            award_key: format!("A{seq}"),
            seq: winner,
            // Some are withheld, some have no profile.
            supplier_id: (dice.below(6) > 0).then(|| 1 + i64::try_from(dice.below(35)).unwrap()),
            supplier_name_id: 1,
            scheme: None,
            identifier: None,
            scale: None,
            sme: dice.pick(&[Some(true), Some(false), None, None]),
            vcse: dice.pick(&[Some(true), None, None]),
            postcode: None,
            country: None,
        });
    }
}

fn profile(supplier_id: i64) -> supplier_profile::Model {
    let sme = [Some(true), Some(false), None][usize::try_from(supplier_id % 3).unwrap()];
    supplier_profile::Model {
        supplier_id,
        scheme: None,
        number: None,
        sme,
        sme_basis: sme
            .map(|_| ["ACCOUNTS", "SPEND_FILE"][usize::try_from(supplier_id % 2).unwrap()].to_owned()),
        sme_on: None,
        sme_conflict: supplier_id % 10 == 0,
        vcse: (supplier_id % 5 == 0).then_some(true),
        vcse_basis: (supplier_id % 5 == 0).then(|| "CHARITY_REGISTER".to_owned()),
        vcse_on: None,
        vcse_conflict: false,
        sic: None,
        sector: None,
        sector_basis: None,
        postcode: None,
        lsoa: None,
        ward: None,
        district: None,
        authority: None,
        region: None,
        country: None,
        decile: None,
        location_basis: None,
        formation_agent: false,
        po_box: false,
        group_scheme: None,
        group_number: None,
        group_name: None,
        group_basis: None,
    }
}

/// A contract that ends; some belong to a process.
fn ending(id: i64) -> contract::Model {
    let mut dice = Dice::new(u64::try_from(id).unwrap() + 7_000);
    let is_framework = dice.below(5) == 0;
    let (pence, currency, basis) = value(&mut dice, is_framework, "NET");
    contract::Model {
        id,
        source_key: format!("c/{id}"),
        origin: "REGISTER".to_owned(),
        process_id: (id % 2 == 0).then_some(id),
        document_id: None,
        row_no: None,
        award_key: None,
        reference: None,
        title: None,
        description: None,
        department: None,
        status: None,
        awarded_on: None,
        signed_on: None,
        starts_on: None,
        ends_on: Some(ahead(dice.below(700))),
        end_basis: Some("REGISTER_END".to_owned()),
        latest_end_on: None,
        review_on: None,
        extension_months: None,
        value_pence: pence,
        value_currency: currency,
        value_basis: basis,
        annual_pence: None,
        irrecoverable_vat_pence: None,
        cpv: dice.pick(&[Some("90511000"), None]).map(str::to_owned),
        category: None,
        category_scheme: None,
        method: None,
        is_framework,
        is_test: id % 13 == 0,
        sme: None,
        vcse: None,
        cluster_id: None,
        cluster_method: None,
        cluster_confidence: None,
    }
}
