//! Red flags over many processes against loops over the rows and plain SQL, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    Compared, FlagNumbers, OrganisationRule, ProcessDimension, ProcessQuestion, Tally, flag_summary,
    organisation_flags,
};
use anchorhub_entities::{contracting_process, flag_check, process_bid, red_flag};
use anchorhub_ocds::flags::FlagCode;
use anchorhub_store::Database;
use sea_orm::{
    EntityTrait, IntoActiveModel,
    sea_query::{Query, SelectStatement},
};

#[path = "../../store/tests/support/mod.rs"]
mod databases;
#[path = "flags/fixtures.rs"]
mod fixtures;
#[path = "support/hub.rs"]
mod hub;
#[path = "support/processes.rs"]
mod processes;

use hub::Dice;
use processes::{PROCESSES, World};

/// What was put into the database beside the processes.
struct Flagged {
    world: World,
    checks: Vec<flag_check::Model>,
    flags: Vec<red_flag::Model>,
    bids: Vec<process_bid::Model>,
}

async fn on_each_engine(test: impl AsyncFn(Database, Flagged)) {
    databases::on_each_engine(async |database| {
        let flagged = fill(&database).await;
        test(database, flagged).await;
    })
    .await;
}

/// Nine in ten processes are checked; every rule is raised for some, is clear for some, and misses something for others.
/// Bids are made by twelve firms, one of which mostly loses, and one of which is mostly disqualified.
async fn fill(database: &Database) -> Flagged {
    let world = processes::fill(database).await;
    let (mut checks, mut flags, mut bids) = (Vec::new(), Vec::new(), Vec::new());
    for process_id in 1..=PROCESSES {
        let mut dice = Dice::new(u64::try_from(process_id).unwrap() + 31_000);
        if dice.below(10) > 0 {
            let mut check = flag_check::Model { process_id, computed: 0, missing: 0 };
            for code in FlagCode::ALL {
                match dice.below(4) {
                    0 => check.missing |= code.bit(),
                    1 => check.computed |= code.bit(),
                    2 => {
                        check.computed |= code.bit();
                        flags.extend(
                            (0..1 + i32::try_from(dice.below(2)).unwrap())
                                .map(|seq| flag(process_id, *code, seq)),
                        );
                    }
                    _ => {}
                }
            }
            checks.push(check);
        }
        let comparable = dice.below(4) > 0;
        for seq in 0..i32::try_from(dice.below(7)).unwrap() {
            let firm = dice.below(12);
            let fate = dice.below(10);
            let status = match (firm, fate) {
                (1, 0..8) => Some("disqualified"),
                (_, 0) => Some("disqualified"),
                (_, 1) => Some("invited"),
                (_, 2) => None,
                _ => Some("valid"),
            };
            bids.push(process_bid::Model {
                process_id,
                seq,
                status: status.map(str::to_owned),
                tenderer: (dice.below(8) > 0).then(|| format!("GB-COH:{firm:08}")),
                tenderer_name: Some(format!("Firm {firm}")),
                // The busiest firm never wins.
                won: firm > 1 && dice.below(10) > 0,
                comparable,
            });
        }
        // The firm that never wins bids more often than any other.
        bids.push(process_bid::Model {
            process_id,
            seq: 99,
            status: Some("valid".to_owned()),
            tenderer: Some("GB-COH:00000000".to_owned()),
            tenderer_name: Some("Firm 0".to_owned()),
            won: false,
            comparable,
        });
    }
    let write = database.write();
    macro_rules! insert {
        ($entity:path, $rows:expr) => {
            for rows in $rows.chunks(200) {
                let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
                <$entity>::insert_many(rows).exec_without_returning(write).await.unwrap();
            }
        };
    }
    insert!(flag_check::Entity, checks);
    insert!(red_flag::Entity, flags);
    insert!(process_bid::Entity, bids);
    Flagged { world, checks, flags, bids }
}

fn flag(process_id: i64, code: FlagCode, seq: i32) -> red_flag::Model {
    red_flag::Model {
        process_id,
        code: code.name().to_owned(),
        seq,
        lot_key: None,
        award_key: None,
        bid_key: None,
        supplier: None,
        value: 100,
        threshold: 100,
        unit: "NUMBER".to_owned(),
        inputs: "{}".to_owned(),
    }
}

