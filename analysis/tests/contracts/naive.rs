//! Against plain loops over the tables, to the penny.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    ContractAnswer, ContractColumns, ContractDimension, ContractEngine, ContractFilter, ContractKey,
    ContractPlan, Days,
};
use anchorhub_entities::{contract, contract_buyer, contract_supplier};
use anchorhub_store::Database;
use sea_orm::{EntityTrait, QueryTrait};

use crate::{databases, market::Market};

/// Every row of the tables.
pub(crate) struct Tables {
    pub(crate) contracts: Vec<contract::Model>,
    buyers: Vec<contract_buyer::Model>,
    holders: Vec<contract_supplier::Model>,
}

/// Contracts, value, ceiling, institutions.
type Figures = (i64, i64, i64, BTreeSet<i32>);

impl Tables {
    pub(crate) async fn read(database: &Database) -> Self {
        Self {
            contracts: database.fetch(&contract::Entity::find().into_query()).await.unwrap(),
            buyers: database.fetch(&contract_buyer::Entity::find().into_query()).await.unwrap(),
            holders: database.fetch(&contract_supplier::Entity::find().into_query()).await.unwrap(),
        }
    }

    pub(crate) fn counted(&self) -> impl Iterator<Item = &contract::Model> {
        self.contracts
            .iter()
            .filter(|one| !one.is_test && one.cluster_id.is_none_or(|cluster| cluster == one.id))
    }

    /// Everything that is stated of a contract.
    pub(crate) fn statements(&self, id: i64) -> BTreeSet<i64> {
        let of = self.contracts.iter().filter(|one| one.cluster_id.unwrap_or(one.id) == id);
        of.map(|one| one.id).collect()
    }

    pub(crate) fn buyers(&self, id: i64) -> BTreeSet<i32> {
        let stated = self.statements(id);
        let of = self.buyers.iter().filter(|row| stated.contains(&row.contract_id));
        of.map(|row| row.institution_id).collect()
    }

    fn holders(&self, id: i64) -> BTreeSet<i64> {
        let stated = self.statements(id);
        let of = self.holders.iter().filter(|row| stated.contains(&row.contract_id));
        of.filter_map(|row| row.supplier_id).collect()
    }
}

fn add(figures: &mut Figures, contract: &contract::Model, buyers: &BTreeSet<i32>) {
    figures.0 += 1;
    figures.3.extend(buyers);
    if contract.value_currency.as_deref() == Some("GBP") {
        let is_ceiling = contract.is_framework || contract.value_basis.as_deref() == Some("CEILING");
        let pence = contract.value_pence.unwrap_or(0);
        if is_ceiling {
            figures.2 += pence;
        } else {
            figures.1 += pence;
        }
    }
}

async fn ask(database: &Database, group_by: ContractDimension, filter: ContractFilter) -> ContractAnswer {
    let plan = ContractPlan { filter, group_by: vec![group_by], first: 500, ..ContractPlan::default() };
    ContractColumns::new(database.clone()).contracts(&plan).await.unwrap()
}

#[tokio::test]
async fn contracts_of_several_buyers_count_under_each_and_once_in_all() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 6).await;
        let tables = Tables::read(&database).await;
        let mut expected: BTreeMap<Option<i32>, (i64, i64, i64)> = BTreeMap::new();
        let (mut all, mut known) = (Figures::default(), 0);
        for contract in tables.counted() {
            let buyers = tables.buyers(contract.id);
            add(&mut all, contract, &buyers);
            known += i64::from(!buyers.is_empty());
            let groups: Vec<Option<i32>> = match buyers.is_empty() {
                true => vec![None],
                false => buyers.iter().copied().map(Some).collect(),
            };
            for group in groups {
                let mut figures = Figures::default();
                add(&mut figures, contract, &buyers);
                let held = expected.entry(group).or_default();
                *held = (held.0 + figures.0, held.1 + figures.1, held.2 + figures.2);
            }
        }
        let answer = ask(&database, ContractDimension::Institution, ContractFilter::default()).await;
        let found: BTreeMap<_, _> = answer
            .rows
            .iter()
            .map(|row| {
                let ContractKey::Institution(institution) = &row.keys[0] else { panic!("{row:?}") };
                let figures = &row.measures;
                (
                    institution.as_ref().map(|one| one.id),
                    (figures.contracts, figures.value.pence, figures.ceiling.pence),
                )
            })
            .collect();
        assert_eq!(found, expected);
        assert!(answer.overlaps);
        let total = &answer.total;
        assert_eq!((total.contracts, total.value.pence, total.ceiling.pence), (all.0, all.1, all.2));
        assert_eq!(total.institutions, i64::try_from(all.3.len()).unwrap());
        assert_eq!(answer.coverage[0].contracts, known);
        let holders: BTreeSet<i64> = tables.counted().flat_map(|one| tables.holders(one.id)).collect();
        assert_eq!(total.suppliers, i64::try_from(holders.len()).unwrap());
    })
    .await;
}

#[tokio::test]
async fn contracts_that_expire_within_twelve_months_by_division() {
    databases::on_each_engine(async |database| {
        Market::new(&database, 7).await;
        let tables = Tables::read(&database).await;
        let (from, to) = ("2024-03-01".parse().unwrap(), "2025-03-01".parse().unwrap());
        let mut expected: BTreeMap<String, Figures> = BTreeMap::new();
        for contract in tables.counted() {
            let Some(cpv) = &contract.cpv else { continue };
            if contract.ends_on.is_some_and(|end| from <= end && end < to) {
                let figures = expected.entry(cpv[..2].to_owned()).or_default();
                add(figures, contract, &tables.buyers(contract.id));
            }
        }
        assert!(expected.len() > 1, "{expected:?}");
        let mut filter = ContractFilter { ends: Days::between(from, to), ..ContractFilter::default() };
        // The register's own categories are another matter.
        filter.cpv = Some(crate::market::CPVS.map(str::to_owned).to_vec());
        let answer = ask(&database, ContractDimension::CategoryDivision, filter).await;
        let found: BTreeMap<String, (i64, i64, i64, i64)> = answer
            .rows
            .iter()
            .map(|row| {
                let ContractKey::Division(Some(division)) = &row.keys[0] else { panic!("{row:?}") };
                let one = &row.measures;
                let figures = (one.contracts, one.value.pence, one.ceiling.pence, one.institutions);
                (division.code.clone(), figures)
            })
            .collect();
        let expected: BTreeMap<String, (i64, i64, i64, i64)> = expected
            .into_iter()
            .map(|(division, one)| (division, (one.0, one.1, one.2, i64::try_from(one.3.len()).unwrap())))
            .collect();
        assert_eq!(found, expected);
    })
    .await;
}
