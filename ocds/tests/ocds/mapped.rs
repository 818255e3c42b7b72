//! What real notices come to: for each what has to come out, read by eye from the JSON. The notices are not
//! part of this project; where they are not at hand these tests say so and check nothing.

use std::collections::HashSet;

use anchorhub_ocds::{
    Merger, Object, Process, Release, Value,
    facts::{self, ContractFact, Identifier, LotFact, ProcessFacts, SupplierFact, Term, map, unmapped},
};

use crate::published::{files, folder, read_all};

fn facts_of(releases: Vec<Release>) -> ProcessFacts {
    let process = Process::new(releases);
    map(process.releases(), &Merger::default().compile(process.releases()))
}

fn named(name: &str, identifiers: &[Identifier]) -> String {
    let ids = identifiers.iter().map(|known| format!(" {}:{}", known.scheme, known.id));
    name.to_owned() + &ids.collect::<String>()
}

fn value(value: Option<&facts::Value>) -> String {
    value.map_or_else(
        || "-".to_owned(),
        |value| {
            let (pence, basis) = (value.pence, value.basis.name());
            format!("{}.{:02} {} {basis}", pence / 100, pence % 100, value.currency)
        },
    )
}

fn term(term: Term) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let latest = term.latest_end_on.map(|latest| format!("..{latest}")).unwrap_or_default();
    format!("{}..{}{latest}", day(term.starts_on), day(term.ends_on))
}

fn flags(sme: Option<bool>, vcse: Option<bool>) -> String {
    let flag = |flag: Option<bool>| flag.map_or('?', |flag| if flag { '+' } else { '-' });
    format!("sme{} vcse{}", flag(sme), flag(vcse))
}

fn lot(lot: &LotFact) -> String {
    let status = lot.status.as_deref().unwrap_or("-");
    let basis = lot.suitability.basis.map_or("-", |basis| basis.name());
    let suits = flags(lot.suitability.sme, lot.suitability.vcse);
    let (value, term, cpv) = (value(lot.value.as_ref()), term(lot.term), lot.cpv.as_deref().unwrap_or("-"));
    format!("lot {}: {status}; {value}; {suits} {basis}; {term}; {cpv}", lot.key)
}

fn supplier(supplier: &SupplierFact) -> String {
    let postcode = supplier.postcode.as_deref().unwrap_or("-");
    format!(
        "{} ({}, {postcode})",
        named(&supplier.name, &supplier.identifiers),
        flags(supplier.sme, supplier.vcse)
    )
}

fn contract(contract: &ContractFact) -> String {
    let suppliers: Vec<String> = contract.suppliers.iter().map(supplier).collect();
    let basis = contract.end_basis.map_or("-", |basis| basis.name());
    let signed = contract.signed_on.or(contract.awarded_on).map(|day| day.to_string()).unwrap_or_default();
    let (value, term) = (value(contract.value.as_ref()), term(contract.term));
    let cpv = contract.cpv.as_deref().unwrap_or("-");
    let lots = contract.lots.join(" ");
    format!(
        "{} [{lots}] {value}; {term} {basis}; {signed}; {cpv}; {}",
        contract.origin.name(),
        suppliers.join(" + ")
    )
}

/// All that the table is about, a line each.
fn told(facts: &ProcessFacts) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for notice in &facts.notices {
        let (kind, number) =
            (notice.kind.as_deref().unwrap_or("-"), notice.identifier.as_deref().unwrap_or("-"));
        lines.push(format!("{kind} {number} {} {}", facts.stage.name(), facts.source.name()));
    }
    lines
        .extend(facts.buyers.iter().map(|buyer| format!("buyer {}", named(&buyer.name, &buyer.identifiers))));
    let deadline = facts.deadline.map(|instant| instant.format("%FT%TZ").to_string()).unwrap_or_default();
    let places: Vec<String> = facts.places.iter().map(|place| place.code.clone()).collect();
    let cpv = facts.cpv.as_deref().unwrap_or("-");
    let framework = if facts.is_framework { " framework" } else { "" };
    lines.push(format!(
        "{}; {}; {cpv}; {}; {deadline}{framework}",
        value(facts.value.as_ref()),
        term(facts.term),
        places.join(" ")
    ));
    lines.extend(facts.lots.iter().map(lot));
    lines.extend(facts.contracts.iter().map(contract));
    lines
}

