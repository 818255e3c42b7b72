//! Rules that compare organisations over all processes that a question allows: R025, R038, R048 of Cardinal.
//!
//! Organisations are compared with each other by quartiles and fences, so that the answer depends on which processes are
//! asked about, and a hub that holds few of them tells little. Fewer than four organisations are not compared.

use std::collections::BTreeMap;

use anchorhub_ocds::flags::FlagCode;
use anchorhub_store::Database;
use sea_orm::sea_query::SelectStatement;

use super::{
    bids,
    quartiles::{Quartiles, float},
    r025, r038, r048,
};
use crate::{AnalysisError, processes};

/// Which organisations a rule compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compared {
    /// Those that buy.
    Buyers,
    /// Those that bid.
    Tenderers,
    /// Those that win.
    Suppliers,
}

/// What a rule says of all organisations of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationRule {
    /// The rule.
    pub code: FlagCode,
    /// Whom it compares.
    pub compared: Compared,
    /// How many.
    pub organisations: i64,
    /// First and third quartile and the fence that was applied, in hundredths; none where it cannot be computed.
    pub fences: Option<[f64; 3]>,
    /// What is missing where it cannot be computed.
    pub missing: Option<&'static str>,
    /// The questions that it raises, the furthest from the others first.
    pub flags: Vec<OrganisationFlag>,
}

/// A question about an organisation, never an accusation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationFlag {
    /// The institution, by its key, of a buyer that the hub follows.
    pub institution_id: Option<i32>,
    /// The supplier, by its key.
    pub supplier_id: Option<i64>,
    /// Its name, of tenderers as published.
    pub name: Option<String>,
    /// What was computed, in hundredths of percent, or of one.
    pub value: i64,
    /// What went into it.
    pub inputs: BTreeMap<&'static str, i64>,
}

/// What the rules say of the organisations in the processes that a statement gives.
pub async fn organisation_flags(
    database: &Database,
    scope: &SelectStatement,
) -> Result<(Vec<OrganisationRule>, i64), AnalysisError> {
    let mut snapshot = database.snapshot().await?;
    let bids = bids::read(&mut snapshot, scope).await?;
    let all = processes::processes(&mut snapshot, scope).await?;
    let lots = r048::lot_categories(&mut snapshot, scope).await?;
    let awards = processes::awards(&mut snapshot, scope).await?;
    let data_version = snapshot.data_version();
    snapshot.finish().await?;
    // Tests are never counted.
    let real: std::collections::HashSet<i64> = all.iter().map(|process| process.id).collect();
    let bids: Vec<bids::Bid> = bids.into_iter().filter(|bid| real.contains(&bid.process_id)).collect();
    let rules = vec![
        r025::check(&bids),
        r038::buyers(&all, &bids),
        r038::tenderers(&bids),
        r048::check(&all, &awards, &lots),
    ];
    Ok((rules, data_version))
}

/// What is missing where there are no bids.
pub(super) const NO_BIDS: &str =
    "bids (`bids.details`) of at least four organisations: UK publishers give hardly any";

impl OrganisationRule {
    /// Compares organisations by a value: those that stand out become flags.
    pub(super) fn compare(
        code: FlagCode,
        compared: Compared,
        candidates: Vec<OrganisationFlag>,
        missing: &'static str,
        is_flagged: impl Fn(&Quartiles, &OrganisationFlag) -> bool,
        fence: fn(Quartiles) -> f64,
    ) -> Self {
        let organisations = i64::try_from(candidates.len()).unwrap_or(i64::MAX);
        let Some(quartiles) = Quartiles::of(candidates.iter().map(|one| one.value)) else {
            return Self {
                code,
                compared,
                organisations,
                fences: None,
                missing: Some(missing),
                flags: Vec::new(),
            };
        };
        let mut flags: Vec<OrganisationFlag> =
            candidates.into_iter().filter(|one| is_flagged(&quartiles, one)).collect();
        let (first, third) = (quartiles.first, quartiles.third);
        let middle = first.midpoint(third);
        let distance = |one: &OrganisationFlag| (float(one.value) - middle).abs();
        flags.sort_by(|one, other| distance(other).total_cmp(&distance(one)));
        let fences = Some([quartiles.first, quartiles.third, fence(quartiles)]);
        Self { code, compared, organisations, fences, missing: None, flags }
    }
}

/// A ratio in hundredths of percent.
pub(super) fn ratio(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { part * 10_000 / whole }
}
