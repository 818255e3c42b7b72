//! Decisions of people: taken, and taken back. Each is a row that never changes; everything downstream follows in the
//! same transaction.

mod objection;
mod record;

use std::collections::BTreeSet;

use anchorhub_entities::match_decision;
use anchorhub_identity::identifier;
use anchorhub_store::{ChangeKind, Database, LoadTx};

use crate::{
    decisions::{self, Party, Verdict},
    error::{MAX_REASON, ReviewError},
    link::relink,
    reshape::reshape,
};
use objection::{Objection, object};

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// A supplier, by its number in the hub; also one that is merged into another.
    pub supplier: i64,
    /// What it is compared with.
    pub about: About,
    /// Whether they are the same.
    pub verdict: Verdict,
    /// Why, so that others can follow it later.
    pub reason: String,
    /// Who decides.
    pub by: String,
}

/// What a supplier is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Another supplier, by its number in the hub; also one that is merged into another.
    Supplier(i64),
    /// An entry of a register, by its org-id such as `GB-COH-01234567`.
    OrgId(String),
}

/// Takes a decision. It is refused when it contradicts decisions that stand.
///
/// # Errors
/// Why it was not taken; nothing is changed then.
pub async fn decide(database: &Database, ruling: Ruling) -> Result<match_decision::Model, ReviewError> {
    let reason = checked(&ruling.reason)?;
    let party = party(&ruling.about)?;
    let mut tx = LoadTx::begin(database).await?;
    tx.lock_suppliers().await?;
    let mut atoms = BTreeSet::from([ruling.supplier]);
    if let Party::Supplier(other) = party {
        atoms.insert(other);
        if other == ruling.supplier {
            return Err(ReviewError::OneSupplier);
        }
    }
    record::check_suppliers(&mut tx, &atoms).await?;
    let standing = decisions::all(&mut tx).await?;
    match object(&standing, ruling.verdict, ruling.supplier, &party) {
        Some(Objection::Decided(decision)) => return Err(ReviewError::AlreadyDecided(decision)),
        Some(Objection::Contradicts(decisions)) => return Err(ReviewError::Contradicts(decisions)),
        None => {}
    }
    let row = match_decision::Model {
        verdict: ruling.verdict.name().to_owned(),
        supplier_id: ruling.supplier,
        other_id: if let Party::Supplier(other) = party { Some(other) } else { None },
        scheme: if let Party::Entry(scheme, _) = &party { Some(scheme.clone()) } else { None },
        number: if let Party::Entry(_, number) = party { Some(number) } else { None },
        reason,
        decided_by: ruling.by,
        ..record::blank()
    };
    let row = record::insert(&mut tx, row).await?;
    follow(&mut tx, atoms, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes a decision back: a decision of its own, which cannot be taken back but by deciding anew.
///
/// # Errors
/// Why it was not taken back; nothing is changed then.
pub async fn undo(
    database: &Database,
    decision: i64,
    reason: &str,
    by: &str,
) -> Result<match_decision::Model, ReviewError> {
    let reason = checked(reason)?;
    let mut tx = LoadTx::begin(database).await?;
    tx.lock_suppliers().await?;
    let undone = record::find(&mut tx, decision).await?.ok_or(ReviewError::UnknownDecision(decision))?;
    if undone.undoes.is_some() {
        return Err(ReviewError::IsUndo(decision));
    }
    if record::is_undone(&mut tx, decision).await? {
        return Err(ReviewError::AlreadyUndone(decision));
    }
    let row = match_decision::Model {
        verdict: "UNDO".to_owned(),
        undoes: Some(decision),
        reason,
        decided_by: by.to_owned(),
        ..undone
    };
    let row = record::insert(&mut tx, row).await?;
    let atoms = [Some(row.supplier_id), row.other_id].into_iter().flatten().collect();
    follow(&mut tx, atoms, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Lets everything follow what stands now.
async fn follow(
    tx: &mut LoadTx,
    atoms: BTreeSet<i64>,
    row: &match_decision::Model,
) -> Result<(), ReviewError> {
    if row.other_id.is_none() {
        record::apply_to_identifiers(tx, row.supplier_id).await?;
        relink(tx, &atoms).await?;
    }
    for atom in &atoms {
        tx.note(ChangeKind::Supplier, atom.to_string());
    }
    reshape(tx, &atoms).await?;
    // What rules find is looked for again: candidates that a decision took away, identifiers that it replaced.
    tx.mark_suppliers(&atoms).await?;
    Ok(())
}

fn checked(reason: &str) -> Result<String, ReviewError> {
    // PostgreSQL text cannot hold NUL.
    let reason = reason.trim().replace('\0', "\u{fffd}");
    if (1..=MAX_REASON).contains(&reason.chars().count()) { Ok(reason) } else { Err(ReviewError::BadReason) }
}

fn party(about: &About) -> Result<Party, ReviewError> {
    let text = match about {
        About::Supplier(other) => return Ok(Party::Supplier(*other)),
        About::OrgId(text) => text,
    };
    let bad = |why: String| ReviewError::BadIdentifier(text.chars().take(80).collect(), why);
    let read = identifier::read("", text).map_err(|problem| bad(problem.hint()))?;
    Ok(Party::Entry(read.scheme.as_str().to_owned(), read.value))
}
