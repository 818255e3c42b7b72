//! Decisions over real tables.

use anchorhub_identity::likeness::{AUTOMATIC, Known, REVIEW, Subject, likeness};
use anchorhub_resolution::{
    About, ReviewError,
    Verdict::{NotSame, Same},
};

use crate::{hub::Hub, support::on_each_engine};

const NUMBER: (&str, &str) = ("company_number", "02300000");

/// Two names that are for people to decide about.
fn alike() -> (&'static str, &'static str) {
    let pairs = [
        ("Halliwell Carter Homes", "Carter Halliwell Homes"),
        ("Acme Facilities Group", "Acme Facilities"),
        ("Halliwell Homes", "Haliwel Homs"),
        ("Halliwell Carter Building", "Halliwell Carter Roofing"),
    ];
    let is_unclear = |(one, other): &(&str, &str)| {
        let score = {
            let [one, other] = [one, other].map(|name| Subject::published(Known::named(name)));
            likeness(&one, &other).score.max(likeness(&other, &one).score)
        };
        (REVIEW..AUTOMATIC).contains(&score)
    };
    pairs.into_iter().find(is_unclear).unwrap()
}

fn code(result: Result<i64, ReviewError>) -> &'static str {
    result.unwrap_err().code()
}

#[tokio::test]
async fn suppliers_are_joined_and_taken_apart_again() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme", 100, &[]), ("Brown Bakers", 20, &[]), ("Cole Cars", 3, &[])]).await;
        let contract = hub.contract(2, "Cole Cars", None).await;
        hub.refresh().await;
        let [a, b, c] = [hub.atom("Acme").await, hub.atom("Brown Bakers").await, hub.atom("Cole Cars").await];
        let alone = hub.paid().await;
        assert_eq!(alone, [(a, 100), (b, 20), (c, 3)].into());

        let first = hub.decide(Same, b, c).await.unwrap();
        assert_eq!((hub.paid().await, hub.held_by(contract).await), ([(a, 100), (b, 23)].into(), b));
        // By an id that is merged into another.
        let second = hub.decide(Same, c, a).await.unwrap();
        hub.check().await;
        assert_eq!((hub.paid().await, hub.held_by(contract).await), ([(a, 123)].into(), a));
        assert!(hub.marked_institutions().await.contains(&1));
        hub.refresh().await;
        assert_eq!(hub.paid().await, [(a, 123)].into());

        let error = hub.decide(NotSame, a, b).await.unwrap_err();
        assert!(
            matches!(&error, ReviewError::Contradicts(against) if *against == [first, second]),
            "{error}"
        );
        hub.undo(first).await.unwrap();
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 103), (b, 20)].into());
        hub.decide(NotSame, a, b).await.unwrap();
        assert_eq!(code(hub.decide(Same, b, c).await), "DECISION_CONTRADICTS");
        hub.undo(second).await.unwrap();
        hub.check().await;
        assert_eq!((hub.paid().await, hub.held_by(contract).await), (alone, c));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_decided_is_refused() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme", 100, &[]), ("Brown Bakers", 20, &[])]).await;
        let (a, b) = (hub.atom("Acme").await, hub.atom("Brown Bakers").await);
        assert_eq!(code(hub.decide(Same, a, 999).await), "UNKNOWN_SUPPLIER");
        assert_eq!(code(hub.decide(Same, a, a).await), "ONE_SUPPLIER");
        assert_eq!(
            code(hub.rule(Same, a, About::OrgId("GB-COH-RRK".to_owned())).await),
            "IDENTIFIER_INVALID"
        );
        assert_eq!(code(hub.rule(Same, a, About::OrgId("Acme".to_owned())).await), "IDENTIFIER_INVALID");
        assert_eq!(code(hub.undo(77).await), "UNKNOWN_DECISION");
        let decision = hub.decide(Same, a, b).await.unwrap();
        assert_eq!(code(hub.decide(Same, b, a).await), "ALREADY_DECIDED");
        let undo = hub.undo(decision).await.unwrap();
        assert_eq!(code(hub.undo(decision).await), "ALREADY_UNDONE");
        assert_eq!(code(hub.undo(undo).await), "DECISION_IS_UNDO");
        // Undone, it can be decided anew.
        hub.decide(Same, a, b).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_links_hold_together_comes_apart_and_stays_so() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme", 100, &[NUMBER]), ("Brown Bakers", 20, &[NUMBER])]).await;
        hub.refresh().await;
        let (a, b) = (hub.atom("Acme").await, hub.atom("Brown Bakers").await);
        assert_eq!(hub.paid().await, [(a, 120)].into());
        let decision = hub.decide(NotSame, a, b).await.unwrap();
        let apart = [(a, 100), (b, 20)].into();
        assert_eq!(hub.paid().await, apart);
        hub.refresh().await;
        // New evidence for the same does not bring it back.
        hub.load(2, 2, &[("ACME", 1, &[NUMBER]), ("BROWN BAKERS", 2, &[NUMBER])]).await;
        hub.contract(1, "Brown Bakers", Some(("GB-COH", NUMBER.1))).await;
        hub.refresh().await;
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 101), (b, 22)].into());
        hub.undo(decision).await.unwrap();
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 123)].into());
    })
    .await;
}

