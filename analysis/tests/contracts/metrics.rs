//! Metrics against plain loops over rows.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    ContractColumns, ContractFilter, DueBasis, FrameworkRelation, JointBuyingPlan, JointCategoryLevel,
    ReviewPlan, SpendFilter, SqlEngine, ValueVariancePlan, framework_use, joint_buying, review_queue,
    supplier_shares, value_variance,
};
use anchorhub_entities::{contract, payment, payment_contract_link, related_process};
use anchorhub_store::Database;
use chrono::{Months, NaiveDate};
use sea_orm::{EntityTrait, IntoActiveModel, QueryTrait};

use crate::{databases, market::Market, naive::Tables};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The category of a contract by its CPV code alone.
fn cpv_category(contract: &contract::Model) -> Option<String> {
    let cpv = contract.cpv.as_ref()?;
    Some(if cpv.as_bytes()[2] == b'0' { cpv[..2].to_owned() } else { cpv[..3].to_owned() })
}

#[tokio::test]
async fn candidates_end_together_and_are_of_several_institutions() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 11).await;
        for _ in 0..12 {
            market.add_process().await;
        }
        let tables = Tables::read(&database).await;
        let columns = ContractColumns::new(database.clone());
        let today = day("2024-01-01");
        let plan = JointBuyingPlan {
            filter: ContractFilter::default(),
            window_months: 9,
            min_institutions: 3,
            today,
        };
        let found = joint_buying(&columns, plan).await.unwrap();
        let frameworks = tables.counted().filter(|one| !one.is_framework).count();
        assert_eq!(found.considered, i64::try_from(frameworks).unwrap());
        assert!(found.candidates.iter().any(|one| one.category.level == JointCategoryLevel::Group));
        let by_id: BTreeMap<i64, &contract::Model> = tables.counted().map(|one| (one.id, one)).collect();
        let mut before = i32::MAX;
        for candidate in &found.candidates {
            assert!(candidate.score.total() <= before);
            before = candidate.score.total();
            let contracts: Vec<&contract::Model> = candidate.contracts.iter().map(|id| by_id[id]).collect();
            let ends: Vec<NaiveDate> = contracts.iter().map(|one| one.ends_on.unwrap()).collect();
            assert!(ends.is_sorted() && ends[0] >= today);
            assert!(*ends.last().unwrap() <= ends[0] + Months::new(9));
            assert_eq!((candidate.first_end, candidate.last_end), (ends[0], *ends.last().unwrap()));
            assert!(contracts.iter().all(|one| !one.is_framework));
            let buyers: BTreeSet<i32> = contracts.iter().flat_map(|one| tables.buyers(one.id)).collect();
            assert!(buyers.len() >= 3);
            let shown: BTreeSet<i32> = candidate.institutions.iter().map(|one| one.id).collect();
            assert_eq!(shown, buyers);
            let values = contracts.iter().filter(|one| {
                one.value_currency.as_deref() == Some("GBP") && one.value_basis.as_deref() != Some("CEILING")
            });
            let pence: i64 = values.filter_map(|one| one.value_pence).sum();
            assert_eq!(candidate.value.pence, pence);
            let named: BTreeSet<Option<String>> = contracts.iter().map(|one| cpv_category(one)).collect();
            match candidate.category.level {
                JointCategoryLevel::Group => {
                    assert_eq!(named, BTreeSet::from([Some(candidate.category.code.clone())]));
                    assert_eq!(candidate.category.confidence, 100);
                }
                JointCategoryLevel::Division => {
                    assert!(named.iter().flatten().all(|code| code.starts_with(&candidate.category.code)));
                }
            }
            assert!(candidate.procurements >= 3);
        }
        // Windows of one category do not overlap.
        let mut seen = BTreeSet::new();
        for candidate in &found.candidates {
            for id in &candidate.contracts {
                assert!(seen.insert((candidate.category.code.clone(), *id)));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn variance_is_that_of_the_rows() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 12).await;
        for _ in 0..12 {
            market.add_process().await;
        }
        let tables = Tables::read(&database).await;
        let columns = ContractColumns::new(database.clone());
        let filter = ContractFilter {
            cpv: Some(crate::market::CPVS.map(str::to_owned).to_vec()),
            ..ContractFilter::default()
        };
        let plan = ValueVariancePlan { filter, by_supplier: false, min_institutions: 2, first: 500 };
        let found = value_variance(&columns, plan).await.unwrap();
        // The value a year of each contract, thought out anew.
        let mut expected: BTreeMap<String, BTreeMap<i32, Vec<i64>>> = BTreeMap::new();
        for one in tables.counted().filter(|one| !one.is_framework) {
            let Some(category) = cpv_category(one) else { continue };
            let in_pounds = one.value_currency.as_deref() == Some("GBP");
            let annual = one.annual_pence.filter(|_| in_pounds || one.value_currency.is_none());
            let is_sum = in_pounds && one.value_basis.as_deref() != Some("CEILING");
            let months =
                one.starts_on.zip(one.ends_on).filter(|(start, end)| start <= end).map(|(start, end)| {
                    let after = end.succ_opt().unwrap();
                    (0..).take_while(|months| start + Months::new(*months + 1) <= after).count()
                });
            let reckoned = one.value_pence.filter(|_| is_sum).zip(months).map(|(pence, months)| {
                let months = i64::try_from(months.max(12)).unwrap();
                (pence * 24 + months) / (2 * months)
            });
            let Some(pence) = annual.or(reckoned) else { continue };
            for buyer in tables.buyers(one.id) {
                expected.entry(category.clone()).or_default().entry(buyer).or_default().push(pence);
            }
        }
        expected.retain(|_, of| of.len() >= 2);
        assert!(!expected.is_empty());
        assert_eq!(found.groups.len(), expected.len());
        for group in &found.groups {
            let of = &expected[&group.category.code];
            assert_eq!(group.institutions.len(), of.len());
            for one in &group.institutions {
                let mut values = of[&one.institution.id].clone();
                values.sort_unstable();
                assert_eq!(one.contracts.len(), values.len());
                assert_eq!(one.value_a_year.least, values[0]);
                assert_eq!(one.value_a_year.greatest, *values.last().unwrap());
                let middle = values.len() / 2;
                let median = match values.len() % 2 {
                    1 => values[middle],
                    _ => (values[middle - 1] + values[middle] + 1).div_euclid(2),
                };
                assert_eq!(one.value_a_year.median, median);
            }
        }
        let supplier = ValueVariancePlan {
            filter: ContractFilter::default(),
            by_supplier: true,
            min_institutions: 1,
            first: 500,
        };
        let by_supplier = value_variance(&columns, supplier).await.unwrap();
        assert!(by_supplier.groups.iter().all(|group| group.supplier.is_some()));
        assert!(!by_supplier.groups.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_queue_holds_every_contract_that_is_due() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 13).await;
        for _ in 0..12 {
            market.add_process().await;
        }
        let tables = Tables::read(&database).await;
        let columns = ContractColumns::new(database.clone());
        let (today, horizon) = (day("2024-06-01"), day("2025-06-01"));
        let plan = ReviewPlan { filter: ContractFilter::default(), today, horizon };
        let queue = review_queue(&columns, plan).await.unwrap();
        let mut expected = Vec::new();
        for one in tables.counted().filter(|one| !one.is_framework) {
            if one.ends_on.is_some_and(|end| end < today) {
                continue;
            }
            let review =
                one.review_on.filter(|day| *day >= today && one.ends_on.is_none_or(|end| *day <= end));
            let due = match (review, one.ends_on) {
                (Some(review), _) => Some((review, DueBasis::Review)),
                (None, Some(end)) => Some((end, DueBasis::End)),
                (None, None) => None,
            };
            expected.extend(due.filter(|(day, _)| *day < horizon).map(|(day, basis)| (day, one.id, basis)));
        }
        expected.sort_by_key(|(day, id, _)| (*day, *id));
        let found: Vec<_> =
            queue.items.iter().map(|item| (item.due_on, item.contract_id, item.basis)).collect();
        assert!(found.len() > 3);
        assert_eq!(found, expected);
        for item in &queue.items {
            let buyers: BTreeSet<i32> = item.institutions.iter().copied().collect();
            assert_eq!(buyers, tables.buyers(item.contract_id));
        }
    })
    .await;
}

