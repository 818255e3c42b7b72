//! Leakage, displacement and deprivation.

use std::collections::BTreeMap;

use anchorhub_analysis::{
    AreaLevel, Between, Leak, MetricQuestion, Part, SpendDimension, SpendEngine, SpendFilter,
    deprivation_spread, displacement, leakage, local_spend,
};
use anchorhub_entities::payment;

use crate::world::{
    EASTLEY, MIDDLE, MIDSHIRE, NORTHAM, World, date, grouped, on_each, part, plus, questions, sum,
};

fn code(leak: &Leak) -> Option<String> {
    leak.key.as_ref().map(|named| named.code.clone())
}

fn check_leaks(leaks: &[Leak], expected: &BTreeMap<Option<String>, Vec<&payment::Model>>) {
    let found: BTreeMap<Option<String>, Part> = leaks.iter().map(|leak| (code(leak), leak.part)).collect();
    assert_eq!(found.len(), leaks.len());
    let expected: BTreeMap<Option<String>, Part> =
        expected.iter().map(|(key, payments)| (key.clone(), part(payments))).collect();
    assert_eq!(found, expected);
    assert!(leaks.is_sorted_by_key(|leak| std::cmp::Reverse(leak.part.sum.net_pence)));
}

fn district(world: &World, payment: &payment::Model) -> Option<String> {
    world.profile(payment)?.district.clone()
}

fn area(world: &World, payment: &payment::Model, level: AreaLevel) -> Option<String> {
    let profile = world.profile(payment)?;
    match level {
        AreaLevel::District => profile.district.clone(),
        AreaLevel::CombinedAuthority => profile.authority.clone(),
        AreaLevel::Region => profile.region.clone(),
    }
}

