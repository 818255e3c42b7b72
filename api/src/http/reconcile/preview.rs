//! A supplier as a small page, which OpenRefine shows in a frame.

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use anchorhub_entities::supplier::SupplierKind;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{
        HeaderName, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    facts::{self, Facts, Wanted},
    failure::{Failure, bad_request},
    queries::supplier_id,
    within_deadline,
};
use crate::http::{
    landing::{Escaped, counted, pounds},
    problem::Problem,
    router::Site,
    secure::Framed,
};

const STYLE: &str = include_str!("../../../assets/reconcile/preview.css");

/// One style sheet from this host, nothing else; shown in frames of whoever matches against the hub.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// Names and identifiers that a page shows.
const SHOWN: usize = 8;

/// Which supplier.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    id: String,
}

/// `GET /reconcile/preview?id=`.
pub(super) async fn by_query(
    State(site): State<Arc<Site>>,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    match which {
        Ok(Query(Which { id })) => page(&site, &id).await,
        Err(_) => bad_request("BAD_ARGUMENTS", "give the id of a supplier as `id`").into_response(),
    }
}

/// `GET /reconcile/entity/{id}`: what the identifiers of the service lead to.
pub(super) async fn by_path(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    page(&site, &id).await
}

/// `GET /reconcile/preview.css`.
pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], STYLE).into_response()
}

async fn page(site: &Site, id: &str) -> Response {
    let Some(key) = supplier_id(id) else {
        return bad_request("BAD_ID", "this is not the id of a supplier").into_response();
    };
    let work = Box::pin(async {
        let wanted = Wanted { identifiers: true, names: true, paid: true, areas: true };
        let mut found = facts::read(&site.database, &BTreeSet::from([key]), wanted).await?;
        found.remove(&key).ok_or_else(|| {
            let detail = "the hub has no supplier with this id";
            Failure::Refused(Problem::new(StatusCode::NOT_FOUND, "SUPPLIER_UNKNOWN", detail))
        })
    });
    let facts = match within_deadline(site, work).await {
        Ok(facts) => facts,
        Err(problem) => return problem.into_response(),
    };
    let headers: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    let mut response = (headers, html(&facts)).into_response();
    response.extensions_mut().insert(Framed);
    response
}

fn html(facts: &Facts) -> String {
    let name = Escaped(&facts.supplier.name);
    let mut rows = String::new();
    let mut row = |term: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(rows, "<dt>{term}</dt><dd>{}</dd>", Escaped(value));
        }
    };
    row("Kind", kind(facts.supplier.kind));
    let identifiers = facts.identifiers.iter().map(|(scheme, value)| format!("{scheme}-{value}"));
    row("Identifiers", &some_of(identifiers.collect()));
    row("Place", &place(facts));
    row("Size", &size(facts));
    let paid = facts.paid;
    if paid.payments > 0 {
        let payments = counted(paid.payments, "payment", "payments");
        let institutions = counted(paid.institutions, "institution", "institutions");
        row("Paid", &format!("{} net in {payments} by {institutions}", pounds(paid.net_pence)));
    }
    let others = facts.names.iter().filter(|other| **other != facts.supplier.name).cloned();
    row("Also published as", &some_of(others.collect()));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"stylesheet\" href=\"/reconcile/preview.css\">\n</head>\n\
         <body>\n<h1>{name}</h1>\n<dl>{rows}</dl>\n</body>\n</html>\n"
    )
}

/// The first few, and how many more.
fn some_of(texts: Vec<String>) -> String {
    let more = texts.len().saturating_sub(SHOWN);
    let shown = texts.into_iter().take(SHOWN).collect::<Vec<_>>().join(" · ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

fn kind(kind: SupplierKind) -> &'static str {
    match kind {
        SupplierKind::Company => "Company",
        SupplierKind::Charity => "Charity",
        SupplierKind::PublicBody => "Public body",
        SupplierKind::Individual => "Individual",
        SupplierKind::Unknown => "",
    }
}

fn place(facts: &Facts) -> String {
    let Some(profile) = &facts.profile else { return String::new() };
    let areas = [&profile.district, &profile.region].into_iter().flatten().map(|code| facts.area(code));
    profile.postcode.as_deref().into_iter().chain(areas).collect::<Vec<_>>().join(", ")
}

fn size(facts: &Facts) -> String {
    let Some(profile) = &facts.profile else { return String::new() };
    let sme = profile.sme.map(|yes| if yes { "small or medium-sized" } else { "large" });
    let vcse = profile.vcse.filter(|yes| *yes).map(|_| "voluntary, community or social enterprise");
    sme.into_iter().chain(vcse).collect::<Vec<_>>().join(", ")
}
