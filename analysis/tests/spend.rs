//! Answers of the SQL engine against a naive loop over the payments, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    AnalysisError, BasisSum, Between, DivisionFilter, ExclusionReason, GroupKey, Known, Locality, Measures,
    SpendAnswer, SpendDimension, SpendEngine, SpendFilter, SpendOrder, SpendPlan, SqlEngine, Sum,
    SupplierTrait, SupplierTraits,
};
use anchorhub_entities::{
    FinancialQuarter, FinancialYear, VatBasis, WarningSet, institution::InstitutionKind, payment,
    supplier::SupplierKind,
};
use chrono::Datelike;
use proptest::{
    collection::vec, option, prelude::*, sample::subsequence, strategy::ValueTree, test_runner::TestRunner,
};

#[path = "../../store/tests/support/mod.rs"]
mod databases;
#[path = "support/hub.rs"]
mod hub;
#[path = "support/known.rs"]
mod known;

use hub::{Hub, day};

const DIMENSIONS: [SpendDimension; 18] = [
    SpendDimension::Institution,
    SpendDimension::InstitutionKind,
    SpendDimension::Supplier,
    SpendDimension::SupplierSize,
    SpendDimension::SupplierVcse,
    SpendDimension::SupplierKind,
    SpendDimension::SupplierSector,
    SpendDimension::SupplierDistrict,
    SpendDimension::SupplierAuthority,
    SpendDimension::SupplierRegion,
    SpendDimension::Locality,
    SpendDimension::DeprivationDecile,
    SpendDimension::Category,
    SpendDimension::CategoryDivision,
    SpendDimension::Department,
    SpendDimension::Month,
    SpendDimension::Quarter,
    SpendDimension::FinancialYear,
];

/// Whether a payment has at least one of some reasons to leave it out, thought out without SQL.
fn has_any(reasons: &[ExclusionReason], known: &known::Known, payment: &payment::Model) -> bool {
    reasons.iter().any(|reason| match reason {
        ExclusionReason::ReversalPair => payment.flags & 1 != 0,
        ExclusionReason::Redacted => payment.flags & 2 != 0,
        ExclusionReason::PublicBody => known.kind(payment.supplier_id) == Some(SupplierKind::PublicBody),
        ExclusionReason::PassThrough => payment.flags & 256 != 0,
        ExclusionReason::Grant => payment.flags & 512 != 0,
    })
}

fn kind_of(hub: &Hub, institution_id: i32) -> InstitutionKind {
    hub.institutions.iter().find(|institution| institution.id == institution_id).unwrap().kind
}

/// How near a supplier is to the institution, thought out without SQL: all homes of the hub are districts of one
/// combined authority, above which nothing is known.
fn locality(hub: &Hub, known: &known::Known, payment: &payment::Model) -> Option<Locality> {
    let home = hub.institutions.iter().find(|institution| institution.id == payment.institution_id)?;
    let district = known.profile(payment.supplier_id)?.district.as_ref()?;
    if Some(district) == home.home_area.as_ref() {
        Some(Locality::SameDistrict)
    } else if district.starts_with('E') {
        Some(Locality::SameAuthority)
    } else {
        Some(Locality::Elsewhere)
    }
}

/// Whether the filter allows a payment, thought out without SQL.
fn allows(filter: &SpendFilter, hub: &Hub, known: &known::Known, payment: &payment::Model) -> bool {
    fn within<T: PartialEq>(list: &Option<Vec<T>>, value: &T) -> bool {
        list.as_ref().is_none_or(|list| list.contains(value))
    }
    let named = filter.supplier_name.as_ref().is_none_or(|text| {
        payment.supplier_id.is_some()
            && hub.names.iter().any(|(_, supplier, name)| {
                *supplier == payment.supplier_id && name.to_lowercase().contains(&text.to_lowercase())
            })
    });
    let division = known.division(payment.institution_id, payment.category.as_deref());
    let divided = filter
        .division
        .divisions
        .as_ref()
        .is_none_or(|list| division.is_some_and(|division| list.iter().any(|one| one == division)))
        && filter.division.mapped.is_none_or(|wanted| wanted == division.is_some());
    let warned = filter.with_warnings.is_none_or(|set| payment.flags & set.bits() != 0);
    within(&filter.institutions, &payment.institution_id)
        && within(&filter.vat_bases, &payment.vat_basis)
        && within(&filter.documents, &payment.document_id)
        && within(&filter.institution_kinds, &kind_of(hub, payment.institution_id))
        && within(&filter.suppliers, &payment.supplier_id)
        && within(&filter.localities, &locality(hub, known, payment))
        && within(&filter.categories, &payment.category)
        && within(&filter.departments, &payment.department)
        && filter.only.as_ref().is_none_or(|reasons| has_any(reasons, known, payment))
        && !has_any(&filter.without, known, payment)
        && named
        && warned
        && divided
        && filter.traits.as_ref().is_none_or(|traits| has(traits, known, payment.supplier_id))
        && payment.flags & filter.without_warnings.bits() == 0
        && filter.from.is_none_or(|from| payment.paid_on >= from)
        && filter.to.is_none_or(|to| payment.paid_on < to)
        && filter.min_pence.is_none_or(|pence| payment.pence >= pence)
        && filter.max_pence.is_none_or(|pence| payment.pence <= pence)
}

