//! Rows read by position: looking columns up by name costs more than the values.

/// A type for the rows of one statement, with its fields in the order of the columns.
macro_rules! row {
    ($visible:vis $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(Debug)]
        $visible struct $name { $($visible $field: $type),* }

        impl sea_orm::FromQueryResult for $name {
            fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
                let mut columns = 0usize..;
                $(let $field: $type = row.try_get_by_index(columns.next().unwrap_or_default())?;)*
                Ok(Self { $($field),* })
            }
        }
    };
}

pub(crate) use row;
