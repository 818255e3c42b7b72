//! What caches on the way may keep of an answer: its tag, and that it is to be asked for again.

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, ETAG, IF_NONE_MATCH},
    },
    response::Response,
};

use super::media::Media;
use crate::memory::{Recall, Recalled};

/// What caches may do: keep the answer, and ask each time whether it still holds.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// A question by GET, with the tags of the answers that the client has; none from a client who shows who it is. Tags
/// compare weakly (RFC 9110, section 13.1.2); `*` asks for no answer in particular.
pub(super) fn recall(headers: &HeaderMap, media: Media) -> Option<Recall> {
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/").to_owned())
        .collect();
    Some(Recall { known, ..recall_posted(headers, media)? })
}

/// A question by POST, whose answer no cache on the way keeps; none from a client who shows who it is.
pub(super) fn recall_posted(headers: &HeaderMap, media: Media) -> Option<Recall> {
    let shows = headers.contains_key(AUTHORIZATION) || headers.contains_key(COOKIE);
    (!shows).then(|| Recall { form: form(media), known: Vec::new() })
}

/// Tells caches about the answer to a GET.
pub(super) fn mark(response: &mut Response, headers: &HeaderMap) {
    let tag = match response.extensions().get::<Recalled>() {
        Some(Recalled::Known(tag)) => {
            let tag = tag.clone();
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(CONTENT_TYPE);
            tag
        }
        Some(Recalled::Tagged(tag)) => tag.clone(),
        None => return,
    };
    // Compressed on the way out, it is another run of bytes with the same meaning.
    let weak = headers.contains_key(ACCEPT_ENCODING);
    let tag = if weak { format!("W/{tag}") } else { tag };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
        response.headers_mut().insert(CACHE_CONTROL, KEEP);
    }
}

fn form(media: Media) -> &'static str {
    match media {
        Media::Json => "json",
        Media::GraphqlResponse => "response",
    }
}
