//! Any file at an address, or the files that a page links to: one job each.

use std::{fs::File, io::Read as _, path::Path};

use anchorhub_entities::{feed::FeedKind, fetched_url};
use chrono::Utc;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde_json::Value;
use url::Url;

use super::{PullReport, links, work::Work};
use crate::{
    PullCode, PullError,
    fetch::{Answer, Ask, Document, Version},
    jobs::{NewJob, Task},
};

/// Bytes of a list page.
const PAGE_BYTES: u64 = 32 << 20;
/// Bytes of a document by which its kind is told.
const HEAD_BYTES: u64 = 64 << 10;

/// What stands at the location of a feed.
enum Found {
    /// A document.
    File,
    /// A page that links to documents.
    List(Vec<Url>),
}

/// Fetches the location: takes it in, or queues a job for each file that it links to.
pub(super) async fn pull(work: &mut Work<'_>) -> Result<PullReport, PullError> {
    let url = work.address("", &[])?;
    let known = if links::names_a_file(&url) { known(work, &url).await? } else { None };
    let ask = Ask { known, ..Ask::new(url.clone(), name_of(&url)) };
    let answer = work.get(&ask).await?;
    let mut report = PullReport { requests: 1, ..work.report() };
    let document = match answer {
        Answer::Document(document) => document,
        Answer::Unchanged => return Ok(report),
        Answer::NotFound => return Err(not_found(&url)),
    };
    match look(&document, &url, work.feed.kind).await? {
        Found::File => take(work, &url, &document).await?,
        Found::List(urls) => {
            let jobs = jobs(work, &url, urls)?;
            report.queued = Some(work.workers.queue.add(&jobs).await?);
        }
    }
    Ok(report)
}

/// Fetches one document, if it has changed since.
pub(super) async fn fetch(work: &mut Work<'_>, url: &str) -> Result<(), PullError> {
    let url = work.workers.fetcher.read(url)?;
    let ask = Ask { known: known(work, &url).await?, ..Ask::new(url.clone(), name_of(&url)) };
    match work.get(&ask).await? {
        Answer::Document(document) => take(work, &url, &document).await,
        Answer::Unchanged => Ok(()),
        Answer::NotFound => Err(not_found(&url)),
    }
}

/// Takes a document in, and only then remembers that it was fetched.
async fn take(work: &Work<'_>, url: &Url, document: &Document) -> Result<(), PullError> {
    if let Some(error) = work.load(document).await? {
        return Err(PullError::from(&error));
    }
    let row = fetched_url::ActiveModel {
        feed_id: Set(work.feed.id),
        url: Set(url.to_string()),
        etag: Set(document.version.etag.clone()),
        last_modified: Set(document.version.last_modified.clone()),
        sha256: Set(document.sha256.clone()),
        fetched_at: Set(Utc::now()),
    };
    let again = OnConflict::columns([fetched_url::Column::FeedId, fetched_url::Column::Url])
        .update_columns([
            fetched_url::Column::Etag,
            fetched_url::Column::LastModified,
            fetched_url::Column::Sha256,
            fetched_url::Column::FetchedAt,
        ])
        .to_owned();
    fetched_url::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(work.workers.database.write())
        .await?;
    Ok(())
}

async fn known(work: &Work<'_>, url: &Url) -> Result<Option<Version>, PullError> {
    let row = fetched_url::Entity::find_by_id((work.feed.id, url.to_string()))
        .one(work.workers.database.write())
        .await?;
    Ok(row.map(|row| Version { etag: row.etag, last_modified: row.last_modified }))
}

/// Links that may be followed: on the host of the page, or on one that the configuration names.
fn jobs(work: &Work<'_>, page: &Url, urls: Vec<Url>) -> Result<Vec<NewJob>, PullError> {
    let settings = &work.workers.settings;
    let found = urls.len();
    let followed = |url: &Url| {
        url.host_str() == page.host_str()
            || settings.link_hosts.iter().any(|host| Some(host.as_str()) == url.host_str())
    };
    let urls: Vec<Url> = urls.into_iter().filter(followed).collect();
    if urls.len() < found {
        tracing::warn!(
            feed = work.feed.code,
            left_out = found - urls.len(),
            "links to other hosts are not followed; workers.link_hosts names those that may be"
        );
    }
    let most = usize::try_from(settings.links_a_page).unwrap_or(usize::MAX);
    if urls.len() > most {
        return Err(PullError::new(
            PullCode::TooLarge,
            format!(
                "{page} links to {} files, more than the {most} allowed (workers.links_a_page)",
                urls.len()
            ),
        ));
    }
    if urls.is_empty() {
        return Err(PullError::new(
            PullCode::AnswerUnreadable,
            format!("{page} links to no file that the hub takes (csv, tsv, xlsx, xls, ods, json, jsonl)"),
        ));
    }
    let job = |url: Url| NewJob { task: Task::Fetch { url: url.into() }, feed_id: work.feed.id, tick: None };
    Ok(urls.into_iter().map(job).collect())
}

async fn look(document: &Document, url: &Url, kind: FeedKind) -> Result<Found, PullError> {
    let (path, url, media) = (document.path(), url.clone(), document.media_type.clone());
    tokio::task::spawn_blocking(move || look_at(&path, &url, media.as_deref(), kind))
        .await
        .map_err(|error| PullError::new(PullCode::Internal, format!("reading an answer: {error}")))?
}

/// Tells a document from a page of links, by what it holds.
fn look_at(path: &Path, url: &Url, media: Option<&str>, kind: FeedKind) -> Result<Found, PullError> {
    let head = read(path, HEAD_BYTES)?;
    let head = String::from_utf8_lossy(&head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<')
        && (media.is_some_and(|media| media.contains("html")) || !links::names_a_file(url))
    {
        let page = read(path, PAGE_BYTES)?;
        return Ok(Found::List(links::of_html(&String::from_utf8_lossy(&page), url)));
    }
    let releases = ["\"ocid\"", "\"releases\"", "\"records\""].iter().any(|field| head.contains(field));
    if start.starts_with(['{', '[']) && !(kind == FeedKind::Ocds && releases) {
        let page = read(path, PAGE_BYTES)?;
        // What is no JSON document after all is for the reader of documents to judge.
        if let Ok(page) = serde_json::from_slice::<Value>(&page) {
            return Ok(Found::List(links::of_json(&page, url)));
        }
    }
    Ok(Found::File)
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, PullError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| PullError::io(&error, path.display()))?;
    Ok(bytes)
}

/// The name of a document: the last part of its address.
fn name_of(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '%') { c } else { '_' })
        .take(120)
        .collect();
    if plain.trim_matches('.').is_empty() { "document".to_owned() } else { plain }
}

fn not_found(url: &Url) -> PullError {
    PullError::new(PullCode::NotFound, format!("{url}: the source says that there is no such document"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_named_after_the_end_of_their_address() {
        for (url, name) in [
            ("https://a.example/x/April%202024.csv?v=1", "April%202024.csv"),
            ("https://a.example/", "document"),
            ("https://a.example", "document"),
            ("https://a.example/x/..%2f..%2fetc", "..%2f..%2fetc"),
            ("https://a.example/a;b,c.csv", "a_b_c.csv"),
        ] {
            assert_eq!(name_of(&url.parse().unwrap()), name, "{url}");
        }
    }
}