#[tokio::test]
async fn shares_are_parts_of_what_was_paid() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 14).await;
        let payments: Vec<payment::Model> =
            database.fetch(&payment::Entity::find().into_query()).await.unwrap();
        let (from, to) = (day("2022-01-01"), day("2023-06-01"));
        let in_period = |one: &&payment::Model| from <= one.paid_on && one.paid_on < to;
        let pairs: BTreeSet<(i32, i64)> = payments
            .iter()
            .filter_map(|one| Some((one.institution_id, one.supplier_id?)))
            .chain([(5, 1)])
            .collect();
        let shares = supplier_shares(&SqlEngine::new(database.clone()), &pairs, (from, to)).await.unwrap();
        assert_eq!(shares.len(), pairs.len());
        for ((institution, supplier), share) in shares {
            let of: Vec<&payment::Model> =
                payments.iter().filter(in_period).filter(|one| one.institution_id == institution).collect();
            assert_eq!(share.of.net_pence, of.iter().map(|one| one.pence).sum::<i64>());
            let paid = of.iter().filter(|one| one.supplier_id == Some(supplier));
            assert_eq!(share.paid.net_pence, paid.clone().map(|one| one.pence).sum::<i64>());
            assert_eq!(share.paid.payments, i64::try_from(paid.count()).unwrap());
        }
    })
    .await;
}

