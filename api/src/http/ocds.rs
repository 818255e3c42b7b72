//! OCDS packages out: every release as it was received, and every process as a record.

use std::sync::Arc;

use anchorhub_ocds::package::{self, PackageHead};
use anchorhub_store::{QueryBudget, StoreErrorKind};
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_TYPE, HOST},
    },
    response::{IntoResponse, Response},
};
use chrono::{SecondsFormat, Utc};
use serde::Deserialize;
use tracing::error;

use super::{problem::Problem, router::Site};
use crate::releases::{ReleaseLibrary, ReleasesError};

/// Releases of one package, and most that can be asked for.
const PAGE: usize = 100;
/// Releases read at once.
const CHUNK: usize = 10;
/// Bytes of releases after which a package is full, whatever was asked for.
const FULL: usize = 16 << 20;

/// Which releases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// After this position, 0 for the beginning.
    #[serde(default)]
    since: i64,
    limit: Option<usize>,
}

/// `GET /ocds/releases?since=0&limit=100`: a release package of the releases after a position, in the order in
/// which they came to the hub. `links.next` is the address of the next package, as long as there is one;
/// `links.later` of the last one that at which new releases will be found.
pub(crate) async fn releases(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    let Ok(Query(Which { since, limit })) = which else {
        let detail = "`since` is a position (0 for the beginning, else as in `links`), `limit` 1 to 100";
        return Problem::new(StatusCode::BAD_REQUEST, "BAD_ARGUMENTS", detail).into_response();
    };
    let limit = limit.unwrap_or(PAGE);
    if !(1..=PAGE).contains(&limit) || since < 0 {
        let detail = "`since` is 0 or more, `limit` 1 to 100";
        return Problem::new(StatusCode::BAD_REQUEST, "BAD_ARGUMENTS", detail).into_response();
    }
    // In a box: what reads the database is too large for the stack of a request.
    let work = Box::pin(async {
        let page = Page::read(&site.settings.releases(&site.database), since, limit).await?;
        let base = site.settings.base(&headers);
        let address = |since: i64| format!("{base}/ocds/releases?since={since}&limit={limit}");
        let (next, later) = if page.more { (Some(page.last), None) } else { (None, Some(page.last)) };
        let head = head(&site, address(since), next.map(address), later.map(address));
        Ok(Some(head.release_package(&page.releases)))
    });
    within_deadline(&site, work).await
}

/// Releases of one package, as they go out.
struct Page {
    releases: Vec<String>,
    /// Position of the last of them, or the one asked for when there is none.
    last: i64,
    /// Whether more follow.
    more: bool,
}

impl Page {
    /// Loads of releases are committed one after the other, so that no release appears later before one that
    /// was there: paging by key has no gaps.
    async fn read(library: &ReleaseLibrary, since: i64, limit: usize) -> Result<Self, ReleasesError> {
        let (mut page, mut bytes) = (Self { releases: Vec::new(), last: since, more: false }, 0);
        loop {
            let kept = library.after(page.last, CHUNK as u64).await?;
            let whole = kept.len() == CHUNK;
            for kept in kept {
                if page.releases.len() == limit || bytes >= FULL {
                    page.more = true;
                    return Ok(page);
                }
                let id = || format!("{}-{}", kept.release.ocid(), kept.id);
                let text = package::release_out(&kept.release, id);
                bytes += text.len();
                page.last = kept.id;
                page.releases.push(text);
            }
            if !whole {
                return Ok(page);
            }
        }
    }
}

/// `GET /ocds/records/{ocid}`: a record package of one process: its releases as received, in the order in which
/// they are merged, and the compiled release.
pub(crate) async fn record(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Path(ocid): Path<String>,
) -> Response {
    let work = Box::pin(async {
        let library = site.settings.releases(&site.database);
        let uri = format!("{}/ocds/records/{}", site.settings.base(&headers), escaped(&ocid));
        let Some(record) = record_of(&library, ocid).await? else { return Ok(None) };
        Ok(Some(head(&site, uri, None, None).record_package(&[record])))
    });
    within_deadline(&site, work).await
}

async fn record_of(library: &ReleaseLibrary, ocid: String) -> Result<Option<String>, ReleasesError> {
    let processes = library.processes(&[ocid.replace('\0', "\u{fffd}")]).await?;
    Ok(processes.into_iter().next().map(|(ocid, process)| {
        let releases: Vec<String> = process
            .releases()
            .iter()
            .enumerate()
            .map(|(place, release)| package::release_out(release, || format!("{ocid}-{place}")))
            .collect();
        package::record(&ocid, &releases, &library.merger().compile(process.releases()))
    }))
}

fn head(site: &Site, uri: String, next: Option<String>, later: Option<String>) -> PackageHead {
    PackageHead {
        uri,
        publisher: site.settings.hub_name.clone(),
        published: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        next,
        later,
    }
}

/// An ocid as a part of an address.
fn escaped(ocid: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    ocid.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

async fn within_deadline(
    site: &Site,
    work: impl Future<Output = Result<Option<String>, ReleasesError>>,
) -> Response {
    match QueryBudget::new(site.settings.query_deadline).scope(work).await {
        Ok(Some(json)) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Ok(None) => {
            let detail = "the hub has no release with this ocid";
            Problem::new(StatusCode::NOT_FOUND, "OCID_UNKNOWN", detail).into_response()
        }
        Err(failure) => {
            error!(detail = %failure, "releases cannot be read");
            let (status, code, detail) = match failure {
                ReleasesError::Store(store) if store.kind() == StoreErrorKind::Deadline => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "DEADLINE_EXCEEDED",
                    "this took too long: ask for fewer releases with `limit`",
                ),
                ReleasesError::Store(_) => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "UNAVAILABLE",
                    "the hub's database cannot be reached just now: try again in a moment",
                ),
                ReleasesError::Damaged { .. } => {
                    (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "something went wrong on our side")
                }
            };
            Problem::new(status, code, detail).into_response()
        }
    }
}

/// The host that a request names, if it is a plain one.
pub(super) fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(plain)).then_some(host)
}