/// Whether a supplier is as the filter says, thought out without SQL.
fn has(traits: &SupplierTraits, known: &known::Known, supplier_id: Option<i64>) -> bool {
    fn among<T: PartialEq>(list: &Option<Vec<T>>, value: Option<&T>) -> bool {
        list.as_ref().is_none_or(|list| value.is_some_and(|value| list.contains(value)))
    }
    let state = |answer: Option<bool>| match answer {
        Some(true) => Known::Yes,
        Some(false) => Known::No,
        None => Known::Unknown,
    };
    let profile = known.profile(supplier_id);
    let (sme, vcse) = (profile.and_then(|profile| profile.sme), profile.and_then(|profile| profile.vcse));
    let sector = profile.and_then(|profile| profile.sector.as_ref());
    let district = profile.and_then(|profile| profile.district.as_ref());
    let authority = profile.and_then(|profile| profile.authority.as_ref());
    let region = profile.and_then(|profile| profile.region.as_ref());
    let decile = profile.and_then(|profile| profile.decile);
    let is_unknown = |one: &SupplierTrait| match one {
        SupplierTrait::Size => sme.is_none(),
        SupplierTrait::Vcse => vcse.is_none(),
        SupplierTrait::Kind => known.kind(supplier_id).is_none_or(|kind| kind == SupplierKind::Unknown),
        SupplierTrait::Sector => sector.is_none(),
        SupplierTrait::District => district.is_none(),
        SupplierTrait::CombinedAuthority => authority.is_none(),
        SupplierTrait::Region => region.is_none(),
        SupplierTrait::DeprivationDecile => decile.is_none(),
    };
    among(&traits.sme, Some(&state(sme)))
        && among(&traits.vcse, Some(&state(vcse)))
        && among(&traits.sectors, sector)
        && among(&traits.districts, district)
        && among(&traits.authorities, authority)
        && among(&traits.regions, region)
        && among(&traits.deciles, decile.as_ref())
        && among(&traits.kinds, known.kind(supplier_id).as_ref())
        && traits.unknown.iter().all(is_unknown)
        && !traits.known.iter().any(is_unknown)
}

fn sum<'a>(payments: impl Iterator<Item = &'a payment::Model>) -> Sum {
    payments.fold(Sum::default(), |sum, payment| Sum {
        net_pence: sum.net_pence + payment.pence,
        payments: sum.payments + 1,
    })
}

fn measures(payments: &[&payment::Model]) -> Measures {
    let institutions: BTreeSet<i32> = payments.iter().map(|payment| payment.institution_id).collect();
    let suppliers: BTreeSet<i64> = payments.iter().filter_map(|payment| payment.supplier_id).collect();
    let bases = [VatBasis::Net, VatBasis::Gross, VatBasis::Unknown];
    let by_vat_basis = bases.into_iter().map(|basis| BasisSum {
        basis,
        sum: sum(payments.iter().copied().filter(|payment| payment.vat_basis == basis)),
    });
    Measures {
        sum: sum(payments.iter().copied()),
        suppliers: i64::try_from(suppliers.len()).unwrap(),
        institutions: i64::try_from(institutions.len()).unwrap(),
        by_vat_basis: by_vat_basis.filter(|part| part.sum.payments > 0).collect(),
    }
}

/// Keys that sort as the engine breaks ties: by id, month or year, nothing last.
type NaiveKey = Vec<(bool, i64)>;

