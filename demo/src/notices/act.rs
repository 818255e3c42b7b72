//! Notices of the Procurement Act 2023 in the manner of Find a Tender: the type stands in a document, and later
//! notices hold little more than what they change.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{
    Notice, clock,
    kinds::{
        AWARD, CHANGE, CONTRACT, DIRECT, ENGAGEMENT, GIVEN_UP, Kind, PERFORMANCE, PIPELINE, PLANNED, TENDER,
        TERMINATION,
    },
    parts::{self, Start},
    party,
};
use crate::contracts::{ACT, Procurement, Route};

/// Everything that is published of a procurement; `framework` is the process that it calls off from.
pub(super) fn notices(procurement: &Procurement<'_>, framework: &Option<(String, String)>) -> Vec<Notice> {
    let days = &procurement.days;
    let told = |kind: Kind, day: Option<NaiveDate>| day.filter(|day| *day >= ACT).map(|day| (kind, day));
    let once = [
        told(PIPELINE, days.pipeline),
        told(ENGAGEMENT, days.engagement),
        told(PLANNED, days.planned),
        told(TENDER, days.tender),
        told(DIRECT, days.direct),
        told(AWARD, days.decided),
        told(CONTRACT, days.signed),
        told(CHANGE, days.changed),
        told(TERMINATION, days.terminated),
        told(GIVEN_UP, days.given_up),
    ];
    let ended = days.terminated.unwrap_or(NaiveDate::MAX);
    let performance = days.performance.iter().filter(|day| **day < ended).map(|day| (PERFORMANCE, *day));
    let mut notices: Vec<Notice> = once
        .into_iter()
        .flatten()
        .chain(performance)
        .map(|(kind, day)| notice(procurement, kind, day))
        .collect();
    if let Some((ocid, title)) = framework {
        for notice in &mut notices {
            notice.release["relatedProcesses"] = json!([{
                "id": "1",
                "relationship": ["framework"],
                "title": title,
                "scheme": "ocid",
                "identifier": ocid,
                "uri": format!("https://find-a-tender.example/ocid/{ocid}"),
            }]);
        }
    }
    notices
}

/// One notice.
pub(super) fn notice(procurement: &Procurement<'_>, kind: Kind, day: NaiveDate) -> Notice {
    let at = clock::office_hours(day, procurement.number * 17 + kind.number);
    let with_suppliers = (5..=7).contains(&kind.number);
    let id = notice_id(procurement, kind, day);
    let start =
        Start { procurement, ocid: parts::ocid(procurement), id, at, tags: kind.tags, with_suppliers };
    let mut notice = parts::release(&start);
    let document = kind.document(&start.id, &clock::instant(at));
    match kind.number {
        1..=3 => plan(procurement, kind, day, document, &mut notice),
        4 => tender(procurement, document, &mut notice),
        5 | 6 => award(procurement, document, &mut notice),
        7 => contract(procurement, &document, &mut notice),
        9 => performance(procurement, day, &document, &mut notice),
        10 => change(procurement, day, &start.id, &document, &mut notice),
        11 => termination(procurement, day, &document, &mut notice),
        _ => given_up(procurement, day, document, &mut notice),
    }
    notice
}

/// A number that no portal gives: it begins with a letter.
fn notice_id(procurement: &Procurement<'_>, kind: Kind, day: NaiveDate) -> String {
    let year = day.format("%Y");
    let place = usize::from(kind.number == PERFORMANCE.number) * 8;
    format!("D{:06}-{year}", procurement.number * 20 + kind.number + place)
}

/// What every notice says of the procurement.
fn head(procurement: &Procurement<'_>) -> Value {
    json!({
        "id": procurement.reference,
        "legalBasis": { "id": "2023/54", "scheme": "UKPGA" },
        "title": procurement.title,
    })
}

/// What notices before an award say.
fn asked_for(procurement: &Procurement<'_>, status: &str, lot_status: &str) -> Value {
    let mut tender = head(procurement);
    tender["description"] = parts::description(procurement).into();
    tender["status"] = status.into();
    tender["items"] = parts::items(procurement);
    tender["value"] = parts::money(procurement.value_pence());
    tender["mainProcurementCategory"] = procurement.subject.main_category.into();
    tender["aboveThreshold"] = (procurement.value_pence() >= 21_400_000).into();
    tender["lots"] = parts::lots(procurement, lot_status);
    tender
}

