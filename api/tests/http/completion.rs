//! Nulls where the specification wants them, and fields in the order in which they were asked for.

use serde_json::{Value, json};

use crate::client::Hub;

/// The data of an answer, as text: with its order.
async fn data(query: &str) -> String {
    let text = Hub::new().await.query(query).await.text();
    let (_, data) = text.split_once("\"data\":").unwrap_or_else(|| panic!("{text}"));
    data.split_once(",\"extensions\":").unwrap().0.to_owned()
}

#[tokio::test]
async fn a_failed_field_is_null_where_it_may_be() {
    for (query, expected) in [
        ("{ coded }", json!({ "coded": null })),
        ("{ a: coded b: uncoded }", json!({ "a": null, "b": null })),
        ("{ hello coded }", json!({ "hello": "hello", "coded": null })),
        (
            "{ item { faulty { optional id } } }",
            json!({ "item": { "faulty": { "optional": null, "id": "f" } } }),
        ),
        // All fields of an object failed: the object is there all the same.
        ("{ item { faulty { optional } } }", json!({ "item": { "faulty": { "optional": null } } })),
        (
            "{ item { faulty { ... on Faulty { x: optional } ...F } } } fragment F on Faulty { y: optional }",
            json!({ "item": { "faulty": { "x": null, "y": null } } }),
        ),
    ] {
        assert_eq!(data(query).await.parse::<Value>().unwrap(), expected, "{query}");
    }
}

#[tokio::test]
async fn a_failed_field_that_must_not_be_null_takes_what_is_around_it() {
    for (query, expected) in [
        ("{ leak }", json!(null)),
        ("{ hello leak }", json!(null)),
        // `faulty` may be null.
        ("{ item { id faulty { id required } } }", json!({ "item": { "id": "1", "faulty": null } })),
        ("{ item { faulty { required optional } } }", json!({ "item": { "faulty": null } })),
        ("{ item { faulty { deep { required } optional } } }", json!({ "item": { "faulty": null } })),
        // Items of lists: here they may be null, there the list as a whole.
        (
            "{ item { faulty { some { id required } } } }",
            json!({ "item": { "faulty": { "some": [null, null] } } }),
        ),
        ("{ item { faulty { all { id required } } } }", json!({ "item": { "faulty": { "all": null } } })),
        (
            "{ item { faulty { some { optional } } } }",
            json!({ "item": { "faulty": { "some": [{ "optional": null }, { "optional": null }] } } }),
        ),
    ] {
        assert_eq!(data(query).await.parse::<Value>().unwrap(), expected, "{query}");
    }
}

#[tokio::test]
async fn fields_come_in_the_order_of_the_query() {
    for (query, expected) in [
        ("{ late hello words }", r#"{"late":1,"hello":"hello","words":["a","b"]}"#),
        (
            "{ words ...F hello } fragment F on Query { late }",
            r#"{"words":["a","b"],"late":1,"hello":"hello"}"#,
        ),
        ("{ hello ... { l: late } l: late x: hello }", r#"{"hello":"hello","l":1,"x":"hello"}"#),
        (
            "{ found { ... on Item { z: late } __typename ... on Node { id } } }",
            r#"{"found":[{"z":1,"__typename":"Item","id":"1"},{"__typename":"Folder","id":"2"}]}"#,
        ),
    ] {
        assert_eq!(data(query).await, expected, "{query}");
    }
}
