use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*};

use super::*;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..6i64, 0..366u16, -500..500i64, 0..40u32, (0..5u32, 0..4u32), 0..3u8, 0..4i32).prop_map(
        |(document_id, day, pence, name, (label, department), basis, flags)| Row {
            document_id,
            day,
            pence,
            name,
            heading: Heading { label, department },
            mark: Mark { basis, flags },
        },
    );
    vec(row, 1..200)
}

proptest! {
    #[test]
    fn rows_come_back_as_they_went_in(mut rows in rows()) {
        let partition = Partition::encode(rows.clone());
        rows.sort_by_key(|row| row.document_id);
        prop_assert_eq!(partition.decode().collect::<Vec<_>>(), rows.clone());
        prop_assert_eq!(partition.rows(), rows.len());
        let weight: u64 = rows.iter().map(|row| row.pence.unsigned_abs()).sum();
        prop_assert_eq!(partition.chunks[0].weight, u128::from(weight));
    }

    #[test]
    fn facts_follow_documents_whatever_the_order(rows in rows(), gone in vec(0..6i64, 0..4)) {
        let all: BTreeMap<i64, Fingerprint> =
            (0..6).map(|id| (id, Fingerprint([u8::try_from(id).unwrap(); 16]))).collect();
        let mut kept = all.clone();
        kept.retain(|id, _| !gone.contains(id));
        let arrivals = |wanted: &dyn Fn(i64) -> bool| Arrivals {
            payments: rows.iter().filter(|row| wanted(row.document_id)).map(arrived).collect(),
            labels: ["a", "b", "c", "d"].map(Box::from).into(),
            departments: ["Roads", "a", "Parks"].map(Box::from).into(),
        };
        let whole = InstitutionFacts::default().follow(all.clone(), &[], arrivals(&|_| true));
        let unwanted = whole.unwanted(&kept);
        let shrunk = whole.follow(kept.clone(), &unwanted, Arrivals::default());
        let direct = InstitutionFacts::default().follow(kept.clone(), &[], arrivals(&|id| kept.contains_key(&id)));
        prop_assert_eq!(&shrunk, &direct);
        prop_assert!(shrunk.missing(&kept).is_empty());
        // And back again.
        let missing = shrunk.missing(&all);
        let grown = shrunk.follow(all, &[], arrivals(&|id| missing.contains(&id)));
        prop_assert_eq!(grown, whole);
    }
}

fn arrived(row: &Row) -> Arrived {
    Arrived {
        document_id: row.document_id,
        year: 2023,
        day: row.day,
        pence: row.pence,
        name: row.name,
        heading: row.heading,
        mark: row.mark,
    }
}

#[test]
fn another_document_leaves_the_partitions_of_other_years_alone() {
    let payment = |document_id, year| Arrived {
        document_id,
        year,
        day: 3,
        pence: 5,
        name: 0,
        heading: Heading { label: 1, department: 0 },
        mark: Mark { basis: 0, flags: 0 },
    };
    let print = Fingerprint([0; 16]);
    let labels: Vec<Box<str>> = vec!["Works".into()];
    let before = InstitutionFacts::default().follow(
        BTreeMap::from([(1, print), (2, print)]),
        &[],
        Arrivals {
            payments: vec![payment(1, 2022), payment(2, 2023)],
            labels: labels.clone(),
            ..Arrivals::default()
        },
    );
    let after = before.follow(
        BTreeMap::from([(1, print), (2, print), (3, print)]),
        &[],
        Arrivals { payments: vec![payment(3, 2023)], labels, ..Arrivals::default() },
    );
    assert!(std::sync::Arc::ptr_eq(&before.years[&2022], &after.years[&2022]));
    assert_eq!(after.years[&2023].rows(), 2);
    assert_eq!(after.labels, before.labels);
}

#[test]
fn a_full_chunk_has_a_code_for_every_row() {
    let row = |number: u32| Row {
        document_id: 1,
        day: 0,
        pence: i64::from(number),
        name: number,
        heading: Heading { label: number, department: number % 7 },
        mark: Mark { basis: 0, flags: i32::try_from(number).unwrap() },
    };
    let rows: Vec<Row> = (0..70_000).map(row).collect();
    let partition = Partition::encode(rows.clone());
    assert_eq!(partition.chunks.iter().map(Chunk::rows).collect::<Vec<_>>(), [65_536, 70_000 - 65_536]);
    assert!(partition.decode().eq(rows));
}

#[test]
fn years_begin_in_april() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(place_of(day("2024-03-31")), Some((2023, 365)));
    assert_eq!(place_of(day("2024-04-01")), Some((2024, 0)));
    assert_eq!((year_length(2023), year_length(2024)), (Some(366), Some(365)));
}
