//! CPV divisions of categories as published: which label of which institution stands for which.

use anchorhub_entities::{category_label as label, category_label::Column};
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

/// The scheme under which labels of payments stand: none is published with them.
pub const PAYMENT_SCHEME: &str = "";

/// Which CPV divisions. A part that is none allows everything; an empty list allows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DivisionFilter {
    /// In one of these divisions: two digits.
    pub divisions: Option<Vec<String>>,
    /// With a known division (true), or without one (false).
    pub mapped: Option<bool>,
}

impl DivisionFilter {
    /// Whether it allows everything.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// As a condition on expressions that give the institution that published a label, and the label of a payment.
    pub fn of_payments(&self, institution: &Expr, published: &Expr) -> Condition {
        let place = || Expr::tuple([institution.clone(), published.clone()]);
        let labels = |select: SelectStatement| place().in_subquery(select);
        let divisions = self.divisions.as_ref().map(|divisions| {
            let chosen = mapped()
                .and_where(own(Column::Division).is_in(divisions.iter().map(String::as_str)))
                .to_owned();
            labels(chosen)
        });
        let by_state = self.mapped.map(|wanted| {
            let is_mapped = published.clone().is_not_null().and(labels(mapped()));
            if wanted { is_mapped } else { published.clone().is_null().or(place().not_in_subquery(mapped())) }
        });
        Condition::all().add_option(divisions).add_option(by_state)
    }
}

fn own(column: Column) -> Expr {
    Expr::col((label::Entity, column))
}

/// Institution and label of everything that has a division.
fn mapped() -> SelectStatement {
    Query::select()
        .columns([Column::InstitutionId, Column::Label].map(|column| (label::Entity, column)))
        .from(label::Entity)
        .and_where(own(Column::Scheme).eq(PAYMENT_SCHEME))
        .and_where(own(Column::Division).is_not_null())
        .to_owned()
}
