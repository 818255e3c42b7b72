//! The synthetic region that the hub is measured with: 30 institutions, 20,000 suppliers, 200,000 contracts and
//! 2,000,000 payments at scale 1, written as the files that a hub loads. Nothing in it is real: org-ids, area codes,
//! company numbers and postcodes are of series that do not exist.

mod contracts;
pub(crate) mod random;
mod releases;
mod suppliers;
mod words;

use std::{
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};

pub(crate) use self::{
    contracts::{DIVISIONS, RegisterFile},
    releases::ReleaseFile,
};
use self::{
    random::Random,
    suppliers::Supplier,
    words::{DISTRICTS, FIRST, SECOND},
};

/// Number of institutions at any scale.
pub(crate) const INSTITUTIONS: usize = 30;
const SUPPLIERS: f64 = 20_000.0;
const CONTRACTS: f64 = 200_000.0;
const PAYMENTS: f64 = 2_000_000.0;
/// Payments of the file that comes late.
const LATE_PAYMENTS: usize = 1_000;

/// First day with payments, and the number of days: to the end of 2025.
pub(crate) const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2019, 4, 1).unwrap();
pub(crate) const DAYS: usize = 365 * 6 + 270;

/// The period that spend files cover, and that of the one that comes late.
const PERIOD: &str = "2019-04..2025-12";
const LATE_PERIOD: &str = "2026-01";
const LATE_FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
const LATE_DAYS: usize = 31;

const HEADER: [&str; 9] = [
    "Payment Date",
    "Supplier Name",
    "Supplier Company Number",
    "Supplier Postcode",
    "Supplier Type",
    "Procurement Category",
    "Summary of Purpose",
    "Transaction Number",
    "Net Amount",
];

/// A generated region.
pub(crate) struct Workload {
    /// Reference data for `anchorhub reference load areas`.
    pub(crate) areas: PathBuf,
    /// Reference data for `anchorhub reference load institutions`.
    pub(crate) institutions: PathBuf,
    /// One spend file for each institution.
    pub(crate) files: Vec<SpendFile>,
    /// All payments in one file, as if the first institution had made them.
    pub(crate) single: SpendFile,
    /// One more month of the first institution, for a hub that has the rest.
    pub(crate) late: SpendFile,
    /// One contract register for each institution.
    pub(crate) registers: Vec<RegisterFile>,
    /// The suppliers, the busiest among the first.
    suppliers: Vec<Supplier>,
    folder: PathBuf,
    seed: u64,
}

/// A spend file and what stands in it.
#[derive(Clone)]
pub(crate) struct SpendFile {
    pub(crate) path: PathBuf,
    /// Org-id of the institution.
    pub(crate) institution: String,
    /// Period that it covers.
    pub(crate) period: &'static str,
    pub(crate) payments: u64,
    pub(crate) net_pence: i64,
}

impl Workload {
    /// How many suppliers there are.
    pub(crate) fn supplier_count(&self) -> usize {
        self.suppliers.len()
    }

    /// Name of a supplier below that count; the busiest are among the first.
    pub(crate) fn supplier_name(&self, index: usize) -> &str {
        &self.suppliers[index].name
    }

    /// Writes about so many bytes of releases of the region's institutions and suppliers.
    pub(crate) fn releases(&self, bytes: u64) -> Result<ReleaseFile> {
        releases::write(&self.folder, bytes, self.seed, &self.suppliers)
    }
}

/// Org-id of an institution, counted from 0.
pub(crate) fn org_id(index: usize) -> String {
    format!("XI-BENCH-{:03}", index + 1)
}

/// Writes the region into a folder.
pub(crate) fn generate(dir: &Path, scale: f64, seed: u64) -> Result<Workload> {
    anyhow::ensure!(scale > 0.0 && scale <= 100.0, "a scale must be above 0 and at most 100, not {scale}");
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let mut random = Random::new(seed);
    let suppliers = suppliers::invent(scaled(SUPPLIERS, scale).max(200), &mut random);
    let pools = suppliers::pools(suppliers.len(), &mut random);
    let (areas, institutions) = write_reference(dir)?;

    let mut files: Vec<SpendFile> =
        (0..INSTITUTIONS).map(|index| SpendFile::new(dir, &org_id(index), index)).collect();
    let mut single = SpendFile::new(dir, "all", 0);
    let mut writers = files.iter().map(SpendFile::create).collect::<Result<Vec<_>>>()?;
    let mut single_writer = single.create()?;
    for number in 0..scaled(PAYMENTS, scale) {
        let institution = weighted_institution(&mut random);
        let (row, pence) = payment(number, (FIRST_DAY, DAYS), &suppliers, &pools[institution], &mut random);
        writers[institution].write_record(&row)?;
        single_writer.write_record(&row)?;
        files[institution].count(pence);
        single.count(pence);
    }
    for writer in writers.iter_mut().chain([&mut single_writer]) {
        writer.flush()?;
    }
    let late = write_late(dir, seed, &suppliers, &pools[0])?;
    let registers = contracts::write(dir, scaled(CONTRACTS, scale), seed, &suppliers, &pools)?;
    let folder = dir.to_owned();
    Ok(Workload { areas, institutions, files, single, late, registers, suppliers, folder, seed })
}

impl SpendFile {
    fn new(dir: &Path, stem: &str, institution: usize) -> Self {
        let path = dir.join(format!("spend-{stem}.csv"));
        Self { path, institution: org_id(institution), period: PERIOD, payments: 0, net_pence: 0 }
    }

    fn create(&self) -> Result<csv::Writer<BufWriter<File>>> {
        let file =
            File::create(&self.path).with_context(|| format!("cannot write {}", self.path.display()))?;
        let mut writer = csv::Writer::from_writer(BufWriter::new(file));
        writer.write_record(HEADER)?;
        Ok(writer)
    }