fn naive_key(plan: &SpendPlan, hub: &Hub, known: &known::Known, payment: &payment::Model) -> NaiveKey {
    let profile = known.profile(payment.supplier_id);
    let key = |dimension: &SpendDimension| match dimension {
        SpendDimension::Institution => Some(i64::from(payment.institution_id)),
        SpendDimension::Supplier => payment.supplier_id,
        SpendDimension::SupplierSize => profile?.sme.map(i64::from),
        SpendDimension::InstitutionKind => Some(rank_of_kind(kind_of(hub, payment.institution_id))),
        SpendDimension::SupplierVcse => profile?.vcse.map(i64::from),
        SpendDimension::SupplierKind => known
            .kind(payment.supplier_id)
            .filter(|kind| *kind != SupplierKind::Unknown)
            .map(rank_of_supplier),
        SpendDimension::SupplierAuthority => profile?.authority.as_deref().map(ordinal),
        SpendDimension::Locality => locality(hub, known, payment).map(|one| one as i64),
        SpendDimension::Category => payment.category.as_deref().map(last_digit),
        SpendDimension::Department => payment.department.as_deref().map(last_digit),
        SpendDimension::Quarter => Some(i64::from(FinancialQuarter::of(payment.paid_on).number())),
        SpendDimension::SupplierSector => profile?.sector.as_deref().map(ordinal),
        SpendDimension::SupplierDistrict => profile?.district.as_deref().map(ordinal),
        SpendDimension::SupplierRegion => profile?.region.as_deref().map(ordinal),
        SpendDimension::DeprivationDecile => profile?.decile.map(i64::from),
        SpendDimension::CategoryDivision => {
            known.division(payment.institution_id, payment.category.as_deref()).map(ordinal)
        }
        SpendDimension::Month => {
            Some(i64::from(payment.paid_on.year()) * 12 + i64::from(payment.paid_on.month0()))
        }
        SpendDimension::FinancialYear => Some(i64::from(FinancialYear::of(payment.paid_on).start_year())),
    };
    plan.group_by.iter().map(|dimension| key(dimension).map_or((true, 0), |key| (false, key))).collect()
}

/// A number that sorts as a short code does.
fn ordinal(code: &str) -> i64 {
    code.bytes().fold(0, |number, byte| number * 64 + i64::from(byte - b'0'))
}

/// Published texts of the hub differ in their last digit.
fn last_digit(text: &str) -> i64 {
    text.bytes().last().map_or(0, i64::from)
}

/// The place of a kind in the order of names.
fn rank_of_kind(kind: InstitutionKind) -> i64 {
    InstitutionKind::ALL.iter().map(|one| i64::from(one.name() < kind.name())).sum()
}

fn rank_of_supplier(kind: SupplierKind) -> i64 {
    SupplierKind::ALL.iter().map(|one| i64::from(one.name() < kind.name())).sum()
}

fn answered_key(keys: &[GroupKey]) -> NaiveKey {
    let key = |key: &GroupKey| match key {
        GroupKey::Institution(institution) => Some(i64::from(institution.id)),
        GroupKey::Supplier(supplier) => supplier.as_ref().map(|supplier| supplier.id),
        GroupKey::InstitutionKind(kind) => Some(rank_of_kind(*kind)),
        GroupKey::Size(answer) | GroupKey::Vcse(answer) => answer.map(i64::from),
        GroupKey::SupplierKind(kind) => kind.map(rank_of_supplier),
        GroupKey::Locality(locality) => locality.map(|one| one as i64),
        GroupKey::Published(text) => text.as_deref().map(last_digit),
        GroupKey::Quarter(quarter) => Some(i64::from(quarter.number())),
        GroupKey::Sector(named) | GroupKey::Area(named) | GroupKey::Division(named) => {
            named.as_ref().map(|named| ordinal(&named.code))
        }
        GroupKey::Decile(decile) => decile.map(i64::from),
        GroupKey::Month(first) => Some(i64::from(first.year()) * 12 + i64::from(first.month0())),
        GroupKey::FinancialYear(year) => Some(i64::from(year.start_year())),
    };
    keys.iter().map(|one| key(one).map_or((true, 0), |key| (false, key))).collect()
}