fn plan(procurement: &Procurement<'_>, kind: Kind, day: NaiveDate, document: Value, notice: &mut Notice) {
    let engages = kind.number == ENGAGEMENT.number;
    let status = if engages { "planning" } else { "planned" };
    let mut tender = asked_for(procurement, status, status);
    let mut planning = json!({ "documents": [document] });
    if engages {
        planning["milestones"] = json!([{
            "id": "engagement",
            "type": "engagement",
            "description": "Answers to our questions are welcome",
            "dueDate": clock::end(later(day, 28).max(sooner(procurement.starts_on, 300))),
            "status": "scheduled",
        }]);
    } else {
        let expected =
            procurement.starts_on.checked_sub_days(Days::new(120)).unwrap_or(day).max(later(day, 40));
        tender["communication"] = json!({ "futureNoticeDate": clock::end(expected) });
    }
    notice.release["planning"] = planning;
    notice.release["tender"] = tender;
}

fn tender(procurement: &Procurement<'_>, document: Value, notice: &mut Notice) {
    let mut tender = asked_for(procurement, "active", "active");
    let deadline = procurement.days.deadline.unwrap_or(procurement.starts_on);
    tender["procurementMethod"] = "open".into();
    tender["procurementMethodDetails"] = "Open procedure".into();
    tender["tenderPeriod"] = json!({ "endDate": clock::instant(clock::office_hours(deadline, 4)) });
    tender["documents"] = json!([document]);
    if let Some(lots) = tender["lots"].as_array_mut() {
        for lot in lots {
            lot["awardCriteria"] = criteria(procurement);
        }
    }
    if procurement.is_framework() {
        tender["techniques"] = framework();
        notice.remarks.insert("VALUE_IS_CEILING");
    }
    if procurement.lots.len() > 1 {
        tender["lotDetails"] = json!({ "maximumLotsBidPerSupplier": procurement.lots.len(), "maximumLotsAwardedPerSupplier": 2 });
    }
    if procurement.vcse && procurement.number.is_multiple_of(4) {
        tender["otherRequirements"] = json!({ "reservedParticipation": ["publicServiceMutual"] });
    }
    notice.release["tender"] = tender;
}

/// Price, quality and social value, which always has a weight and a name but no field of its own.
fn criteria(procurement: &Procurement<'_>) -> Value {
    let price = [30, 40, 50, 60][procurement.number % 4];
    let weighted = |kind: &str, name: &str, percent: usize| {
        let number = json!({ "number": percent, "weight": "percentageExact" });
        json!({ "type": kind, "name": name, "numbers": [number] })
    };
    json!({ "criteria": [
        weighted("price", "Price", price),
        weighted("quality", "Quality", 90 - price),
        weighted("quality", "Social value", 10),
    ] })
}

fn framework() -> Value {
    json!({
        "hasFrameworkAgreement": true,
        "frameworkAgreement": { "method": "withAndWithoutReopeningCompetition", "type": "open" },
    })
}

fn award(procurement: &Procurement<'_>, document: Value, notice: &mut Notice) {
    let direct = procurement.days.direct.is_some();
    let mut tender = done(procurement, "active", notice);
    tender["procurementMethod"] = if direct { "direct" } else { "open" }.into();
    notice.release["tender"] = tender;
    let documents = json!([document]);
    let awards = (1..).zip(&procurement.lots).map(|(number, lot): (usize, _)| {
        let mut award = agreed(procurement, number, "pending");
        award["title"] = lot.title.clone().into();
        award["value"] = parts::money(lot.value_pence);
        award["contractPeriod"] =
            parts::period(procurement.starts_on, procurement.ends_on, procurement.latest_end());
        award["documents"] = documents.clone();
        award
    });
    notice.release["awards"] = awards.collect();
    if let Some(day) = procurement.days.awarded_on()
        && let Some(awards) = notice.release["awards"].as_array_mut()
    {
        for award in awards {
            award["date"] = clock::start(day).into();
        }
    }
    if procurement.lots.iter().any(|lot| lot.holders.len() > 1) {
        notice.remarks.insert("SHARED_AWARD_VALUE");
    }
    if !direct {
        notice.release["bids"] = parts::statistics(procurement);
    }
}

/// The tender once suppliers are chosen: its lots and nothing that was said before.
fn done(procurement: &Procurement<'_>, status: &str, notice: &mut Notice) -> Value {
    let mut tender = head(procurement);
    tender["description"] = parts::description(procurement).into();
    tender["status"] = status.into();
    tender["lots"] = (1..=procurement.lots.len())
        .map(|number| json!({ "id": number.to_string(), "status": status }))
        .collect();
    if procurement.is_framework() {
        tender["techniques"] = framework();
        notice.remarks.insert("VALUE_IS_CEILING");
    }
    tender
}

