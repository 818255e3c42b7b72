//! The explorer's example queries run, within the default limits.

use std::{fs, path::Path};

use anchorhub_api::{ApiContext, build_schema, limits::Limits};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

use crate::client;

#[tokio::test]
async fn every_example_of_the_explorer_has_an_answer() {
    client::on_each_engine(async |client, _| {
        let context = ApiContext::new(client.database.clone(), "Test hub");
        let schema = build_schema(context, Limits::default());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("explorer/src/examples");
        let mut seen = 0;
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "graphql") {
                continue;
            }
            seen += 1;
            let variables = fs::read_to_string(path.with_extension("variables.json"));
            let variables: Value = variables.map_or(json!({}), |text| serde_json::from_str(&text).unwrap());
            let query = fs::read_to_string(&path).unwrap();
            let request = Request::new(query).variables(Variables::from_json(variables));
            let answer = schema.schema().execute(request).await;
            assert!(answer.errors.is_empty(), "{}: {:?}", path.display(), answer.errors);
        }
        assert!(seen >= 7, "{seen}");
    })
    .await;
}