/// Where a group stands in the order asked for.
fn rank(order: SpendOrder, measures: &Measures) -> i64 {
    match order {
        SpendOrder::NetDesc => -measures.sum.net_pence,
        SpendOrder::NetAsc => measures.sum.net_pence,
        SpendOrder::PaymentsDesc => -measures.sum.payments,
        SpendOrder::SuppliersDesc => -measures.suppliers,
        SpendOrder::InstitutionsDesc => -measures.institutions,
        SpendOrder::KeyAsc => 0,
    }
}

async fn compare(engine: &SqlEngine, hub: &Hub, known: &known::Known, plan: &SpendPlan) {
    let answer = engine.spend(plan).await.unwrap();
    let allowed: Vec<&payment::Model> =
        hub.payments.iter().filter(|payment| allows(&plan.filter, hub, known, payment)).collect();
    let kept: Vec<&payment::Model> =
        allowed.iter().copied().filter(|payment| !has_any(&plan.exclude, known, payment)).collect();
    assert_eq!(answer.total, measures(&kept), "{plan:?}");
    let excluded = allowed.iter().copied().filter(|payment| has_any(&plan.exclude, known, payment));
    assert_eq!(answer.excluded, sum(excluded), "{plan:?}");

    for exclusion in &answer.exclusions {
        let marked = allowed.iter().copied().filter(|payment| has_any(&[exclusion.reason], known, payment));
        assert_eq!(exclusion.sum, sum(marked), "{plan:?}");
        assert_eq!(exclusion.left_out, plan.exclude.contains(&exclusion.reason));
    }
    assert_eq!(answer.exclusions.len(), ExclusionReason::ALL.len());
    for coverage in &answer.coverage {
        let alone = SpendPlan { group_by: vec![coverage.dimension], ..SpendPlan::default() };
        let told =
            kept.iter().copied().filter(|payment| naive_key(&alone, hub, known, payment) != [(true, 0)]);
        assert_eq!(coverage.known, sum(told), "{:?} of {plan:?}", coverage.dimension);
    }

    let mut groups: BTreeMap<NaiveKey, Vec<&payment::Model>> = BTreeMap::new();
    if !plan.group_by.is_empty() {
        for payment in kept {
            groups.entry(naive_key(plan, hub, known, payment)).or_default().push(payment);
        }
    }
    let mut expected: Vec<(NaiveKey, Measures)> =
        groups.into_iter().map(|(key, payments)| (key, measures(&payments))).collect();
    expected.sort_by_key(|(_, measures)| rank(plan.order, measures));
    let answered: Vec<(NaiveKey, Measures)> =
        answer.rows.iter().map(|row| (answered_key(&row.keys), row.measures.clone())).collect();
    let groups = expected.len();
    let least = plan.min_institutions.map_or(0, i64::from);
    expected.retain(|(_, measures)| measures.institutions >= least);
    let shown = plan.first.min(expected.len());
    // Alphabetical order by label has a test of its own.
    if plan.order == SpendOrder::KeyAsc {
        let all: BTreeMap<_, _> = expected.iter().cloned().collect();
        assert!(answered.iter().all(|(key, measures)| all.get(key) == Some(measures)), "{plan:?}");
        assert_eq!(answered.len(), shown);
    } else {
        assert_eq!(answered, expected[..shown], "{plan:?}");
    }

    // The parts make up the whole.
    if !plan.group_by.is_empty() {
        let parts = answered.iter().fold(answer.rest.sum, |sum, (_, measures)| Sum {
            net_pence: sum.net_pence + measures.sum.net_pence,
            payments: sum.payments + measures.sum.payments,
        });
        assert_eq!(parts, answer.total.sum, "{plan:?}");
        assert_eq!(answer.rest.groups, i64::try_from(groups - shown).unwrap(), "{plan:?}");
    }
    compare_periods(engine, plan, &answer).await;
}

