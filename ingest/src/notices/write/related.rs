//! Other processes that processes refer to by the number of a notice instead of an ocid.
//!
//! Regional portals name notices of Find a Tender as those of the Official Journal were named: `2026/S 000-012345`
//! is its notice `012345-2026`. Whichever of the two processes comes first, the other finds it.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{contracting_process, notice, related_process};
use anchorhub_ocds::facts::Source;
use anchorhub_store::{ChangeKind, LoadTx};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query};

use super::Held;
use crate::{IngestError, notices::buyers};

/// How another process was found: its ocid is stated, or it has a notice with the number.
pub(super) const STATED: &str = "STATED";
const IDENTIFIER: &str = "IDENTIFIER";
/// Percent. A number can be mistyped, and then it is mostly that of another notice.
pub(super) const CERTAIN: i16 = 100;
const BY_NUMBER: i16 = 95;

/// Numbers of one statement; each can be written in two ways.
const NUMBERS: usize = 400;

/// Finds the processes that these refer to by number, and these for all that refer to them. Gives the institutions
/// whose contracts are concerned by that.
pub(super) async fn find(tx: &mut LoadTx, processes: &[Held<'_>]) -> Result<BTreeSet<i32>, IngestError> {
    let mut numbers = BTreeSet::new();
    for process in processes {
        let facts = process.facts();
        let referred = facts.related.iter().filter(|related| related.ocid.is_none());
        numbers.extend(referred.filter_map(|related| number(related.identifier.as_deref()?)));
        if facts.source == Source::FindATender {
            numbers.extend(facts.notices.iter().filter_map(|notice| number(notice.identifier.as_deref()?)));
        }
    }
    let numbers: Vec<String> = numbers.into_iter().collect();
    let now: BTreeSet<i64> = processes.iter().map(|process| process.id).collect();
    let mut institutions = BTreeSet::new();
    for chunk in numbers.chunks(NUMBERS) {
        let referring = referring(tx, chunk).await?;
        if referring.is_empty() {
            continue;
        }
        let found = found(tx, referring.keys()).await?;
        for (number, rows) in referring {
            let ocid =
                found.get(&number).and_then(|ocids| if ocids.len() == 1 { ocids.first() } else { None });
            let others: Vec<Referring> =
                rows.into_iter().filter(|row| row.related.as_ref() != ocid).collect();
            if !others.is_empty() {
                // Those that are written now are noted anyway.
                for other in others.iter().filter(|other| !now.contains(&other.process_id)) {
                    tx.note(ChangeKind::ContractingProcess, other.ocid.as_str());
                }
                institutions.extend(write(tx, &number, ocid, &others).await?);
            }
        }
    }
    Ok(institutions)
}

/// The number of a notice of Find a Tender, in its own spelling.
fn number(identifier: &str) -> Option<String> {
    let identifier = identifier.trim();
    let all_digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, year) = match identifier.split_once("/S 000-") {
        Some((year, number)) => (number, year),
        None => identifier.split_once('-')?,
    };
    (all_digits(number, 6) && all_digits(year, 4)).then(|| format!("{number}-{year}"))
}

/// The ways in which a number is written.
fn spellings(number: &str) -> [String; 2] {
    let (digits, year) = number.split_once('-').unwrap_or((number, ""));
    [number.to_owned(), format!("{year}/S 000-{digits}")]
}

/// A process that refers to another by number, and the ocid that was found for it.
struct Referring {
    process_id: i64,
    ocid: String,
    related: Option<String>,
}

/// References by one of these numbers, none of which states an ocid.
async fn referring(
    tx: &mut LoadTx,
    numbers: &[String],
) -> Result<BTreeMap<String, Vec<Referring>>, IngestError> {
    use related_process::Column;
    let select = Query::select()
        .columns([(related_process::Entity, Column::ProcessId)])
        .column((contracting_process::Entity, contracting_process::Column::Ocid))
        .columns([
            (related_process::Entity, Column::Identifier),
            (related_process::Entity, Column::RelatedOcid),
        ])
        .from(related_process::Entity)
        .inner_join(
            contracting_process::Entity,
            Expr::col((contracting_process::Entity, contracting_process::Column::Id))
                .equals((related_process::Entity, Column::ProcessId)),
        )
        .cond_where(by_number(numbers))
        .to_owned();
    let rows: Vec<(i64, String, String, Option<String>)> = tx.fetch(&select).await?;
    let mut referring: BTreeMap<String, Vec<Referring>> = BTreeMap::new();
    for (process_id, ocid, identifier, related) in rows {
        if let Some(number) = number(&identifier) {
            referring.entry(number).or_default().push(Referring { process_id, ocid, related });
        }
    }
    Ok(referring)
}

fn by_number(numbers: &[String]) -> Cond {
    use related_process::Column;
    let spelled = numbers.iter().flat_map(|number| spellings(number));
    Cond::all().add(Expr::col((related_process::Entity, Column::Identifier)).is_in(spelled)).add(
        Cond::any()
            .add(Expr::col((related_process::Entity, Column::RelatedOcid)).is_null())
            .add(Expr::col((related_process::Entity, Column::Method)).eq(IDENTIFIER)),
    )
}

/// The processes of Find a Tender that have notices with these numbers.
async fn found(
    tx: &mut LoadTx,
    numbers: impl Iterator<Item = &String>,
) -> Result<BTreeMap<String, BTreeSet<String>>, IngestError> {
    use contracting_process::Column;
    let select = Query::select()
        .column((notice::Entity, notice::Column::Identifier))
        .column((contracting_process::Entity, Column::Ocid))
        .from(notice::Entity)
        .inner_join(
            contracting_process::Entity,
            Expr::col((contracting_process::Entity, Column::Id))
                .equals((notice::Entity, notice::Column::ProcessId)),
        )
        .and_where(Expr::col((notice::Entity, notice::Column::Identifier)).is_in(numbers.map(String::as_str)))
        .and_where(Expr::col((contracting_process::Entity, Column::Source)).eq(Source::FindATender.name()))
        .to_owned();
    let rows: Vec<(String, String)> = tx.fetch(&select).await?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, ocid) in rows {
        found.entry(number).or_default().insert(ocid);
    }
    Ok(found)
}

/// Writes which process a number leads to, if to one, for all that refer to it. `others` are those for which that is
/// new.
async fn write(
    tx: &mut LoadTx,
    number: &str,
    ocid: Option<&String>,
    others: &[Referring],
) -> Result<Vec<i32>, IngestError> {
    use related_process::Column;
    let (method, confidence) = if ocid.is_some() { (IDENTIFIER, BY_NUMBER) } else { (STATED, CERTAIN) };
    let update = Query::update()
        .table(related_process::Entity)
        .value(Column::RelatedOcid, ocid.map(String::as_str))
        .value(Column::Method, method)
        .value(Column::Confidence, confidence)
        .cond_where(by_number(&[number.to_owned()]))
        .to_owned();
    tx.execute(&update).await?;
    let processes: Vec<i64> = others.iter().map(|other| other.process_id).collect();
    buyers::under_contracts(tx, &processes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_spellings() {
        for written in spellings("012345-2026") {
            assert_eq!(number(&written).as_deref(), Some("012345-2026"), "{written}");
        }
        for other in
            ["2018/S 188-424246", "12345-2026", "ocds-h6vhtk-0123", "", "2026/S 000-12345", "abcdef-2026"]
        {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
