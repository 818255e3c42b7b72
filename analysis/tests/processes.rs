//! Metrics of contracting processes against loops over the rows and plain SQL, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    AnalysisError, Answers, Breakdown, Days, Enterprise, Opportunities, Parts, PipelineDimension,
    PipelineKey, PipelineQuestion, ProcessDimension, ProcessQuestion, Tally, WinnerMode, bid_funnel,
    lot_suitability, sme_pipeline, stage_awarded, stage_bid, stage_planned, stage_tendered,
};
use anchorhub_entities::{award, award_supplier, contracting_process};
use anchorhub_store::Database;
use chrono::NaiveDate;
use sea_orm::{
    Condition, FromQueryResult,
    sea_query::{Expr, Query},
};

#[path = "../../store/tests/support/mod.rs"]
mod databases;
#[path = "support/hub.rs"]
mod hub;
#[path = "support/processes.rs"]
mod processes;

use processes::World;

const DIMENSIONS: [ProcessDimension; 6] = [
    ProcessDimension::Institution,
    ProcessDimension::Source,
    ProcessDimension::Stage,
    ProcessDimension::CategoryDivision,
    ProcessDimension::MainCategory,
    ProcessDimension::FinancialYear,
];

async fn on_each_engine(test: impl AsyncFn(Database, World)) {
    databases::on_each_engine(async |database| {
        let world = processes::fill(&database).await;
        test(database, world).await;
    })
    .await;
}

fn all(group_by: &[ProcessDimension], first: usize) -> ProcessQuestion {
    let processes =
        Query::select().column(contracting_process::Column::Id).from(contracting_process::Entity).to_owned();
    ProcessQuestion { processes, group_by: group_by.to_vec(), first }
}

