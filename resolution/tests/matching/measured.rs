//! How good the matching is on files that others labelled, among invented names.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_identity::{
    likeness::{AUTOMATIC, Known, MARGIN},
    name_key,
};
use anchorhub_resolution::register::{Answer, Match, Question};
use anchorhub_store::{Database, Settings};

use crate::{
    distractors::{Random, invented, near_miss},
    labels::{self, Labels},
    register::{Entry, add, ask},
};

/// Invented names of which each register gets its share.
const DISTRACTORS: usize = 300_000;

/// Near misses of each name of a label.
const NEAR_MISSES: usize = 8;

/// Names that are looked up together.
const BATCH: usize = 2_000;

/// What was found for one label.
#[derive(Clone, Copy)]
struct Found {
    /// Of the half of the names that the rules were written after, not of the one that was held out.
    is_seen: bool,
    /// Score and whether it is right, as far as one candidate leads enough to be believed at some threshold.
    leading: Option<(u16, bool)>,
    payments: u64,
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_links_are_as_good_as_the_documentation_says() {
    let Some(folder) = labels::folder() else {
        eprintln!("skipped: the labelled files are not beside the checkout");
        return;
    };
    let all = labels::read(&folder);
    let temporary = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", temporary.path().join("hub.db").display());
    let database = Database::connect(&Settings::new(url)).await.unwrap();
    database.migrate().await.unwrap();
    let invented = fill(&database, &all).await;
    assert!(invented >= 200_000);

    println!("{invented} invented names beside those of the labels\n");
    println!(
        "| file | labels | right | wrong | precision | recall | recall by payments | to review, the right one among them |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut files = Vec::new();
    for labels in &all {
        files.push((labels.title, measure(&database, labels).await));
    }
    let whole = ("all", files.iter().flat_map(|(_, found)| found).copied().collect::<Vec<Found>>());
    for (title, found) in files.iter().chain([&whole]) {
        for (half, is_seen) in [("written after", true), ("held out", false)] {
            let found: Vec<Found> = found.iter().filter(|found| found.is_seen == is_seen).copied().collect();
            let (right, wrong) = counted(&found, AUTOMATIC);
            println!(
                "{title}, {half}: {right} right, {wrong} wrong of {}: {} / {}",
                found.len(),
                percent(right, right + wrong),
                percent(right, found.len()),
            );
        }
    }
    println!(
        "\n| threshold | {} | all |",
        files.iter().map(|(title, _)| *title).collect::<Vec<_>>().join(" | ")
    );
    println!("|---:|{}", "---:|".repeat(files.len() + 1));
    for threshold in (700..=1000).step_by(20) {
        let cells: Vec<String> = files
            .iter()
            .chain([&whole])
            .map(|(_, found)| {
                let (right, wrong) = counted(found, threshold);
                format!("{} / {}", percent(right, right + wrong), percent(right, found.len()))
            })
            .collect();
        println!("| {threshold} | {} |", cells.join(" | "));
    }

    let companies: Vec<&Found> = files
        .iter()
        .filter(|(title, _)| title.starts_with("companies"))
        .flat_map(|(_, found)| found)
        .collect();
    let (right, wrong) = counted(companies.iter().copied(), AUTOMATIC);
    assert!(right * 1000 >= (right + wrong) * 995, "companies: {right} right, {wrong} wrong");
    assert!(right * 100 >= companies.len() * 85, "companies: {right} of {}", companies.len());
    let all = || files.iter().flat_map(|(_, found)| found);
    let (right, wrong) = counted(all(), AUTOMATIC);
    assert!(right * 1000 >= (right + wrong) * 995, "all files: {right} right, {wrong} wrong");
    assert!(right * 100 >= all().count() * 85, "all files: {right} of {}", all().count());
    database.close().await.unwrap();
}

/// Fills the registers with what the labels name, and with invented names: some out of nothing, many nearly those.
async fn fill(database: &Database, all: &[Labels]) -> usize {
    let taken: BTreeSet<String> = all
        .iter()
        .flat_map(|labels| labels.pairs.keys().map(|(name, _)| name).chain(labels.entries.values()))
        .map(|name| name_key(name))
        .collect();
    let mut random = Random::new(7);
    let mut registers: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    let mut count = 0;
    for labels in all {
        let register = registers.entry(labels.scheme).or_default();
        for (number, name) in &labels.entries {
            register.entry(number.clone()).or_insert_with(|| name.clone());
            for _ in 0..NEAR_MISSES {
                let near = near_miss(name, &mut random);
                if !taken.contains(&name_key(&near)) {
                    count += 1;
                    register.insert(format!("X{count:07}"), near);
                }
            }
        }
    }
    let companies = registers.entry("GB-COH").or_default();
    while count < DISTRACTORS {
        let name = invented(&mut random);
        if !taken.contains(&name_key(&name)) {
            count += 1;
            companies.insert(format!("X{count:07}"), name);
        }
    }
    for (id, (scheme, entries)) in (1..).zip(registers) {
        let kind = match scheme {
            "GB-COH" => "COMPANIES_HOUSE",
            "GB-CHC" => "CHARITIES",
            _ => "ODS",
        };
        let entries: Vec<Entry> = entries.iter().map(|(number, name)| Entry::new(number, name)).collect();
        add(database, id, kind, scheme, &entries).await;
    }
    count
}

/// Looks the names of a file up, and prints its row of the table, and what was wrong.
async fn measure(database: &Database, labels: &Labels) -> Vec<Found> {
    let mut truth: BTreeMap<&str, (BTreeSet<&str>, u64)> = BTreeMap::new();
    for ((name, number), payments) in &labels.pairs {
        let known = truth.entry(name).or_default();
        known.0.insert(number);
        known.1 += payments;
    }
    let names: Vec<&str> = truth.keys().copied().collect();
    let (mut found, mut errors, mut to_review) = (Vec::new(), Vec::new(), 0);
    for names in names.chunks(BATCH) {
        let questions: Vec<Question> =
            names.iter().map(|name| Question { known: Known::named(name), seen: None }).collect();
        for (name, answer) in names.iter().zip(ask(database, &questions).await) {
            let (numbers, payments) = &truth[name];
            let is_right = |found: &Match| numbers.contains(found.number.as_str());
            let leading = leading(&answer, labels.scheme);
            found.push(Found {
                is_seen: is_seen(name),
                leading: leading.map(|found| (found.score, is_right(found))),
                payments: *payments,
            });
            if let Some(wrong) = leading.filter(|found| found.score >= AUTOMATIC && !is_right(found)) {
                let label: Vec<&str> =
                    numbers.iter().map(|number| labels.entries[*number].as_str()).collect();
                errors.push(format!("{name} | {} ({}) | {}", wrong.name, wrong.score, label.join(", ")));
            }
            let in_register = |found: &&Match| found.scheme == labels.scheme;
            let is_linked = answer.automatic.iter().any(|found| found.scheme == labels.scheme);
            if !is_linked && answer.candidates.iter().filter(in_register).any(is_right) {
                to_review += 1;
            }
        }
    }
    let (right, wrong) = counted(&found, AUTOMATIC);
    let is_linked =
        |found: &&Found| found.leading.is_some_and(|(score, is_right)| score >= AUTOMATIC && is_right);
    let paid: u64 = found.iter().map(|found| found.payments).sum();
    let linked: u64 = found.iter().filter(is_linked).map(|found| found.payments).sum();
    println!(
        "| {} | {} | {right} | {wrong} | {} | {} | {} | {to_review} |",
        labels.title,
        found.len(),
        percent(right, right + wrong),
        percent(right, found.len()),
        percent(usize::try_from(linked).unwrap(), usize::try_from(paid).unwrap()),
    );
    for error in errors {
        eprintln!("wrong: {error}");
    }
    found
}

/// The entry that would be believed if the threshold were low enough.
fn leading<'a>(answer: &'a Answer, scheme: &str) -> Option<&'a Match> {
    let of_register = |found: &&Match| found.scheme == scheme;
    if let Some(automatic) = answer.automatic.iter().find(of_register) {
        return Some(automatic);
    }
    let mut candidates = answer.candidates.iter().filter(of_register);
    let best = candidates.next().filter(|best| best.score < AUTOMATIC)?;
    candidates.next().is_none_or(|other| other.score + MARGIN <= best.score).then_some(best)
}

/// Right and wrong links at a threshold.
fn counted<'a>(found: impl IntoIterator<Item = &'a Found>, threshold: u16) -> (usize, usize) {
    let at_threshold =
        found.into_iter().filter_map(|found| found.leading).filter(|(score, _)| *score >= threshold);
    let (right, wrong): (Vec<_>, Vec<_>) = at_threshold.partition(|(_, is_right)| *is_right);
    (right.len(), wrong.len())
}

/// Half of the names by a hash of their keys (FNV-1a), so that spellings of one name stand in one half.
fn is_seen(name: &str) -> bool {
    let hash = name_key(name).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash >> 33) & 1 == 1
}

fn percent(part: usize, whole: usize) -> String {
    let permyriad = (part * 10_000).checked_div(whole).unwrap_or(0);
    format!("{}.{:02} %", permyriad / 100, permyriad % 100)
}
