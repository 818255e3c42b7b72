//! Candidates as the service answers with them.

use std::collections::BTreeMap;

use anchorhub_resolution::lookup::Found;
use serde_json::{Value, json};

use super::types;
use crate::graphql::NodeId;

/// The result of one query: its candidates, the best first.
pub(super) fn result(found: &[Found], limit: usize) -> Value {
    json!({ "result": found.iter().take(limit).map(candidate).collect::<Vec<_>>() })
}

fn candidate(found: &Found) -> Value {
    // A feature stands once, however often its rule gave points.
    let mut features: BTreeMap<&str, i32> = BTreeMap::new();
    for (code, points) in &found.points {
        *features.entry(code).or_default() += points;
    }
    let features: Vec<Value> =
        features.into_iter().map(|(id, points)| json!({ "id": id, "value": tenths(points) })).collect();
    let mut candidate = json!({
        "id": NodeId::Supplier(found.supplier_id).encode().as_str(),
        "name": found.name,
        "type": types::of(found.kind),
        "score": tenths(i32::from(found.score)),
        "match": found.certain,
        "features": features,
    });
    if found.matched != found.name {
        candidate["description"] = format!("published as {}", found.matched).into();
    }
    candidate
}

/// Thousandths as a number up to 100.
fn tenths(thousandths: i32) -> f64 {
    f64::from(thousandths) / 10.0
}
