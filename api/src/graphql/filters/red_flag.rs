//! Which red flags.

use anchorhub_analysis::{CpvPrefix, Days};
use anchorhub_entities::{contracting_process, red_flag};
use anchorhub_store::Database;
use async_graphql::InputObject;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    PeriodInput, institution_keys,
    procurement::{bought_by, days, prefixes},
    short,
};
use crate::graphql::{
    enums::{RedFlagCode, name_of},
    error::ApiError,
};

/// Which red flags. Parts that are left out allow everything; parts that are given must all hold. Of test notices there are
/// none.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RedFlagFilter {
    /// Of one of these rules.
    codes: Option<Vec<RedFlagCode>>,
    /// About a process with one of these institutions among the buyers, by org-id such as `GB-LAE-WLV`. One that the hub
    /// does not know is an error.
    institutions: Option<Vec<String>>,
    /// About a process with a CPV code that begins with one of these: two to eight digits, such as `90`.
    category: Option<Vec<String>>,
    /// About a process that was first published in this period (days in UTC).
    published: Option<PeriodInput>,
}

/// A filter of red flags with what it names looked up.
#[derive(Clone, Debug)]
pub(crate) struct RedFlagCondition {
    codes: Option<Vec<RedFlagCode>>,
    institutions: Option<Vec<i32>>,
    category: Option<Vec<CpvPrefix>>,
    published: Days,
}

impl RedFlagFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<RedFlagCondition, ApiError> {
        Ok(RedFlagCondition {
            codes: short(self.codes)?,
            institutions: institution_keys(database, self.institutions).await?,
            category: prefixes(self.category)?,
            published: days(self.published)?,
        })
    }
}

impl RedFlagCondition {
    /// The condition on rows of `red_flag`.
    pub(crate) fn condition(&self) -> Condition {
        use contracting_process::Column::{Cpv, FirstPublished, Id, IsTest};
        use red_flag::Column::{Code, ProcessId};
        let own = |column: contracting_process::Column| (contracting_process::Entity, column);
        let processes = Query::select()
            .expr(Expr::col(own(Id)))
            .from(contracting_process::Entity)
            .and_where(Expr::col(own(IsTest)).eq(false))
            .cond_where(Condition::all().add(self.published.hold_instants(own(FirstPublished))).add_option(
                self.category.as_deref().map(|prefixes| CpvPrefix::in_category(prefixes, own(Cpv), own(Id))),
            ))
            .to_owned();
        Condition::all()
            .add_option(self.codes.as_ref().map(|codes| Code.is_in(codes.iter().map(|code| name_of(*code)))))
            .add_option(self.institutions.as_deref().map(|keys| ProcessId.in_subquery(bought_by(keys))))
            .add(ProcessId.in_subquery(processes))
    }
}
