//! The HTTP layer: GraphQL over HTTP, the explorer, the landing page, OCDS packages,
//! reconciliation, exports, health.
//!
//! Every answer carries a request id and headers that keep browsers strict. Errors are GraphQL errors with
//! `extensions.code` at `/graphql` and problem details (RFC 9457) with `code` everywhere else.

mod endpoint;
mod explorer;
mod export;
mod health;
mod landing;
mod log;
mod ocds;
mod problem;
mod reconcile;
mod request_id;
mod router;
mod secure;
mod serve;
mod settings;

pub use export::ExportSettings;
pub use router::router;
pub use serve::serve;
pub use settings::HttpSettings;
