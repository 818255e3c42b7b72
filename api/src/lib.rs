//! GraphQL schema, HTTP server and explorer of the hub.

mod graphql;
mod http;
mod limits;
