//! Many questions for suppliers at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::supplier::SupplierKind;
use anchorhub_identity::{name_key, probes};
use anchorhub_store::{Snapshot, StoreError};

use super::{
    judge::{Asked, Found, judge},
    read::{self, Atom},
};

/// Questions that may be asked at once.
pub const MOST_QUESTIONS: usize = 50;

/// Atoms that are compared with the name of one question: those that share its rarest blocks.
const COMPARED: usize = 60;

/// Who is looked for, by whatever is known; parts that are left empty say nothing.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// A name, in any spelling.
    pub name: String,
    /// Identifiers: org-id scheme and value, in normal form. They decide.
    pub identifiers: Vec<(String, String)>,
    /// Keys of suppliers; old ones lead to the canonical supplier. They decide.
    pub ids: Vec<i64>,
    /// Postcodes in upper case without spaces.
    pub postcodes: Vec<String>,
    /// Districts, by GSS code.
    pub districts: Vec<String>,
    /// Of one of these kinds, or of a kind that is not known; empty: of any.
    pub kinds: Vec<SupplierKind>,
}

/// The suppliers that each question may mean, the best first; answers stand in the order of the questions.
/// The number of statements is the same for any number of questions up to `MOST_QUESTIONS`; what is beyond gets no
/// answer.
pub async fn suppliers(
    snapshot: &mut Snapshot,
    questions: &[Question],
) -> Result<Vec<Vec<Found>>, StoreError> {
    let asked: Vec<Asked<'_>> = questions
        .iter()
        .take(MOST_QUESTIONS)
        .map(|question| {
            let key = name_key(&question.name);
            let probes = probes(&key);
            Asked { question, key, probes }
        })
        .collect();
    let pool = Pool::read(snapshot, &asked).await?;
    let chosen: Vec<Vec<&Atom>> = asked.iter().map(|asked| pool.of(asked)).collect();
    let canonical: BTreeSet<i64> = chosen.iter().flatten().map(|atom| atom.canonical()).collect();
    let bearers = read::bearers(snapshot, &canonical).await?;
    let mut answers: Vec<Vec<Found>> =
        asked.iter().zip(&chosen).map(|(asked, atoms)| judge(asked, atoms, &bearers)).collect();
    answers.resize_with(questions.len(), Vec::new);
    Ok(answers)
}

/// The atoms that any of the questions may mean, and by what they were found.
struct Pool {
    atoms: BTreeMap<i64, Atom>,
    by_key: HashMap<String, Vec<i64>>,
    by_identifier: HashMap<(String, String), Vec<i64>>,
    by_block: HashMap<String, Vec<i64>>,
}

impl Pool {
    async fn read(snapshot: &mut Snapshot, asked: &[Asked<'_>]) -> Result<Self, StoreError> {
        let keys = asked.iter().map(|asked| asked.key.as_str()).filter(|key| !key.is_empty()).collect();
        let ids = asked.iter().flat_map(|asked| &asked.question.ids).copied().collect();
        let identifiers = asked.iter().flat_map(|asked| &asked.question.identifiers).collect();
        let blocks = asked.iter().flat_map(|asked| &asked.probes).map(String::as_str).collect();
        let mut pool = Self {
            atoms: BTreeMap::new(),
            by_key: HashMap::new(),
            by_identifier: HashMap::new(),
            by_block: HashMap::new(),
        };
        for atom in read::by_key_or_id(snapshot, &keys, &ids).await? {
            pool.by_key.entry(atom.key.clone()).or_default().push(atom.id);
            pool.atoms.insert(atom.id, atom);
        }
        for (identifier, atom) in read::by_identifier(snapshot, &identifiers).await? {
            pool.by_identifier.entry(identifier).or_default().push(atom.id);
            pool.atoms.insert(atom.id, atom);
        }
        for (block, atom) in read::by_block(snapshot, &blocks).await? {
            pool.by_block.entry(block).or_default().push(atom.id);
            pool.atoms.insert(atom.id, atom);
        }
        Ok(pool)
    }

    /// The atoms that a question may mean: those of its key, identifiers and ids, and those with which it shares
    /// most blocks, the rare ones counting more.
    fn of(&self, asked: &Asked<'_>) -> Vec<&Atom> {
        let mut sure: BTreeSet<i64> = asked.question.ids.iter().copied().collect();
        sure.extend(self.by_key.get(&asked.key).into_iter().flatten());
        for identifier in &asked.question.identifiers {
            sure.extend(self.by_identifier.get(identifier).into_iter().flatten());
        }
        let mut shared: HashMap<i64, usize> = HashMap::new();
        for atoms in asked.probes.iter().filter_map(|block| self.by_block.get(block)) {
            for atom in atoms {
                *shared.entry(*atom).or_default() += 1_000 / atoms.len().max(1) + 100;
            }
        }
        let mut ranked: Vec<(usize, i64)> = shared.into_iter().map(|(atom, weight)| (weight, atom)).collect();
        ranked.sort_unstable_by_key(|(weight, atom)| (std::cmp::Reverse(*weight), *atom));
        sure.extend(ranked.into_iter().take(COMPARED).map(|(_, atom)| atom));
        sure.iter().filter_map(|atom| self.atoms.get(atom)).collect()
    }
}
