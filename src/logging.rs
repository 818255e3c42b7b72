//! Log lines on stderr.

use tracing_subscriber::EnvFilter;

use crate::{
    config::{Log, LogFormat},
    failure::Failure,
};

/// Starts logging; `verbosity` is the number of `-v` on the command line.
pub(crate) fn start(log: &Log, verbosity: u8) -> Result<(), Failure> {
    let directives = match verbosity {
        0 => log.filter.as_str(),
        1 => "info",
        // Statements and their values are of use only to developers of the hub.
        2 => "debug,sqlx=info,sea_orm=info,h2=info",
        _ => "trace",
    };
    let filter = EnvFilter::try_new(directives).map_err(|error| {
        Failure::new(
            "CONFIG_INVALID",
            format!("log.filter: {error}"),
            "write it like \"anchorhub_api=debug,warn\"",
        )
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => builder.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