/// What an answer tells of another period is what a plan of that period answers.
async fn compare_periods(engine: &SqlEngine, plan: &SpendPlan, answer: &SpendAnswer) {
    let Some(Between { from, to }) = plan.compare else { return assert_eq!(answer.compared, None) };
    let filter = SpendFilter { from, to, ..plan.filter.clone() };
    let other = SpendPlan { filter, first: 10_000, min_institutions: None, compare: None, ..plan.clone() };
    let other = engine.spend(&other).await.unwrap();
    let compared = answer.compared.as_ref().unwrap();
    assert_eq!(compared.rows.len(), answer.rows.len(), "{plan:?}");
    for (row, compared) in answer.rows.iter().zip(&compared.rows) {
        let found = other.rows.iter().find(|one| one.keys == row.keys);
        assert_eq!(compared.keys, row.keys);
        assert_eq!(compared.measures, found.map(|one| one.measures.clone()).unwrap_or_default(), "{plan:?}");
    }
    let occurring: Vec<_> = compared.rows.iter().filter(|row| row.measures.sum.payments > 0).collect();
    let shown: i64 = occurring.iter().map(|row| row.measures.sum.net_pence).sum();
    let held = if plan.group_by.is_empty() { 0 } else { other.total.sum.net_pence - shown };
    assert_eq!(compared.rest.sum.net_pence, held, "{plan:?}");
    assert_eq!(compared.rest.groups, i64::try_from(other.rows.len() - occurring.len()).unwrap(), "{plan:?}");
    assert_eq!(
        (
            &compared.total,
            &compared.exclusions,
            compared.excluded,
            &compared.coverage,
            &compared.completeness
        ),
        (&other.total, &other.exclusions, other.excluded, &other.coverage, &other.completeness)
    );
}

fn plans() -> impl Strategy<Value = SpendPlan> {
    let bits = || (0..4i32).prop_map(WarningSet::from_bits);
    let days = || (0..420u64).prop_map(|days| day("2022-12-15") + chrono::Days::new(days));
    let texts = |texts: Vec<&'static str>| {
        let text =
            option::weighted(0.8, prop::sample::select(texts)).prop_map(|text| text.map(str::to_owned));
        option::weighted(0.2, vec(text, 0..4))
    };
    let reasons = || subsequence(ExclusionReason::ALL.to_vec(), 0..=ExclusionReason::ALL.len());
    let who = (
        option::weighted(0.3, subsequence(vec![1, 2, 3, 4], 0..4)),
        option::weighted(0.2, vec(option::weighted(0.9, 1..32i64), 0..8)),
        option::weighted(0.2, prop::sample::select(vec!["firm 1", "LIMITED", "05", "nobody", "%"])),
        option::weighted(0.2, vec(1..30i64, 0..10)),
        option::weighted(0.15, subsequence(InstitutionKind::ALL.to_vec(), 0..8)),
        option::weighted(
            0.15,
            vec(option::weighted(0.8, prop::sample::select(Locality::ALL.to_vec())), 0..4),
        ),
    );
    let what = (
        option::weighted(0.3, days()),
        option::weighted(0.3, days()),
        texts(vec!["Category 0", "category 1", "Category 2", "None"]),
        option::weighted(0.2, -4_000_000..4_000_000i64),
        option::weighted(0.2, -1_000_000..5_000_000i64),
        option::weighted(0.2, bits()),
        bits(),
        option::weighted(0.2, subsequence(vec![VatBasis::Net, VatBasis::Gross, VatBasis::Unknown], 0..3)),
        texts(vec!["Department 0", "Department 3", "department 1"]),
        (option::weighted(0.2, reasons()), prop_oneof![3 => Just(Vec::new()), 1 => reasons()]),
    );
    let states = || option::weighted(0.2, subsequence(vec![Known::Yes, Known::No, Known::Unknown], 0..=3));
    let codes = |codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        option::weighted(0.15, subsequence(codes, 0..=2))
    };
    let which = vec![
        SupplierTrait::Size,
        SupplierTrait::Vcse,
        SupplierTrait::Kind,
        SupplierTrait::Sector,
        SupplierTrait::District,
        SupplierTrait::CombinedAuthority,
        SupplierTrait::Region,
        SupplierTrait::DeprivationDecile,
    ];
    let traits = (
        states(),
        states(),
        codes(&["F", "J", "Q"]),
        codes(&["E08999001", "E08999002", "W06999003"]),
        codes(&["E47999001", "E47999009"]),
        codes(&["E12999001", "E12999009"]),
        option::weighted(0.1, vec(1..11i16, 0..5)),
        option::weighted(0.1, subsequence(SupplierKind::ALL.to_vec(), 0..=3)),
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(which.clone(), 0..=2)],
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(which, 0..=2)],
    )
        .prop_map(
            |(sme, vcse, sectors, districts, authorities, regions, deciles, kinds, unknown, known)| {
                SupplierTraits {
                    sme,
                    vcse,
                    sectors,
                    districts,
                    authorities,
                    regions,
                    deciles,
                    kinds,
                    unknown,
                    known,
                }
            },
        );
    let division = (codes(&["33", "45", "90"]), option::weighted(0.15, any::<bool>()))
        .prop_map(|(divisions, mapped)| DivisionFilter { divisions, mapped });
    let known = (option::weighted(0.4, traits), division);
    let orders = vec![
        SpendOrder::NetDesc,
        SpendOrder::NetAsc,
        SpendOrder::PaymentsDesc,
        SpendOrder::SuppliersDesc,
        SpendOrder::InstitutionsDesc,
        SpendOrder::KeyAsc,
    ];
    let shape = (
        subsequence(DIMENSIONS.to_vec(), 0..=4).prop_shuffle(),
        reasons(),
        prop::sample::select(orders),
        prop::sample::select(vec![0, 1, 3, 10, 1_000]),
        option::weighted(0.3, 0..4u32),
        option::weighted(0.3, (option::weighted(0.8, days()), option::weighted(0.8, days()))),
    );
    (who, what, known, shape).prop_map(|(who, what, known, shape)| SpendPlan {
        filter: SpendFilter {
            institutions: who.0,
            suppliers: who.1,
            supplier_name: who.2.map(str::to_owned),
            documents: who.3,
            traits: known.0,
            division: known.1,
            from: what.0,
            to: what.1,
            institution_kinds: who.4,
            localities: who.5,
            categories: what.2,
            departments: what.8,
            only: what.9.0,
            without: what.9.1,
            min_pence: what.3,
            max_pence: what.4,
            with_warnings: what.5,
            without_warnings: what.6,
            vat_bases: what.7,
        },
        compare: shape
            .5
            .filter(|_| !shape.0.iter().any(|dimension| dimension.is_time()))
            .map(|(from, to)| Between { from, to }),
        group_by: shape.0,
        exclude: shape.1,
        order: shape.2,
        first: shape.3,
        min_institutions: shape.4,
    })
}

