//! The landing page as HTML.

use std::fmt::Write as _;

use anchorhub_entities::institution::InstitutionKind;
use chrono::{DateTime, Utc};

use super::{
    facts::{Facts, Holding},
    format::{Escaped, ago, counted, day, grouped, pounds, short_day},
};
use crate::http::HttpSettings;

const PAGE: &str = include_str!("../../../assets/landing/page.html");
const HOLDINGS: &str = include_str!("../../../assets/landing/holdings.html");
const HOLDING: &str = include_str!("../../../assets/landing/holding.html");
const EMPTY: &str = include_str!("../../../assets/landing/empty.html");

/// The whole page.
pub(crate) fn render(facts: &Facts, settings: &HttpSettings, address: &str, now: DateTime<Utc>) -> String {
    let name = Escaped(&settings.hub_name).to_string();
    let notice = settings.notice.as_deref().map_or_else(String::new, |notice| {
        format!("<p class=\"notice\" role=\"note\">{}</p>", Escaped(notice))
    });
    let body = if facts.holding.is_empty() { EMPTY.to_owned() } else { holdings(facts, now) };
    fill(
        PAGE,
        &[
            ("name", &name),
            ("notice", &notice),
            ("body", &body),
            ("without_data", &without_data(&facts.without_data)),
            ("address", &Escaped(address).to_string()),
            ("data_version", &facts.data_version.to_string()),
            ("version", env!("CARGO_PKG_VERSION")),
            ("repository", env!("CARGO_PKG_REPOSITORY")),
        ],
    )
}

fn holdings(facts: &Facts, now: DateTime<Utc>) -> String {
    let sum = |of: fn(&Holding) -> i64| facts.holding.iter().map(of).fold(0, i64::saturating_add);
    let rows: String = facts.holding.iter().map(|holding| row(holding, now)).collect();
    let institutions = i64::try_from(facts.holding.len()).unwrap_or(i64::MAX);
    let net_pence = sum(|holding| holding.net_pence);
    let months = facts.holding.first().map_or(0, |holding| holding.coverage.months());
    fill(
        HOLDINGS,
        &[
            ("payments", &grouped(sum(|holding| holding.payments))),
            ("net", &pounds(net_pence)),
            ("net_exact", &format!("£{}", grouped(net_pence / 100))),
            ("suppliers", &grouped(facts.suppliers)),
            ("institutions", &grouped(institutions)),
            ("processes", &grouped(facts.processes)),
            ("notices", &grouped(facts.notices)),
            ("contracts", &grouped(facts.contracts)),
            ("span", &span(facts)),
            ("files", &counted(sum(|holding| holding.documents), "file", "files")),
            ("feeds", &counted(facts.feeds, "feed", "feeds")),
            ("rejected", &rejected(sum(|holding| holding.rejected), facts.failed_documents)),
            ("freshness", &freshness(facts, now)),
            ("months", &months.to_string()),
            ("last_month", &facts.last_month.map_or_else(String::new, |month| month.name())),
            ("rows", &rows),
        ],
    )
}

fn row(holding: &Holding, now: DateTime<Utc>) -> String {
    let missing = "<span class=\"none\">none</span>".to_owned();
    let document = holding.last_document.map_or_else(
        || missing.clone(),
        |at| format!("{}<small>{}</small>", short_day(at.date_naive()), ago(at, now)),
    );
    fill(
        HOLDING,
        &[
            ("name", &Escaped(&holding.name).to_string()),
            ("kind", kind(holding.kind)),
            ("payments", &grouped(holding.payments)),
            ("net", &pounds(holding.net_pence)),
            ("last_payment", &holding.last_payment.map_or(missing, short_day)),
            ("last_document", &document),
            ("strip", &holding.coverage.strip()),
            ("covered", &holding.coverage.covered().to_string()),
            ("months", &holding.coverage.months().to_string()),
        ],
    )
}

/// From when to when the payments are.
fn span(facts: &Facts) -> String {
    let first = facts.holding.iter().filter_map(|holding| holding.first_payment).min();
    let last = facts.holding.iter().filter_map(|holding| holding.last_payment).max();
    match (first, last) {
        (Some(first), Some(last)) => format!("{} to {}", day(first), day(last)),
        _ => "no dates".to_owned(),
    }
}

fn rejected(rows: i64, files: i64) -> String {
    let mut text = match rows {
        0 => "no row was refused".to_owned(),
        _ => format!("{} not taken, kept with the reason", counted(rows, "row was", "rows were")),
    };
    if files > 0 {
        let _ = write!(text, "; {} not be read", counted(files, "file could", "files could"));
    }
    text
}

fn freshness(facts: &Facts, now: DateTime<Utc>) -> String {
    let last = facts.holding.iter().filter_map(|holding| holding.last_document).max();
    last.map_or_else(
        || "never".to_owned(),
        |at| format!("{} ({} UTC, {})", ago(at, now), at.format("%H:%M"), day(at.date_naive())),
    )
}

fn without_data(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let mut html = format!(
        "<details class=\"absent\"><summary>{} known to this hub without data yet</summary><ul>",
        counted(count, "institution is", "institutions are")
    );
    for name in names {
        // Writing to a String cannot fail.
        let _ = write!(html, "<li>{}</li>", Escaped(name));
    }
    html.push_str("</ul></details>");
    html
}

fn kind(kind: InstitutionKind) -> &'static str {
    match kind {
        InstitutionKind::Council => "Council",
        InstitutionKind::CombinedAuthority => "Combined authority",
        InstitutionKind::NhsTrust => "NHS trust",
        InstitutionKind::NhsIcb => "NHS integrated care board",
        InstitutionKind::University => "University",
        InstitutionKind::College => "College",
        InstitutionKind::Police => "Police",
        InstitutionKind::Fire => "Fire and rescue",
        InstitutionKind::ParishCouncil => "Parish or town council",
        InstitutionKind::CentralGovernment => "Central government",
        InstitutionKind::Other => "Public body",
    }
}

/// Puts values in the places of `{{name}}`, once: what a value says is not looked at again. A place without a
/// value stays as it is, for tests to see.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut html = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let value = values.iter().find_map(|(name, value)| {
            let after = rest[start + 2..].strip_prefix(name)?.strip_prefix("}}")?;
            Some((*value, after))
        });
        let (value, after) = value.unwrap_or((&rest[start..start + 2], &rest[start + 2..]));
        html.push_str(&rest[..start]);
        html.push_str(value);
        rest = after;
    }
    html.push_str(rest);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once() {
        let values = [("x", "{{y}}"), ("y", "2")];
        assert_eq!(fill("a {{x}} b {{y}} {{x}} {{z}} {{", &values), "a {{y}} b 2 {{y}} {{z}} {{");
    }
}
