//! Which opportunities.

use anchorhub_analysis::{CpvPrefix, Days, delivering_in};
use anchorhub_entities::{institution_contract, opportunity};
use anchorhub_store::{Database, Engine};
use async_graphql::InputObject;
use chrono::{Months, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    AmountInput, PeriodInput, clean_all, institution_keys,
    opportunity_traits::{ItlRegion, in_regions, is, is_unknown, starting},
    procurement::{bought_by, days, divisions, in_range, prefixes, text},
    short,
};
use crate::graphql::{
    enums::{OpportunityStage, OpportunityTrait, name_of},
    error::ApiError,
};

/// Months ahead for which contracts that end are shown when the query does not say.
const HORIZON_MONTHS: i32 = 24;
/// Months ahead that can be asked for.
const MAX_MONTHS: i32 = 240;

/// Which opportunities. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct OpportunityFilter {
    /// Of one of these institutions, by org-id such as `GB-LAE-WLV`. One that the hub does not know is an
    /// error.
    institutions: Option<Vec<String>>,
    /// At one of these stages.
    pub(super) stages: Option<Vec<OpportunityStage>>,
    /// With a CPV code that begins with one of these: two to eight digits, such as `90`.
    category: Option<Vec<String>>,
    /// Due in this period: its deadline, else when it is expected, or the end of the contract to be let anew.
    due: Option<PeriodInput>,
    /// Value as stated, in pounds.
    pub(super) value: Option<AmountInput>,
    /// Only frameworks (true), or none of them (false).
    pub(super) frameworks: Option<bool>,
    /// Said to suit small and medium enterprises, or not to. Contracts to be let anew say nothing.
    pub(super) suitable_for_sme: Option<bool>,
    /// Said to suit voluntary, community and social enterprises, or not to.
    suitable_for_vcse: Option<bool>,
    /// Delivering in one of these places: ITL regions (`TLG3`) or postcodes (`WV1`), also by their beginning.
    places: Option<Vec<String>>,
    /// With this text in the title, in upper or lower case.
    title: Option<String>,
    /// How many months ahead contracts that end are shown: 1 to 240, 24 if left out.
    pub(super) horizon_months: Option<i32>,
    /// Whose contract is to begin in this period, as stated; for a contract that ends, the day after its end counts.
    pub(super) starts: Option<PeriodInput>,
    /// Whose main CPV code is of one of these divisions: two digits, such as `90`.
    pub(super) divisions: Option<Vec<String>>,
    /// Delivering in one of these regions: ITL 2 codes such as `TLG3`. The codes of before 2021 (`UKG3`) count alike, and
    /// a contract that ends delivers where its process does.
    pub(super) regions: Option<Vec<String>>,
    /// Of which all of these are not known.
    pub(super) unknown: Option<Vec<OpportunityTrait>>,
}

/// An opportunity filter with what it names looked up.
#[derive(Clone, Debug)]
pub(crate) struct OpportunityCondition {
    institutions: Option<Vec<i32>>,
    stages: Option<Vec<OpportunityStage>>,
    category: Option<Vec<CpvPrefix>>,
    due: Days,
    value: Option<AmountInput>,
    frameworks: Option<bool>,
    suitable_for_sme: Option<bool>,
    suitable_for_vcse: Option<bool>,
    places: Option<Vec<String>>,
    title: Option<String>,
    months: u32,
    starts: Days,
    divisions: Option<Vec<CpvPrefix>>,
    regions: Option<Vec<ItlRegion>>,
    unknown: Vec<OpportunityTrait>,
}

/// A number of months ahead, if it is one that can be asked for.
pub(crate) fn months_ahead(months: i32) -> Result<u32, ApiError> {
    match u32::try_from(months) {
        Ok(number) if (1..=MAX_MONTHS).contains(&months) => Ok(number),
        _ => Err(ApiError::BadMonths(months, MAX_MONTHS)),
    }
}

