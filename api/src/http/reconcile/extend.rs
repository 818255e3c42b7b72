//! Data extension: what the hub knows of suppliers that were matched.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::supplier::SupplierKind;
use anchorhub_store::Database;
use axum::{
    Json,
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    facts::{self, Facts, Wanted},
    failure::{Failure, bad_request, shown},
    properties::Property,
    queries::supplier_id,
    types::{TYPES, Type},
};
use crate::http::problem::Problem;

/// Suppliers of one query.
const MOST_IDS: usize = 200;

/// Properties of one query.
const MOST_PROPERTIES: usize = 50;

/// Names of one supplier.
const MOST_NAMES: usize = 20;

#[derive(Debug, Deserialize)]
struct Sent {
    ids: Vec<String>,
    properties: Vec<SentProperty>,
}

#[derive(Debug, Deserialize)]
struct SentProperty {
    id: String,
}

/// A data extension query that may be answered.
#[derive(Debug)]
pub(super) struct Extension {
    ids: Vec<String>,
    properties: Vec<Property>,
}

impl Extension {
    /// Reads a query and refuses what is out of bounds.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let Sent { ids, properties } = serde_json::from_str(text).map_err(|error| {
            bad_request("BAD_EXTEND", format!("`extend` is no data extension query in JSON: {error}"))
        })?;
        if ids.len() > MOST_IDS || properties.len() > MOST_PROPERTIES {
            let detail = format!("ask for at most {MOST_IDS} ids and {MOST_PROPERTIES} properties at once");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "BATCH_TOO_LARGE", detail));
        }
        let known = |sent: &SentProperty| {
            Property::find(&sent.id).ok_or_else(|| {
                let detail =
                    format!("there is no property `{}`: see /reconcile/extend/propose", shown(&sent.id));
                bad_request("UNKNOWN_PROPERTY", detail)
            })
        };
        let properties = properties.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Self { ids, properties })
    }

    /// The values. What the hub does not know has none.
    pub(super) async fn answer(self, database: &Database) -> Result<Value, Failure> {
        let keys: BTreeMap<&str, i64> =
            self.ids.iter().filter_map(|id| Some((id.as_str(), supplier_id(id)?))).collect();
        let wanted: BTreeSet<i64> = keys.values().copied().collect();
        let found = facts::read(database, &wanted, self.wanted()).await?;
        let mut rows = Map::new();
        for id in &self.ids {
            let facts = keys.get(id.as_str()).and_then(|key| found.get(key));
            let values = |property: &Property| facts.map_or_else(Vec::new, |facts| property.values(facts));
            let row: Map<String, Value> = self
                .properties
                .iter()
                .map(|property| (property.id().to_owned(), Value::Array(values(property))))
                .collect();
            rows.insert(id.clone(), Value::Object(row));
        }
        let meta: Vec<Value> = self.properties.iter().map(|property| property.reference()).collect();
        Ok(json!({ "meta": meta, "rows": rows }))
    }

    fn wanted(&self) -> Wanted {
        use Property::{
            Authority, CharityNumber, CompanyNumber, District, Institutions, Names, NetPaid, OrgId, Payments,
            Region,
        };
        let any = |those: &[Property]| self.properties.iter().any(|property| those.contains(property));
        Wanted {
            identifiers: any(&[OrgId, CompanyNumber, CharityNumber]),
            names: any(&[Names]),
            paid: any(&[Institutions, Payments, NetPaid]),
            areas: any(&[District, Authority, Region]),
        }
    }
}