/// The facts of the release of this ocid in a file, told; checks that no award of it is lost.
fn told_of(releases: &[Release], ocid: &str) -> Vec<String> {
    let own: Vec<Release> = releases.iter().filter(|release| release.ocid() == ocid).cloned().collect();
    assert_eq!(own.len(), 1, "{ocid}");
    told(&facts_of(own))
}

/// The releases of all files of a folder.
fn all_releases(name: &str) -> Option<Vec<Release>> {
    let folder = folder(name)?;
    Some(files(&folder).iter().flat_map(|path| read_all(path).0).collect())
}

#[test]
fn every_release_of_find_a_tender_has_its_facts() {
    let Some(releases) = all_releases("find-a-tender") else { return };
    let expected: &[(&str, &[&str])] = &[
        (
            "ocds-h6vhtk-028f93",
            &[
                "- 002109-2021 TENDER FIND_A_TENDER",
                "buyer The British Broadcasting Corporation (BBC)",
                "5000000.00 GBP ESTIMATE; ..2026-11-30; 85100000; GB; 2021-03-09T12:00:00Z",
                "lot 1: active; -; sme? vcse? -; ..2026-11-30; -",
            ],
        ),
        (
            "ocds-h6vhtk-052a2e",
            &[
                "UK7 028961-2025 CONTRACT FIND_A_TENDER",
                "buyer Lancaster City Council GB-PPON:PTQG-8236-WVNZ",
                "-; ..; 48000000; GB; ",
                "lot 1: complete; -; sme? vcse? -; ..; 48000000",
                "CONTRACT [1] 54393.60 GBP NET; 2025-05-19..2028-05-18 CONTRACT_PERIOD; 2025-04-04; 48000000; \
                 Integrated Skills Limited GB-PPON:PBHQ-9995-HXVM (sme+ vcse-, LS7 4NY)",
            ],
        ),
        (
            "ocds-h6vhtk-067fb8",
            &[
                "UK4 032703-2026 TENDER FIND_A_TENDER",
                "buyer Harrogate Town Council GB-PPON:PDTL-7248-GWZW",
                "33721.00 GBP ESTIMATE; 2026-05-14..2026-12-31; 09323000; UKE2; 2026-05-08T22:59:59Z",
                "lot 1: active; 33721.00 GBP ESTIMATE; sme? vcse? -; 2026-05-14..2026-12-31; 09323000",
            ],
        ),
        (
            "ocds-h6vhtk-06f17d",
            &[
                "UK4 083563-2026 TENDER FIND_A_TENDER",
                "buyer Science Museum Group GB-PPON:PDTR-3338-MNPG",
                "182500.00 GBP ESTIMATE; 2026-11-04..2028-11-16; 92521000; UKD3; 2026-10-02T22:59:00Z",
                "lot 1: active; 50000.00 GBP ESTIMATE; sme+ vcse? LOT; 2026-11-04..2028-11-03; 92521000",
                "lot 2: active; 16000.00 GBP ESTIMATE; sme+ vcse? LOT; 2026-11-04..2028-11-03; 92521000",
                "lot 3: active; 30000.00 GBP ESTIMATE; sme+ vcse? LOT; 2026-11-10..2028-11-09; 92521000",
                "lot 4: active; 35000.00 GBP ESTIMATE; sme+ vcse? LOT; 2026-11-10..2028-11-09; 92521000",
                "lot 5: active; 51500.00 GBP ESTIMATE; sme+ vcse? LOT; 2026-11-17..2028-11-16; 92521000",
            ],
        ),
        (
            "ocds-h6vhtk-0510f8",
            &[
                "UK15 083685-2026 CONTRACT FIND_A_TENDER",
                "buyer Government Commercial Agency GB-PPON:PBZB-4962-TVLR",
                "-; ..; -; ; ",
            ],
        ),
        (
            "ocds-h6vhtk-0525b3",
            &[
                "UK7 ocds-h6vhtk-0525b3-2026-09-30T11:59:50+01:00 CONTRACT FIND_A_TENDER",
                "buyer Durham County Council GB-PPON:PMPB-8772-VYWM",
                "-; ..; 45000000; UKC; ",
                "CONTRACT [1] 395493.00 GBP NET; 2026-10-05..2027-03-31..2028-03-31 CONTRACT_PERIOD; 2026-09-30; \
                 45000000; Dinsdale Moorland Specialists Ltd GB-COH:09442333 (sme+ vcse-, -)",
            ],
        ),
        (
            "ocds-h6vhtk-065444",
            &[
                "UK10 083674-2026 CONTRACT FIND_A_TENDER",
                "buyer The Water Services Regulation Authority GB-PPON:PPCX-7855-VXBT",
                "-; ..; -; ; ",
                "CONTRACT [] 35000.00 GBP NET; 2026-08-21..2026-08-21..2026-12-31 AMENDED; ; -; ",
            ],
        ),
        (
            "ocds-h6vhtk-06f1b4",
            &[
                "UK1 083664-2026 PLANNED FIND_A_TENDER",
                "buyer Government Property Agency GB-PPON:PGHR-3329-MDGL",
                "2500000.00 GBP ESTIMATE; 2027-01-10..2029-01-09..2030-01-09; 72261000; GB; ",
                "lot 1: planned; -; sme+ vcse? LOT; 2027-01-10..2029-01-09..2030-01-09; 72261000",
            ],
        ),
        (
            "ocds-h6vhtk-06f1ad",
            &[
                "UK2 083655-2026 ENGAGEMENT FIND_A_TENDER",
                "buyer Leeds City Council GB-PPON:PJYG-6658-PPMY",
                "360000.00 GBP ESTIMATE; 2027-01-02..2029-01-01..2030-01-01; 50712000; GB; 2026-09-21T22:59:59Z",
                "lot 1: planning; -; sme+ vcse? LOT; 2027-01-02..2029-01-01..2030-01-01; 50712000",
            ],
        ),
        (
            "ocds-h6vhtk-06f19e",
            &[
                "UK7 083608-2026 CONTRACT FIND_A_TENDER",
                "buyer West Northamptonshire Council GB-PPON:PGDV-8944-CMBP",
                "-; ..; 60000000; ; ",
                "lot 2760: complete; -; sme? vcse? -; ..; 60000000",
                "CONTRACT [2760] -; 2026-09-04..2026-09-20 CONTRACT_PERIOD; 2026-09-03; 60000000; \
                 star cab daventry limited (sme- vcse-, NN11 9AA)",
            ],
        ),
        (
            "ocds-h6vhtk-06f1b2",
            &[
                "UK4 083662-2026 TENDER FIND_A_TENDER",
                "buyer Arts Council England GB-PPON:PBGY-4385-GQGP",
                "15000.00 GBP ESTIMATE; 2026-11-02..2027-03-31; 79419000; GB; 2026-09-21T09:00:00Z",
                "lot 1: active; 15000.00 GBP ESTIMATE; sme+ vcse+ LOT; 2026-11-02..2027-03-31; 79419000",
            ],
        ),
    ];
    assert_eq!(releases.len(), expected.len());
    for (ocid, lines) in expected {
        assert_eq!(told_of(&releases, ocid), *lines, "{ocid}");
    }
}

