//! One edition takes the place of another, wholly or not at all.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use anchorhub_entities::{postcode, reference_edition};
use anchorhub_reference::{Kind, Outcome, editions, load_file, silent};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use crate::{desk::Desk, support::on_each_engine};

/// So many different postcodes, all in one district.
pub(crate) fn directory(rows: u32, district: &str) -> String {
    let letters = b"ABDEFGHJLNPQRSTUWXYZ";
    let mut text = "pcds,laua\n".to_owned();
    for number in 0..rows {
        let letter = |place: u32| char::from(letters[(number / 20_u32.pow(place) % 20) as usize]);
        let (sector, area) = (number / 400 % 10, number / 4000 + 1);
        text += &format!("B{area} {sector}{}{},{district}\n", letter(0), letter(1));
    }
    text
}

#[tokio::test]
async fn the_same_bytes_change_nothing_and_others_take_over() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let first = directory(50, "E08000025");
        let version = desk.database.data_version().await.unwrap();
        let report = desk.load(Kind::Postcodes, &first).await;
        assert_eq!(report.outcome, Outcome::Loaded);
        // Only the takeover is a change of facts, however many transactions wrote rows.
        assert_eq!(desk.database.data_version().await.unwrap(), version + 1);
        assert_eq!(desk.rows(&["kind", "key"], "change ORDER BY seq").await, ["REFERENCE|POSTCODES"]);

        let report = desk.try_load(Kind::Postcodes, &first).await.unwrap();
        assert_eq!((report.outcome, report.rows), (Outcome::Unchanged, 0));
        assert_eq!(desk.database.data_version().await.unwrap(), version + 1);

        let second = directory(40, "E08000026");
        let mut request = desk.request(Kind::Postcodes, desk.file("second.csv", &second));
        request.version = Some("2026-11".to_owned());
        load_file(&desk.database, &request, &silent()).await.unwrap();
        assert_eq!(desk.database.data_version().await.unwrap(), version + 2);
        assert_eq!(desk.count("postcode").await, desk.count("postcode WHERE district = 'E08000026'").await);
        let listed = editions(&desk.database).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (listed[0].kind.as_str(), listed[0].version.as_str(), listed[0].source.as_str(), listed[0].rows),
            ("postcodes", "2026-11", "second.csv", 40)
        );
        assert!(listed[0].loaded_at.is_some());

        request.again = true;
        let report = load_file(&desk.database, &request, &silent()).await.unwrap();
        assert_eq!((report.outcome, report.taken), (Outcome::Loaded, 40));
        assert_eq!(desk.count("postcode").await, 40);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_is_a_coded_error_and_changes_nothing() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        desk.load(Kind::Postcodes, directory(10, "E08000025")).await;
        let version = desk.database.data_version().await.unwrap();
        let cases: [(&[u8], &str); 8] = [
            (b"", "EMPTY_FILE"),
            (b"\n \n", "EMPTY_FILE"),
            (b"pcds,laua\n", "NO_ROW_TAKEN"),
            (b"pcds,laua\nx,y\n", "NO_ROW_TAKEN"),
            (b"Date,Supplier,Amount\n2024-04-01,A,1.00\n", "LAYOUT_UNKNOWN"),
            (b"<html><body>Download</body></html>", "HTML_PAGE"),
            (b"p\0c\0d\0", "NOT_DATA"),
            (b"[{\"pcds\":\"B5 4HP\",\"laua\":\"E08000025\"}, {", "NOT_DATA"),
        ];
        for (bytes, code) in cases {
            let error = desk.try_load(Kind::Postcodes, bytes).await.unwrap_err();
            assert_eq!(error.code(), code, "{error}");
        }
        let missing = desk.request(Kind::Postcodes, "/nowhere/at/all.csv".into());
        assert_eq!(
            load_file(&desk.database, &missing, &silent()).await.unwrap_err().code(),
            "FILE_NOT_FOUND"
        );
        let folder = desk.request(Kind::Postcodes, std::env::temp_dir());
        assert_eq!(load_file(&desk.database, &folder, &silent()).await.unwrap_err().code(), "WRONG_KIND");
        assert_eq!(desk.database.data_version().await.unwrap(), version);
        assert_eq!((desk.count("postcode").await, desk.count("reference_edition").await), (10, 1));
    })
    .await;
}

#[tokio::test]
async fn readers_see_the_old_rows_or_the_new_ones_and_never_a_mix() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let rows = 21_000;
        desk.load(Kind::Postcodes, directory(rows, "E08000025")).await;
        let done = Arc::new(AtomicBool::new(false));
        let reading = {
            let (database, done) = (desk.database.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let mut seen: Vec<String> = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    let mut snapshot = database.snapshot().await.unwrap();
                    let current = reference_edition::Entity::find()
                        .filter(reference_edition::Column::State.eq("CURRENT"))
                        .into_query();
                    let current: Vec<reference_edition::Model> = snapshot.fetch(&current).await.unwrap();
                    assert_eq!(current.len(), 1, "always one edition counts");
                    let select = postcode::Entity::find()
                        .filter(postcode::Column::EditionId.eq(current[0].id))
                        .into_query();
                    let found: Vec<postcode::Model> = snapshot.fetch(&select).await.unwrap();
                    snapshot.finish().await.unwrap();
                    assert_eq!(found.len() as u64, u64::from(rows), "all of its rows");
                    let district = found[0].district.clone().unwrap();
                    assert!(
                        found.iter().all(|row| row.district.as_ref() == Some(&district)),
                        "of one edition"
                    );
                    if seen.last() != Some(&district) {
                        seen.push(district);
                    }
                }
                seen
            })
        };
        desk.load(Kind::Postcodes, directory(rows, "E08000026")).await;
        desk.load(Kind::Postcodes, directory(rows, "E08000027")).await;
        done.store(true, Ordering::Relaxed);
        let seen = reading.await.unwrap();
        assert!(seen.is_sorted(), "never back to an older edition: {seen:?}");
        assert_eq!(desk.count("postcode").await, i64::from(rows));
    })
    .await;
}
