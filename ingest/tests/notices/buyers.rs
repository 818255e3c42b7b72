//! Buyers that become somebody, or nobody again, when institutions and their other names change.

use crate::{desk::Desk, support::on_each_engine};

/// A release with an award, and a buyer with an identifier of its publisher and one that others share.
fn release(ocid: &str, buyer: &str, identifier: &str) -> String {
    format!(
        r#"{{"ocid":"{ocid}","id":"1","date":"2026-07-01T12:00:00Z","tag":["award"],"buyer":{{"id":"b","name":"{buyer}"}},"parties":[{{"id":"b","name":"{buyer}","roles":["buyer"],"identifier":{{"scheme":"GB-SRS","id":"x1"}},"additionalIdentifiers":[{{"scheme":"GB-PPON","id":"{identifier}"}}]}}],"awards":[{{"id":"1","title":"Bins","suppliers":[{{"id":"s","name":"Quarry Waste Ltd"}}]}}]}}"#
    )
}

const BUYERS: &str = "SELECT p.ocid || '|' || COALESCE(i.org_id, '-') || '|' || b.basis FROM process_buyer b \
    JOIN contracting_process p ON p.id = b.process_id LEFT JOIN institution i ON i.id = b.institution_id ORDER BY p.ocid";
const UNDER_CONTRACTS: &str = "SELECT c.source_key || '|' || i.org_id FROM contract_buyer b \
    JOIN contract c ON c.id = b.contract_id JOIN institution i ON i.id = b.institution_id ORDER BY 1";
const MARKED: &str =
    "SELECT i.org_id FROM link_pending l JOIN institution i ON i.id = l.institution_id ORDER BY 1";
const CHANGED: &str = "SELECT key FROM change WHERE kind = 'CONTRACTING_PROCESS' ORDER BY seq";

async fn forget(desk: &Desk) {
    desk.execute("DELETE FROM link_pending").await;
    desk.execute("DELETE FROM change").await;
}

#[tokio::test]
async fn buyers_are_found_again_when_institutions_come_later() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let releases = [
            release("ocds-a-1", "Cranwick Council", "PCCC-0000-CCCC"),
            release("ocds-a-2", "The Cranwick Authority", "PCCC-1111-CCCC"),
            release("ocds-a-3", "Cranwick School", "PCCC-2222-CCCC"),
        ];
        desk.load("a.jsonl", &releases).await;
        assert_eq!(desk.texts(BUYERS).await, ["ocds-a-1|-|NONE", "ocds-a-2|-|NONE", "ocds-a-3|-|NONE"]);
        assert!(desk.texts(UNDER_CONTRACTS).await.is_empty());
        forget(&desk).await;

        // By its name.
        desk.institutions("GB-LAE-CCC,Cranwick Council,COUNCIL,,\n").await;
        assert_eq!(
            desk.texts(BUYERS).await,
            ["ocds-a-1|GB-LAE-CCC|NAME", "ocds-a-2|-|NONE", "ocds-a-3|-|NONE"]
        );
        assert_eq!(desk.texts(UNDER_CONTRACTS).await, ["ocds-a-1/award/1|GB-LAE-CCC"]);
        assert_eq!(desk.texts(MARKED).await, ["GB-LAE-CCC"]);
        assert_eq!(desk.texts(CHANGED).await, ["ocds-a-1"]);

        // By another name, and by an identifier that is not its first.
        forget(&desk).await;
        let aliases = "GB-LAE-CCC,Cranwick Council,COUNCIL,,Cranwick Authority;GB-PPON-PCCC-2222-CCCC\n";
        desk.institutions(aliases).await;
        assert_eq!(
            desk.texts(BUYERS).await,
            ["ocds-a-1|GB-LAE-CCC|NAME", "ocds-a-2|GB-LAE-CCC|NAME", "ocds-a-3|GB-LAE-CCC|IDENTIFIER"]
        );
        assert_eq!(desk.texts(CHANGED).await, ["ocds-a-2", "ocds-a-3"]);
        assert_eq!(desk.texts(UNDER_CONTRACTS).await.len(), 3);

        // The same file again changes nothing.
        forget(&desk).await;
        desk.institutions(aliases).await;
        assert!(desk.texts(CHANGED).await.is_empty() && desk.texts(MARKED).await.is_empty());

        // What institutions no longer have is taken from them, and they are marked for it.
        desk.institutions("GB-LAE-CCC,Cranwick Council,COUNCIL,,Cranwick Authority\n").await;
        assert_eq!(
            desk.texts(BUYERS).await,
            ["ocds-a-1|GB-LAE-CCC|NAME", "ocds-a-2|GB-LAE-CCC|NAME", "ocds-a-3|-|NONE"]
        );
        assert_eq!(desk.texts(MARKED).await, ["GB-LAE-CCC"]);

        // A name that two have is nobody's.
        desk.institutions("GB-LAE-DDD,Cranwick Council,COUNCIL,,\n").await;
        assert_eq!(
            desk.texts(BUYERS).await,
            ["ocds-a-1|-|NONE", "ocds-a-2|GB-LAE-CCC|NAME", "ocds-a-3|-|NONE"]
        );
    })
    .await;
}

#[tokio::test]
async fn it_does_not_matter_whether_institutions_or_releases_come_first() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        // More than are looked at together.
        let releases: Vec<String> = (0..1_100)
            .map(|number| match number % 3 {
                0 => release(&format!("ocds-a-{number:04}"), "Cranwick Council", "P"),
                1 => release(&format!("ocds-a-{number:04}"), "Nobody at all", "PCCC-0000-CCCC"),
                _ => release(&format!("ocds-a-{number:04}"), "Nobody at all", "P"),
            })
            .collect();
        let institution = "GB-LAE-CCC,Cranwick Council,COUNCIL,,GB-PPON-PCCC-0000-CCCC\n";
        desk.load("a.jsonl", &releases).await;
        desk.institutions(institution).await;
        let later = (desk.texts(BUYERS).await, desk.texts(UNDER_CONTRACTS).await);
        assert_eq!(later.1.len(), 734);
        crate::tables::empty(&desk).await;
        desk.load("a.jsonl", &releases).await;
        assert_eq!((desk.texts(BUYERS).await, desk.texts(UNDER_CONTRACTS).await), later);
    })
    .await;
}
