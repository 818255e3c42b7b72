//! Contracts are read anew exactly when one of them changes.

use anchorhub_analysis::ContractColumns;
use anchorhub_store::ChangeKind;

use crate::{databases, market::Market};

#[tokio::test]
async fn a_spend_file_does_not_read_contracts_anew() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 4).await;
        let columns = ContractColumns::new(database.clone());
        let first = columns.refresh().await.unwrap();
        assert_eq!(first.read_at, first.data_version);

        market.world.load().await;
        market.world.change_profiles().await;
        market.world.change_labels().await;
        // Links are made anew after a spend file; no contract changed its cluster.
        let mut load = market.world.begin().await;
        load.note(ChangeKind::Links, "GB-LAE-T01");
        // A payee without contracts is looked at anew.
        let idle = market.idle_suppliers().await;
        load.note(ChangeKind::Supplier, idle.first().copied().unwrap_or(999_999).to_string());
        load.commit().await.unwrap();
        let second = columns.refresh().await.unwrap();
        assert!(second.data_version > first.data_version);
        assert_eq!(second.read_at, first.read_at);

        market.add_register().await;
        let third = columns.refresh().await.unwrap();
        assert_eq!(third.read_at, third.data_version);
        assert!(third.contracts > second.contracts);
        market.add_process().await;
        let fourth = columns.refresh().await.unwrap();
        assert_eq!(fourth.read_at, fourth.data_version);
        market.cluster().await;
        let fifth = columns.refresh().await.unwrap();
        assert_eq!(fifth.read_at, fifth.data_version);
    })
    .await;
}

#[tokio::test]
async fn many_questions_share_one_reading() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 5).await;
        let columns = ContractColumns::new(database.clone());
        columns.refresh().await.unwrap();
        market.add_process().await;
        let before = database.statements_read();
        columns.refresh().await.unwrap();
        let one = database.statements_read() - before;
        market.add_process().await;
        let before = database.statements_read();
        let asked = (0..8).map(|_| {
            let columns = columns.clone();
            tokio::spawn(async move { columns.refresh().await.unwrap() })
        });
        let asked: Vec<_> = asked.collect();
        for answer in asked {
            let held = answer.await.unwrap();
            assert_eq!(held.read_at, held.data_version);
        }
        // Each looks at the version, twice where it waited; one reads.
        assert!(database.statements_read() - before <= one + 2 * 8);
    })
    .await;
}
