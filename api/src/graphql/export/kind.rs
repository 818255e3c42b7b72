//! What can be written out, by name.

use serde::{Serialize, ser::SerializeStruct as _};

use super::{
    ExportArguments, Hub, Opened,
    derived::{self, Derived},
    listed,
};
use crate::{
    graphql::{
        error::ApiError,
        lists::{
            ContractList, DocumentList, InstitutionList, NoticeList, OpportunityList, PaymentList,
            SupplierList,
        },
    },
    table::{Column, Kind},
};

/// What can be written out.
#[derive(Clone, Debug)]
pub struct ExportKind {
    name: String,
    rows: RowsOf,
}

#[derive(Clone, Debug)]
enum RowsOf {
    /// A list that is read row by row.
    Listed(Listed),
    /// A table of a field of the schema.
    Derived(Box<Derived>),
}

/// The lists that are read row by row.
#[derive(Clone, Copy, Debug)]
enum Listed {
    Payments,
    Contracts,
    Suppliers,
    Institutions,
    Notices,
    Opportunities,
    Documents,
}

/// An argument of an export.
#[derive(Clone, Debug, Serialize)]
pub struct ExportParameter {
    /// Its name.
    pub name: String,
    /// Its type in the schema.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it has to be given.
    pub required: bool,
}

/// A column of an export.
#[derive(Clone, Debug, Serialize)]
pub struct ExportColumn {
    /// Its name.
    pub name: String,
    /// What its cells hold.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

impl ExportColumn {
    pub(super) fn of(column: &Column) -> Self {
        let kind = match column.kind {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Amount => "amount",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Date => "date",
            Kind::Instant => "instant",
        };
        Self { name: column.name.to_string(), kind }
    }
}

impl Serialize for ExportKind {
    /// Tells its name, arguments and columns.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut told = serializer.serialize_struct("ExportKind", 3)?;
        told.serialize_field("kind", &self.name)?;
        told.serialize_field("parameters", &self.parameters())?;
        told.serialize_field("columns", &self.columns())?;
        told.end()
    }
}

impl ExportKind {
    /// What is called so: `payments`, `local-spend`, `leakage.categories`, or the field's name as the schema has it.
    pub fn named(name: &str) -> Option<Self> {
        let listed = Listed::ALL.iter().find(|(listed, _)| *listed == name);
        let rows = match listed {
            Some((_, listed)) => RowsOf::Listed(*listed),
            // An unreadable definition of the schema is in the log.
            None => RowsOf::Derived(Box::new(Derived::named(name).ok().flatten()?)),
        };
        Some(Self { name: name.to_owned(), rows })
    }

    /// Everything that can be written out, in a fixed order.
    pub fn all() -> Vec<Self> {
        let listed = Listed::ALL
            .iter()
            .map(|(name, listed)| Self { name: (*name).to_owned(), rows: RowsOf::Listed(*listed) });
        let is_listed = |name: &str| Listed::ALL.iter().any(|(listed, _)| *listed == name);
        let derived = Derived::all().unwrap_or_default().into_iter();
        let derived = derived
            .filter(|(name, _)| !is_listed(name))
            .map(|(name, derived)| Self { name, rows: RowsOf::Derived(Box::new(derived)) });
        listed.chain(derived).collect()
    }

    /// The name used in addresses and on the command line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The arguments that it can be given.
    pub fn parameters(&self) -> Vec<ExportParameter> {
        match &self.rows {
            // No field of the schema lists documents but those of a feed.
            RowsOf::Listed(Listed::Documents) => {
                let (name, kind) = ("filter".to_owned(), "DocumentFilter".to_owned());
                vec![ExportParameter { name, kind, required: false }]
            }
            RowsOf::Listed(_) => derived::parameters_of(&self.name).unwrap_or_default(),
            RowsOf::Derived(table) => table.parameters(),
        }
    }

    /// Its columns. Analyses have those of their dimensions besides, one or two for each of `groupBy`.
    pub fn columns(&self) -> Vec<ExportColumn> {
        match &self.rows {
            RowsOf::Listed(listed) => listed.columns().iter().map(ExportColumn::of).collect(),
            RowsOf::Derived(table) => table.columns().unwrap_or_default(),
        }
    }

    pub(super) async fn open(&self, hub: &Hub, arguments: &ExportArguments) -> Result<Opened, ApiError> {
        let database = &hub.database;
        match &self.rows {
            RowsOf::Listed(Listed::Payments) => listed::open::<PaymentList>(database, arguments).await,
            RowsOf::Listed(Listed::Contracts) => listed::open::<ContractList>(database, arguments).await,
            RowsOf::Listed(Listed::Suppliers) => listed::open::<SupplierList>(database, arguments).await,
            RowsOf::Listed(Listed::Institutions) => {
                listed::open::<InstitutionList>(database, arguments).await
            }
            RowsOf::Listed(Listed::Notices) => listed::open::<NoticeList>(database, arguments).await,
            RowsOf::Listed(Listed::Opportunities) => {
                listed::open::<OpportunityList>(database, arguments).await
            }
            RowsOf::Listed(Listed::Documents) => listed::open::<DocumentList>(database, arguments).await,
            RowsOf::Derived(table) => table.open(hub, arguments).await,
        }
    }
}

impl Listed {
    const ALL: &'static [(&'static str, Self)] = &[
        ("payments", Self::Payments),
        ("contracts", Self::Contracts),
        ("suppliers", Self::Suppliers),
        ("institutions", Self::Institutions),
        ("notices", Self::Notices),
        ("opportunities", Self::Opportunities),
        ("documents", Self::Documents),
    ];

    fn columns(self) -> &'static [Column] {
        use listed::Exported;
        match self {
            Self::Payments => PaymentList::COLUMNS,
            Self::Contracts => ContractList::COLUMNS,
            Self::Suppliers => SupplierList::COLUMNS,
            Self::Institutions => InstitutionList::COLUMNS,
            Self::Notices => NoticeList::COLUMNS,
            Self::Opportunities => OpportunityList::COLUMNS,
            Self::Documents => DocumentList::COLUMNS,
        }
    }
}
