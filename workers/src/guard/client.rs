//! The HTTP client through which everything is fetched.

use std::{sync::Arc, time::Duration};

use reqwest::{Response, StatusCode, header, header::HeaderMap, redirect::Policy};
use url::Url;

use super::{
    resolver::{Guarded, Lookup, NotPublic},
    target::{Reach, refused},
};
use crate::{PullCode, PullError};

/// How many times one address may lead to another.
const REDIRECTS: usize = 5;

/// How long a source may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// To accept a connection.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For a whole answer.
    pub total: Duration,
}

/// An HTTP client that calls public addresses only: literal or resolved, at first or after a redirect.
#[derive(Clone, Debug)]
pub struct GuardedClient {
    client: reqwest::Client,
    reach: Reach,
}

impl GuardedClient {
    /// A client that looks names up by `lookup`.
    pub fn new(lookup: Arc<dyn Lookup>, reach: Reach, patience: Patience) -> Result<Self, PullError> {
        // A second client finds it installed; that is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(concat!("anchorhub/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .dns_resolver(Arc::new(Guarded { lookup, reach: reach.clone() }))
            .connect_timeout(patience.connect)
            .read_timeout(patience.idle)
            .timeout(patience.total)
            .build()
            .map_err(|error| {
                PullError::new(PullCode::Internal, format!("no HTTP client: {}", chain(&error)))
            })?;
        Ok(Self { client, reach })
    }

    /// Which addresses it may call.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Asks for a document. Redirects are followed one by one, each checked like the first address; one from
    /// https to http is refused. The answer may have any status but a redirect.
    pub async fn get(&self, url: &Url, headers: &HeaderMap) -> Result<Response, PullError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            self.reach.check(&url)?;
            let request = self.client.get(url.clone()).headers(headers.clone());
            let response = request.send().await.map_err(|error| failure(&error, &url))?;
            let Some(next) = redirect(&response, &url)? else { return Ok(response) };
            url = next;
        }
        Err(PullError::new(
            PullCode::TooManyRedirects,
            format!("{url}: one address led to another more than {REDIRECTS} times"),
        ))
    }
}

/// Where a response leads to, if it is a redirect.
fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, PullError> {
    let leads = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(header::LOCATION).filter(|_| leads);
    let Some(location) = location else { return Ok(None) };
    let next = location.to_str().ok().and_then(|text| from.join(text).ok()).ok_or_else(|| {
        PullError::new(PullCode::UrlInvalid, format!("{from} leads to an address that cannot be read"))
    })?;
    if from.scheme() == "https" && next.scheme() == "http" {
        return Err(PullError::new(
            PullCode::AddressRefused,
            format!("{from} leads to {next}, which is not encrypted: the hub does not follow"),
        ));
    }
    Ok(Some(next))
}

/// What a failed request means.
pub(crate) fn failure(error: &reqwest::Error, url: &Url) -> PullError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(not_public) = inner.downcast_ref::<NotPublic>() {
            return refused(&not_public.0);
        }
        cause = inner.source();
    }
    let code = if error.is_timeout() {
        PullCode::TimedOut
    } else if error.is_body() || error.is_decode() {
        PullCode::Truncated
    } else {
        PullCode::Unreachable
    };
    PullError::new(code, format!("{url}: {}", chain(error)))
}

/// An error with its causes; reqwest tells only the outermost.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