/// That rows and rest make up the total.
fn adds_up<K, T: Tally + PartialEq + std::fmt::Debug>(breakdown: &Breakdown<K, T>) {
    let mut sum = breakdown.rest.clone();
    for row in &breakdown.rows {
        sum.add(&row.figures).unwrap();
    }
    assert_eq!(sum, breakdown.total);
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

/// A number by plain SQL.
async fn number(database: &Database, expression: &str) -> i64 {
    let select = Query::select()
        .expr_as(Expr::cust(format!("CAST(coalesce(({expression}), 0) AS BIGINT)")), "number")
        .to_owned();
    let rows: Vec<Number> = database.fetch(&select).await.unwrap();
    rows[0].number
}

#[tokio::test]
async fn the_funnel_is_that_of_a_loop_over_lots() {
    on_each_engine(async |database, world| {
        let total = bid_funnel(&database, &all(&[], 50)).await.unwrap().total;
        let (mut lots, mut with_bids, mut bids, mut single, mut conflicting, mut impossible) =
            (0, 0, 0, 0, 0, 0);
        let (mut sme, mut sme_of, mut vcse, mut vcse_of) = (0, 0, 0, 0);
        let mut to_sme = Answers::default();
        for process in world.processes.iter().filter(|process| !process.is_test) {
            let stated: BTreeMap<(Option<&str>, &str), Option<i64>> = world
                .statistics
                .iter()
                .filter(|row| row.process_id == process.id && row.measure != "foreignBids")
                .map(|row| ((row.lot_key.as_deref(), row.measure.as_str()), row.value))
                .collect();
            let decided = ["AWARD", "CONTRACT", "ENDED"].contains(&process.stage.as_str());
            if stated.is_empty() && !decided {
                continue;
            }
            let own = world.lots.iter().filter(|lot| lot.process_id == process.id);
            let mut keys: BTreeSet<Option<&str>> = own.map(|lot| Some(lot.lot_key.as_str())).collect();
            keys.extend(stated.keys().map(|(lot, _)| *lot));
            // Numbers of the whole count where no lot has any; lots then are not told apart.
            let by_lot = stated.keys().any(|(lot, _)| lot.is_some());
            if by_lot || stated.is_empty() && !keys.is_empty() {
                keys.remove(&None);
            } else {
                keys = BTreeSet::from([None]);
            }
            for key in &keys {
                lots += 1;
                let of = |measure| stated.get(&(*key, measure)).copied();
                let measures = [of("bids"), of("smeBids"), of("vcseBids")];
                conflicting += i64::from(measures.contains(&Some(None)));
                let Some(number) = measures[0].flatten() else { continue };
                (with_bids, bids, single) = (with_bids + 1, bids + number, single + i64::from(number == 1));
                impossible += i64::from(measures.iter().flatten().flatten().any(|part| *part > number));
                if let Some(part) = measures[1].flatten().filter(|part| *part <= number) {
                    (sme, sme_of) = (sme + part, sme_of + number);
                }
                if let Some(part) = measures[2].flatten().filter(|part| *part <= number) {
                    (vcse, vcse_of) = (vcse + part, vcse_of + number);
                }
                for award in
                    world.awards.iter().filter(|award| award.process_id == process.id && stands(award))
                {
                    let named: Vec<String> = serde_json::from_str(&award.lots).unwrap();
                    let about = match key {
                        None => true,
                        Some(_) if named.is_empty() => keys.len() == 1,
                        Some(key) => named.iter().any(|lot| lot == key),
                    };
                    if about {
                        let sizes = sizes(&world, award, Enterprise::Sme);
                        if sizes.contains(&Some(true)) {
                            to_sme.yes += 1;
                        } else if sizes.contains(&Some(false)) {
                            to_sme.no += 1;
                        } else {
                            to_sme.unknown += 1;
                        }
                    }
                }
            }
        }
        assert!(conflicting > 5 && impossible > 0 && single > 3 && to_sme.yes > 5 && to_sme.unknown > 0);
        assert_eq!((total.lots, total.lots_with_bids, total.bids), (lots, with_bids, bids));
        assert_eq!(
            (total.single_bid, total.conflicting, total.impossible),
            (single, conflicting, impossible)
        );
        assert_eq!((total.sme.bids, total.sme.of), (sme, sme_of));
        assert_eq!((total.vcse.bids, total.vcse.of), (vcse, vcse_of));
        assert_eq!(total.awards_to_sme, to_sme);
        assert_eq!(total.size_basis.values().sum::<i64>(), to_sme.known());

        let bid = stage_bid(&database, &all(&[], 0), Enterprise::Sme).await.unwrap().total;
        assert_eq!(bid.number, Parts { numerator: sme, denominator: sme_of, all: bids });
    })
    .await;
}

fn stands(award: &award::Model) -> bool {
    !matches!(award.status.as_deref(), Some("Cancelled" | "unsuccessful"))
}

/// What is known of each supplier of an award.
fn sizes(world: &World, award: &award::Model, enterprise: Enterprise) -> Vec<Option<bool>> {
    let own = |winner: &&award_supplier::Model| {
        (winner.process_id, &winner.award_key) == (award.process_id, &award.award_key)
    };
    let size = |winner: &award_supplier::Model| {
        let profile = world.profiles.iter().find(|profile| Some(profile.supplier_id) == winner.supplier_id);
        match enterprise {
            Enterprise::Sme => winner.sme.or(profile.and_then(|profile| profile.sme)),
            Enterprise::Vcse => winner.vcse.or(profile.and_then(|profile| profile.vcse)),
        }
    };
    world.winners.iter().filter(own).map(size).collect()
}

#[tokio::test]
async fn the_share_of_awards_is_that_of_a_loop() {
    on_each_engine(async |database, world| {
        for enterprise in [Enterprise::Sme, Enterprise::Vcse] {
            for mode in [WinnerMode::Any, WinnerMode::All] {
                let share = stage_awarded(&database, &all(&[], 0), enterprise, mode, Days::default())
                    .await
                    .unwrap()
                    .total;
                let (mut awards, mut pence, mut partly) = (Parts::default(), Parts::default(), 0);
                for award in world.awards.iter().filter(|award| stands(award)) {
                    if award.process_id % 20 == 0 {
                        continue;
                    }
                    let sizes = sizes(&world, award, enterprise);
                    let known: Vec<bool> = sizes.iter().flatten().copied().collect();
                    let won = match mode {
                        WinnerMode::Any => known.contains(&true),
                        WinnerMode::All => !known.is_empty() && !known.contains(&false),
                    };
                    let counts = |size: i64, parts: &mut Parts| {
                        parts.all += size;
                        parts.denominator += if known.is_empty() { 0 } else { size };
                        parts.numerator += if won { size } else { 0 };
                    };
                    counts(1, &mut awards);
                    partly += i64::from(!known.is_empty() && sizes.contains(&None));
                    let is_net = award.value_basis.as_deref() == Some("NET");
                    if is_net && award.value_currency.as_deref() == Some("GBP") {
                        counts(award.value_pence.unwrap(), &mut pence);
                    }
                }
                assert!(awards.numerator > 0 && awards.denominator < awards.all && partly > 0);
                assert_eq!((share.number, share.value, share.partly_known), (awards, pence, partly));
                assert_eq!(share.basis.values().sum::<i64>(), awards.denominator);
                let out: i64 = share.without_value.values().map(|part| part.number).sum();
                let valued = world.awards.iter().filter(|award| {
                    stands(award)
                        && award.process_id % 20 != 0
                        && award.value_basis.as_deref() == Some("NET")
                        && award.value_currency.as_deref() == Some("GBP")
                });
                assert_eq!(i64::try_from(valued.count()).unwrap() + out, awards.all);
            }
        }
        let share = stage_awarded(&database, &all(&[], 0), Enterprise::Sme, WinnerMode::Any, Days::default())
            .await
            .unwrap()
            .total;
        assert!(share.conflicts > 0);

        // Awards by their day, which is in one of two periods that share an end, or is not published.
        let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let mut parts = 0;
        for awarded in [Days { from: None, to: Some(day) }, Days { from: Some(day), to: None }] {
            let of_period = stage_awarded(&database, &all(&[], 0), Enterprise::Sme, WinnerMode::Any, awarded)
                .await
                .unwrap();
            let dated = world.awards.iter().filter(|award| {
                stands(award)
                    && award.process_id % 20 != 0
                    && award.awarded_on.is_some()
                    && awarded.contain(award.awarded_on)
            });
            assert_eq!(of_period.total.number.all, i64::try_from(dated.count()).unwrap());
            parts += of_period.total.number.all;
        }
        assert!(parts > 0 && parts <= share.number.all);
    })
    .await;
}

#[tokio::test]
async fn suitability_of_lots_is_that_of_plain_sql() {
    on_each_engine(async |database, world| {
        let answer = lot_suitability(&database, &all(&[], 50)).await.unwrap();
        let total = answer.breakdown.total;
        let lots = "FROM lot JOIN contracting_process p ON p.id = lot.process_id WHERE NOT p.is_test";
        let bare = "FROM contracting_process p WHERE NOT p.is_test AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.process_id = p.id)";
        for (column, answers) in [("sme_suitable", total.sme), ("vcse_suitable", total.vcse)] {
            for (is, found) in [
                (column.to_owned(), answers.yes),
                (format!("NOT {column}"), answers.no),
                (format!("{column} IS NULL"), answers.unknown),
            ] {
                let of_lot = is.replace(column, &format!("lot.{column}"));
                let of_tender = is.replace(column, &format!("p.{column}"));
                let expected = number(&database, &format!("SELECT count(*) {lots} AND {of_lot}")).await
                    + number(&database, &format!("SELECT count(*) {bare} AND {of_tender}")).await;
                assert_eq!(found, expected, "{is}");
            }
        }
        assert_eq!(total.lots, number(&database, &format!("SELECT count(*) {lots}")).await);
        assert_eq!(
            total.tenders_with_lots,
            number(&database, &format!("SELECT count(DISTINCT p.id) {lots}")).await
        );
        assert_eq!(total.sme_by_lot + total.sme_by_tender, total.sme.known());
        assert!(total.tenders_with_one_lot > 0 && total.tenders > total.tenders_with_lots);
        assert_eq!(
            total.sme_by_lot,
            number(&database, &format!("SELECT count(*) {lots} AND lot.suitability_basis = 'LOT'")).await
        );

        let tendered = stage_tendered(&database, &all(&[], 0), Enterprise::Sme).await.unwrap().total;
        let later = "p.stage NOT IN ('PLANNED', 'ENGAGEMENT')";
        let known = number(&database, &format!("SELECT count(*) {lots} AND {later} AND lot.sme_suitable IS NOT NULL")).await
            + number(&database, &format!("SELECT count(*) {bare} AND {later} AND p.sme_suitable IS NOT NULL")).await;
        let pounds = "value_currency = 'GBP' AND {}.value_basis = 'ESTIMATE' AND {}.sme_suitable";
        let (of_lot, of_tender) = (pounds.replace("{}", "lot"), pounds.replace("{}", "p"));
        let value = number(&database, &format!("SELECT sum(lot.value_pence) {lots} AND {later} AND lot.{of_lot}")).await
            + number(&database, &format!("SELECT sum(p.value_pence) {bare} AND {later} AND p.{of_tender}")).await;
        assert_eq!((tendered.number.denominator, tendered.value.numerator), (known, value));
        assert!(value > 0);

        breaches_are_those_of_a_loop(&world, &answer.breaches, total.limits);
    })
    .await;
}

fn breaches_are_those_of_a_loop(
    world: &World,
    breaches: &[anchorhub_analysis::LotLimitBreach],
    limits: anchorhub_analysis::LotLimits,
) {
    let mut expected = BTreeSet::new();
    let limited =
        || world.processes.iter().filter(|process| !process.is_test && process.max_lots_awarded.is_some());
    for process in limited() {
        let mut won: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        let lots: Vec<&str> = world
            .lots
            .iter()
            .filter(|lot| lot.process_id == process.id)
            .map(|lot| lot.lot_key.as_str())
            .collect();
        for award in world.awards.iter().filter(|award| award.process_id == process.id && stands(award)) {
            let mut named: Vec<String> = serde_json::from_str(&award.lots).unwrap();
            if named.is_empty() && lots.len() == 1 {
                named.push(lots[0].to_owned());
            }
            for winner in &world.winners {
                let own = (winner.process_id, &winner.award_key) == (award.process_id, &award.award_key);
                if let (true, Some(supplier)) = (own, winner.supplier_id) {
                    won.entry(supplier).or_default().extend(named.iter().cloned());
                }
            }
        }
        for (supplier, lots) in won {
            if lots.len() > usize::try_from(process.max_lots_awarded.unwrap()).unwrap() {
                expected.insert((process.ocid.clone(), supplier));
            }
        }
    }
    let found: BTreeSet<(String, i64)> =
        breaches.iter().map(|breach| (breach.ocid.clone(), breach.supplier_id)).collect();
    assert!(!expected.is_empty());
    assert_eq!(found, expected);
    assert_eq!(limits.awarded_stated, i64::try_from(limited().count()).unwrap());
    assert!(
        limits.awarded_checked >= limits.awarded_breached && limits.awarded_stated > limits.awarded_checked
    );
}

#[tokio::test]
async fn groups_make_up_the_whole() {
    on_each_engine(async |database, world| {
        for dimension in DIMENSIONS {
            for first in [0, 1, 50] {
                let question = all(&[dimension], first);
                adds_up(&bid_funnel(&database, &question).await.unwrap());
                adds_up(&lot_suitability(&database, &question).await.unwrap().breakdown);
                adds_up(&stage_tendered(&database, &question, Enterprise::Vcse).await.unwrap());
                adds_up(&stage_planned(&database, &question, Enterprise::Sme).await.unwrap());
                let awarded =
                    stage_awarded(&database, &question, Enterprise::Sme, WinnerMode::All, Days::default())
                        .await
                        .unwrap();
                adds_up(&awarded);
                assert!(awarded.total.number.coverage().is_some_and(|coverage| coverage <= 1.0));
            }
        }
        let years = lot_suitability(&database, &all(&[ProcessDimension::FinancialYear], 50)).await.unwrap();
        let values: BTreeSet<Option<&str>> =
            years.breakdown.rows.iter().map(|row| row.keys[0].value.as_deref()).collect();
        assert_eq!(values, BTreeSet::from([None, Some("2023/24"), Some("2024/25"), Some("2025/26")]));
        // The lead buyer is the first that the hub knows.
        let leads = lot_suitability(&database, &all(&[ProcessDimension::Institution], 50)).await.unwrap();
        let unknown = world.processes.iter().filter(|process| {
            !process.is_test
                && !world
                    .buyers
                    .iter()
                    .any(|buyer| buyer.process_id == process.id && buyer.institution_id.is_some())
        });
        let rows = leads.breakdown.rows;
        let nobody: i64 =
            rows.iter().filter(|row| row.keys[0].value.is_none()).map(|row| row.figures.tenders).sum();
        assert!(nobody >= i64::try_from(unknown.count()).unwrap());
        let twice = all(&[ProcessDimension::Stage, ProcessDimension::Stage], 5);
        assert!(matches!(
            bid_funnel(&database, &twice).await,
            Err(AnalysisError::RepeatedDimension("STAGE"))
        ));
    })
    .await;
}

fn pipeline(group_by: &[PipelineDimension], first: usize) -> PipelineQuestion {
    PipelineQuestion { condition: Condition::all(), places: None, group_by: group_by.to_vec(), first }
}

#[tokio::test]
async fn the_pipeline_is_that_of_plain_sql() {
    on_each_engine(async |database, _| {
        let total = sme_pipeline(&database, &pipeline(&[], 5)).await.unwrap().total;
        let plain = "value_currency = 'GBP' AND NOT is_framework AND value_basis <> 'CEILING'";
        assert_eq!(total.number, number(&database, "SELECT count(*) FROM opportunity").await);
        assert_eq!(
            total.value_pence,
            number(&database, &format!("SELECT sum(value_pence) FROM opportunity WHERE {plain}")).await
        );
        assert_eq!(
            total.largest_ceiling_pence.unwrap(),
            number(&database, "SELECT max(value_pence) FROM opportunity WHERE value_currency = 'GBP' AND is_framework").await
        );
        assert_eq!(
            total.valued + total.without_value + total.other_currency + total.ceilings,
            total.number
        );
        assert_eq!(total.sme.yes, number(&database, "SELECT count(*) FROM opportunity WHERE sme_suitable").await);
        for dimension in [
            PipelineDimension::Stage,
            PipelineDimension::StartQuarter,
            PipelineDimension::CategoryDivision,
            PipelineDimension::ValueBand,
            PipelineDimension::SmeSuitability,
        ] {
            let breakdown = sme_pipeline(&database, &pipeline(&[dimension], 2)).await.unwrap();
            adds_up(&breakdown);
            assert_eq!(breakdown.total, total);
        }
        let places = sme_pipeline(&database, &pipeline(&[PipelineDimension::Place], 50)).await.unwrap();
        let of = |place: Option<&str>| {
            let key = PipelineKey::Place(place.map(str::to_owned));
            places.rows.iter().find(|row| row.keys[0] == key).map_or(0, |row| row.figures.number)
        };
        let here = "SELECT count(*) FROM opportunity o WHERE EXISTS (SELECT 1 FROM process_place q LEFT JOIN contract c ON c.process_id = q.process_id WHERE (o.kind = 'P' AND q.process_id = o.source_id OR o.kind = 'C' AND c.id = o.source_id) AND";
        assert_eq!(of(Some("TLG3")), number(&database, &format!("{here} q.code IN ('UKG39', 'TLG3'))")).await);
        let nowhere = here.replace("WHERE EXISTS", "WHERE NOT EXISTS");
        assert_eq!(of(None), number(&database, &format!("{nowhere} length(q.code) >= 4)")).await);
        let sum: i64 = places.rows.iter().map(|row| row.figures.number).sum();
        assert!(sum > places.total.number, "some deliver in two regions");
        let mut added = Opportunities::default();
        places.rows.iter().for_each(|row| added.add(&row.figures).unwrap());
        assert_ne!(added, places.total);
    })
    .await;
}

#[tokio::test]
async fn the_share_of_plans_is_that_of_plain_sql() {
    on_each_engine(async |database, _| {
        let share = stage_planned(&database, &all(&[], 0), Enterprise::Sme).await.unwrap().total;
        let planned = "FROM opportunity WHERE stage IN ('PLANNED', 'ENGAGEMENT')";
        let count = async |rest: &str| number(&database, &format!("SELECT count(*) {planned} {rest}")).await;
        let sum = async |rest: &str| {
            let plain = "AND value_currency = 'GBP' AND NOT is_framework";
            number(&database, &format!("SELECT sum(value_pence) {planned} {plain} {rest}")).await
        };
        assert_eq!(
            share.number,
            Parts {
                numerator: count("AND sme_suitable").await,
                denominator: count("AND sme_suitable IS NOT NULL").await,
                all: count("").await,
            }
        );
        assert_eq!(
            share.value,
            Parts {
                numerator: sum("AND sme_suitable").await,
                denominator: sum("AND sme_suitable IS NOT NULL").await,
                all: sum("").await,
            }
        );
        assert!(share.value.numerator > 0);
    })
    .await;
}
