//! One line in the log for each request: what, how it ended, how long it took. Never the query or its
//! variables: they may hold names of people.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument as _, info, info_span};

use super::request_id::{REQUEST_ID, RequestId};

/// Put into an answer's extensions to name the GraphQL operation in the log.
#[derive(Clone, Debug)]
pub(crate) struct OperationName(pub(crate) String);

/// Gives the request its id and logs its end.
pub(crate) async fn log(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    // The path without its query string, in which GET requests carry variables.
    let path = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => request.uri().path().to_owned(),
    };
    let span = info_span!("request", %id, %method, path);
    let mut end = HungUp { started: Instant::now(), answered: false };
    async move {
        let mut response = next.run(request).await;
        end.answered = true;
        if let Some(id) = id.header() {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        info!(
            status = response.status().as_u16(),
            milliseconds = end.milliseconds(),
            operation = response.extensions().get::<OperationName>().map(|name| name.0.as_str()),
            "answered"
        );
        response
    }
    .instrument(span)
    .await
}

/// Logs a request whose client went away: its future is dropped before it answers.
struct HungUp {
    started: Instant,
    answered: bool,
}

impl HungUp {
    fn milliseconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64() * 1_000.0
    }
}

impl Drop for HungUp {
    fn drop(&mut self) {
        if !self.answered {
            info!(milliseconds = self.milliseconds(), "client hung up");
        }
    }
}
