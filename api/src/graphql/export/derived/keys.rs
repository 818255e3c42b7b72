//! Columns of the keys of groups: which they are hangs on the dimensions asked for.

use async_graphql::{InputType, Name, Value, parser::types::FieldDefinition};
use serde_json::{Map, Value as Json};

use super::{argument, named};
use crate::{
    graphql::{
        enums::{ContractDimension, SpendDimension},
        types::key_columns::{AnalysisColumn, ColumnType, of_contracts, of_spend},
    },
    table::{Column, Kind},
};

/// The argument that tells the dimensions.
const GROUP_BY: &str = "groupBy";

/// The columns of the keys, dimension by dimension: as the table form of the analysis has them.
pub(super) fn columns(field: &FieldDefinition, given: &Map<String, Json>) -> Vec<Vec<Column>> {
    let Some(declared) = argument(field, GROUP_BY) else { return Vec::new() };
    let (kind, _) = named(&declared.ty.node);
    let dimensions = given.get(GROUP_BY).and_then(Json::as_array).into_iter().flatten();
    dimensions
        .filter_map(Json::as_str)
        .map(|dimension| {
            let known = match kind {
                "SpendDimension" => parsed::<SpendDimension>(dimension).map(of_spend),
                "ContractDimension" => parsed::<ContractDimension>(dimension).map(of_contracts),
                _ => None,
            };
            known.map_or_else(|| plain(dimension), |known| known.iter().map(column).collect())
        })
        .collect()
}

fn parsed<T: InputType>(name: &str) -> Option<T> {
    T::parse(Some(Value::Enum(Name::new(name)))).ok()
}

fn column(column: &AnalysisColumn) -> Column {
    let kind = match column.kind {
        ColumnType::Int => Kind::Integer,
        ColumnType::Share => Kind::Number,
        ColumnType::Id
        | ColumnType::Text
        | ColumnType::Month
        | ColumnType::Quarter
        | ColumnType::FinancialYear
        | ColumnType::Decimal => Kind::Text,
    };
    Column::new(column.name, kind)
}

/// Value and name of a dimension that has no table form: `BUYER_KIND` makes `buyerKind` and `buyerKindLabel`.
fn plain(dimension: &str) -> Vec<Column> {
    let mut words = dimension.split('_').map(str::to_ascii_lowercase);
    let first = words.next().unwrap_or_default();
    let name = words.fold(first, |name, word| {
        let (begin, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        name + &begin.to_ascii_uppercase() + rest
    });
    let label = format!("{name}Label");
    vec![Column::named(name, Kind::Text), Column::named(label, Kind::Text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dimension_without_a_table_form_has_columns_all_the_same() {
        let names: Vec<String> = plain("BUYER_KIND").iter().map(|column| column.name.to_string()).collect();
        assert_eq!(names, ["buyerKind", "buyerKindLabel"]);
    }
}
