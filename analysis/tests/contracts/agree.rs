//! Whatever happens to a hub, both engines give the same answers, and parts make up the whole.

use anchorhub_analysis::{
    ContractAnswer, ContractColumns, ContractDimension, ContractEngine, ContractOrder, ContractPlan,
    ContractSqlEngine,
};
use anchorhub_store::Database;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{databases, market::Market, plans::plans};

/// Asks both engines, and looks whether the parts make up the whole.
async fn compare(database: &Database, columns: &ContractColumns, plan: &ContractPlan, when: &str) {
    let expected = ContractSqlEngine::new(database.clone()).contracts(plan).await.unwrap();
    let answer = columns.contracts(plan).await.unwrap();
    assert_eq!(answer, expected, "{when}: {plan:?}");
    assert_whole(plan, &answer);
}

fn assert_whole(plan: &ContractPlan, answer: &ContractAnswer) {
    let sum = |of: &dyn Fn(&anchorhub_analysis::ContractMeasures) -> i64| -> i64 {
        answer.rows.iter().map(|row| of(&row.measures)).sum()
    };
    let contracts = sum(&|one| one.contracts) + answer.rest.contracts;
    let pence = sum(&|one| one.value.pence) + answer.rest.value.pence;
    if plan.group_by.is_empty() {
        assert!(answer.rows.is_empty());
    } else if answer.overlaps {
        assert!(contracts >= answer.total.contracts, "{plan:?}");
    } else {
        assert_eq!((contracts, pence), (answer.total.contracts, answer.total.value.pence), "{plan:?}");
    }
    for row in &answer.rows {
        let parts = row.measures.by_basis.iter();
        let parts = parts.fold((0, 0), |sum, part| (sum.0 + part.sum.pence, sum.1 + part.sum.contracts));
        assert_eq!(parts, (row.measures.value.pence, row.measures.value.contracts));
    }
    for coverage in &answer.coverage {
        assert!(coverage.contracts <= answer.total.contracts);
    }
}

#[tokio::test]
async fn any_plan_is_answered_as_rows_would() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 1).await;
        let columns = ContractColumns::new(database.clone());
        let mut runner = TestRunner::deterministic();
        let mut found = 0;
        for _ in 0..400 {
            let plan = plans().new_tree(&mut runner).unwrap().current();
            compare(&database, &columns, &plan, "at rest").await;
            found += i64::from(columns.contracts(&plan).await.unwrap().total.contracts > 0);
        }
        assert!(found > 100, "only {found} plans found anything");
    })
    .await;
}

#[tokio::test]
async fn every_pair_of_dimensions() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 2).await;
        let columns = ContractColumns::new(database.clone());
        let dimensions = ContractDimension::ALL;
        for (place, one) in dimensions.iter().enumerate() {
            let other = dimensions[(place + 5) % dimensions.len()];
            for order in [ContractOrder::KeyAsc, ContractOrder::ContractsDesc] {
                for group_by in [vec![*one], vec![*one, other], vec![other, *one]] {
                    let plan = ContractPlan { group_by, order, first: 500, ..ContractPlan::default() };
                    compare(&database, &columns, &plan, "pairs").await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn they_agree_whatever_happens() {
    databases::on_each_engine(async |database| {
        let mut market = Market::new(&database, 3).await;
        let columns = ContractColumns::new(database.clone());
        let mut runner = TestRunner::deterministic();
        for step in 0..50 {
            let happened = market.step().await;
            for _ in 0..5 {
                let plan = plans().new_tree(&mut runner).unwrap().current();
                compare(&database, &columns, &plan, &format!("step {step}, {happened}")).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_hub_has_empty_answers() {
    databases::on_each_engine(async |database| {
        let columns = ContractColumns::new(database.clone());
        for group_by in [vec![], ContractDimension::ALL[..4].to_vec(), ContractDimension::ALL[7..11].to_vec()]
        {
            let plan = ContractPlan { group_by, first: 5, ..ContractPlan::default() };
            compare(&database, &columns, &plan, "empty").await;
        }
    })
    .await;
}
