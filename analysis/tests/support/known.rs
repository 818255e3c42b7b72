//! What is known of the suppliers and categories of the hub of tests. Other crates' tests take this file in by its path.

#![allow(clippy::unwrap_used, dead_code, reason = "test code; each test uses what it needs")]

use std::collections::BTreeSet;

use anchorhub_entities::{
    category, category_label, reference_edition, supplier, supplier::SupplierKind, supplier_profile,
};
use anchorhub_store::Database;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

use super::hub::{Hub, day, instant};

/// What was put into the database.
pub(crate) struct Known {
    pub(crate) profiles: Vec<supplier_profile::Model>,
    pub(crate) labels: Vec<category_label::Model>,
    /// Every supplier with its kind.
    pub(crate) kinds: Vec<(i64, SupplierKind)>,
}

impl Known {
    pub(crate) fn profile(&self, supplier_id: Option<i64>) -> Option<&supplier_profile::Model> {
        self.profiles.iter().find(|profile| Some(profile.supplier_id) == supplier_id)
    }

    pub(crate) fn kind(&self, supplier_id: Option<i64>) -> Option<SupplierKind> {
        self.kinds.iter().find(|(id, _)| Some(*id) == supplier_id).map(|(_, kind)| *kind)
    }

    pub(crate) fn division(&self, institution_id: i32, category: Option<&str>) -> Option<&str> {
        let row = self
            .labels
            .iter()
            .find(|row| row.institution_id == institution_id && Some(row.label.as_str()) == category);
        row.and_then(|row| row.division.as_deref())
    }
}

/// Gives profiles to most suppliers of a hub, divisions to some of its categories, and loads a small vocabulary.
pub(crate) async fn fill(database: &Database, hub: &Hub) -> Known {
    let ids: BTreeSet<i64> = hub.names.iter().filter_map(|(_, supplier, _)| *supplier).collect();
    let kinds: Vec<(i64, SupplierKind)> = ids.iter().map(|id| (*id, kind_of(*id))).collect();
    let profiles: Vec<supplier_profile::Model> =
        ids.into_iter().filter(|id| id % 11 != 0).map(profile_of).collect();
    let labels = vec![
        label(1, "Category 0", Some("33")),
        label(1, "Category 1", Some("45")),
        label(1, "Category 2", None),
        label(2, "Category 0", Some("45")),
    ];
    let write = database.write();
    for kind in SupplierKind::ALL {
        let of_kind = kinds.iter().filter(|(_, own)| own == kind).map(|(id, _)| *id);
        supplier::Entity::update_many()
            .col_expr(supplier::Column::Kind, Expr::value(kind.name()))
            .filter(supplier::Column::Id.is_in(of_kind))
            .exec(write)
            .await
            .unwrap();
    }
    // Loads may have made some already.
    supplier_profile::Entity::delete_many().exec(write).await.unwrap();
    category_label::Entity::delete_many().exec(write).await.unwrap();
    let rows = profiles.iter().cloned().map(IntoActiveModel::into_active_model);
    supplier_profile::Entity::insert_many(rows).exec_without_returning(write).await.unwrap();
    let rows = labels.iter().cloned().map(IntoActiveModel::into_active_model);
    category_label::Entity::insert_many(rows).exec_without_returning(write).await.unwrap();
    vocabulary(database).await;
    Known { profiles, labels, kinds }
}

fn kind_of(id: i64) -> SupplierKind {
    SupplierKind::ALL[usize::try_from(id).unwrap() % SupplierKind::ALL.len()]
}

/// Three sizes, four sectors, four places: one with all areas above it, one with a name, one without, none.
fn profile_of(id: i64) -> supplier_profile::Model {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let sme = [Some(true), Some(false), None][usize::try_from(id % 3).unwrap()];
    let sector = [Some("F"), Some("J"), Some("Q"), None][usize::try_from(id % 4).unwrap()];
    let place = usize::try_from(id % 5).unwrap();
    let district = [Some("E08999001"), Some("E08999002"), Some("W06999003"), None, None][place];
    let authority = [Some("E47999001"), Some("E47999001"), None, None, None][place];
    let region = [Some("E12999001"), Some("E12999001"), None, None, None][place];
    let postcode = [Some("NO11AA"), Some("EA11AA"), Some("CF11AA"), Some("ZZ11ZZ"), None][place];
    supplier_profile::Model {
        supplier_id: id,
        scheme: text((id % 2 == 0).then_some("GB-COH")),
        number: (id % 2 == 0).then(|| format!("{id:08}")),
        sme,
        sme_basis: text(sme.map(|_| "NOTICE")),
        sme_on: sme.map(|_| day("2024-05-05")),
        sme_conflict: id % 6 == 0,
        vcse: (id % 7 == 0).then_some(true),
        vcse_basis: text((id % 7 == 0).then_some("CHARITY_REGISTER")),
        vcse_on: None,
        vcse_conflict: false,
        sic: text(sector.map(|_| "81210")),
        sector: text(sector),
        sector_basis: text(sector.map(|_| "COMPANIES_HOUSE")),
        postcode: text(postcode),
        lsoa: text(district.map(|_| "E01999001")),
        ward: text(district.map(|_| "E05999001")),
        district: text(district),
        authority: text(authority),
        region: text(region),
        country: text(region.map(|_| "E92000001")),
        decile: (place < 2).then(|| i16::try_from(id % 10 + 1).unwrap()),
        location_basis: text(postcode.map(|_| "REGISTERED")),
        formation_agent: place == 2,
        po_box: false,
        group_scheme: text((id == 4).then_some("GB-COH")),
        group_number: text((id == 4).then_some("00000777")),
        group_name: text((id == 4).then_some("Holdings plc")),
        group_basis: text((id == 4).then_some("annual report")),
    }
}

fn label(institution_id: i32, label: &str, division: Option<&str>) -> category_label::Model {
    category_label::Model {
        institution_id,
        scheme: String::new(),
        label: label.to_owned(),
        division: division.map(str::to_owned),
        confidence: division.map(|_| 80),
        basis: division.map(|_| "OWN: by hand".to_owned()),
    }
}

async fn vocabulary(database: &Database) {
    let edition = reference_edition::ActiveModel {
        id: NotSet,
        kind: Set("CPV".to_owned()),
        version: Set("2008".to_owned()),
        source: Set("cpv.csv".to_owned()),
        sha256: Set("00".repeat(32)),
        state: Set("CURRENT".to_owned()),
        rows: Set(1),
        rejected: Set(0),
        warnings: Set("{}".to_owned()),
        started_at: Set(instant("2024-06-01T08:00:00Z")),
        loaded_at: Set(Some(instant("2024-06-01T09:00:00Z"))),
    };
    let edition_id =
        reference_edition::Entity::insert(edition).exec(database.write()).await.unwrap().last_insert_id;
    let row = category::Model {
        edition_id,
        scheme: "CPV".to_owned(),
        code: "33000000".to_owned(),
        title: "Medical equipments, pharmaceuticals and personal care products".to_owned(),
        parent: None,
    };
    category::Entity::insert(row.into_active_model()).exec_without_returning(database.write()).await.unwrap();
}
