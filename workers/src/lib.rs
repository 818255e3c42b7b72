//! Pulling documents from where they are published: jobs and schedules, connectors, and the guard of outgoing
//! addresses.

mod connect;
mod error;
pub mod fetch;
pub mod guard;
mod jobs;
mod settings;
mod stop;
pub mod walk;

pub use connect::{PullReport, YearReport};
pub use error::{PullCode, PullError};
pub use jobs::{Claim, Listener, NewJob, PullView, Queue, Schedule, Task, Until, Workers, pulls};
pub use settings::{Limit, WorkerSettings};
pub use stop::{Stop, Stopper};
