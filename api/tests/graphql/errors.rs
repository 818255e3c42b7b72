//! Errors have codes and say nothing of the inside.

use std::time::{Duration, Instant};

use anchorhub_entities::payment;
use anchorhub_store::{Engine, QueryBudget};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{client, hub};

/// Every field that reads the database, with the table that it reads gone.
#[tokio::test]
async fn no_text_of_the_database_leaks() {
    client::on_each_engine(async |client, _| {
        let write = client.database.write();
        for table in ["payment", "hub_state"] {
            write.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO gone_{table}")).await.unwrap();
        }
        for query in [
            "{ payments { edges { cursor } } }",
            "{ payments { totalCount } }",
            "{ institutions { nodes { payments { totalCount nodes { date } } } } }",
            "{ suppliers { nodes { name } } }",
            "{ hub { counts { payments } } }",
            "{ hub { coverage { firstDate } } }",
            "{ hub { dataVersion } }",
            "{ spendAnalysis(groupBy: [MONTH]) { truncated } }",
            "{ node(id: \"UGF5bWVudDoxLjEuMQ\") { id } }",
        ] {
            let answer = client.answer(query, json!({})).await;
            let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{query}: {answer}"));
            for error in errors {
                assert_eq!(error["message"], "something went wrong on our side", "{query}");
                assert_eq!(error["extensions"], json!({ "code": "INTERNAL" }), "{query}");
            }
            let text = answer.to_string().to_lowercase();
            for word in
                ["payment\"", "hub_state", "no such", "does not exist", "relation", "sqlite", "select "]
            {
                let leaked = text.contains(word) && !query.contains(word);
                assert!(!leaked, "{query} leaks `{word}`: {text}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable() {
    crate::databases::on_each_engine(async |database| {
        let client = client::Client::new(&database);
        // The pool of the same database, closed under the schema's feet.
        database.clone().close().await.unwrap();
        let (code, message) = client.refused("{ hub { dataVersion } }", json!({})).await;
        assert_eq!(code, "UNAVAILABLE");
        assert!(message.contains("try again"), "{message}");
    })
    .await;
}

/// A query that takes too long is stopped at its deadline, with a code, also in the middle of its statements.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_has_a_code() {
    client::on_each_engine(async |client, hub| {
        // Something slow in place of a table: a view over a billion rows.
        let write = client.database.write();
        let rows = match client.database.engine() {
            Engine::Sqlite => {
                "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000)
                  SELECT x FROM c)"
            }
            Engine::Postgres => "generate_series(1, 1000000000) AS c(x)",
        };
        write.execute_unprepared("ALTER TABLE payment RENAME TO kept").await.unwrap();
        let view = format!("CREATE VIEW payment AS SELECT kept.* FROM kept, {rows} WHERE kept.seq + x < 0");
        write.execute_unprepared(&view).await.unwrap();
        for query in [
            "{ payments { totalCount } }",
            "{ spendAnalysis(groupBy: [SUPPLIER]) { truncated } }",
            "{ institutions { nodes { payments(first: 1) { nodes { date } } } } }",
        ] {
            let started = Instant::now();
            let asking = client.answer(query, json!({}));
            let answer = QueryBudget::new(Duration::from_millis(300)).scope(asking).await;
            assert!(started.elapsed() < Duration::from_secs(3), "{query} took {:?}", started.elapsed());
            for error in answer["errors"].as_array().unwrap_or_else(|| panic!("{query}: {answer}")) {
                assert_eq!(error["extensions"]["code"], "DEADLINE_EXCEEDED", "{query}");
            }
        }
        let back = if client.database.engine() == Engine::Sqlite {
            "DROP VIEW payment"
        } else {
            "DROP VIEW payment CASCADE"
        };
        write.execute_unprepared(back).await.unwrap();
        write.execute_unprepared("ALTER TABLE kept RENAME TO payment").await.unwrap();
        // And nothing of it stays behind.
        let data = client.ask("{ payments { totalCount } }").await;
        assert_eq!(data["payments"]["totalCount"], json!(hub.payments.len()));
    })
    .await;
}

#[tokio::test]
async fn sums_beyond_64_bits_have_a_code() {
    client::on_each_engine(async |client, hub: &hub::Hub| {
        let huge = |seq| payment::Model { seq, pence: i64::MAX - 5, ..hub.payments[0].clone() };
        let mut load = anchorhub_store::LoadTx::begin(&client.database).await.unwrap();
        load.append_payments(vec![huge(1_001), huge(1_002)]).await.unwrap();
        load.commit().await.unwrap();
        let refused = client.refused("{ spendAnalysis(groupBy: []) { truncated } }", json!({})).await;
        assert_eq!(refused.0, "SUM_TOO_LARGE");
    })
    .await;
}

/// Values that a scalar cannot read are told by name.
#[tokio::test]
async fn unreadable_values_are_told() {
    client::on_each_engine(async |client, _| {
        let query = "query ($f: PaymentFilter) { payments(filter: $f) { edges { cursor } } }";
        for (filter, word) in [
            (json!({ "period": { "from": "30/04/2023" } }), "2023-04-30"),
            (json!({ "amount": { "min": "1.234" } }), "two decimals"),
            (json!({ "amount": { "min": 1.5 } }), "two decimals"),
        ] {
            let answer = client.answer(query, json!({ "f": filter })).await;
            let message = answer["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(message.contains(word), "{message}");
            assert_eq!(answer["data"], Value::Null);
        }
    })
    .await;
}
