//! Metrics of contracting processes: shapes, and filters that lead back to the rows.

use serde_json::{Value, json};

use super::{
    on_each_engine,
    releases::{in_days, load, ocid, tender_release},
};
use crate::client::Client;

/// Plans of every kind: without start, category, region, value or suitability, frameworks, other currencies.
fn plans() -> Vec<Value> {
    let mut plans = Vec::new();
    for number in 0..24_usize {
        let mut plan = tender_release(1_000 + number);
        plan["tag"] = json!(["planning"]);
        let amount = [20_000, 90_000, 240_000, 999_999, 4_000_000, 80_000_000][number % 6];
        let mut tender = json!({ "id": format!("p-{number}"), "title": format!("Plan {number}"), "status": "planned",
            "documents": [{ "id": format!("{:06}-2024", 1_000 + number), "noticeType": "UK3" }],
            "value": { "amount": amount, "currency": if number % 7 == 0 { "EUR" } else { "GBP" } },
            "lots": [{ "id": "A", "suitability": { "sme": number % 2 == 0 },
                "contractPeriod": { "startDate": format!("{}T00:00:00Z", in_days(100 + 40 * number as u64)) } }] });
        if number % 3 > 0 {
            let code = ["45233140", "90511000"][number % 2];
            tender["classification"] = json!({ "scheme": "CPV", "id": code });
        }
        let region = [Some("UKG31"), Some("TLG3"), Some("TLF1"), None][number % 4];
        if let Some(region) = region {
            let second =
                if number % 5 == 0 { json!({ "region": "TLF1" }) } else { json!({ "region": region }) };
            tender["items"] = json!([{ "id": "1", "deliveryAddresses": [{ "region": region }, second] }]);
        }
        match number % 8 {
            1 => tender["lots"][0]["contractPeriod"] = Value::Null,
            2 => tender["lots"][0]["suitability"] = Value::Null,
            3 => tender["value"] = Value::Null,
            4 => tender["techniques"] = json!({ "hasFrameworkAgreement": true }),
            _ => {}
        }
        plan["tender"] = tender;
        plans.push(plan);
    }
    plans
}

const PIPELINE: &str = "query ($f: OpportunityFilter, $g: [PipelineDimension!], $n: Int, $m: Int) {
    smePipeline(filter: $f, groupBy: $g, first: $n, horizonMonths: $m) {
        rows { keys { dimension value label } filter figures { opportunities value { pence } valued ceilings largestCeiling { pence }
            suitableForSme { yes no unknown known share coverage } } }
        restGroups rest { opportunities } total { opportunities value { pence } withoutValue otherCurrency } overlaps dataVersion } }";

/// The opportunities that a filter allows: their number, and the sum of values that are no ceilings.
async fn listed(client: &Client, filter: &Value) -> (i64, i64) {
    let query = "query ($f: OpportunityFilter) { opportunities(filter: $f, first: 500) {
        totalCount nodes { isFramework value { amount { pence currency } basis } } } }";
    let list = client.ask_with(query, json!({ "f": filter })).await["opportunities"].take();
    let mut sum = 0;
    for node in list["nodes"].as_array().unwrap() {
        let plain = node["isFramework"] == false && node["value"]["basis"] != "CEILING";
        if plain && node["value"]["amount"]["currency"] == "GBP" {
            sum += node["value"]["amount"]["pence"].as_i64().unwrap();
        }
    }
    (list["totalCount"].as_i64().unwrap(), sum)
}

