//! The landing page: what this hub holds and how fresh it is, as plain HTML.

mod coverage;
mod facts;
mod format;
mod page;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anchorhub_store::QueryBudget;
use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderName, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST},
    },
    response::{IntoResponse, Response},
};
use chrono::Utc;
use tokio::sync::Mutex;
use tracing::error;

use self::facts::Facts;
pub(super) use self::format::{Escaped, counted, pounds};
use super::{problem::Problem, router::Site};

const STYLE: &str = include_str!("../../../assets/landing/landing.css");

/// One style sheet from this host, nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a proxy in front says about the visitor's connection to it.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How old the figures may be: many visitors at once cost one look at the database.
const FRESH: Duration = Duration::from_secs(5);

/// The figures of the last look at the database.
pub(crate) type Remembered = Mutex<Option<(Instant, Arc<Facts>)>>;

/// `GET /`.
pub(crate) async fn page(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let facts = QueryBudget::new(site.settings.query_deadline).scope(remembered(&site)).await;
    let facts = match facts {
        Ok(facts) => facts,
        Err(cause) => {
            error!(%cause, "the landing page has no figures");
            let kind = cause.kind();
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind.code(), kind.hint()).into_response();
        }
    };
    let html = page::render(&facts, &site.settings, &own_address(&headers), Utc::now());
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, html).into_response()
}

/// `GET /landing.css`.
pub(crate) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], STYLE).into_response()
}

/// The address under which the visitor reached this hub, for the example of a request.
fn own_address(headers: &HeaderMap) -> String {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = if text(&FORWARDED_PROTO) == Some("https") { "https" } else { "http" };
    let is_plain = |host: &&str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
    };
    format!("{scheme}://{}", text(&HOST).filter(is_plain).unwrap_or("localhost"))
}

async fn remembered(site: &Site) -> Result<Arc<Facts>, anchorhub_store::StoreError> {
    let mut remembered = site.landing.lock().await;
    if let Some((at, facts)) = remembered.as_ref()
        && at.elapsed() < FRESH
    {
        return Ok(facts.clone());
    }
    let facts = Arc::new(facts::read(&site.database).await?);
    *remembered = Some((Instant::now(), facts.clone()));
    Ok(facts)
}
