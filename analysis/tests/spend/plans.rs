//! Any plan, over what the hub of these tests holds.

use anchorhub_analysis::{
    Between, DivisionFilter, ExclusionReason, Known, Locality, SpendDimension, SpendFilter, SpendOrder,
    SpendPlan, SupplierTrait, SupplierTraits,
};
use anchorhub_entities::{VatBasis, WarningSet, institution::InstitutionKind, supplier::SupplierKind};
use proptest::{collection::vec, option, prelude::*, sample::subsequence};

use crate::hub::day;

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

pub(super) fn plans() -> impl Strategy<Value = SpendPlan> {
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
