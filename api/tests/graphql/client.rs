//! Asking the schema, without HTTP.

use anchorhub_analysis::ContractColumns;
use anchorhub_api::{ApiContext, HubSchema, build_schema, limits::Limits};
use anchorhub_store::Database;
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

use crate::{
    databases,
    hub::{self, Hub},
};

/// A schema over a database.
pub(crate) struct Client {
    schema: HubSchema,
    pub(crate) database: Database,
}

impl Client {
    pub(crate) fn new(database: &Database) -> Self {
        Self::over(database, ApiContext::new(database.clone(), "Test hub"))
    }

    /// The same, with contracts in memory.
    pub(crate) fn with_contracts(database: &Database, contracts: ContractColumns) -> Self {
        Self::over(database, ApiContext::new(database.clone(), "Test hub").with_contracts(contracts))
    }

    fn over(database: &Database, context: ApiContext) -> Self {
        // The limits have tests of their own.
        let limits = Limits { cost: u64::MAX, ..Limits::default() };
        Self { schema: build_schema(context, limits), database: database.clone() }
    }

    /// The whole answer as JSON.
    pub(crate) async fn answer(&self, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables));
        serde_json::to_value(self.schema.schema().execute(request).await).unwrap()
    }

    /// The data of an answer without errors.
    pub(crate) async fn ask(&self, query: &str) -> Value {
        self.ask_with(query, json!({})).await
    }

    /// The same with variables.
    pub(crate) async fn ask_with(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}: {answer}");
        answer["data"].take()
    }

    /// Code and message of the only error.
    pub(crate) async fn refused(&self, query: &str, variables: Value) -> (String, String) {
        let answer = self.answer(query, variables).await;
        let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{query}: {answer}"));
        assert_eq!(errors.len(), 1, "{answer}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&errors[0]["extensions"]["code"]), text(&errors[0]["message"]))
    }

    /// The data of an answer, and how many statements it took.
    pub(crate) async fn counted(&self, query: &str) -> (Value, u64) {
        let before = self.database.statements_read();
        let data = self.ask(query).await;
        (data, self.database.statements_read() - before)
    }
}

/// Runs a test over a filled hub on each engine.
pub(crate) async fn on_each_engine(test: impl AsyncFn(&Client, &Hub)) {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        test(&Client::new(&database), &hub).await;
    })
    .await;
}

/// The nodes of a connection.
pub(crate) fn nodes(connection: &Value) -> Vec<&Value> {
    connection["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]).collect()
}
