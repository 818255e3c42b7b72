//! What stands in a form or query string.

use axum::http::{
    HeaderMap, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use super::failure::bad_request;
use crate::http::problem::Problem;

/// What is asked for besides the manifest, as the JSON that was sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A batch of reconciliation queries.
    Queries(String),
    /// A data extension query.
    Extend(String),
}

/// Bodies are forms and say so.
pub(super) fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let kind = text(CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    let detail = if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        "send a form: `Content-Type: application/x-www-form-urlencoded`"
    } else if headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        "send the form without Content-Encoding"
    } else {
        return Ok(());
    };
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail))
}

/// What a form asks for; none when it asks for nothing. Other elements are left alone.
pub(super) fn read(form: &[u8]) -> Result<Option<Asked>, Problem> {
    let mut asked = None;
    for (name, value) in url::form_urlencoded::parse(form) {
        let this = match name.as_ref() {
            "queries" => Asked::Queries(value.into_owned()),
            "extend" => Asked::Extend(value.into_owned()),
            _ => continue,
        };
        if asked.replace(this).is_some() {
            return Err(bad_request("ASKED_TWICE", "send `queries` or `extend`, one of them and once"));
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read() {
        let asked = |form: &str| read(form.as_bytes()).map_err(|_| ());
        assert_eq!(asked(""), Ok(None));
        assert_eq!(asked("callback=x&lang=en"), Ok(None));
        let queries = asked("queries=%7B%22q0%22%3A%7B%22query%22%3A%22Caf%C3%A9+%26+Co%22%7D%7D&x=1");
        assert_eq!(queries, Ok(Some(Asked::Queries(r#"{"q0":{"query":"Café & Co"}}"#.to_owned()))));
        assert_eq!(asked("extend={}"), Ok(Some(Asked::Extend("{}".to_owned()))));
        assert_eq!(asked("queries={}&extend={}"), Err(()));
        assert_eq!(asked("queries={}&queries={}"), Err(()));
    }
}
