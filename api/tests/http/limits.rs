//! One test for each hole in the limits of the engine underneath, and for each limit.

use std::{fmt::Write as _, time::Instant};

use anchorhub_api::{http::HttpSettings, limits::Limits};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::client::{Answer, GRAPHQL_RESPONSE, Hub};

async fn hub(limits: Limits) -> Hub {
    Hub::with(limits, HttpSettings::default()).await
}

/// What an answer says that its query costs.
fn cost(answer: &Answer) -> u64 {
    answer.json()["extensions"]["cost"]["requested"].as_u64().unwrap_or_else(|| panic!("{}", answer.text()))
}

async fn cost_of(query: &str, variables: Value) -> u64 {
    cost(&Hub::new().await.query_with(query, variables).await)
}

/// The refusal's code, limit and actual number.
fn refusal(answer: &Answer) -> (String, u64, u64) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    let json = answer.json();
    assert_eq!(json.get("data"), None);
    let extensions = &json["errors"][0]["extensions"];
    let number = |name: &str| extensions[name].as_u64().unwrap_or_else(|| panic!("{}", answer.text()));
    (extensions["code"].as_str().unwrap().to_owned(), number("limit"), number("actual"))
}

/// 20,000 aliases of `__typename` passed a complexity limit of 1,000, because it is never counted.
#[tokio::test]
async fn typename_is_counted_and_aliases_are_limited() {
    let hub = Hub::new().await;
    let mut query = "{".to_owned();
    for n in 0..61 {
        let _ = write!(query, " a{n}: __typename");
    }
    query.push('}');
    // Root fields have a limit of their own, lower than that of aliases: look past it.
    let aliases = Limits { root_fields: 1_000, ..Limits::default() };
    let refused = self::hub(aliases).await.query(&query).await;
    assert_eq!(refusal(&refused), ("TOO_MANY_ALIASES".to_owned(), 60, 61));

    assert_eq!(cost(&hub.query("{ a: __typename b: __typename __typename }").await), 3);
    let repeated = format!("{{ item {{ {} }} }}", "__typename ".repeat(2_000));
    assert_eq!(refusal(&hub.query(&repeated).await), ("QUERY_TOO_COMPLEX".to_owned(), 2_000, 2_001));
}

/// `first as usize * child` overflows: a huge page costs nothing, or panics.
#[tokio::test]
async fn a_huge_page_saturates() {
    let hub = Hub::new().await;
    let query = "query($n: Int) { items(first: 2147483647) { nodes { children(first: $n) { nodes { children(first: 2147483647) { nodes { id } } } } } } }";
    let refused = hub.query_with(query, json!({ "n": 2_147_483_647 })).await;
    let (code, limit, actual) = refusal(&refused);
    assert_eq!((code.as_str(), limit), ("QUERY_TOO_COMPLEX", 150_000));
    assert_eq!(actual, (1 << 53) - 1, "the largest number that is told");

    let beyond_integers = hub.query("{ items(first: 99999999999999999999999) { nodes { id } } }").await;
    assert_eq!(refusal(&beyond_integers).0, "QUERY_TOO_COMPLEX");
    assert_eq!(cost(&hub.query("{ items(first: -5) { nodes { id } } }").await), 2);
}

/// Costs on fields of a concrete type are not seen when the field is reached through an interface.
#[tokio::test]
async fn lists_are_counted_through_interfaces_unions_and_fragments() {
    let direct = "{ item { children(first: 70) { nodes { id } } } }";
    let expected = cost_of(direct, json!({})).await;
    assert_eq!(expected, 1 + 1 + 1 + 70);
    for query in [
        "{ node(id: 1) { children(first: 70) { nodes { id } } } }",
        "{ nodes(ids: [1]) { children(first: 7) { nodes { id } } } }",
    ] {
        assert_eq!(
            cost_of(query, json!({})).await,
            if query.contains("ids") { 1 + 10 + 10 + 70 } else { expected }
        );
    }
    // A fragment is itself no node.
    for query in [
        "{ node(id: 1) { ... on Item { children(first: 70) { nodes { id } } } } }",
        "{ node(id: 1) { ...F } } fragment F on Item { children(first: 70) { nodes { id } } }",
        "{ item { ... { ... on Node { children(first: 70) { ...G } } } } } fragment G on ItemConnection { nodes { id } }",
    ] {
        assert_eq!(cost_of(query, json!({})).await, expected, "{query}");
    }
    let union = "{ found { ... on Item { children(first: 70) { nodes { id } } } } }";
    assert_eq!(cost_of(union, json!({})).await, 1 + 10 + 10 + 700);
}

