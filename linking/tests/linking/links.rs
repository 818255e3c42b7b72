//! Payments and the contracts that they are made under.

use std::collections::BTreeMap;

use anchorhub_entities::{contract, contract_buyer, contract_supplier, payment, payment_contract_link};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    hub::{Hub, contract, day, payment},
    support::on_each_engine,
};

#[tokio::test]
async fn each_method_links_what_it_can() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let grounds =
            contract::Model { reference: Some("DN774246".to_owned()), ..contract("grounds", "REGISTER") };
        let grounds = hub.contract(grounds, &[1], &[7]).await;
        let framework = contract::Model {
            is_framework: true,
            value_pence: Some(90_000_000),
            ..contract("framework", "CONTRACT")
        };
        hub.contract(framework, &[1], &[7]).await;
        let test = contract::Model { is_test: true, ..contract("test", "CONTRACT") };
        hub.contract(test, &[1], &[8]).await;
        hub.pay(vec![
            payment::Model { contract_ref: Some("dn-774246".to_owned()), ..payment(1, 1) },
            payment::Model { purpose: Some("Grounds, PO DN774246".to_owned()), ..payment(1, 2) },
            payment(1, 3),
            payment::Model { pence: -50_000, ..payment(1, 4) },
            // Withheld: only by reference.
            payment::Model { supplier_id: None, contract_ref: Some("DN774246".to_owned()), ..payment(1, 5) },
            payment::Model { supplier_id: None, purpose: Some("DN774246".to_owned()), ..payment(1, 6) },
            // A contract that is a test; another supplier; before the period.
            payment::Model { supplier_id: Some(8), ..payment(1, 7) },
            payment::Model { supplier_id: Some(9), ..payment(1, 8) },
            payment::Model { paid_on: day("2023-07-01"), ..payment(1, 9) },
            // Another institution.
            payment::Model { contract_ref: Some("DN774246".to_owned()), ..payment(2, 1) },
        ])
        .await;
        let report = hub.refresh().await;
        let link = |seq, method: &str, confidence| (1, seq, grounds, method.to_owned(), confidence);
        let expected = [
            link(1, "REFERENCE", 95),
            link(2, "PURCHASE_ORDER", 85),
            link(3, "SUPPLIER_PERIOD_VALUE", 70),
            link(4, "SUPPLIER_PERIOD_VALUE", 70),
            link(5, "REFERENCE", 85),
        ];
        assert_eq!(hub.links(1).await, expected);
        assert_eq!(hub.links(2).await, []);
        let by_method = [("PURCHASE_ORDER", 1), ("REFERENCE", 2), ("SUPPLIER_PERIOD_VALUE", 2)];
        assert_eq!(report.by_method, BTreeMap::from(by_method));
        assert_eq!((report.payments, report.paid_pence), (9, 750_000));
        assert_eq!((report.linked(), report.linked_pence, report.changed), (5, 350_000, 5));
        assert_eq!(report.linked_thousandths(), Some(466));
        assert_eq!(hub.changes("LINKS").await, ["GB-LAE-AAA", "GB-LAE-AAA"]);

        // Nothing new: nothing is written, and the data stay what they are.
        let version = hub.database.data_version().await.unwrap();
        assert_eq!(hub.refresh().await, anchorhub_linking::Report::default());
        hub.mark([1, 2]).await;
        let version = version + 1;
        assert_eq!(hub.database.data_version().await.unwrap(), version);
        let again = hub.refresh().await;
        assert_eq!((again.institutions, again.moved, again.changed, again.linked()), (2, 0, 0, 5));
        assert_eq!(hub.links(1).await, expected);
        assert_eq!((hub.database.data_version().await.unwrap(), hub.marks().await), (version, 0));
        assert_eq!(hub.changes("LINKS").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn links_follow_what_is_there() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let write = hub.database.write();
        let first = hub.contract(contract("first", "REGISTER"), &[1], &[7]).await;
        // More than one statement, and more than one page of them.
        hub.pay((1..=1200).map(|seq| payment::Model { pence: 100, ..payment(1, seq) }).collect()).await;
        hub.refresh().await;
        assert_eq!(hub.links(1).await.len(), 1200);

        // A second contract makes it unclear; with the first one gone it is the only one.
        let meals = Some("School meals".to_owned());
        let second =
            contract::Model { title: meals, value_pence: Some(9_000_000), ..contract("second", "REGISTER") };
        let second = hub.contract(second, &[1], &[7]).await;
        hub.mark([1]).await;
        hub.refresh().await;
        assert_eq!(hub.links(1).await, []);

        contract::Entity::delete_by_id(first).exec(write).await.unwrap();
        contract_buyer::Entity::delete_many()
            .filter(contract_buyer::Column::ContractId.eq(first))
            .exec(write)
            .await
            .unwrap();
        contract_supplier::Entity::delete_many()
            .filter(contract_supplier::Column::ContractId.eq(first))
            .exec(write)
            .await
            .unwrap();
        hub.mark([1]).await;
        hub.refresh().await;
        let links = hub.links(1).await;
        assert!(links.len() == 1200 && links.iter().all(|link| link.2 == second));

        // Payments that are taken away, and links that others left behind.
        payment::Entity::delete_many().filter(payment::Column::Seq.gt(5)).exec(write).await.unwrap();
        payment_contract_link::Entity::update_many()
            .col_expr(payment_contract_link::Column::ContractId, Expr::value(first))
            .filter(payment_contract_link::Column::Seq.lte(2))
            .exec(write)
            .await
            .unwrap();
        hub.mark([1]).await;
        assert_eq!(hub.refresh().await.changed, 1197);
        let links = hub.links(1).await;
        assert!(links.len() == 5 && links.iter().all(|link| link.2 == second));

        // No contract at all.
        contract_buyer::Entity::delete_many().exec(write).await.unwrap();
        hub.mark([1]).await;
        let report = hub.refresh().await;
        assert_eq!((report.changed, report.payments, report.institutions), (5, 0, 1));
        assert_eq!((hub.links(1).await, hub.marks().await), (vec![], 0));
    })
    .await;
}

#[tokio::test]
async fn institutions_without_contracts_cost_little() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.pay(
            (1..=3).flat_map(|institution| (1..=3000).map(move |seq| payment(institution, seq))).collect(),
        )
        .await;
        let before = hub.database.statements_read();
        let report = hub.refresh().await;
        assert_eq!((report.institutions, report.payments, report.changed), (3, 0, 0));
        // The marks twice; of each institution the state of the data, its name, its contracts and its links.
        assert_eq!(hub.database.statements_read() - before, 2 + 3 * 4);
    })
    .await;
}
