//! Jobs: what waits to be done, who does it, and when feeds are due.

mod queue;
mod schedule;
mod view;
mod worker;

pub use queue::{Claim, NewJob, Queue, Task};
pub use schedule::Schedule;
pub use view::{PullView, pulls};
pub use worker::{Listener, Until, Workers};
