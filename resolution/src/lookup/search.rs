//! One text, looked for in everything.

use std::collections::HashMap;

use anchorhub_identity::{likeness::REVIEW, name_key};
use anchorhub_store::{Database, Snapshot, StoreError};

use super::{
    Question, Titled, Words, identifiers_in, suppliers,
    titles::{
        contracts_named, contracts_titled, notices_numbered, notices_titled, processes, supplier_names,
    },
};

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// A supplier.
    Supplier,
    /// A contract.
    Contract,
    /// A notice.
    Notice,
}

/// Something that a text found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// The canonical supplier, the contract that counts, or the notice (the key of its release).
    pub id: i64,
    /// How well it fits, in thousandths; 1000 for what an identifier, reference or number names.
    pub score: u16,
    /// The name or title in which the text was found; none where the identifier alone was.
    pub text: Option<String>,
}

/// The score of what is named exactly.
const EXACT: u16 = 1_000;

/// Words alone never score like an identifier.
const BEST_OF_WORDS: u16 = 990;

/// Suppliers by words that are looked at more closely.
const SUPPLIERS: u64 = 100;

/// What a text finds, the best first: what it names exactly (identifiers of suppliers, references of contracts,
/// numbers of notices, ocids), then suppliers with a name like it, then whatever holds all its words. The number of
/// statements depends on the kinds alone. Of equal hits suppliers come first, then contracts, then the newest.
pub async fn search(
    database: &Database,
    text: &str,
    kinds: &[HitKind],
    first: usize,
) -> Result<Vec<Hit>, StoreError> {
    let mut snapshot = database.snapshot().await?;
    let mut search = Search { text: text.trim(), words: Words::of(text), hits: HashMap::new() };
    if kinds.contains(&HitKind::Supplier) {
        search.suppliers(database, &mut snapshot).await?;
    }
    let (contracts, notices) = (kinds.contains(&HitKind::Contract), kinds.contains(&HitKind::Notice));
    if contracts || notices {
        let exact = search.spellings();
        let processes = processes(&mut snapshot, &exact).await?;
        if contracts {
            search.exact(HitKind::Contract, contracts_named(&mut snapshot, &exact, &processes).await?);
            if !search.words.is_empty() {
                let titled = contracts_titled(&mut snapshot, database.engine(), &search.words).await?;
                search.titled(HitKind::Contract, titled);
            }
        }
        if notices {
            search.exact(HitKind::Notice, notices_numbered(&mut snapshot, &exact, &processes).await?);
            if !search.words.is_empty() {
                let titled = notices_titled(&mut snapshot, database.engine(), &search.words).await?;
                search.titled(HitKind::Notice, titled);
            }
        }
    }
    snapshot.finish().await?;
    Ok(search.best(first))
}

struct Search<'a> {
    text: &'a str,
    words: Words,
    hits: HashMap<(HitKind, i64), Hit>,
}

impl Search<'_> {
    async fn suppliers(&mut self, database: &Database, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        let question = Question {
            name: self.text.to_owned(),
            identifiers: identifiers_in(self.text),
            ..Question::default()
        };
        let alike = suppliers(snapshot, &[question]).await?;
        for found in alike.into_iter().flatten().filter(|found| found.score >= REVIEW) {
            let text = Some(found.matched);
            self.add(Hit { kind: HitKind::Supplier, id: found.supplier_id, score: found.score, text });
        }
        let words = Words::of(&name_key(self.text));
        for named in supplier_names(snapshot, database.engine(), &words, 0, SUPPLIERS).await? {
            let fit = named.text.as_deref().map_or(0, |text| words.fit(&name_key(text)));
            let score = fit.clamp(1, BEST_OF_WORDS);
            self.add(Hit { kind: HitKind::Supplier, id: named.id, score, text: named.text });
        }
        Ok(())
    }

    fn exact(&mut self, kind: HitKind, found: Vec<Titled>) {
        for titled in found {
            self.add(Hit { kind, id: titled.id, score: EXACT, text: None });
        }
    }

    fn titled(&mut self, kind: HitKind, found: Vec<Titled>) {
        for titled in found {
            let fit = titled.text.as_deref().map_or(0, |text| self.words.fit(text));
            self.add(Hit { kind, id: titled.id, score: fit.clamp(1, BEST_OF_WORDS), text: titled.text });
        }
    }

    /// Keeps the better of two hits on one thing.
    fn add(&mut self, hit: Hit) {
        let kept = self.hits.entry((hit.kind, hit.id)).or_insert_with(|| hit.clone());
        if hit.score > kept.score {
            *kept = hit;
        }
    }

    /// References and numbers as they may be published.
    fn spellings(&self) -> Vec<String> {
        let mut spellings = vec![self.text.to_owned(), self.text.to_uppercase(), self.text.to_lowercase()];
        spellings.dedup();
        spellings
    }

    fn best(self, first: usize) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self.hits.into_values().collect();
        hits.sort_unstable_by_key(|hit| (std::cmp::Reverse(hit.score), hit.kind, std::cmp::Reverse(hit.id)));
        hits.truncate(first);
        hits
    }
}
