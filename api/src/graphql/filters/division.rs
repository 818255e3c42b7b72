//! CPV divisions that published categories stand for.

use anchorhub_analysis::{DivisionFilter, PAYMENT_SCHEME};
use anchorhub_entities::{category_label, contract, document};
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use super::clean_all;
use crate::graphql::error::ApiError;

/// Reads a filter by division.
pub(crate) fn divisions(
    divisions: Option<Vec<String>>,
    mapped: Option<bool>,
) -> Result<DivisionFilter, ApiError> {
    let read = |text: &String| {
        let division = text.trim();
        let good = division.len() == 2 && division.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| division.to_owned()).ok_or_else(|| {
            ApiError::BadTrait(text.chars().take(80).collect(), "a CPV division, such as `33`")
        })
    };
    let divisions = clean_all(divisions)?.map(|list| list.iter().map(read).collect::<Result<_, _>>());
    Ok(DivisionFilter { divisions: divisions.transpose()?, mapped })
}

/// The same for contracts: their CPV code says it, else the label that the register states.
pub(crate) fn of_contracts(filter: &DivisionFilter) -> Option<Condition> {
    let own = |column| Expr::col((contract::Entity, column));
    let division = |column| Expr::col((category_label::Entity, column));
    let by_list = filter.divisions.as_ref().map(|divisions| {
        let by_code = divisions
            .iter()
            .fold(Condition::any(), |any, two| any.add(own(contract::Column::Cpv).like(format!("{two}%"))));
        let among = division(category_label::Column::Division).is_in(divisions.iter().map(String::as_str));
        let by_label = Condition::all()
            .add(own(contract::Column::Cpv).is_null())
            .add(Expr::exists(labels().and_where(among).to_owned()));
        by_code.add(by_label)
    });
    let by_state = filter.mapped.map(|wanted| {
        let has_label =
            labels().and_where(division(category_label::Column::Division).is_not_null()).to_owned();
        let is_mapped = own(contract::Column::Cpv).is_not_null().or(Expr::exists(has_label));
        if wanted { is_mapped } else { is_mapped.not() }
    });
    (!filter.is_open()).then(|| Condition::all().add_option(by_list).add_option(by_state))
}

/// The label of a contract of a register, as its institution publishes it.
fn labels() -> SelectStatement {
    use category_label::Column::{InstitutionId, Label, Scheme};
    let own = |column| Expr::col((contract::Entity, column));
    let scheme: Expr = Func::coalesce([own(contract::Column::CategoryScheme), Expr::value("OWN")]).into();
    Query::select()
        .expr(Expr::val(1))
        .from(document::Entity)
        .join(
            JoinType::InnerJoin,
            category_label::Entity,
            Expr::col((category_label::Entity, InstitutionId))
                .equals((document::Entity, document::Column::InstitutionId)),
        )
        .and_where(Expr::col((document::Entity, document::Column::Id)).eq(own(contract::Column::DocumentId)))
        .and_where(Expr::col((category_label::Entity, Scheme)).eq(scheme))
        .and_where(Expr::col((category_label::Entity, Scheme)).ne(PAYMENT_SCHEME))
        .and_where(Expr::col((category_label::Entity, Label)).eq(own(contract::Column::Category)))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_have_two_digits() {
        let read = |text: &str| divisions(Some(vec![text.to_owned()]), None);
        assert_eq!(read(" 33 ").map(|filter| filter.divisions), Ok(Some(vec!["33".to_owned()])));
        for text in ["", "3", "331", "3%", "ab"] {
            assert_eq!(read(text).map_err(|error| error.code()), Err("BAD_TRAIT"), "{text}");
        }
        assert!(of_contracts(&DivisionFilter::default()).is_none());
    }
}
