//! Tables of every field of the schema whose answer holds rows: asked through the schema itself, with its arguments.
//!
//! Nothing is written by hand for a field: its columns, its arguments and the question follow from the definition of the
//! schema, so that a field that is new can be exported from its first day.

mod answer;
mod arguments;
mod columns;
mod keys;
mod question;
mod rows;
mod table;
mod types;

use serde_json::{Map, Value as Json};

use self::{
    columns::Leaf,
    table::Table,
    types::{Types, argument, named},
};
use super::{ExportArguments, ExportColumn, ExportParameter, Hub, Opened};
use crate::{graphql::error::ApiError, table::Column};

/// A table that a field of the schema makes.
#[derive(Clone, Debug)]
pub(super) struct Derived(Table);

/// A question about a table.
struct Asked {
    table: Table,
    leaves: Vec<Leaf>,
    given: Map<String, Json>,
}

impl Derived {
    /// The table of a name, if there is one.
    pub(super) fn named(name: &str) -> Result<Option<Self>, ApiError> {
        Ok(Table::named_so(Types::of_schema()?, name).map(Self))
    }

    /// Every table, with its name.
    pub(super) fn all() -> Result<Vec<(String, Self)>, ApiError> {
        Ok(Table::all(Types::of_schema()?).into_iter().map(|(name, table)| (name, Self(table))).collect())
    }

    /// What it can be asked for.
    pub(super) fn parameters(&self) -> Vec<ExportParameter> {
        parameters(&self.0)
    }

    /// Its columns, but for those of keys.
    pub(super) fn columns(&self) -> Result<Vec<ExportColumn>, ApiError> {
        let leaves = self.0.leaves(Types::of_schema()?, &[]);
        Ok(leaves.iter().map(|leaf| ExportColumn::of(&leaf.column)).collect())
    }

    /// Checks the arguments and begins to read.
    pub(super) async fn open(&self, hub: &Hub, arguments: &ExportArguments) -> Result<Opened, ApiError> {
        let types = Types::of_schema()?;
        let table = self.0.clone();
        let given = arguments::read(types, table.field, arguments)?;
        let keys = keys::columns(table.field, &given);
        let leaves = table.leaves(types, &keys);
        let columns: Vec<Column> = leaves.iter().map(|leaf| leaf.column.clone()).collect();
        let rows = rows::open(hub, Asked { table, leaves, given }).await?;
        Ok(Opened { columns, rows })
    }
}

/// What the field of the schema that is called so can be asked for.
pub(super) fn parameters_of(field: &str) -> Result<Vec<ExportParameter>, ApiError> {
    Ok(Table::named_so(Types::of_schema()?, field).map(|table| parameters(&table)).unwrap_or_default())
}

fn parameters(table: &Table) -> Vec<ExportParameter> {
    let one = |argument: &async_graphql::parser::types::InputValueDefinition| ExportParameter {
        name: argument.name.node.to_string(),
        kind: argument.ty.node.to_string(),
        required: types::is_required(argument),
    };
    arguments::possible(table.field).map(one).collect()
}
