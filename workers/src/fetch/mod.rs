//! Getting a document: within the limits of its host and of this hub, as often as it takes.

mod body;
mod fetcher;
mod rate;
mod wait;

pub use fetcher::{Answer, Ask, Document, Fetcher, Version};
pub use rate::RateLimits;
pub(crate) use wait::backoff;
