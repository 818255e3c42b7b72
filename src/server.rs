//! The HTTP server of a hub: where it listens, and how it ends.

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use anchorhub_analysis::{ClusterEngine, ColumnarEngine, ColumnarSettings, ContractColumns};
use anchorhub_api::{
    ApiContext, Memory, build_schema,
    export::Exporter,
    http::{router, serve as serve_http},
};
use anchorhub_store::Database;
use tokio::net::TcpListener;

use crate::{
    config::{AnalysisEngine, Config},
    failure::Failure,
    hub,
    output::note,
    workers::Crew,
};

/// Takes the address that the configuration names.
pub(crate) async fn bind(config: &Config) -> Result<TcpListener, Failure> {
    let address = SocketAddr::new(config.http.bind, config.http.port);
    TcpListener::bind(address).await.map_err(|error| {
        let (code, hint) = match error.kind() {
            ErrorKind::AddrInUse => ("PORT_IN_USE", "another program serves there; name another with --port"),
            ErrorKind::PermissionDenied => {
                ("PORT_NOT_ALLOWED", "ports below 1024 need rights; name another with --port")
            }
            _ => ("ADDRESS_UNUSABLE", "give an address of this machine with --bind"),
        };
        Failure::new(code, error.to_string(), hint).at(address)
    })
}

/// Serves until the program is told to end (SIGTERM or ctrl-c), and lets running requests finish.
pub(crate) async fn serve(
    config: &Config,
    listener: TcpListener,
    database: Database,
    notice: Option<String>,
    crew: Option<Crew>,
) -> Result<(), Failure> {
    let merger = hub::merger(config)?;
    let context = ApiContext::new(database.clone(), config.hub.name.clone())
        .with_releases(config.ocds.caps, merger.clone())
        .with_contracts(contracts(&database))
        .with_memory(Memory::new(database.clone(), u64::from(config.http.cache_mib) << 20));
    let columns = columns(config, &database);
    let cluster = cluster(config, &database);
    let context = match (&columns, &cluster) {
        (Some(engine), _) => context.with_spend_engine(Arc::new(engine.clone())),
        (None, Some(engine)) => context.with_spend_engine(Arc::new(engine.clone())),
        (None, None) => context,
    };
    let mut settings = config.http_settings(notice, merger);
    settings.exports = settings.exports.with_exporter(Exporter::new(context.clone()));
    let schema = build_schema(context, config.graphql.clone());
    let router = router(schema, settings, database.clone());
    let ended = told_to_end()?;
    announce(&config.hub.name, listener.local_addr()?);
    let served = serve_http(listener, router, ended).await;
    if let Some(crew) = crew {
        crew.end().await?;
    }
    if let Some(engine) = columns
        && let Err(error) = engine.close().await
    {
        tracing::warn!(%error, "columns could not be kept; the next start reads them from the database");
    }
    if let Some(engine) = cluster
        && let Err(error) = engine.close().await
    {
        tracing::warn!(%error, "the analysis database could not be closed");
    }
    served?;
    Ok(database.close().await?)
}

/// The columnar engine, if it is the one that answers; it begins to read at once.
fn columns(config: &Config, database: &Database) -> Option<ColumnarEngine> {
    if config.analysis.engine != AnalysisEngine::Columnar {
        return None;
    }
    let settings = ColumnarSettings { folder: Some(config.analysis_dir()), ..ColumnarSettings::default() };
    let engine = ColumnarEngine::new(database.clone(), settings);
    let reading = engine.clone();
    tokio::spawn(async move {
        match reading.refresh().await {
            Ok(size) => tracing::info!(size.payments, size.fact_bytes, "columns are in memory"),
            Err(error) => tracing::warn!(%error, "columns could not be read; SQL answers until they can"),
        }
    });
    Some(engine)
}

/// The engine over the analysis database, if there is one; it begins to follow the hub at once.
fn cluster(config: &Config, database: &Database) -> Option<ClusterEngine> {
    let engine = ClusterEngine::new(database.clone(), config.analysis_settings()?);
    let following = engine.clone();
    tokio::spawn(async move {
        match following.follow().await {
            Ok(size) => tracing::info!(size.documents, size.sites, "the analysis database is up to date"),
            Err(error) => {
                tracing::warn!(%error, "the analysis database is not up to date; questions try again");
            }
        }
    });
    Some(engine)
}

/// Contracts in memory; they begin to be read at once.
fn contracts(database: &Database) -> ContractColumns {
    let contracts = ContractColumns::new(database.clone());
    let reading = contracts.clone();
    tokio::spawn(async move {
        match reading.refresh().await {
            Ok(held) => tracing::info!(held.contracts, "contracts are in memory"),
            Err(error) => {
                tracing::warn!(%error, "contracts could not be read; the next question tries again");
            }
        }
    });
    contracts
}

fn announce(name: &str, address: SocketAddr) {
    let everywhere = address.ip().is_unspecified();
    // An address that a browser on this machine can open.
    let host =
        if everywhere { SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port()) } else { address };
    note(&format!("{name} is served on http://{host}/"));
    note(&format!("  explorer  http://{host}/explorer"));
    note(&format!("  GraphQL   http://{host}/graphql"));
    if everywhere {
        note("  and on every network of this machine");
    }
    note("ctrl-c ends it");
}

/// Ends with the first signal to end.
#[cfg(unix)]
pub(crate) fn told_to_end() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends with the first signal to end.
#[cfg(not(unix))]
pub(crate) fn told_to_end() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a signal to wait for, only the end of the process ends the server.
            std::future::pending::<()>().await;
        }
    })
}