#[tokio::test]
async fn every_group_of_the_pipeline_has_the_filter_that_lists_it() {
    on_each_engine(async |client, _| {
        load(&client.database, "plans.jsonl", &plans()).await;
        for (filter, group_by) in [
            (json!({}), json!(["STAGE"])),
            (json!({}), json!(["START_QUARTER"])),
            (json!({}), json!(["CATEGORY_DIVISION"])),
            (json!({}), json!(["PLACE"])),
            (json!({}), json!(["VALUE_BAND"])),
            (json!({}), json!(["SME_SUITABILITY"])),
            (json!({}), json!(["STAGE", "VALUE_BAND", "SME_SUITABILITY", "PLACE"])),
            (
                json!({ "category": ["4523"], "value": { "min": "50000", "max": "500000" }, "starts": { "from": in_days(120) } }),
                json!(["VALUE_BAND", "START_QUARTER"]),
            ),
            (json!({ "regions": ["UKG3"], "stages": ["PLANNED", "RELET"] }), json!(["PLACE", "STAGE"])),
            (json!({ "unknown": ["SME_SUITABILITY"], "horizonMonths": 3 }), json!(["CATEGORY_DIVISION"])),
            (json!({ "unknown": ["VALUE"] }), json!(["PLACE", "CATEGORY_DIVISION"])),
        ] {
            let asked = json!({ "f": filter, "g": group_by, "n": 500 });
            let answer = client.ask_with(PIPELINE, asked).await["smePipeline"].take();
            let rows = answer["rows"].as_array().unwrap();
            assert!(!rows.is_empty(), "{filter} {group_by}");
            let mut sum = 0;
            for row in rows {
                let (number, value) = listed(client, &row["filter"]).await;
                let figures = &row["figures"];
                assert_eq!(figures["opportunities"], number, "{filter} {row}");
                assert_eq!(figures["value"]["pence"], value, "{filter} {row}");
                let suits = &figures["suitableForSme"];
                let of = |name: &str| suits[name].as_i64().unwrap();
                assert_eq!(of("yes") + of("no") + of("unknown"), number);
                sum += number;
            }
            let total = answer["total"]["opportunities"].as_i64().unwrap();
            assert_eq!(listed(client, &filter).await, (total, answer["total"]["value"]["pence"].as_i64().unwrap()));
            match answer["overlaps"].as_bool().unwrap() {
                false => assert_eq!(sum, total, "{filter} {group_by}"),
                true => assert!(sum >= total || filter.get("regions").is_some()),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_horizon_is_that_of_the_argument_and_the_rest_is_added_up() {
    on_each_engine(async |client, _| {
        let near =
            client.ask_with(PIPELINE, json!({ "g": ["STAGE"], "m": 11, "f": { "horizonMonths": 24 } })).await;
        let near = &near["smePipeline"];
        let (number, _) = listed(client, &json!({ "horizonMonths": 11 })).await;
        assert_eq!(near["total"]["opportunities"], number);
        assert!(number < listed(client, &json!({ "horizonMonths": 24 })).await.0);
        let first = client.ask_with(PIPELINE, json!({ "g": ["STAGE"], "n": 1 })).await["smePipeline"].take();
        let shown = first["rows"][0]["figures"]["opportunities"].as_i64().unwrap();
        let rest = first["rest"]["opportunities"].as_i64().unwrap();
        assert!(first["restGroups"].as_i64().unwrap() > 0);
        assert_eq!(first["total"]["opportunities"], shown + rest);
        let (code, _) = client.refused(PIPELINE, json!({ "g": ["STAGE", "STAGE"] })).await;
        assert_eq!(code, "REPEATED_DIMENSION");
        let (code, _) = client.refused(PIPELINE, json!({ "f": { "regions": ["Leeds"] } })).await;
        assert_eq!(code, "BAD_TRAIT");
        let (code, _) = client.refused(PIPELINE, json!({ "f": { "divisions": ["905"] } })).await;
        assert_eq!(code, "BAD_TRAIT");
        let (code, _) = client.refused(PIPELINE, json!({ "m": 0 })).await;
        assert_eq!(code, "BAD_MONTHS");
    })
    .await;
}

/// Numbers of bids of a process: for lot A three, one of a small firm; for lot B contradictory.
fn bids(number: usize) -> Value {
    json!({ "ocid": ocid(number), "id": format!("b-{number}"), "date": "2023-05-12T10:00:00Z", "tag": ["awardUpdate"],
        "bids": { "statistics": [
            { "id": "1", "measure": "bids", "value": 3, "relatedLot": "A" },
            { "id": "2", "measure": "smeBids", "value": 1, "relatedLot": "A" },
            { "id": "3", "measure": "bids", "value": 2, "relatedLot": "B" },
            { "id": "4", "measure": "bids", "value": 4, "relatedLot": "B" }] } })
}

#[tokio::test]
async fn funnel_and_suitability_have_their_figures() {
    on_each_engine(async |client, _| {
        load(&client.database, "bids.jsonl", &[bids(0), bids(1)]).await;
        let answer = client
            .ask(
                "{ bidFunnel(groupBy: [INSTITUTION], first: 1) { rows { keys { value label } figures { lots bids } } restGroups
                    total { tenders lots lotsWithBids coverage conflictingLots bids singleBidLots singleBidShare
                        smeBids { lots bids of share coverage } vcseBids { share }
                        awardsToSme { yes no unknown share } sizeBasis { basis number } } }
                  lotSuitability(filter: { stages: [CONTRACT] }, groupBy: [CATEGORY_DIVISION]) {
                    rows { keys { value } figures { lots } }
                    total { tenders lots lotsPerTender suitableForSme { yes no unknown share } statedByLot inheritedFromTender } } }",
            )
            .await;
        let funnel = &answer["bidFunnel"];
        let total = &funnel["total"];
        // Sixty processes with two lots each came to an award.
        assert_eq!((&total["tenders"], &total["lots"]), (&json!(60), &json!(120)));
        assert_eq!((&total["lotsWithBids"], &total["conflictingLots"]), (&json!(2), &json!(2)));
        assert_eq!(total["smeBids"], json!({ "lots": 2, "bids": 2, "of": 6, "share": 1.0 / 3.0, "coverage": 1.0 }));
        assert_eq!(total["vcseBids"]["share"], Value::Null);
        assert_eq!(total["awardsToSme"], json!({ "yes": 2, "no": 0, "unknown": 0, "share": 1.0 }));
        assert_eq!(total["sizeBasis"], json!([{ "basis": "NOTICE", "number": 2 }]));
        assert_eq!(funnel["restGroups"], 1);
        assert_eq!(funnel["rows"][0]["figures"]["lots"], 60);
        assert_eq!(funnel["rows"][0]["keys"][0]["value"].as_str().map(|id| &id[..3]), Some("GB-"));
        let suitability = &answer["lotSuitability"]["total"];
        assert_eq!((&suitability["lots"], &suitability["lotsPerTender"]), (&json!(120), &json!(2.0)));
        assert_eq!(suitability["suitableForSme"], json!({ "yes": 60, "no": 60, "unknown": 0, "share": 0.5 }));
        assert_eq!((&suitability["statedByLot"], &suitability["inheritedFromTender"]), (&json!(120), &json!(0)));
    })
    .await;
}

#[tokio::test]
async fn shares_have_figures_at_every_stage() {
    on_each_engine(async |client, _| {
        load(&client.database, "bids.jsonl", &[bids(0), bids(1)]).await;
        load(&client.database, "plans.jsonl", &plans()).await;
        let query = "query ($s: Stage!, $f: PaymentFilter, $g: [SpendDimension!]!, $n: Int) {
            smeShare(stage: $s, filter: $f, groupBy: $g, first: $n) { stage
                byNumber { value numerator denominator total coverage } byValue { numerator { pence } denominator { pence } total { pence } }
                groups { keys { dimension value label } byNumber { total } } restGroups { groups byNumber { total } }
                basisCounts { basis number } withoutValue { reason number } conflicting partlyKnown whole { value } exclusions { reason } dataVersion } }";
        let share = async |stage: &str, filter: Value, group_by: Value| {
            let asked = json!({ "s": stage, "f": filter, "g": group_by, "n": 1 });
            client.ask_with(query, asked).await["smeShare"].take()
        };
        let number = |answer: &Value| {
            let of = |name: &str| answer["byNumber"][name].as_i64().unwrap();
            (of("numerator"), of("denominator"), of("total"))
        };
        // Of every even plan, but one in four of them, it is said that it suits; and of the one that was there.
        let planned = share("PLANNED", json!({}), json!(["INSTITUTION"])).await;
        assert_eq!(number(&planned), (10, 22, 25));
        let shown = planned["groups"][0]["byNumber"]["total"].as_i64().unwrap();
        assert_eq!(shown + planned["restGroups"]["byNumber"]["total"].as_i64().unwrap(), 25);
        assert_eq!(planned["groups"][0]["keys"][0]["dimension"], "INSTITUTION");
        let reasons: Vec<&str> =
            planned["withoutValue"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
        assert_eq!(reasons, ["NOT_STATED", "OTHER_CURRENCY", "CEILING"]);

        // One of two lots suits, of sixty tenders that were awarded and of one that is open.
        assert_eq!(number(&share("TENDERED", json!({}), json!([])).await), (61, 122, 122));
        let bid = share("BID", json!({}), json!([])).await;
        assert_eq!((number(&bid), &bid["byValue"], &bid["conflicting"]), ((2, 6, 6), &Value::Null, &json!(2)));

        let awarded = share("AWARDED", json!({}), json!(["CATEGORY_DIVISION"])).await;
        assert_eq!(number(&awarded), (120, 120, 120));
        let pence = 2 * (60 * 40_000 + (0..60).sum::<i64>()) * 100;
        assert_eq!(awarded["byValue"]["numerator"]["pence"], pence);
        assert_eq!(awarded["basisCounts"], json!([{ "basis": "NOTICE", "number": 120 }]));
        assert_eq!((&awarded["partlyKnown"], &awarded["whole"]), (&json!(0), &Value::Null));
        // By the day of the award, not of the notice, which came ten days later.
        let day = json!({ "period": { "from": "2023-05-01", "to": "2023-05-02" } });
        assert_eq!(number(&share("AWARDED", day.clone(), json!([])).await), (120, 120, 120));
        let after = json!({ "period": { "from": "2023-05-02" } });
        let none = share("AWARDED", after, json!([])).await;
        assert_eq!((number(&none), &none["byNumber"]["value"]), ((0, 0, 0), &Value::Null));
        assert_eq!(number(&share("TENDERED", day, json!([])).await), (0, 0, 0));

        let one = json!({ "institutions": [planned["groups"][0]["keys"][0]["value"]] });
        assert_eq!(number(&share("PLANNED", one, json!([])).await).2, shown);
        for (filter, group_by, code) in [
            (json!({ "supplierName": "firm" }), json!([]), "FILTER_NOT_AT_STAGE"),
            (json!({ "amount": { "min": "1" } }), json!([]), "FILTER_NOT_AT_STAGE"),
            (json!({}), json!(["LOCALITY"]), "DIMENSION_NOT_AT_STAGE"),
        ] {
            let asked = json!({ "s": "AWARDED", "f": filter, "g": group_by });
            assert_eq!(client.refused(query, asked).await.0, code);
        }
    })
    .await;
}

#[tokio::test]
async fn red_flags_are_told_alike_for_one_process_in_lists_and_in_sums() {
    on_each_engine(async |client, _| {
        // A single bid, and a tender that closes eleven days after it opens.
        let mut single = bids(0);
        single["bids"]["statistics"] = json!([{ "id": "1", "measure": "bids", "value": 1, "relatedLot": "A" }]);
        load(&client.database, "bids.jsonl", &[single, bids(1)]).await;
        let query = "query ($after: String) {
            redFlags(filter: { codes: [R018, S002, S004, S005] }, first: 7, after: $after) { totalCount pageInfo { hasNextPage endCursor }
                nodes { code title process { ocid isTest }
                    finding { lotKey awardKey supplierName value threshold unit inputs { name value } } } } }";
        let (mut after, mut nodes) = (Value::Null, Vec::new());
        let total = loop {
            let page = client.ask_with(query, json!({ "after": after })).await["redFlags"].take();
            nodes.extend(page["nodes"].as_array().unwrap().clone());
            if page["pageInfo"]["hasNextPage"] == false {
                break page["totalCount"].clone();
            }
            after = page["pageInfo"]["endCursor"].clone();
        };
        assert_eq!(total, nodes.len());
        let own: Vec<&Value> = nodes.iter().filter(|node| node["code"] == "R018").collect();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0]["process"]["ocid"], ocid(0));
        let finding = &own[0]["finding"];
        assert_eq!((&finding["lotKey"], &finding["value"], &finding["unit"]), (&json!("A"), &json!("1.00"), &json!("NUMBER")));
        assert_eq!(finding["inputs"], json!([{ "name": "counted by", "value": "bid statistics" }]));

        let one = "query ($ocid: String!) { contractingProcess(ocid: $ocid) { redFlags { code title outcome reason findings { lotKey value } } } }";
        let told = client.ask_with(one, json!({ "ocid": ocid(0) })).await["contractingProcess"]["redFlags"].take();
        let of = |code: &str| told.as_array().unwrap().iter().find(|result| result["code"] == code).unwrap().clone();
        assert_eq!(told.as_array().unwrap().len(), 16);
        assert_eq!((&of("R018")["outcome"], &of("R018")["findings"][0]["lotKey"]), (&json!("RAISED"), &json!("A")));
        assert_eq!(of("R028")["outcome"], "NOT_COMPUTABLE");
        assert!(of("R028")["reason"].as_str().unwrap().contains("bids.details"));
        assert_eq!(of("R025")["outcome"], "NOT_COMPUTABLE");

        let sums = client
            .ask("{ redFlagSummary(groupBy: [STAGE]) { rows { figures { processes } } restGroups total { processes unchecked codes {
                code computable raised notComputable notApplicable share coverage } } }
                organisationRedFlags { rules { code compared outcome reason organisations raised flags { name } } dataVersion } }")
            .await;
        let total = &sums["redFlagSummary"]["total"];
        assert_eq!((&total["processes"], &total["unchecked"]), (&json!(62), &json!(0)));
        for code in ["R018", "S002", "S004", "S005"] {
            let count = total["codes"].as_array().unwrap().iter().find(|count| count["code"] == code).unwrap();
            let listed: std::collections::BTreeSet<&str> = nodes
                .iter()
                .filter(|node| node["code"] == code)
                .map(|node| node["process"]["ocid"].as_str().unwrap())
                .collect();
            assert_eq!(count["raised"], listed.len(), "{code}");
            let of = |name: &str| count[name].as_i64().unwrap();
            assert_eq!(of("computable") + of("notComputable") + of("notApplicable"), 62, "{code}");
        }
        let r018 = total["codes"].as_array().unwrap().iter().find(|count| count["code"] == "R018").unwrap();
        // The second process has a bid statistic for lot A; all others have none.
        assert_eq!((&r018["computable"], &r018["notComputable"]), (&json!(2), &json!(60)));
        let rules = sums["organisationRedFlags"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), 4);
        assert_eq!((&rules[0]["code"], &rules[0]["outcome"]), (&json!("R025"), &json!("NOT_COMPUTABLE")));
        let none = client.ask("{ redFlags(filter: { codes: [R028] }) { totalCount } }").await;
        assert_eq!(none["redFlags"]["totalCount"], 0);
        let (code, _) =
            client.refused("{ redFlags(filter: { institutions: [\"GB-LAE-XXX\"] }) { totalCount } }", json!({})).await;
        assert_eq!(code, "INSTITUTION_UNKNOWN");
    })
    .await;
}

