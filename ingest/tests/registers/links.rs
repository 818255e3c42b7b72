//! Runs end with payments linked to contracts, whichever of them came first.

use std::sync::Arc;

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    ReceiptStatus,
    progress::{Progress, Silent},
};

use crate::{desk::Desk, support::on_each_engine};

const HEADINGS: &str = "Contract Ref,Contract Title,Supplier,Contract Value,Start Date,End Date\n";
const SALT: &str = "C1001,Road salt,Acme Ltd,5000,01/04/2023,31/03/2025\n";
const FUEL: &str = "C1002,Fuel,Bolt & Sons,6000,01/05/2023,31/03/2025\n";
const SPEND: &str = "Payment Date,Supplier,Purpose of Spend,Amount,Contract Ref\n\
    03/04/2024,Acme Ltd,Salt,100.00,\n04/04/2024,Bolt & Sons,Diesel,250.50,C1002\n\
    05/04/2024,ACME LIMITED,Salt returned,-20.00,\n08/04/2024,Copper plc,Pipes,70.00,\n";

const LINKS: &str = "SELECT count(*) FROM payment_contract_link";
/// Links whose payment is there and whose contract counts for the institution that pays.
const SOUND: &str = "SELECT count(*) FROM payment_contract_link \
    JOIN payment ON payment.institution_id = payment_contract_link.institution_id \
      AND payment.document_id = payment_contract_link.document_id AND payment.seq = payment_contract_link.seq \
    JOIN institution_contract ON institution_contract.institution_id = payment_contract_link.institution_id \
      AND institution_contract.contract_id = payment_contract_link.contract_id";
const BY_REFERENCE: &str = "SELECT count(*) FROM payment_contract_link WHERE method = 'REFERENCE'";

#[tokio::test]
async fn a_run_ends_with_links() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let take = async |kind: FeedKind, name: &str, text: String| {
            let receipt = desk.ingest("GB-LAE-AAA", kind, &desk.file(name, text), Some("2024-04")).await;
            assert!(receipt.error.is_none(), "{:?}", receipt.error);
            receipt
        };
        take(FeedKind::Spend, "spend.csv", SPEND.to_owned()).await;
        assert_eq!(desk.number(LINKS).await, 0);
        let both = take(FeedKind::Contracts, "register.csv", format!("{HEADINGS}{SALT}{FUEL}")).await;
        assert_eq!((desk.number(LINKS).await, desk.number(BY_REFERENCE).await), (3, 1));

        // A corrected file of payments takes the place of the first one, and a register that of its predecessor.
        let corrected =
            SPEND.replace("08/04/2024,Copper plc,Pipes,70.00,", "08/04/2024,Acme Ltd,Salt,70.00,");
        take(FeedKind::Spend, "corrected.csv", corrected).await;
        assert_eq!((desk.number(LINKS).await, desk.number(SOUND).await), (4, 4));
        take(FeedKind::Contracts, "shorter.csv", format!("{HEADINGS}{FUEL}")).await;
        assert_eq!((desk.number(LINKS).await, desk.number(SOUND).await), (1, 1));

        let silent: Arc<dyn Progress> = Arc::new(Silent);
        let again = desk.ingestor.reread(&both.document.unwrap(), &silent).await.unwrap();
        assert_ne!(again.status, Some(ReceiptStatus::Failed), "{:?}", again.error);
        assert_eq!((desk.number(LINKS).await, desk.number(SOUND).await), (4, 4));
        assert_eq!(desk.number("SELECT count(*) FROM link_pending").await, 0);
    })
    .await;
}
