//! Everything about marked atoms that needs no lock: what is stated of them, and what registers know.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_identity::{NameKind, blocks, identifier::Identifier, kind_of, likeness::Known};
use anchorhub_store::{Database, Snapshot, StoreError};
use serde_json::{Value as Json, json};

use crate::{
    identifiers::{Method, Named, Row, Stated, bare_key, settle},
    pending::Mark,
    read::{self, AtomRow, Registers, Said, VendorColumns},
    register::{self, Match, Question, match_names},
    scheme::is_exclusive,
};

/// An atom made ready.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) id: i64,
    pub(crate) rows: Vec<Row>,
    pub(crate) blocks: Vec<String>,
    /// Names that belong to other atoms, by the keys of those.
    pub(crate) moves: BTreeMap<String, Vec<i64>>,
    /// Entries of registers that may be it.
    pub(crate) candidates: Vec<Candidate>,
}

/// An entry of a register that may be an atom's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) scheme: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) score: i16,
    pub(crate) evidence: Json,
}

/// What is the same for all steps of one refresh.
#[derive(Debug)]
pub(crate) struct Preparer {
    /// Institutions of the hub by name key.
    bodies: BTreeMap<String, Identifier>,
    columns: VendorColumns,
}

/// An atom at work.
struct Work {
    atom: AtomRow,
    names: Vec<Named>,
    postcodes: BTreeSet<String>,
    rows: Vec<Row>,
    moves: BTreeMap<String, Vec<i64>>,
    candidates: Vec<Candidate>,
}

impl Preparer {
    pub(crate) async fn new(database: &Database) -> Result<Self, StoreError> {
        Ok(Self { bodies: read::public_bodies(database).await?, columns: VendorColumns::default() })
    }

    /// Makes marked atoms ready.
    pub(crate) async fn prepare(
        &mut self,
        database: &Database,
        marks: &[Mark],
    ) -> Result<Vec<Prepared>, StoreError> {
        let mut snapshot = database.snapshot().await?;
        let ids: Vec<i64> = marks.iter().map(|mark| mark.supplier_id).collect();
        let mut works = self.gather(&mut snapshot, &ids).await?;
        let registers = Registers::read(&mut snapshot).await?;
        identify(&mut snapshot, &registers, &mut works).await?;
        for work in &mut works {
            self.recognise_public_body(work);
        }
        look_up(&mut snapshot, &mut works).await?;
        add_others(&mut snapshot, &registers, &mut works).await?;
        snapshot.finish().await?;
        Ok(works.into_iter().map(Work::finish).collect())
    }

    async fn gather(&mut self, snapshot: &mut Snapshot, ids: &[i64]) -> Result<Vec<Work>, StoreError> {
        let atoms = read::atoms(snapshot, ids).await?;
        let names = read::names(snapshot, ids).await?;
        let name_ids: Vec<i64> = names.iter().map(|name| name.id).collect();
        let canonical: BTreeSet<i64> = atoms.iter().map(AtomRow::canonical).collect();
        let canonical: Vec<i64> = canonical.into_iter().collect();
        let mut said = read::said(snapshot, &name_ids, &canonical, &mut self.columns).await?;
        let mut by_atom: BTreeMap<i64, Vec<(i64, Said)>> = BTreeMap::new();
        for name in names {
            let said = said.remove(&name.id).unwrap_or_default();
            by_atom.entry(name.atom_id).or_default().push((name.id, said));
        }
        let work = |atom: AtomRow| {
            let said = by_atom.remove(&atom.id).unwrap_or_default();
            let postcodes = said.iter().flat_map(|(_, said)| said.postcodes.iter().cloned()).collect();
            let stated = |said: &Said| said.told.iter().filter_map(Stated::read).collect();
            let names = said.iter().map(|(name_id, said)| Named { name_id: *name_id, stated: stated(said) });
            Work {
                names: names.collect(),
                atom,
                postcodes,
                rows: Vec::new(),
                moves: BTreeMap::new(),
                candidates: Vec::new(),
            }
        };
        Ok(atoms.into_iter().map(work).collect())
    }

    /// A name under which the hub knows an institution.
    fn recognise_public_body(&self, work: &mut Work) {
        let key = bare_key(&work.atom.key);
        let Some(identifier) = self.bodies.get(key) else { return };
        work.believe(Row {
            scheme: identifier.scheme.as_str().to_owned(),
            value: identifier.value.clone(),
            method: Method::NameKey,
            score: 990,
            evidence: json!({ "institution": identifier.org_id(), "key": key }),
            problem: None,
        });
    }
}

/// What is stated of the names, checked against the registers.
async fn identify(
    snapshot: &mut Snapshot,
    registers: &Registers,
    works: &mut [Work],
) -> Result<(), StoreError> {
    let stated: BTreeSet<(Identifier, String)> = works.iter().flat_map(Work::stated).collect();
    let having = registers.having_names(snapshot, &stated).await?;
    let keys: BTreeSet<String> = stated
        .iter()
        .filter(|(identifier, _)| identifier.scheme.as_str() == "GB-COH")
        .map(|(identifier, key)| format!("{key}#{}", identifier.org_id()))
        .collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let split: BTreeSet<String> =
        read::atoms_of_keys(snapshot, &keys).await?.into_iter().map(|atom| atom.key).collect();
    for work in works {
        let key = bare_key(&work.atom.key);
        let is_confirmed = |identifier: &Identifier| having.contains(&(identifier.clone(), key.to_owned()));
        let settled = settle(&work.atom.key, &work.names, &split, &is_confirmed);
        work.rows = settled.rows;
        work.moves = settled.moves;
    }
    Ok(())
}

