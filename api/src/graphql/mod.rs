//! The GraphQL schema: types, filters, connections, loaders.
