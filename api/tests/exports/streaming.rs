//! Exports on real sockets: slow readers, readers that go away, deadlines.

use std::{net::SocketAddr, time::Duration};

use anchorhub_api::{
    ApiContext,
    export::{ExportArguments, ExportFormat, ExportKind, Exporter},
    http::{ExportSettings, HttpSettings, serve},
    limits::Limits,
};
use anchorhub_entities::{
    feed::{self, FeedKind},
    institution::{self, InstitutionKind},
};
use anchorhub_store::Database;
use axum::{Router, http::StatusCode};
use sea_orm::{ActiveValue::Set, EntityTrait};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time,
};

use crate::{databases::on_each_engine, hub, server::Server};

/// More than sockets and buffers hold.
const MANY: usize = 60_000;

/// Adds many institutions, with long names.
async fn many(database: &Database) {
    for first in (0..MANY).step_by(2_000) {
        let rows = (first..first + 2_000).map(|number| institution::ActiveModel {
            id: Set(100_000 + i32::try_from(number).unwrap()),
            org_id: Set(format!("GB-LAE-{number:06}")),
            name: Set(format!("{number:06} {}", "Council ".repeat(30))),
            kind: Set(InstitutionKind::Council),
            ..Default::default()
        });
        institution::Entity::insert_many(rows).exec(database.write()).await.unwrap();
    }
}

/// Adds feeds to the first institution.
pub(crate) async fn many_feeds(database: &Database, number: usize) {
    let rows = (0..number).map(|number| feed::ActiveModel {
        institution_id: Set(1),
        kind: Set(FeedKind::Spend),
        code: Set(format!("many.{number:06}")),
        title: Set(format!("Feed {number}")),
        paused: Set(false),
        created_at: Set(hub::instant("2024-01-01T00:00:00Z")),
        ..Default::default()
    });
    feed::Entity::insert_many(rows).exec(database.write()).await.unwrap();
}

async fn listen(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, router, std::future::pending()));
    address
}

async fn begin(address: SocketAddr, file: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request =
        format!("GET /v1/export/{file} HTTP/1.1\r\nHost: hub\r\nTE: trailers\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");
    stream
}

fn server(database: &Database, limit: Duration, at_once: usize) -> Server {
    let settings = HttpSettings { exports: ExportSettings::new(limit, at_once), ..HttpSettings::default() };
    Server::with(database, Limits::default(), settings)
}

#[tokio::test]
async fn a_whole_export_ends_with_trailers() {
    on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let address = listen(server(&database, Duration::from_secs(60), 1).router).await;
        let mut stream = begin(address, "payments.csv").await;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(&format!("anchorhub-rows: {}\r\n", hub.payments.len())), "{answer}");
        assert!(answer.contains("anchorhub-sha256: "));
        assert!(answer.ends_with("\r\n\r\n"));
    })
    .await;
}

#[tokio::test]
async fn pieces_are_small_however_long_the_export() {
    on_each_engine(async |database| {
        many(&database).await;
        let exporter = Exporter::new(ApiContext::new(database.clone(), "Test hub"));
        let institutions = ExportKind::named("institutions").unwrap();
        let arguments = ExportArguments::default();
        let mut export = exporter.begin(&institutions, ExportFormat::Csv, &arguments).await.unwrap();
        let (mut largest, mut all) = (0, 0);
        while let Some(piece) = export.piece().await.unwrap() {
            largest = largest.max(piece.len());
            all += piece.len();
        }
        assert_eq!(export.written().rows, MANY as u64);
        assert_eq!(export.written().bytes, all as u64);
        assert!(all > 10_000_000 && largest < 1_000_000, "{largest} of {all}");
    })
    .await;
}

#[tokio::test]
async fn rows_come_from_one_state_while_the_hub_loads() {
    on_each_engine(async |database| {
        many(&database).await;
        let exporter = Exporter::new(ApiContext::new(database.clone(), "Test hub"));
        let institutions = ExportKind::named("institutions").unwrap();
        let arguments = ExportArguments::default();
        let mut export = exporter.begin(&institutions, ExportFormat::JsonLines, &arguments).await.unwrap();
        let version = export.data_version();
        export.piece().await.unwrap().unwrap();
        hub::fill(&database).await;
        while export.piece().await.unwrap().is_some() {}
        assert_eq!((export.written().rows, export.written().data_version), (MANY as u64, version));
        assert!(database.data_version().await.unwrap() > version);
    })
    .await;
}

#[tokio::test]
async fn an_export_ends_with_its_reader_and_its_time() {
    on_each_engine(async |database| {
        many(&database).await;
        // Nobody reads on: as many as may run at once do, until one hangs up.
        let patient = server(&database, Duration::from_secs(60), 1);
        let address = listen(patient.router.clone()).await;
        let stream = begin(address, "institutions.csv").await;
        let refused = patient.export("institutions.csv", &[]).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.json()["code"], "EXPORTS_BUSY");
        assert_eq!(refused.header("retry-after"), "30");
        drop(stream);
        let freed = async {
            while patient.export("institutions.csv", &[("filter", r#"{"name":"000001 "}"#)]).await.status
                != StatusCode::OK
            {
                time::sleep(Duration::from_millis(20)).await;
            }
        };
        time::timeout(Duration::from_secs(10), freed).await.unwrap();

        // Too slow a reader: the connection breaks off before the last chunk.
        let address = listen(server(&database, Duration::from_millis(500), 1).router).await;
        let mut stream = begin(address, "institutions.csv").await;
        time::sleep(Duration::from_secs(1)).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.contains("id,orgId,name"), "{answer}");
        let is_whole = answer.contains("\r\n0\r\n") || answer.contains("anchorhub-sha256: ");
        assert!(!is_whole, "taken for whole");
    })
    .await;
}
