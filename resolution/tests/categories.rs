//! CPV divisions of categories as published, in small invented hubs, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

use anchorhub_entities::{
    category, category_label, category_mapping, contract, document, document::DocumentStatus,
    reference_edition,
};
use anchorhub_resolution::categories::{Labelled, refresh};
use anchorhub_store::Database;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::Expr,
};

#[path = "../../store/tests/support/mod.rs"]
mod databases;
#[path = "../../analysis/tests/support/hub.rs"]
mod hub;

async fn edition(database: &Database, kind: &str) -> i32 {
    use reference_edition::Column::{Kind, State};
    reference_edition::Entity::update_many()
        .col_expr(State, Expr::value("RETIRED"))
        .filter(Kind.eq(kind))
        .exec(database.write())
        .await
        .unwrap();
    let row = reference_edition::ActiveModel {
        id: NotSet,
        kind: Set(kind.to_owned()),
        version: Set("1".to_owned()),
        source: Set("test.csv".to_owned()),
        sha256: Set("00".repeat(32)),
        state: Set("CURRENT".to_owned()),
        rows: Set(0),
        rejected: Set(0),
        warnings: Set("{}".to_owned()),
        started_at: Set(hub::instant("2024-06-01T08:00:00Z")),
        loaded_at: Set(Some(hub::instant("2024-06-01T09:00:00Z"))),
    };
    reference_edition::Entity::insert(row).exec(database.write()).await.unwrap().last_insert_id
}

async fn step(database: &Database, edition_id: i32, publisher: &str, label: &str, division: &str) {
    let row = category_mapping::Model {
        edition_id,
        scheme: "OWN".to_owned(),
        publisher: publisher.to_owned(),
        label: label.to_owned(),
        division: division.to_owned(),
        confidence: 80,
        basis: "by hand".to_owned(),
    };
    category_mapping::Entity::insert(row.into_active_model())
        .exec_without_returning(database.write())
        .await
        .unwrap();
}

/// Institution, scheme, label, division.
type Label = (i32, String, String, Option<String>);

async fn labels(database: &Database) -> Vec<Label> {
    use category_label::Column::{InstitutionId, Label, Scheme};
    category_label::Entity::find()
        .order_by_asc(InstitutionId)
        .order_by_asc(Scheme)
        .order_by_asc(Label)
        .all(database.write())
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.institution_id, row.scheme, row.label, row.division))
        .collect()
}

async fn version(database: &Database) -> i64 {
    database.data_version().await.unwrap()
}

#[tokio::test]
async fn labels_of_documents_that_count_are_taken_once() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let register = contract::ActiveModel {
            source_key: Set("r1".to_owned()),
            origin: Set("REGISTER".to_owned()),
            document_id: Set(Some(1)),
            category: Set(Some("Waste 90500000-2".to_owned())),
            category_scheme: Set(Some("OWN".to_owned())),
            is_framework: Set(false),
            is_test: Set(false),
            ..Default::default()
        };
        contract::Entity::insert(register).exec(database.write()).await.unwrap();
        let counted =
            hub.documents.iter().filter(|document| document.status == DocumentStatus::Loaded).count();
        let done = refresh(&database).await.unwrap();
        // Three labels of each of three institutions, and the one of the register.
        assert_eq!(done, Labelled { documents: u64::try_from(counted).unwrap(), changed: 10 });
        let found = labels(&database).await;
        assert_eq!(found[0], (1, String::new(), "Category 0".to_owned(), None));
        assert!(found.contains(&(1, "OWN".to_owned(), "Waste 90500000-2".to_owned(), Some("90".to_owned()))));
        let before = version(&database).await;
        assert_eq!(refresh(&database).await.unwrap(), Labelled::default());
        assert_eq!(version(&database).await, before);

        document::Entity::update_many()
            .col_expr(document::Column::Status, Expr::value("LOADED"))
            .col_expr(
                document::Column::PeriodFrom,
                Expr::value("2022-01-01".parse::<chrono::NaiveDate>().unwrap()),
            )
            .filter(document::Column::Id.eq(101))
            .exec(database.write())
            .await
            .unwrap();
        assert_eq!(refresh(&database).await.unwrap(), Labelled { documents: 1, changed: 0 });
    })
    .await;
}

#[tokio::test]
async fn another_crosswalk_maps_everything_anew() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        refresh(&database).await.unwrap();
        let first = edition(&database, "CROSSWALK").await;
        step(&database, first, "", "CATEGORY 1", "79").await;
        step(&database, first, "GB-NHS-ZZ1", "CATEGORY 1", "33").await;
        assert_eq!(refresh(&database).await.unwrap(), Labelled { documents: 0, changed: 3 });
        let divisions = async |label: &str| {
            let found = labels(&database).await;
            found.into_iter().filter(|row| row.2 == label).map(|row| row.3).collect::<Vec<_>>()
        };
        let some = |division: &str| Some(division.to_owned());
        assert_eq!(divisions("Category 1").await, [some("79"), some("33"), some("79")]);
        assert_eq!(divisions("Category 0").await, [None, None, None]);

        let second = edition(&database, "CROSSWALK").await;
        step(&database, second, "", "CATEGORY 1", "79").await;
        let before = version(&database).await;
        assert_eq!(refresh(&database).await.unwrap().changed, 1);
        assert_eq!(version(&database).await, before + 1);
        assert_eq!(divisions("Category 1").await, [some("79"), some("79"), some("79")]);

        // A vocabulary alone says nothing of these labels.
        let vocabulary = edition(&database, "CPV").await;
        let row = category::Model {
            edition_id: vocabulary,
            scheme: "CPV".to_owned(),
            code: "90500000".to_owned(),
            title: "Refuse and waste related services".to_owned(),
            parent: None,
        };
        category::Entity::insert(row.into_active_model())
            .exec_without_returning(database.write())
            .await
            .unwrap();
        assert_eq!(refresh(&database).await.unwrap(), Labelled::default());
    })
    .await;
}
