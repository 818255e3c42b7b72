//! Shares of enterprises and places.

use std::collections::BTreeMap;

use anchorhub_analysis::{
    AnalysisError, Bases, Enterprise, ExclusionReason, Known, MetricQuestion, Share, ShareAnswer,
    SpendDimension, SpendEngine, SpendFilter, Sum, SupplierTraits, enterprise_share, local_spend,
};
use anchorhub_entities::{payment, supplier_profile};

use crate::world::{
    EASTLEY, MIDDLE, MIDSHIRE, NORTHAM, World, grouped, keys_of, on_each, part, plus, questions, ratio, sum,
};

/// Whether the attribute is known of a payment, and what it is.
type Answer<'a> = &'a dyn Fn(&payment::Model) -> Option<bool>;

fn share_of(payments: &[&payment::Model], answer: Answer<'_>) -> Share {
    Share {
        numerator: part(payments.iter().filter(|payment| answer(payment) == Some(true))),
        denominator: part(payments.iter().filter(|payment| answer(payment).is_some())),
        total: part(payments),
    }
}

/// A share against a loop over the payments, and its parts against the whole.
fn check(world: &World, question: &MetricQuestion, share: &ShareAnswer, answer: Answer<'_>) {
    let (kept, left) = world.split(question);
    assert_eq!(share.whole, share_of(&kept, answer), "{question:?}");
    assert_eq!(share.excluded, sum(&left));
    assert_eq!(plus(share.excluded, share.whole.total.sum), sum(&world.asked(&question.filter)));
    assert_eq!(
        share.whole.of_net(),
        ratio(share.whole.numerator.sum.net_pence, share.whole.denominator.sum.net_pence,)
    );
    for of in [share.whole.coverage_of_payments(), share.whole.of_payments(), share.whole.of_suppliers()] {
        assert!(of.is_none_or(|of| (0.0..=1.0).contains(&of)), "{of:?}");
    }
    let unknown = share.whole.unknown().unwrap();
    assert_eq!(unknown, part(kept.iter().filter(|payment| answer(payment).is_none())));
    for reason in &share.exclusions {
        assert_eq!(reason.left_out, question.exclude.contains(&reason.reason));
    }

    let groups = match question.group_by.is_empty() {
        true => BTreeMap::new(),
        false => grouped(&kept, |payment| world.keys(payment, &question.group_by)),
    };
    assert_eq!(share.rows.len(), groups.len().min(question.first));
    assert!(share.rows.is_sorted_by_key(|row| std::cmp::Reverse(row.share.total.sum.net_pence)));
    for row in &share.rows {
        assert_eq!(row.share, share_of(&groups[&keys_of(&row.keys)], answer), "{:?}", row.keys);
    }
    if groups.is_empty() {
        return;
    }
    let all = |rest: Sum, of: &dyn Fn(&Share) -> Sum| {
        share.rows.iter().fold(rest, |all, row| plus(all, of(&row.share)))
    };
    assert_eq!(all(share.rest.numerator, &|share| share.numerator.sum), share.whole.numerator.sum);
    assert_eq!(all(share.rest.denominator, &|share| share.denominator.sum), share.whole.denominator.sum);
    assert_eq!(all(share.rest.total, &|share| share.total.sum), share.whole.total.sum);
    assert_eq!(usize::try_from(share.rest.groups).unwrap(), groups.len() - share.rows.len());
}

/// Sources against a loop, and against the denominator that they make up.
fn check_bases(
    world: &World,
    question: &MetricQuestion,
    share: &Share,
    bases: &Bases,
    basis: impl Fn(&supplier_profile::Model) -> (bool, Option<String>),
    conflict: Option<fn(&supplier_profile::Model) -> bool>,
) {
    let (kept, _) = world.split(question);
    let with = |holds: &dyn Fn(&supplier_profile::Model) -> bool| {
        part(kept.iter().filter(|payment| world.profile(payment).is_some_and(holds)))
    };
    let mut all = Sum::default();
    for one in &bases.parts {
        assert_eq!(one.part, with(&|profile| basis(profile) == (true, one.basis.clone())), "{one:?}");
        all = plus(all, one.part.sum);
    }
    assert_eq!(all, share.denominator.sum);
    assert_eq!(bases.conflicts, conflict.map(|conflict| with(&conflict)));
}

