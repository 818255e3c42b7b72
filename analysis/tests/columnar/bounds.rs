//! What is too large, too odd, or too much.

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, SpendDimension, SpendEngine, SpendPlan, SqlEngine,
};
use anchorhub_entities::payment;
use anchorhub_store::LoadTx;
use chrono::NaiveDate;

use crate::{
    agree::{compare, narrow},
    databases,
    world::World,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A document with such amounts, paid by the first institution.
async fn load(world: &mut World, id: i64, pence: &[i64]) {
    let payments: Vec<payment::Model> = (1..)
        .zip(pence)
        .map(|(seq, pence)| {
            let payment = world.payment(1, id, seq, day("2024-06-01"), day("2024-06-02"));
            payment::Model { pence: *pence, flags: 0, ..payment }
        })
        .collect();
    let mut load = LoadTx::begin(&world.database).await.unwrap();
    world.put_document(&mut load, 1, id, None, payments).await;
    load.commit().await.unwrap();
}

#[tokio::test]
async fn sums_beyond_64_bits_are_an_error_and_others_are_right() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 21).await;
        // SQLite adds in 64 bits: no sum on the way may leave them.
        let huge = i64::MAX - 1_000_000_000_000;
        load(&mut world, 900, &[huge, -huge, huge, -huge]).await;
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        engine.refresh().await.unwrap();
        let plan = |group_by: Vec<SpendDimension>| SpendPlan { group_by, first: 9, ..SpendPlan::default() };
        compare(&database, &engine, &plan(vec![SpendDimension::Institution]), "sums that fit").await;

        load(&mut world, 901, &[huge, huge]).await;
        for group_by in [vec![], vec![SpendDimension::Month]] {
            let plan = plan(group_by);
            for engine in [&engine as &dyn SpendEngine, &SqlEngine::new(database.clone())] {
                assert_eq!(engine.spend(&plan).await.unwrap_err().code(), "SUM_TOO_LARGE", "{plan:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn impossible_plans_are_refused() {
    databases::on_each_engine(async |database| {
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        let refused = async |group_by: Vec<SpendDimension>| {
            let plan = SpendPlan { group_by, ..SpendPlan::default() };
            engine.spend(&plan).await.unwrap_err().code()
        };
        let month = SpendDimension::Month;
        assert_eq!(refused(vec![month, SpendDimension::Supplier, month]).await, "REPEATED_DIMENSION");
        assert_eq!(refused(vec![month; 5]).await, "TOO_MANY_DIMENSIONS");
    })
    .await;
}

#[tokio::test]
async fn what_columns_cannot_hold_is_answered_by_sql() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 22).await;
        let stray = world.payment(1, 950, 1, day("2024-06-01"), day("2024-06-02"));
        let stray = payment::Model { supplier_name_id: 1_000_000, ..stray };
        let mut load = LoadTx::begin(&database).await.unwrap();
        world.put_document(&mut load, 1, 950, None, vec![stray]).await;
        load.commit().await.unwrap();
        let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        assert_eq!(engine.refresh().await.unwrap_err().code(), "DATABASE_DAMAGED");
        let plan = SpendPlan { group_by: vec![SpendDimension::Month], first: 99, ..SpendPlan::default() };
        let expected = SqlEngine::new(database.clone()).spend(&plan).await.unwrap();
        assert_eq!(engine.spend(&plan).await.unwrap(), expected);
    })
    .await;
}

#[tokio::test]
async fn large_documents_fill_several_chunks() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 23).await;
        for (id, institution, number) in [(900, 1, 70_000), (901, 2, 500)] {
            let mut load = LoadTx::begin(&database).await.unwrap();
            let payments = (1..=number)
                .map(|seq| world.payment(institution, id, seq, day("2023-04-01"), day("2024-03-31")))
                .collect();
            world.put_document(&mut load, institution, id, None, payments).await;
            load.commit().await.unwrap();
        }
        for settings in [ColumnarSettings::default(), narrow()] {
            let engine = ColumnarEngine::new(database.clone(), settings);
            let size = engine.refresh().await.unwrap();
            assert!(size.payments > 70_500 && size.chunks > size.partitions, "{size:?}");
            eprintln!(
                "{}: {:.1} bytes a payment in {} chunks",
                database.engine().backend().as_str(),
                size.fact_bytes as f64 / size.payments as f64,
                size.chunks
            );
            for group_by in [
                vec![SpendDimension::Institution, SpendDimension::SupplierSize],
                vec![SpendDimension::Supplier],
                vec![SpendDimension::Month, SpendDimension::CategoryDivision],
            ] {
                let plan = SpendPlan { group_by, first: 50, ..SpendPlan::default() };
                compare(&database, &engine, &plan, "large").await;
            }
        }
    })
    .await;
}
