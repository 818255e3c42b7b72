//! How large a query may be.

use serde::Deserialize;

/// How large a query may be. Over any of these the query is refused with a coded error that says the limit
/// and the actual number; nothing of it runs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the query text, without variables. Default 32,768 (`QUERY_TOO_LARGE`).
    pub query_bytes: u64,
    /// Tokens of the query text: names, numbers, strings, punctuation. Default 5,000 (`QUERY_TOO_LARGE`).
    pub tokens: u64,
    /// Fields inside fields, root fields being level 1. Default 15 (`QUERY_TOO_DEEP`).
    pub depth: u64,
    /// The same inside `__schema` and `__type`, whose `ofType` chains tools write out long. Default 20
    /// (`QUERY_TOO_DEEP`).
    pub introspection_depth: u64,
    /// Selected fields, `__typename` included, and fragments, each counted wherever it is spread, in all
    /// operations of the document. Default 2,000 (`QUERY_TOO_COMPLEX`).
    pub selections: u64,
    /// Aliased fields in one operation. Default 60 (`TOO_MANY_ALIASES`).
    pub aliases: u64,
    /// Directives in one operation. Default 60 (`TOO_MANY_DIRECTIVES`).
    pub directives: u64,
    /// Fields at the root of one operation. Default 30 (`TOO_MANY_ROOT_FIELDS`).
    pub root_fields: u64,
    /// Nodes that the answer may hold: every selected field times the sizes of the lists around it. This is
    /// the cost told in `extensions.cost`. Default 150,000 (`QUERY_TOO_COMPLEX`).
    pub cost: u64,
    /// Length assumed for a page when the query gives no `first` or `last` and the schema declares no
    /// default. Default 50, which is the length of the API's own pages then.
    pub assumed_page: u64,
    /// Length assumed for a list that has no page size. Default 10.
    pub assumed_list: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_bytes: 32_768,
            tokens: 5_000,
            depth: 15,
            introspection_depth: 20,
            selections: 2_000,
            aliases: 60,
            directives: 60,
            root_fields: 30,
            cost: 150_000,
            assumed_page: 50,
            assumed_list: 10,
        }
    }
}
