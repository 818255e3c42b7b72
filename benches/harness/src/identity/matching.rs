//! Ours: the register in an embedded database, the names looked up in it.

use std::sync::Arc;

use anchorhub_identity::likeness::Known;
use anchorhub_reference::{Kind, LoadFile, load_file, silent};
use anchorhub_resolution::register::{Question, match_names};
use anchorhub_store::{Database, Settings};
use anyhow::{Context, Result};
use tokio::{runtime::Runtime, sync::Mutex, task::JoinSet};

use super::Files;

/// Names that are looked up together.
const BATCH: usize = 2_000;

/// Batches at a time: one reads while the other is compared.
const AT_ONCE: usize = 2;

fn settings(files: &Files) -> Settings {
    Settings::new(format!("sqlite://{}", files.database().display()))
}

pub(super) fn load(files: &Files) -> Result<()> {
    Runtime::new()?.block_on(async {
        let database = Database::connect(&settings(files)).await?;
        database.migrate().await?;
        let load = LoadFile {
            kind: Kind::CompaniesHouse,
            path: files.register(),
            version: Some("generated".to_owned()),
            again: true,
            temporary: files.folder.join("temporary"),
        };
        load_file(&database, &load, &silent()).await?;
        database.close().await?;
        Ok(())
    })
}

pub(super) fn find(files: &Files) -> Result<()> {
    Runtime::new()?.block_on(async {
        let database = Database::connect(&settings(files)).await?;
        let names = csv::Reader::from_path(files.names()).context("no names: generate them first")?;
        let names = Arc::new(Mutex::new(names.into_records()));
        let mut found = csv::Writer::from_path(files.found())?;
        found.write_record(["id", "number", "score"])?;
        let found = Arc::new(Mutex::new(found));
        let mut running = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (database, names, found) = (database.clone(), names.clone(), found.clone());
            running.spawn(async move {
                loop {
                    let mut batch: Vec<(String, Question)> = Vec::with_capacity(BATCH);
                    {
                        let mut names = names.lock().await;
                        for record in names.by_ref().take(BATCH) {
                            let record = record?;
                            let cell = |place: usize| record.get(place).unwrap_or_default().to_owned();
                            let mut known = Known::named(&cell(1));
                            known.postcodes.extend(Some(cell(2)).filter(|postcode| !postcode.is_empty()));
                            batch.push((cell(0), Question { known, seen: None }));
                        }
                    }
                    if batch.is_empty() {
                        return Ok::<(), anyhow::Error>(());
                    }
                    let (ids, questions): (Vec<String>, Vec<Question>) = batch.into_iter().unzip();
                    let mut snapshot = database.snapshot().await?;
                    let answers = match_names(&mut snapshot, &questions).await?;
                    snapshot.finish().await?;
                    let mut found = found.lock().await;
                    for (id, answer) in ids.iter().zip(answers) {
                        for link in answer.automatic {
                            found.write_record([id, &link.number, &link.score.to_string()])?;
                        }
                    }
                }
            });
        }
        while let Some(done) = running.join_next().await {
            done??;
        }
        found.lock().await.flush()?;
        database.close().await?;
        Ok(())
    })
}
