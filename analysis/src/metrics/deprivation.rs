//! Deprivation spread: net by decile of the Index of Multiple Deprivation (1 is the most deprived) of the supplier's lower
//! layer super output area.
//!
//! The English index ranks areas of England alone: suppliers elsewhere have no decile and count as not known. Deciles
//! belong to the areas of the edition that is loaded (`edition`). A registered office in a deprived
//! area does not say where wages are paid: the basis belongs to the figure.

use anchorhub_entities::reference_edition;
use anchorhub_store::Database;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use crate::{
    AnalysisError, Bases, Completeness, ExclusionSum, GroupKey, MetricQuestion, Part, SpendAnswer,
    SpendDimension, SpendEngine, Sum, SupplierTrait,
    engine::no_answer,
    metrics::{
        basis::{Attribute, bases},
        consistent::Tries,
        question::whole,
    },
};

/// What is paid into areas of each decile.
#[derive(Clone, Debug, PartialEq)]
pub struct DeprivationSpread {
    /// The ten deciles, from the most deprived.
    pub deciles: Vec<DecilePart>,
    /// Paid to suppliers whose decile is known: the deciles together.
    pub known: Part,
    /// Everything asked about that is not left out.
    pub total: Part,
    /// The edition of the index that is loaded; none: none is.
    pub edition: Option<String>,
    /// Where it comes from where suppliers are: of all whose district is known, also outside England.
    pub bases: Option<Bases>,
    /// What was left out, each payment once.
    pub excluded: Sum,
    /// Each reason for exclusion, with what the filter allows of it.
    pub exclusions: Vec<ExclusionSum>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

impl DeprivationSpread {
    /// Paid to suppliers whose decile is not known, or who are not in England.
    pub fn unknown(&self) -> Result<Part, AnalysisError> {
        self.total.without(self.known)
    }
}

/// What is paid into areas of one decile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecilePart {
    /// The decile, 1 to 10.
    pub decile: i16,
    /// What is paid.
    pub part: Part,
}

/// How what is paid spreads over deciles. `question.group_by` and `first` play no part.
pub async fn deprivation_spread(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &MetricQuestion,
    with_bases: bool,
) -> Result<DeprivationSpread, AnalysisError> {
    let mut tries = Tries::new();
    let mut spread = loop {
        tries.again()?;
        let spread = spread(engine, question).await?;
        if !with_bases {
            break spread;
        }
        let (version, bases) = bases(database, question, Attribute::Place).await?;
        if version == spread.data_version {
            break DeprivationSpread { bases: Some(bases), ..spread };
        }
    };
    let edition = reference_edition::Entity::find()
        .filter(reference_edition::Column::Kind.eq("IMD"))
        .filter(reference_edition::Column::State.eq("CURRENT"));
    let editions: Vec<reference_edition::Model> = database.fetch(&edition.into_query()).await?;
    spread.edition = editions.into_iter().next().map(|edition| edition.version);
    Ok(spread)
}

async fn spread(
    engine: &dyn SpendEngine,
    question: &MetricQuestion,
) -> Result<DeprivationSpread, AnalysisError> {
    let known = question.known(SupplierTrait::DeprivationDecile);
    let plans = [
        question.all(question.filter.clone(), Vec::new()),
        question.all(known, vec![SpendDimension::DeprivationDecile]),
    ];
    let [total, by_decile]: [SpendAnswer; 2] =
        engine.spend_all(&plans).await?.try_into().map_err(|_| no_answer())?;
    whole(&by_decile)?;
    let part = |decile: i16| {
        let is_it = |keys: &[GroupKey]| matches!(keys, [GroupKey::Decile(Some(own))] if *own == decile);
        let row = by_decile.rows.iter().find(|row| is_it(&row.keys));
        DecilePart { decile, part: row.map(|row| Part::from(&row.measures)).unwrap_or_default() }
    };
    Ok(DeprivationSpread {
        deciles: (1..=10).map(part).collect(),
        known: Part::from(&by_decile.total),
        total: Part::from(&total.total),
        edition: None,
        bases: None,
        excluded: total.excluded,
        exclusions: total.exclusions,
        completeness: total.completeness,
        data_version: total.data_version,
    })
}
