//! `anchorhub schema`.

use clap::Args;

use crate::{failure::Failure, output};

/// The GraphQL schema (SDL) on stdout
#[derive(Debug, Args)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        output::line(anchorhub_api::sdl().trim_end())
    }
}
