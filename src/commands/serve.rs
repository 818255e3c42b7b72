//! `anchorhub serve`.

use std::net::IpAddr;

use clap::Args;

use crate::{
    commands::demo,
    config::{Config, Overrides},
    failure::Failure,
    hub::{self, Upgrade},
    server,
    workers::Crew,
};

/// Serve the API, the explorer and the landing page
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to serve on; 0.0.0.0 for every network of the machine
    #[arg(long, value_name = "IP")]
    bind: Option<IpAddr>,

    /// Port to serve on; 0 for any that is free
    #[arg(long)]
    port: Option<u16>,

    /// Run no workers inside: pulls are left to `anchorhub worker`
    #[arg(long)]
    no_workers: bool,

    /// Bring a PostgreSQL database to the current schema first
    #[arg(long)]
    migrate: bool,
}

impl Serve {
    pub(crate) fn overrides(&self, overrides: Overrides) -> Overrides {
        Overrides { bind: self.bind, port: self.port, ..overrides }
    }

    pub(crate) async fn run(&self, config: &Config) -> Result<(), Failure> {
        let upgrade = if self.migrate { Upgrade::Allowed } else { Upgrade::EmbeddedOnly };
        let listener = server::bind(config).await?;
        let database = hub::open(config, upgrade).await?;
        let crew = if self.no_workers { None } else { Some(Crew::start(config, &database)?) };
        server::serve(config, listener, database, demo::notice(config), crew).await
    }
}
