//! What may be known of opportunities: when they start, where they deliver, and what is not known of them.

use anchorhub_analysis::Days;
use anchorhub_entities::{contract, opportunity, process_place};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::clean_all;
use crate::graphql::{enums::OpportunityTrait, error::ApiError};

/// A region of delivery by its ITL 2 code, such as `TLG3`.
#[derive(Clone, Debug)]
pub(crate) struct ItlRegion(String);

impl ItlRegion {
    /// Reads codes.
    pub(super) fn all(texts: Option<Vec<String>>) -> Result<Option<Vec<Self>>, ApiError> {
        let Some(texts) = clean_all(texts)? else { return Ok(None) };
        texts.iter().map(|text| Self::read(text)).collect::<Result<_, _>>().map(Some)
    }

    fn read(text: &str) -> Result<Self, ApiError> {
        let code = text.trim().to_ascii_uppercase();
        if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Self(code.replacen("UK", "TL", 1)));
        }
        Err(ApiError::BadTrait(code.chars().take(80).collect(), "an ITL 2 code, such as `TLG3`"))
    }

    /// That a code lies in it, as ITL or as NUTS writes it.
    fn holds(&self) -> Condition {
        let code = || Expr::col((process_place::Entity, process_place::Column::Code));
        // Letters and digits only: nothing in it has a meaning to LIKE.
        Condition::any()
            .add(code().like(format!("{}%", self.0)))
            .add(code().like(format!("{}%", self.0.replacen("TL", "UK", 1))))
    }
}

/// That an opportunity comes from a process (`P`) or a contract (`C`).
pub(super) fn is(kind: &str) -> Condition {
    Condition::all().add(opportunity::Column::Kind.eq(kind))
}

fn own(column: opportunity::Column) -> (opportunity::Entity, opportunity::Column) {
    (opportunity::Entity, column)
}

/// That the contract is to begin in a period; for a contract that ends, the day after its end counts.
pub(super) fn starting(days: Days) -> Condition {
    use opportunity::Column::{DueOn, StartsOn};
    Condition::any()
        .add(is("P").add(days.hold(own(StartsOn))))
        .add(is("C").add(a_day_earlier(days).hold(own(DueOn))))
}

/// The same period, begun and ended a day earlier.
fn a_day_earlier(days: Days) -> Days {
    let earlier = |day: Option<NaiveDate>| day.map(|day| day.pred_opt().unwrap_or(day));
    Days { from: earlier(days.from), to: earlier(days.to) }
}

/// That an opportunity delivers in one of the regions; in any at all for none.
pub(super) fn in_regions(regions: Option<&[ItlRegion]>) -> Condition {
    let places = match regions {
        Some(regions) => regions.iter().fold(Condition::any(), |any, region| any.add(region.holds())),
        // An empty `any` would allow everything.
        None => Condition::any()
            .add(Expr::col((process_place::Entity, process_place::Column::Code)).like("____%")),
    };
    if regions.is_some_and(<[_]>::is_empty) {
        return Condition::all().add(Expr::val(1).eq(0));
    }
    let processes = || -> SelectStatement {
        Query::select()
            .column(process_place::Column::ProcessId)
            .from(process_place::Entity)
            .and_where(Expr::col((process_place::Entity, process_place::Column::Scheme)).eq("ITL"))
            .cond_where(places.clone())
            .to_owned()
    };
    let contracts = Query::select()
        .column(contract::Column::Id)
        .from(contract::Entity)
        .and_where(Expr::col((contract::Entity, contract::Column::ProcessId)).in_subquery(processes()))
        .to_owned();
    Condition::any()
        .add(is("P").add(opportunity::Column::SourceId.in_subquery(processes())))
        .add(is("C").add(opportunity::Column::SourceId.in_subquery(contracts)))
}

/// That something of an opportunity is not known.
pub(super) fn is_unknown(what: OpportunityTrait) -> Condition {
    use opportunity::Column::{Cpv, IsFramework, SmeSuitable, StartsOn, ValueCurrency, ValuePence};
    let column = |column| Expr::col(own(column));
    match what {
        // A contract that ends has an end.
        OpportunityTrait::Start => is("P").add(column(StartsOn).is_null()),
        OpportunityTrait::Category => Condition::all().add(column(Cpv).is_null()),
        OpportunityTrait::Region => in_regions(None).not(),
        OpportunityTrait::Value => Condition::all().add(column(IsFramework).eq(false)).add(
            Condition::any()
                .add(column(ValuePence).is_null())
                .add(column(ValueCurrency).is_null())
                .add(column(ValueCurrency).ne("GBP")),
        ),
        OpportunityTrait::SmeSuitability => Condition::all().add(column(SmeSuitable).is_null()),
    }
}
