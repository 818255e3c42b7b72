//! Notices from before the Procurement Act 2023 in the manner of Find a Tender: no notice types, and values
//! without VAT only.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    Notice, clock,
    parts::{self, Start},
    party,
};
use crate::contracts::Procurement;

const TENDER: &[&str] = &["tender"];
const AWARD: &[&str] = &["award", "contract"];

/// A contract notice and a contract award notice, as far as they were published.
pub(super) fn notices(procurement: &Procurement<'_>) -> Vec<Notice> {
    let days = &procurement.days;
    let awarded = days.awarded_on().map(|day| award(procurement, day));
    days.tender.map(|day| tender(procurement, day)).into_iter().chain(awarded).collect()
}

fn begin(procurement: &Procurement<'_>, day: NaiveDate, tags: &'static [&'static str]) -> Notice {
    let with_suppliers = tags.len() > 1;
    let place = usize::from(with_suppliers);
    let id = format!("D{:06}-{}", procurement.number * 20 + place, day.format("%Y"));
    let at = clock::office_hours(day, procurement.number * 17 + place);
    let ocid = parts::ocid(procurement);
    let mut notice = parts::release(&Start { procurement, ocid, id, at, tags, with_suppliers });
    if procurement.number.is_multiple_of(9) {
        notice.release["date"] = clock::without_zone(at).into();
        notice.remarks.insert("DATE_WITHOUT_ZONE");
    }
    notice
}

/// What both notices say.
fn head(procurement: &Procurement<'_>, status: &str, notice: &mut Notice) -> Value {
    let mut tender = json!({
        "id": procurement.reference,
        "legalBasis": { "id": "32014L0024", "scheme": "CELEX" },
        "title": procurement.title,
        "description": parts::description(procurement),
        "status": status,
        "classification": parts::classification(procurement),
        "mainProcurementCategory": procurement.subject.main_category,
        "value": net(procurement.value_pence()),
        "procurementMethod": if procurement.days.direct.is_some() { "limited" } else { "open" },
        "items": parts::items(procurement),
        "lots": lots(procurement, status),
    });
    if procurement.is_framework() {
        tender["techniques"] =
            json!({ "hasFrameworkAgreement": true, "frameworkAgreement": { "maximumParticipants": 4 } });
        notice.remarks.insert("VALUE_IS_CEILING");
    }
    tender
}

fn lots(procurement: &Procurement<'_>, status: &str) -> Value {
    let lots = (1..).zip(&procurement.lots).map(|(number, lot): (usize, _)| {
        json!({
            "id": number.to_string(),
            "title": lot.title,
            "status": status,
            "contractPeriod": parts::period(procurement.starts_on, procurement.ends_on, procurement.ends_on),
            "hasOptions": false,
        })
    });
    lots.collect()
}

fn tender(procurement: &Procurement<'_>, day: NaiveDate) -> Notice {
    let mut notice = begin(procurement, day, TENDER);
    let mut tender = head(procurement, "active", &mut notice);
    let deadline = procurement.days.deadline.unwrap_or(procurement.starts_on);
    tender["tenderPeriod"] = json!({ "endDate": clock::instant(clock::office_hours(deadline, 4)) });
    notice.release["tender"] = tender;
    notice
}

fn award(procurement: &Procurement<'_>, day: NaiveDate) -> Notice {
    let mut notice = begin(procurement, day, AWARD);
    notice.release["tender"] = head(procurement, "complete", &mut notice);
    let numbered = || (1..).zip(&procurement.lots);
    let awards = numbered().map(|(number, lot): (usize, _)| {
        json!({
            "id": number.to_string(),
            "title": lot.title,
            "status": "active",
            "date": clock::start(day),
            "suppliers": lot.holders.iter().map(party::supplier_reference).collect::<Vec<_>>(),
            "relatedLots": [number.to_string()],
        })
    });
    notice.release["awards"] = awards.collect();
    let contracts = numbered().map(|(number, lot): (usize, _)| {
        json!({
            "id": parts::contract_id(procurement, number),
            "awardID": number.to_string(),
            "title": lot.title,
            "status": "active",
            "value": net(lot.value_pence),
            "period": parts::period(procurement.starts_on, procurement.ends_on, procurement.ends_on),
            "dateSigned": clock::start(day),
        })
    });
    notice.release["contracts"] = contracts.collect();
    notice.release["bids"] = parts::statistics(procurement);
    notice
}

/// Money without VAT.
fn net(pence: i64) -> Value {
    json!({ "amount": pence / 100, "currency": "GBP" })
}
