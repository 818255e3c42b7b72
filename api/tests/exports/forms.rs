//! Formats, headers and refusals.

use axum::http::StatusCode;
use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{databases::on_each_engine, hub, server::Server};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Arguments of an export, by name.
type Arguments<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn every_format_holds_the_same_rows() {
    on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let server = Server::new(&database);
        let csv = server.export("payments.csv", &[]).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"payments.csv\"");
        assert_eq!(csv.header("trailer"), "anchorhub-rows, anchorhub-sha256");
        let version = database.data_version().await.unwrap();
        assert_eq!(csv.header("anchorhub-data-version"), version.to_string());
        assert!(csv.text().starts_with("id,date,amount,amountPence,currency,vatBasis,payee,"));

        let parquet = server.export("payments.parquet", &[]).await;
        assert_eq!(parquet.header("content-type"), "application/vnd.apache.parquet");
        let reader = SerializedFileReader::new(axum::body::Bytes::from(parquet.body)).unwrap();
        let lines = server.lines("payments", &[]).await;
        assert_eq!(reader.metadata().file_metadata().num_rows(), i64::try_from(lines.len()).unwrap());
        assert_eq!(lines.len(), hub.payments.len());
        for (read, line) in reader.get_row_iter(None).unwrap().zip(&lines) {
            let read = read.unwrap();
            let field = |name: &str| {
                read.get_column_iter().find(|(column, _)| *column == name).map(|(_, field)| field.clone())
            };
            let text = |name: &str| line[name].as_str().map(|text| Field::Str(text.to_owned()));
            assert_eq!(field("id"), text("id"));
            assert_eq!(field("payee"), text("payee"));
            assert_eq!(field("amountPence"), line["amountPence"].as_i64().map(Field::Long));
        }
    })
    .await;
}

#[tokio::test]
async fn the_last_line_tells_what_comes_before_it() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let answer = server.export("payments.jsonl", &[("end", "true")]).await;
        let text = answer.text();
        let (rows, last) = text.trim_end().rsplit_once('\n').unwrap();
        let end: Value = serde_json::from_str(last).unwrap();
        assert_eq!(end["_end"]["rows"], rows.lines().count());
        assert_eq!(end["_end"]["sha256"], sha256(format!("{rows}\n").as_bytes()));
        assert_eq!(end["_end"]["dataVersion"].to_string(), answer.header("anchorhub-data-version"));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_a_code() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let cases: [(&str, Arguments<'_>, StatusCode, &str); 10] = [
            ("nothing.csv", &[], StatusCode::NOT_FOUND, "EXPORT_UNKNOWN"),
            ("payments.xlsx", &[], StatusCode::NOT_FOUND, "EXPORT_UNKNOWN"),
            ("payments.csv", &[("filter", "{")], StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            (
                "payments.csv",
                &[("filter", r#"{"institutoins":[]}"#)],
                StatusCode::BAD_REQUEST,
                "BAD_ARGUMENTS",
            ),
            ("payments.csv", &[("sort", "x")], StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("payments.csv", &[("groupBy", "MONTH")], StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("payments.csv", &[("end", "true")], StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("institutions.csv", &[("orderBy", "NAME_ASC")], StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            (
                "payments.csv",
                &[("filter", r#"{"institutions":["GB-LAE-NOBODY"]}"#)],
                StatusCode::BAD_REQUEST,
                "INSTITUTION_UNKNOWN",
            ),
            (
                "spend-analysis.csv",
                &[("groupBy", "MONTH,MONTH")],
                StatusCode::BAD_REQUEST,
                "REPEATED_DIMENSION",
            ),
        ];
        for (file, arguments, status, code) in cases {
            let answer = server.export(file, arguments).await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{file} {arguments:?}");
            assert_eq!(
                (answer.status, answer.json()["code"].as_str()),
                (status, Some(code)),
                "{file} {arguments:?}"
            );
        }
    })
    .await;
}