#[tokio::test]
async fn any_plan_is_answered_as_a_loop_would() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let known = known::fill(&database, &hub).await;
        let engine = SqlEngine::new(database.clone());
        compare(&engine, &hub, &known, &SpendPlan { first: 10, ..SpendPlan::default() }).await;
        let mut runner = TestRunner::deterministic();
        for _ in 0..400 {
            let plan = plans().new_tree(&mut runner).unwrap().current();
            compare(&engine, &hub, &known, &plan).await;
        }
    })
    .await;
}

#[tokio::test]
async fn keys_sort_by_label() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let plan = SpendPlan {
            group_by: vec![SpendDimension::Institution, SpendDimension::Month],
            order: SpendOrder::KeyAsc,
            first: 100,
            ..SpendPlan::default()
        };
        let answer = SqlEngine::new(database.clone()).spend(&plan).await.unwrap();
        let labels: Vec<(String, String)> = answer
            .rows
            .iter()
            .map(|row| match row.keys.as_slice() {
                [GroupKey::Institution(institution), GroupKey::Month(month)] => {
                    (institution.name.clone(), month.to_string())
                }
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert!(labels.is_sorted(), "{labels:?}");
        assert_eq!(labels.len(), 12 + 10 + 12);
        assert_eq!(labels[0], ("Eastley Hospitals NHS Trust".to_owned(), "2023-01-01".to_owned()));
    })
    .await;
}

