//! The server on real sockets.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anchorhub_api::http::serve;
use axum::Router;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time,
};

use crate::client::Hub;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    shutdown: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

pub(crate) async fn start(router: Router) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (shutdown, asked) = oneshot::channel::<()>();
    let task = tokio::spawn(serve(listener, router, async move {
        let _ = asked.await;
    }));
    Server { address, shutdown, task }
}

impl Server {
    /// Asks for shutdown and waits for it.
    pub(crate) async fn stop(self) {
        self.shutdown.send(()).unwrap();
        time::timeout(Duration::from_secs(5), self.task).await.unwrap().unwrap().unwrap();
    }
}

/// A POST to `/graphql` as it goes over the wire.
pub(crate) fn post(body: &Value) -> String {
    let body = body.to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn running_requests_finish_after_shutdown_is_asked_for() {
    let router = Router::new().route(
        "/slow",
        axum::routing::get(|| async {
            time::sleep(Duration::from_millis(400)).await;
            "done"
        }),
    );
    let server = start(router).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: hub\r\n\r\n").await.unwrap();
    time::sleep(Duration::from_millis(100)).await;
    let (address, started) = (server.address, Instant::now());
    server.stop().await;
    assert!(started.elapsed() > Duration::from_millis(200), "it waited for the request");
    let mut answer = String::new();
    busy.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    assert_eq!(idle.read(&mut [0; 16]).await.unwrap(), 0, "idle connections are closed");
    assert!(TcpStream::connect(address).await.is_err(), "nothing listens any more");
}

#[tokio::test]
async fn a_connection_serves_several_requests_and_survives_nonsense_of_others() {
    let hub = Hub::new().await;
    let server = start(hub.router.clone()).await;
    let mut nonsense = TcpStream::connect(server.address).await.unwrap();
    nonsense.write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n").await.unwrap();
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    for _ in 0..2 {
        stream.write_all(post(&json!({ "query": "{ hello }" })).as_bytes()).await.unwrap();
        let mut answer = String::new();
        while !answer.contains("\"limit\"") {
            let mut buffer = [0; 4_096];
            let length = stream.read(&mut buffer).await.unwrap();
            assert_ne!(length, 0, "{answer}");
            answer.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"hello\":\"hello\""), "{answer}");
    }
    drop(stream);
    server.stop().await;
}
