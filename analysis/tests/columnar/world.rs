//! A made-up hub in which documents come and go, suppliers are merged and split, and what is known of them changes, as
//! ingest and resolution do it.

use std::collections::BTreeMap;

use anchorhub_entities::{
    VatBasis, WarningCode, WarningSet,
    area::{self, AreaKind},
    category, category_label, contract_supplier,
    document::{self, DocumentStatus},
    feed, ingest_run,
    institution::{self, InstitutionKind},
    payment, reference_edition, supplier,
    supplier::SupplierKind,
    supplier_name, supplier_profile,
};
use anchorhub_store::{ChangeKind, Database, LoadTx, NewName};
use chrono::{Days, Months, NaiveDate};
use sea_orm::{
    ActiveEnum, EntityTrait, IntoActiveModel, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

// Other test programs take this file by its path.
#[path = "models.rs"]
mod models;

pub(crate) use models::{document_of, feed_of, sha256};
use models::{instant, run_of};

pub(crate) const DISTRICTS: [&str; 3] = ["E08999001", "E08999002", "W06999003"];
pub(crate) const REGIONS: [&str; 2] = ["E12999001", "E12999002"];
pub(crate) const AUTHORITIES: [&str; 2] = ["E47999001", "E47999002"];
pub(crate) const SECTORS: [&str; 3] = ["C", "F", "Q"];
pub(crate) const DIVISIONS: [&str; 3] = ["33", "45", "99"];
pub(crate) const LABELS: [&str; 5] = ["Works", "works", "Care – adults", "Größe", "Unmapped"];
pub(crate) const DEPARTMENTS: [&str; 4] = ["Parks", "parks", "Größe", "Adult care"];

/// Areas in which institutions may be at home; the last one is in no list of areas.
const HOMES: [&str; 6] = [DISTRICTS[0], DISTRICTS[1], "E10999001", AUTHORITIES[0], REGIONS[0], "E08999777"];

/// Institutions; the last one has no feed.
pub(crate) const INSTITUTIONS: [(&str, InstitutionKind); 5] = [
    ("Northam City Council", InstitutionKind::Council),
    ("eastley Hospitals", InstitutionKind::NhsTrust),
    ("University of Northam", InstitutionKind::University),
    ("Ashford-on-Sea Council", InstitutionKind::Council),
    ("Ashford on Sea College", InstitutionKind::College),
];

/// Numbers that look random and are always the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1))
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    pub(crate) fn maybe<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (self.below(3) > 0).then(|| self.pick(from))
    }
}

#[derive(Clone, Copy)]
struct Loaded {
    id: i64,
    institution_id: i32,
    period: Option<(NaiveDate, NaiveDate)>,
}

pub(crate) struct World {
    pub(crate) database: Database,
    dice: Dice,
    documents: Vec<Loaded>,
    next_document: i64,
    /// Published names and the atom of each.
    pub(crate) names: BTreeMap<i64, Option<i64>>,
    /// Every atom and the supplier that it stands for.
    pub(crate) atoms: BTreeMap<i64, i64>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl World {
    pub(crate) async fn new(database: &Database, seed: u64) -> Self {
        let mut world = Self {
            database: database.clone(),
            dice: Dice::new(seed),
            documents: Vec::new(),
            next_document: 1,
            names: BTreeMap::new(),
            atoms: BTreeMap::new(),
        };
        world.add_places().await;
        world.add_names(0..24).await;
        world.add_vocabulary().await;
        world.change_profiles().await;
        world.change_labels().await;
        world.change_homes().await;
        for _ in 0..10 {
            world.load().await;
        }
        world
    }

    /// Something happens.
    pub(crate) async fn step(&mut self) -> &'static str {
        match self.dice.below(10) {
            0 | 1 => self.load().await,
            2 => self.replace().await,
            3 => self.delete().await,
            4 => self.merge().await,
            5 => self.split().await,
            6 => self.change_profiles().await,
            7 => self.change_labels().await,
            8 => self.change_homes().await,
            _ => {
                let known = u64::try_from(self.atoms.len()).unwrap();
                self.add_names(known..known + 3).await;
                self.load().await
            }
        }
    }

