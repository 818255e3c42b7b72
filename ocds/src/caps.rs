//! What reading one release may cost.

use serde::{Deserialize, Serialize};

/// Bounds on one release, and on what stands around the releases of a package. Beyond one of them reading
/// ends with a coded error, before memory is spent on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Caps {
    /// Bytes of one release as published.
    pub max_release_bytes: usize,
    /// Arrays and objects inside one another.
    pub max_depth: usize,
    /// Values in one release: texts, numbers, arrays, objects and all else.
    pub max_values: usize,
}

impl Default for Caps {
    /// Many times what the largest releases of UK publishers need: some with a thousand suppliers come to a
    /// few megabytes.
    fn default() -> Self {
        Self { max_release_bytes: 32 << 20, max_depth: 64, max_values: 1_000_000 }
    }
}
