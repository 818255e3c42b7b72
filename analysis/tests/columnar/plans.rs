//! Plans of every kind.

use anchorhub_analysis::{
    Between, DivisionFilter, ExclusionReason, Known, Locality, SpendDimension, SpendFilter, SpendOrder,
    SpendPlan, SupplierTrait, SupplierTraits,
};
use anchorhub_entities::{VatBasis, WarningSet, institution::InstitutionKind, supplier::SupplierKind};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use crate::world::{AUTHORITIES, DEPARTMENTS, DISTRICTS, DIVISIONS, LABELS, REGIONS, SECTORS};

pub(crate) const DIMENSIONS: [SpendDimension; 18] = [
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

const ORDERS: [SpendOrder; 6] = [
    SpendOrder::NetDesc,
    SpendOrder::NetAsc,
    SpendOrder::PaymentsDesc,
    SpendOrder::SuppliersDesc,
    SpendOrder::InstitutionsDesc,
    SpendOrder::KeyAsc,
];

const TRAITS: [SupplierTrait; 8] = [
    SupplierTrait::Size,
    SupplierTrait::Vcse,
    SupplierTrait::Kind,
    SupplierTrait::Sector,
    SupplierTrait::District,
    SupplierTrait::CombinedAuthority,
    SupplierTrait::Region,
    SupplierTrait::DeprivationDecile,
];

pub(crate) fn some<T: Clone + std::fmt::Debug + 'static>(
    from: &[T],
) -> impl Strategy<Value = Vec<T>> + use<T> {
    subsequence(from.to_vec(), 0..=from.len())
}

pub(crate) fn texts(from: &[&'static str]) -> impl Strategy<Value = Option<Vec<String>>> {
    let texts =
        some(from).prop_map(|list| list.into_iter().map(str::to_owned).chain(["X".to_owned()]).collect());
    option::weighted(0.15, texts)
}

/// Some of these, and perhaps what is not known.
fn some_or_none<T: Clone + std::fmt::Debug + 'static>(
    from: &[T],
) -> impl Strategy<Value = Vec<Option<T>>> + use<T> {
    (some(from), any::<bool>())
        .prop_map(|(list, unknown)| list.into_iter().map(Some).chain(unknown.then_some(None)).collect())
}

fn published(from: &[&'static str]) -> impl Strategy<Value = Option<Vec<Option<String>>>> {
    let texts: Vec<String> = from.iter().map(|text| (*text).to_owned()).chain(["X".to_owned()]).collect();
    option::weighted(0.12, some_or_none(&texts))
}

fn days() -> impl Strategy<Value = chrono::NaiveDate> {
    (0..1_000u64)
        .prop_map(|days| "2021-10-15".parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(days))
}

pub(crate) fn traits() -> impl Strategy<Value = SupplierTraits> {
    let known = || option::weighted(0.3, some(&[Known::Yes, Known::No, Known::Unknown]));
    let who = (known(), known(), texts(&SECTORS), texts(&DISTRICTS), texts(&AUTHORITIES), texts(&REGIONS));
    let what = (
        option::weighted(0.15, some(&[1i16, 2, 3, 10])),
        option::weighted(0.15, some(SupplierKind::ALL)),
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(TRAITS.to_vec(), 1..3)],
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(TRAITS.to_vec(), 1..3)],
    );
    (who, what).prop_map(|(who, what)| SupplierTraits {
        sme: who.0,
        vcse: who.1,
        sectors: who.2,
        districts: who.3,
        authorities: who.4,
        regions: who.5,
        deciles: what.0,
        kinds: what.1,
        unknown: what.2,
        known: what.3,
    })
}

fn filters() -> impl Strategy<Value = SpendFilter> {
    let bits = || (0..1 << 10).prop_map(WarningSet::from_bits);
    let names = ["firm 1", "LIMITED", "ïrm", "Ï", "2", "nobody", "%", "FIRM"];
    let who = (
        option::weighted(0.2, some(&[1, 2, 3, 4, 5, 99])),
        option::weighted(0.1, vec(option::weighted(0.9, 1..32i64), 0..12)),
        option::weighted(0.15, select(names.to_vec())),
        option::weighted(0.3, traits()),
        option::weighted(0.1, vec(1..40i64, 0..20)),
        option::weighted(0.1, some(InstitutionKind::ALL)),
        option::weighted(0.15, some_or_none(Locality::ALL)),
    );
    let what = (
        option::weighted(0.25, days()),
        option::weighted(0.25, days()),
        published(&LABELS),
        texts(&DIVISIONS),
        option::weighted(0.15, any::<bool>()),
        option::weighted(0.1, -300_000..300_000i64),
        option::weighted(0.1, -300_000..300_000i64),
        published(&DEPARTMENTS),
    );
    let how = (
        option::weighted(0.1, bits()),
        prop_oneof![3 => Just(WarningSet::default()), 1 => bits()],
        option::weighted(0.15, some(&[VatBasis::Net, VatBasis::Gross, VatBasis::Unknown])),
        option::weighted(0.15, some(ExclusionReason::ALL)),
        prop_oneof![3 => Just(Vec::new()), 1 => some(ExclusionReason::ALL)],
    );
    (who, what, how).prop_map(|(who, what, how)| SpendFilter {
        institutions: who.0,
        suppliers: who.1,
        supplier_name: who.2.map(str::to_owned),
        traits: who.3,
        documents: who.4,
        from: what.0,
        to: what.1,
        institution_kinds: who.5,
        localities: who.6,
        categories: what.2,
        departments: what.7,
        only: how.3,
        without: how.4,
        division: DivisionFilter { divisions: what.3, mapped: what.4 },
        min_pence: what.5,
        max_pence: what.6,
        with_warnings: how.0,
        without_warnings: how.1,
        vat_bases: how.2,
    })
}

/// Any plan.
pub(crate) fn plans() -> impl Strategy<Value = SpendPlan> {
    let filters = prop_oneof![1 => Just(SpendFilter::default()), 2 => filters()];
    let shape = (
        subsequence(DIMENSIONS.to_vec(), 0..=4).prop_shuffle(),
        some(ExclusionReason::ALL),
        select(ORDERS.to_vec()),
        select(vec![0, 1, 3, 10, 1_000]),
        option::weighted(0.3, 0..5u32),
        option::weighted(0.3, (option::weighted(0.8, days()), option::weighted(0.8, days()))),
    );
    (filters, shape).prop_map(|(filter, shape)| SpendPlan {
        filter,
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
