//! What documents say makes suppliers one, or several.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;

use crate::{hub::Hub, support::on_each_engine};

const NUMBER: (&str, &str) = ("company_number", "2300000");
const FULL: &str = "02300000";
const OTHER: (&str, &str) = ("company_number", "07654329");

#[tokio::test]
async fn an_identifier_merges_two_spellings() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme Facilities Ltd", 100, &[NUMBER]), ("Brown Bakers", 10, &[])]).await;
        hub.load(2, 2, &[("Afs Group plc", 200, &[("company_number", FULL)])]).await;
        let contract = hub.contract(2, "Afs Group plc", None).await;
        let (acme, afs) = (hub.atom("Acme Facilities Ltd").await, hub.atom("Afs Group plc").await);
        assert_eq!(hub.paid().await.len(), 3);
        let report = hub.refresh().await;
        assert_eq!(report.moved, 1);
        hub.check().await;
        assert_eq!((hub.supplier("Afs Group plc").await, hub.held_by(contract).await), (acme, acme));
        let brown = hub.supplier("Brown Bakers").await;
        assert_eq!(hub.paid().await, [(acme, 300), (brown, 10)].into());
        assert_eq!(hub.identifiers(afs).await, [("GB-COH".to_owned(), FULL.to_owned(), None)]);
        assert_eq!((hub.kind(acme).await, hub.kind(afs).await), ("COMPANY", "COMPANY"));
        // Whoever pays it, or has contracts with it, has links that name other suppliers now.
        assert!(hub.marked_institutions().await.contains(&2));
        // A new spelling of the merged atom stands for the canonical supplier at once.
        hub.load(1, 3, &[("AFS GROUP PLC", 5, &[])]).await;
        assert_eq!(hub.supplier("AFS GROUP PLC").await, acme);
        hub.refresh().await;
        hub.check().await;
    })
    .await;
}

#[tokio::test]
async fn a_new_document_resolves_only_its_own() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme Ltd", 100, &[NUMBER]), ("Brown Bakers", 10, &[])]).await;
        hub.load(1, 2, &[("Cole Cars", 10, &[("postcode", "B1 1AA")])]).await;
        assert_eq!(hub.refresh().await.atoms, 3);
        // What is known is not looked at again.
        hub.load(1, 3, &[("Acme Ltd", 50, &[NUMBER]), ("Cole Cars", 10, &[("postcode", "B1 1AA")])]).await;
        assert_eq!(hub.marked().await, BTreeSet::new());
        // A new spelling, and a new statement.
        let rows: &[_] = &[("ACME LTD.", 50, &[][..]), ("Cole Cars", 10, &[("company_number", "07654329")])];
        hub.load(1, 4, rows).await;
        let expected = BTreeSet::from([hub.atom("Acme Ltd").await, hub.atom("Cole Cars").await]);
        assert_eq!(hub.marked().await, expected);
        assert_eq!(hub.refresh().await.atoms, 2);
        assert_eq!(hub.refresh().await.atoms, 0);
        hub.check().await;
    })
    .await;
}

#[tokio::test]
async fn one_name_with_two_numbers_is_not_merged_by_them() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme Ltd", 100, &[NUMBER])]).await;
        hub.load(2, 2, &[("Acme Ltd", 100, &[OTHER]), ("Zeta Foods", 1, &[NUMBER])]).await;
        hub.refresh().await;
        let acme = hub.atom("Acme Ltd").await;
        let problems: Vec<_> =
            hub.identifiers(acme).await.into_iter().map(|(_, _, problem)| problem).collect();
        assert_eq!(problems, [Some("CONTRADICTED".to_owned()), Some("CONTRADICTED".to_owned())]);
        assert_ne!(hub.supplier("Zeta Foods").await, hub.supplier("Acme Ltd").await);
        // The register has the name with one of them.
        hub.companies(&[(FULL, "ACME LIMITED")]).await;
        hub.load(1, 3, &[("ACME LTD", 100, &[NUMBER])]).await;
        hub.refresh().await;
        let identifiers = hub.identifiers(acme).await;
        assert_eq!(identifiers[0], ("GB-COH".to_owned(), FULL.to_owned(), None));
        assert_eq!(identifiers[1].2.as_deref(), Some("OUTWEIGHED"));
        assert_eq!(hub.supplier("Zeta Foods").await, hub.supplier("Acme Ltd").await);
        hub.check().await;
    })
    .await;
}

