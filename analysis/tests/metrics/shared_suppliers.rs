//! Shared suppliers.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    ExclusionReason, SharedSuppliers, SharedSuppliersQuestion, SpendEngine, SpendFilter, Sum,
    shared_suppliers,
};
use anchorhub_entities::{contract, contract_buyer, contract_supplier};
use anchorhub_store::Database;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use crate::world::{date, on_each, plus, questions, sum};

const TODAY: &str = "2024-03-01";

/// A contract with its buyers and suppliers; `cluster`: the contract that stands for it.
struct Stated {
    id: i64,
    cluster: Option<i64>,
    ends_on: Option<&'static str>,
    buyers: &'static [i32],
    suppliers: Vec<i64>,
    is_test: bool,
}

async fn add(database: &Database, stated: &Stated) {
    let write = database.write();
    let row = contract::ActiveModel {
        id: Set(stated.id),
        source_key: Set(format!("contract {}", stated.id)),
        origin: Set("REGISTER".to_owned()),
        ends_on: Set(stated.ends_on.map(date)),
        cluster_id: Set(stated.cluster),
        is_framework: Set(false),
        is_test: Set(stated.is_test),
        ..Default::default()
    };
    contract::Entity::insert(row).exec(write).await.unwrap();
    let buyers = stated.buyers.iter().map(|institution_id| {
        contract_buyer::Model { contract_id: stated.id, institution_id: *institution_id }.into_active_model()
    });
    contract_buyer::Entity::insert_many(buyers).exec_without_returning(write).await.unwrap();
    let suppliers = stated.suppliers.iter().zip(0..).map(|(supplier_id, seq)| {
        contract_supplier::Model {
            contract_id: stated.id,
            seq,
            supplier_id: Some(*supplier_id),
            supplier_name_id: *supplier_id,
            scheme: None,
            identifier: None,
            scale: None,
            sme: None,
            vcse: None,
            postcode: None,
            country: None,
        }
        .into_active_model()
    });
    contract_supplier::Entity::insert_many(suppliers).exec_without_returning(write).await.unwrap();
}

fn contracts(one: i64, other: i64) -> Vec<Stated> {
    let stated = |id, ends_on, buyers, suppliers| Stated {
        id,
        cluster: None,
        ends_on,
        buyers,
        suppliers,
        is_test: false,
    };
    vec![
        stated(1, Some("2024-06-30"), &[1, 2], vec![one, other]),
        // The same contract in another source.
        Stated { cluster: Some(1), ..stated(2, Some("2024-06-30"), &[1], vec![one]) },
        stated(3, Some("2024-04-30"), &[3], vec![one]),
        // Over, without an end, a test, and with an institution that pays nothing.
        stated(4, Some("2024-02-29"), &[1], vec![one]),
        stated(5, None, &[2], vec![one]),
        Stated { is_test: true, ..stated(6, Some("2024-03-05"), &[1], vec![one]) },
        stated(7, Some("2024-03-02"), &[4], vec![one]),
    ]
}

#[tokio::test]
async fn suppliers_of_several_institutions_are_told_with_each_part() {
    on_each(async |world, engine: &dyn SpendEngine| {
        for question in questions(7) {
            for least in [1, 2, 3, 4] {
                let asked = SharedSuppliersQuestion {
                    filter: question.filter.clone(),
                    exclude: question.exclude.clone(),
                    min_institutions: least,
                    first: 500,
                    after: None,
                    today: date(TODAY),
                };
                let answer = shared_suppliers(engine, &world.database, &asked).await.unwrap();
                let (kept, left) = world.split(&question);
                let mut expected: BTreeMap<i64, BTreeMap<i32, Sum>> = BTreeMap::new();
                for payment in &kept {
                    let Some(supplier) = payment.supplier_id else { continue };
                    let part =
                        expected.entry(supplier).or_default().entry(payment.institution_id).or_default();
                    *part = plus(*part, Sum { net_pence: payment.pence, payments: 1 });
                }
                expected.retain(|_, parts| parts.len() >= usize::try_from(least).unwrap());
                let found: BTreeMap<i64, BTreeMap<i32, Sum>> = answer
                    .suppliers
                    .iter()
                    .map(|shared| {
                        let parts = shared.parts.iter().map(|part| (part.institution.id, part.sum));
                        assert_eq!(shared.institutions, i64::try_from(shared.parts.len()).unwrap());
                        let all = shared.parts.iter().fold(Sum::default(), |all, part| plus(all, part.sum));
                        assert_eq!(all, shared.sum, "the parts make up the whole");
                        (shared.supplier.id, parts.collect())
                    })
                    .collect();
                assert_eq!(found, expected, "{asked:?}");
                assert_eq!(answer.number, i64::try_from(expected.len()).unwrap());
                let all = expected.values().flat_map(BTreeMap::values).copied().fold(Sum::default(), plus);
                assert_eq!((answer.shared, answer.total), (all, sum(&kept)));
                assert_eq!(answer.excluded, sum(&left));
            }
        }
    })
    .await;
}

fn all_of(least: u32) -> SharedSuppliersQuestion {
    SharedSuppliersQuestion {
        filter: SpendFilter::default(),
        exclude: vec![ExclusionReason::Redacted],
        min_institutions: least,
        first: 500,
        after: None,
        today: date(TODAY),
    }
}

#[tokio::test]
async fn contracts_count_once_and_the_next_end_is_ahead() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let ask = async || shared_suppliers(engine, &world.database, &all_of(3)).await.unwrap();
        let before: SharedSuppliers = ask().await;
        let (one, other) = (before.suppliers[0].supplier.id, before.suppliers[1].supplier.id);
        let known: Vec<contract::Model> = world.database.fetch(&all_contracts()).await.unwrap();
        if known.is_empty() {
            for stated in contracts(one, other) {
                add(&world.database, &stated).await;
            }
        }
        let answer = ask().await;
        let shared = &answer.suppliers[0];
        assert_eq!((shared.contracts, shared.next_end), (4, Some(date("2024-04-30"))));
        let parts: BTreeMap<i32, (i64, Option<NaiveDate>)> =
            shared.parts.iter().map(|part| (part.institution.id, (part.contracts, part.next_end))).collect();
        let june = Some(date("2024-06-30"));
        assert_eq!(
            parts,
            BTreeMap::from([(1, (2, june)), (2, (2, june)), (3, (1, Some(date("2024-04-30"))))])
        );
        let second = &answer.suppliers[1];
        assert_eq!((second.contracts, second.next_end), (1, june));
        assert!(answer.suppliers[2..].iter().all(|shared| shared.contracts == 0));
    })
    .await;
}

fn all_contracts() -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait;
    contract::Entity::find().into_query()
}

#[tokio::test]
async fn pages_follow_each_other() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let whole = shared_suppliers(engine, &world.database, &all_of(2)).await.unwrap();
        assert!(whole.suppliers.len() > 6 && !whole.more);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let asked = SharedSuppliersQuestion { first: 4, after, ..all_of(2) };
            let page = shared_suppliers(engine, &world.database, &asked).await.unwrap();
            assert_eq!(page.number, whole.number);
            after = page.suppliers.last().map(|last| (last.sum.net_pence, last.supplier.id));
            seen.extend(page.suppliers);
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, whole.suppliers);
        let ids: BTreeSet<i64> = seen.iter().map(|shared| shared.supplier.id).collect();
        assert_eq!(ids.len(), seen.len());
    })
    .await;
}
