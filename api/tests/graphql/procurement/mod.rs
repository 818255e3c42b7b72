//! Notices, contracts and opportunities.

mod breakdown;
mod changes;
mod lists;
mod metrics;
mod processes;
mod registers;
pub(crate) mod releases;
mod remembered;
mod statements;

use crate::{
    client::{self, Client},
    hub::Hub,
};

/// Runs a test over a hub that holds payments, processes and a register, on each engine.
async fn on_each_engine(test: impl AsyncFn(&Client, &Hub)) {
    client::on_each_engine(async |client, hub| {
        releases::fill(&client.database, hub).await;
        test(client, hub).await;
    })
    .await;
}