fn all() -> SelectStatement {
    Query::select().column(contracting_process::Column::Id).from(contracting_process::Entity).to_owned()
}

fn is_test(process_id: i64) -> bool {
    process_id % 20 == 0
}

#[tokio::test]
async fn the_summary_is_that_of_a_loop() {
    on_each_engine(async |database, flagged| {
        let question =
            ProcessQuestion { processes: all(), group_by: vec![ProcessDimension::Stage], first: 3 };
        let answer = flag_summary(&database, &question).await.unwrap();
        let real = flagged.checks.iter().filter(|check| !is_test(check.process_id));
        let processes =
            i64::try_from(flagged.world.processes.iter().filter(|one| !one.is_test).count()).unwrap();
        let checked = i64::try_from(real.clone().count()).unwrap();
        assert_eq!((answer.total.processes, answer.total.unchecked), (processes, processes - checked));
        assert!(answer.total.unchecked > 0);
        for code in FlagCode::ALL {
            let raised: BTreeSet<i64> = flagged
                .flags
                .iter()
                .filter(|flag| flag.code == code.name() && !is_test(flag.process_id))
                .map(|flag| flag.process_id)
                .collect();
            let number = |of: fn(&flag_check::Model) -> i64| {
                i64::try_from(real.clone().filter(|check| of(check) & code.bit() != 0).count()).unwrap()
            };
            let expected = FlagNumbers {
                computed: number(|check| check.computed),
                raised: i64::try_from(raised.len()).unwrap(),
                not_computable: number(|check| check.missing),
            };
            assert!(
                expected.raised > 0 && expected.computed > expected.raised && expected.not_computable > 0
            );
            assert_eq!(answer.total.rules[code], expected, "{code:?}");
        }
        let mut sum = answer.rest.clone();
        answer.rows.iter().for_each(|row| sum.add(&row.figures).unwrap());
        assert_eq!(sum, answer.total);
    })
    .await;
}

/// Quartiles by another road: positions counted in quarters.
fn quartile(values: &[f64], quarter: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let steps = (sorted.len() - 1) * quarter;
    let (whole, rest) = (steps / 4, steps % 4);
    let next = sorted.get(whole + 1).copied().unwrap_or(sorted[whole]);
    (sorted[whole] * (4 - rest) as f64 + next * rest as f64) / 4.0
}

fn rule(rules: &[OrganisationRule], code: FlagCode, compared: Compared) -> &OrganisationRule {
    rules.iter().find(|rule| (rule.code, rule.compared) == (code, compared)).unwrap()
}

fn names(rule: &OrganisationRule) -> BTreeSet<String> {
    rule.flags.iter().filter_map(|flag| flag.name.clone()).collect()
}