#[test]
fn releases_of_contracts_finder_scotland_and_wales_have_their_facts() {
    let Some(releases) = all_releases("contracts-finder") else { return };
    let expected: &[(&str, &[&str])] = &[
        (
            "ocds-b5fd17-e3b5f385-5989-4cf1-8849-01c247fc9c30",
            &[
                "- 2a1e3359-87a0-4fdd-ac61-20d5e6520a13-819950 AWARD CONTRACTS_FINDER",
                "buyer London Borough of Merton",
                "372032.00 GBP ESTIMATE; 2025-01-06..2026-01-05; 63712400; GB; 2024-12-21T12:00:00Z",
                "AWARD [] 93007.00 GBP NET; 2025-01-23..2025-04-23 AWARD_PERIOD; 2024-12-22; 63712400; \
                 Marstons holdings plc (sme- vcse-, EC3N 2LB)",
            ],
        ),
        (
            "ocds-b5fd17-8e9e80b5-0a39-4580-a5f2-2b35442a9378",
            &[
                "- b8c14041-9e33-4f4c-8c08-398d0c8ada2c-819943 TENDER CONTRACTS_FINDER",
                "buyer Barton Stacey Primary School",
                "-; 2025-09-01..2028-08-31; 55524000; UKJ; 2025-03-07T13:00:00Z",
            ],
        ),
        (
            "ocds-b5fd17-a2e8d11a-9970-43cf-9088-a4c30017882c",
            &[
                "- 54550edf-9b87-48e3-9e3c-d204a4d45012-832928 AWARD CONTRACTS_FINDER",
                "buyer United Kingdom Atomic Energy Authority",
                "-; 2025-04-17..2028-04-16; 85147000; OX14 3DB IM GB; 2024-11-26T12:00:00Z",
                "AWARD [] 75000.00 GBP NET; 2025-04-17..2028-04-16 AWARD_PERIOD; 2025-03-11; 85147000; \
                 CNLR Horizons Limited T/A CIC Wellbeing (sme- vcse-, E1W 1AW)",
            ],
        ),
        (
            "ocds-b5fd17-8b568c23-33c7-4c16-a9ea-99d69e6a5ac9",
            &[
                "- 36bd1d93-e902-483c-b48c-b57552a534a3-833035 AWARD CONTRACTS_FINDER",
                "buyer West Suffolk NHS Foundation Trust",
                "49995.00 GBP ESTIMATE; 2025-01-01..2025-12-31; 72260000; IP33 2QZ UKH; 2024-12-01T12:00:00Z",
                "AWARD [] 49995.00 GBP NET; 2025-01-01..2025-12-31 AWARD_PERIOD; 2024-12-24; 72260000; \
                 ITB (sme+ vcse?, OX29 8RX)",
            ],
        ),
        (
            "ocds-b5fd17-354cb16b-45c5-4e81-9dff-e5b75c2a2dec",
            &[
                "- d42bbbcf-ebb3-4e5e-8de2-a4336e87dcb2-832960 AWARD CONTRACTS_FINDER",
                "buyer In-Tend e-Tendering",
                "-; 2024-04-01..2028-03-31; 09331000; HX1 2EB IM GB; 2024-01-03T17:00:00Z",
                "AWARD [] -; 2024-04-01..2028-03-31 AWARD_PERIOD; 2024-03-05; 09331000; \
                 BLUE SUN ENERGY LTD (sme? vcse?, LE1 5QQ) + YUMA INSTALLATIONS LTD (sme? vcse?, M34 3GG)",
            ],
        ),
        (
            "ocds-b5fd17-3fc3576f-12fc-4c77-a9ca-766be3892fef",
            &[
                "- 3481b15e-9400-42d8-9eab-8c45d8e4c433-832948 AWARD CONTRACTS_FINDER",
                "buyer Stevenage Borough Council",
                "-; 2025-03-10..2025-04-05; 50000000; SG1 1HN IM GB; 2025-03-06T12:00:00Z",
                "AWARD [] 75000.00 GBP NET; 2025-03-10..2025-04-05 AWARD_PERIOD; 2025-03-07; 50000000; \
                 CBM Group Ltd (sme? vcse?, AL7 1AU) + Lura Constructions LTD (sme? vcse?, E17 5DU)",
            ],
        ),
        (
            "ocds-b5fd17-6e414ecd-9105-4a6d-a3ab-621c3440ffe1",
            &[
                "- 1a1a49a6-e4f9-4f6f-a448-8d76e06322e1-831763 AWARD CONTRACTS_FINDER",
                "buyer DERBY CITY COUNCIL GB-LAE:DER",
                "1500000.00 GBP ESTIMATE; 2025-02-01..2027-01-31; 39130000; UKF; 2025-01-02T00:00:00Z",
                "AWARD [] 1500000.00 GBP NET; 2025-02-01..2027-01-31 AWARD_PERIOD; 2025-01-02; 39130000; \
                 Senator International Limited Trading As The Senator Group GB-COH:01323955 (sme- vcse-, BB5 5YE)",
            ],
        ),
        (
            "ocds-b5fd17-f58cdc94-a695-404c-bd6c-718ff8c698e9",
            &[
                "- 30c6f297-4af2-436e-9b14-397391b02143-832989 ENGAGEMENT CONTRACTS_FINDER",
                "buyer Walsall Healthcare NHS Trust",
                "-; ..; 55500000; WS2 9PS GB; 2025-03-21T23:59:59Z",
            ],
        ),
        (
            "ocds-b5fd17-41b1efb4-da12-43f7-b68c-fb02307fc3db",
            &[
                "- 495480ff-c156-4fa4-b38b-73235e6e19c7-832961 ENGAGEMENT CONTRACTS_FINDER",
                "buyer North Northamptonshire Council GB-SRS:supplierregistration.cabinetoffice.gov.uk/FdrJ277p",
                "-; ..; 85000000; UKF; 2025-03-21T23:59:59Z",
            ],
        ),
        (
            "ocds-r6ebe6-0000581860",
            &[
                "- APR352786 TENDER PUBLIC_CONTRACTS_SCOTLAND",
                "buyer ng homes",
                "-; ..; 50711000; UKM82; 2019-05-29T12:00:00Z",
                "lot 1: active; -; sme? vcse? -; ..; 50711000",
            ],
        ),
        (
            "ocds-r6ebe6-0000581665",
            &[
                "- APR352578 TENDER PUBLIC_CONTRACTS_SCOTLAND",
                "buyer East Ayrshire Council",
                "-; ..; 90500000; UKM93; 2019-05-28T12:00:00Z",
                "lot 2: active; -; sme? vcse? -; ..; 90500000",
                "lot 1: active; -; sme? vcse? -; ..; 90500000",
            ],
        ),
        (
            "ocds-r6ebe6-0000581295",
            &[
                "- APR351989 TENDER PUBLIC_CONTRACTS_SCOTLAND",
                "buyer Fife Housing Group",
                "-; 2019-08-01..2021-07-31; 44112400; UKM72; 2019-05-22T12:00:00Z",
                "lot 1: active; -; sme? vcse? -; 2019-08-01..2021-07-31; -",
            ],
        ),
        (
            "ocds-kuma6s-148440",
            &[
                "- ocds-kuma6s-148440-release-148440 TENDER SELL2WALES",
                "buyer City & County of Swansea",
                "buyer Legal, Democratic and Business Intelligence, Swansea Council,",
                "-; ..; 50000000; UKL18; 2025-03-24T12:00:00Z",
                "lot 1: active; -; sme? vcse? -; ..; 44621220",
            ],
        ),
        (
            "ocds-kuma6s-148385",
            &[
                "- ocds-kuma6s-148385-release-148385 TENDER SELL2WALES",
                "buyer LHC Procurement Group for the Welsh Procurement Alliance (WPA)",
                "40000000.00 GBP CEILING; ..; 45260000; UKL; 2025-04-07T12:00:00Z framework",
                "lot 4: active; -; sme? vcse? -; ..; 45260000",
                "lot 1: active; -; sme? vcse? -; ..; 45260000",
                "lot 2: active; -; sme? vcse? -; ..; 45260000",
                "lot 3: active; -; sme? vcse? -; ..; 45260000",
                "lot 5: active; -; sme? vcse? -; ..; 45260000",
            ],
        ),
    ];
    for (ocid, lines) in expected {
        assert_eq!(told_of(&releases, ocid), *lines, "{ocid}");
    }
}

