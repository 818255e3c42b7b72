//! From facts to a profile.

use anchorhub_entities::supplier_profile::Model;

use super::{
    facts::Facts,
    group::group,
    identifier::identifier,
    place::{Areas, Places, location},
    sector::sector,
    size::size,
    vcse::vcse,
};

/// What follows from the facts about a supplier.
pub(super) fn conclude(supplier_id: i64, facts: &Facts, places: &Places) -> Model {
    let main = identifier(&facts.identifiers);
    let (size, vcse, sector) = (size(facts), vcse(facts), sector(facts));
    let group = group(facts, main);
    let location = location(facts, places);
    let Areas { lsoa, ward, district, authority, region, country, decile } =
        location.as_ref().map(|location| places.areas_of(&location.postcode)).unwrap_or_default();
    Model {
        supplier_id,
        scheme: main.map(|main| main.scheme.clone()),
        number: main.map(|main| main.value.clone()),
        sme: size.answer,
        sme_basis: size.basis.map(|basis| basis.name().to_owned()),
        sme_on: size.on,
        sme_conflict: size.conflict,
        vcse: vcse.answer,
        vcse_basis: vcse.basis.map(|basis| basis.name().to_owned()),
        vcse_on: vcse.on,
        vcse_conflict: vcse.conflict,
        sic: sector.as_ref().map(|sector| sector.sic.clone()),
        sector: sector.as_ref().map(|sector| sector.section.to_string()),
        sector_basis: sector.map(|sector| sector.basis.to_owned()),
        postcode: location.as_ref().map(|location| location.postcode.clone()),
        lsoa,
        ward,
        district,
        authority,
        region,
        country,
        decile,
        location_basis: location.as_ref().map(|location| location.basis.name().to_owned()),
        formation_agent: location.as_ref().is_some_and(|location| location.formation_agent),
        po_box: location.is_some_and(|location| location.po_box),
        group_scheme: group.map(|group| group.head_scheme.clone()),
        group_number: group.map(|group| group.head_number.clone()),
        group_name: group.and_then(|group| group.head_name.clone()),
        group_basis: group.map(|group| group.source.clone()),
    }
}
