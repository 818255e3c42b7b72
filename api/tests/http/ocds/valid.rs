//! Packages are valid against the schemas of OCDS 1.1.5. The schemas are no part of this project; where they
//! are not at hand the test says so and checks nothing.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use anchorhub_api::{http::HttpSettings, limits::Limits};
use chrono::DateTime;
use serde_json::Value;

use super::{document, keep};
use crate::{client::Hub, support};

/// Everything that a release of the standard may be: three of one process, and one without an id.
const RELEASES: [&str; 4] = [
    r#"{"ocid":"ocds-a-1","id":"1","date":"2026-01-01T00:00:00Z","tag":["planning"],"initiationType":"tender","language":"en",
        "parties":[{"id":"b","name":"Ashmere Council","roles":["buyer"],"identifier":{"scheme":"GB-LAE","id":"AAA"}}],
        "buyer":{"id":"b","name":"Ashmere Council"},
        "planning":{"rationale":"Needed","budget":{"amount":{"amount":1000000.50,"currency":"GBP"}}}}"#,
    r#"{"ocid":"ocds-a-1","id":"2","date":"2026-02-01T00:00:00+01:00","tag":["tender","planningUpdate"],"initiationType":"tender",
        "tender":{"id":"t","title":"Works","status":"active","procurementMethod":"open","lots":[{"id":"A"}],
            "items":[{"id":"1","quantity":2,"classification":{"scheme":"CPV","id":"45233140"}}],
            "tenderPeriod":{"endDate":"2026-03-01T12:00:00Z"},"documents":[{"id":1,"documentType":"tenderNotice"}]}}"#,
    r#"{"ocid":"ocds-a-1","date":"2026-05-01T00:00:00Z","tag":["award","contract"],"initiationType":"tender",
        "awards":[{"id":"1","status":"active","suppliers":[{"id":"s","name":"Firm"}],"value":{"amount":900000,"currency":"GBP"}}],
        "contracts":[{"id":"1","awardID":"1","status":"active","dateSigned":"2026-05-02T00:00:00Z",
            "period":{"startDate":"2026-06-01T00:00:00Z","endDate":"2028-05-31T23:59:59Z"}}]}"#,
    r#"{"ocid":"ocds-b-2","date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender","tender":{"id":"t2"}}"#,
];

#[tokio::test]
async fn packages_are_valid() {
    let Some(schemas) = Schemas::read() else { return };
    support::on_each_engine(async |database| {
        let document = document(&database).await;
        keep(&database, document, &RELEASES).await;
        let hub = Hub::on(database, Limits::default(), HttpSettings::default());
        for (address, schema) in [
            ("/ocds/releases?since=0", "release-package-schema.json"),
            ("/ocds/releases?since=0&limit=3", "release-package-schema.json"),
            ("/ocds/records/ocds-a-1", "record-package-schema.json"),
            ("/ocds/records/ocds-b-2", "record-package-schema.json"),
        ] {
            let package = hub.get(address).await.json();
            let faults = schemas.faults(schema, &package);
            assert!(faults.is_empty(), "{address}: {faults:#?}\n{package:#}");
        }
        // And the schemas are at work.
        let mut package = hub.get("/ocds/records/ocds-a-1").await.json();
        package["records"][0]["compiledRelease"]["tag"] = "compiled".into();
        package["records"][0]["releases"][0]["date"] = "yesterday".into();
        package["publisher"].as_object_mut().unwrap().remove("name");
        assert!(schemas.faults("record-package-schema.json", &package).len() >= 3);
    })
    .await;
}

/// The schemas of one version of the standard, by file name.
struct Schemas(HashMap<String, Value>);

/// Words of a schema that say nothing of what is valid.
const REMARKS: [&str; 15] = [
    "id",
    "$schema",
    "title",
    "description",
    "codelist",
    "openCodelist",
    "omitWhenMerged",
    "default",
    "versionId",
    "deprecated",
    "wholeListMerge",
    "definitions",
    "mergeStrategy",
    "version",
    "deprecatedVersion",
];

impl Schemas {
    fn read() -> Option<Self> {
        let shared = std::env::var_os("ANCHORHUB_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
        let folder = shared.join("data/ocds/schema/1.1.5");
        let Ok(entries) = fs::read_dir(&folder) else {
            eprintln!(
                "skipped: {} is not there (ANCHORHUB_SHARED names the folder of shared data)",
                folder.display()
            );
            return None;
        };
        let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        Some(Self(
            files
                .map(|path| {
                    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                    (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
                })
                .collect(),
        ))
    }

    /// What is wrong with a value by a schema (draft 4): path and rule.
    fn faults(&self, file: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(file, &self.0[file], value, "", &mut faults);
        faults
    }

    fn check(&self, file: &str, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
        for (rule, wanted) in schema.as_object().unwrap() {
            let good = match rule.as_str() {
                "$ref" => {
                    self.follow(file, wanted.as_str().unwrap(), value, path, faults);
                    true
                }
                "properties" => {
                    for (name, inner) in wanted.as_object().unwrap() {
                        if let Some(own) = value.get(name) {
                            self.check(file, inner, own, &format!("{path}/{name}"), faults);
                        }
                    }
                    true
                }
                // Names with a language, such as `title_fr`: none is used here.
                "patternProperties" => {
                    !value.as_object().is_some_and(|object| object.keys().any(|name| name.contains('_')))
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(file, wanted, item, &format!("{path}/{index}"), faults);
                    }
                    true
                }
                "oneOf" => {
                    let fits = |one: &&Value| {
                        let mut faults = Vec::new();
                        self.check(file, one, value, path, &mut faults);
                        faults.is_empty()
                    };
                    wanted.as_array().unwrap().iter().filter(fits).count() == 1
                }
                "type" => is_of_type(wanted, value),
                "enum" => wanted.as_array().unwrap().contains(value),
                "required" => {
                    let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                    !value.is_object() || wanted.as_array().unwrap().iter().all(has)
                }
                "minItems" => {
                    value.as_array().is_none_or(|list| list.len() as u64 >= wanted.as_u64().unwrap())
                }
                "minLength" => {
                    value.as_str().is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().unwrap())
                }
                "uniqueItems" => value.as_array().is_none_or(|list| {
                    list.iter().enumerate().all(|(index, item)| !list[..index].contains(item))
                }),
                "format" => is_of_format(wanted.as_str().unwrap(), value),
                "pattern" => {
                    assert_eq!(wanted, "^(\\d+\\.)(\\d+)$", "a pattern that this test knows");
                    value.as_str().is_none_or(|text| {
                        text.split_once('.').is_some_and(|(major, minor)| {
                            [major, minor].iter().all(|part| part.parse::<u32>().is_ok())
                        })
                    })
                }
                remark => {
                    assert!(
                        REMARKS.contains(&remark),
                        "the schema has a rule that this test does not know: {remark}"
                    );
                    true
                }
            };
            if !good {
                faults.push(format!("{path}: {rule} {wanted}"));
            }
        }
    }

    fn follow(&self, file: &str, reference: &str, value: &Value, path: &str, faults: &mut Vec<String>) {
        match reference.strip_prefix("#/definitions/") {
            Some(name) => self.check(file, &self.0[file]["definitions"][name], value, path, faults),
            None => {
                let file = reference.rsplit('/').next().unwrap();
                self.check(file, &self.0[file], value, path, faults);
            }
        }
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    };
    match wanted {
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        name => is(name.as_str().unwrap()),
    }
}

fn is_of_format(format: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    match format {
        "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
        "uri" => text.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty()),
        other => panic!("the schema has a format that this test does not know: {other}"),
    }
}