#[test]
fn criteria_have_their_weights() {
    let Some(releases) = all_releases("find-a-tender") else { return };
    let told = |ocid: &str| -> Vec<String> {
        let own: Vec<Release> = releases.iter().filter(|release| release.ocid() == ocid).cloned().collect();
        let criteria = facts_of(own).criteria;
        let text = |text: Option<String>| text.unwrap_or_default();
        criteria
            .into_iter()
            .map(|criterion| {
                let weight = criterion.weight_hundredths.unwrap_or_default();
                let basis = text(criterion.weight_basis);
                format!(
                    "{} {} {} {weight} {basis}",
                    text(criterion.lot_key),
                    text(criterion.kind),
                    text(criterion.name)
                )
            })
            .collect()
    };
    assert_eq!(
        told("ocds-h6vhtk-067fb8"),
        [
            "1 quality Bidder Experience 3000 PERCENT",
            "1 quality Technical Proposal 5000 PERCENT",
            "1 price Commercial Proposal 2000 PERCENT"
        ]
    );
    assert_eq!(
        told("ocds-h6vhtk-06f1b2"),
        ["1 price Total Price 2000 PERCENT", "1 quality Quality 8000 PERCENT"]
    );
    assert_eq!(told("ocds-h6vhtk-06f17d").len(), 10);
}

