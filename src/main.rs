//! The `anchorhub` command.
fn main() {}
