//! What is known of suppliers and categories: fields, filters, analysis.

mod analysis;
mod categories;
mod fields;
mod filters;
mod metrics;
mod way_down;

use crate::{
    client::{self, Client},
    hub::Hub,
    known::{self, Known},
};

/// Runs a test over a hub of which something is known, on each engine.
async fn on_each_engine(test: impl AsyncFn(&Client, &Hub, &Known)) {
    client::on_each_engine(async |client, hub| {
        let known = known::fill(&client.database, hub).await;
        test(client, hub, &known).await;
    })
    .await;
}
