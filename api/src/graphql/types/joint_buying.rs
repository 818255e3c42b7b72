//! Contracts that could be let anew together.

use std::collections::{HashMap, HashSet};

use anchorhub_analysis as analysis;
use anchorhub_entities::contract;
use anchorhub_store::Database;
use async_graphql::{Enum, Object, SimpleObject};

use super::{Contract, Institution, contract_analysis::ContractValueSum};
use crate::graphql::{
    connection::{Connection, Edge, PageInfo, page_size},
    error::ApiError,
    family::{Family, Row, by_keys},
    lists::Slice,
    scalars::Date,
};

/// What the category of a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::JointCategoryLevel")]
pub(crate) enum JointCategoryLevel {
    /// A group of the Common Procurement Vocabulary (three digits), stated by every contract.
    Group,
    /// A division (two digits), for at least one contract the finest that is known.
    Division,
}

/// The category that the contracts of a candidate have in common.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct JointCategory {
    /// What it is.
    level: JointCategoryLevel,
    /// Two or three digits of the vocabulary.
    code: String,
    /// Its title; that of a group is null until the vocabulary is loaded.
    title: Option<String>,
    /// How sure it is in percent: that of the least sure contract. 100 where a CPV code is published, else that of the crosswalk.
    confidence: i32,
}

/// Why a candidate stands where it stands: points in four parts, 100 at most.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct JointScore {
    /// All points.
    total: i32,
    /// 0 to 35 for the value together: none up to £10,000 or where no value is known, 35 from £10 million on, in between by
    /// order of magnitude.
    value: i32,
    /// 0 to 25 for the institutions: 5 for each beyond the first.
    institutions: i32,
    /// 0 to 25 for the category: 25 for a group, half of it for a division, times its confidence.
    category: i32,
    /// 0 to 15 for the time until the first end: 15 from 12 months on.
    lead_time: i32,
}

/// Contracts of several institutions in one category that end close together, and could be let anew together. The hub finds them;
/// whether they fit is for people to judge.
pub(crate) struct JointBuyingCandidate(Row<analysis::JointBuyingCandidate>);

/// Contracts of several institutions in one category that end close together, and could be let anew together. The hub finds them;
/// whether they fit is for people to judge.
#[Object]
impl JointBuyingCandidate {
    /// Their category.
    async fn category(&self) -> JointCategory {
        let category = &self.0.category;
        JointCategory {
            level: category.level.into(),
            code: category.code.clone(),
            title: category.title.clone(),
            confidence: category.confidence.into(),
        }
    }

    /// Earliest effective end.
    async fn first_end(&self) -> Date {
        Date(self.0.first_end)
    }

    /// Latest effective end.
    async fn last_end(&self) -> Date {
        Date(self.0.last_end)
    }

    /// The institutions that buy, by name.
    async fn institutions(&self) -> Result<Vec<Institution>, ApiError> {
        let loaded = self
            .0
            .once("institutions".to_owned(), async |database, members| {
                // One family, so that what hangs on them is loaded for all candidates at once.
                let all = members.iter().flat_map(|one| one.institutions.iter().cloned());
                let mut all = Family::rows(database, all.collect()).into_iter();
                let own = |one: &analysis::JointBuyingCandidate| {
                    all.by_ref().take(one.institutions.len()).collect::<Vec<_>>()
                };
                Ok(members.iter().map(own).collect::<Vec<_>>())
            })
            .await?;
        Ok(loaded.get(self.0.index()).into_iter().flatten().cloned().map(Institution).collect())
    }

    /// Number of contracts.
    async fn contract_count(&self) -> usize {
        self.0.contracts.len()
    }

    /// Number of separate procurements among them: call-offs of one framework are one.
    async fn procurements(&self) -> i64 {
        self.0.procurements
    }

    /// The contracts by effective end.
    async fn contracts(
        &self,
        #[graphql(desc = "How many of them, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<Vec<Contract>, ApiError> {
        let first = page_size(first)?;
        let loaded = self
            .0
            .once(format!("contracts {first}"), async |database, members| {
                let ids = members.iter().flat_map(|one| one.contracts.iter().take(first).copied());
                contracts(database, ids.collect()).await
            })
            .await?;
        let ids = self.0.contracts.iter().take(first);
        Ok(ids.filter_map(|id| loaded.get(id).cloned()).map(Contract).collect())
    }

    /// Values in pounds as stated over whole terms, of the contracts that state one.
    async fn value(&self) -> ContractValueSum {
        (&self.0.value).into()
    }

    /// Why it stands where it stands.
    async fn score(&self) -> JointScore {
        let score = &self.0.score;
        JointScore {
            total: score.total(),
            value: score.value,
            institutions: score.institutions,
            category: score.category,
            lead_time: score.lead_time,
        }
    }
}

/// Contracts by their keys.
pub(super) async fn contracts(
    database: &Database,
    ids: HashSet<i64>,
) -> Result<HashMap<i64, Row<contract::Model>>, ApiError> {
    by_keys::<contract::Model>(database, ids.into_iter().collect()).await
}

/// One page of candidates, the highest score first, with what they were found among. Cursors hold for one version of the data.
pub(crate) struct JointBuyingCandidates {
    page: Connection<JointBuyingCandidate>,
    considered: i64,
    comparable: i64,
    data_version: i64,
}

impl JointBuyingCandidates {
    /// The page that a slice of all candidates makes.
    pub(crate) fn new(database: &Database, found: analysis::JointBuying, slice: Slice<usize>) -> Self {
        let shown = slice.rows.iter().filter_map(|(_, index)| found.candidates.get(*index).cloned());
        let rows = Family::rows(database, shown.collect());
        Self {
            page: Connection::of(slice.with(rows), JointBuyingCandidate),
            considered: found.considered,
            comparable: found.comparable,
            data_version: found.data_version,
        }
    }
}

/// One page of candidates, the highest score first, with what they were found among. Cursors hold for one version of the data.
#[Object(name = "JointBuyingCandidateConnection")]
impl JointBuyingCandidates {
    /// The candidates of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<JointBuyingCandidate>] {
        self.page.shown()
    }

    /// The candidates of this page alone.
    async fn nodes(&self) -> Vec<&JointBuyingCandidate> {
        self.page.shown().iter().map(Edge::row).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> &PageInfo {
        self.page.place()
    }

    /// Number of candidates on all pages.
    async fn total_count(&self) -> Result<i64, ApiError> {
        self.page.counted()
    }

    /// Number of contracts that the filter allows and that are no frameworks.
    async fn considered(&self) -> i64 {
        self.considered
    }

    /// Number of those with an effective end today or later, a known category and a known buyer: only they can be part of a candidate.
    async fn comparable(&self) -> i64 {
        self.comparable
    }

    /// Version of the data that the candidates were found in.
    async fn data_version(&self) -> i64 {
        self.data_version
    }
}
