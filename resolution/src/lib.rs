//! Which suppliers are one, and what is known of them.
