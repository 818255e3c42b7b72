//! Processes that an earlier version compiled: checked for red flags without their documents.

use anchorhub_ingest::{Caps, FlagsChecked};

use crate::{desk::Desk, support::on_each_engine, tables};

/// A tender that says nothing of small enterprises (S002 asks), and has the bids that rules need.
fn release(ocid: &str, id: &str) -> String {
    format!(
        r#"{{"ocid":"{ocid}","id":"{id}","date":"2026-07-0{id}T12:00:00Z","tag":["award"],"buyer":{{"id":"b","name":"Ashmere Council"}},"parties":[{{"id":"b","name":"Ashmere Council","roles":["buyer"]}},{{"id":"s","name":"Firm Ltd","roles":["supplier","tenderer"]}}],"tender":{{"id":"t","title":"Bins","status":"complete","procurementMethod":"open","lots":[{{"id":"1"}}]}},"bids":{{"details":[{{"id":"1","status":"valid","value":{{"amount":10,"currency":"GBP"}},"tenderers":[{{"id":"s","name":"Firm Ltd"}}]}}]}},"awards":[{{"id":"a","status":"active","date":"2026-07-01","suppliers":[{{"id":"s","name":"Firm Ltd"}}]}}]}}"#
    )
}

/// A hub as the migration leaves it: what hangs on the rules is not there.
async fn as_migrated(desk: &Desk) {
    for table in ["red_flag", "flag_check", "process_bid", "change", "link_pending"] {
        desk.execute(&format!("DELETE FROM {table}")).await;
    }
}

#[tokio::test]
async fn processes_of_an_earlier_version_are_checked_as_if_they_came_today() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        // More than one transaction holds, and some that were published twice.
        let mut releases: Vec<String> =
            (0..450).map(|number| release(&format!("ocds-x-{number}"), "1")).collect();
        releases.extend((0..9).map(|number| release(&format!("ocds-x-{number}"), "2")));
        desk.load("all.jsonl", &releases).await;
        let fresh = tables::told(&desk).await;
        for table in ["red_flag", "flag_check", "process_bid"] {
            assert!(desk.number(&format!("SELECT count(*) FROM {table}")).await > 0, "{table}");
        }
        let keys = "SELECT ocid || CAST(id AS TEXT) FROM contracting_process ORDER BY 1";
        let keys_before = desk.texts(keys).await;

        as_migrated(&desk).await;
        assert_ne!(tables::told(&desk).await, fresh);
        let version = desk.database.data_version().await.unwrap();
        let report = desk.ingestor.check_flags().await.unwrap();
        assert_eq!(report, FlagsChecked { checked: 450, failed: 0 });
        assert_eq!(tables::told(&desk).await, fresh);
        assert_eq!(desk.texts(keys).await, keys_before);
        assert!(desk.database.data_version().await.unwrap() > version);
        assert_eq!(desk.number("SELECT count(DISTINCT key) FROM change").await, 450);

        // Nothing is left to do, and nothing is done.
        let version = desk.database.data_version().await.unwrap();
        assert_eq!(desk.ingestor.check_flags().await.unwrap(), FlagsChecked::default());
        assert_eq!(desk.database.data_version().await.unwrap(), version);
    })
    .await;
}

#[tokio::test]
async fn what_stops_one_process_stops_no_other() {
    on_each_engine(async |database| {
        let desk = Desk::new(database.clone()).await;
        let releases = [
            release("ocds-x-1", "1"),
            release("ocds-x-2", "1"),
            release("ocds-x-2", "2"),
            release("ocds-x-3", "1"),
        ];
        desk.load("all.jsonl", &releases).await;
        as_migrated(&desk).await;
        let narrow = Desk::with(database, Caps { max_process_releases: 1, ..Caps::default() }).await;
        let report = narrow.ingestor.check_flags().await.unwrap();
        assert_eq!(report, FlagsChecked { checked: 2, failed: 1 });
        let unchecked = "SELECT ocid FROM contracting_process p WHERE NOT EXISTS (SELECT 1 FROM flag_check f WHERE f.process_id = p.id)";
        assert_eq!(desk.texts(unchecked).await, ["ocds-x-2"]);
        // With the caps that it came under it is checked.
        assert_eq!(
            desk.ingestor.check_flags().await.unwrap(),
            FlagsChecked { checked: 1, failed: 0 }
        );
    })
    .await;
}