    fn count(&mut self, pence: i64) {
        self.payments += 1;
        self.net_pence += pence;
    }
}

fn write_reference(dir: &Path) -> Result<(PathBuf, PathBuf)> {
    let (areas, institutions) = (dir.join("areas.csv"), dir.join("institutions.csv"));
    let mut writer = csv::Writer::from_path(&areas)?;
    writer.write_record(["code", "kind", "name", "parent"])?;
    for (number, name) in (1..).zip(DISTRICTS) {
        writer.write_record([&format!("X08{number:06}"), "DISTRICT", name, "X47000001"])?;
    }
    writer.write_record(["X47000001", "COMBINED_AUTHORITY", "Benchmark region (invented)", ""])?;
    writer.flush()?;
    let mut writer = csv::Writer::from_path(&institutions)?;
    writer.write_record(["org_id", "name", "kind", "home_area", "group"])?;
    for index in 0..INSTITUTIONS {
        let district = index * 7 % DISTRICTS.len();
        let (place, word) = (DISTRICTS[district], FIRST[index % FIRST.len()]);
        let (kind, name) = match index {
            0..14 => ("COUNCIL", format!("{place} Council (benchmark)")),
            14..24 => ("NHS_TRUST", format!("{place} {word} NHS Trust (benchmark)")),
            _ => ("UNIVERSITY", format!("University of {place} {word} (benchmark)")),
        };
        let area = format!("X08{:06}", district + 1);
        writer.write_record([&org_id(index), &name, kind, &area, "BENCHMARK"])?;
    }
    writer.flush()?;
    Ok((areas, institutions))
}

fn write_late(dir: &Path, seed: u64, suppliers: &[Supplier], pool: &[usize]) -> Result<SpendFile> {
    let mut random = Random::new(!seed);
    let mut file = SpendFile { period: LATE_PERIOD, ..SpendFile::new(dir, "late", 0) };
    let mut writer = file.create()?;
    for number in 0..LATE_PAYMENTS {
        let (row, pence) = payment(number, (LATE_FIRST_DAY, LATE_DAYS), suppliers, pool, &mut random);
        writer.write_record(&row)?;
        file.count(pence);
    }
    writer.flush()?;
    Ok(file)
}

/// A payment on one of so many days from a first one on.
fn payment(
    number: usize,
    (first_day, days): (NaiveDate, usize),
    suppliers: &[Supplier],
    pool: &[usize],
    random: &mut Random,
) -> ([String; 9], i64) {
    let supplier = &suppliers[busy(pool, random)];
    let amount = (7.4 + 1.3 * random.normal()).exp();
    let pence = pence(if random.chance(0.01) { -amount } else { amount });
    let category =
        if random.chance(0.9) { random.pick(&supplier.categories) } else { random.pick(&words::CATEGORIES) };
    let day = first_day + Days::new(u64::try_from(random.below(days)).unwrap_or(0));
    let document = if pence > 0 { "invoice" } else { "credit" };
    let purpose = format!("{} {document} {:06}", random.pick(&SECOND), random.below(1_000_000));
    let row = [
        day.format("%Y-%m-%d").to_string(),
        supplier.name.clone(),
        supplier.company_number.clone(),
        supplier.postcode.clone(),
        supplier.size().to_owned(),
        category.to_owned(),
        purpose,
        format!("T{number:08}"),
        format!("{}{}.{:02}", if pence < 0 { "-" } else { "" }, pence.abs() / 100, pence.abs() % 100),
    ];
    (row, pence)
}

/// One of a pool: a few suppliers take much of the work.
fn busy(pool: &[usize], random: &mut Random) -> usize {
    pool[scaled_index(pool.len(), random.unit().powf(2.6))]
}

/// The first institution pays most: weights 1, 1/√2, 1/√3, …
fn weighted_institution(random: &mut Random) -> usize {
    // The sum of 1/√j up to n is close to 2√n, so its inverse is a square.
    scaled_index(INSTITUTIONS, random.unit().powi(2))
}

#[expect(clippy::cast_possible_truncation, reason = "log-normal amounts stay far below the range of i64")]
fn pence(pounds: f64) -> i64 {
    (pounds * 100.0).round() as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive count of at most some hundred million"
)]
fn scaled(count: f64, scale: f64) -> usize {
    (count * scale).round() as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "an index below a length of some thousands"
)]
fn scaled_index(length: usize, share: f64) -> usize {
    ((length as f64 * share) as usize).min(length.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_hold_what_is_counted() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let workload = generate(first.path(), 0.005, 7).unwrap();
        let again = generate(second.path(), 0.005, 7).unwrap();
        assert_eq!((workload.files.len(), workload.single.payments), (INSTITUTIONS, 10_000));
        assert_eq!(fs::read(&workload.single.path).unwrap(), fs::read(&again.single.path).unwrap());
        let mut total = 0;
        for file in &workload.files {
            let mut reader = csv::Reader::from_path(&file.path).unwrap();
            let pence: Vec<i64> =
                reader.records().map(|row| row.unwrap()[8].replace('.', "").parse().unwrap()).collect();
            assert_eq!(file.payments, pence.len() as u64);
            assert_eq!(file.net_pence, pence.iter().sum::<i64>());
            total += file.net_pence;
        }
        assert_eq!(total, workload.single.net_pence);
        let late = fs::read_to_string(&workload.late.path).unwrap();
        assert!(late.lines().skip(1).all(|row| row.starts_with("2026-01-")));
        assert_eq!(workload.late.payments, late.lines().count() as u64 - 1);
        assert!(workload.files[0].payments > 4 * workload.files[29].payments, "the first pays most");
    }
}
