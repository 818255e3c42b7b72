//! One contract that several sources state counts once.

use anchorhub_entities::{contract, payment};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::{
    hub::{Hub, contract, day, payment},
    support::on_each_engine,
};

#[tokio::test]
async fn one_contract_in_three_sources_counts_once() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let (finder, tender) = (
            hub.process("ocds-b5fd17-1", "CONTRACTS_FINDER").await,
            hub.process("ocds-h6vhtk-1", "FIND_A_TENDER").await,
        );
        let reference = Some("DN-774246".to_owned());
        let register =
            contract::Model { document_id: Some(1), reference, ..contract("register", "REGISTER") };
        let register = hub.contract(register, &[1], &[7]).await;
        let reference = Some("DN774246".to_owned());
        let award = contract::Model { process_id: Some(finder), reference, ..contract("award", "AWARD") };
        let award = hub.contract(award, &[1], &[7]).await;
        let signed = contract::Model {
            process_id: Some(tender),
            title: Some("Parks and open spaces".to_owned()),
            ..contract("signed", "CONTRACT")
        };
        let signed = hub.contract(signed, &[1, 2], &[7]).await;
        hub.pay(vec![payment(1, 1), payment(2, 1)]).await;
        hub.mark([1, 2, 3]).await;

        let report = hub.refresh().await;
        assert_eq!((report.institutions, report.clusters, report.moved, report.left), (3, 1, 3, 0));
        let clusters = hub.clusters().await;
        assert_eq!(clusters["register"], (signed, Some("REFERENCE".to_owned()), Some(95)));
        assert_eq!(clusters["award"], (signed, Some("REFERENCE".to_owned()), Some(95)));
        assert_eq!(clusters["signed"], (signed, Some("SUPPLIER_PERIOD_VALUE".to_owned()), Some(85)));
        // Counted once for everyone who buys, and nothing of what a source states is gone.
        assert_eq!((hub.counted(1).await, hub.counted(2).await), (vec![signed], vec![signed]));
        let stated = contract::Entity::find().count(hub.database.read()).await.unwrap();
        assert_eq!(stated, 3);
        let rows = contract::Entity::find_by_id(register).one(hub.database.read()).await.unwrap().unwrap();
        assert_eq!(rows.reference.as_deref(), Some("DN-774246"));
        // The payment that names the register's reference belongs to the contract that stands for it.
        let named = payment::Model { contract_ref: Some("dn 774246".to_owned()), ..payment(1, 2) };
        hub.pay(vec![named]).await;
        hub.refresh().await;
        let links = hub.links(1).await;
        assert_eq!(links.iter().map(|link| link.2).collect::<Vec<_>>(), [signed, signed]);
        assert_eq!(links[1].3, "REFERENCE");
        assert_ne!(register, award);
    })
    .await;
}

#[tokio::test]
async fn what_contradicts_stays_apart() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let tender = hub.process("ocds-h6vhtk-1", "FIND_A_TENDER").await;
        for lot in ["lot 1", "lot 2"] {
            let stated = contract::Model { process_id: Some(tender), ..contract(lot, "CONTRACT") };
            hub.contract(stated, &[1], &[7]).await;
        }
        let renewal = contract::Model {
            document_id: Some(1),
            starts_on: Some(day("2026-04-01")),
            ends_on: Some(day("2028-03-31")),
            ..contract("renewal", "REGISTER")
        };
        hub.contract(renewal, &[1], &[7]).await;
        let test = contract::Model { is_test: true, document_id: Some(2), ..contract("test", "REGISTER") };
        hub.contract(test, &[1], &[7]).await;
        hub.mark([1]).await;
        assert_eq!(hub.refresh().await.clusters, 0);
        // The test counts nowhere.
        assert_eq!(hub.counted(1).await.len(), 3);
        assert!(hub.clusters().await.values().all(|(_, method, _)| method.is_none()));
    })
    .await;
}

#[tokio::test]
async fn processes_that_name_each_other_are_one() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let scottish = hub.process("ocds-r6ebe6-1", "PUBLIC_CONTRACTS_SCOTLAND").await;
        let passed_on = hub.process("ocds-h6vhtk-9", "FIND_A_TENDER").await;
        hub.relate(passed_on, "ocds-r6ebe6-1").await;
        for (key, process) in [("scottish", scottish), ("passed on", passed_on)] {
            let value_pence = (process == scottish).then_some(10_000_000);
            let stated =
                contract::Model { process_id: Some(process), value_pence, ..contract(key, "CONTRACT") };
            hub.contract(stated, &[3], &[7]).await;
        }
        hub.mark([3]).await;
        assert_eq!(hub.refresh().await.clusters, 1);
        let clusters = hub.clusters().await;
        assert_eq!(clusters["passed on"].0, clusters["scottish"].0);
        assert_eq!(clusters["scottish"].1.as_deref(), Some("SAME_PROCESS"));
    })
    .await;
}
