//! Which media type an answer has.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE},
};

/// A media type of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/graphql-response+json`: the status says whether the request was good.
    GraphqlResponse,
    /// `application/json`: for clients from before; 200 for everything that is a GraphQL request at all.
    Json,
}

impl Media {
    /// As the Content-Type header says it.
    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }

    /// The best of the media types that the caller takes; none if it takes neither. Who names neither in
    /// particular gets `application/json`.
    pub(crate) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let ranges = ranges(headers);
        if ranges.is_empty() {
            return Some(Self::Json);
        }
        let graphql = preference(&ranges, "application/graphql-response+json");
        let json = preference(&ranges, "application/json");
        match (graphql, json) {
            (None, None) => None,
            (Some(_), None) => Some(Self::GraphqlResponse),
            (None, Some(_)) => Some(Self::Json),
            (Some(graphql), Some(json)) if graphql > json => Some(Self::GraphqlResponse),
            // Both named, both equally welcome: the newer one says more.
            (Some(graphql), Some(json)) if graphql == json && graphql.named == 2 => {
                Some(Self::GraphqlResponse)
            }
            _ => Some(Self::Json),
        }
    }
}

/// Whether the caller is a browser that opens a page.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    ranges(headers).iter().any(|range| range.kind == "text/html")
}

/// Whether a body is declared to be JSON in UTF-8 (its only encoding, RFC 8259).
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let mut declared = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (declared.next(), declared.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    json && parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    })
}

/// One range of an Accept header.
struct Range {
    kind: String,
    /// Thousandths; 0 means not wanted.
    quality: u16,
}

/// How much a media type is wanted: first the quality, then how exactly it is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Preference {
    quality: u16,
    named: u8,
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next()?.to_ascii_lowercase();
            let quality = parts
                .filter_map(|parameter| parameter.split_once('='))
                .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
                .map_or(Some(1_000), |(_, value)| thousandths(value.trim()));
            Some(Range { kind, quality: quality? })
        })
        .filter(|range| !range.kind.is_empty())
        .collect()
}

/// `0.85` is 850; none if it is no quality.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    if fraction.len() > 3 {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some(whole.checked_mul(1_000)?.checked_add(fraction)?).filter(|quality| *quality <= 1_000)
}

/// The most exact range that covers a media type decides.
fn preference(ranges: &[Range], media: &str) -> Option<Preference> {
    ranges
        .iter()
        .filter_map(|range| {
            let named = match range.kind.as_str() {
                kind if kind == media => 2,
                "application/*" => 1,
                "*/*" => 0,
                _ => return None,
            };
            Some(Preference { quality: range.quality, named })
        })
        .max_by_key(|preference| preference.named)
        .filter(|preference| preference.quality > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(accept: &'static str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        Media::accepted(&headers)
    }

    #[test]
    fn the_best_media_type_is_chosen() {
        let (graphql, json) = (Some(Media::GraphqlResponse), Some(Media::Json));
        assert_eq!(Media::accepted(&HeaderMap::new()), json);
        for (accept, expected) in [
            ("", json),
            ("*/*", json),
            ("application/*", json),
            ("application/json", json),
            ("application/graphql-response+json", graphql),
            ("Application/GraphQL-Response+JSON; charset=utf-8", graphql),
            ("application/graphql-response+json, application/json", graphql),
            ("application/json, application/graphql-response+json", graphql),
            ("application/json, application/graphql-response+json;q=0.9", json),
            ("application/json;q=0.8, application/graphql-response+json;q=0.9", graphql),
            ("application/graphql-response+json, */*", graphql),
            ("application/json, */*", json),
            ("application/json;q=0.5, */*", graphql),
            ("application/graphql-response+json;q=0, */*", json),
            ("text/html, application/xhtml+xml, */*;q=0.8", json),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=2", json),
        ] {
            assert_eq!(accepted(accept), expected, "{accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_json() {
        for (content_type, expected) in [
            ("application/json", true),
            ("application/json; charset=utf-8", true),
            ("APPLICATION/JSON;charset=\"UTF-8\"", true),
            ("application/json; charset=utf-16", false),
            ("application/jsonp", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            assert_eq!(is_json(&headers), expected, "{content_type}");
            headers.append(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            assert!(!is_json(&headers), "two declarations: {content_type}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
