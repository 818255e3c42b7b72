//! Metrics over a month of real files of four West Midlands bodies, against plain SQL. The files are not part of the
//! project: without them the test says so and ends.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    Archive, Caps, IngestRequest, Ingestor,
    progress::Silent,
    reference::{self, ReferenceKind},
};
use anchorhub_store::Database;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::{client::Client, databases};

const FILES: [(&str, &str); 4] = [
    ("GB-LAE-COV", "coventry/apr_2023.csv"),
    ("GB-LAE-SAN", "sandwell/sandwell_apr_2023.csv"),
    ("GB-LAE-SOL", "solihull/ExpenditureApril2023-CSV.csv"),
    ("GB-LAE-WOL", "wolverhampton/wolver_apr_2023.csv"),
];

fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = root.join("data/spend/west-midlands");
    if !folder.exists() {
        eprintln!("skipped: the published files are not here ({})", folder.display());
        return None;
    }
    Some(folder)
}

async fn load(database: &Database, files: &Path) {
    let bodies = FILES.iter().map(|(org_id, _)| format!("{org_id},Council {org_id},COUNCIL,\n"));
    let bodies = format!("org_id,name,kind,home_area\n{}", bodies.collect::<String>());
    reference::load_text(database, ReferenceKind::Institutions, "bodies.csv", &bodies).await.unwrap();
    let work = tempfile::tempdir().unwrap();
    let archive = Archive::local(&work.path().join("archive")).unwrap();
    let (temporary, adapters) = (work.path().join("tmp"), work.path().join("adapters"));
    let ingestor = Ingestor::new(database.clone(), archive, temporary, adapters, Caps::default()).unwrap();
    for (org_id, file) in FILES {
        let request = IngestRequest {
            paths: vec![files.join(file)],
            institution: org_id.parse().unwrap(),
            kind: FeedKind::Spend,
            feed: None,
            period: None,
        };
        let progress: Arc<dyn anchorhub_ingest::progress::Progress> = Arc::new(Silent);
        ingestor.ingest_paths(&request, &progress, &mut |_| {}).await.unwrap();
    }
}

async fn numbers<const N: usize>(database: &Database, sql: &str) -> [i64; N] {
    let statement = Statement::from_string(database.engine().backend(), sql.to_owned());
    let row = database.write().query_one_raw(statement).await.unwrap().unwrap();
    std::array::from_fn(|place| row.try_get_by_index::<i64>(place).unwrap())
}

#[tokio::test]
async fn a_month_of_real_files_comes_to_the_penny() {
    let Some(files) = folder() else { return };
    databases::on_each_engine(async |database| {
        load(&database, &files).await;
        let client = Client::new(&database);
        let query = "{
            sharedSuppliers(minInstitutions: 3, exclude: [], first: 500) {
                totalCount nodes { institutions paid { net { pence } payments } parts { paid { net { pence } } } } }
            concentration(exclude: [], first: 0) {
                whole { hhi cr4 counted { suppliers sum { net { pence } } } netNegative { suppliers } withoutSupplier { payments } } }
            smeShare(stage: PAID, exclude: []) {
                whole { numerator { net { pence } payments } denominator { net { pence } payments } total { net { pence } payments } } }
        }";
        let answer = client.ask(query).await;

        let by_supplier = "SELECT supplier_id, CAST(sum(pence) AS BIGINT) AS net, count(*) AS payments, \
            count(DISTINCT institution_id) AS payers FROM payment WHERE supplier_id IS NOT NULL GROUP BY supplier_id";
        let [number, net, payments] = numbers(&database, &format!(
            "SELECT count(*), CAST(coalesce(sum(net), 0) AS BIGINT), CAST(coalesce(sum(payments), 0) AS BIGINT) \
             FROM ({by_supplier}) AS s WHERE payers >= 3"
        ))
        .await;
        let shared = &answer["sharedSuppliers"];
        assert_eq!(shared["totalCount"], json!(number));
        assert!(number > 20 && number <= 500, "{number}");
        let sum = |figure: &dyn Fn(&Value) -> i64| {
            shared["nodes"].as_array().unwrap().iter().map(figure).sum::<i64>()
        };
        let pence = |paid: &Value| paid["net"]["pence"].as_i64().unwrap();
        assert_eq!(sum(&|node| pence(&node["paid"])), net);
        assert_eq!(sum(&|node| node["paid"]["payments"].as_i64().unwrap()), payments);
        let of_parts = |node: &Value| {
            node["parts"].as_array().unwrap().iter().map(|part| pence(&part["paid"])).sum::<i64>()
        };
        assert_eq!(sum(&of_parts), net);

        let [suppliers, all, below] = numbers(&database, &format!(
            "SELECT count(CASE WHEN net > 0 THEN 1 END), \
             CAST(coalesce(sum(CASE WHEN net > 0 THEN net END), 0) AS BIGINT), \
             count(CASE WHEN net <= 0 THEN 1 END) FROM ({by_supplier}) AS s"
        ))
        .await;
        let whole = &answer["concentration"]["whole"];
        assert_eq!(whole["counted"]["suppliers"], json!(suppliers));
        assert_eq!(pence(&whole["counted"]["sum"]), all);
        assert_eq!(whole["netNegative"]["suppliers"], json!(below));
        // In millionths, because the statement gives whole numbers.
        let [millionths] = numbers(&database, &format!(
            "SELECT CAST(sum(1e10 * (net * 1.0 / {all}) * (net * 1.0 / {all})) AS BIGINT) \
             FROM ({by_supplier}) AS s WHERE net > 0"
        ))
        .await;
        let hhi = whole["hhi"].as_f64().unwrap();
        assert!((hhi * 1e6 - millionths as f64).abs() < 2.0, "{hhi} {millionths}");

        let [yes, yes_net, known, known_net, total, total_net] = numbers(
            &database,
            "SELECT count(CASE WHEN sme THEN 1 END), CAST(coalesce(sum(CASE WHEN sme THEN pence END), 0) AS BIGINT), \
             count(sme), CAST(coalesce(sum(CASE WHEN sme IS NOT NULL THEN pence END), 0) AS BIGINT), \
             count(*), CAST(sum(pence) AS BIGINT) \
             FROM payment LEFT JOIN supplier_profile USING (supplier_id)",
        )
        .await;
        let share = &answer["smeShare"]["whole"];
        let told = ["numerator", "denominator", "total"]
            .map(|part| (share[part]["payments"].as_i64().unwrap(), pence(&share[part])));
        assert_eq!(told, [(yes, yes_net), (known, known_net), (total, total_net)]);
    })
    .await;
}
