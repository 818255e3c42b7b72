use anchorhub_entities::supplier::SupplierKind;
use serde_json::json;

use super::*;

fn one(query: &Value) -> Query {
    let batch =
        Batch::read(&json!({ "q": query }).to_string()).unwrap_or_else(|problem| panic!("{problem:?}"));
    batch.queries.into_iter().next().unwrap()
}

#[test]
fn queries_are_read_as_clients_write_them() {
    let query = one(
        &json!({ "query": " Acme Ltd ", "type": "Company", "type_strict": "should", "limit": 3, "lang": "en" }),
    );
    assert_eq!((query.question.name.as_str(), query.limit), ("Acme Ltd", 3));
    assert_eq!(query.question.kinds, [SupplierKind::Company]);
    assert_eq!(
        one(&json!({ "query": "Acme", "type": ["Charity", "Supplier"], "limit": 9_999 })).question.kinds,
        []
    );
    assert_eq!(one(&json!({ "query": "Acme", "limit": 9_999 })).limit, CANDIDATES.1);
}

#[test]
fn values_are_brought_into_normal_form() {
    let query = one(&json!({ "properties": [
        { "pid": "company_number", "v": 1_234_568 },
        { "pid": "postcode", "v": "b5 4hp" },
        { "pid": "district", "v": [{ "id": "E08000031" }, "Sandwell"] },
        { "pid": "org-id", "v": ["GB-CHC-1074622", "N/A", null, true] },
    ] }));
    let question = &query.question;
    let pair = |scheme: &str, value: &str| (scheme.to_owned(), value.to_owned());
    assert_eq!(question.identifiers, [pair("GB-COH", "01234568"), pair("GB-CHC", "1074622")]);
    assert_eq!(question.postcodes, ["B54HP"]);
    assert_eq!(
        (question.districts.as_slice(), query.districts.as_slice()),
        (&["E08000031".to_owned()][..], &["sandwell".to_owned()][..])
    );
}

#[test]
fn ids_are_read_in_the_place_of_names() {
    let id = NodeId::Supplier(12).encode();
    assert_eq!(one(&json!({ "query": id.as_str() })).question.ids, [12]);
    let feed = NodeId::Feed(12).encode();
    assert_eq!(one(&json!({ "query": feed.as_str() })).question.ids, [0_i64; 0]);
}

#[test]
fn what_is_out_of_bounds_is_refused() {
    let refused = |batch: &Value| format!("{:?}", Batch::read(&batch.to_string()).err());
    for (query, code) in [
        (json!({}), "BAD_QUERY"),
        (json!({ "query": " " }), "BAD_QUERY"),
        (json!({ "query": "x".repeat(501) }), "TEXT_TOO_LONG"),
        (json!({ "query": "x", "limit": 0 }), "BAD_LIMIT"),
        (json!({ "query": "x", "limit": 1.5 }), "BAD_LIMIT"),
        (json!({ "query": "x", "type": "Q5" }), "UNKNOWN_TYPE"),
        (json!({ "query": "x", "properties": [{ "pid": "sector", "v": "A" }] }), "UNKNOWN_PROPERTY"),
        (
            json!({ "query": "x", "properties": [{ "pid": "postcode", "v": "x".repeat(501) }] }),
            "TEXT_TOO_LONG",
        ),
        (
            json!({ "query": "x", "properties": [{ "pid": "postcode", "v": vec!["B5 4HP"; 21] }] }),
            "TOO_MANY_VALUES",
        ),
        (json!({ "query": 7 }), "BAD_QUERIES"),
        (json!([]), "BAD_QUERIES"),
    ] {
        let problem = refused(&json!({ "q0": query }));
        assert!(problem.contains(code), "{query}: {problem}");
    }
    let many: serde_json::Map<String, Value> =
        (0..51).map(|number| (format!("q{number}"), json!({ "query": "x" }))).collect();
    assert!(refused(&Value::Object(many)).contains("BATCH_TOO_LARGE"));
}
