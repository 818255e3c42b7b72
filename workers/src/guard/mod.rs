//! The guard of outgoing addresses: a hub that fetches what it is told to must not be a way into the network
//! it stands in.

mod address;
mod client;
mod resolver;
mod target;

pub use address::is_public;
pub(crate) use client::failure;
pub use client::{GuardedClient, Patience};
pub use resolver::{Found, Lookup, System};
pub use target::Reach;
