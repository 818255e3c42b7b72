//! The contract registers: what each institution has under contract, with the headings of the Local Government
//! Transparency Code 2015 (section 2.2, contracts) and those that registers add to them.

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};

use super::{
    DAYS, FIRST_DAY, INSTITUTIONS, busy, org_id, pence,
    random::Random,
    suppliers::Supplier,
    weighted_institution,
    words::{FIRST, SECOND},
};

/// CPV divisions that contracts fall into.
pub(crate) const DIVISIONS: [&str; 43] = [
    "03", "09", "14", "15", "18", "22", "24", "30", "31", "32", "33", "34", "35", "37", "38", "39", "41",
    "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64", "65", "66", "70", "71", "72", "73",
    "75", "76", "77", "79", "80", "85", "90", "92", "98",
];

const HEADER: [&str; 10] = [
    "Reference Number",
    "Title of Agreement",
    "Supplier Name",
    "Company Number",
    "CPV Code",
    "Contract Value",
    "Award Date",
    "Start Date",
    "End Date",
    "Supplier Type",
];

/// How many days contracts last.
const TERMS: [u64; 7] = [180, 365, 365, 730, 730, 1_095, 1_460];

/// The register of one institution and what stands in it.
pub(crate) struct RegisterFile {
    pub(crate) path: PathBuf,
    /// Org-id of the institution.
    pub(crate) institution: String,
    pub(crate) contracts: u64,
    pub(crate) value_pence: i64,
}

impl RegisterFile {
    fn new(dir: &Path, index: usize) -> Self {
        let institution = org_id(index);
        let path = dir.join(format!("contracts-{institution}.csv"));
        Self { path, institution, contracts: 0, value_pence: 0 }
    }

    fn create(&self) -> Result<csv::Writer<BufWriter<File>>> {
        let file =
            File::create(&self.path).with_context(|| format!("cannot write {}", self.path.display()))?;
        let mut writer = csv::Writer::from_writer(BufWriter::new(file));
        writer.write_record(HEADER)?;
        Ok(writer)
    }
}

/// Writes so many contracts into the registers of all institutions.
pub(super) fn write(
    dir: &Path,
    count: usize,
    seed: u64,
    suppliers: &[Supplier],
    pools: &[Vec<usize>],
) -> Result<Vec<RegisterFile>> {
    // A series of its own, so that the payments of a seed stay what they were.
    let mut random = Random::new(seed ^ 0x00c0_47ac);
    let divisions = Divisions::new();
    let sold: Vec<Vec<&str>> = suppliers.iter().map(|_| divisions.some(&mut random)).collect();
    let mut files: Vec<RegisterFile> = (0..INSTITUTIONS).map(|index| RegisterFile::new(dir, index)).collect();
    let mut writers = files.iter().map(RegisterFile::create).collect::<Result<Vec<_>>>()?;
    for number in 0..count {
        let institution = weighted_institution(&mut random);
        let supplier = busy(&pools[institution], &mut random);
        let division =
            if random.chance(0.85) { random.pick(&sold[supplier]) } else { divisions.one(&mut random) };
        let (row, pence) = contract(number, division, &suppliers[supplier], &mut random);
        writers[institution].write_record(&row)?;
        files[institution].contracts += 1;
        files[institution].value_pence += pence;
    }
    for writer in &mut writers {
        writer.flush()?;
    }
    Ok(files)
}

fn contract(number: usize, division: &str, supplier: &Supplier, random: &mut Random) -> ([String; 10], i64) {
    let awarded = FIRST_DAY + days(random.below(DAYS));
    let starts = awarded + days(5 + random.below(85));
    let ends = starts + Days::new(random.pick(&TERMS));
    let code = format!("{division}{}{}{}000", random.below(9) + 1, random.below(10), random.below(10));
    let title = format!(
        "{} - {} {} framework lot {}",
        random.pick(&supplier.categories),
        random.pick(&FIRST),
        random.pick(&SECOND).to_lowercase(),
        random.below(8) + 1
    );
    let value = pence((10.6 + 1.6 * random.normal()).exp());
    let written = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    let row = [
        format!("XBC{number:07}"),
        title,
        supplier.name.clone(),
        supplier.company_number.clone(),
        code,
        format!("{}.{:02}", value / 100, value % 100),
        written(awarded),
        written(starts),
        written(ends),
        supplier.size().to_owned(),
    ];
    (row, value)
}

fn days(count: usize) -> Days {
    Days::new(u64::try_from(count).unwrap_or(0))
}

/// Divisions by how often they are bought: works, computing, health and the like thirteen times as often as most.
struct Divisions(Vec<&'static str>);

impl Divisions {
    fn new() -> Self {
        let times = |division: &&str| match *division {
            "45" | "72" | "85" | "33" | "79" | "90" | "71" => 13,
            "50" | "80" | "30" | "60" | "48" => 4,
            _ => 1,
        };
        Self(DIVISIONS.iter().flat_map(|division| vec![*division; times(division)]).collect())
    }

    fn one(&self, random: &mut Random) -> &'static str {
        random.pick(&self.0)
    }

    /// What a supplier sells: one or two of them.
    fn some(&self, random: &mut Random) -> Vec<&'static str> {
        (0..random.pick(&[1, 1, 2])).map(|_| self.one(random)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;
    use crate::workload::generate;

    #[test]
    fn registers_hold_what_is_counted() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let workload = generate(first.path(), 0.005, 7).unwrap();
        let again = generate(second.path(), 0.005, 7).unwrap();
        assert_eq!(workload.registers.len(), INSTITUTIONS);
        let (mut references, mut divisions) = (BTreeSet::new(), BTreeSet::new());
        for (register, same) in workload.registers.iter().zip(&again.registers) {
            assert_eq!(fs::read(&register.path).unwrap(), fs::read(&same.path).unwrap());
            let (mut contracts, mut pence) = (0, 0);
            for row in csv::Reader::from_path(&register.path).unwrap().records() {
                let row = row.unwrap();
                references.insert(row[0].to_owned());
                divisions.insert(row[4][..2].to_owned());
                assert!(row[6] < row[7] && row[7] < row[8], "awarded, then begun, then ended: {row:?}");
                contracts += 1;
                pence += row[5].replace('.', "").parse::<i64>().unwrap();
            }
            assert_eq!((register.contracts, register.value_pence), (contracts, pence));
        }
        assert_eq!(references.len(), 1_000);
        assert!(
            divisions.len() > 25 && divisions.iter().all(|division| DIVISIONS.contains(&division.as_str()))
        );
    }
}