#[tokio::test]
async fn what_leaks_is_split_by_where_it_goes_and_what_for() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let boundaries = [
            (NORTHAM, AreaLevel::District),
            (MIDSHIRE, AreaLevel::CombinedAuthority),
            (MIDDLE, AreaLevel::Region),
        ];
        let levels = [AreaLevel::District, AreaLevel::CombinedAuthority, AreaLevel::Region];
        for (number, question) in questions(3).into_iter().enumerate() {
            let question = MetricQuestion { group_by: vec![], first: 0, ..question };
            let ((boundary, level), to) = (boundaries[number % 3], levels[(number / 3) % 3]);
            let answer = leakage(engine, &world.database, &question, boundary, to).await.unwrap();
            let (kept, left) = world.split(&question);
            let (located, unknown): (Vec<_>, Vec<_>) =
                kept.iter().copied().partition(|payment| district(world, payment).is_some());
            let (local, leaked): (Vec<_>, Vec<_>) = located
                .iter()
                .copied()
                .partition(|payment| area(world, payment, level).as_deref() == Some(boundary));
            assert_eq!(answer.local, part(&local), "{question:?}");
            assert_eq!(answer.leaked, part(&leaked));
            assert_eq!(answer.unknown, part(&unknown));
            assert_eq!(answer.total, part(&kept));
            assert_eq!(answer.excluded, sum(&left));
            let all = plus(plus(answer.local.sum, answer.leaked.sum), answer.unknown.sum);
            assert_eq!(all, answer.total.sum);
            check_leaks(&answer.destinations, &grouped(&leaked, |payment| area(world, payment, to)));
            let division = |payment: &payment::Model| {
                world.known.division(payment.institution_id, payment.category.as_deref()).map(str::to_owned)
            };
            let categories: BTreeMap<_, _> = grouped(&leaked, division);
            let found: BTreeMap<_, _> =
                answer.categories.iter().map(|leak| (code(leak), leak.part.sum)).collect();
            let expected: BTreeMap<_, _> =
                categories.iter().map(|(key, payments)| (key.clone(), sum(payments))).collect();
            assert_eq!(found, expected);

            let codes = [boundary.to_owned()];
            let share = local_spend(engine, &world.database, &question, &codes, false).await.unwrap();
            let local = share.boundaries[0].share.whole.of_net();
            let both = answer.value().unwrap().zip(local);
            assert!(both.is_none_or(|(leaks, stays)| (leaks + stays - 1.0).abs() < 1e-9), "{both:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_changed_next_door_is_told_by_category() {
    on_each(async |world, engine: &dyn SpendEngine| {
        for question in questions(4) {
            let filter = SpendFilter {
                from: Some(date("2023-07-01")),
                to: Some(date("2024-01-01")),
                ..question.filter.clone()
            };
            let question = MetricQuestion { filter, group_by: vec![], first: 0, ..question };
            let before = Between { from: Some(date("2023-01-01")), to: Some(date("2023-07-01")) };
            let answer = displacement(engine, &world.database, &question, NORTHAM, before).await.unwrap();
            let earlier = MetricQuestion {
                filter: SpendFilter { from: before.from, to: before.to, ..question.filter.clone() },
                ..question.clone()
            };
            let names: Vec<&str> = answer.neighbours.iter().map(|area| area.code.as_str()).collect();
            assert_eq!(names, [EASTLEY]);
            let paid = |question: &MetricQuestion, place: &str| -> Vec<_> {
                let (kept, _) = world.split(question);
                kept.into_iter().filter(|one| district(world, one).as_deref() == Some(place)).collect()
            };
            let sides = [
                (paid(&question, NORTHAM), answer.total.own),
                (paid(&earlier, NORTHAM), answer.total.own_before),
                (paid(&question, EASTLEY), answer.total.neighbours),
                (paid(&earlier, EASTLEY), answer.total.neighbours_before),
            ];
            for (payments, told) in &sides {
                assert_eq!(*told, part(payments), "{question:?}");
            }
            let division = |payment: &payment::Model| {
                world.known.division(payment.institution_id, payment.category.as_deref()).map(str::to_owned)
            };
            let by = sides.map(|(payments, _)| grouped(&payments, division));
            let mut occurring: Vec<_> = by.iter().flat_map(BTreeMap::keys).cloned().collect();
            occurring.sort();
            occurring.dedup();
            let mut told: Vec<_> =
                answer.rows.iter().map(|row| row.division.as_ref().map(|named| named.code.clone())).collect();
            told.sort();
            assert_eq!(told, occurring);
            for row in &answer.rows {
                let key = row.division.as_ref().map(|named| named.code.clone());
                let figures = row.figures;
                let told = [figures.own, figures.own_before, figures.neighbours, figures.neighbours_before];
                let expected = by.each_ref().map(|by| by.get(&key).map(part).unwrap_or_default());
                assert_eq!(told, expected);
            }
            let changes: Vec<i64> =
                answer.rows.iter().map(|row| row.figures.neighbours_change().unwrap()).collect();
            assert!(changes.is_sorted_by_key(|change| std::cmp::Reverse(*change)));
            assert_eq!(changes.iter().sum::<i64>(), answer.total.neighbours_change().unwrap());
        }
        let question = MetricQuestion::default();
        for place in [MIDSHIRE, MIDDLE] {
            let refused = displacement(engine, &world.database, &question, place, Between::default()).await;
            assert_eq!(refused.unwrap_err().code(), "NO_NEIGHBOURS", "{place}");
        }
    })
    .await;
}

#[tokio::test]
async fn deciles_make_up_what_is_known() {
    on_each(async |world, engine: &dyn SpendEngine| {
        for question in questions(5) {
            let question = MetricQuestion { group_by: vec![SpendDimension::Month], ..question };
            let answer = deprivation_spread(engine, &world.database, &question, true).await.unwrap();
            let (kept, left) = world.split(&question);
            let decile = |payment: &payment::Model| world.profile(payment)?.decile;
            let by = grouped(&kept, decile);
            assert_eq!(answer.deciles.len(), 10);
            let mut all = anchorhub_analysis::Sum::default();
            for (number, one) in (1..).zip(&answer.deciles) {
                assert_eq!(one.decile, number);
                assert_eq!(one.part, by.get(&Some(number)).map(part).unwrap_or_default());
                all = plus(all, one.part.sum);
            }
            assert_eq!(answer.known.sum, all);
            assert_eq!(answer.total, part(&kept));
            assert_eq!(answer.excluded, sum(&left));
            assert_eq!(answer.edition, None, "no index is loaded");
            let located = kept.iter().filter(|payment| district(world, payment).is_some());
            let based = answer
                .bases
                .unwrap()
                .parts
                .iter()
                .map(|one| one.part.sum)
                .fold(anchorhub_analysis::Sum::default(), plus);
            assert_eq!(based, sum(located));
        }
    })
    .await;
}
