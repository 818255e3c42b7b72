//! Accepting connections.

use std::{io, pin::pin, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time,
};
use tracing::{debug, info, warn};

/// How long a client may take to send the head of a request, or keep an idle connection.
const HEADER_TIMEOUT: Duration = Duration::from_secs(20);

/// How long requests that run may go on after shutdown was asked for.
const DRAIN: Duration = Duration::from_secs(30);

/// How long to wait when no connection can be accepted, such as for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Serves until `shutdown` completes, then lets running requests finish (at most half a minute).
///
/// # Errors
/// When the listener has no address. Connections that fail are logged and do not end it.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    info!(address = %listener.local_addr()?, "listening");
    // Every connection holds a receiver: it hears of the shutdown, and the sender hears when all are gone.
    let (stopping, stop) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, router.clone(), stop.clone(), HEADER_TIMEOUT));
            }
            Err(error) => {
                warn!(%error, "could not accept a connection");
                time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    info!("shutting down");
    drop((listener, stop));
    // Fails only when no connection is left to hear it.
    let _ = stopping.send(());
    if time::timeout(DRAIN, stopping.closed()).await.is_err() {
        warn!("requests were still running when the time to finish them was over");
    }
    Ok(())
}

/// One connection, from its first request to its last.
async fn converse(
    stream: TcpStream,
    router: Router,
    mut stop: watch::Receiver<()>,
    header_timeout: Duration,
) {
    // Answers are written whole: waiting to fill packets only delays them. Works without, too.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stop.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        debug!(%error, "a connection broke off");
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// One who sends the head of a request letter by letter, or nothing, holds no connection for long.
    #[tokio::test]
    async fn slow_heads_end_the_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_stopping, stop) = watch::channel(());
        for head in ["", "GET / HTTP/1.1\r\nHost: h"] {
            let mut client = TcpStream::connect(address).await.unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(converse(stream, Router::new(), stop.clone(), Duration::from_millis(100)));
            client.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            let ended = time::timeout(Duration::from_secs(2), client.read_to_end(&mut answer)).await;
            assert!(ended.is_ok(), "still connected after {head:?}");
            assert!(!String::from_utf8_lossy(&answer).contains("200"));
        }
    }
}