    pub(crate) async fn begin(&self) -> LoadTx {
        LoadTx::begin(&self.database).await.unwrap()
    }

    async fn add_places(&mut self) {
        let area = |code: &str, kind, name: &str, parent: Option<&str>| area::Model {
            code: code.to_owned(),
            kind,
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
        };
        // The last district and the last combined authority have no name.
        let areas = [
            area(DISTRICTS[0], AreaKind::District, "Northam", Some(AUTHORITIES[0])),
            area(DISTRICTS[1], AreaKind::District, "Eastley", Some("E10999001")),
            area("E10999001", AreaKind::County, "Eastshire", Some(REGIONS[1])),
            area(AUTHORITIES[0], AreaKind::CombinedAuthority, "Midshire", Some(REGIONS[0])),
            area(REGIONS[0], AreaKind::Region, "South", None),
            area(REGIONS[1], AreaKind::Region, "Midlands", Some("E92000001")),
        ];
        let write = self.database.write();
        area::Entity::insert_many(areas.map(IntoActiveModel::into_active_model)).exec(write).await.unwrap();
        for (id, (name, kind)) in (1..).zip(INSTITUTIONS) {
            let institution = institution::Model {
                id,
                org_id: format!("GB-LAE-T{id:02}"),
                name: name.to_owned(),
                kind,
                home_area: None,
            };
            institution::Entity::insert(institution.into_active_model()).exec(write).await.unwrap();
            if usize::try_from(id).unwrap() < INSTITUTIONS.len() {
                let feed = feed_of(id);
                feed::Entity::insert(feed.into_active_model()).exec(write).await.unwrap();
                ingest_run::Entity::insert(run_of(id).into_active_model()).exec(write).await.unwrap();
            }
        }
    }

    /// Published names: every fourth in two spellings, every tenth withheld.
    async fn add_names(&mut self, numbers: std::ops::Range<u64>) {
        let mut wanted = Vec::new();
        for number in numbers {
            let key = (number % 10 != 9).then(|| format!("FIRM {number}"));
            wanted.push(NewName { name: format!("Firm {number} Ltd"), key: key.clone() });
            if number % 4 == 0 {
                wanted.push(NewName { name: format!("FÏRM {number} LIMITED"), key });
            }
        }
        let mut load = self.begin().await;
        for (_, found) in load.ensure_names(wanted).await.unwrap() {
            self.names.insert(found.name_id, found.supplier_id);
            if let Some(atom) = found.supplier_id {
                self.atoms.insert(atom, atom);
            }
        }
        load.commit().await.unwrap();
    }

    async fn add_vocabulary(&mut self) {
        let write = self.database.write();
        for (id, state) in [(1, "REPLACED"), (2, "CURRENT")] {
            let edition = reference_edition::Model {
                id,
                kind: "CPV".to_owned(),
                version: "2008".to_owned(),
                source: "test".to_owned(),
                sha256: String::new(),
                state: state.to_owned(),
                rows: 0,
                rejected: 0,
                warnings: "{}".to_owned(),
                started_at: instant("2024-01-01T00:00:00Z"),
                loaded_at: None,
            };
            reference_edition::Entity::insert(edition.into_active_model()).exec(write).await.unwrap();
            let title = category::Model {
                edition_id: id,
                scheme: "CPV".to_owned(),
                code: "45000000".to_owned(),
                title: format!("Construction, edition {id}"),
                parent: None,
            };
            category::Entity::insert(title.into_active_model()).exec(write).await.unwrap();
        }
    }