impl Property {
    /// Its values of a supplier; none where it is not known.
    fn values(self, facts: &Facts) -> Vec<Value> {
        let profile = facts.profile.as_ref();
        let text = |text: Option<&str>| text.map(|text| json!({ "str": text })).into_iter().collect();
        let answer = |yes: Option<bool>| text(yes.map(|yes| if yes { "yes" } else { "no" }));
        let area = |code: Option<&String>| text(code.map(|code| facts.area(code)));
        let whole = |number: i64| vec![json!({ "int": number })];
        let of_schemes = |schemes: &[&str]| -> Vec<Value> {
            let held = facts.identifiers.iter().filter(|(scheme, _)| schemes.contains(&scheme.as_str()));
            held.map(|(_, value)| json!({ "str": value })).collect()
        };
        match self {
            Self::OrgId => {
                let org_id =
                    |(scheme, value): &(String, String)| json!({ "str": format!("{scheme}-{value}") });
                facts.identifiers.iter().map(org_id).collect()
            }
            Self::CompanyNumber => of_schemes(&["GB-COH"]),
            Self::CharityNumber => of_schemes(&["GB-CHC", "GB-SC", "GB-NIC"]),
            Self::Postcode => text(profile.and_then(|profile| profile.postcode.as_deref())),
            Self::District => area(profile.and_then(|profile| profile.district.as_ref())),
            Self::DistrictCode => text(profile.and_then(|profile| profile.district.as_deref())),
            Self::Authority => area(profile.and_then(|profile| profile.authority.as_ref())),
            Self::AuthorityCode => text(profile.and_then(|profile| profile.authority.as_deref())),
            Self::Region => area(profile.and_then(|profile| profile.region.as_ref())),
            Self::RegionCode => text(profile.and_then(|profile| profile.region.as_deref())),
            Self::Decile => profile
                .and_then(|profile| profile.decile)
                .map_or_else(Vec::new, |decile| whole(i64::from(decile))),
            Self::Kind => {
                let kind = Some(facts.supplier.kind).filter(|kind| *kind != SupplierKind::Unknown);
                text(kind.map(SupplierKind::name))
            }
            Self::Sme => answer(profile.and_then(|profile| profile.sme)),
            Self::SmeBasis => text(profile.and_then(|profile| profile.sme_basis.as_deref())),
            Self::Vcse => answer(profile.and_then(|profile| profile.vcse)),
            Self::Sector => text(profile.and_then(|profile| profile.sector.as_deref())),
            Self::Sic => text(profile.and_then(|profile| profile.sic.as_deref())),
            Self::Group => text(profile.and_then(|profile| profile.group_name.as_deref())),
            Self::Names => facts.names.iter().take(MOST_NAMES).map(|name| json!({ "str": name })).collect(),
            Self::Institutions => whole(facts.paid.institutions),
            Self::Payments => whole(facts.paid.payments),
            Self::NetPaid => vec![json!({ "float": pounds(facts.paid.net_pence) })],
        }
    }
}

/// The specification has no exact number for money. Exact up to 90 billion pounds.
fn pounds(pence: i64) -> f64 {
    pence as f64 / 100.0
}

/// What properties are asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Proposal {
    #[serde(rename = "type")]
    kind: Option<String>,
    limit: Option<usize>,
}

/// `GET /reconcile/extend/propose?type=&limit=`: the properties that can be fetched; the same for every type.
pub(super) async fn propose(given: Result<Query<Proposal>, QueryRejection>) -> Response {
    let Ok(Query(Proposal { kind, limit })) = given else {
        let detail = "`type` is one of `defaultTypes` of the manifest, `limit` a number of properties";
        return bad_request("BAD_ARGUMENTS", detail).into_response();
    };
    let kind = kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| TYPES[0].id.to_owned());
    if Type::find(&kind).is_none() {
        let detail = format!("there is no type `{}`: see `defaultTypes` of the manifest", shown(&kind));
        return bad_request("UNKNOWN_TYPE", detail).into_response();
    }
    let properties: Vec<Value> =
        Property::all().take(limit.unwrap_or(usize::MAX)).map(Property::reference).collect();
    let mut proposal = json!({ "type": kind, "properties": properties });
    if let Some(limit) = limit {
        proposal["limit"] = limit.into();
    }
    Json(proposal).into_response()
}
