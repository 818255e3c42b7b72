//! Pages of contracts from memory are those of the plain statement, whatever happens to a hub.

use anchorhub_analysis::{ContractColumns, ContractFilter, ContractSort, ContractSortKey, ListedContracts};
use anchorhub_entities::contract;
use anchorhub_store::Database;
use chrono::Datelike;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use sea_orm::{EntityTrait, QueryFilter, QueryTrait};

use crate::{databases, market::Market, plans::plans};

const MISSING_END: i64 = 3_652_059;

const SORTS: [ContractSort; 4] = [
    ContractSort { key: ContractSortKey::End, missing: MISSING_END, descending: false },
    ContractSort { key: ContractSortKey::End, missing: MISSING_END, descending: true },
    ContractSort { key: ContractSortKey::Value, missing: i64::MIN, descending: true },
    ContractSort { key: ContractSortKey::Id, missing: 0, descending: true },
];

/// All contracts of a list with their sort keys, from the database.
async fn plain(database: &Database, filter: &ContractFilter, sort: ContractSort) -> Vec<(i64, i64)> {
    let select = contract::Entity::find().filter(filter.condition(database.engine()));
    let rows: Vec<contract::Model> = database.fetch(&select.into_query()).await.unwrap();
    let key = |row: &contract::Model| match sort.key {
        ContractSortKey::End => row.ends_on.map(|day| i64::from(day.num_days_from_ce())),
        ContractSortKey::Value => row.value_pence,
        ContractSortKey::Id => Some(0),
    };
    let mut found: Vec<(i64, i64)> =
        rows.iter().map(|row| (key(row).unwrap_or(sort.missing), row.id)).collect();
    found.sort_unstable();
    if sort.descending {
        found.reverse();
    }
    found
}

/// Walks through the pages; returns the number of contracts on them, none where memory does not answer.
async fn compare(
    database: &Database,
    columns: &ContractColumns,
    filter: &ContractFilter,
    when: &str,
) -> usize {
    let held = columns.refresh().await.unwrap();
    let mut number = 0;
    for sort in SORTS {
        let expected = plain(database, filter, sort).await;
        let mut after = None;
        for page in expected.chunks(3).chain([&[][..]]) {
            let ids = page.iter().map(|(_, id)| *id).collect();
            let listed = columns.listed(filter, sort, after, 3);
            let right = ListedContracts { data_version: held.data_version, ids, total: expected.len() };
            assert_eq!(listed, Some(right), "{when}: {sort:?} after {after:?} {filter:?}");
            after = page.last().copied();
        }
        number += expected.len();
    }
    number
}

/// Any filter that memory answers.
fn filters() -> impl Strategy<Value = ContractFilter> {
    plans().prop_map(|plan| ContractFilter {
        supplier_name: None,
        suitable_for_sme: None,
        title: None,
        ..plan.filter
    })
}

#[tokio::test]
async fn pages_are_those_of_the_plain_statement() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 4).await;
        let columns = ContractColumns::new(database.clone());
        let mut runner = TestRunner::deterministic();
        let (mut found, mut both) = (0, 0);
        for step in 0..40 {
            let happened = market.step().await;
            for place in 0..6 {
                let mut filter = filters().new_tree(&mut runner).unwrap().current();
                match place {
                    0 | 1 => filter = ContractFilter { institutions: Some(vec![1, 3]), ..filter },
                    2 => filter = ContractFilter { suppliers: Some((1..12).collect()), ..filter },
                    3 => filter = ContractFilter { institutions: Some(vec![2]), ..ContractFilter::default() },
                    _ if filter.institutions.is_none() && filter.suppliers.is_none() => continue,
                    _ => {}
                }
                both += usize::from(filter.institutions.is_some() && filter.suppliers.is_some());
                found += compare(&database, &columns, &filter, &format!("step {step}, {happened}")).await;
            }
        }
        assert!(found > 500 && both > 0, "{found} contracts, {both} filters by both parties");
    })
    .await;
}

#[tokio::test]
async fn what_memory_cannot_tell_is_left_to_the_database() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 5).await;
        let columns = ContractColumns::new(database.clone());
        let of_one = || ContractFilter { institutions: Some(vec![1]), ..ContractFilter::default() };
        assert_eq!(columns.listed(&of_one(), SORTS[0], None, 5), None, "nothing is in memory yet");
        columns.refresh().await.unwrap();
        assert!(columns.listed(&of_one(), SORTS[0], None, 5).is_some());
        for filter in [
            ContractFilter::default(),
            ContractFilter { every_statement: true, ..of_one() },
            ContractFilter { title: Some("o".to_owned()), ..of_one() },
            ContractFilter { supplier_name: Some("o".to_owned()), ..of_one() },
            ContractFilter { places: Some(vec!["WV1".to_owned()]), ..of_one() },
            ContractFilter { suitable_for_sme: Some(true), ..of_one() },
        ] {
            assert_eq!(columns.listed(&filter, SORTS[0], None, 5), None, "{filter:?}");
        }
    })
    .await;
}