/// What is not known forms one group, and is told; names come from the hub where it has them.
#[tokio::test]
async fn what_is_known_of_suppliers_and_categories_has_names() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        known::fill(&database, &hub).await;
        let engine = SqlEngine::new(database.clone());
        let named = async |dimension| {
            let plan = SpendPlan {
                group_by: vec![dimension],
                order: SpendOrder::KeyAsc,
                first: 100,
                ..SpendPlan::default()
            };
            let answer = engine.spend(&plan).await.unwrap();
            assert_eq!(answer.coverage.len(), 1);
            let named = answer.rows.into_iter().map(|row| match row.keys.into_iter().next().unwrap() {
                GroupKey::Sector(named) | GroupKey::Area(named) | GroupKey::Division(named) => {
                    named.map(|named| (named.code, named.name))
                }
                other => unreachable!("{other:?}"),
            });
            named.collect::<Vec<_>>()
        };
        let some = |code: &str, name: Option<&str>| Some((code.to_owned(), name.map(str::to_owned)));
        assert_eq!(
            named(SpendDimension::SupplierDistrict).await,
            [
                some("E08999002", Some("Eastley")),
                some("E08999001", Some("Northam")),
                some("W06999003", None),
                None
            ]
        );
        let sectors = named(SpendDimension::SupplierSector).await;
        assert_eq!(sectors.first(), Some(&some("F", Some("Construction"))));
        assert_eq!(sectors.last(), Some(&None));
        assert_eq!(
            named(SpendDimension::CategoryDivision).await,
            [
                some("33", Some("Medical equipments, pharmaceuticals and personal care products")),
                some("45", Some("Construction work")),
                None
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn completeness_counts_the_months_that_documents_cover() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let engine = SqlEngine::new(database.clone());
        let completeness = async |filter: SpendFilter| {
            let plan = SpendPlan { filter, first: 1, ..SpendPlan::default() };
            let answer = engine.spend(&plan).await.unwrap();
            let months = |c: &anchorhub_analysis::Completeness| (c.months_present, c.months_asked);
            answer.completeness.iter().map(|c| (c.institution.id, months(c))).collect::<Vec<_>>()
        };
        // Without a period: from the first to the last month that documents cover. Sorted by name; the
        // institution without a feed is not asked about.
        let all = completeness(SpendFilter::default()).await;
        assert_eq!(all, [(2, (10, 12)), (1, (12, 12)), (3, (12, 12))]);
        // Asked for by name it is, and has nothing. February to the middle of April touches three months.
        let some = SpendFilter {
            institutions: Some(vec![2, 4]),
            from: Some(day("2023-02-10")),
            to: Some(day("2023-04-15")),
            ..SpendFilter::default()
        };
        assert_eq!(completeness(some).await, [(4, (0, 3)), (2, (2, 3))]);
        // Before everything.
        let early = SpendFilter { to: Some(day("2020-01-01")), ..SpendFilter::default() };
        assert_eq!(completeness(early).await, [(2, (0, 0)), (1, (0, 0)), (3, (0, 0))]);
    })
    .await;
}

#[tokio::test]
async fn an_answer_names_its_data_version() {
    databases::on_each_engine(async |database| {
        hub::fill(&database).await;
        let answer = SqlEngine::new(database.clone()).spend(&SpendPlan::default()).await.unwrap();
        assert_eq!(answer.data_version, database.data_version().await.unwrap());
        assert!(answer.data_version > 0);
    })
    .await;
}

#[tokio::test]
async fn sums_beyond_64_bits_are_an_error() {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let mut load = anchorhub_store::LoadTx::begin(&database).await.unwrap();
        let huge = |seq| payment::Model { seq, pence: i64::MAX - 5, ..hub.payments[0].clone() };
        load.append_payments(vec![huge(1_001), huge(1_002)]).await.unwrap();
        load.commit().await.unwrap();
        let plan = SpendPlan { group_by: vec![SpendDimension::Month], first: 5, ..SpendPlan::default() };
        let error = SqlEngine::new(database.clone()).spend(&plan).await.unwrap_err();
        assert!(matches!(error, AnalysisError::SumTooLarge), "{error:?}");
        assert_eq!(error.code(), "SUM_TOO_LARGE");
    })
    .await;
}

#[tokio::test]
async fn impossible_plans_are_refused() {
    databases::on_each_engine(async |database| {
        let engine = SqlEngine::new(database.clone());
        let refused = async |group_by: Vec<SpendDimension>| {
            let plan = SpendPlan { group_by, ..SpendPlan::default() };
            engine.spend(&plan).await.unwrap_err().code()
        };
        let month = SpendDimension::Month;
        assert_eq!(refused(vec![month, SpendDimension::Supplier, month]).await, "REPEATED_DIMENSION");
        assert_eq!(refused(vec![month; 5]).await, "TOO_MANY_DIMENSIONS");
        for time in [month, SpendDimension::Quarter, SpendDimension::FinancialYear] {
            let compare = Some(Between::default());
            let plan = SpendPlan { group_by: vec![time], compare, ..SpendPlan::default() };
            assert_eq!(engine.spend(&plan).await.unwrap_err().code(), "COMPARED_BY_TIME");
        }
    })
    .await;
}
