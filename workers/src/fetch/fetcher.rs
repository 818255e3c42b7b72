//! Asking until there is an answer.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::Utc;
use reqwest::{Response, StatusCode, header, header::HeaderMap, header::HeaderValue};
use tempfile::TempDir;
use url::Url;

use super::{
    body,
    rate::RateLimits,
    wait::{backoff, retry_after},
};
use crate::{
    PullCode, PullError, Stop, WorkerSettings,
    guard::{GuardedClient, Lookup},
    settings::seconds,
};

/// The longest wait between two tries that no source has asked for.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// Folders for answers begin like this.
const PREFIX: &str = "pull-";
/// Folders older than this were left by a program that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(86_400);

/// What a source said of the version of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`, as sent.
    pub last_modified: Option<String>,
}

/// A document to ask for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Where it is.
    pub url: Url,
    /// File name under which the answer is saved: the name of the document.
    pub name: String,
    /// The version that the hub has: if it is still the same, it is not sent again.
    pub known: Option<Version>,
    /// How long this source wants to be left alone when it refuses (403 or 429).
    pub refusal_wait: Option<Duration>,
}

impl Ask {
    /// A document at an address, saved under a name.
    pub fn new(url: Url, name: impl Into<String>) -> Self {
        Self { url, name: name.into(), known: None, refusal_wait: None }
    }
}

/// A document that was fetched; its file is gone with this value.
#[derive(Debug)]
pub struct Document {
    folder: TempDir,
    name: String,
    /// Where it was asked for.
    pub url: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Its version, as the source calls it.
    pub version: Version,
    /// Its media type, as the source calls it.
    pub media_type: Option<String>,
}

impl Document {
    /// Its file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }
}

/// What a source answered.
#[derive(Debug)]
pub enum Answer {
    /// The document.
    Document(Document),
    /// The version that the hub has is the current one.
    Unchanged,
    /// There is no such document.
    NotFound,
}

/// Fetches documents.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: GuardedClient,
    limits: Arc<RateLimits>,
    settings: Arc<WorkerSettings>,
    temporary: PathBuf,
}

impl Fetcher {
    /// A fetcher that keeps its files in a folder and looks names up by `lookup`.
    pub fn new(
        settings: Arc<WorkerSettings>,
        lookup: Arc<dyn Lookup>,
        temporary: PathBuf,
    ) -> Result<Self, PullError> {
        std::fs::create_dir_all(&temporary).map_err(|error| PullError::io(&error, temporary.display()))?;
        remove_left_behind(&temporary);
        Ok(Self {
            client: GuardedClient::new(lookup, settings.reach(), settings.patience())?,
            limits: Arc::new(RateLimits::new(&settings)),
            settings,
            temporary,
        })
    }

    /// Reads an address that may be called.
    pub fn read(&self, text: &str) -> Result<Url, PullError> {
        self.client.reach().read(text)
    }

    /// Asks for a document until it is there, the source says that it is not, or all tries are used up.
    pub async fn get(&self, ask: &Ask, stop: &Stop) -> Result<Answer, PullError> {
        let host = ask.url.host_str().unwrap_or_default();
        let mut tries = 0;
        loop {
            self.limits.wait(host, stop).await?;
            let error = match stop.unless_told(self.try_once(ask)).await? {
                Ok(answer) => return Ok(answer),
                Err(Setback::Final(error)) => return Err(error),
                Err(Setback::Wait(error, time)) => {
                    self.limits.quiet(host, time);
                    error
                }
                Err(Setback::Again(error)) => {
                    let first = Duration::from_millis(u64::from(self.settings.backoff_milliseconds));
                    stop.sleep(backoff(first, tries, LONGEST_BACKOFF)).await?;
                    error
                }
            };
            tries += 1;
            tracing::info!(url = %ask.url, tries, code = error.code(), %error, "no answer yet");
            if tries >= self.settings.tries.max(1) {
                return Err(error);
            }
        }
    }

    async fn try_once(&self, ask: &Ask) -> Result<Answer, Setback> {
        let response = self.client.get(&ask.url, &headers(ask)).await?;
        let status = response.status();
        match status {
            StatusCode::NOT_MODIFIED => return Ok(Answer::Unchanged),
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Answer::NotFound),
            _ if status == StatusCode::OK => {}
            _ => return Err(self.setback(ask, &response)),
        }
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(&self.temporary)
            .map_err(|error| PullError::io(&error, self.temporary.display()))?;
        let version = Version {
            etag: text(&response, header::ETAG),
            last_modified: text(&response, header::LAST_MODIFIED),
        };
        let media_type = text(&response, header::CONTENT_TYPE);
        let path = folder.path().join(&ask.name);
        let (bytes, sha256) = body::save(response, &ask.url, &path, self.settings.answer_bytes).await?;
        let (name, url) = (ask.name.clone(), ask.url.to_string());
        Ok(Answer::Document(Document { folder, name, url, sha256, bytes, version, media_type }))
    }

    /// What an answer means that is neither the document nor its absence.
    fn setback(&self, ask: &Ask, response: &Response) -> Setback {
        let status = response.status();
        let longest = seconds(self.settings.retry_after_longest_seconds);
        let asked = text(response, header::RETRY_AFTER)
            .and_then(|text| retry_after(&text, Utc::now()))
            .map(|wait| wait.min(longest));
        let error = |code| PullError::new(code, format!("{}: the source answered {status}", ask.url));
        let refused = matches!(status, StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS);
        if let Some(wait) = ask.refusal_wait.filter(|_| refused) {
            return Setback::Wait(error(PullCode::Busy), asked.unwrap_or(wait).max(wait));
        }
        let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
        match asked {
            Some(wait) if busy || status.is_server_error() => Setback::Wait(error(PullCode::Busy), wait),
            None if busy || status.is_server_error() => Setback::Again(error(PullCode::Busy)),
            _ => Setback::Final(error(PullCode::Refused)),
        }
    }
}

/// Why there is no answer.
enum Setback {
    /// There will be none.
    Final(PullError),
    /// The source wants to be left alone for so long.
    Wait(PullError, Duration),
    /// Something on the way broke.
    Again(PullError),
}

impl From<PullError> for Setback {
    fn from(error: PullError) -> Self {
        match error.kind() {
            PullCode::Unreachable | PullCode::TimedOut | PullCode::Truncated => Self::Again(error),
            _ => Self::Final(error),
        }
    }
}

fn headers(ask: &Ask) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let known = ask.known.as_ref();
    for (name, value) in [
        (header::IF_NONE_MATCH, known.and_then(|version| version.etag.as_deref())),
        (header::IF_MODIFIED_SINCE, known.and_then(|version| version.last_modified.as_deref())),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn text(response: &Response, name: header::HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Removes what programs that were killed have left; others may be at work beside this one.
fn remove_left_behind(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let old = entry.metadata().and_then(|metadata| metadata.modified());
        let old = old.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > LEFT_BEHIND));
        if ours
            && old
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::debug!(%error, path = %entry.path().display(), "an old folder could not be removed");
        }
    }
}
