//! Limits on queries, counted before anything runs.