/// Links every third payment to some contract.
async fn link(database: &Database, tables: &Tables, payments: &[payment::Model]) {
    let contracts: Vec<i64> = tables.counted().map(|one| one.id).collect();
    for (number, one) in payments.iter().enumerate().filter(|(number, _)| number % 3 == 0) {
        let row = payment_contract_link::Model {
            institution_id: one.institution_id,
            document_id: one.document_id,
            seq: one.seq,
            contract_id: contracts[number % contracts.len()],
            method: if number % 2 == 0 { "REFERENCE" } else { "SUPPLIER_PERIOD_VALUE" }.to_owned(),
            confidence: if number % 2 == 0 { 100 } else { 60 },
        };
        let insert = payment_contract_link::Entity::insert(row.into_active_model());
        insert.exec(database.write()).await.unwrap();
    }
}

#[tokio::test]
async fn use_of_frameworks_is_that_of_the_rows() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 15).await;
        let tables = Tables::read(&database).await;
        let payments: Vec<payment::Model> =
            database.fetch(&payment::Entity::find().into_query()).await.unwrap();
        link(&database, &tables, &payments).await;
        let links: Vec<payment_contract_link::Model> =
            database.fetch(&payment_contract_link::Entity::find().into_query()).await.unwrap();
        let related: Vec<related_process::Model> =
            database.fetch(&related_process::Entity::find().into_query()).await.unwrap();
        let calling: BTreeSet<i64> = related
            .iter()
            .filter(|one| one.relationship.split(',').any(|word| word == "framework"))
            .map(|one| one.process_id)
            .collect();
        let found = framework_use(&database, &SpendFilter::default()).await.unwrap();
        let (mut all, mut linked, mut under, mut called_off) = (0, 0, BTreeMap::<i32, i64>::new(), 0);
        for one in &payments {
            all += one.pence;
            let key = (one.institution_id, one.document_id, one.seq);
            let link = links.iter().find(|link| (link.institution_id, link.document_id, link.seq) == key);
            let Some(link) = link else { continue };
            linked += one.pence;
            let statements = tables.statements(link.contract_id);
            let stated: Vec<&contract::Model> =
                tables.contracts.iter().filter(|one| statements.contains(&one.id)).collect();
            let is_framework = stated.iter().any(|one| one.id == link.contract_id && one.is_framework);
            let is_call_off =
                stated.iter().any(|one| one.process_id.is_some_and(|process| calling.contains(&process)));
            if is_framework || is_call_off {
                *under.entry(one.institution_id).or_default() += one.pence;
            }
            if is_call_off && !is_framework {
                called_off += one.pence;
            }
        }
        assert_eq!(found.total.paid.net_pence, all);
        assert_eq!(found.total.linked.net_pence, linked);
        assert_eq!(found.total.under.net_pence, under.values().sum::<i64>());
        for row in &found.rows {
            let id = row.institution.as_ref().unwrap().id;
            assert_eq!(row.under.net_pence, under.get(&id).copied().unwrap_or(0));
        }
        let signals: i64 = found.signals.iter().map(|one| one.sum.net_pence).sum();
        assert_eq!(signals, found.total.under.net_pence);
        let calls = found.signals.iter().filter(|one| one.relation == FrameworkRelation::CallOff);
        assert_eq!(calls.map(|one| one.sum.net_pence).sum::<i64>(), called_off);
        assert!(found.signals.iter().all(|one| [100, 60].contains(&one.confidence)));
        assert!(found.total.under.payments > 0);
    })
    .await;
}
