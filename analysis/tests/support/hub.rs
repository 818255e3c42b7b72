//! A small made-up hub for tests, always the same: four institutions, three feeds, a year of documents,
//! some hundred payments with credits, withheld payees, reversal pairs and every VAT basis. Other crates'
//! tests take this file in by its path.

#![allow(clippy::unwrap_used, dead_code, reason = "test code; each test uses what it needs")]

use anchorhub_entities::{
    Period, RejectCode, VatBasis, WarningCode, WarningSet,
    area::{self, AreaKind},
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    ingest_run::{self, RunState},
    institution::{self, InstitutionKind},
    payment, rejected_row,
};
use anchorhub_store::{Database, LoadTx, NewName};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use sea_orm::{EntityTrait, IntoActiveModel};

/// What was put into the database.
pub(crate) struct Hub {
    pub(crate) institutions: Vec<institution::Model>,
    pub(crate) feeds: Vec<feed::Model>,
    pub(crate) documents: Vec<document::Model>,
    pub(crate) payments: Vec<payment::Model>,
    pub(crate) rejected: Vec<rejected_row::Model>,
    /// Name key (in small letters), published names.
    pub(crate) names: Vec<(i64, Option<i64>, String)>,
}

/// Payments in a loaded document.
const PAYMENTS_A_DOCUMENT: i32 = 24;

/// Numbers that look random and are always the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Fills an empty database.
pub(crate) async fn fill(database: &Database) -> Hub {
    let institutions = institutions();
    let feeds = feeds();
    let runs: Vec<ingest_run::Model> = feeds.iter().map(run).collect();
    let names = names(database).await;
    let (mut documents, payments, rejected) = contents(&feeds, &names);
    documents.extend(odd_documents());

    let write = database.write();
    area::Entity::insert_many(areas().into_iter().map(IntoActiveModel::into_active_model))
        .exec(write)
        .await
        .unwrap();
    let rows = institutions.iter().cloned().map(IntoActiveModel::into_active_model);
    institution::Entity::insert_many(rows).exec(write).await.unwrap();
    let rows = feeds.iter().cloned().map(IntoActiveModel::into_active_model);
    feed::Entity::insert_many(rows).exec(write).await.unwrap();
    let rows = runs.into_iter().map(IntoActiveModel::into_active_model);
    ingest_run::Entity::insert_many(rows).exec(write).await.unwrap();
    let rows = documents.iter().cloned().map(IntoActiveModel::into_active_model);
    document::Entity::insert_many(rows).exec(write).await.unwrap();
    let rows = rejected.iter().cloned().map(IntoActiveModel::into_active_model);
    rejected_row::Entity::insert_many(rows).exec(write).await.unwrap();

    let mut load = LoadTx::begin(database).await.unwrap();
    load.append_payments(payments.clone()).await.unwrap();
    load.commit().await.unwrap();
    Hub { institutions, feeds, documents, payments, rejected, names }
}

fn areas() -> Vec<area::Model> {
    let area = |code: &str, kind, name: &str, parent: Option<&str>| area::Model {
        code: code.to_owned(),
        kind,
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
    };
    vec![
        area("E08999001", AreaKind::District, "Northam", Some("E47999001")),
        area("E08999002", AreaKind::District, "Eastley", Some("E47999001")),
        area("E47999001", AreaKind::CombinedAuthority, "Midshire", None),
    ]
}

fn institutions() -> Vec<institution::Model> {
    let institution = |id, org_id: &str, name: &str, kind, home: &str| institution::Model {
        id,
        org_id: org_id.to_owned(),
        name: name.to_owned(),
        kind,
        home_area: Some(home.to_owned()),
    };
    vec![
        institution(1, "GB-LAE-NOR", "Northam City Council", InstitutionKind::Council, "E08999001"),
        institution(2, "GB-NHS-ZZ1", "Eastley Hospitals NHS Trust", InstitutionKind::NhsTrust, "E08999002"),
        institution(
            3,
            "GB-UKPRN-99999001",
            "University of Northam",
            InstitutionKind::University,
            "E08999001",
        ),
        institution(4, "GB-LAE-EAS", "Eastley Borough Council", InstitutionKind::Council, "E08999002"),
    ]
}