/// By what lot A of a process is judged, in per cent.
fn judged(number: usize, price: u32, social_value: u32) -> Value {
    let criterion = |kind: &str, name: &str, weight: u32| json!({ "type": kind, "name": name, "numbers": [{ "number": weight, "weight": "percentageExact" }] });
    let criteria = json!([
        criterion("price", "Price", price),
        criterion("quality", "Social Value", social_value),
        criterion("quality", "Quality", 100 - price - social_value),
    ]);
    json!({ "ocid": ocid(number), "id": format!("j-{number}"), "date": "2023-03-01T10:00:00Z", "tag": ["tenderUpdate"],
        "tender": { "id": format!("t-{number}"), "lots": [{ "id": "A", "awardCriteria": { "criteria": criteria } }] } })
}

#[tokio::test]
async fn the_weight_of_social_value_is_told_where_weights_make_a_whole() {
    on_each_engine(async |client, _| {
        load(&client.database, "judged.jsonl", &[judged(0, 60, 10), judged(1, 80, 20)]).await;
        let query = "{ criteriaWeights(groupBy: [INSTITUTION], first: 5) {
            rows { keys { value } figures { weighted socialValueWeight } }
            total { lots withCriteria weighted coverage notWhole withSocialValue socialValueWeight priceWeight socialValueUnweighted } } }";
        let answer = client.ask(query).await["criteriaWeights"].take();
        let total = &answer["total"];
        // All other lots state the weight of the price alone.
        assert_eq!((&total["lots"], &total["withCriteria"]), (&json!(122), &json!(122)));
        assert_eq!((&total["weighted"], &total["notWhole"]), (&json!(2), &json!(120)));
        assert_eq!((&total["withSocialValue"], &total["socialValueUnweighted"]), (&json!(2), &json!(0)));
        assert_eq!((&total["socialValueWeight"], &total["priceWeight"]), (&json!(0.15), &json!(0.7)));
        assert_eq!(total["coverage"], json!(2.0 / 122.0));
        let weights: Vec<&Value> =
            answer["rows"].as_array().unwrap().iter().map(|row| &row["figures"]["socialValueWeight"]).collect();
        assert!(weights.contains(&&json!(0.1)) && weights.contains(&&json!(0.2)));
    })
    .await;
}
