//! Writing the whole demo into a folder.

use std::{fs, path::Path};

use anchorhub_entities::Period;

use crate::{
    DemoError,
    contracts::Contracts,
    directory,
    ledger::Ledger,
    manifest::{ContractTotals, FeedFile, Manifest},
    market::Market,
    notices::{self, Portal},
    random::Random,
    region::{AREAS, GROUP, INSTITUTIONS, Institution},
    registers,
    styles::{Issue, Publication},
};

/// What the demo is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Size: 1 gives more than 150,000 payments; above 0, at most 100. Every trap is present at any scale.
    pub scale: f64,
    /// Two demos of the same seed and scale have the same bytes.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { scale: 1.0, seed: 2026 }
    }
}

const LABEL: &str = "Demo data, invented.

Everything in this folder was made up by a program: the region, its institutions, their suppliers and every
payment, notice and contract. No real organisation, person or place is meant. Codes are of series that do not exist (XI-DEMO, X08,
company numbers from 19901000 on, postcodes in Q, ocds-demo01). The files copy the habits of real publishers, bad ones too, on purpose.
";

/// Writes the made-up region's reference data, spend files, notices and contract registers into a folder, which is
/// created if it is missing. Files of an earlier demo are overwritten, others are left alone.
///
/// Fails with `DEMO_BAD_SCALE` or `DEMO_WRITE_FAILED`.
pub fn generate(dir: &Path, options: &Options) -> Result<Manifest, DemoError> {
    if !(options.scale > 0.0 && options.scale <= 100.0) {
        return Err(DemoError::BadScale(options.scale));
    }
    let reference = dir.join("reference");
    create(&reference)?;
    write(&dir.join("DEMO-DATA-INVENTED.txt"), LABEL.as_bytes())?;
    let institutions = reference.join("demo-invented-institutions.csv");
    let listed = INSTITUTIONS.iter().map(|body| {
        [body.org_id, body.name, body.kind.name(), body.home_area(), GROUP].map(str::to_owned).to_vec()
    });
    write_csv(&institutions, &["org_id", "name", "kind", "home_area", "group"], listed)?;
    let areas = reference.join("demo-invented-areas.csv");
    let listed = AREAS
        .iter()
        .map(|area| [area.code, area.kind.name(), area.name, area.parent].map(str::to_owned).to_vec());
    write_csv(&areas, &["code", "kind", "name", "parent"], listed)?;

    let market = Market::new(options.seed);
    let directories = directory::publish(&reference, &market)?;
    let contracts = Contracts::new(&market, options.seed, options.scale);
    let mut files = Vec::new();
    for institution in &INSTITUTIONS {
        publish_all(dir, institution, (&market, &contracts), options, &mut files)?;
    }
    let registers = registers::publish(dir, &contracts)?;
    let mut totals = ContractTotals {
        stated_in_registers: registers.iter().map(|register| register.expected.contracts).sum(),
        ..ContractTotals::default()
    };
    let mut notices = Vec::new();
    let portals = [
        (Portal::FindATender, notices::find_a_tender(&contracts)),
        (Portal::ContractsFinder, notices::contracts_finder(&contracts)),
    ];
    for (portal, published) in portals {
        published.count(&mut totals);
        notices.extend(notices::publish(dir, portal, published)?);
    }
    totals.distinct = contracts.awarded() + notices::ONLY_IN_TRAPS;
    Ok(Manifest { institutions, areas, directories, files, notices, registers, contracts: totals })
}

fn publish_all(
    dir: &Path,
    institution: &Institution,
    (market, contracts): (&Market, &Contracts<'_>),
    options: &Options,
    files: &mut Vec<FeedFile>,
) -> Result<(), DemoError> {
    let folder = dir.join("feeds").join(institution.org_id);
    create(&folder)?;
    let mut ledger = Ledger::new(institution, market, contracts, options.seed, options.scale);
    for (index, period) in institution.rhythm.periods().into_iter().enumerate() {
        let payments = ledger.payments(period);
        let random = Random::stream(options.seed, &format!("style/{}/{index}", institution.org_id));
        let stem = folder.join(format!("demo-invented-{}", file_period(period)));
        let issue = Issue { institution, period, index, payments, random };
        let Publication { extension, bytes, expected } = (institution.publish)(issue)
            .map_err(|reason| DemoError::Format { path: stem.clone(), reason })?;
        let path = stem.with_extension(extension);
        write(&path, &bytes)?;
        let institution = institution.org_id.to_owned();
        files.push(FeedFile { path, institution, period: period.to_string(), expected });
    }
    Ok(())
}

/// A period as it can stand in a file name.
fn file_period(period: Period) -> String {
    period.to_string().replace('/', "_")
}

pub(crate) fn write_csv(
    path: &Path,
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), DemoError> {
    let refused = |reason: String| DemoError::Format { path: path.to_owned(), reason };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(|error| refused(error.to_string()))?;
    for row in rows {
        writer.write_record(row).map_err(|error| refused(error.to_string()))?;
    }
    write(path, &writer.into_inner().map_err(|error| refused(error.to_string()))?)
}

pub(crate) fn create(folder: &Path) -> Result<(), DemoError> {
    fs::create_dir_all(folder).map_err(|source| DemoError::Write { path: folder.to_owned(), source })
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), DemoError> {
    fs::write(path, bytes).map_err(|source| DemoError::Write { path: path.to_owned(), source })
}
