//! More groups than one statement can name.

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, MetricQuestion, SpendDimension, SpendEngine, SpendFilter, SqlEngine,
    concentration,
};
use anchorhub_store::Database;
use sea_orm::ConnectionTrait;

use crate::{databases, hub, world::date};

/// More than a statement has parameters on either engine: 32,766 on SQLite, 65,535 on PostgreSQL.
const MANY: i64 = 66_000;

/// New suppliers, each of which two institutions pay as many pence as its number, on one day of 2030.
async fn pay_many(database: &Database) {
    let numbers =
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) SELECT");
    let suppliers = format!(
        "INSERT INTO supplier (id, key, name, kind) {numbers} 1000000 + i, 'MANY ' || i, 'Many ' || i, \
         (SELECT min(kind) FROM supplier) FROM n"
    );
    let names = format!(
        "INSERT INTO supplier_name (id, name, supplier_id) {numbers} 1000000 + i, 'Many ' || i, 1000000 + i FROM n"
    );
    // In the first document of each institution; all else as in its first row.
    let payments = format!(
        "INSERT INTO payment (institution_id, document_id, seq, row_no, paid_on, pence, vat_basis, supplier_id, \
         supplier_name_id, flags) {numbers} institution_id, document_id, 1000 + i, 1000 + i, '2030-01-01', i, \
         vat_basis, 1000000 + i, 1000000 + i, 0 FROM n CROSS JOIN payment WHERE seq = 1 AND document_id IN \
         (SELECT min(document_id) FROM payment WHERE institution_id IN (1, 2) GROUP BY institution_id)"
    );
    for sql in [suppliers, names, payments] {
        database.write().execute_unprepared(&sql).await.unwrap();
    }
}

#[tokio::test]
async fn more_suppliers_than_a_statement_has_parameters() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        pay_many(&database).await;
        let columns = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        columns.refresh().await.unwrap();
        let sql = SqlEngine::new(database.clone());
        let engines: [&dyn SpendEngine; 2] = [&columns, &sql];
        for engine in engines {
            let question = MetricQuestion {
                filter: SpendFilter { from: Some(date("2030-01-01")), ..SpendFilter::default() },
                group_by: vec![SpendDimension::Institution],
                first: 10,
                ..MetricQuestion::default()
            };
            let answer = concentration(engine, &question).await.unwrap();
            let all = (MANY * (MANY + 1) / 2) as f64;
            let squares: f64 = (1..=MANY).map(|i| (i * i) as f64).sum();
            let (hhi, cr4) = (10_000.0 * squares / (all * all), (4 * MANY - 6) as f64 / all);
            assert_eq!(answer.rows.len(), 2);
            let groups = answer.rows.iter().map(|row| row.figures);
            for figures in groups.chain([answer.whole]) {
                assert_eq!(figures.counted.suppliers, MANY);
                assert!((figures.hhi.unwrap() - hhi).abs() < 1e-9, "{figures:?}");
                assert!((figures.cr4.unwrap() - cr4).abs() < 1e-12, "{figures:?}");
            }
            assert_eq!(answer.whole.counted.sum.net_pence, MANY * (MANY + 1));
        }
    })
    .await;
}
