//! Plans of every kind.

use anchorhub_analysis::{
    ContractDimension, ContractFilter, ContractOrder, ContractPlan, ContractTrait, CpvPrefix, Days,
    DivisionFilter,
};
use anchorhub_entities::institution::InstitutionKind;
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use crate::{
    market::{CPVS, METHODS, STAGES},
    spend_plans::{some, texts, traits},
    world::DIVISIONS,
};

const ORDERS: [ContractOrder; 6] = [
    ContractOrder::ContractsDesc,
    ContractOrder::ValueDesc,
    ContractOrder::InstitutionsDesc,
    ContractOrder::SuppliersDesc,
    ContractOrder::EndAsc,
    ContractOrder::KeyAsc,
];

const TRAITS: [ContractTrait; 8] = [
    ContractTrait::Institution,
    ContractTrait::Supplier,
    ContractTrait::Cpv,
    ContractTrait::Stage,
    ContractTrait::Procedure,
    ContractTrait::Award,
    ContractTrait::End,
    ContractTrait::Value,
];

fn days() -> impl Strategy<Value = Days> {
    let day = || {
        let day = (0..1_600u64)
            .prop_map(|days| "2023-01-01".parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(days));
        option::weighted(0.2, day)
    };
    (day(), day()).prop_map(|(from, to)| Days { from, to })
}

fn filters() -> impl Strategy<Value = ContractFilter> {
    let kinds = [InstitutionKind::Council, InstitutionKind::College, InstitutionKind::Police];
    let prefixes = ["45", "452", "90", "90511000", "77"].map(|text| CpvPrefix::read(text).unwrap());
    let who = (
        option::weighted(0.15, some(&[1, 2, 3, 4, 5, 99])),
        option::weighted(0.15, some(&kinds)),
        option::weighted(0.1, vec(1..32i64, 0..16)),
        option::weighted(0.1, select(vec!["firm 1", "LIMITED", "2", "nobody", "%"])),
        option::weighted(0.25, traits()),
    );
    let what = (
        option::weighted(0.1, some(&prefixes)),
        option::weighted(0.1, some(&CPVS)),
        texts(&DIVISIONS),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, 0..400_000_000i64),
        option::weighted(0.1, 0..900_000_000i64),
    );
    let when = (days(), days(), days());
    let how = (
        texts(&STAGES),
        texts(&["CONTRACT", "REGISTER"]),
        texts(&METHODS),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, select(vec!["waste", "o", "%"])),
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence(TRAITS.to_vec(), 1..3)],
    );
    (who, what, when, how).prop_map(|(who, what, when, how)| ContractFilter {
        institutions: who.0,
        institution_kinds: who.1,
        suppliers: who.2,
        supplier_name: who.3.map(str::to_owned),
        supplier: who.4,
        category: what.0,
        cpv: what.1.map(|codes| codes.into_iter().map(str::to_owned).collect()),
        division: DivisionFilter { divisions: what.2, mapped: what.3 },
        min_pence: what.4,
        max_pence: what.5,
        awarded: when.0,
        starts: when.1,
        ends: when.2,
        stages: how.0,
        origins: how.1,
        procedures: how.2,
        frameworks: how.3,
        supplier_is_sme: how.4,
        supplier_is_vcse: how.5,
        suitable_for_sme: how.6,
        places: None,
        title: how.7.map(str::to_owned),
        unknown: how.8,
        every_statement: false,
    })
}

/// Any plan.
pub(crate) fn plans() -> impl Strategy<Value = ContractPlan> {
    let filters = prop_oneof![1 => Just(ContractFilter::default()), 2 => filters()];
    let shape = (
        subsequence(ContractDimension::ALL.to_vec(), 0..=4).prop_shuffle(),
        select(ORDERS.to_vec()),
        select(vec![0, 1, 3, 10, 1_000]),
    );
    (filters, shape).prop_map(|(filter, shape)| ContractPlan {
        filter,
        group_by: shape.0,
        order: shape.1,
        first: shape.2,
    })
}