/// The dynamic market notice states nothing of its awards but their ids.
#[test]
fn a_delta_of_awards_keeps_all_of_them_and_makes_no_contracts() {
    let Some(releases) = all_releases("find-a-tender") else { return };
    let own: Vec<Release> =
        releases.into_iter().filter(|release| release.ocid() == "ocds-h6vhtk-0510f8").collect();
    let facts = facts_of(own);
    assert_eq!((facts.awards.len(), facts.contracts.len()), (34, 0));
}

/// Each award, lot and criterion of every release is there, also when a delta without content follows, and no
/// fact hangs on what is counted as unmapped.
#[test]
fn nothing_of_any_release_is_lost() {
    for name in ["find-a-tender", "contracts-finder"] {
        let Some(releases) = all_releases(name) else { continue };
        for release in releases {
            let fields = release.fields().clone();
            let facts = facts_of(vec![release.clone()]);
            let count =
                |owner: Option<&Object>, name: &str| owner.map_or(0, |owner| owner.objects(name).count());
            assert_eq!(facts.awards.len(), count(Some(&fields), "awards"), "{}", release.ocid());
            assert_eq!(facts.lots.len(), count(fields.object("tender"), "lots"), "{}", release.ocid());
            let suppliers: usize = facts.awards.iter().map(|award| award.suppliers.len()).sum();
            // A supplier of several lots is listed once for each, and counts once.
            let identity = |supplier: &Object| -> String {
                let id = supplier.str("id");
                let party = fields.objects("parties").find(|party| party.str("id") == id);
                let number = party.and_then(|party| party.object("identifier")?.str("id"));
                let name = supplier.str("name").unwrap_or_default().to_lowercase();
                number.map_or_else(|| name.replace(|c: char| !c.is_alphanumeric(), ""), str::to_owned)
            };
            let distinct =
                |award: &Object| award.objects("suppliers").map(identity).collect::<HashSet<_>>().len();
            let stated: usize = fields.objects("awards").map(distinct).sum();
            assert_eq!(suppliers, stated, "{}", release.ocid());
            assert!(!facts.buyers.is_empty(), "{}", release.ocid());
            let paths: Vec<String> = unmapped(&fields).into_iter().map(|found| found.path).collect();
            let mapped =
                Release::parse(without(&fields, &paths).to_string(), &anchorhub_ocds::Caps::default());
            // Of documents that are no notices the same paths are unmapped that are mapped of notices.
            let mut rest = facts_of(vec![mapped.unwrap()]);
            if paths.iter().any(|path| path.contains("documents")) {
                rest.notices.clone_from(&facts.notices);
                rest.stage = facts.stage;
                rest.deadline = facts.deadline;
            }
            assert_eq!(rest, facts, "{}", release.ocid());
        }
    }
}

fn without(object: &Object, paths: &[String]) -> Object {
    fn kept(value: &Value, at: &str, paths: &[String]) -> Option<Value> {
        match value {
            Value::Object(object) => {
                let members = object.iter().filter_map(|(name, value)| {
                    let is_position =
                        name.bytes().all(|byte| byte.is_ascii_digit()) && value.as_object().is_some();
                    let here = match (at.is_empty(), is_position) {
                        (true, _) => name.to_owned(),
                        (false, true) => at.to_owned(),
                        (false, false) => format!("{at}.{name}"),
                    };
                    Some((name.to_owned(), kept(value, &here, paths)?))
                });
                Some(Value::Object(members.collect()))
            }
            Value::Array(items) => {
                Some(Value::Array(items.iter().filter_map(|item| kept(item, at, paths)).collect()))
            }
            literal => (!paths.iter().any(|path| path == at)).then(|| literal.clone()),
        }
    }
    match kept(&Value::Object(object.clone()), "", paths) {
        Some(Value::Object(object)) => object,
        _ => Object::new(),
    }
}