/// The suppliers of a lot.
fn agreed(procurement: &Procurement<'_>, number: usize, status: &str) -> Value {
    let lot = &procurement.lots[number - 1];
    json!({
        "id": number.to_string(),
        "status": status,
        "mainProcurementCategory": procurement.subject.main_category,
        "suppliers": lot.holders.iter().map(party::supplier_reference).collect::<Vec<_>>(),
        "items": [parts::item(procurement, number)],
        "relatedLots": [number.to_string()],
    })
}

fn contract(procurement: &Procurement<'_>, document: &Value, notice: &mut Notice) {
    let mut tender = done(procurement, "complete", notice);
    if procurement.route == Route::Direct {
        tender["procurementMethod"] = "direct".into();
        tender["procurementMethodDetails"] = "Below threshold - without competition".into();
    }
    notice.release["tender"] = tender;
    let numbers = 1..=procurement.lots.len();
    notice.release["awards"] = numbers.map(|number| agreed(procurement, number, "active")).collect();
    let signed = procurement.days.signed.unwrap_or(procurement.starts_on);
    let contracts = (1..).zip(&procurement.lots).map(|(number, lot): (usize, _)| {
        json!({
            "id": parts::contract_id(procurement, number),
            "awardID": number.to_string(),
            "title": lot.title,
            "status": "active",
            "period": parts::period(procurement.starts_on, procurement.ends_on, procurement.latest_end()),
            "value": parts::money(lot.value_pence),
            "aboveThreshold": lot.value_pence >= 21_400_000,
            "dateSigned": clock::start(signed),
            "documents": [document],
        })
    });
    notice.release["contracts"] = contracts.collect();
}

/// The first contract with its ids alone.
fn first_contract(procurement: &Procurement<'_>, document: &Value) -> Value {
    json!({ "id": parts::contract_id(procurement, 1), "awardID": "1", "documents": [document] })
}

fn performance(procurement: &Procurement<'_>, day: NaiveDate, document: &Value, notice: &mut Notice) {
    let from = day.checked_sub_days(Days::new(365)).unwrap_or(day).max(procurement.starts_on);
    let rating = ["Good", "Approaching target", "Good", "Requires improvement"][procurement.number % 4];
    let mut contract = first_contract(procurement, document);
    let observation = json!({
        "id": notice.release["id"],
        "period": { "startDate": clock::start(from), "endDate": clock::end(day) },
        "measure": rating,
    });
    contract["agreedMetrics"] = json!([{
        "id": "1",
        "title": "Delivered on time",
        "description": "Share of orders delivered on the day agreed",
        "observations": [observation],
    }]);
    notice.release["tender"] = head(procurement);
    notice.release["contracts"] = json!([contract]);
}

fn change(procurement: &Procurement<'_>, day: NaiveDate, id: &str, document: &Value, notice: &mut Notice) {
    let mut contract = first_contract(procurement, document);
    let extended = procurement.extension_months > 0;
    contract["amendments"] = json!([{
        "id": id,
        "date": clock::start(day),
        "description": if extended { "The option to extend is taken." } else { "More is needed." },
        "rationale": "Permitted under the contract",
    }]);
    if extended {
        contract["period"] = json!({ "endDate": clock::end(procurement.latest_end()) });
    } else {
        // A tenth more, in whole hundreds of pounds.
        let more = procurement.lots[0].value_pence / 100_000 * 110_000;
        contract["value"] = parts::money(more.max(procurement.lots[0].value_pence));
    }
    notice.release["buyerID"] = json!([]);
    notice.remarks.insert("EMPTY_VALUE");
    notice.release["tender"] = head(procurement);
    notice.release["contracts"] = json!([contract]);
}

fn termination(procurement: &Procurement<'_>, day: NaiveDate, document: &Value, notice: &mut Notice) {
    let mut contract = first_contract(procurement, document);
    contract["status"] = "terminated".into();
    contract["period"] = json!({ "endDate": clock::end(day) });
    notice.release["tender"] = head(procurement);
    notice.release["contracts"] = json!([contract]);
}

fn given_up(procurement: &Procurement<'_>, day: NaiveDate, document: Value, notice: &mut Notice) {
    let mut tender = head(procurement);
    tender["status"] = "cancelled".into();
    tender["lots"] = (1..=procurement.lots.len())
        .map(|number| json!({ "id": number.to_string(), "status": "cancelled", "finalStatusDate": clock::start(day) }))
        .collect();
    tender["documents"] = json!([document]);
    notice.release["tender"] = tender;
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn sooner(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
