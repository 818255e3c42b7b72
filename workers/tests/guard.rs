//! What the guard refuses, over real connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anchorhub_workers::guard::{Found, GuardedClient, Lookup, Patience, Reach, System};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    routing::get,
};
use tokio::net::TcpListener;

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    idle: Duration::from_secs(5),
    total: Duration::from_secs(10),
};

/// Answers as told, and counts how often it is asked.
#[derive(Default)]
struct Told {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Told {
    /// One answer after the other; the last again and again.
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let answers =
            answers.iter().map(|answer| answer.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        Arc::new(Self { answers: Mutex::new(answers), asked: AtomicUsize::new(0) })
    }
}

impl Lookup for Told {
    fn lookup(&self, _host: &str) -> Found {
        let at = self.asked.fetch_add(1, Ordering::SeqCst);
        let answers = self.answers.lock().unwrap();
        let answer = answers.get(at).or(answers.last()).cloned();
        Box::pin(async move { answer.ok_or_else(|| io::Error::other("no such host")) })
    }
}

/// The public Internet, and an address of this machine that stands for a part of it, which a test has not.
fn besides(server: SocketAddr) -> Reach {
    Reach::PublicAnd([server.ip()].into())
}

async fn code(client: &GuardedClient, url: &str) -> String {
    match client.get(&url.parse().unwrap(), &HeaderMap::new()).await {
        Ok(response) => response.status().to_string(),
        Err(error) => error.code().to_owned(),
    }
}

/// A server on this machine that counts its requests.
async fn server() -> (SocketAddr, Arc<AtomicUsize>) {
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let counting = move || {
        let counted = Arc::clone(&counted);
        async move {
            counted.fetch_add(1, Ordering::SeqCst);
            "secret"
        }
    };
    let to = |location: &'static str| {
        get(move || async move { (StatusCode::FOUND, [(header::LOCATION, location)]) })
    };
    let router = Router::new()
        .route("/secret", get(counting))
        .route("/to-literal", to("http://127.0.0.2:1/secret"))
        .route("/to-metadata", to("http://169.254.169.254/latest/meta-data/"))
        .route("/to-mapped", to("http://[::ffff:10.0.0.1]/"))
        .route("/to-nat64", to("http://[64:ff9b::7f00:1]/secret"))
        .route("/to-dot", to("http://127.0.0.2./secret"))
        .route("/to-decimal", to("http://2130706434/secret"))
        .route("/to-name", to("http://inside.example/secret"))
        .route("/to-file", to("file:///etc/passwd"))
        .route("/to-credentials", to("http://user:secret@inside.example/"))
        .route("/to-itself", to("/to-itself"));
    (listen("127.0.0.1:0".parse().unwrap(), router).await, requests)
}

