//! What keys and scores find in a hub that is there: suppliers that several institutions pay, and their share of the
//! money.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Write, stdout},
    path::PathBuf,
    process::Command,
};

use anchorhub_identity::{
    NameKind, blocks, is_withheld, kind_of,
    likeness::{AUTOMATIC, Known, Subject, likeness},
    name_key, probes,
};
use anyhow::{Context, Result};
use clap::Args;

use crate::{process::run, report::Table};

/// Legal forms that the third way of comparing cuts.
const FORMS: [&str; 7] = ["LTD", "LIMITED", "PLC", "LLP", "CIC", "CIO", "LP"];

/// Names that share a blocking key: beyond these it tells nothing.
const MOST_PER_BLOCK: usize = 120;

/// Counts shared suppliers.
#[derive(Args)]
pub(super) struct Shared {
    /// The embedded database of a hub
    database: PathBuf,
    /// Institutions that have to pay a supplier
    #[arg(long, default_value_t = 2)]
    institutions: usize,
    /// A file for the pairs that scores link, to be looked through
    #[arg(long)]
    pairs: Option<PathBuf>,
}

/// A published name, who paid it, and how much.
struct Paid {
    name: String,
    institution: String,
    pence: i64,
}

impl Shared {
    pub(super) fn run(&self) -> Result<()> {
        let paid = self.read()?;
        let total: i64 = paid.iter().map(|paid| paid.pence).sum();
        let mut table = Table::new(&[
            "names are one supplier when they have the same",
            "suppliers",
            "shared",
            "share of the money",
        ]);
        let mut row = |what: &str, key: &dyn Fn(&str) -> String| {
            let mut groups: BTreeMap<String, (BTreeSet<&str>, i64)> = BTreeMap::new();
            for paid in paid.iter().filter(|paid| !is_withheld(&paid.name)) {
                let group = groups.entry(key(&paid.name)).or_default();
                group.0.insert(&paid.institution);
                group.1 += paid.pence;
            }
            let shared =
                || groups.values().filter(|(institutions, _)| institutions.len() >= self.institutions);
            let pence: i64 = shared().map(|(_, pence)| pence).sum();
            #[expect(clippy::cast_precision_loss, reason = "a share with one decimal")]
            let share = if total == 0 { 0.0 } else { pence as f64 / total as f64 * 100.0 };
            table.row(vec![
                what.to_owned(),
                groups.len().to_string(),
                shared().count().to_string(),
                format!("{share:.1} %"),
            ]);
        };
        row("characters", &str::to_owned);
        row("characters but for case and spaces", &folded);
        row("words but for legal forms and punctuation", &without_forms);
        row("name key (also without trading names, brackets, site suffixes)", &name_key);
        let (heads, pairs) = scored(&paid);
        row("name key, or alike enough to be linked by score", &|name| {
            let key = name_key(name);
            heads.get(&key).cloned().unwrap_or(key)
        });
        stdout().write_all(table.markdown().as_bytes())?;
        writeln!(stdout(), "\n{} pairs of name keys are linked by score.", pairs.len())?;
        if let Some(file) = &self.pairs {
            let mut writer = csv::Writer::from_path(file)?;
            writer.write_record(["score", "one", "other"])?;
            for (score, one, other) in pairs {
                writer.write_record([&score.to_string(), &one, &other])?;
            }
            writer.flush()?;
        }
        Ok(())
    }

    fn read(&self) -> Result<Vec<Paid>> {
        let sql = "SELECT n.name, i.org_id, sum(p.pence) FROM payment p \
                   JOIN supplier_name n ON n.id = p.supplier_name_id JOIN institution i ON i.id = p.institution_id \
                   GROUP BY n.name, i.org_id";
        let ran = run(Command::new("sqlite3").arg("-readonly").arg("-csv").arg(&self.database).arg(sql), "")?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(ran.stdout.as_bytes());
        reader
            .records()
            .map(|record| {
                let record = record?;
                let cell = |place: usize| record.get(place).unwrap_or_default();
                let pence = cell(2).parse().with_context(|| format!("not an amount: {}", cell(2)))?;
                Ok(Paid { name: cell(0).to_owned(), institution: cell(1).to_owned(), pence })
            })
            .collect()
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

fn without_forms(name: &str) -> String {
    let upper = name.to_uppercase().replace('&', " AND ").replace(['.', '\''], "");
    let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept: Vec<&str> = words.filter(|word| !FORMS.contains(word)).collect();
    kept.join(" ")
}

/// The score and the names of a pair.
type Pair = (u16, String, String);

/// The first key of each set of keys that scores link, and the pairs. People and public bodies are linked by nothing but
/// their keys.
fn scored(paid: &[Paid]) -> (BTreeMap<String, String>, Vec<Pair>) {
    let mut by_key: BTreeMap<String, &str> = BTreeMap::new();
    for paid in paid.iter().filter(|paid| !is_withheld(&paid.name)) {
        if !matches!(kind_of(&paid.name), Some(NameKind::Individual | NameKind::PublicBody)) {
            by_key.entry(name_key(&paid.name)).or_insert(&paid.name);
        }
    }
    let keys: Vec<&String> = by_key.keys().collect();
    let subjects: Vec<Subject> = by_key.values().map(|name| Subject::published(Known::named(name))).collect();
    let mut in_block: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        for block in blocks(key) {
            in_block.entry(block).or_default().push(place);
        }
    }
    let mut heads: Vec<usize> = (0..keys.len()).collect();
    let mut pairs = Vec::new();
    for (place, key) in keys.iter().enumerate() {
        let near: BTreeSet<usize> = probes(key)
            .iter()
            .filter_map(|block| in_block.get(block).filter(|names| names.len() <= MOST_PER_BLOCK))
            .flatten()
            .copied()
            .filter(|other| *other > place)
            .collect();
        for other in near {
            let alike = likeness(&subjects[place], &subjects[other]);
            if alike.score < AUTOMATIC {
                continue;
            }
            let name = |place: usize| subjects[place].known().name.clone();
            pairs.push((alike.score, name(place), name(other)));
            let (one, two) = (head(&heads, place), head(&heads, other));
            heads[one.max(two)] = one.min(two);
        }
    }
    let of = |place: usize| keys[head(&heads, place)].clone();
    (keys.iter().enumerate().map(|(place, key)| ((*key).clone(), of(place))).collect(), pairs)
}

fn head(heads: &[usize], mut place: usize) -> usize {
    while heads[place] != place {
        place = heads[place];
    }
    place
}
