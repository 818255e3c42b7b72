//! What an address asks for.

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
};
use serde::Deserialize;

use super::kinds;
use crate::{
    export::{ExportArguments, ExportFormat, ExportKind},
    http::problem::Problem,
};

/// The query string.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Parameters {
    /// The filter of the schema, as JSON.
    filter: Option<String>,
    /// A value of the order of the schema.
    order_by: Option<String>,
    /// Dimensions, separated by commas.
    group_by: Option<String>,
    /// Reasons to leave payments out, separated by commas.
    exclude: Option<String>,
    /// Whether the last line of JSON Lines tells rows and checksum.
    #[serde(default)]
    end: bool,
}

/// A request that can be read.
pub(super) struct Asked {
    pub(super) kind: ExportKind,
    pub(super) format: ExportFormat,
    pub(super) arguments: ExportArguments,
    pub(super) end: bool,
}

/// Reads the name of the file and the query string.
pub(super) fn read(
    file: &str,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Asked, Problem> {
    let named = file.rsplit_once('.').and_then(|(kind, extension)| {
        Some((ExportKind::from_name(kind)?, ExportFormat::from_extension(extension)?))
    });
    let Some((kind, format)) = named else {
        let detail = format!("there are exports of {}, each as .csv, .jsonl or .parquet", kinds());
        return Err(Problem::new(StatusCode::NOT_FOUND, "EXPORT_UNKNOWN", detail));
    };
    let Query(parameters) = parameters.map_err(|rejection| bad(rejection.body_text()))?;
    let filter = parameters
        .filter
        .filter(|filter| !filter.is_empty())
        .map(|filter| serde_json::from_str(&filter))
        .transpose()
        .map_err(|error| bad(format!("`filter` is not JSON: {error}")))?;
    let arguments = ExportArguments {
        filter,
        order_by: parameters.order_by,
        group_by: listed(parameters.group_by.as_deref()),
        exclude: listed(parameters.exclude.as_deref()),
    };
    Ok(Asked { kind, format, arguments, end: parameters.end })
}

/// Names separated by commas.
fn listed(names: Option<&str>) -> Vec<String> {
    let names = names.unwrap_or_default().split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn bad(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BAD_ARGUMENTS", detail)
}
