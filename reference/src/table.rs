//! The tables that rows of an edition go to.

/// A table whose first column is the edition.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// All columns; the edition is the first.
    pub(crate) columns: &'static [&'static str],
    /// How many columns after the edition make the primary key: the first of them.
    pub(crate) key: usize,
}

impl Table {
    /// The first column of the key after the edition: text, in all of them.
    pub(crate) fn leading(&self) -> &'static str {
        self.columns[1]
    }
}

pub(crate) const ORGANISATION: Table = Table {
    name: "organisation",
    columns: &[
        "edition_id",
        "number",
        "scheme",
        "name",
        "status",
        "active",
        "category",
        "sic",
        "accounts",
        "income",
        "postcode",
        "address",
        "other_scheme",
        "other_number",
        "opened_on",
        "closed_on",
    ],
    key: 1,
};

pub(crate) const ORGANISATION_NAME: Table =
    Table { name: "organisation_name", columns: &["edition_id", "key", "number", "seq", "name"], key: 3 };

pub(crate) const ORGANISATION_BLOCK: Table =
    Table { name: "organisation_block", columns: &["edition_id", "block", "number", "seq", "key"], key: 3 };

pub(crate) const POSTCODE: Table = Table {
    name: "postcode",
    columns: &["edition_id", "postcode", "lsoa", "ward", "district", "region", "country", "closed"],
    key: 1,
};

pub(crate) const DEPRIVATION: Table =
    Table { name: "deprivation", columns: &["edition_id", "lsoa", "decile"], key: 1 };

pub(crate) const CATEGORY: Table =
    Table { name: "category", columns: &["edition_id", "scheme", "code", "title", "parent"], key: 2 };

pub(crate) const CATEGORY_MAPPING: Table = Table {
    name: "category_mapping",
    columns: &["edition_id", "scheme", "publisher", "label", "division", "confidence", "basis"],
    key: 3,
};

pub(crate) const ORGANISATION_GROUP: Table = Table {
    name: "organisation_group",
    columns: &["edition_id", "scheme", "number", "parent_scheme", "parent_number", "parent_name", "source"],
    key: 2,
};
