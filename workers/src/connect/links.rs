//! Links of a list page: an HTML page's `href`s, or the addresses among the texts of a JSON document.

use std::collections::BTreeSet;

use serde_json::Value;
use url::Url;

/// Endings of files that the hub takes.
const ENDINGS: [&str; 7] = ["csv", "xlsx", "xls", "ods", "json", "jsonl", "tsv"];

/// Whether an address names a file that the hub takes: by the end of its path, or of one of its parameters
/// (`/download?file=april.csv`).
pub(super) fn names_a_file(url: &Url) -> bool {
    ends_like_a_file(url.path()) || url.query_pairs().any(|(_, value)| ends_like_a_file(&value))
}

fn ends_like_a_file(text: &str) -> bool {
    text.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The files that an HTML page links to, in its order, each once.
pub(super) fn of_html(html: &str, page: &Url) -> Vec<Url> {
    let mut base = page.clone();
    let mut found = Found::default();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tag(rest);
        rest = after;
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect();
        match name.as_str() {
            // Text in which a `<` begins no tag.
            "script" | "style" | "textarea" | "title" => rest = after_end(rest, &name),
            "base" => {
                if let Some(url) = attribute(tag, "href").and_then(|href| page.join(href.trim()).ok()) {
                    base = url;
                }
            }
            "a" | "link" | "area" => {
                if let Some(url) = attribute(tag, "href").and_then(|href| base.join(href.trim()).ok()) {
                    found.add(url);
                }
            }
            _ => {}
        }
    }
    found.urls
}

/// The files whose addresses stand among the texts of a JSON document.
pub(super) fn of_json(document: &Value, page: &Url) -> Vec<Url> {
    let mut found = Found::default();
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if !text.contains(char::is_whitespace) => {
                if let Ok(url) = page.join(text) {
                    found.add(url);
                }
            }
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(fields) => open.extend(fields.values().rev()),
            _ => {}
        }
    }
    found.urls
}

#[derive(Default)]
struct Found {
    urls: Vec<Url>,
    known: BTreeSet<Url>,
}

impl Found {
    fn add(&mut self, mut url: Url) {
        url.set_fragment(None);
        let fetched = matches!(url.scheme(), "http" | "https");
        if fetched && names_a_file(&url) && self.known.insert(url.clone()) {
            self.urls.push(url);
        }
    }
}

/// The inside of a tag, and what follows it. A `>` in quotes does not end it.
fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (&text[..at], &text[at + 1..]),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quotation mark that is never closed must not swallow the rest of the page.
    text.split_once('>').unwrap_or((text, ""))
}

/// What follows the end tag of an element.
fn after_end<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        rest = after;
        if rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return rest;
        }
    }
    ""
}

/// The value of an attribute of a tag, its character references resolved.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() && after.is_empty() {
            return None;
        }
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            if name.is_empty() {
                return None;
            }
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(resolve_references(value));
        }
        rest = after;
    }
}

/// Resolves the character references that occur in addresses.
fn resolve_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let character = reference.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some(' '),
            _ => numeric(name),
        });
        match (reference, character) {
            (Some((_, after)), Some(character)) => {
                out.push(character);
                rest = after;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> Vec<String> {
        let page = "https://council.example/open/spend/".parse().unwrap();
        of_html(html, &page).into_iter().map(String::from).collect()
    }

    #[test]
    fn files_are_found_however_the_page_writes_them() {
        let html = r#"<html><head><title>a <a href="no.csv"></title><link rel=alternate HREF=feed.json>
            <script>var x = '<a href="no.csv">';</script><style>a[href="no.csv"] {}</style></head><body>
            <!-- <a href="no.csv"> --><a class="x > y" href='April 2024.csv'>April</a>
            <A HREF = "/files/may.XLSX#top">May</A> <a href=june.ods>June</a><a href=>none</a><a>none</a>
            <a href="//cdn.example/july.csv">July</a> <a href="?file=august.csv&amp;v=1">August</a>
            <a href="september.pdf">no</a> <a href="mailto:x@y.csv">no</a> <a href="javascript:x('a.csv')">no</a>
            <a href="april%202024.csv">another</a> <a href="June.ods"/><a href="june.ods">again</a>
            <a href="caf&#233;.csv">x</a> <a data-href="no.csv" href = "oct.jsonl">October</a>"#;
        assert_eq!(
            links(html),
            [
                "https://council.example/open/spend/feed.json",
                "https://council.example/open/spend/April%202024.csv",
                "https://council.example/files/may.XLSX",
                "https://council.example/open/spend/june.ods",
                "https://cdn.example/july.csv",
                "https://council.example/open/spend/?file=august.csv&v=1",
                "https://council.example/open/spend/april%202024.csv",
                "https://council.example/open/spend/June.ods",
                "https://council.example/open/spend/caf%C3%A9.csv",
                "https://council.example/open/spend/oct.jsonl",
            ]
        );
    }

    #[test]
    fn a_base_moves_links_and_broken_html_ends() {
        assert_eq!(
            links("<base href='/elsewhere/'><a href=a.csv>"),
            ["https://council.example/elsewhere/a.csv"]
        );
        for html in [
            "<a href=\"x.csv",
            "<a href='x.csv>",
            "<",
            "<!--",
            "<a href",
            "<a =",
            "<a = href=\"b\"",
            "<script>",
            "</",
            "<a &#x110000;>",
        ] {
            drop(links(html));
        }
        assert_eq!(
            links("<a title=\"never closed href=x><a href=y.csv>"),
            ["https://council.example/open/spend/y.csv"]
        );
    }

    #[test]
    fn addresses_in_json_are_found() {
        let page: Url = "https://council.example/api/".parse().unwrap();
        let document = serde_json::json!({ "result": [
            { "url": "https://council.example/a.csv", "name": "not a file.csv at all" },
            { "url": "b.xlsx", "size": 3, "format": "XLSX" }, "https://council.example/a.csv"
        ] });
        let found: Vec<String> = of_json(&document, &page).into_iter().map(String::from).collect();
        assert_eq!(found, ["https://council.example/a.csv", "https://council.example/api/b.xlsx"]);
    }
}
