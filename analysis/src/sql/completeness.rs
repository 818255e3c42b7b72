//! How much of the period the loaded documents of each institution cover.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::{Period, document, feed, institution};
use anchorhub_store::Snapshot;
use chrono::NaiveDate;
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::{AnalysisError, Completeness, SpendFilter, filter::institutions_of};

pub(super) async fn read(
    snapshot: &mut Snapshot,
    filter: &SpendFilter,
) -> Result<Vec<Completeness>, AnalysisError> {
    let institutions: Vec<institution::Model> = snapshot.fetch(&institutions(filter)).await?;
    let covered: Vec<Covered> = snapshot.fetch(&documents(filter)).await?;
    let mut periods: HashMap<i32, Vec<Period>> = HashMap::new();
    for document in &covered {
        if let Some(period) = document.period() {
            periods.entry(document.institution_id).or_default().push(period);
        }
    }
    let asked = period_asked(filter, periods.values().flatten());
    let months_asked: BTreeSet<NaiveDate> = asked.into_iter().flat_map(Period::month_starts).collect();
    let count = |set: &BTreeSet<NaiveDate>| i64::try_from(set.len()).unwrap_or(i64::MAX);
    Ok(institutions
        .into_iter()
        .map(|institution| {
            let own = periods.get(&institution.id).into_iter().flatten();
            let inside = own.filter_map(|period| asked.and_then(|asked| common(*period, asked)));
            let present: BTreeSet<NaiveDate> = inside.flat_map(Period::month_starts).collect();
            Completeness { institution, months_present: count(&present), months_asked: count(&months_asked) }
        })
        .collect())
}

/// The institutions asked for, else all that have a feed: one that the hub has never been pointed to is not
/// incomplete.
fn institutions(filter: &SpendFilter) -> SelectStatement {
    let mut select = institution::Entity::find()
        .order_by_asc(institution::Column::Name)
        .order_by_asc(institution::Column::Id);
    select = match &filter.institutions {
        Some(ids) => select.filter(institution::Column::Id.is_in(ids.iter().copied())),
        None => {
            let fed = Query::select().column(feed::Column::InstitutionId).from(feed::Entity).to_owned();
            select.filter(institution::Column::Id.in_subquery(fed))
        }
    };
    if let Some(kinds) = &filter.institution_kinds {
        select = select.filter(institution::Column::Id.in_subquery(institutions_of(kinds)));
    }
    select.into_query()
}

/// Periods of the loaded documents.
fn documents(filter: &SpendFilter) -> SelectStatement {
    use document::Column;
    let column = |column: Column| Expr::col(column);
    Query::select()
        .distinct()
        .columns([
            Column::InstitutionId,
            Column::PeriodFrom,
            Column::PeriodTo,
            Column::FirstDate,
            Column::LastDate,
        ])
        .from(document::Entity)
        .and_where(column(Column::Status).eq(document::DocumentStatus::Loaded.to_value()))
        .cond_where(
            Condition::all()
                .add_option(
                    filter
                        .institutions
                        .as_ref()
                        .map(|ids| column(Column::InstitutionId).is_in(ids.iter().copied())),
                )
                .add_option(
                    filter
                        .institution_kinds
                        .as_ref()
                        .map(|kinds| column(Column::InstitutionId).in_subquery(institutions_of(kinds))),
                )
                .add_option(
                    filter
                        .from
                        .map(|from| column(Column::PeriodTo).gt(from).or(column(Column::PeriodTo).is_null())),
                )
                .add_option(
                    filter
                        .to
                        .map(|to| column(Column::PeriodFrom).lt(to).or(column(Column::PeriodFrom).is_null())),
                ),
        )
        .to_owned()
}

#[derive(FromQueryResult)]
struct Covered {
    institution_id: i32,
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
    first_date: Option<NaiveDate>,
    last_date: Option<NaiveDate>,
}

impl Covered {
    /// The document's period, else that of its payments.
    fn period(&self) -> Option<Period> {
        let from = self.period_from.or(self.first_date)?;
        let to = self.period_to.or_else(|| self.last_date?.succ_opt())?;
        Period::new(from, to).ok()
    }
}

/// The period asked for; open ends close with what the documents cover.
fn period_asked<'a>(
    filter: &SpendFilter,
    covered: impl Iterator<Item = &'a Period> + Clone,
) -> Option<Period> {
    let from = filter.from.or_else(|| covered.clone().map(|period| period.from()).min())?;
    let to = filter.to.or_else(|| covered.map(|period| period.to()).max())?;
    Period::new(from, to).ok()
}

fn common(one: Period, other: Period) -> Option<Period> {
    Period::new(Ord::max(one.from(), other.from()), Ord::min(one.to(), other.to())).ok()
}
