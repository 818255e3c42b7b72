//! What the log says about a request, and what it does not.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::client::{GRAPHQL_RESPONSE, Hub};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn requests_are_logged_without_their_variables() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_writer(lines.clone()).with_ansi(false).finish();
    // For the whole process: with one for this thread alone, tests on other threads would switch spans off
    // that they are the first to meet. What those tests log stands between our lines.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let hub = Hub::new().await;
    let body = json!({
        "query": "query WhoIsPaid($name: String!) { echo(text: $name) }",
        "variables": { "name": "a-private-person" },
    });
    let answer = hub.post(GRAPHQL_RESPONSE, body.to_string()).await;
    assert!(answer.text().contains("a-private-person"));
    let by_get = "/graphql?query=query%20ByGet($t:String!)%7Becho(text:$t)%7D&variables=%7B%22t%22:%22secret-in-uri%22%7D";
    assert!(hub.get(by_get).await.text().contains("secret-in-uri"));
    let leak = hub.query("{ leak }").await;

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for said in ["WhoIsPaid", "ByGet", "status=200", "milliseconds=", "method=POST", "path=\"/graphql\""] {
        assert!(log.contains(said), "{said} is not in {log}");
    }
    for secret in ["a-private-person", "secret-in-uri", "echo(text"] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
    // What was masked in the answer can be found here by the request's id.
    let id = leak.header("x-request-id");
    let cause = log.lines().find(|line| line.contains("secret_table")).unwrap_or_else(|| panic!("{log}"));
    assert!(cause.contains(id) && cause.contains("ERROR"), "{cause}");
}
