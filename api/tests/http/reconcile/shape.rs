//! What the specification's JSON schemas ask of answers, as checks of our own.

use serde_json::Value;

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no text `{field}`: {value}"))
}

fn array<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().unwrap_or_else(|| panic!("no array `{field}`: {value}"))
}

fn named(value: &Value) {
    assert!(!text(value, "id").is_empty() && !text(value, "name").is_empty(), "{value}");
}

fn address(url: &str) {
    assert!(url.starts_with("http://") || url.starts_with("https://"), "{url}");
}

/// A service manifest.
pub(super) fn manifest(manifest: &Value) {
    assert!(array(manifest, "versions").iter().any(|version| version == "0.2"));
    assert!(!text(manifest, "name").is_empty());
    for field in ["identifierSpace", "schemaSpace", "documentation"] {
        address(text(manifest, field));
    }
    for kind in array(manifest, "defaultTypes") {
        named(kind);
    }
    for template in [&manifest["view"], &manifest["preview"]] {
        assert!(text(template, "url").contains("{{id}}"), "{template}");
    }
    assert!(manifest["preview"]["width"].is_u64() && manifest["preview"]["height"].is_u64());
    for service in ["entity", "property", "type"] {
        service_address(&manifest["suggest"][service]);
    }
    service_address(&manifest["extend"]["propose_properties"]);
    assert_eq!(array(&manifest["extend"], "property_settings"), &[] as &[Value]);
    assert!(manifest["batchSize"].as_u64().is_some_and(|size| size > 0));
}

fn service_address(service: &Value) {
    address(text(service, "service_url"));
    assert!(text(service, "service_path").starts_with('/'));
}

/// The results of a batch.
pub(super) fn result_batch(batch: &Value) {
    for result in batch.as_object().unwrap().values() {
        let mut last = f64::MAX;
        for candidate in array(result, "result") {
            named(candidate);
            let score = candidate["score"].as_f64().unwrap_or_else(|| panic!("no score: {candidate}"));
            assert!((0.0..=100.0).contains(&score) && score <= last, "{candidate}");
            last = score;
            assert!(candidate["match"].is_boolean(), "{candidate}");
            array(candidate, "type").iter().for_each(named);
            let mut ids: Vec<&str> = array(candidate, "features")
                .iter()
                .map(|feature| {
                    assert!(feature["value"].is_number() || feature["value"].is_boolean(), "{feature}");
                    text(feature, "id")
                })
                .collect();
            ids.sort_unstable();
            let number = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), number, "a feature stands twice: {candidate}");
            assert!(candidate.get("description").is_none_or(Value::is_string));
        }
    }
}

/// Suggestions of any sort.
pub(super) fn suggestions(answer: &Value) {
    for item in array(answer, "result") {
        named(item);
        assert!(item.get("description").is_none_or(Value::is_string));
        item.get("notable").and_then(Value::as_array).into_iter().flatten().for_each(named);
    }
}

/// A proposal of properties.
pub(super) fn proposal(answer: &Value) {
    assert!(!text(answer, "type").is_empty());
    array(answer, "properties").iter().for_each(named);
}

/// The answer to a data extension query.
pub(super) fn extension(answer: &Value, ids: &[&str], properties: &[&str]) {
    array(answer, "meta").iter().for_each(named);
    let meta: Vec<&str> = array(answer, "meta").iter().map(|property| text(property, "id")).collect();
    assert_eq!(meta, properties);
    let rows = answer["rows"].as_object().unwrap();
    assert_eq!(rows.len(), ids.len());
    for id in ids {
        let row = rows[*id].as_object().unwrap();
        assert_eq!(row.len(), properties.len());
        for property in properties {
            for value in row[*property].as_array().unwrap() {
                let value = value.as_object().unwrap();
                assert_eq!(value.len(), 1, "{value:?}");
                let right = value.iter().all(|(kind, value)| match kind.as_str() {
                    "str" => value.is_string(),
                    "int" => value.is_i64(),
                    "float" => value.is_f64(),
                    _ => false,
                });
                assert!(right, "{value:?}");
            }
        }
    }
}