/// The fourth institution has none.
fn feeds() -> Vec<feed::Model> {
    let feed = |id, org_id: &str, institution_id, vat_basis| feed::Model {
        id,
        code: format!("{org_id}.spend"),
        institution_id,
        kind: FeedKind::Spend,
        title: format!("Spend of {org_id}"),
        location: Some(format!("https://spend.example/{org_id}/")),
        connector: None,
        pull_from: None,
        schedule: None,
        adapter: None,
        vat_basis,
        threshold_pence: Some(50_000),
        paused: id == 3,
        created_at: instant("2023-01-01T09:00:00Z"),
    };
    vec![
        feed(1, "GB-LAE-NOR", 1, Some(VatBasis::Net)),
        feed(2, "GB-NHS-ZZ1", 2, Some(VatBasis::Gross)),
        feed(3, "GB-UKPRN-99999001", 3, None),
    ]
}

fn run(feed: &feed::Model) -> ingest_run::Model {
    ingest_run::Model {
        id: i64::from(feed.id),
        feed_id: feed.id,
        institution_id: feed.institution_id,
        state: if feed.id == 2 { RunState::Failed } else { RunState::Succeeded },
        started_at: instant("2024-02-01T10:00:00Z"),
        finished_at: Some(instant("2024-02-01T10:00:05Z")),
        documents: 12,
        loaded: 12,
        replaced: 0,
        unchanged: 0,
        failed: i64::from(feed.id == 2),
        payments: 0,
        rejected: 0,
    }
}

async fn names(database: &Database) -> Vec<(i64, Option<i64>, String)> {
    let mut wanted = vec![NewName { name: "REDACTED PERSONAL DATA".to_owned(), key: None }];
    for number in 0..30 {
        let key = format!("FIRM {number:02}");
        wanted.push(NewName { name: format!("Firm {number:02} Ltd"), key: Some(key.clone()) });
        if number % 5 == 0 {
            wanted.push(NewName { name: format!("FIRM {number:02} LIMITED"), key: Some(key) });
        }
    }
    // Known by name, never paid.
    wanted.push(NewName { name: "Nobody plc".to_owned(), key: Some("NOBODY".to_owned()) });
    let mut load = LoadTx::begin(database).await.unwrap();
    let mut names: Vec<_> = load
        .ensure_names(wanted)
        .await
        .unwrap()
        .into_iter()
        .map(|(name, found)| (found.name_id, found.supplier_id, name))
        .collect();
    load.commit().await.unwrap();
    names.sort();
    names
}

