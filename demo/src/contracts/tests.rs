use std::collections::BTreeSet;

use super::*;
use crate::{calendar::TODAY, market::Market};

fn with_contracts(scale: f64, test: impl FnOnce(&Contracts<'_>)) {
    let market = Market::new(7);
    test(&Contracts::new(&market, 7, scale));
}

#[test]
fn procurements_are_told_apart_and_published_somewhere_before_today() {
    for scale in [0.001, 1.0] {
        with_contracts(scale, |contracts| {
            let mut references = BTreeSet::new();
            for (place, procurement) in contracts.all.iter().enumerate() {
                assert_eq!(procurement.number, place + 1);
                assert!(procurement.starts_on < procurement.ends_on);
                let seen = procurement.seen;
                assert!(seen.find_a_tender || seen.contracts_finder || seen.register);
                let days = &procurement.days;
                let told = [days.pipeline, days.engagement, days.planned, days.tender, days.awarded_on()];
                assert!(told.iter().any(Option::is_some), "{}", procurement.title);
                assert!(told.into_iter().flatten().all(|day| day < TODAY));
                for lot in &procurement.lots {
                    assert!(references.insert(lot.reference.clone()), "{}", lot.reference);
                    assert!(lot.value_pence >= 500_000 && lot.value_pence % 10_000 == 0);
                    assert!(lot.bids.vcse <= lot.bids.sme && lot.bids.sme <= lot.bids.all);
                    assert!(!lot.holders.is_empty());
                }
            }
        });
    }
}

#[test]
fn all_routes_and_years_are_there() {
    with_contracts(1.0, |contracts| {
        let count = |test: &dyn Fn(&Procurement<'_>) -> bool| {
            contracts.all.iter().filter(|procurement| test(procurement)).count()
        };
        assert!(count(&|procurement| procurement.route == Route::Framework) > 20);
        assert!(count(&|procurement| procurement.route == Route::StaysOpen) > 20);
        assert!(count(&|procurement| matches!(procurement.route, Route::CallOff(_))) > 60);
        assert!(count(&|procurement| procurement.route == Route::Direct) > 60);
        assert!(count(&|procurement| procurement.buyers.len() > 1) > 20);
        assert!(count(&|procurement| procurement.lots.len() > 1) > 60);
        for year in 2024..=2030 {
            use chrono::Datelike;
            let ending =
                count(&|procurement| procurement.days.is_awarded() && procurement.ends_on.year() == year);
            assert!(ending > 15, "{ending} end in {year}");
        }
        let open = count(&|procurement| {
            procurement.days.deadline.is_some_and(|day| day > TODAY + Months::new(24))
                && !procurement.days.is_awarded()
        });
        assert!(open > 20, "{open}");
    });
}

#[test]
fn call_offs_come_from_frameworks_of_the_same_buyer() {
    with_contracts(0.5, |contracts| {
        for procurement in &contracts.all {
            let Route::CallOff(number) = procurement.route else { continue };
            let framework = &contracts.all[number - 1];
            assert_eq!(framework.route, Route::Framework);
            assert_eq!(framework.buyer().org_id, procurement.buyer().org_id);
            let holder = &procurement.lots[0].holders[0];
            assert!(framework.lots[0].holders.iter().any(|other| other.account == holder.account));
        }
    });
}

#[test]
fn payments_are_made_under_contracts_that_run() {
    with_contracts(1.0, |contracts| {
        let paid = contracts.all.iter().find(|procurement| {
            procurement.days.is_awarded()
                && !procurement.is_framework()
                && procurement.days.terminated.is_none()
        });
        let paid = paid.unwrap();
        let (buyer, account) = (paid.buyer(), paid.lots[0].holders[0].account);
        assert!(contracts.reference(buyer, account, paid.starts_on).is_some());
        let long_before = paid.starts_on - Months::new(60);
        assert_eq!(contracts.reference(buyer, account, long_before), None);
    });
}
