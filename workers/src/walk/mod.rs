//! Walking along time in windows that one answer can hold; no network, no database.

mod clock;
mod density;
mod numbers;
mod planner;

/// A moment of UK clock time, as seconds since 1970 began on that clock.
pub type Second = i64;

pub use clock::{avoid_changes, from_text, second, settled_until, shorter, to_text};
pub use density::Density;
pub use numbers::{Numbers, notice_number};
pub use planner::{PAGE, Planner, SHORTEST};
