//! The oddities that real releases have, one process each, so that each is there in every demo.

use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

use super::{
    Notice, Published, act, clock,
    kinds::{AWARD, CHANGE, CONTRACT, TENDER},
    packages, parts, party,
};
use crate::contracts::{Contracts, Milestones, Procurement, Route};

/// The day of the first trap; each next one is a few days later.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2025, 5, 6).unwrap();

/// How many traps there are.
const TRAPS: usize = 20;

/// Contracts that only traps state; the test among them is none.
pub(crate) const ONLY_IN_TRAPS: u64 = 21;

/// Adds all traps to what the portal has published.
pub(super) fn set(contracts: &Contracts<'_>, published: &mut Published) {
    let awarded: Vec<&Procurement<'_>> = contracts
        .all
        .iter()
        .filter(|procurement| procurement.days.is_awarded() && procurement.lots.len() == 1)
        .filter(|procurement| {
            !procurement.is_framework() && party::has_identifier(&procurement.lots[0].holders[0])
        })
        .collect();
    if awarded.is_empty() {
        return;
    }
    for place in 0..TRAPS {
        let number = contracts.all.len() + 1 + place;
        let procurement = disguised(awarded[place * 7 % awarded.len()], number, place);
        let set = trap(place, procurement);
        published.awards += set.awards;
        published.contracts += set.contracts;
        published.notices.extend(set.notices);
    }
}

/// A procurement like another, but for number, title, dates and value, so that nobody takes it for the same.
fn disguised<'a>(model: &Procurement<'a>, number: usize, place: usize) -> Procurement<'a> {
    let mut procurement = model.clone();
    let day = FIRST.checked_add_days(Days::new(place as u64 * 11)).unwrap_or(FIRST);
    let signed = day.checked_add_days(Days::new(21));
    procurement.number = number;
    procurement.reference = format!("DTRAP-{:03}", place + 1);
    procurement.title = format!("Oddity {:02}: {} (demo)", place + 1, model.subject.titles[0]);
    procurement.buyers.truncate(1);
    procurement.route = Route::Open;
    procurement.starts_on = day.checked_add_days(Days::new(30)).unwrap_or(day);
    procurement.ends_on = procurement.starts_on.checked_add_months(Months::new(30)).unwrap_or(day);
    procurement.extension_months = 12;
    procurement.days = Milestones {
        tender: day.checked_sub_days(Days::new(45)),
        deadline: day.checked_sub_days(Days::new(10)),
        decided: Some(day),
        signed,
        ..Milestones::default()
    };
    let lot = &mut procurement.lots[0];
    lot.title.clone_from(&procurement.title);
    lot.reference.clone_from(&procurement.reference);
    lot.value_pence = 7_700_000 + i64::try_from(place).unwrap_or_default() * 310_000;
    procurement
}

fn trap(place: usize, mut procurement: Procurement<'_>) -> Published {
    let decided = procurement.days.decided.unwrap_or(FIRST);
    let signed = procurement.days.signed.unwrap_or(FIRST);
    let one = |notice: Notice| Published { notices: vec![notice], awards: 1, contracts: 1 };
    if matches!(place, 0 | 7 | 9 | 10) {
        split(&mut procurement, 3);
    }
    let contract = || act::notice(&procurement, CONTRACT, signed);
    match place {
        0 => repeated_award_ids(act::notice(&procurement, AWARD, decided)),
        1 => one(with(contract(), "DATE_WITHOUT_ZONE", |release| {
            release["date"] = clock::without_zone(clock::office_hours(signed, 3)).into();
        })),
        2 => one(with(contract(), "GROSS_WITHOUT_NET", |release| {
            release["contracts"][0]["value"] = json!({ "amountGross": 96_000, "currency": "GBP" });
        })),
        3 => one(with(contract(), "PLACEHOLDER_VALUE", |release| {
            release["contracts"][0]["value"] =
                json!({ "amount": 0.01, "amountGross": 0.01, "currency": "GBP" });
        })),
        4 => nothing(with(act::notice(&procurement, TENDER, decided), "PLACEHOLDER_VALUE", |release| {
            release["tender"]["value"] = json!({ "amount": 9_999_999_999_i64, "currency": "GBP" });
        })),
        5 => one(with(contract(), "LOT_CANCELLED_AWARDED", |release| {
            release["tender"]["lots"][0]["status"] = "cancelled".into();
        })),
        6 => one(with(act::notice(&procurement, AWARD, decided), "STATISTICS_CONFLICT", |release| {
            let again = json!({ "id": "9", "measure": "bids", "value": 31, "relatedLot": "1" });
            if let Some(statistics) = release["bids"]["statistics"].as_array_mut() {
                statistics.push(again);
            }
        })),
        7 => nothing(with(act::notice(&procurement, TENDER, decided), "CURRENCY_MIXED", |release| {
            release["tender"]["lots"][1]["value"] = json!({ "amount": 250_000, "currency": "AED" });
        })),
        8 => one(with(contract(), "HTML_ENTITIES", |release| {
            release["contracts"][0]["title"] = "Tea &amp; biscuits for the mayor&#39;s parlour (demo)".into();
        })),
        9 => two_buyers(&procurement, decided),
        10 => deltas(&procurement, signed),
        11 => one(with(contract(), "TEST_NOTICE", |release| {
            release["tender"]["title"] = "TEST NOTICE please ignore (demo)".into();
        })),
        12 => one(withheld(contract())),
        13 => one(with(contract(), "ID_MISSING", |release| {
            if let Some(fields) = release.as_object_mut() {
                fields.remove("id");
            }
        })),
        14 => nothing(with(act::notice(&procurement, TENDER, decided), "OBJECT_FOR_ARRAY", |release| {
            let region = party::region(procurement.buyer());
            release["tender"]["items"][0]["deliveryAddresses"] = json!({ "1": { "region": region } });
        })),
        15 => one(short_company_number(contract(), &procurement)),
        16 => nothing(with(act::notice(&procurement, TENDER, decided), "NUMBER_OUT_OF_RANGE", |release| {
            release["tender"]["lots"][0]["secondStage"] =
                json!({ "maximumCandidates": packages::BIG_NUMBER });
        })),
        17 => one(with(contract(), "EXPLICIT_NULL", |release| {
            release["contracts"][0]["statusDetails"] = Value::Null;
        })),
        18 => one(with(contract(), "BUYER_MISSING", |release| {
            if let Some(fields) = release.as_object_mut() {
                fields.remove("buyer");
            }
        })),
        _ => corrected(contract(), &procurement),
    }
}