/// Names looked up in the registers.
async fn look_up(snapshot: &mut Snapshot, works: &mut [Work]) -> Result<(), StoreError> {
    let canonical: BTreeSet<i64> = works.iter().map(|work| work.atom.canonical()).collect();
    let seen = read::seen(snapshot, &canonical.into_iter().collect::<Vec<_>>()).await?;
    let asked: Vec<usize> = (0..works.len())
        .filter(|place| kind_of(&works[*place].atom.name) != Some(NameKind::Individual))
        .collect();
    let questions: Vec<Question> = asked
        .iter()
        .map(|place| {
            let work = &works[*place];
            Question { known: work.known(), seen: seen.get(&work.atom.canonical()).copied() }
        })
        .collect();
    let answers = match_names(snapshot, &questions).await?;
    for (place, answer) in asked.into_iter().zip(answers) {
        let work = &mut works[place];
        for found in answer.automatic {
            work.believe(automatic(&found));
        }
        for found in answer.candidates {
            if !work.has_exclusive(&found.scheme) {
                work.candidates.push(candidate(found));
            }
        }
    }
    Ok(())
}

/// Other identifiers that registers state of the same bodies.
async fn add_others(
    snapshot: &mut Snapshot,
    registers: &Registers,
    works: &mut [Work],
) -> Result<(), StoreError> {
    let believed: BTreeSet<Identifier> = works.iter().flat_map(Work::believed).collect();
    let others = registers.others(snapshot, &believed).await?;
    if others.is_empty() {
        return Ok(());
    }
    for work in works {
        let stated: Vec<Identifier> = work.believed().collect();
        for identifier in stated {
            let Some(other) = others.get(&identifier) else { continue };
            let from = work.rows.iter().find(|row| row.is(&identifier)).map_or(0, |row| row.score);
            work.believe(Row {
                scheme: other.scheme.as_str().to_owned(),
                value: other.value.clone(),
                method: Method::Register,
                score: from,
                evidence: json!({ "statedWith": identifier.org_id() }),
                problem: None,
            });
        }
    }
    Ok(())
}

fn automatic(found: &Match) -> Row {
    Row {
        scheme: found.scheme.clone(),
        value: found.number.clone(),
        method: match found.method {
            register::Method::NameKey => Method::NameKey,
            register::Method::Scored => Method::Scored,
        },
        score: thousandths(found.score),
        evidence: json!({ "name": found.name, "points": points(&found.points) }),
        problem: None,
    }
}

fn candidate(found: Match) -> Candidate {
    Candidate {
        score: thousandths(found.score),
        evidence: json!({ "points": points(&found.points) }),
        scheme: found.scheme,
        number: found.number,
        name: found.name,
    }
}

/// What gave a score and what took from it, as it is kept.
pub(crate) fn points(points: &[(&'static str, i32)]) -> Json {
    points.iter().map(|(code, points)| json!({ "code": code, "points": points })).collect()
}

/// A score as it is kept.
pub(crate) fn thousandths(score: u16) -> i16 {
    i16::try_from(score.min(1000)).unwrap_or(1000)
}

impl Row {
    fn is(&self, identifier: &Identifier) -> bool {
        self.scheme == identifier.scheme.as_str() && self.value == identifier.value
    }
}

impl Work {
    /// Valid identifiers that are stated, with the name key.
    fn stated(&self) -> impl Iterator<Item = (Identifier, String)> {
        let key = bare_key(&self.atom.key);
        self.names.iter().flat_map(|name| &name.stated).filter_map(move |stated| match stated {
            Stated::Valid(valid) => Some((valid.identifier.clone(), key.to_owned())),
            Stated::Refused { .. } => None,
        })
    }

    fn believed(&self) -> impl Iterator<Item = Identifier> {
        self.rows.iter().filter(|row| row.is_believed()).filter_map(|row| {
            let scheme = anchorhub_identity::identifier::Scheme::from_name(&row.scheme)?;
            Some(Identifier { scheme, value: row.value.clone() })
        })
    }

    fn has_exclusive(&self, scheme: &str) -> bool {
        is_exclusive(scheme) && self.rows.iter().any(|row| row.is_believed() && row.scheme == scheme)
    }

    /// Adds an identifier that is not stated but found: never where the same is stated, or another of a scheme in
    /// which a body has one.
    fn believe(&mut self, row: Row) {
        let is_there = self.rows.iter().any(|known| known.scheme == row.scheme && known.value == row.value);
        if !is_there && !self.has_exclusive(&row.scheme) {
            self.rows.push(row);
        }
    }

    fn known(&self) -> Known {
        let believed = self.rows.iter().filter(|row| row.is_believed());
        Known {
            name: self.atom.name.clone(),
            key: bare_key(&self.atom.key).to_owned(),
            postcodes: self.postcodes.iter().cloned().collect(),
            identifiers: believed.map(|row| (row.scheme.clone(), row.value.clone())).collect(),
            ..Known::default()
        }
    }

    fn finish(self) -> Prepared {
        Prepared {
            id: self.atom.id,
            blocks: blocks(bare_key(&self.atom.key)),
            rows: self.rows,
            moves: self.moves,
            candidates: self.candidates,
        }
    }
}
