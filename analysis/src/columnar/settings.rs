//! What the columnar engine may take, and where it keeps files.

use std::{num::NonZero, path::PathBuf, time::Duration};

/// Settings of a `ColumnarEngine`.
#[derive(Clone, Debug)]
pub struct ColumnarSettings {
    /// Where facts are kept for the next start, a file for each institution; none: nowhere.
    pub folder: Option<PathBuf>,
    /// Threads that scan at the same time, whatever the number of questions.
    pub threads: usize,
    /// Possible groups up to which each has a place of its own (16 bytes for each VAT basis and thread).
    pub dense_groups: usize,
    /// Groups that one thread holds of a question, and payees that it counts apart for them; a question with more is
    /// answered in several passes.
    pub held_groups: usize,
    /// How long a question waits for the first state before SQL answers it.
    pub first_wait: Duration,
    /// How long changed facts are gathered before their files are written.
    pub save_after: Duration,
}

impl Default for ColumnarSettings {
    fn default() -> Self {
        Self {
            folder: None,
            threads: std::thread::available_parallelism().map_or(1, NonZero::get),
            dense_groups: 1 << 19,
            held_groups: 1 << 19,
            first_wait: Duration::from_secs(1),
            save_after: Duration::from_secs(10),
        }
    }
}
