//! What the hub knows of contracting processes once their releases are loaded.

use crate::{desk::Desk, support::on_each_engine};

const PARTIES: &str = r#""buyer":{"id":"b","name":"Ashmere Council"},"parties":[
    {"id":"b","name":"Ashmere Council","roles":["buyer"],"identifier":{"scheme":"GB-PPON","id":"PAAA-0000-AAAA"},
     "additionalIdentifiers":[{"scheme":"GB-LAE","id":"AAA"}]},
    {"id":"s1","name":"Quarry Waste Ltd","roles":["supplier"],"identifier":{"scheme":"GB-COH","id":"01234567"},
     "address":{"postalCode":"ZZ1 1AA","countryName":"England"},"details":{"scale":"sme","vcse":false}},
    {"id":"s2","name":"Private individual","roles":["supplier"]}]"#;

/// A release of the process `ocds-a-1` on a day of July 2026, on one line.
fn release(day: u8, rest: &str) -> String {
    format!(
        r#"{{"ocid":"ocds-a-1","id":"{day}","date":"2026-07-{day:02}T12:00:00Z","tag":["award"],"language":"en",{PARTIES},{rest}}}"#
    )
    .replace('\n', "")
}

fn award(title: &str, supplier: &str) -> String {
    format!(
        r#"{{"id":"1","title":"{title}","status":"active","value":{{"amount":100,"currency":"GBP"}},"suppliers":[{{"id":"{supplier}","name":"{}"}}]}}"#,
        if supplier == "s1" { "Quarry Waste Ltd" } else { "Private individual" }
    )
}

#[tokio::test]
async fn every_table_is_filled() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let tender = r#""tender":{"id":"t","title":"Bins","status":"complete","procurementMethod":"open","mainProcurementCategory":"services",
            "classification":{"scheme":"CPV","id":"90511000"},"value":{"amount":1000.5,"currency":"GBP"},
            "lots":[{"id":"L","title":"North","suitability":{"sme":true},"value":{"amount":500,"currency":"GBP"},
                     "contractPeriod":{"startDate":"2026-09-01","endDate":"2029-08-31"},"awardCriteria":{"criteria":[{"type":"price","name":"Price"}]}}],
            "items":[{"id":"i","relatedLot":"L","deliveryAddresses":[{"region":"UKG31"}]}]},
            "bids":{"statistics":[{"id":"1","measure":"bids","value":3,"relatedLot":"L"}]},
            "relatedProcesses":[{"id":"1","relationship":["framework"],"scheme":"ocid","identifier":"ocds-z-1"}]"#;
        let contract = r#""contracts":[{"id":"c","awardID":"1","title":"Bins North","dateSigned":"2026-08-01","status":"active",
            "period":{"startDate":"2026-09-01","endDate":"2029-08-31"},"value":{"amount":480,"currency":"GBP"},
            "amendments":[{"id":"a","date":"2026-08-10","description":"Longer"}]}]"#;
        let text = format!(r#"{tender},"awards":[{}],{contract}"#, award("North", "s1"));
        desk.load("a.jsonl", &[release(1, &text)]).await;

        let one = async |sql: &str| desk.texts(sql).await.join("; ");
        assert_eq!(
            one("SELECT ocid || '|' || title || '|' || cpv || '|' || CAST(value_pence AS TEXT) || '|' || CAST(releases AS TEXT) FROM contracting_process").await,
            "ocds-a-1|Bins|90511000|100050|1"
        );
        // Found by its second identifier.
        assert_eq!(
            one("SELECT i.org_id || '|' || b.basis || '|' || b.scheme || '|' || b.others FROM process_buyer b JOIN institution i ON i.id = b.institution_id").await,
            r#"GB-LAE-AAA|IDENTIFIER|GB-PPON|["GB-LAE-AAA"]"#
        );
        assert_eq!(one("SELECT lot_key || '|' || title FROM lot").await, "L|North");
        assert_eq!(one("SELECT measure || CAST(value AS TEXT) || state || lot_key FROM bid_statistic").await, "bids3VALIDL");
        assert_eq!(one("SELECT scheme || code FROM process_category").await, "CPV90511000");
        assert_eq!(one("SELECT scheme || code FROM process_place").await, "ITLUKG31");
        assert_eq!(
            one("SELECT n.tags || '|' || n.title FROM notice n JOIN release r ON r.id = n.release_id").await,
            "award|Bins"
        );
        assert_eq!(
            one("SELECT relationship || '|' || related_ocid || '|' || method FROM related_process").await,
            "framework|ocds-z-1|STATED"
        );
        assert_eq!(
            one("SELECT s.award_key || '|' || n.name || '|' || s.identifier || '|' || s.postcode FROM award_supplier s JOIN supplier_name n ON n.id = s.supplier_name_id WHERE s.sme AND NOT s.vcse AND s.supplier_id IS NOT NULL").await,
            "1|Quarry Waste Ltd|01234567|ZZ1 1AA"
        );
        assert_eq!(
            one("SELECT source_key || '|' || origin || '|' || CAST(ends_on AS TEXT) || '|' || CAST(value_pence AS TEXT) || '|' || award_key FROM contract WHERE sme AND NOT vcse AND cluster_id IS NULL").await,
            "ocds-a-1/contract/c|CONTRACT|2029-08-31|48000|1"
        );
        for table in ["contract_supplier", "contract_buyer", "contract_change", "award_criterion", "link_pending"] {
            assert_eq!(desk.number(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
        }
        assert_eq!(one("SELECT key FROM change WHERE kind = 'CONTRACTING_PROCESS'").await, "ocds-a-1");
    })
    .await;
}

