//! Lists and analyses, by the same code as over HTTP.

use std::path::Path;

use anchorhub_api::export::{ExportArguments, ExportError, ExportFormat, ExportKind, Exporter};
use serde::Serialize;

use super::unfinished::Unfinished;
use crate::{failure::Failure, progress};

/// What an export of rows has written.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    pub(super) path: String,
    pub(super) rows: u64,
    bytes: u64,
    pub(super) sha256: String,
    pub(super) data_version: i64,
}

/// Writes every row that the arguments allow, in the format that the file's name ends in.
pub(super) async fn write(
    exporter: &Exporter,
    kind: &ExportKind,
    arguments: &ExportArguments,
    to: &Path,
    quiet: bool,
) -> Result<Written, Failure> {
    let format = to.extension().and_then(|extension| ExportFormat::from_extension(extension.to_str()?));
    let Some(format) = format else {
        return Err(Failure::new(
            "USAGE",
            "the name of the file does not tell its format",
            "end it in .csv, .jsonl or .parquet",
        )
        .at(to.display()));
    };
    let mut export = exporter.begin(kind, format, arguments).await.map_err(failure)?;
    let mut file = Unfinished::create(to)?;
    let progress = progress::for_people(quiet);
    progress.start(None, kind.name());
    while let Some(bytes) = export.piece().await.map_err(failure)? {
        file.write(&bytes)?;
        progress.advance(bytes.len() as u64);
        progress.rows(export.written().rows);
    }
    progress.finish();
    let written = export.written();
    file.finish()?;
    Ok(Written {
        path: to.display().to_string(),
        rows: written.rows,
        bytes: written.bytes,
        sha256: written.sha256,
        data_version: written.data_version,
    })
}

pub(super) fn failure(error: ExportError) -> Failure {
    Failure::from_parts(error.code(), &error.to_string())
}
