//! Notices in the manner of Contracts Finder: suitability of the whole tender, parties without identifiers,
//! postcodes within the street, texts escaped for a web page.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{Notice, clock, parts, party};
use crate::contracts::Procurement;

/// An early notice, an opportunity and an award, as far as they were published.
pub(super) fn notices(procurement: &Procurement<'_>) -> Vec<Notice> {
    let days = &procurement.days;
    // Awards are told some weeks late.
    let told = days.awarded_on().map(|day| day.checked_add_days(Days::new(12)).unwrap_or(day));
    let told = told.map(|day| day.min(crate::calendar::TODAY.pred_opt().unwrap_or(day)));
    let planned = days.planned.or(days.pipeline).or(days.engagement);
    [
        planned.map(|day| early(procurement, day)),
        days.tender.map(|day| opportunity(procurement, day)),
        told.map(|day| award(procurement, day)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn begin(procurement: &Procurement<'_>, day: NaiveDate, tag: &'static str, place: usize) -> Notice {
    let ocid = format!("ocds-demo02-{:06}", procurement.number);
    let at = clock::office_hours(day, procurement.number * 19 + place);
    let buyer_number = procurement.buyer().org_id.len() * 1_000 + 7;
    let buyer = party::buyer_by_name(procurement.buyer(), buyer_number);
    let release = json!({
        "ocid": ocid,
        "id": format!("demo-{:06}-{}", procurement.number, place + 1),
        "language": "en",
        "date": clock::instant(at),
        "tag": [tag],
        "initiationType": "tender",
        "parties": [buyer],
        "buyer": { "id": buyer["id"], "name": buyer["name"] },
    });
    Notice { at, ocid, release, remarks: BTreeSet::from(["PARTY_WITHOUT_IDENTIFIER"]) }
}

fn head(procurement: &Procurement<'_>, status: &str, notice: &mut Notice) -> Value {
    let mut description = parts::description(procurement);
    if procurement.number.is_multiple_of(7) {
        description = format!("{description} Repairs &amp; cleaning; the council&#39;s own staff &lt; 50.");
        notice.remarks.insert("HTML_ENTITIES");
    }
    let value = procurement.value_pence();
    json!({
        "id": procurement.reference,
        "title": procurement.title,
        "description": description,
        "status": status,
        "classification": parts::classification(procurement),
        "items": [{ "id": "1", "deliveryAddresses": [
            { "postalCode": "QD1 1DD" },
            { "region": party::region(procurement.buyer()), "countryName": "Demoland" },
        ] }],
        "minValue": { "amount": value / 100, "currency": "GBP" },
        "value": { "amount": value / 100, "currency": "GBP" },
        "procurementMethod": if procurement.days.direct.is_some() { "direct" } else { "open" },
        "contractPeriod": parts::period(procurement.starts_on, procurement.ends_on, procurement.ends_on),
        "suitability": { "sme": procurement.sme, "vcse": procurement.vcse },
        "mainProcurementCategory": procurement.subject.main_category,
    })
}

fn document(notice: &Notice, kind: &str, words: &str) -> Value {
    json!([{
        "id": "1",
        "documentType": kind,
        "description": format!("{words} on a made-up portal"),
        "url": format!("https://contracts-finder.example/Notice/{}", notice.release["id"].as_str().unwrap_or("")),
        "datePublished": notice.release["date"],
        "format": "text/html",
        "language": "en",
    }])
}

fn early(procurement: &Procurement<'_>, day: NaiveDate) -> Notice {
    let mut notice = begin(procurement, day, "planning", 0);
    let documents = document(&notice, "plannedProcurementNotice", "Future opportunity notice");
    let mut tender = head(procurement, "planned", &mut notice);
    let expected = procurement.starts_on.checked_sub_days(Days::new(120)).unwrap_or(day);
    tender["communication"] = json!({ "futureNoticeDate": clock::end(expected) });
    notice.release["planning"] = json!({ "documents": documents });
    notice.release["tender"] = tender;
    notice
}

fn opportunity(procurement: &Procurement<'_>, day: NaiveDate) -> Notice {
    let mut notice = begin(procurement, day, "tender", 1);
    let mut tender = head(procurement, "active", &mut notice);
    let deadline = procurement.days.deadline.unwrap_or(procurement.starts_on);
    tender["tenderPeriod"] = json!({ "endDate": clock::instant(clock::office_hours(deadline, 4)) });
    tender["datePublished"] = notice.release["date"].clone();
    tender["documents"] = document(&notice, "tenderNotice", "Opportunity notice");
    notice.release["tender"] = tender;
    notice
}

fn award(procurement: &Procurement<'_>, day: NaiveDate) -> Notice {
    let mut notice = begin(procurement, day, "award", 2);
    notice.release["tender"] = head(procurement, "complete", &mut notice);
    let documents = document(&notice, "awardNotice", "Awarded contract notice");
    let mut awards: Vec<Value> = Vec::new();
    let mut parties: Vec<Value> = Vec::new();
    for (number, lot) in (1..).zip(&procurement.lots) {
        let of_award: Vec<Value> = (1..)
            .zip(&lot.holders)
            .map(|(place, holder): (usize, _)| {
                party::supplier_by_name(holder, procurement.number * 100 + number * 10 + place)
            })
            .collect();
        let suppliers: Vec<Value> =
            of_award.iter().map(|party| json!({ "id": party["id"], "name": party["name"] })).collect();
        if suppliers.len() > 1 {
            notice.remarks.insert("SHARED_AWARD_VALUE");
        }
        awards.push(json!({
            "id": format!("{}-{number}", notice.ocid),
            "status": "active",
            "date": clock::start(procurement.days.awarded_on().unwrap_or(day)),
            "datePublished": notice.release["date"],
            "value": { "amount": lot.value_pence / 100, "currency": "GBP" },
            "suppliers": suppliers,
            "contractPeriod": parts::period(procurement.starts_on, procurement.ends_on, procurement.ends_on),
            "documents": documents,
        }));
        parties.extend(of_award);
    }
    if let Some(all) = notice.release["parties"].as_array_mut() {
        all.extend(parties);
    }
    notice.release["awards"] = awards.into();
    notice
}