#[tokio::test]
async fn tenderers_that_stand_out_are_those_of_a_loop() {
    on_each_engine(async |database, flagged| {
        let (rules, _) = organisation_flags(&database, &all()).await.unwrap();
        let real = || flagged.bids.iter().filter(|bid| !is_test(bid.process_id) && bid.tenderer.is_some());

        // R025: valid and won, by firm.
        let mut valid: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for bid in real().filter(|bid| bid.comparable && bid.status.as_deref() == Some("valid")) {
            let record = valid.entry(bid.tenderer_name.as_deref().unwrap()).or_default();
            *record = (record.0 + 1.0, record.1 + f64::from(u8::from(bid.won)));
        }
        let numbers: Vec<f64> = valid.values().map(|(bids, _)| *bids).collect();
        let percent = |part: f64, whole: f64| (part * 10_000.0 / whole).floor();
        let ratios: Vec<f64> = valid.values().map(|(bids, won)| percent(*won, *bids)).collect();
        let (first, third) = (quartile(&ratios, 1), quartile(&ratios, 3));
        let expected: BTreeSet<String> = valid
            .iter()
            .filter(|(_, (bids, won))| {
                *bids >= quartile(&numbers, 3)
                    && percent(*won, *bids) <= first - 1.5 * (third - first)
                    && percent(*won, *bids) < first
            })
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let unsuccessful = rule(&rules, FlagCode::R025, Compared::Tenderers);
        assert_eq!(expected, BTreeSet::from(["Firm 0".to_owned()]));
        assert_eq!(names(unsuccessful), expected);
        assert_eq!(unsuccessful.organisations, i64::try_from(valid.len()).unwrap());

        // R038: submitted and disqualified, by firm.
        let mut submitted: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for bid in real().filter(|bid| matches!(bid.status.as_deref(), Some("valid" | "disqualified"))) {
            let record = submitted.entry(bid.tenderer_name.as_deref().unwrap()).or_default();
            let disqualified = bid.status.as_deref() == Some("disqualified");
            *record = (record.0 + 1.0, record.1 + f64::from(u8::from(disqualified)));
        }
        let ratios: Vec<f64> = submitted.values().map(|(bids, out)| percent(*out, *bids)).collect();
        let (first, third) = (quartile(&ratios, 1), quartile(&ratios, 3));
        let fence = third + 1.5 * (third - first);
        let expected: BTreeSet<String> = submitted
            .iter()
            .filter(|(_, (bids, out))| percent(*out, *bids) >= fence && percent(*out, *bids) > third)
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let excluded = rule(&rules, FlagCode::R038, Compared::Tenderers);
        assert!(expected.contains("Firm 1"));
        assert_eq!(names(excluded), expected);
        let fences = excluded.fences.unwrap();
        assert!(
            (fences[0] - first).abs() < 0.01
                && (fences[1] - third).abs() < 0.01
                && (fences[2] - fence).abs() < 0.01
        );

        // Two institutions alone buy: they are not compared, and that is told.
        let buyers = rule(&rules, FlagCode::R038, Compared::Buyers);
        assert_eq!((buyers.organisations, buyers.fences, buyers.flags.len()), (2, None, 0));
        assert!(buyers.missing.is_some());
    })
    .await;
}

#[tokio::test]
async fn varied_suppliers_are_those_of_a_loop() {
    on_each_engine(async |database, flagged| {
        let world = &flagged.world;
        let (rules, _) = organisation_flags(&database, &all()).await.unwrap();
        let mut divisions: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
        for award in &world.awards {
            let process = world.processes.iter().find(|process| process.id == award.process_id).unwrap();
            let stands = !matches!(award.status.as_deref(), Some("Cancelled" | "unsuccessful"));
            let own: Vec<_> = world
                .winners
                .iter()
                .filter(|one| (one.process_id, &one.award_key) == (award.process_id, &award.award_key))
                .collect();
            if let ([winner], Some(cpv), true, false) =
                (own.as_slice(), &process.cpv, stands, process.is_test)
                && let Some(supplier) = winner.supplier_id
            {
                divisions.entry(supplier).or_default().insert(&cpv[..2]);
            }
        }
        let varied = rule(&rules, FlagCode::R048, Compared::Suppliers);
        assert_eq!(varied.organisations, i64::try_from(divisions.len()).unwrap());
        let numbers: Vec<f64> = divisions.values().map(|set| set.len() as f64).collect();
        let (first, third) = (quartile(&numbers, 1), quartile(&numbers, 3));
        let expected: BTreeSet<i64> = divisions
            .iter()
            .filter(|(_, set)| set.len() as f64 >= third + 1.5 * (third - first) && set.len() as f64 > third)
            .map(|(supplier, _)| *supplier)
            .collect();
        let found: BTreeSet<i64> = varied.flags.iter().filter_map(|flag| flag.supplier_id).collect();
        assert_eq!(found, expected);
    })
    .await;
}

#[tokio::test]
async fn without_bids_nothing_is_computed() {
    databases::on_each_engine(async |database| {
        let (rules, _) = organisation_flags(&database, &all()).await.unwrap();
        assert_eq!(rules.len(), 4);
        for rule in rules {
            assert!(rule.missing.is_some() && rule.flags.is_empty() && rule.organisations == 0, "{rule:?}");
        }
    })
    .await;
}