    /// Loads a document, in place of an earlier one for the same period.
    pub(crate) async fn load(&mut self) -> &'static str {
        let institution_id = i32::try_from(self.dice.below(INSTITUTIONS.len() as u64 - 1)).unwrap() + 1;
        let from = day("2021-11-01") + Months::new(u32::try_from(self.dice.below(30)).unwrap());
        let to = from + Months::new(1 + u32::try_from(self.dice.below(3)).unwrap());
        let period = (self.dice.below(4) > 0).then_some((from, to));
        let same = |one: &Loaded| one.institution_id == institution_id && one.period == period;
        let before = self.documents.iter().position(|one| period.is_some() && same(one));
        let before = before.map(|place| self.documents.remove(place));
        self.put(institution_id, (from, to), period, before).await;
        "load"
    }

    async fn replace(&mut self) -> &'static str {
        let Some(before) = self.take_document() else { return "nothing to replace" };
        let (from, to) = before.period.unwrap_or((day("2022-03-15"), day("2022-05-02")));
        self.put(before.institution_id, (from, to), before.period, Some(before)).await;
        "replace"
    }

    /// A document is taken away.
    pub(crate) async fn delete(&mut self) -> &'static str {
        let Some(before) = self.take_document() else { return "nothing to delete" };
        let mut load = self.begin().await;
        retire(&mut load, before).await;
        load.commit().await.unwrap();
        "delete"
    }

    fn take_document(&mut self) -> Option<Loaded> {
        let number = u64::try_from(self.documents.len()).unwrap();
        let place = (number > 0).then(|| usize::try_from(self.dice.below(number)).unwrap());
        place.map(|place| self.documents.remove(place))
    }

    async fn put(
        &mut self,
        institution_id: i32,
        (from, to): (NaiveDate, NaiveDate),
        period: Option<(NaiveDate, NaiveDate)>,
        before: Option<Loaded>,
    ) {
        let id = self.next_document;
        self.next_document += 1 + i64::try_from(self.dice.below(2)).unwrap();
        let number = 1 + i32::try_from(self.dice.below(40)).unwrap();
        let payments: Vec<_> =
            (1..=number).map(|seq| self.payment(institution_id, id, seq, from, to)).collect();
        let mut load = self.begin().await;
        if let Some(before) = before {
            retire(&mut load, before).await;
        }
        self.put_document(&mut load, institution_id, id, period, payments).await;
        load.commit().await.unwrap();
    }

    /// Writes a document and its payments into a load.
    pub(crate) async fn put_document(
        &mut self,
        load: &mut LoadTx,
        institution_id: i32,
        id: i64,
        period: Option<(NaiveDate, NaiveDate)>,
        payments: Vec<payment::Model>,
    ) {
        let document = document_of(institution_id, id, period, &payments);
        load.execute(&document::Entity::insert(document.into_active_model()).into_query()).await.unwrap();
        load.append_payments(payments).await.unwrap();
        load.note(ChangeKind::Document, sha256(id));
        self.documents.push(Loaded { id, institution_id, period });
        self.next_document = Ord::max(self.next_document, id + 1);
    }

    pub(crate) fn payment(
        &mut self,
        institution_id: i32,
        document_id: i64,
        seq: i32,
        from: NaiveDate,
        to: NaiveDate,
    ) -> payment::Model {
        let names: Vec<i64> = self.names.keys().copied().collect();
        let name = self.dice.pick(&names);
        let supplier_id = self.names[&name].map(|atom| self.atoms[&atom]);
        let amount = i64::try_from(self.dice.below(300)).unwrap() * 1_000;
        let mut flags = WarningSet::default();
        if supplier_id.is_none() {
            flags.insert(WarningCode::Redacted);
        }
        for code in [
            WarningCode::ReversalPair,
            WarningCode::GrossOnly,
            WarningCode::PayeeUnknown,
            WarningCode::PassThrough,
            WarningCode::Grant,
        ] {
            if self.dice.below(6) == 0 {
                flags.insert(code);
            }
        }
        let days = u64::try_from((to - from).num_days()).unwrap();
        payment::Model {
            institution_id,
            document_id,
            seq: seq * 2,
            row_no: seq + 1,
            paid_on: from + Days::new(self.dice.below(days)),
            pence: if self.dice.below(5) == 0 { -amount } else { amount },
            vat_basis: self.dice.pick(&[VatBasis::Net, VatBasis::Net, VatBasis::Gross, VatBasis::Unknown]),
            supplier_id,
            supplier_name_id: name,
            department: self.dice.maybe(&DEPARTMENTS).map(str::to_owned),
            purpose: None,
            category: self.dice.maybe(&LABELS).map(str::to_owned),
            transaction_no: None,
            contract_ref: None,
            flags: flags.bits(),
        }
    }

    /// Merges the supplier of one atom into that of another: the smallest atom stands for all.
    pub(crate) async fn merge(&mut self) -> &'static str {
        let atoms: Vec<i64> = self.atoms.keys().copied().collect();
        let (one, other) = (self.atoms[&self.dice.pick(&atoms)], self.atoms[&self.dice.pick(&atoms)]);
        let head = Ord::min(one, other);
        let moved: Vec<i64> =
            atoms.into_iter().filter(|atom| [one, other].contains(&self.atoms[atom])).collect();
        self.follow(moved.iter().map(|atom| (*atom, head)).collect()).await;
        "merge"
    }

    /// Every atom of a supplier becomes one of its own.
    async fn split(&mut self) -> &'static str {
        let merged: Vec<i64> =
            self.atoms.iter().filter(|(atom, head)| atom != head).map(|(_, head)| *head).collect();
        if merged.is_empty() {
            return "nothing to split";
        }
        let head = self.dice.pick(&merged);
        let atoms = self.atoms.iter().filter(|(_, held)| **held == head).map(|(atom, _)| (*atom, *atom));
        self.follow(atoms.collect()).await;
        "split"
    }

    async fn follow(&mut self, heads: BTreeMap<i64, i64>) {
        let mut load = self.begin().await;
        for (atom, head) in heads {
            let merged_into = (atom != head).then_some(head);
            let update = Query::update()
                .table(supplier::Entity)
                .value(supplier::Column::MergedInto, merged_into)
                .and_where(Expr::col(supplier::Column::Id).eq(atom))
                .to_owned();
            load.execute(&update).await.unwrap();
            let names: Vec<i64> =
                self.names.iter().filter(|(_, of)| **of == Some(atom)).map(|(name, _)| *name).collect();
            let update = Query::update()
                .table(supplier_name::Entity)
                .value(supplier_name::Column::SupplierId, head)
                .and_where(Expr::col(supplier_name::Column::Id).is_in(names.clone()))
                .to_owned();
            load.execute(&update).await.unwrap();
            let update = Query::update()
                .table(payment::Entity)
                .value(payment::Column::SupplierId, head)
                .and_where(Expr::col(payment::Column::SupplierNameId).is_in(names.clone()))
                .to_owned();
            load.execute(&update).await.unwrap();
            let update = Query::update()
                .table(contract_supplier::Entity)
                .value(contract_supplier::Column::SupplierId, head)
                .and_where(Expr::col(contract_supplier::Column::SupplierNameId).is_in(names))
                .to_owned();
            load.execute(&update).await.unwrap();
            for touched in [atom, head, self.atoms[&atom]] {
                load.note(ChangeKind::Supplier, touched.to_string());
            }
            if merged_into.is_some() {
                let delete = Query::delete()
                    .from_table(supplier_profile::Entity)
                    .and_where(Expr::col(supplier_profile::Column::SupplierId).eq(atom))
                    .to_owned();
                load.execute(&delete).await.unwrap();
            }
            self.atoms.insert(atom, head);
        }
        load.commit().await.unwrap();
    }

    /// Makes all profiles anew; some suppliers have none.
    pub(crate) async fn change_profiles(&mut self) -> &'static str {
        let mut load = self.begin().await;
        load.execute(&Query::delete().from_table(supplier_profile::Entity).to_owned()).await.unwrap();
        let heads: Vec<i64> =
            self.atoms.iter().filter(|(atom, head)| atom == head).map(|(atom, _)| *atom).collect();
        for head in heads {
            let update = Query::update()
                .table(supplier::Entity)
                .value(supplier::Column::Kind, self.dice.pick(SupplierKind::ALL).to_value())
                .and_where(Expr::col(supplier::Column::Id).eq(head))
                .to_owned();
            load.execute(&update).await.unwrap();
            if self.dice.below(4) > 0 {
                let profile = self.profile(head).into_active_model();
                load.execute(&supplier_profile::Entity::insert(profile).into_query()).await.unwrap();
            }
        }
        load.commit().await.unwrap();
        "change profiles"
    }

    fn profile(&mut self, supplier_id: i64) -> supplier_profile::Model {
        let dice = &mut self.dice;
        let mut text = |from: &[&'static str]| dice.maybe(from).map(str::to_owned);
        let (sector, district, region) = (text(&SECTORS), text(&DISTRICTS), text(&REGIONS));
        let authority = text(&AUTHORITIES);
        supplier_profile::Model {
            supplier_id,
            scheme: None,
            number: None,
            sme: dice.maybe(&[true, false]),
            sme_basis: None,
            sme_on: None,
            sme_conflict: false,
            vcse: dice.maybe(&[true, false]),
            vcse_basis: None,
            vcse_on: None,
            vcse_conflict: false,
            sic: None,
            sector,
            sector_basis: None,
            postcode: None,
            lsoa: None,
            ward: None,
            district,
            authority,
            region,
            country: None,
            decile: dice.maybe(&[1, 2, 7, 10]),
            location_basis: None,
            formation_agent: false,
            po_box: false,
            group_scheme: None,
            group_number: None,
            group_name: None,
            group_basis: None,
        }
    }

    /// Institutions are at home elsewhere, or nobody knows where.
    pub(crate) async fn change_homes(&mut self) -> &'static str {
        let mut load = self.begin().await;
        for id in 1..=i32::try_from(INSTITUTIONS.len()).unwrap() {
            let update = Query::update()
                .table(institution::Entity)
                .value(institution::Column::HomeArea, self.dice.maybe(&HOMES))
                .and_where(Expr::col(institution::Column::Id).eq(id))
                .to_owned();
            load.execute(&update).await.unwrap();
        }
        load.commit().await.unwrap();
        "change homes"
    }

    /// Labels stand for other divisions.
    pub(crate) async fn change_labels(&mut self) -> &'static str {
        let mut load = self.begin().await;
        load.execute(&Query::delete().from_table(category_label::Entity).to_owned()).await.unwrap();
        for institution_id in 1..=i32::try_from(INSTITUTIONS.len()).unwrap() {
            for label in LABELS {
                // Labels of payments have no scheme; those of contracts do not count for them.
                for scheme in ["", "OWN"] {
                    let division = self.dice.maybe(&DIVISIONS).map(str::to_owned);
                    if self.dice.below(4) == 0 || label == "Unmapped" {
                        continue;
                    }
                    let row = category_label::Model {
                        institution_id,
                        scheme: scheme.to_owned(),
                        label: label.to_owned(),
                        division,
                        confidence: None,
                        basis: None,
                    };
                    let insert = category_label::Entity::insert(row.into_active_model()).into_query();
                    load.execute(&insert).await.unwrap();
                }
            }
        }
        load.commit().await.unwrap();
        "change labels"
    }
}

/// A document does not count any more: its payments go, its record stays.
async fn retire(load: &mut LoadTx, before: Loaded) {
    let delete = Query::delete()
        .from_table(payment::Entity)
        .and_where(Expr::col(payment::Column::InstitutionId).eq(before.institution_id))
        .and_where(Expr::col(payment::Column::DocumentId).eq(before.id))
        .to_owned();
    load.execute(&delete).await.unwrap();
    let update = Query::update()
        .table(document::Entity)
        .value(document::Column::Status, DocumentStatus::Replaced.to_value())
        .and_where(Expr::col(document::Column::Id).eq(before.id))
        .to_owned();
    load.execute(&update).await.unwrap();
}
