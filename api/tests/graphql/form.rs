//! The form of the schema: what it promises to clients.

use std::path::Path;

use anchorhub_api::sdl;
use serde_json::{Value, json};

use crate::client;

/// `api/schema.graphql` is the schema as it was reviewed. After a wanted change run
/// `ANCHORHUB_UPDATE_SCHEMA=1 cargo test -p anchorhub-api --test graphql form` and commit the file.
#[test]
fn the_schema_is_the_reviewed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    if std::env::var_os("ANCHORHUB_UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, sdl()).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap();
    assert!(reviewed == sdl(), "the schema has changed; see above this test how to take the change over");
}

const INTROSPECTION: &str = "{ __schema { types {
    name kind description
    fields(includeDeprecated: true) { name description args { name description type { ...T } } type { ...T } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description }
} } } fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Every type, field, argument, input field and enum value says what it is.
#[tokio::test]
async fn everything_is_described() {
    client::on_each_engine(async |client, _| {
        let answer = client.ask(INTROSPECTION).await;
        let (mut looked_at, mut missing) = (0, Vec::new());
        let mut look = |path: String, item: &Value| {
            looked_at += 1;
            if item["description"].as_str().is_none_or(|text| text.trim().len() < 5) {
                missing.push(path);
            }
        };
        for kind in list(&answer["__schema"]["types"]) {
            let name = kind["name"].as_str().unwrap();
            if name.starts_with("__") {
                continue;
            }
            look(name.to_owned(), kind);
            for part in ["fields", "inputFields", "enumValues"] {
                for item in list(&kind[part]) {
                    let path = format!("{name}.{}", item["name"].as_str().unwrap());
                    look(path.clone(), item);
                    for argument in list(&item["args"]) {
                        look(format!("{path}({})", argument["name"].as_str().unwrap()), argument);
                    }
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
        assert!(looked_at > 300, "{looked_at}");
    })
    .await;
}

/// Lists are connections with `first` and `after`, and connections have Relay's form.
#[tokio::test]
async fn connections_have_the_relay_form() {
    client::on_each_engine(async |client, _| {
        let answer = client.ask(INTROSPECTION).await;
        let names = |items: &Value| -> Vec<String> {
            list(items).iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
        };
        let mut connections = 0;
        for kind in list(&answer["__schema"]["types"]) {
            let name = kind["name"].as_str().unwrap();
            if name.ends_with("Connection") {
                // Lists that are computed tell besides what they were found among.
                let fields = names(&kind["fields"]);
                let relay = ["edges", "nodes", "pageInfo", "totalCount"];
                assert!(fields.len() >= relay.len() && fields[..relay.len()] == relay, "{name}: {fields:?}");
            }
            for field in list(&kind["fields"]) {
                let inner = &field["type"]["ofType"]["name"];
                if inner.as_str().is_some_and(|inner| inner.ends_with("Connection")) {
                    connections += 1;
                    let arguments = names(&field["args"]);
                    assert!(arguments.ends_with(&["first".to_owned(), "after".to_owned()]), "{arguments:?}");
                }
            }
        }
        assert_eq!(connections, 35);
    })
    .await;
}

/// Queries that the contract names parse and validate, whatever the data.
#[tokio::test]
async fn the_named_fields_are_there() {
    client::on_each_engine(async |client, _| {
        let query = "query ($none: ID!) {
            node(id: $none) { id }
            nodes(ids: [$none]) { id __typename }
            hub { name version dataVersion }
            institution(orgId: \"GB-LAE-NOR\") { orgId }
            supplier(orgId: \"GB-COH-01234567\") { id }
            document(sha256: \"00\") { id }
        }";
        // An id of something that is not there: `Supplier:999999`.
        let answer = client.ask_with(query, json!({ "none": "U3VwcGxpZXI6OTk5OTk5" })).await;
        assert_eq!(answer["node"], Value::Null);
        assert_eq!(answer["nodes"], json!([null]));
        assert_eq!(answer["hub"]["name"], "Test hub");
        assert_eq!(answer["hub"]["version"], env!("CARGO_PKG_VERSION"));
        assert!(answer["hub"]["dataVersion"].as_i64().unwrap() > 0);
        assert_eq!(answer["institution"]["orgId"], "GB-LAE-NOR");
        assert_eq!(answer["supplier"], Value::Null);
        assert_eq!(answer["document"], Value::Null);
    })
    .await;
}
