//! Answers as a loop over the payments gives them.

use std::collections::BTreeSet;

use anchorhub_analysis::{
    BasisSum, ExclusionReason, GroupKey, Known, Locality, Measures, SpendDimension, SpendFilter, SpendOrder,
    SpendPlan, Sum, SupplierTrait, SupplierTraits,
};
use anchorhub_entities::{
    FinancialQuarter, FinancialYear, VatBasis, institution::InstitutionKind, payment, supplier::SupplierKind,
};
use chrono::Datelike;

use crate::{hub::Hub, known};

/// Whether a payment has at least one of some reasons to leave it out, thought out without SQL.
pub(super) fn has_any(reasons: &[ExclusionReason], known: &known::Known, payment: &payment::Model) -> bool {
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
pub(super) fn allows(
    filter: &SpendFilter,
    hub: &Hub,
    known: &known::Known,
    payment: &payment::Model,
) -> bool {
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

pub(super) fn sum<'a>(payments: impl Iterator<Item = &'a payment::Model>) -> Sum {
    payments.fold(Sum::default(), |sum, payment| Sum {
        net_pence: sum.net_pence + payment.pence,
        payments: sum.payments + 1,
    })
}

pub(super) fn measures(payments: &[&payment::Model]) -> Measures {
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
pub(super) type NaiveKey = Vec<(bool, i64)>;

pub(super) fn naive_key(
    plan: &SpendPlan,
    hub: &Hub,
    known: &known::Known,
    payment: &payment::Model,
) -> NaiveKey {
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

pub(super) fn answered_key(keys: &[GroupKey]) -> NaiveKey {
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
pub(super) fn rank(order: SpendOrder, measures: &Measures) -> i64 {
    match order {
        SpendOrder::NetDesc => -measures.sum.net_pence,
        SpendOrder::NetAsc => measures.sum.net_pence,
        SpendOrder::PaymentsDesc => -measures.sum.payments,
        SpendOrder::SuppliersDesc => -measures.suppliers,
        SpendOrder::InstitutionsDesc => -measures.institutions,
        SpendOrder::KeyAsc => 0,
    }
}