#[tokio::test]
async fn awards_with_one_id_are_all_kept_and_a_withheld_supplier_is_nobody() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let awards = format!(r#""awards":[{},{},{}]"#, award("North", "s1"), award("South", "s2"), award("East", "s1"));
        desk.load("a.jsonl", &[release(1, &awards)]).await;
        assert_eq!(desk.texts("SELECT title FROM award ORDER BY seq").await, ["North", "South", "East"]);
        assert_eq!(desk.number("SELECT count(DISTINCT award_key) FROM award").await, 3);
        assert_eq!(desk.number("SELECT count(*) FROM award_supplier").await, 3);
        assert_eq!(desk.number("SELECT count(*) FROM contract WHERE origin = 'AWARD'").await, 3);
        assert_eq!(
            desk.texts("SELECT n.name FROM award_supplier s JOIN supplier_name n ON n.id = s.supplier_name_id WHERE s.supplier_id IS NULL").await,
            ["Private individual"]
        );
        assert_eq!(desk.texts("SELECT name FROM supplier").await, ["Quarry Waste Ltd"]);
    })
    .await;
}

#[tokio::test]
async fn a_delta_wipes_nothing_and_a_late_release_counts_where_it_belongs() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let whole = format!(
            r#""tender":{{"id":"t","title":"Bins","lots":[{{"id":"L","title":"North"}}]}},"awards":[{}],"contracts":[{{"id":"c","awardID":"1","period":{{"endDate":"2029-08-31"}},"value":{{"amount":480,"currency":"GBP"}}}}]"#,
            award("North", "s1")
        );
        desk.load("a.jsonl", &[release(5, &whole)]).await;
        let id = desk.number("SELECT id FROM contract").await;
        let delta = r#""contracts":[{"id":"c","awardID":"1","amendments":[{"id":"a","description":"Also the market"}]}]"#;
        desk.load("b.jsonl", &[release(9, delta)]).await;
        let contract = "SELECT CAST(ends_on AS TEXT) || '|' || CAST(value_pence AS TEXT) FROM contract";
        assert_eq!(desk.texts(contract).await, ["2029-08-31|48000"]);
        assert_eq!(desk.texts("SELECT description FROM contract_change").await, ["Also the market"]);
        assert_eq!(desk.texts("SELECT title FROM lot").await, ["North"]);

        // Published before both.
        let late = r#""tender":{"id":"t","title":"Waste","description":"Of the north"},"contracts":[{"id":"c","value":{"amount":1,"currency":"GBP"}}]"#;
        desk.load("c.jsonl", &[release(2, late)]).await;
        assert_eq!(desk.texts(contract).await, ["2029-08-31|48000"]);
        assert_eq!(
            desk.texts("SELECT title || '|' || description || '|' || CAST(releases AS TEXT) FROM contracting_process").await,
            ["Bins|Of the north|3"]
        );
        assert_eq!(desk.number("SELECT id FROM contract").await, id);
        assert_eq!(desk.number("SELECT count(*) FROM notice").await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_contract_that_is_no_longer_stated_goes_with_all_that_hangs_on_it() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let other = release(1, &format!(r#""awards":[{}]"#, award("North", "s1"))).replace("ocds-a-1", "ocds-a-2");
        desk.load("a.jsonl", &[release(1, &format!(r#""awards":[{}]"#, award("North", "s1"))), other]).await;
        desk.institutions("GB-LAE-CCC,Cranwick Council,COUNCIL,,\n").await;
        // Both stand in the cluster of the first, and a payment of another institution is linked to it.
        desk.execute(
            "UPDATE contract SET cluster_method = 'REFERENCE', cluster_confidence = 90, \
             cluster_id = (SELECT id FROM contract WHERE source_key LIKE 'ocds-a-1/%')",
        )
        .await;
        desk.execute(
            "INSERT INTO payment_contract_link SELECT i.id, 1, 1, c.id, 'REFERENCE', 90 FROM institution i, contract c \
             WHERE i.org_id = 'GB-LAE-CCC' AND c.source_key LIKE 'ocds-a-1/%'",
        )
        .await;
        desk.execute("DELETE FROM link_pending").await;

        let corrected = release(1, r#""tender":{"id":"t","title":"Bins"}"#);
        assert_eq!(desk.load("b.jsonl", &[corrected]).await.corrected, 1);
        assert_eq!(
            desk.texts("SELECT source_key FROM contract WHERE cluster_id IS NULL AND cluster_method IS NULL").await,
            ["ocds-a-2/award/1"]
        );
        for (table, left) in [
            ("contract", 1),
            ("contract_supplier", 1),
            ("contract_buyer", 1),
            ("payment_contract_link", 0),
            ("award", 1),
            ("notice", 2),
        ] {
            assert_eq!(desk.number(&format!("SELECT count(*) FROM {table}")).await, left, "{table}");
        }
        assert_eq!(
            desk.texts("SELECT i.org_id FROM link_pending l JOIN institution i ON i.id = l.institution_id ORDER BY 1").await,
            ["GB-LAE-AAA", "GB-LAE-CCC"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_the_model_does_not_hold_is_counted_once_for_each_release() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let one = release(1, r#""oddities":[{"of":"wood"},{"of":"stone"}]"#);
        let two = release(2, r#""oddities":[{"of":"iron"}],"contactPerson":{"name":"A Person"}"#);
        desk.load("a.jsonl", &[&one, &one]).await;
        desk.load("b.jsonl", &[&one, &two]).await;
        let receipt = desk.take(&desk.file("c.jsonl", [one.as_str(), &two].join(" \n"))).await;
        assert_eq!(receipt.releases().unwrap().stored, 0);
        desk.ingestor
            .reread(receipt.document.as_ref().unwrap(), &(std::sync::Arc::new(anchorhub_ingest::progress::Silent) as _))
            .await
            .unwrap();
        let counted = "SELECT path || '|' || CAST(releases AS TEXT) || '|' || CAST(values_seen AS TEXT) || '|' || ocid || '|' || example \
                       FROM unmapped_path WHERE path LIKE 'oddities%' OR path LIKE 'contactPerson%' ORDER BY path";
        assert_eq!(
            desk.texts(counted).await,
            ["contactPerson.name|1|1|ocds-a-1|", "oddities.of|2|3|ocds-a-1|iron"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_process_is_found_by_the_number_of_its_notice_whichever_comes_first() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let awards = format!(
            r#""awards":[{}],"relatedProcesses":[{{"id":"1","relationship":["planning"],"scheme":"EU-OJ","identifier":"2026/S 000-012345"}}]"#,
            award("North", "s1")
        );
        let regional = release(9, &awards);
        let national = release(1, r#""tender":{"id":"t","title":"Bins"}"#)
            .replace("ocds-a-1", "ocds-h6vhtk-0a")
            .replace(r#""id":"1","date""#, r#""id":"012345-2026","date""#);
        let related = "SELECT COALESCE(related_ocid, '-') || '|' || method || '|' || CAST(confidence AS TEXT) FROM related_process";
        for (first, second, found_at_once) in [(&national, &regional, true), (&regional, &national, false)] {
            crate::tables::empty(&desk).await;
            desk.load("a.jsonl", &[first]).await;
            let at_first = desk.texts(related).await;
            assert_eq!(at_first, if found_at_once { vec![] } else { vec!["-|STATED|100".to_owned()] });
            desk.execute("DELETE FROM link_pending").await;
            desk.execute("DELETE FROM change").await;
            desk.load("b.jsonl", &[second]).await;
            assert_eq!(desk.texts(related).await, ["ocds-h6vhtk-0a|IDENTIFIER|95"]);
            assert_eq!(desk.number("SELECT count(*) FROM link_pending").await, 1);
            assert_eq!(desk.number("SELECT count(*) FROM change WHERE kind = 'CONTRACTING_PROCESS' AND key = 'ocds-a-1'").await, 1);
        }
    })
    .await;
}
