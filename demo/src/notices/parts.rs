//! Parts of releases that many notices share.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::{Notice, clock, party};
use crate::{
    contracts::{Lot, Procurement},
    registers,
};

/// The process of a procurement on the portal for all values. No publisher has this prefix.
pub(crate) fn ocid(procurement: &Procurement<'_>) -> String {
    format!("ocds-demo01-{:06}", procurement.number)
}

/// What a release begins with.
pub(crate) struct Start<'p, 'a> {
    pub(crate) procurement: &'p Procurement<'a>,
    pub(crate) ocid: String,
    /// The number of the notice.
    pub(crate) id: String,
    pub(crate) at: NaiveDateTime,
    pub(crate) tags: &'static [&'static str],
    pub(crate) with_suppliers: bool,
}

/// A release with its parties and nothing else, and what there is to remark about them.
pub(crate) fn release(start: &Start<'_, '_>) -> Notice {
    let procurement = start.procurement;
    let mut remarks = BTreeSet::new();
    let mut parties = party::buyers(procurement);
    if procurement.buyers.len() > 1 {
        remarks.insert("MANY_BUYERS");
    }
    if start.with_suppliers {
        let mut known = BTreeSet::new();
        for holder in procurement.lots.iter().flat_map(|lot| &lot.holders) {
            if known.insert(party::supplier_id(holder)) {
                parties.push(party::supplier(holder));
            }
            if !party::has_identifier(holder) {
                remarks.insert("PARTY_WITHOUT_IDENTIFIER");
            }
        }
    }
    let buyer = procurement.buyer();
    let release = json!({
        "ocid": start.ocid,
        "id": start.id,
        "tag": start.tags,
        "date": clock::instant(start.at),
        "initiationType": "tender",
        "language": "en",
        "parties": parties,
        "buyer": { "id": buyer.org_id, "name": buyer.name },
    });
    Notice { at: start.at, ocid: start.ocid.clone(), release, remarks }
}

/// Money without and with VAT. All values of the demo are whole hundreds of pounds.
pub(crate) fn money(pence: i64) -> Value {
    json!({ "amount": pence / 100, "amountGross": pence / 100 * 6 / 5, "currency": "GBP" })
}

/// A term with its latest end.
pub(crate) fn period(starts_on: NaiveDate, ends_on: NaiveDate, latest_end: NaiveDate) -> Value {
    let mut period = json!({ "startDate": clock::start(starts_on), "endDate": clock::end(ends_on) });
    if latest_end > ends_on {
        period["maxExtentDate"] = clock::end(latest_end).into();
    }
    period
}

/// The lots with what is asked for.
pub(crate) fn lots(procurement: &Procurement<'_>, status: &str) -> Value {
    let lots = (1..).zip(&procurement.lots).map(|(number, lot): (usize, &Lot<'_>)| {
        let mut value = json!({
            "id": number.to_string(),
            "title": lot.title,
            "status": status,
            "value": money(lot.value_pence),
            "contractPeriod": period(procurement.starts_on, procurement.ends_on, procurement.latest_end()),
            "hasRenewal": procurement.extension_months > 0,
        });
        if procurement.extension_months > 0 {
            let renewal = format!("May be extended by up to {} months", procurement.extension_months);
            value["renewal"] = json!({ "description": renewal });
        }
        let suits = [("sme", procurement.sme), ("vcse", procurement.vcse)];
        let suits =
            suits.into_iter().filter(|(_, suits)| *suits).map(|(who, _)| (who.to_owned(), true.into()));
        let suits: serde_json::Map<String, Value> = suits.collect();
        // What is not said is not said with no either.
        if !suits.is_empty() {
            value["suitability"] = suits.into();
        }
        value
    });
    lots.collect()
}

/// One item a lot.
pub(crate) fn items(procurement: &Procurement<'_>) -> Value {
    let items = (1..=procurement.lots.len()).map(|number| item(procurement, number));
    items.collect()
}

/// What is bought in a lot, and where.
pub(crate) fn item(procurement: &Procurement<'_>, lot: usize) -> Value {
    json!({
        "id": lot.to_string(),
        "additionalClassifications": [classification(procurement)],
        "deliveryAddresses": [{
            "region": party::region(procurement.buyer()),
            "country": "XX",
            "countryName": "Demoland",
        }],
        "relatedLot": lot.to_string(),
    })
}

pub(crate) fn classification(procurement: &Procurement<'_>) -> Value {
    let subject = procurement.subject;
    json!({ "scheme": "CPV", "id": subject.cpv, "description": subject.cpv_label })
}

/// Bodies that keep no register write their reference where others write a number.
pub(crate) fn contract_id(procurement: &Procurement<'_>, number: usize) -> String {
    if registers::keeps_one(procurement.buyer()) {
        number.to_string()
    } else {
        procurement.lots[number - 1].reference.clone()
    }
}

/// How many bid for each lot.
pub(crate) fn statistics(procurement: &Procurement<'_>) -> Value {
    let mut statistics: Vec<Value> = Vec::new();
    for (lot, part) in (1..).zip(&procurement.lots) {
        let bids = [("bids", part.bids.all), ("smeBids", part.bids.sme), ("vcseBids", part.bids.vcse)];
        for (measure, value) in bids {
            let id = (statistics.len() + 1).to_string();
            let lot = usize::to_string(&lot);
            statistics.push(json!({ "id": id, "measure": measure, "value": value, "relatedLot": lot }));
        }
    }
    json!({ "statistics": statistics })
}

/// What a procurement says that it is for.
pub(crate) fn description(procurement: &Procurement<'_>) -> String {
    format!(
        "{}, needed by {} of {}. Demo data, invented: no such procurement exists.",
        procurement.title,
        procurement.department,
        procurement.buyer().name
    )
}