#[tokio::test]
async fn enterprises_have_the_share_that_the_payments_say() {
    on_each(async |world, engine: &dyn SpendEngine| {
        for question in questions(1) {
            let sme =
                enterprise_share(engine, &world.database, &question, Enterprise::Sme, true).await.unwrap();
            check(world, &question, &sme.share, &|payment| world.profile(payment)?.sme);
            check_bases(
                world,
                &question,
                &sme.share.whole,
                &sme.bases.unwrap(),
                |profile| (profile.sme.is_some(), profile.sme_basis.clone()),
                Some(|profile| profile.sme_conflict),
            );
            let vcse =
                enterprise_share(engine, &world.database, &question, Enterprise::Vcse, false).await.unwrap();
            check(world, &question, &vcse.share, &|payment| world.profile(payment)?.vcse);
            assert_eq!(vcse.bases, None);
        }
    })
    .await;
}

#[tokio::test]
async fn several_boundaries_have_their_shares_of_the_same_payments() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let codes = [EASTLEY, MIDSHIRE, NORTHAM, MIDDLE].map(str::to_owned);
        for question in questions(2) {
            let local = local_spend(engine, &world.database, &question, &codes, true).await.unwrap();
            let areas: [fn(&supplier_profile::Model) -> Option<&str>; 4] = [
                |profile| profile.district.as_deref(),
                |profile| profile.authority.as_deref(),
                |profile| profile.district.as_deref(),
                |profile| profile.region.as_deref(),
            ];
            for ((one, code), area) in local.boundaries.iter().zip(&codes).zip(areas) {
                assert_eq!(one.boundary.area.code, *code);
                check(world, &question, &one.share, &|payment| {
                    let profile = world.profile(payment)?;
                    profile.district.as_ref()?;
                    Some(area(profile) == Some(code))
                });
            }
            let first = &local.boundaries[0].share;
            let rest: Vec<_> = local.boundaries[1..].iter().map(|one| one.share.whole.denominator).collect();
            assert_eq!(rest, [first.whole.denominator; 3], "one denominator for all");
            check_bases(
                world,
                &question,
                &first.whole,
                &local.bases.unwrap(),
                |profile| (profile.district.is_some(), profile.location_basis.clone()),
                None,
            );
        }
    })
    .await;
}

/// A filter that names a part of the attribute already holds beside the share.
#[tokio::test]
async fn a_filter_by_the_same_attribute_still_holds() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let asking = |sme: Vec<Known>| MetricQuestion {
            filter: SpendFilter {
                traits: Some(SupplierTraits { sme: Some(sme), ..SupplierTraits::default() }),
                ..SpendFilter::default()
            },
            ..MetricQuestion::default()
        };
        let share = async |question| {
            enterprise_share(engine, &world.database, &question, Enterprise::Sme, false).await.unwrap().share
        };
        let no = share(asking(vec![Known::No, Known::Unknown])).await.whole;
        assert_eq!((no.numerator.sum, no.of_net()), (Sum::default(), Some(0.0)));
        assert!(no.total.sum.payments > no.denominator.sum.payments);
        let yes = share(asking(vec![Known::Yes])).await.whole;
        assert_eq!((yes.numerator, yes.of_net()), (yes.total, Some(1.0)));
        let unknown = share(asking(vec![Known::Unknown])).await.whole;
        assert_eq!((unknown.of_net(), unknown.coverage_of_payments()), (None, Some(0.0)));
    })
    .await;
}

#[tokio::test]
async fn impossible_boundaries_are_refused() {
    on_each(async |world, engine: &dyn SpendEngine| {
        let ask = async |codes: &[String]| {
            let question = MetricQuestion { exclude: ExclusionReason::ALL.to_vec(), ..Default::default() };
            let error: AnalysisError =
                local_spend(engine, &world.database, &question, codes, false).await.unwrap_err();
            error.code()
        };
        assert_eq!(ask(&[]).await, "BAD_BOUNDARIES");
        assert_eq!(ask(&vec![NORTHAM.to_owned(); 21]).await, "BAD_BOUNDARIES");
        assert_eq!(ask(&["E08999009".to_owned()]).await, "BOUNDARY_UNKNOWN");
        let by_supplier =
            MetricQuestion { group_by: vec![SpendDimension::Supplier; 2], ..MetricQuestion::default() };
        let error = enterprise_share(engine, &world.database, &by_supplier, Enterprise::Sme, false)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "REPEATED_DIMENSION");
    })
    .await;
}
