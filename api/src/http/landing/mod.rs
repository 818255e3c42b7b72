//! The landing page.
use axum::response::{IntoResponse, Response};
pub(crate) async fn page() -> Response {
    "hub".into_response()
}
pub(crate) async fn style() -> Response {
    "".into_response()
}
