//! What we tell people to ask has an answer, within the default limits: the explorer's examples and the
//! queries in the guides.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anchorhub_api::{ApiContext, HubSchema, build_schema, limits::Limits};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

use crate::client::{self, Client};

/// What a Markdown file begins and ends a query with.
const FENCE: (&str, &str) = ("```graphql\n", "```");

fn schema(client: &Client) -> HubSchema {
    build_schema(ApiContext::new(client.database.clone(), "Test hub"), Limits::default())
}

async fn assert_answered(schema: &HubSchema, source: &Path, query: &str, variables: Value) {
    let request = Request::new(query).variables(Variables::from_json(variables));
    let answer = schema.schema().execute(request).await;
    assert!(answer.errors.is_empty(), "{}: {query}\n{:?}", source.display(), answer.errors);
}

/// The files of a folder with this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[tokio::test]
async fn every_example_of_the_explorer_has_an_answer() {
    client::on_each_engine(async |client, _| {
        let schema = schema(client);
        let examples = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("explorer/src/examples"), "graphql");
        assert!(examples.len() >= 7, "{examples:?}");
        for path in examples {
            let variables = fs::read_to_string(path.with_extension("variables.json"));
            let variables: Value = variables.map_or(json!({}), |text| serde_json::from_str(&text).unwrap());
            assert_answered(&schema, &path, &fs::read_to_string(&path).unwrap(), variables).await;
        }
    })
    .await;
}

#[tokio::test]
async fn every_query_in_the_guides_has_an_answer() {
    client::on_each_engine(async |client, _| {
        let schema = schema(client);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut guides = files(&root.join("docs"), "md");
        guides.push(root.join("README.md"));
        let mut seen = 0;
        for path in guides {
            let text = fs::read_to_string(&path).unwrap();
            for rest in text.split(FENCE.0).skip(1) {
                let (query, _) = rest.split_once(FENCE.1).unwrap();
                assert_answered(&schema, &path, query, json!({})).await;
                seen += 1;
            }
        }
        assert!(seen >= 5, "{seen}");
    })
    .await;
}
