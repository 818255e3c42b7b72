//! Every field of the schema whose answer holds rows can be exported, with the rows and figures that it shows.

use std::collections::HashSet;

use anchorhub_api::export::ExportKind;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{databases::on_each_engine, fill, server::Server};

/// Columns are a promise: those of every export, as they are and stay.
const COLUMNS: &str = include_str!("columns.txt");

/// A value for an argument that has to be given.
fn needed(name: &str, kind: &str) -> String {
    let value = match (name, kind) {
        ("groupBy", _) => "INSTITUTION",
        ("stage", _) => "PAID",
        ("boundary", _) => "E08999001",
        ("boundaries", _) => "E08999001,E08999002",
        ("period", _) => r#"{"from":"2023-07-01","to":"2024-01-01"}"#,
        ("comparedWith", _) => r#"{"from":"2023-01-01","to":"2023-07-01"}"#,
        ("withinMonths", _) => "240",
        ("minInstitutions", _) => "2",
        ("since", _) => "0",
        _ => panic!("name a value for {name}: {kind}"),
    };
    value.to_owned()
}

/// Arguments of an export, by name.
type Arguments<'a> = &'a [(&'a str, &'a str)];

/// The arguments that a kind cannot do without.
fn arguments(kind: &ExportKind) -> Vec<(String, String)> {
    let required = kind.parameters().into_iter().filter(|parameter| parameter.required);
    required.map(|parameter| (parameter.name.clone(), needed(&parameter.name, &parameter.kind))).collect()
}