async fn listen(address: SocketAddr, router: Router) -> SocketAddr {
    let listener = TcpListener::bind(address).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn names_that_resolve_to_private_addresses_are_refused() {
    let (server, requests) = server().await;
    for answer in [
        &["127.0.0.1"][..],
        &["10.0.0.8"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["fd00::1", "192.168.0.1"],
    ] {
        let client = GuardedClient::new(Told::new(&[answer]), Reach::public(), PATIENCE).unwrap();
        let url = format!("http://inside.example:{}/secret", server.port());
        assert_eq!(code(&client, &url).await, "ADDRESS_REFUSED", "{answer:?}");
        assert_eq!(
            code(&client, &format!("https://inside.example:{}/", server.port())).await,
            "ADDRESS_REFUSED"
        );
    }
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn literal_addresses_are_refused_before_anything_is_sent() {
    let (server, requests) = server().await;
    let lookup = Told::new(&[&["8.8.8.8"]]);
    let client = GuardedClient::new(Arc::clone(&lookup) as _, Reach::public(), PATIENCE).unwrap();
    for host in [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
    ] {
        assert_eq!(
            code(&client, &format!("http://{host}:{}/secret", server.port())).await,
            "ADDRESS_REFUSED",
            "{host}"
        );
    }
    assert_eq!((requests.load(Ordering::SeqCst), lookup.asked.load(Ordering::SeqCst)), (0, 0));
}

/// Nothing can be reached in a zone of this machine's network: such an address cannot even be read.
#[test]
fn addresses_with_a_zone_are_refused() {
    for host in ["[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%25lo]"] {
        assert_eq!(
            Reach::public().read(&format!("http://{host}/")).unwrap_err().code(),
            "URL_INVALID",
            "{host}"
        );
    }
}

/// The resolver gives an address that may be called when it is checked, and another one whenever it is asked
/// again: the connection goes to the one that was checked, because nobody asks again.
#[tokio::test]
async fn a_name_that_changes_its_address_leads_nowhere_else() {
    let outside =
        listen("127.0.0.1:0".parse().unwrap(), Router::new().route("/", get(|| async { "outside" }))).await;
    let inside = SocketAddr::new("127.0.0.2".parse().unwrap(), outside.port());
    let reached = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reached);
    let route = get(move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
        "inside"
    });
    listen(inside, Router::new().route("/", route)).await;
    let url = format!("http://rebinding.example:{}/", outside.port()).parse().unwrap();

    let lookup = Told::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = GuardedClient::new(Arc::clone(&lookup) as _, besides(outside), PATIENCE).unwrap();
    let response = client.get(&url, &HeaderMap::new()).await.unwrap();
    assert_eq!(response.remote_addr(), Some(outside));
    assert_eq!(response.text().await.unwrap(), "outside");
    assert_eq!(lookup.asked.load(Ordering::SeqCst), 1);

    // Of several addresses only those that may be called are tried, in whatever order they come.
    for answer in [&["127.0.0.2", "127.0.0.1"], &["127.0.0.1", "127.0.0.2"]] {
        let client = GuardedClient::new(Told::new(&[answer]), besides(outside), PATIENCE).unwrap();
        assert_eq!(client.get(&url, &HeaderMap::new()).await.unwrap().text().await.unwrap(), "outside");
    }
    let client = GuardedClient::new(Told::new(&[&["127.0.0.2"]]), besides(outside), PATIENCE).unwrap();
    assert_eq!(client.get(&url, &HeaderMap::new()).await.unwrap_err().code(), "ADDRESS_REFUSED");
    assert_eq!(reached.load(Ordering::SeqCst), 0);
}

/// Names of this machine, as its own resolver has them.
#[tokio::test]
async fn this_machine_has_no_name_under_which_it_could_be_called() {
    let (server, requests) = server().await;
    let client = GuardedClient::new(Arc::new(System), Reach::public(), PATIENCE).unwrap();
    for host in ["localhost", "LOCALHOST"] {
        assert_eq!(
            code(&client, &format!("http://{host}:{}/secret", server.port())).await,
            "ADDRESS_REFUSED",
            "{host}"
        );
    }
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn redirects_are_checked_at_every_hop() {
    let (server, requests) = server().await;
    let url = |path: &str| format!("http://outside.example:{}{path}", server.port());
    let client = GuardedClient::new(Told::new(&[&["127.0.0.1"]]), besides(server), PATIENCE).unwrap();
    assert_eq!(code(&client, &url("/secret")).await, "200 OK");
    for path in ["/to-literal", "/to-decimal", "/to-metadata", "/to-mapped", "/to-nat64", "/to-dot"] {
        assert_eq!(code(&client, &url(path)).await, "ADDRESS_REFUSED", "{path}");
    }
    // The name that is let through, and one that resolves to another private address.
    let lookup = Told::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = GuardedClient::new(lookup, besides(server), PATIENCE).unwrap();
    assert_eq!(code(&client, &url("/to-name")).await, "ADDRESS_REFUSED");
    for (path, expected) in [
        ("/to-file", "URL_INVALID"),
        ("/to-credentials", "URL_INVALID"),
        ("/to-itself", "TOO_MANY_REDIRECTS"),
    ] {
        let lookup = Told::new(&[&["127.0.0.1"]]);
        let client = GuardedClient::new(lookup, besides(server), PATIENCE).unwrap();
        assert_eq!(code(&client, &url(path)).await, expected, "{path}");
    }
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}
