//! Which suppliers and labels a filter allows, before any payment is looked at.

use std::collections::HashSet;

use anchorhub_entities::supplier::SupplierKind;

use crate::{
    DivisionFilter, Known, SupplierTrait, SupplierTraits,
    columnar::{
        dimensions::{Codes, Profile},
        read::Suppliers,
    },
};

/// For each supplier, and for nobody in the last place, whether the traits allow payments to it.
pub(crate) fn by_traits(traits: &SupplierTraits, suppliers: &Suppliers) -> Vec<bool> {
    let SupplierTraits {
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
    } = traits;
    let sectors = chosen(sectors.as_deref(), &suppliers.sectors);
    let districts = chosen(districts.as_deref(), &suppliers.districts);
    let authorities = chosen(authorities.as_deref(), &suppliers.authorities);
    let regions = chosen(regions.as_deref(), &suppliers.regions);
    let of_profile = |profile: &Profile, kind: Option<SupplierKind>| {
        let is_unknown = |which: &SupplierTrait| match which {
            SupplierTrait::Size => profile.sme.is_none(),
            SupplierTrait::Vcse => profile.vcse.is_none(),
            SupplierTrait::Kind => kind.is_none_or(|kind| kind == SupplierKind::Unknown),
            SupplierTrait::Sector => profile.sector == suppliers.sectors.unknown(),
            SupplierTrait::District => profile.district == suppliers.districts.unknown(),
            SupplierTrait::CombinedAuthority => profile.authority == suppliers.authorities.unknown(),
            SupplierTrait::Region => profile.region == suppliers.regions.unknown(),
            SupplierTrait::DeprivationDecile => profile.decile.is_none(),
        };
        is_among(sme.as_deref(), profile.sme)
            && is_among(vcse.as_deref(), profile.vcse)
            && sectors.as_ref().is_none_or(|codes| codes.contains(&profile.sector))
            && districts.as_ref().is_none_or(|codes| codes.contains(&profile.district))
            && authorities.as_ref().is_none_or(|codes| codes.contains(&profile.authority))
            && regions.as_ref().is_none_or(|codes| codes.contains(&profile.region))
            && deciles.as_ref().is_none_or(|list| profile.decile.is_some_and(|decile| list.contains(&decile)))
            && unknown.iter().all(is_unknown)
            && !known.iter().any(is_unknown)
    };
    let of_kind = |kind: Option<SupplierKind>| {
        kinds.as_ref().is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(&kind)))
    };
    let kinds = suppliers.models.iter().map(|model| Some(model.kind)).chain([None]);
    let all = suppliers.profiles.iter().zip(kinds);
    all.map(|(profile, kind)| of_profile(profile, kind) && of_kind(kind)).collect()
}

/// The codes of some texts; what does not occur has none.
fn chosen(texts: Option<&[String]>, codes: &Codes) -> Option<HashSet<u32>> {
    let code = |text: &String| Some(codes.code(Some(text))).filter(|code| *code != codes.unknown());
    texts.map(|texts| texts.iter().filter_map(code).collect())
}

fn is_among(list: Option<&[Known]>, fact: Option<bool>) -> bool {
    let known = match fact {
        Some(true) => Known::Yes,
        Some(false) => Known::No,
        None => Known::Unknown,
    };
    list.is_none_or(|list| list.contains(&known))
}

/// Whether a filter by division allows a label of some division.
pub(crate) struct Divisions<'a> {
    chosen: Option<HashSet<u32>>,
    mapped: Option<bool>,
    codes: &'a Codes,
}

impl<'a> Divisions<'a> {
    pub(crate) fn new(filter: &DivisionFilter, codes: &'a Codes) -> Self {
        let DivisionFilter { divisions, mapped } = filter;
        Self { chosen: chosen(divisions.as_deref(), codes), mapped: *mapped, codes }
    }

    pub(crate) fn allows(&self, division: u32) -> bool {
        let is_mapped = division != self.codes.unknown();
        self.chosen.as_ref().is_none_or(|chosen| chosen.contains(&division))
            && self.mapped.is_none_or(|wanted| wanted == is_mapped)
    }
}

/// Whether a filter allows a published text, or that none is published.
pub(super) struct Texts<'a>(Option<HashSet<Option<&'a str>>>);

impl<'a> Texts<'a> {
    pub(super) fn new(list: Option<&'a [Option<String>]>) -> Self {
        Self(list.map(|list| list.iter().map(Option::as_deref).collect()))
    }

    pub(super) fn allow(&self, text: Option<&str>) -> bool {
        self.0.as_ref().is_none_or(|list| list.contains(&text))
    }
}
