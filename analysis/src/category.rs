//! CPV divisions of categories as published: which label of which institution stands for which.

use anchorhub_entities::{category_label as label, category_label::Column, contract, document};
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use crate::filter::wide;

/// The scheme under which labels of payments stand: none is published with them.
pub const PAYMENT_SCHEME: &str = "";

/// The scheme under which labels of registers stand that state none.
pub(crate) const REGISTER_SCHEME: &str = "OWN";

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

    /// As a condition on `fact_wide` under the name `payment`.
    pub(crate) fn wide_condition(&self) -> Condition {
        let division = || wide("division");
        Condition::all()
            .add_option(
                self.divisions
                    .as_ref()
                    .map(|divisions| division().is_in(divisions.iter().map(String::as_str))),
            )
            .add_option(
                self.mapped
                    .map(|wanted| if wanted { division().is_not_null() } else { division().is_null() }),
            )
    }

    /// As a condition on the table `contract`: the main CPV code says it, else the label that the register states. None for
    /// a filter that allows everything.
    pub fn of_contracts(&self) -> Option<Condition> {
        let of_contract = |column| Expr::col((contract::Entity, column));
        let by_list = self.divisions.as_ref().map(|divisions| {
            let by_code = divisions.iter().fold(Condition::any(), |any, two| {
                any.add(of_contract(contract::Column::Cpv).like(format!("{two}%")))
            });
            let among = own(Column::Division).is_in(divisions.iter().map(String::as_str));
            let by_label = Condition::all()
                .add(of_contract(contract::Column::Cpv).is_null())
                .add(Expr::exists(label_of_contract().and_where(among).to_owned()));
            by_code.add(by_label)
        });
        let by_state = self.mapped.map(|wanted| {
            let has_label = label_of_contract().and_where(own(Column::Division).is_not_null()).to_owned();
            let is_mapped = of_contract(contract::Column::Cpv).is_not_null().or(Expr::exists(has_label));
            if wanted { is_mapped } else { is_mapped.not() }
        });
        (!self.is_open()).then(|| Condition::all().add_option(by_list).add_option(by_state))
    }
}

/// The label of a contract of a register, as its institution publishes it.
fn label_of_contract() -> SelectStatement {
    let of_contract = |column| Expr::col((contract::Entity, column));
    let scheme: Expr =
        Func::coalesce([of_contract(contract::Column::CategoryScheme), Expr::value(REGISTER_SCHEME)]).into();
    Query::select()
        .expr(Expr::val(1))
        .from(document::Entity)
        .join(
            JoinType::InnerJoin,
            label::Entity,
            own(Column::InstitutionId).equals((document::Entity, document::Column::InstitutionId)),
        )
        .and_where(
            Expr::col((document::Entity, document::Column::Id)).eq(of_contract(contract::Column::DocumentId)),
        )
        .and_where(own(Column::Scheme).eq(scheme))
        .and_where(own(Column::Scheme).ne(PAYMENT_SCHEME))
        .and_where(own(Column::Label).eq(of_contract(contract::Column::Category)))
        .to_owned()
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
