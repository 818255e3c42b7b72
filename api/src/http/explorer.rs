//! The GraphQL explorer: files in the binary, no other host.

use axum::{
    extract::{Path, RawQuery},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;

#[derive(RustEmbed)]
#[folder = "assets/explorer/"]
struct Assets;

const PAGE: &str = "index.html";

/// Everything from this host, no script in the page; the editor makes styles and workers of its own.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /explorer`.
pub(crate) async fn page(headers: HeaderMap) -> Response {
    file(PAGE, None, &headers)
}

/// `GET /explorer/…`.
pub(crate) async fn asset(
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    file(&path, query.as_deref(), &headers)
}

fn file(path: &str, query: Option<&str>, headers: &HeaderMap) -> Response {
    let Some(file) = Assets::get(path) else {
        return Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", "the explorer has no such file")
            .into_response();
    };
    let hash = hex(&file.metadata.sha256_hash());
    let etag = format!("W/\"{}\"", &hash[..16]);
    let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| {
        value
            .to_str()
            .is_ok_and(|tags| tags.split(',').any(|tag| matches!(tag.trim(), "*") || tag.trim() == etag))
    });
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { whole(path, &file) };
    let version = query.and_then(|query| query.strip_prefix("v="));
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, caching(version, &hash));
    answer.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        answer.insert(ETAG, etag);
    }
    response
}

/// An address that names its contents (`?v=` and the beginning of their hash) never changes; others are asked
/// for again each time.
fn caching(version: Option<&str>, hash: &str) -> HeaderValue {
    let immutable = version.is_some_and(|version| version.len() >= 8 && hash.starts_with(version));
    HeaderValue::from_static(if immutable { "public, max-age=31536000, immutable" } else { "no-cache" })
}

fn whole(path: &str, file: &EmbeddedFile) -> Response {
    let kind = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    ([(CONTENT_TYPE, kind)], file.data.to_vec()).into_response()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
