//! Notices of the region: a JSON Lines file of releases in the shape of UK notices. Each process is tendered,
//! awarded and contracted; its three releases lie apart in the file, as they would in a year of pulls.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{FIRST_DAY, INSTITUTIONS, org_id, random::Random, suppliers::Supplier, words};

/// A file of releases and what stands in it.
pub(crate) struct ReleaseFile {
    pub(crate) path: PathBuf,
    pub(crate) releases: u64,
    pub(crate) processes: u64,
    pub(crate) bytes: u64,
}

/// Processes that begin between the tender of one and its award, and between that and its contract.
const APART: u64 = 400;

/// Processes from whose size it is told how many fill the file.
const SAMPLE: u64 = 500;

/// Writes about so many bytes of releases.
pub(crate) fn write(dir: &Path, bytes: u64, seed: u64, suppliers: &[Supplier]) -> Result<ReleaseFile> {
    let path = dir.join("releases.jsonl");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    let of_sample: usize = (0..SAMPLE)
        .flat_map(|number| Process::invent(number, seed, suppliers).releases())
        .map(|release| release.len() + 1)
        .sum();
    let processes = (bytes * SAMPLE).div_ceil(u64::try_from(of_sample)?);
    let (mut releases, mut written) = (0, 0);
    for moment in 0..processes + 2 * APART {
        for stage in 0..3 {
            let Some(number) = moment.checked_sub(stage * APART).filter(|number| *number < processes) else {
                continue;
            };
            let line = &Process::invent(number, seed, suppliers).releases()[usize::try_from(stage)?];
            writeln!(file, "{line}")?;
            releases += 1;
            written += u64::try_from(line.len())? + 1;
        }
    }
    file.flush()?;
    Ok(ReleaseFile { path, releases, processes, bytes: written })
}

/// A made-up procurement.
struct Process<'a> {
    number: u64,
    buyer: usize,
    suppliers: Vec<&'a Supplier>,
    title: String,
    text: String,
    cpv: String,
    pounds: usize,
    tendered: NaiveDate,
    months: usize,
}

