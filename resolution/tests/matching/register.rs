//! Registers that tests fill.

use anchorhub_identity::{blocks, name_key};
use anchorhub_resolution::register::{Answer, Question, match_names};
use anchorhub_store::{Cell, Database, LoadTx};

/// An entry, with its present name and then the former ones.
#[derive(Clone, Default)]
pub(crate) struct Entry {
    pub(crate) number: String,
    pub(crate) names: Vec<String>,
    pub(crate) gone: bool,
    pub(crate) postcode: Option<String>,
    pub(crate) other: Option<(String, String)>,
    pub(crate) closed_on: Option<String>,
}

impl Entry {
    pub(crate) fn new(number: &str, name: &str) -> Self {
        Self { number: number.to_owned(), names: vec![name.to_owned()], ..Self::default() }
    }
}

/// Rows of one transaction.
const ROWS: usize = 20_000;

/// Adds a current edition of a register.
pub(crate) async fn add(database: &Database, id: i32, kind: &str, scheme: &str, entries: &[Entry]) {
    let mut tx = LoadTx::begin(database).await.unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    let edition = vec![
        Cell::Integer(i64::from(id)),
        text(kind),
        text("test"),
        text("test"),
        text(kind),
        text("CURRENT"),
        Cell::Integer(i64::try_from(entries.len()).unwrap()),
        Cell::Integer(0),
        text("{}"),
        text("2026-01-01T00:00:00Z"),
    ];
    let columns =
        ["id", "kind", "version", "source", "sha256", "state", "rows", "rejected", "warnings", "started_at"];
    tx.append_rows("reference_edition", &columns, vec![edition]).await.unwrap();
    tx.commit_unchanged().await.unwrap();

    for entries in entries.chunks(ROWS) {
        let mut tx = LoadTx::begin(database).await.unwrap();
        let (mut bodies, mut names, mut found_by) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            let edition = Cell::Integer(i64::from(id));
            let optional =
                |value: Option<&String>| value.map_or(Cell::Null, |value| Cell::Text(value.clone()));
            bodies.push(vec![
                edition.clone(),
                text(&entry.number),
                text(scheme),
                text(&entry.names[0]),
                Cell::Boolean(!entry.gone),
                optional(entry.postcode.as_ref()),
                optional(entry.other.as_ref().map(|(scheme, _)| scheme)),
                optional(entry.other.as_ref().map(|(_, number)| number)),
                optional(entry.closed_on.as_ref()),
            ]);
            for (seq, name) in entry.names.iter().zip(0_i64..).map(|(name, seq)| (seq, name)) {
                let key = name_key(name);
                for block in blocks(&key) {
                    found_by.push(vec![
                        edition.clone(),
                        Cell::Text(block),
                        text(&entry.number),
                        Cell::Integer(seq),
                        text(&key),
                    ]);
                }
                names.push(vec![
                    edition.clone(),
                    Cell::Text(key),
                    text(&entry.number),
                    Cell::Integer(seq),
                    text(name),
                ]);
            }
        }
        let columns = [
            "edition_id",
            "number",
            "scheme",
            "name",
            "active",
            "postcode",
            "other_scheme",
            "other_number",
            "closed_on",
        ];
        tx.append_rows("organisation", &columns, bodies).await.unwrap();
        tx.append_rows("organisation_name", &["edition_id", "key", "number", "seq", "name"], names)
            .await
            .unwrap();
        let columns = ["edition_id", "block", "number", "seq", "key"];
        tx.append_rows("organisation_block", &columns, found_by).await.unwrap();
        tx.commit_unchanged().await.unwrap();
    }
}

/// Asks the registers.
pub(crate) async fn ask(database: &Database, questions: &[Question]) -> Vec<Answer> {
    let mut snapshot = database.snapshot().await.unwrap();
    let answers = match_names(&mut snapshot, questions).await.unwrap();
    snapshot.finish().await.unwrap();
    answers
}
