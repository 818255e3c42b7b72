//! Every metric of spend, asked of both.

use anchorhub_analysis::{
    AreaLevel, Between, ColumnarEngine, ColumnarSettings, Enterprise, ExclusionReason, MetricQuestion,
    SharedSuppliersQuestion, SpendDimension, SpendEngine, SpendFilter, SpendPlan, concentration,
    deprivation_spread, displacement, enterprise_share, leakage, local_spend, shared_suppliers,
    supplier_shares,
};
use anchorhub_store::Database;
use chrono::NaiveDate;

use crate::{
    databases,
    servers::Servers,
    world::{AUTHORITIES, DISTRICTS, REGIONS, World},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn questions() -> Vec<MetricQuestion> {
    let period = SpendFilter {
        from: Some(day("2022-04-01")),
        to: Some(day("2023-12-01")),
        institutions: Some(vec![1, 2, 4]),
        ..SpendFilter::default()
    };
    vec![
        MetricQuestion { first: 500, ..MetricQuestion::default() },
        MetricQuestion {
            exclude: ExclusionReason::ALL.to_vec(),
            group_by: vec![SpendDimension::Institution],
            first: 500,
            ..MetricQuestion::default()
        },
        MetricQuestion {
            filter: period,
            exclude: vec![ExclusionReason::ReversalPair, ExclusionReason::PublicBody],
            group_by: vec![SpendDimension::CategoryDivision, SpendDimension::Month],
            first: 7,
        },
    ]
}

/// What an engine says of everything, in words; also where it refuses.
async fn all(engine: &dyn SpendEngine, database: &Database) -> Vec<String> {
    let mut said = Vec::new();
    macro_rules! say {
        ($answer:expr) => {
            match $answer.await {
                Ok(answer) => said.push(format!("{answer:?}")),
                Err(error) => said.push(error.to_string()),
            }
        };
    }
    let before = Between { from: Some(day("2022-01-01")), to: Some(day("2023-01-01")) };
    for question in &questions() {
        for code in [DISTRICTS[0], AUTHORITIES[0], REGIONS[0]] {
            for level in [AreaLevel::District, AreaLevel::CombinedAuthority, AreaLevel::Region] {
                say!(leakage(engine, database, question, code, level));
            }
            let mut later = question.clone();
            later.filter.from = Some(day("2023-01-01"));
            later.filter.to = Some(day("2024-01-01"));
            say!(displacement(engine, database, &later, code, before));
        }
        let codes = [DISTRICTS[0].to_owned(), REGIONS[0].to_owned()];
        say!(local_spend(engine, database, question, &codes, true));
        say!(deprivation_spread(engine, database, question, true));
        say!(enterprise_share(engine, database, question, Enterprise::Sme, true));
        say!(enterprise_share(engine, database, question, Enterprise::Vcse, false));
        say!(concentration(engine, question));
        for min_institutions in [1, 2, 3] {
            let shared = SharedSuppliersQuestion {
                filter: question.filter.clone(),
                exclude: question.exclude.clone(),
                min_institutions,
                first: 5,
                after: None,
                today: day("2024-06-01"),
            };
            say!(shared_suppliers(engine, database, &shared));
        }
        let by_both = vec![SpendDimension::Institution, SpendDimension::Supplier];
        let plan = SpendPlan { group_by: by_both, first: 50, ..SpendPlan::default() };
        let pairs =
            engine.spend(&plan).await.unwrap().rows.into_iter().filter_map(|row| match row.keys.as_slice() {
                [
                    anchorhub_analysis::GroupKey::Institution(institution),
                    anchorhub_analysis::GroupKey::Supplier(Some(supplier)),
                ] => Some((institution.id, supplier.id)),
                _ => None,
            });
        let pairs = pairs.collect();
        say!(supplier_shares(engine, &pairs, (day("2022-01-01"), day("2024-01-01"))));
    }
    said
}

#[tokio::test]
async fn every_metric_is_what_columns_say() {
    let Some(servers) = Servers::start() else { return };
    databases::on_each_engine(async |database| {
        servers.clear().await;
        let mut world = World::new(&database, 81).await;
        let columns = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        let cluster = servers.engine(&database);
        for round in 0..4 {
            columns.refresh().await.unwrap();
            let (expected, said) = (all(&columns, &database).await, all(&cluster, &database).await);
            let answers = expected.iter().filter(|said| said.contains("data_version")).count();
            assert!(answers > 40, "round {round}: {answers} answers, {expected:#?}");
            assert_eq!(said, expected, "round {round}");
            for _ in 0..5 {
                world.step().await;
            }
            world.merge().await;
        }
        cluster.close().await.unwrap();
    })
    .await;
}
