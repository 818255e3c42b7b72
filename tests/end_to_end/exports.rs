//! `anchorhub export` of lists and analyses: the same bytes as over HTTP.

use serde_json::Value;

use crate::support::{Hub, Outcome, Server, anchorhub};

/// Payees that a spreadsheet would take for formulas.
const SPEND: &str =
    "Date,Supplier,Amount\n2024-04-02,=1+1,600.00\n2024-04-03,Acme Ltd,900.50\n2024-04-04,@SUM(A1),-20.00\n";

fn loaded(hub: &Hub) {
    let file = hub.folder().join("spend.csv");
    std::fs::write(&file, SPEND).expect("a file");
    let path = file.to_str().expect("UTF-8");
    hub.run(["ingest", path, "--institution", "GB-LAE-WLV"]).ok();
}

#[test]
fn a_file_holds_what_the_server_sends() {
    for hub in Hub::on_each_database() {
        loaded(&hub);
        let server = Server::start(&hub, &[]);
        for (kind, flags, query) in [
            ("payments", ["--order-by", "DATE_ASC"], "orderBy=DATE_ASC"),
            ("spend-analysis", ["--group-by", "MONTH,INSTITUTION"], "groupBy=MONTH,INSTITUTION"),
            ("sme-share.answer", ["--set", "stage=PAID"], "stage=PAID"),
        ] {
            for format in ["csv", "jsonl"] {
                let to = hub.folder().join(format!("{kind}.{format}"));
                let path = to.to_str().expect("UTF-8");
                let told: Value = hub
                    .run(["export", kind, "--to", path, "--format", "json"].into_iter().chain(flags))
                    .ok()
                    .object();
                let written = std::fs::read_to_string(&to).expect("a file");
                let sent = server.get(&format!("/v1/export/{kind}.{format}?{query}")).body;
                assert_eq!(written, sent, "{kind}.{format}");
                assert!(told["rows"].as_u64().is_some_and(|rows| rows > 0), "{told}");
                assert!(told["sha256"].as_str().is_some_and(|digest| digest.len() == 64), "{told}");
            }
        }
        let csv = std::fs::read_to_string(hub.folder().join("payments.csv")).expect("a file");
        assert!(
            csv.contains(",'=1+1,") && csv.contains(",'@SUM(A1),") && csv.contains(",-20.00,-2000,"),
            "{csv}"
        );
        let refused = hub.folder().join("refused.csv");
        let path = refused.to_str().expect("UTF-8");
        hub.run(["export", "nothing", "--to", path]).failed("EXPORT_UNKNOWN");
        hub.run(["export", "leakage", "--to", path]).failed("BAD_ARGUMENTS");
        hub.run(["export", "ocds", "--to", path, "--filter", "{}"]).failed("BAD_ARGUMENTS");
        assert!(!refused.exists(), "a file of an export that failed");
    }
}

#[test]
fn what_can_be_exported_is_told_without_a_hub() {
    let told = Outcome::of(anchorhub().args(["export", "--list"])).ok().stdout;
    for line in ["ocds", "payments (filter: PaymentFilter, orderBy: PaymentOrder)", "leakage.categories ("] {
        assert!(told.lines().any(|told| told.starts_with(line)), "{line} is missing in {told}");
    }
}
