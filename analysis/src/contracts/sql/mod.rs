//! Answers plans about contracts from rows that SQL finds, on SQLite and PostgreSQL alike.

mod keys;
mod rows;
mod sums;

use std::collections::BTreeSet;

use anchorhub_store::Database;
use async_trait::async_trait;

use self::{rows::Found, sums::Sums};
use super::{
    ContractAnswer, ContractCoverage, ContractEngine, ContractFilter, ContractPlan, ContractRest, ContractRow,
};
use crate::{AnalysisError, ContractKey};

/// Answers plans from rows: nothing is kept between questions. SQL decides which contracts are meant, and who buys and holds
/// them; groups are made here.
#[derive(Clone, Debug)]
pub struct ContractSqlEngine {
    database: Database,
}

impl ContractSqlEngine {
    /// An engine over a database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl ContractEngine for ContractSqlEngine {
    async fn contracts(&self, plan: &ContractPlan) -> Result<ContractAnswer, AnalysisError> {
        plan.check()?;
        let filter = ContractFilter { every_statement: false, ..plan.filter.clone() };
        let mut snapshot = self.database.snapshot().await?;
        let found = rows::read(&mut snapshot, self.database.engine(), &filter).await?;
        let data_version = snapshot.data_version();
        snapshot.finish().await?;
        answer(plan, &found, data_version)
    }
}

/// A group while it is made.
struct Group {
    keys: Vec<ContractKey>,
    sums: Sums,
}

fn answer(plan: &ContractPlan, found: &Found, data_version: i64) -> Result<ContractAnswer, AnalysisError> {
    let mut total = Sums::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut by_name = std::collections::HashMap::<String, usize>::new();
    let mut of_contract: Vec<BTreeSet<usize>> = Vec::new();
    let mut known = vec![Sums::default(); plan.group_by.len()];
    for contract in &found.contracts {
        let mut mine = BTreeSet::new();
        let mut is_known = vec![false; plan.group_by.len()];
        for (buyer, holder) in found.pairs(contract.id) {
            total.add_parties(buyer, holder);
            let keys = keys::of(&plan.group_by, contract, buyer, holder, found);
            for (place, key) in keys.iter().enumerate() {
                is_known[place] |= key.is_known();
            }
            if plan.group_by.is_empty() {
                continue;
            }
            let next = groups.len();
            let group = *by_name.entry(format!("{keys:?}")).or_insert(next);
            if group == next {
                groups.push(Group { keys, sums: Sums::default() });
            }
            groups[group].sums.add_parties(buyer, holder);
            if mine.insert(group) {
                groups[group].sums.add(contract);
            }
        }
        total.add(contract);
        for (sums, is_known) in known.iter_mut().zip(is_known) {
            if is_known {
                sums.add(contract);
            }
        }
        of_contract.push(mine);
    }
    let mut ordered = Vec::new();
    for (place, group) in groups.into_iter().enumerate() {
        ordered.push((place, ContractRow { keys: group.keys, measures: group.sums.measures()? }));
    }
    ordered.sort_by(|(_, one), (_, other)| {
        let by_keys = || {
            let keys = one.keys.iter().zip(&other.keys);
            keys.fold(std::cmp::Ordering::Equal, |order, (one, other)| order.then(one.compare(other)))
        };
        one.measures.rank(plan.order).cmp(&other.measures.rank(plan.order)).then_with(by_keys)
    });
    let number = ordered.len();
    ordered.truncate(plan.first);
    let shown: BTreeSet<usize> = ordered.iter().map(|(place, _)| *place).collect();
    let mut rest = Sums::default();
    for (contract, groups) in found.contracts.iter().zip(&of_contract) {
        if !groups.is_empty() && groups.is_disjoint(&shown) {
            rest.add(contract);
        }
    }
    let rest = rest.measures()?;
    let coverage = plan.group_by.iter().zip(known).map(|(dimension, sums)| {
        let measures = sums.measures()?;
        Ok(ContractCoverage { dimension: *dimension, contracts: measures.contracts, value: measures.value })
    });
    Ok(ContractAnswer {
        rest: ContractRest {
            groups: i64::try_from(number - ordered.len()).map_err(|_| AnalysisError::SumTooLarge)?,
            contracts: rest.contracts,
            value: rest.value,
        },
        rows: ordered.into_iter().map(|(_, row)| row).collect(),
        total: total.measures()?,
        coverage: coverage.collect::<Result<_, AnalysisError>>()?,
        overlaps: plan.group_by.iter().any(|dimension| dimension.overlaps()),
        data_version,
    })
}
