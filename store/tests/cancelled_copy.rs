//! A COPY that is dropped in the middle: whoever gets the connection next gets answers to his own questions.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::time::Duration;

use anchorhub_store::{Cell, LoadTx};
use sea_orm::sea_query::{Expr, Query};

#[path = "support/mod.rs"]
mod support;

use support::on_each_engine;

#[tokio::test]
async fn a_dropped_copy_leaves_nothing_behind() {
    on_each_engine(async |database| {
        let rows = |from: i64| {
            (from..from + 20_000)
                .map(|number| vec![Cell::Text(format!("block {number}")), Cell::Integer(number)])
                .collect::<Vec<_>>()
        };
        for round in 0..40 {
            let copying = async {
                let mut tx = LoadTx::begin(&database).await.unwrap();
                tx.append_rows("supplier_block", &["block", "supplier_id"], rows(0)).await.unwrap();
                tx.append_rows("supplier_block", &["block", "supplier_id"], rows(100_000)).await.unwrap();
            };
            // Dropped anywhere: before, within and behind a COPY.
            drop(tokio::time::timeout(Duration::from_millis(round * 2), copying).await);
            for expected in 0..4_i64 {
                let mut tx = LoadTx::begin(&database).await.unwrap();
                let select =
                    Query::select().expr(Expr::cust(format!("CAST({expected} AS BIGINT)"))).to_owned();
                let answered: Vec<(i64,)> = tx.fetch(&select).await.unwrap();
                assert_eq!(answered, [(expected,)], "round {round}");
            }
        }
    })
    .await;
}
