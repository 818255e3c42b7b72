//! Periods of days.

use chrono::NaiveDate;
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, IntoColumnRef},
};

/// Days from the first, included, to the last, not included. Either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Option<NaiveDate>,
    /// First day after.
    pub to: Option<NaiveDate>,
}

impl Days {
    /// The days from one to another.
    pub fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    /// Whether it allows every day, also an unknown one.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a day lies in it; an unknown one only where all days do.
    pub fn contain(self, day: Option<NaiveDate>) -> bool {
        let Some(day) = day else { return self.is_open() };
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day < to)
    }

    /// That a column of dates lies in it.
    pub fn hold(self, column: impl IntoColumnRef + Copy) -> Condition {
        Condition::all()
            .add_option(self.from.map(|from| Expr::col(column).gte(from)))
            .add_option(self.to.map(|to| Expr::col(column).lt(to)))
    }

    /// That a column of instants lies in it, counted in UTC.
    pub fn hold_instants(self, column: impl IntoColumnRef + Copy) -> Condition {
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        Condition::all()
            .add_option(self.from.map(|from| Expr::col(column).gte(midnight(from))))
            .add_option(self.to.map(|to| Expr::col(column).lt(midnight(to))))
    }
}
