//! Buyers and suppliers as notices name them.

use serde_json::{Value, json};

use crate::{
    contracts::{Holder, Procurement},
    market::Supplier,
    region::{Institution, district_name},
};

/// The list of the demo's institutions, which is no list of org-id.guide.
const LIST: &str = "XI-DEMO";

/// A buyer with its identifier, as Find a Tender has it.
pub(crate) fn buyer(institution: &Institution) -> Value {
    json!({
        "id": institution.org_id,
        "name": institution.name,
        "identifier": { "scheme": LIST, "id": institution.org_id.trim_start_matches("XI-DEMO-") },
        "address": address(institution),
        "contactPoint": { "name": "Procurement team (demo)", "email": "procurement@demo.example" },
        "roles": ["buyer"],
        "details": { "classifications": [{
            "id": "publicAuthoritySubCentralGovernment",
            "scheme": "UK_CA_TYPE",
            "description": "Public authority - sub-central government",
        }] },
    })
}

/// The same where publishers have numbers of their own, and nothing but the name tells who it is.
pub(crate) fn buyer_by_name(institution: &Institution, number: usize) -> Value {
    json!({
        "id": format!("XI-DEMOCF-{number}"),
        "name": institution.name,
        "identifier": { "legalName": institution.name },
        "address": address(institution),
        "roles": ["buyer"],
    })
}

fn address(institution: &Institution) -> Value {
    json!({
        "streetAddress": "Demo House, 1 Invented Square",
        "locality": district_name(institution.district.unwrap_or_default()),
        "postalCode": "QD1 1DD",
        "region": region(institution),
        "country": "XX",
        "countryName": "Demoland",
    })
}

/// A region code of a series that ends before it.
pub(crate) fn region(institution: &Institution) -> String {
    format!("TLX{}", institution.district.map_or(0, |district| district + 1))
}

/// All buyers of a procurement.
pub(crate) fn buyers(procurement: &Procurement<'_>) -> Vec<Value> {
    procurement.buyers.iter().map(|institution| buyer(institution)).collect()
}

/// A supplier as Find a Tender has it: by company number, else by a number of the portal.
pub(crate) fn supplier(holder: &Holder<'_>) -> Value {
    let supplier = holder.supplier;
    let mut party = json!({
        "id": supplier_id(holder),
        "name": supplier.registered_name(),
        "address": {
            "streetAddress": "2 Invented Street",
            "locality": "Demoton",
            "postalCode": supplier.postcode,
            "country": "XX",
            "countryName": "Demoland",
        },
        "roles": ["supplier"],
        "details": details(supplier),
    });
    if has_identifier(holder) {
        party["identifier"] = json!({ "scheme": "GB-COH", "id": supplier.company_number });
    }
    party
}

/// Whether a supplier is known by more than its name.
pub(crate) fn has_identifier(holder: &Holder<'_>) -> bool {
    !holder.supplier.company_number.is_empty()
}

/// The party id of a supplier on Find a Tender.
pub(crate) fn supplier_id(holder: &Holder<'_>) -> String {
    if has_identifier(holder) {
        format!("GB-COH-{}", holder.supplier.company_number)
    } else {
        format!("XI-DEMOFT-{}", holder.supplier.registered_name().replace(' ', "-").to_uppercase())
    }
}

/// A supplier as an award refers to it.
pub(crate) fn supplier_reference(holder: &Holder<'_>) -> Value {
    json!({ "id": supplier_id(holder), "name": holder.supplier.registered_name() })
}

/// The same as Contracts Finder has it: no identifier, and the postcode within the street.
pub(crate) fn supplier_by_name(holder: &Holder<'_>, number: usize) -> Value {
    json!({
        "id": format!("XI-DEMOCF-{number}"),
        "name": holder.name,
        "identifier": { "legalName": holder.name },
        "address": {
            "streetAddress": format!("2 Invented Street, Demoton {}", holder.supplier.postcode),
        },
        "details": details(holder.supplier),
        "roles": ["supplier"],
    })
}

fn details(supplier: &Supplier) -> Value {
    json!({
        "scale": if supplier.kind == "Large" { "large" } else { "sme" },
        "vcse": supplier.kind == "VCSE",
    })
}