#[tokio::test]
async fn a_candidate_that_was_refused_does_not_come_back() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let (one, other) = alike();
        hub.load(1, 1, &[(one, 100, &[]), (other, 20, &[])]).await;
        hub.refresh().await;
        let (a, b) = (hub.atom(one).await, hub.atom(other).await);
        let waiting = hub.candidates().await;
        assert_eq!(waiting, [(a.min(b), Some(a.max(b)), None)].into(), "{:?}", hub.paid().await);
        let decision = hub.decide(NotSame, b, a).await.unwrap();
        assert!(hub.candidates().await.is_empty());
        hub.refresh().await;
        let postcode: &[_] = &[("postcode", "B1 1AA")];
        hub.load(2, 2, &[(&one.to_uppercase(), 1, postcode), (other, 1, postcode)]).await;
        hub.refresh().await;
        assert!(hub.candidates().await.is_empty());
        assert_eq!(hub.paid().await, [(a, 101), (b, 21)].into());
        hub.undo(decision).await.unwrap();
        hub.refresh().await;
        assert!(!hub.candidates().await.is_empty() || hub.paid().await.len() == 1);
        hub.check().await;
    })
    .await;
}

#[tokio::test]
async fn people_decide_about_entries_of_registers() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        hub.load(1, 1, &[("Acme", 100, &[NUMBER]), ("Brown Bakers", 20, &[]), ("Cole Cars", 3, &[])]).await;
        hub.refresh().await;
        let [a, b, c] = [hub.atom("Acme").await, hub.atom("Brown Bakers").await, hub.atom("Cole Cars").await];
        let company = || About::OrgId("GB-COH-02300000".to_owned());
        // The same entry makes them the same supplier.
        let same = hub.rule(Same, b, company()).await.unwrap();
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 120), (c, 3)].into());
        assert_eq!(hub.identifiers(b).await, [("GB-COH".to_owned(), NUMBER.1.to_owned(), None)]);
        hub.refresh().await;
        assert_eq!(hub.paid().await, [(a, 120), (c, 3)].into());
        assert_eq!(code(hub.rule(NotSame, b, company()).await), "DECISION_CONTRADICTS");
        let other = About::OrgId("GB-COH-07654329".to_owned());
        assert_eq!(code(hub.rule(Same, b, other).await), "DECISION_CONTRADICTS");
        hub.undo(same).await.unwrap();
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 100), (b, 20), (c, 3)].into());
        assert_eq!(hub.identifiers(b).await, []);

        // Not its own, though spend files state it.
        let not_same = hub.rule(NotSame, a, company()).await.unwrap();
        let denied = ("GB-COH".to_owned(), NUMBER.1.to_owned(), Some("NOT_SAME".to_owned()));
        assert_eq!(hub.identifiers(a).await, std::slice::from_ref(&denied));
        hub.load(2, 2, &[("Acme", 1, &[NUMBER]), ("Cole Cars", 1, &[NUMBER])]).await;
        hub.refresh().await;
        assert_eq!(hub.identifiers(a).await, [denied]);
        assert_eq!(hub.paid().await, [(a, 101), (b, 20), (c, 4)].into());
        hub.undo(not_same).await.unwrap();
        assert_eq!(hub.paid().await, [(a, 105), (b, 20)].into());
        hub.refresh().await;
        hub.check().await;
        assert_eq!(hub.paid().await, [(a, 105), (b, 20)].into());
    })
    .await;
}

/// Any sequence of decisions and undos: after each, what stands holds in the tables, and nothing is lost.
#[tokio::test]
async fn any_sequence_of_decisions_leaves_everything_whole() {
    on_each_engine(async |database| {
        let hub = Hub::new(database).await;
        let names = ["Acme", "Brown Bakers", "Cole Cars", "Dunn Drains", "Ely Eggs", "Fox Fences"];
        let said = [("company_number", "02300000")];
        // The first two share a number, so that links are among what decisions cut.
        let rows: Vec<_> = (1..)
            .zip(names)
            .map(|(power, name)| (name, 10_i64.pow(power), if power < 3 { &said[..] } else { &[] }))
            .collect();
        hub.load(1, 1, &rows).await;
        hub.refresh().await;
        let mut atoms = Vec::new();
        for name in names {
            atoms.push(hub.atom(name).await);
        }
        let total: i64 = hub.paid().await.values().sum();
        let before = hub.paid().await;
        let mut standing: Vec<(i64, anchorhub_resolution::Verdict, i64, i64)> = Vec::new();
        let mut random = 20_241_125_u64;
        for step in 0..40 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pick = |shift: u32, of: usize| usize::try_from(random >> shift).unwrap() % of;
            if pick(60, 4) == 0 && !standing.is_empty() {
                let (decision, ..) = standing.remove(pick(50, standing.len()));
                hub.undo(decision).await.unwrap();
            } else {
                let (one, other) = (atoms[pick(33, 6)], atoms[pick(41, 6)]);
                let verdict = if pick(57, 2) == 0 { Same } else { NotSame };
                match hub.decide(verdict, one, other).await {
                    Ok(decision) => standing.push((decision, verdict, one, other)),
                    Err(ReviewError::Contradicts(against)) => {
                        assert!(!against.is_empty());
                        let known = |id| standing.iter().any(|(decision, ..)| decision == id);
                        assert!(against.iter().all(known), "{against:?}");
                    }
                    Err(ReviewError::OneSupplier) => assert_eq!(one, other),
                    Err(error) => assert_eq!(error.code(), "ALREADY_DECIDED"),
                }
            }
            hub.check().await;
            assert_eq!(hub.paid().await.values().sum::<i64>(), total);
            if step % 10 == 9 {
                hub.refresh().await;
            }
            let mut heads = std::collections::BTreeMap::new();
            for (name, atom) in names.iter().zip(&atoms) {
                let (found, head) = hub.name(name).await;
                assert_eq!(found, *atom);
                heads.insert(found, head);
            }
            for (_, verdict, one, other) in &standing {
                assert_eq!(heads[one] == heads[other], *verdict == Same, "{step}: {standing:?} {heads:?}");
            }
        }
        for (decision, ..) in standing {
            hub.undo(decision).await.unwrap();
        }
        hub.refresh().await;
        assert_eq!(hub.paid().await, before);
    })
    .await;
}
