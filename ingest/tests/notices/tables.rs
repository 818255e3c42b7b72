//! What a hub holds of releases, told without the keys that the database gives.

use anchorhub_store::Engine;

use crate::desk::Desk;

/// Tables, where their rows come from, and what is told of them. `P` stands for the process of a row.
const TABLES: [(&str, &str, &str); 22] = [
    (
        "release",
        "release t",
        "t.ocid t.release_id t.dated_at t.tie t.sha256 t.tags t.notice_type t.warnings t.superseded_by",
    ),
    ("unmapped_path", "unmapped_path t", "t.path t.releases t.values_seen t.example t.ocid"),
    (
        "contracting_process",
        "contracting_process t",
        "t.ocid t.source t.title t.description t.stage t.status t.method t.category t.cpv t.value_pence t.value_currency t.value_basis t.is_framework t.is_test t.sme_suitable t.vcse_suitable t.suitability_basis t.reserved t.max_lots_awarded t.max_lots_bid t.first_published t.last_published t.deadline t.expected_on t.starts_on t.ends_on t.releases FACTS",
    ),
    (
        "process_buyer",
        "process_buyer t JOIN P LEFT JOIN institution i ON i.id = t.institution_id",
        "p.ocid t.seq i.org_id t.basis t.scheme t.identifier t.others t.name",
    ),
    ("process_category", "process_category t JOIN P", "p.ocid t.scheme t.code t.main"),
    ("process_place", "process_place t JOIN P", "p.ocid t.scheme t.code"),
    (
        "notice",
        "notice t JOIN P JOIN release r ON r.id = t.release_id",
        "p.ocid r.sha256 t.kind t.identifier t.published_at t.stage t.tags t.title t.url",
    ),
    (
        "lot",
        "lot t JOIN P",
        "p.ocid t.lot_key t.seq t.title t.description t.status t.value_pence t.value_currency t.value_basis t.sme_suitable t.vcse_suitable t.suitability_basis t.starts_on t.ends_on t.latest_end_on t.renewal t.options t.cpv",
    ),
    (
        "award_criterion",
        "award_criterion t JOIN P",
        "p.ocid t.seq t.lot_key t.kind t.name t.description t.weight_hundredths t.weight_basis",
    ),
    (
        "red_flag",
        "red_flag t JOIN P",
        "p.ocid t.code t.seq t.lot_key t.award_key t.bid_key t.supplier t.value t.threshold t.unit t.inputs",
    ),
    ("flag_check", "flag_check t JOIN P", "p.ocid t.computed t.missing"),
    (
        "process_bid",
        "process_bid t JOIN P",
        "p.ocid t.seq t.status t.tenderer t.tenderer_name t.won t.comparable",
    ),
    ("bid_statistic", "bid_statistic t JOIN P", "p.ocid t.seq t.lot_key t.measure t.value t.state"),
    (
        "award",
        "award t JOIN P",
        "p.ocid t.award_key t.seq t.title t.status t.awarded_on t.value_pence t.value_currency t.value_basis t.starts_on t.ends_on t.latest_end_on t.lots",
    ),
    (
        "award_supplier",
        "award_supplier t JOIN P JOIN N LEFT JOIN S",
        "p.ocid t.award_key t.seq n.name s.key t.scheme t.identifier t.scale t.sme t.vcse t.postcode t.country",
    ),
    (
        "contract",
        "contract t JOIN P",
        "t.source_key t.origin p.ocid t.award_key t.reference t.title t.description t.status t.awarded_on t.signed_on t.starts_on t.ends_on t.end_basis t.latest_end_on t.value_pence t.value_currency t.value_basis t.cpv t.category t.method t.is_framework t.is_test t.sme t.vcse",
    ),
    (
        "contract_buyer",
        "contract_buyer t JOIN C JOIN institution i ON i.id = t.institution_id",
        "c.source_key i.org_id",
    ),
    (
        "contract_supplier",
        "contract_supplier t JOIN C JOIN N LEFT JOIN S",
        "c.source_key t.seq n.name s.key t.scheme t.identifier t.scale t.sme t.vcse t.postcode t.country",
    ),
    (
        "contract_change",
        "contract_change t JOIN C",
        "c.source_key t.seq t.kind t.changed_on t.description t.ends_on t.value_pence t.value_currency",
    ),
    (
        "performance",
        "performance t JOIN C",
        "c.source_key t.seq t.kind t.name t.rating t.description t.period_from t.period_to t.published_on",
    ),
    (
        "related_process",
        "related_process t JOIN P",
        "p.ocid t.seq t.relationship t.scheme t.identifier t.related_ocid t.title t.uri t.method t.confidence",
    ),
    ("payment_contract_link", "payment_contract_link t JOIN C", "c.source_key t.seq"),
];

/// Everything, one row a line, in an order of its own.
pub(crate) async fn told(desk: &Desk) -> Vec<String> {
    let facts = match desk.database.engine() {
        Engine::Sqlite => "hex(t.facts)",
        Engine::Postgres => "encode(t.facts, 'hex')",
    };
    let mut lines = Vec::new();
    for (table, from, columns) in TABLES {
        let from = from
            .replace("JOIN P", "JOIN contracting_process p ON p.id = t.process_id")
            .replace("JOIN C", "JOIN contract c ON c.id = t.contract_id")
            .replace("JOIN N", "JOIN supplier_name n ON n.id = t.supplier_name_id")
            .replace("JOIN S", "JOIN supplier s ON s.id = t.supplier_id");
        let told: Vec<String> = columns
            .replace("FACTS", facts)
            .replace("t.superseded_by", "t.superseded_by>0")
            .replace(", 'hex'", ",'hex'")
            .split(' ')
            .map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"))
            .collect();
        let rows = desk.texts(&format!("SELECT {} FROM {from}", told.join(" || '|' || "))).await;
        let all = desk.number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(all, i64::try_from(rows.len()).unwrap(), "rows of {table} hang on nothing");
        lines.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    lines.sort();
    lines
}

/// Empties a hub, but for its institutions and feeds.
pub(crate) async fn empty(desk: &Desk) {
    for (table, ..) in TABLES {
        desk.execute(&format!("DELETE FROM {table}")).await;
    }
    for table in ["link_pending", "change", "rejected_row", "document", "supplier_name", "supplier"] {
        desk.execute(&format!("DELETE FROM {table}")).await;
    }
}
