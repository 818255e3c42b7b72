//! How near suppliers are, against a loop over payments, profiles and areas.

use std::collections::{BTreeMap, HashMap};

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, GroupKey, Locality, SpendDimension, SpendEngine, SpendPlan, Sum,
};
use anchorhub_entities::{
    area::{self, AreaKind},
    institution, payment, supplier_profile,
};
use sea_orm::{EntityTrait, QueryTrait};

use crate::{databases, world::World};

/// What lies above an area, itself among it, by kind.
fn upwards<'a>(areas: &'a HashMap<String, area::Model>, home: Option<&'a str>) -> HashMap<AreaKind, &'a str> {
    let mut found = HashMap::new();
    let mut next = home.and_then(|code| areas.get(code));
    while let Some(area) = next {
        found.insert(area.kind, area.code.as_str());
        next = area.parent.as_ref().and_then(|code| areas.get(code));
    }
    found
}

fn locality(home: &HashMap<AreaKind, &str>, profile: Option<&supplier_profile::Model>) -> Option<Locality> {
    let profile = profile?;
    let district = profile.district.as_deref()?;
    let country = home.values().next()?.chars().next();
    let in_same = |kind, own: Option<&str>| own.is_some() && home.get(&kind).copied() == own;
    if in_same(AreaKind::District, Some(district)) {
        return Some(Locality::SameDistrict);
    }
    if in_same(AreaKind::CombinedAuthority, profile.authority.as_deref()) {
        return Some(Locality::SameAuthority);
    }
    if in_same(AreaKind::Region, profile.region.as_deref()) {
        return Some(Locality::SameRegion);
    }
    let regions_are_known = profile.region.is_some() && home.contains_key(&AreaKind::Region);
    (regions_are_known || district.chars().next() != country).then_some(Locality::Elsewhere)
}

#[tokio::test]
async fn localities_are_those_of_a_loop() {
    databases::on_each_engine(async |database| {
        let mut world = World::new(&database, 31).await;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..6 {
            world.change_homes().await;
            world.load().await;
            let areas: Vec<area::Model> = database.fetch(&area::Entity::find().into_query()).await.unwrap();
            let areas: HashMap<String, area::Model> =
                areas.into_iter().map(|area| (area.code.clone(), area)).collect();
            let homes: Vec<institution::Model> =
                database.fetch(&institution::Entity::find().into_query()).await.unwrap();
            let homes: HashMap<i32, Option<String>> =
                homes.into_iter().map(|institution| (institution.id, institution.home_area)).collect();
            let profiles: Vec<supplier_profile::Model> =
                database.fetch(&supplier_profile::Entity::find().into_query()).await.unwrap();
            let profiles: HashMap<i64, supplier_profile::Model> =
                profiles.into_iter().map(|profile| (profile.supplier_id, profile)).collect();
            let payments: Vec<payment::Model> =
                database.fetch(&payment::Entity::find().into_query()).await.unwrap();
            let mut expected: BTreeMap<Option<Locality>, Sum> = BTreeMap::new();
            for payment in payments {
                let home = upwards(&areas, homes[&payment.institution_id].as_deref());
                let profile = payment.supplier_id.and_then(|id| profiles.get(&id));
                let sum = expected.entry(locality(&home, profile)).or_default();
                sum.net_pence += payment.pence;
                sum.payments += 1;
            }
            let engine = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
            engine.refresh().await.unwrap();
            let group_by = vec![SpendDimension::Locality];
            let plan = SpendPlan { group_by, first: 10, ..SpendPlan::default() };
            let answer = engine.spend(&plan).await.unwrap();
            let answered: BTreeMap<Option<Locality>, Sum> = answer
                .rows
                .iter()
                .map(|row| match row.keys.as_slice() {
                    [GroupKey::Locality(locality)] => (*locality, row.measures.sum),
                    other => unreachable!("{other:?}"),
                })
                .collect();
            assert_eq!(answered, expected);
            let known = expected.iter().filter(|(locality, _)| locality.is_some());
            let known: i64 = known.map(|(_, sum)| sum.payments).sum();
            assert_eq!(answer.coverage[0].known.payments, known);
            seen.extend(answered.into_keys());
        }
        assert_eq!(seen.len(), Locality::ALL.len() + 1, "every locality occurs: {seen:?}");
    })
    .await;
}