fn borrowed(arguments: &[(String, String)]) -> Vec<(&str, &str)> {
    arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn columns_are_those_that_were_promised() {
    let text: String = ExportKind::all()
        .iter()
        .map(|kind| {
            let columns = kind.columns();
            let named: HashSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(named.len(), columns.len(), "two columns of {} have one name", kind.name());
            let columns: Vec<String> =
                columns.iter().map(|column| format!("    {} {}", column.name, column.kind)).collect();
            format!("{}\n{}\n", kind.name(), columns.join("\n"))
        })
        .collect();
    if text != COLUMNS {
        let now = concat!(env!("CARGO_TARGET_TMPDIR"), "/columns.txt");
        std::fs::write(now, &text).unwrap();
        panic!("columns have changed: if that is meant, take {now} for api/tests/exports/columns.txt");
    }
}

#[tokio::test]
async fn every_export_can_be_asked_for() {
    on_each_engine(async |database| {
        fill(&database).await;
        let server = Server::new(&database);
        let (mut with_rows, mut wrong) = (Vec::new(), Vec::new());
        for kind in ExportKind::all() {
            let arguments = arguments(&kind);
            let answer = server.export(&format!("{}.csv", kind.name()), &borrowed(&arguments)).await;
            let text = answer.text();
            let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
            let columns = kind.columns();
            let expected: HashSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            let own: HashSet<&str> = head.iter().copied().collect();
            let mut keys = own.difference(&expected);
            let good = answer.status == StatusCode::OK
                && own.len() == head.len()
                && own.is_superset(&expected)
                && keys.all(|key| ["institution", "institutionName"].contains(key));
            if !good {
                wrong.push(format!("{} {arguments:?}: {}", kind.name(), text.get(..900).unwrap_or(&text)));
            } else if text.lines().count() > 1 {
                with_rows.push(kind.name().to_owned());
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for name in [
            "spend-analysis",
            "contract-analysis",
            "local-spend.boundaries",
            "leakage.destinations",
            "leakage.categories",
            "displacement",
            "deprivation-spread.deciles",
            "sme-share.answer",
            "bid-funnel.answer",
            "lot-suitability.answer",
            "criteria-weights.answer",
            "sme-pipeline.answer",
            "red-flag-summary.answer",
            "organisation-red-flags.rules",
            "vcse-share.answer",
            "concentration.answer",
            "shared-suppliers",
            "shared-suppliers.parts",
            "freshness",
            "framework-use",
            "review-queue",
            "expiring-contracts",
            "feeds",
            "runs",
            "changes.changes",
            "notices",
            "opportunities",
            "contracts",
        ] {
            assert!(with_rows.iter().any(|kind| kind == name), "{name} is empty or missing in {with_rows:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_index_tells_arguments_and_columns() {
    on_each_engine(async |database| {
        let server = Server::new(&database);
        let index = server.get("/v1/export").await.json();
        let find = |name: &str| index.as_array().unwrap().iter().find(|kind| kind["kind"] == name).unwrap();
        let leakage = find("leakage.categories");
        assert_eq!(
            leakage["parameters"][1],
            json!({ "name": "boundary", "type": "String!", "required": true })
        );
        assert_eq!(find("payments")["parameters"][0]["type"], "PaymentFilter");
        assert_eq!(find("payments")["columns"][2], json!({ "name": "amount", "type": "amount" }));
        assert_eq!(index.as_array().unwrap().len(), ExportKind::all().len());
    })
    .await;
}

/// A figure of an answer beside that of a row.
fn assert_figures(row: &Value, pairs: &[(&str, &Value)]) {
    for (column, value) in pairs {
        assert_eq!(&row[*column], *value, "{column} of {row}");
    }
}

#[tokio::test]
async fn spend_is_broken_down_as_the_schema_does() {
    on_each_engine(async |database| {
        fill(&database).await;
        let server = Server::new(&database);
        let query = "query ($filter: PaymentFilter, $compare: PeriodInput) {
            spendAnalysis(filter: $filter, groupBy: [SUPPLIER, LOCALITY], first: 500, exclude: [REDACTED], orderBy: KEY_ASC,
                minInstitutions: 1, compareWith: $compare) {
              rows { keys { value label } net { amount pence currency } payments suppliers
                compared { net { pence } } change { ofCompared } }
              truncated } }";
        let (period, before) =
            (json!({ "from": "2023-07-01", "to": "2024-01-01" }), json!({ "from": "2023-01-01", "to": "2023-07-01" }));
        let filter = json!({ "period": period });
        let variables = json!({ "filter": filter, "compare": before });
        let answer = server.ask(query, &variables).await["spendAnalysis"].take();
        assert_eq!(answer["truncated"], false);
        let shown = answer["rows"].as_array().unwrap();
        let rows = server
            .lines(
                "spendAnalysis",
                &[
                    ("filter", &filter.to_string()),
                    ("groupBy", "SUPPLIER,LOCALITY"),
                    ("exclude", r#"["REDACTED"]"#),
                    ("orderBy", "KEY_ASC"),
                    ("minInstitutions", "1"),
                    ("compareWith", &before.to_string()),
                ],
            )
            .await;
        assert_eq!(rows.len(), shown.len());
        assert!(rows.len() > 20, "{}", rows.len());
        for (row, shown) in rows.iter().zip(shown) {
            assert_figures(
                row,
                &[
                    ("supplier", &shown["keys"][0]["value"]),
                    ("supplierName", &shown["keys"][0]["label"]),
                    ("locality", &shown["keys"][1]["value"]),
                    ("net", &shown["net"]["amount"]),
                    ("netPence", &shown["net"]["pence"]),
                    ("netCurrency", &shown["net"]["currency"]),
                    ("payments", &shown["payments"]),
                    ("comparedNetPence", &shown["compared"]["net"]["pence"]),
                    ("changeOfCompared", &shown["change"]["ofCompared"]),
                ],
            );
        }
    })
    .await;
}

#[tokio::test]
async fn metrics_are_written_with_the_figures_that_the_schema_shows() {
    on_each_engine(async |database| {
        fill(&database).await;
        let server = Server::new(&database);
        let query = "{ localSpend(boundaries: [\"E08999001\", \"E47999001\"], groupBy: [INSTITUTION], first: 500) {
              boundaries { area { code name } whole { value } rows { keys { value label } share { value numerator { net { pence } } } } } }
            sharedSuppliers(minInstitutions: 2, first: 500) { nodes { supplier { id name } parts { institution { orgId } paid { net { pence } } } } }
            contractAnalysis(groupBy: [INSTITUTION], first: 500) { rows { keys { value } figures { contracts value { sum { pence } } firstEnd } } }
            smeShare(stage: PAID) { whole { value coverage { ofNet } } byNumber { total } }
            reviewQueue(withinMonths: 240, first: 500) { nodes { dueOn contract { id } value { pence currency } } } }";
        let answer = server.ask(query, &json!({})).await;
        let boundaries = answer["localSpend"]["boundaries"].as_array().unwrap();
        let given = [("boundaries", "E08999001,E47999001"), ("groupBy", "INSTITUTION")];
        let mut rows = server.lines("local-spend.boundaries.rows", &given).await.into_iter();
        for boundary in boundaries {
            for shown in boundary["rows"].as_array().unwrap() {
                let row = rows.next().unwrap();
                assert_figures(
                    &row,
                    &[
                        ("areaCode", &boundary["area"]["code"]),
                        ("areaName", &boundary["area"]["name"]),
                        ("wholeValue", &boundary["whole"]["value"]),
                        ("institution", &shown["keys"][0]["value"]),
                        ("institutionName", &shown["keys"][0]["label"]),
                        ("rowsShareValue", &shown["share"]["value"]),
                        ("rowsShareNumeratorNetPence", &shown["share"]["numerator"]["net"]["pence"]),
                    ],
                );
            }
        }
        assert!(rows.next().is_none());
        assert_eq!(server.lines("local-spend", &given).await.len(), boundaries.len());

        let shared = answer["sharedSuppliers"]["nodes"].as_array().unwrap();
        let mut rows = server.lines("shared-suppliers.parts", &[("minInstitutions", "2")]).await.into_iter();
        for supplier in shared {
            for part in supplier["parts"].as_array().unwrap() {
                let row = rows.next().unwrap();
                assert_figures(
                    &row,
                    &[
                        ("supplierId", &supplier["supplier"]["id"]),
                        ("supplierName", &supplier["supplier"]["name"]),
                        ("partsInstitutionOrgId", &part["institution"]["orgId"]),
                        ("partsPaidNetPence", &part["paid"]["net"]["pence"]),
                    ],
                );
            }
        }
        assert!(rows.next().is_none() && shared.len() > 1, "{shared:?}");

        let groups = answer["contractAnalysis"]["rows"].as_array().unwrap();
        let rows = server.lines("contract-analysis", &[("groupBy", "INSTITUTION")]).await;
        assert!(rows.len() == groups.len() && groups.len() > 1, "{groups:?}");
        for (row, group) in rows.iter().zip(groups) {
            assert_figures(
                row,
                &[
                    ("institution", &group["keys"][0]["value"]),
                    ("figuresContracts", &group["figures"]["contracts"]),
                    ("figuresValueSumPence", &group["figures"]["value"]["sum"]["pence"]),
                    ("figuresFirstEnd", &group["figures"]["firstEnd"]),
                ],
            );
        }

        let rows = server.lines("sme-share.answer", &[("stage", "PAID")]).await;
        let share = &answer["smeShare"];
        assert_eq!(rows.len(), 1);
        assert_figures(
            &rows[0],
            &[
                ("wholeValue", &share["whole"]["value"]),
                ("wholeCoverageOfNet", &share["whole"]["coverage"]["ofNet"]),
                ("byNumberTotal", &share["byNumber"]["total"]),
            ],
        );

        let items = answer["reviewQueue"]["nodes"].as_array().unwrap();
        let rows = server.lines("review-queue", &[("withinMonths", "240")]).await;
        assert!(rows.len() == items.len() && !items.is_empty(), "{} and {}", rows.len(), items.len());
        for (row, item) in rows.iter().zip(items) {
            assert_figures(
                row,
                &[
                    ("dueOn", &item["dueOn"]),
                    ("contractId", &item["contract"]["id"]),
                    ("valuePence", &item["value"]["pence"]),
                    ("valueCurrency", &item["value"]["currency"]),
                ],
            );
        }
    })
    .await;
}

#[tokio::test]
async fn lists_in_pages_are_written_whole() {
    on_each_engine(async |database| {
        fill(&database).await;
        crate::streaming::many_feeds(&database, 1_200).await;
        let server = Server::new(&database);
        let listed = server.ask("{ feeds(first: 0) { totalCount } }", &json!({})).await;
        let rows = server.lines("feeds", &[]).await;
        assert_eq!(json!(rows.len()), listed["feeds"]["totalCount"]);
        let ids: HashSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert!(ids.len() == rows.len() && rows.len() > 1_200, "{}", rows.len());
    })
    .await;
}

#[tokio::test]
async fn what_a_field_refuses_is_refused_with_its_code() {
    on_each_engine(async |database| {
        fill(&database).await;
        let server = Server::new(&database);
        let cases: [(&str, Arguments<'_>, &str); 9] = [
            ("sme-share", &[], "BAD_ARGUMENTS"),
            ("sme-share", &[("stage", "PAYED")], "BAD_ARGUMENTS"),
            ("sme-share", &[("stage", "AWARDED"), ("groupBy", "LOCALITY")], "DIMENSION_NOT_AT_STAGE"),
            ("leakage", &[("boundary", "E08999001"), ("filter", r#"{"institutoins":[]}"#)], "BAD_ARGUMENTS"),
            ("leakage", &[("boundary", "E08999001"), ("first", "5")], "BAD_ARGUMENTS"),
            ("shared-suppliers", &[("minInstitutions", "two")], "BAD_ARGUMENTS"),
            ("shared-suppliers", &[("minInstitutions", "-1")], "BAD_MINIMUM"),
            ("spend-analysis", &[("groupBy", "MONTH,MONTH")], "REPEATED_DIMENSION"),
            (
                "contract-analysis",
                &[("groupBy", "STAGE"), ("filter", r#"{"institutions":["GB-LAE-NOBODY"]}"#)],
                "INSTITUTION_UNKNOWN",
            ),
        ];
        for (kind, arguments, code) in cases {
            let answer = server.export(&format!("{kind}.csv"), arguments).await;
            let told = (answer.status, answer.json());
            assert_eq!((told.0, &told.1["code"]), (StatusCode::BAD_REQUEST, &json!(code)), "{kind} {told:?}");
        }
    })
    .await;
}