#[tokio::test]
async fn names_with_different_numbers_come_apart() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        // Stated for the first time after the names had become one supplier.
        hub.load(1, 1, &[("Acme (Leeds) Ltd", 100, &[]), ("Acme (York) Ltd", 30, &[])]).await;
        let contract = hub.contract(1, "Acme (York) Ltd", None).await;
        hub.refresh().await;
        let acme = hub.supplier("Acme (Leeds) Ltd").await;
        assert_eq!(hub.paid().await, [(acme, 130)].into());
        hub.load(2, 2, &[("Acme (Leeds) Ltd", 1, &[NUMBER]), ("Acme (York) Ltd", 2, &[OTHER])]).await;
        hub.load(2, 3, &[("Acme (Leeds) Ltd", 1, &[NUMBER]), ("Yorkshire Acme", 5, &[OTHER])]).await;
        hub.refresh().await;
        hub.check().await;
        let york = hub.atom("Acme (York) Ltd").await;
        assert_eq!(hub.atom("Acme (Leeds) Ltd").await, acme);
        assert_ne!(york, acme);
        // The number that was split off leads on: to another spelling, whose atom is older.
        let other = hub.atom("Yorkshire Acme").await;
        assert_eq!(hub.supplier("Acme (York) Ltd").await, other.min(york));
        assert_eq!(hub.held_by(contract).await, other.min(york));
        assert_eq!(hub.paid().await, [(acme, 102), (other.min(york), 37)].into());
        assert_eq!(hub.identifiers(york).await, [("GB-COH".to_owned(), OTHER.1.to_owned(), None)]);
        // And it stays so when the next document comes.
        hub.load(2, 4, &[("Acme (York) Ltd", 7, &[OTHER])]).await;
        hub.refresh().await;
        assert_eq!(hub.atom("Acme (York) Ltd").await, york);
        hub.check().await;
    })
    .await;
}

#[tokio::test]
async fn contracts_state_identifiers_and_institutions_are_known() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme Facilities", 100, &[NUMBER]), ("BEEFORD BOROUGH COUNCIL", 10, &[])]).await;
        let contract = hub.contract(2, "The Afs Partnership", Some(("GB-COH", FULL))).await;
        let wrong = hub.contract(2, "Some Hospital", Some(("GB-COH", "RRK"))).await;
        hub.refresh().await;
        hub.check().await;
        assert_eq!(hub.held_by(contract).await, hub.supplier("Acme Facilities").await);
        let hospital = hub.identifiers(hub.held_by(wrong).await).await;
        assert_eq!((hospital[0].1.as_str(), hospital[0].2.is_some()), ("RRK", true));
        let beeford = hub.atom("BEEFORD BOROUGH COUNCIL").await;
        let expected = ("GB-LAE".to_owned(), "BBB".to_owned(), None);
        assert_eq!(
            (hub.identifiers(beeford).await, hub.kind(beeford).await),
            (vec![expected], "PUBLIC_BODY")
        );
    })
    .await;
}

#[tokio::test]
async fn the_register_finds_who_states_no_number() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.companies(&[(FULL, "ACME FACILITIES LIMITED"), ("07654329", "BROWN BAKERS LIMITED")]).await;
        hub.load(1, 1, &[("Acme Facilities Ltd", 100, &[])]).await;
        hub.load(2, 2, &[("Zzz Trading", 5, &[NUMBER])]).await;
        hub.refresh().await;
        hub.check().await;
        let acme = hub.atom("Acme Facilities Ltd").await;
        assert_eq!(hub.identifiers(acme).await, [("GB-COH".to_owned(), FULL.to_owned(), None)]);
        assert_eq!(hub.supplier("Zzz Trading").await, acme);
    })
    .await;
}

/// Another version of the program may find something else in the same edition.
#[tokio::test]
async fn everybody_is_looked_up_again_under_other_rules() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.companies(&[(FULL, "ACME FACILITIES LIMITED")]).await;
        hub.load(1, 1, &[("Acme Facilities Ltd", 100, &[]), ("Brown Bakers", 10, &[])]).await;
        assert_eq!(hub.refresh().await.atoms, 2);
        assert_eq!(hub.refresh().await.atoms, 0);
        // As an earlier version left it, which noted the edition alone.
        let earlier = "UPDATE hub_state SET value = 1 WHERE key = 'supplier_registers'";
        hub.database.write().execute_unprepared(earlier).await.unwrap();
        assert_eq!(hub.refresh().await.atoms, 2);
        assert_eq!(hub.refresh().await.atoms, 0);
        hub.check().await;
    })
    .await;
}