#[tokio::test]
async fn pages_are_resolved_from_arguments_variables_and_defaults() {
    for (query, variables, length) in [
        ("{ items(first: 7) { nodes { id } } }", json!({}), 7),
        ("{ items { nodes { id } } }", json!({}), 20),
        ("query($n: Int!) { items(first: $n) { nodes { id } } }", json!({ "n": 9 }), 9),
        ("query($n: Int! = 11) { items(first: $n) { nodes { id } } }", json!({}), 11),
        ("query($n: Int! = 11) { items(first: $n) { nodes { id } } }", json!({ "n": 3 }), 3),
        ("{ pages { nodes { id } } }", json!({}), 50),
        ("{ pages(first: null) { nodes { id } } }", json!({}), 50),
        ("query($n: Int) { pages(first: $n) { nodes { id } } }", json!({ "n": null }), 50),
        ("{ pages(first: 3, last: 30) { nodes { id } } }", json!({}), 30),
        ("query($n: Int) { pages(last: $n) { nodes { id } } }", json!({ "n": 12 }), 12),
    ] {
        assert_eq!(cost_of(query, variables).await, 2 + length, "{query}");
    }
}

#[tokio::test]
async fn every_kind_of_list_has_a_length() {
    for (query, variables, expected) in [
        // Edges are a page long, what they hold once each.
        (
            "{ items(first: 5) { edges { node { id } } pageInfo { hasNextPage } } }",
            json!({}),
            1 + 1 + 5 + 5 + 1 + 1,
        ),
        // A list without a page size, of objects and of plain values.
        ("{ item { parts { id } } }", json!({}), 1 + 1 + 10),
        ("{ words }", json!({}), 10),
        // As many as were asked for by id.
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": vec!["x"; 40] }), 1 + 40),
        // Nested lists multiply.
        (
            "{ items(first: 5) { nodes { children(first: 6) { nodes { parts { id } } } } } }",
            json!({}),
            1 + 1 + 5 + 5 + 30 + 300,
        ),
    ] {
        assert_eq!(cost_of(query, variables).await, expected, "{query}");
    }
}

#[tokio::test]
async fn only_the_chosen_operation_costs_but_all_are_limited() {
    let hub = Hub::new().await;
    let query = "query A { hello } query B { items(first: 50) { nodes { id } } }";
    let send = async |name: &str, query: &str| {
        let body = json!({ "query": query, "operationName": name }).to_string();
        hub.post(GRAPHQL_RESPONSE, body).await
    };
    assert_eq!(cost(&send("A", query).await), 1);
    assert_eq!(cost(&send("B", query).await), 52);
    // Validation looks at every operation, so none may be monstrous.
    let monstrous = format!("query A {{ hello }} query B {{ item {{ {} }} }}", "id ".repeat(2_000));
    let (code, ..) = refusal(&send("A", &monstrous).await);
    assert_eq!(code, "QUERY_TOO_COMPLEX");
}

/// The engine expands fragments before any rule looks at them: 30 lines that double take minutes.
#[tokio::test]
async fn fragments_that_double_are_refused_at_once() {
    let hub = Hub::new().await;
    // With a field at the bottom, and with nothing that would count as a field anywhere.
    for bottom in ["id", "...Nowhere"] {
        let mut query = "{ item { ...F0 } }".to_owned();
        for n in 0..30 {
            let next = n + 1;
            let _ = write!(query, " fragment F{n} on Item {{ ...F{next} ...F{next} }}");
        }
        let _ = write!(query, " fragment F30 on Item {{ {bottom} }}");
        let started = Instant::now();
        let (code, ..) = refusal(&hub.query(&query).await);
        assert_eq!(code, "QUERY_TOO_COMPLEX");
        assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
    }
}

#[tokio::test]
async fn fragments_in_a_circle_are_refused() {
    let hub = Hub::new().await;
    for query in [
        "{ item { ...A } } fragment A on Item { next { ...B } } fragment B on Item { next { ...A } }",
        "{ item { ...A } } fragment A on Item { ...A }",
    ] {
        assert_eq!(refusal(&hub.query(query).await).0, "QUERY_TOO_DEEP", "{query}");
    }
    // Nobody spreads them: validation finds them.
    let unused = "{ hello } fragment A on Item { ...B } fragment B on Item { ...A }";
    let answer = hub.query(unused).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.codes().iter().all(|code| code == "GRAPHQL_VALIDATION_FAILED"), "{}", answer.text());
}

#[tokio::test]
async fn depth_is_limited_with_fragments_and_without() {
    let hub = Hub::new().await;
    let nested =
        |levels: usize| format!("{{ item {} {{ id }} {} }}", "{ next ".repeat(levels), "}".repeat(levels));
    assert_eq!(hub.query(&nested(13)).await.status, StatusCode::OK);
    assert_eq!(refusal(&hub.query(&nested(14)).await), ("QUERY_TOO_DEEP".to_owned(), 15, 16));
    let spread =
        "{ item { ...A } } fragment A on Item { next { next { ...B } } } fragment B on Item { next { id } }";
    let shallow = self::hub(Limits { depth: 4, ..Limits::default() }).await;
    assert_eq!(refusal(&shallow.query(spread).await), ("QUERY_TOO_DEEP".to_owned(), 4, 5));
    // Inline fragments nest without fields: bounded too.
    let inline = format!("{{ item {} {{ id }} {} }}", "{ ... ".repeat(60), "}".repeat(60));
    assert_eq!(refusal(&hub.query(&inline).await).0, "QUERY_TOO_DEEP");
}

