//! What an address asks for.

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
};

use crate::{
    export::{ExportArguments, ExportFormat, ExportKind},
    http::problem::Problem,
};

/// The parameter that asks for a last line of JSON Lines with rows and checksum; all others are arguments.
const END: &str = "end";

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
    parameters: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Asked, Problem> {
    let named = file.rsplit_once('.').and_then(|(kind, extension)| {
        Some((ExportFormat::from_extension(extension)?, ExportKind::named(kind)?))
    });
    let Some((format, kind)) = named else {
        let detail = "there is no such export: /v1/export tells them all, each as .csv, .jsonl or .parquet";
        return Err(Problem::new(StatusCode::NOT_FOUND, "EXPORT_UNKNOWN", detail));
    };
    let Query(parameters) = parameters.map_err(|rejection| bad(rejection.body_text()))?;
    let (ends, arguments): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|(name, _)| name == END);
    let end = match ends.last().map(|(_, value)| value.as_str()) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(bad("`end` is `true` or `false`".to_owned())),
    };
    let arguments = ExportArguments::of(arguments).map_err(|error| bad(error.to_string()))?;
    Ok(Asked { kind, format, arguments, end })
}

fn bad(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BAD_ARGUMENTS", detail)
}