/// Monthly documents of 2023 with their payments. The hospital misses two months, the university publishes
/// half years.
fn contents(
    feeds: &[feed::Model],
    names: &[(i64, Option<i64>, String)],
) -> (Vec<document::Model>, Vec<payment::Model>, Vec<rejected_row::Model>) {
    let paid: Vec<&(i64, Option<i64>, String)> =
        names.iter().filter(|(_, _, name)| !name.starts_with("Nobody")).collect();
    let (mut documents, mut payments, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
    for feed in feeds {
        let periods: Vec<Period> = match feed.id {
            3 => vec!["2023-01..2023-06".parse().unwrap(), "2023-07..2023-12".parse().unwrap()],
            _ => (1..=12)
                .filter(|month| feed.id == 1 || ![3, 8].contains(month))
                .map(|month| format!("2023-{month:02}").parse().unwrap())
                .collect(),
        };
        for period in periods {
            let id = i64::try_from(documents.len()).unwrap() + 1;
            let own = document_payments(id, feed, period, &paid);
            let row = rejected_row::Model {
                institution_id: feed.institution_id,
                document_id: id,
                seq: PAYMENTS_A_DOCUMENT + 1,
                sheet: None,
                row_no: PAYMENTS_A_DOCUMENT + 2,
                code: RejectCode::HiddenTotal.code().to_owned(),
                field: Some("Amount".to_owned()),
                hint: RejectCode::HiddenTotal.hint().to_owned(),
                raw: "Total,,1234.56".to_owned(),
            };
            documents.push(document_of(id, feed, period, &own));
            payments.extend(own);
            rejected.push(row);
        }
    }
    (documents, payments, rejected)
}

fn document_payments(
    document_id: i64,
    feed: &feed::Model,
    period: Period,
    names: &[&(i64, Option<i64>, String)],
) -> Vec<payment::Model> {
    let mut dice = Dice::new(u64::try_from(document_id).unwrap());
    let days = u64::try_from((period.to() - period.from()).num_days()).unwrap();
    let mut payments: Vec<payment::Model> = (1..=PAYMENTS_A_DOCUMENT)
        .map(|seq| {
            let (name_id, supplier_id, _) = dice.pick(names);
            let mut flags = WarningSet::default();
            if supplier_id.is_none() {
                flags.insert(WarningCode::Redacted);
            }
            let amount = i64::try_from(dice.below(5_000_000)).unwrap();
            payment::Model {
                institution_id: feed.institution_id,
                document_id,
                seq,
                row_no: seq + 1,
                paid_on: period.from() + Days::new(dice.below(days)),
                pence: if dice.below(8) == 0 { -amount } else { amount },
                vat_basis: feed.vat_basis.unwrap_or(VatBasis::Unknown),
                supplier_id: *supplier_id,
                supplier_name_id: *name_id,
                department: Some(format!("Department {}", dice.below(4))),
                purpose: Some("Works".to_owned()),
                category: (dice.below(3) > 0).then(|| format!("Category {}", dice.below(3))),
                transaction_no: Some(format!("T{document_id}-{seq}")),
                contract_ref: None,
                flags: flags.bits(),
            }
        })
        .collect();
    // The last two are a posting and its reversal.
    let [.., posting, reversal] = payments.as_mut_slice() else { return payments };
    reversal.paid_on = posting.paid_on;
    reversal.supplier_id = posting.supplier_id;
    reversal.supplier_name_id = posting.supplier_name_id;
    reversal.pence = -posting.pence;
    for payment in [posting, reversal] {
        let mut flags = WarningSet::from_bits(payment.flags & WarningSet::bit(WarningCode::Redacted));
        flags.insert(WarningCode::ReversalPair);
        if payment.supplier_id.is_none() {
            flags.insert(WarningCode::Redacted);
        }
        payment.flags = flags.bits();
    }
    payments
}

fn document_of(id: i64, feed: &feed::Model, period: Period, payments: &[payment::Model]) -> document::Model {
    let count = |holds: &dyn Fn(&payment::Model) -> bool| {
        i64::try_from(payments.iter().filter(|payment| holds(payment)).count()).unwrap()
    };
    document::Model {
        id,
        feed_id: feed.id,
        institution_id: feed.institution_id,
        run_id: i64::from(feed.id),
        sha256: format!("{id:064x}"),
        name: format!("spend-{}-{:02}.csv", period.from().year(), period.from().month()),
        bytes: 4_096,
        container: Some("csv".to_owned()),
        status: DocumentStatus::Loaded,
        period_from: Some(period.from()),
        period_to: Some(period.to()),
        superseded_by: None,
        received_at: instant("2024-02-01T10:00:00Z"),
        loaded_at: Some(instant("2024-02-01T10:00:02Z")),
        rows: count(&|_| true) + 1,
        payments: count(&|_| true),
        rejected: 1,
        blank: 0,
        net_pence: payments.iter().map(|payment| payment.pence).sum(),
        negatives: count(&|payment| payment.pence < 0),
        first_date: payments.iter().map(|payment| payment.paid_on).min(),
        last_date: payments.iter().map(|payment| payment.paid_on).max(),
        vat_basis: feed.vat_basis.unwrap_or(VatBasis::Unknown),
        warnings: format!(r#"{{"REVERSAL_PAIR":2,"REDACTED":{}}}"#, count(&|p| p.supplier_id.is_none())),
        recognition: r#"{"encoding":"utf-8","container":"csv","tables":[{"header_row":1}]}"#.to_owned(),
        records: 0,
        known: 0,
        error_code: None,
        error_message: None,
    }
}

/// One document that another replaced, and one that could not be read: neither counts.
fn odd_documents() -> Vec<document::Model> {
    let feed = &feeds()[0];
    let mut replaced = document_of(101, feed, "2023-01".parse().unwrap(), &[]);
    replaced.status = DocumentStatus::Replaced;
    replaced.superseded_by = Some(1);
    replaced.payments = 7;
    replaced.net_pence = 700;
    let mut failed = document_of(102, feed, "2022-12".parse().unwrap(), &[]);
    failed.status = DocumentStatus::Failed;
    (failed.period_from, failed.period_to, failed.loaded_at) = (None, None, None);
    failed.error_code = Some("EMPTY_FILE".to_owned());
    failed.error_message = Some("the file holds nothing".to_owned());
    vec![replaced, failed]
}