/// The parser recurses for every bracket: a small query overflowed the stack and ended the process.
#[tokio::test]
async fn deep_brackets_do_not_overflow_the_stack() {
    let hub = Hub::new().await;
    for query in [
        "{a".repeat(15_000),
        format!("{{a(b:{}", "[".repeat(30_000)),
        format!("{{a(b:{}", "{a:".repeat(10_000)),
    ] {
        assert_eq!(refusal(&hub.query(&query).await).0, "QUERY_TOO_DEEP");
    }
    let variables = format!("{{\"query\": \"{{ hello }}\", \"variables\": {{\"a\": {}", "[".repeat(100_000));
    assert_eq!(hub.post(GRAPHQL_RESPONSE, variables).await.codes(), ["BAD_REQUEST"]);
}

#[tokio::test]
async fn size_tokens_directives_and_root_fields_are_limited() {
    let hub = Hub::new().await;
    let long = format!("{{ hello }} #{}", "x".repeat(40_000));
    assert_eq!(refusal(&hub.query(&long).await).0, "QUERY_TOO_LARGE");
    let many = format!("{{ {} }}", "a ".repeat(5_000));
    assert_eq!(refusal(&hub.query(&many).await), ("QUERY_TOO_LARGE".to_owned(), 5_000, 5_001));
    let roots = format!("{{ {} }}", "hello ".repeat(31));
    assert_eq!(refusal(&hub.query(&roots).await), ("TOO_MANY_ROOT_FIELDS".to_owned(), 30, 31));
    let through = format!(
        "{{ ...F ... {{ {} }} }} fragment F on Query {{ {} }}",
        "hello ".repeat(15),
        "hello ".repeat(16)
    );
    assert_eq!(refusal(&hub.query(&through).await), ("TOO_MANY_ROOT_FIELDS".to_owned(), 30, 31));
    let directives = format!("{{ item {{ {} }} }}", "id @include(if: true) ".repeat(61));
    assert_eq!(refusal(&hub.query(&directives).await), ("TOO_MANY_DIRECTIVES".to_owned(), 60, 61));
    let on_one = format!("{{ hello {} }}", "@skip(if: false) ".repeat(61));
    assert_eq!(refusal(&hub.query(&on_one).await).0, "TOO_MANY_DIRECTIVES");
}

/// Every use of a variable is a copy of its value: a long list used a thousand times is a gigabyte.
#[tokio::test]
async fn a_large_variable_used_often_is_refused() {
    let hub = Hub::new().await;
    let ids: Vec<String> = (0..20_000).map(|n| format!("supplier-{n:012}")).collect();
    let once = "query($ids: [ID!]!) { countOf(ids: $ids) }";
    assert_eq!(hub.query_with(once, json!({ "ids": ids })).await.json()["data"]["countOf"], 20_000);
    let often = format!("query($ids: [ID!]!) {{ {} }}", "countOf(ids: $ids) ".repeat(30));
    assert_eq!(refusal(&hub.query_with(&often, json!({ "ids": ids })).await).0, "QUERY_TOO_LARGE");
}

/// What explorers and code generators send (graphql-js, `getIntrospectionQuery`).
const INTROSPECTION: &str = include_str!("introspection.graphql");

#[tokio::test]
async fn introspection_passes_but_costs() {
    let hub = Hub::new().await;
    let answer = hub.query(INTROSPECTION).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.codes(), Vec::<String>::new());
    assert!(cost(&answer) > 10_000, "{}", cost(&answer));

    let twice = "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }";
    let wider = twice.replace("name", "fields { type { fields { name } } }");
    assert_eq!(refusal(&hub.query(&wider).await).0, "QUERY_TOO_COMPLEX");
    let deep =
        format!("{{ __type(name: \"Item\") {} {{ name }} {} }}", "{ ofType ".repeat(20), "}".repeat(20));
    assert_eq!(refusal(&hub.query(&deep).await), ("QUERY_TOO_DEEP".to_owned(), 20, 21));
}

/// A wrong query can break one rule thousands of times over.
#[tokio::test]
async fn validation_errors_are_told_in_small_number() {
    let hub = Hub::new().await;
    let answer = hub.query(&format!("{{ item {{ {} }} }}", "wrong(a: 1) ".repeat(700))).await;
    assert_eq!(answer.codes(), vec!["GRAPHQL_VALIDATION_FAILED"; 20]);
    // Suggestions of similar names are off: they compare each wrong name with all names.
    assert!(!hub.query("{ hallo }").await.text().contains("hello"));
}

#[tokio::test]
async fn an_answer_tells_its_cost_and_the_limit() {
    let answer = Hub::new().await.query("{ hello }").await;
    assert_eq!(
        answer.json(),
        json!({ "data": { "hello": "hello" }, "extensions": { "cost": { "requested": 1, "limit": 150_000 } } })
    );
}

#[test]
fn limits_are_read_from_configuration() {
    let limits: Limits = serde_json::from_value(json!({ "depth": 3, "aliases": 1 })).unwrap();
    assert_eq!(limits, Limits { depth: 3, aliases: 1, ..Limits::default() });
    assert!(serde_json::from_value::<Limits>(json!({ "dept": 3 })).is_err());
}
