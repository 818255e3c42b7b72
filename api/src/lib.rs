//! GraphQL schema, HTTP server and explorer of the hub.

mod complete;
pub mod export;
mod graphql;
pub mod http;
pub mod limits;
mod memory;
pub mod releases;
mod review;
mod table;

pub use graphql::{ApiContext, HubSchema, Mutation, Query, build_schema, sdl};
pub use memory::Memory;
pub use review::{BadDigest, Reviewer, Reviewers};