/// The days from today (UTC) to so many months later.
pub(crate) fn ahead(months: u32) -> (NaiveDate, NaiveDate) {
    let today = Utc::now().date_naive();
    (today, today.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX))
}

impl OpportunityFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<OpportunityCondition, ApiError> {
        Ok(OpportunityCondition {
            institutions: institution_keys(database, self.institutions).await?,
            stages: short(self.stages)?,
            category: prefixes(self.category)?,
            due: days(self.due)?,
            value: self.value,
            frameworks: self.frameworks,
            suitable_for_sme: self.suitable_for_sme,
            suitable_for_vcse: self.suitable_for_vcse,
            places: clean_all(self.places)?,
            title: text(self.title.as_deref()),
            months: months_ahead(self.horizon_months.unwrap_or(HORIZON_MONTHS))?,
            starts: days(self.starts)?,
            divisions: divisions(self.divisions)?,
            regions: ItlRegion::all(self.regions)?,
            unknown: short(self.unknown)?.unwrap_or_default(),
        })
    }
}

impl OpportunityCondition {
    /// The condition on rows of `opportunity`.
    pub(crate) fn condition(&self, engine: Engine) -> Condition {
        use opportunity::Column::{
            Cpv, DueOn, IsFramework, SmeSuitable, SourceId, Stage, Title, ValueCurrency, ValuePence,
            VcseSuitable,
        };
        let own = |column: opportunity::Column| (opportunity::Entity, column);
        let mut all = Condition::all().add(self.is_ahead()).add(self.due.hold(own(DueOn)));
        if self.value.is_some() {
            all = all.add(ValueCurrency.eq("GBP")).add(in_range(own(ValuePence), self.value));
        }
        all.add_option(self.institutions.as_deref().map(|keys| {
            let contracts = Query::select()
                .column(institution_contract::Column::ContractId)
                .from(institution_contract::Entity)
                .and_where(institution_contract::Column::InstitutionId.is_in(keys.iter().copied()))
                .to_owned();
            Condition::any()
                .add(is("P").add(SourceId.in_subquery(bought_by(keys))))
                .add(is("C").add(SourceId.in_subquery(contracts)))
        }))
        .add_option(
            self.stages.as_ref().map(|stages| Stage.is_in(stages.iter().map(|stage| name_of(*stage)))),
        )
        .add_option(self.category.as_deref().map(|prefixes| {
            // A contract is found by its own code alone: its key is not that of a process.
            Condition::any()
                .add(is("P").add(CpvPrefix::in_category(prefixes, own(Cpv), own(SourceId))))
                .add(is("C").add(CpvPrefix::begins_with(prefixes, own(Cpv))))
        }))
        .add_option(self.frameworks.map(|wanted| IsFramework.eq(wanted)))
        .add_option(self.suitable_for_sme.map(|wanted| SmeSuitable.eq(wanted)))
        .add_option(self.suitable_for_vcse.map(|wanted| VcseSuitable.eq(wanted)))
        .add_option(
            self.places.as_deref().map(|places| is("P").add(SourceId.in_subquery(delivering_in(places)))),
        )
        .add_option(self.title.as_deref().map(|text| engine.contains(Title.into_simple_expr(), text)))
        .add_option((!self.starts.is_open()).then(|| starting(self.starts)))
        .add_option(self.divisions.as_deref().map(|divisions| CpvPrefix::begins_with(divisions, own(Cpv))))
        .add_option(self.regions.as_deref().map(|regions| in_regions(Some(regions))))
        .add(self.unknown.iter().fold(Condition::all(), |all, one| all.add(is_unknown(*one))))
    }

    /// That it still lies ahead: nothing that is over, and no contract that ends beyond the horizon.
    fn is_ahead(&self) -> Condition {
        let (today, horizon) = ahead(self.months);
        let due = || Expr::col((opportunity::Entity, opportunity::Column::DueOn));
        Condition::any()
            .add(is("P").add(Condition::any().add(due().is_null()).add(due().gte(today))))
            .add(is("C").add(due().gte(today)).add(due().lt(horizon)))
    }
}