/// A notice with a trap in it.
fn with(mut notice: Notice, code: &'static str, change: impl FnOnce(&mut Value)) -> Notice {
    change(&mut notice.release);
    notice.remarks.insert(code);
    notice
}

/// A notice that awards nothing.
fn nothing(notice: Notice) -> Published {
    Published { notices: vec![notice], awards: 0, contracts: 0 }
}

/// So many lots of the same supplier.
fn split(procurement: &mut Procurement<'_>, lots: usize) {
    let first = procurement.lots[0].clone();
    procurement.lots = (1..=lots)
        .map(|number| {
            let mut lot = first.clone();
            lot.title = format!("{}: lot {number}", first.title);
            lot.reference = format!("{}-L{number}", first.reference);
            lot.value_pence += i64::try_from(number).unwrap_or_default() * 2_000_000;
            lot
        })
        .collect();
}

/// Three awards that are all numbered 1: merged by id, two of them would be lost.
fn repeated_award_ids(notice: Notice) -> Published {
    let notice = with(notice, "REPEATED_ID", |release| {
        if let Some(awards) = release["awards"].as_array_mut() {
            awards.iter_mut().for_each(|award| award["id"] = "1".into());
        }
    });
    Published { notices: vec![notice], awards: 3, contracts: 3 }
}

/// Two notices of one process, each in the name of another buyer.
fn two_buyers(procurement: &Procurement<'_>, day: NaiveDate) -> Published {
    let first = act::notice(procurement, TENDER, day);
    let mut other = procurement.clone();
    other.buyers = crate::region::INSTITUTIONS
        .iter()
        .filter(|institution| institution.org_id != procurement.buyer().org_id)
        .take(1)
        .collect();
    let second = act::notice(&other, AWARD, day.checked_add_days(Days::new(9)).unwrap_or(day));
    Published { notices: vec![first, second], awards: 3, contracts: 3 }
}

/// A whole notice and a change that names nothing but the second contract and its new end.
fn deltas(procurement: &Procurement<'_>, signed: NaiveDate) -> Published {
    let whole = act::notice(procurement, CONTRACT, signed);
    let day = signed.checked_add_days(Days::new(60)).unwrap_or(signed);
    let mut delta = act::notice(procurement, CHANGE, day);
    delta.release["contracts"] = json!([{
        "id": whole.release["contracts"][1]["id"],
        "period": { "endDate": clock::end(procurement.latest_end()) },
        "amendments": [{ "id": delta.release["id"], "date": clock::start(day) }],
        "documents": delta.release["contracts"][0]["documents"],
    }]);
    Published { notices: vec![whole, delta], awards: 3, contracts: 3 }
}

/// A supplier whose name is not given.
fn withheld(notice: Notice) -> Notice {
    let mut notice = with(notice, "SUPPLIER_WITHHELD", |release| {
        let id = json!("XI-DEMOFT-WITHHELD");
        release["parties"][1] = json!({ "id": id, "name": "Name withheld (demo)", "roles": ["supplier"] });
        release["awards"][0]["suppliers"] = json!([{ "id": id, "name": "Name withheld (demo)" }]);
    });
    notice.remarks.insert("PARTY_WITHOUT_IDENTIFIER");
    notice
}

/// A company number that has lost a character on the way.
fn short_company_number(notice: Notice, procurement: &Procurement<'_>) -> Notice {
    let number = &procurement.lots[0].holders[0].supplier.company_number;
    let short = format!("{}{}", &number[..2], &number[3..]);
    with(notice, "COMPANY_NUMBER_INVALID", |release| {
        release["parties"][1]["identifier"]["id"] = short.into();
    })
}

/// The same notice again in a later package, with the right value.
fn corrected(notice: Notice, procurement: &Procurement<'_>) -> Published {
    let mut right = notice.clone();
    right.release["contracts"][0]["value"] = parts::money(procurement.lots[0].value_pence + 1_000_000);
    // Packages are made by month of publication: the correction came in the next one.
    right.at = right.at.checked_add_months(Months::new(1)).unwrap_or(right.at);
    Published { notices: vec![notice, right], awards: 1, contracts: 1 }
}
