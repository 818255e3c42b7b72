//! The service manifest: what the service is and can do.

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::{
    PATH, queries,
    types::{TYPES, Type},
};
use crate::http::HttpSettings;

/// Size of a preview, in pixels.
const PREVIEW: (u16, u16) = (430, 320);

/// Where the service is explained.
const DOCUMENTATION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/reconcile.md");

/// The manifest, with the addresses under which the client reached the hub.
pub(super) fn manifest(settings: &HttpSettings, headers: &HeaderMap) -> Value {
    let service = format!("{}{PATH}", settings.base(headers));
    let suggest = |path: &str| json!({ "service_url": service, "service_path": path });
    json!({
        "versions": ["0.2"],
        "name": format!("{}: suppliers", settings.hub_name),
        "identifierSpace": format!("{service}/entity/"),
        "schemaSpace": "https://schema.org/Organization",
        "defaultTypes": TYPES.iter().map(Type::reference).collect::<Vec<_>>(),
        "documentation": DOCUMENTATION,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "batchSize": queries::MOST_QUERIES,
        "view": { "url": format!("{service}/entity/{{{{id}}}}") },
        "preview": {
            "url": format!("{service}/preview?id={{{{id}}}}"),
            "width": PREVIEW.0,
            "height": PREVIEW.1,
        },
        "suggest": {
            "entity": suggest("/suggest/entity"),
            "property": suggest("/suggest/property"),
            "type": suggest("/suggest/type"),
        },
        "extend": {
            "propose_properties": { "service_url": service, "service_path": "/extend/propose" },
            "property_settings": [],
        },
    })
}
