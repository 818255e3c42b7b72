//! The HTTP layer: GraphQL over HTTP, the explorer, the landing page, health.