impl<'a> Process<'a> {
    /// The same number and seed always give the same process.
    fn invent(number: u64, seed: u64, suppliers: &'a [Supplier]) -> Self {
        let mut random = Random::new(seed ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let lots = 1 + random.below(3);
        let sentence = |random: &mut Random| {
            let word = |random: &mut Random| random.pick(&words::SECOND).to_lowercase();
            format!("Of {}, {} and {}, as the buyer asks for. ", word(random), word(random), word(random))
        };
        Self {
            number,
            buyer: random.below(INSTITUTIONS),
            suppliers: (0..lots).map(|_| &suppliers[random.below(suppliers.len())]).collect(),
            title: format!("{} for {}", random.pick(&words::CATEGORIES), random.pick(&words::DISTRICTS)),
            text: (0..8).map(|_| sentence(&mut random)).collect(),
            cpv: format!("{:02}{:06}", 3 + random.below(90), 100 * random.below(10_000)),
            pounds: 5_000 + random.below(2_000_000),
            tendered: FIRST_DAY + Days::new(u64::try_from(random.below(2_000)).unwrap_or(0)),
            months: 12 * (1 + random.below(4)),
        }
    }

    /// Tender, award and contract, each as one line of JSON.
    fn releases(&self) -> [String; 3] {
        [self.tender(), self.award(), self.contract()].map(|release| release.to_string())
    }

    fn release(&self, stage: &str, days: u64, tag: &str, kind: &str, holder: &str, mut rest: Value) -> Value {
        let date = self.tendered + Days::new(days);
        let id = format!("{:06}-{stage}", self.number);
        rest["ocid"] = json!(format!("ocds-xbench-{:08}", self.number));
        rest["id"] = json!(id);
        rest["date"] = json!(format!("{date}T09:00:00Z"));
        rest["tag"] = json!([tag]);
        rest["initiationType"] = json!("tender");
        rest["language"] = json!("en");
        rest["buyer"] =
            json!({"id": org_id(self.buyer), "name": format!("Buyer {} (benchmark)", self.buyer)});
        let document = json!([{
            "id": id, "noticeType": kind, "documentType": "notice", "format": "text/html",
            "description": "Notice on the portal", "url": format!("https://notices.invalid/{id}"),
            "datePublished": format!("{date}T09:00:00Z"),
        }]);
        if holder == "tender" {
            rest["tender"]["documents"] = document;
        } else {
            rest[holder][0]["documents"] = document;
        }
        rest
    }

    fn tender(&self) -> Value {
        let lots: Vec<Value> = (1..=self.suppliers.len())
            .map(|lot| {
                json!({
                    "id": lot.to_string(), "title": format!("{}, lot {lot}", self.title), "description": self.text,
                    "status": "active", "value": {"amount": self.pounds, "currency": "GBP"},
                    "suitability": {"sme": lot % 2 == 1, "vcse": false},
                    "contractPeriod": self.period(),
                    "awardCriteria": {"criteria": [
                        {"type": "price", "name": "Price", "numbers": [{"number": 60, "weight": "percentageExact"}]},
                        {"type": "quality", "name": "Social value", "numbers": [{"number": 40, "weight": "percentageExact"}]},
                    ]},
                })
            })
            .collect();
        let items: Vec<Value> = (1..=self.suppliers.len())
            .map(|lot| {
                json!({
                    "id": lot.to_string(), "relatedLot": lot.to_string(),
                    "additionalClassifications": [{"scheme": "CPV", "id": self.cpv, "description": self.title}],
                    "deliveryAddresses": [{"region": "UKG3"}],
                })
            })
            .collect();
        let rest = json!({
            "parties": [self.buyer()],
            "tender": {
                "id": format!("T{}", self.number), "title": self.title, "description": self.text.repeat(2),
                "status": "active", "mainProcurementCategory": "services", "procurementMethod": "open",
                "classification": {"scheme": "CPV", "id": self.cpv, "description": self.title},
                "value": {"amount": self.pounds * self.suppliers.len(), "currency": "GBP"},
                "tenderPeriod": {"endDate": format!("{}T12:00:00Z", self.tendered + Days::new(35))},
                "lots": lots, "items": items,
            },
        });
        self.release("1", 0, "tender", "UK4", "tender", rest)
    }

    fn award(&self) -> Value {
        let awards: Vec<Value> = (1..)
            .zip(&self.suppliers)
            .map(|(lot, supplier): (usize, _)| {
                json!({
                    "id": lot.to_string(), "title": format!("{}, lot {lot}", self.title), "status": "active",
                    "date": (self.tendered + Days::new(90)).to_string(),
                    "value": {"amount": self.pounds, "currency": "GBP"}, "relatedLots": [lot.to_string()],
                    "suppliers": [{"id": format!("S{lot}"), "name": supplier.name}],
                    "contractPeriod": self.period(),
                })
            })
            .collect();
        let rest = json!({"parties": self.parties(), "awards": awards, "bids": {"statistics": self.bids()}});
        self.release("2", 90, "award", "UK6", "awards", rest)
    }

    fn contract(&self) -> Value {
        let contracts: Vec<Value> = (1..=self.suppliers.len())
            .map(|lot| {
                json!({
                    "id": lot.to_string(), "awardID": lot.to_string(), "status": "active",
                    "title": format!("{}, lot {lot}", self.title), "description": self.text,
                    "dateSigned": (self.tendered + Days::new(110)).to_string(),
                    "value": {"amount": self.pounds, "currency": "GBP"}, "period": self.period(),
                })
            })
            .collect();
        let rest = json!({"parties": self.parties(), "contracts": contracts});
        self.release("3", 112, "contract", "UK7", "contracts", rest)
    }

    fn bids(&self) -> Value {
        let of_lot = |lot: usize, measure: &str, value: usize| json!({"id": format!("{measure}{lot}"), "measure": measure, "value": value, "relatedLot": lot.to_string()});
        (1..=self.suppliers.len())
            .flat_map(|lot| [of_lot(lot, "bids", 5), of_lot(lot, "smeBids", 3)])
            .collect()
    }

    fn period(&self) -> Value {
        let start = self.tendered + Days::new(120);
        let end = start + Days::new(u64::try_from(self.months * 30).unwrap_or(0));
        json!({"startDate": start.to_string(), "endDate": end.to_string()})
    }

    fn buyer(&self) -> Value {
        json!({
            "id": org_id(self.buyer), "name": format!("Buyer {} (benchmark)", self.buyer), "roles": ["buyer"],
            "identifier": {"scheme": "XI-BENCH", "id": format!("{:03}", self.buyer + 1)},
            "address": {"streetAddress": "1 Example Street", "locality": "Example", "countryName": "United Kingdom"},
        })
    }

    fn parties(&self) -> Vec<Value> {
        let supplier = |(lot, supplier): (usize, &&Supplier)| {
            json!({
                "id": format!("S{lot}"), "name": supplier.name, "roles": ["supplier"],
                "identifier": {"scheme": "XI-BENCH-CO", "id": supplier.company_number},
                "address": {"streetAddress": "2 Example Street", "postalCode": supplier.postcode, "countryName": "United Kingdom"},
                "details": {"scale": if supplier.sme { "sme" } else { "large" }, "vcse": false},
            })
        };
        std::iter::once(self.buyer()).chain((1..).zip(&self.suppliers).map(supplier)).collect()
    }
}
