//! Hubs to test with.

pub(crate) mod find_a_tender;
mod hub;
mod outcome;
mod postgres;
mod server;
pub(crate) mod source;
pub(crate) mod workbook;

pub(crate) use hub::Hub;
pub(crate) use outcome::Outcome;
pub(crate) use postgres::Scratch;
pub(crate) use server::Server;

use std::process::Command;

/// The program, without any setting of the person who runs the tests.
pub(crate) fn anchorhub() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anchorhub"));
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("ANCHORHUB_") || name_text == "DATABASE_URL" {
            command.env_remove(&name);
        }
    }
    command.stdin(std::process::Stdio::null());
    command
}
