//! GraphQL schema, HTTP server and explorer of the hub.

mod complete;
mod graphql;
pub mod http;
pub mod limits;
pub mod releases;

pub use graphql::{ApiContext, HubSchema, Query, build_schema, sdl};
