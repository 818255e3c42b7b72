//! How long the lists of an answer may be, told from the schema and the arguments alone.

use async_graphql::{
    Number,
    parser::types::Field,
    registry::{MetaField, MetaType, Registry},
};

use super::{
    Limits,
    variables::{Given, Resolved},
};

/// Names of the arguments that bound a page.
const PAGE_ARGUMENTS: [&str; 2] = ["first", "last"];

/// The object, or objects, that a selection set selects from.
#[derive(Clone, Copy)]
pub(crate) struct Parent<'a> {
    /// Their type; none where the document names a type or field that the schema does not have (validation
    /// will refuse it).
    pub(crate) kind: Option<&'a MetaType>,
    /// How many of them the answer may hold.
    pub(crate) instances: u64,
    /// The page size of the connection that is being selected from, until a list uses it up.
    pub(crate) page: Option<u64>,
}

impl<'a> Parent<'a> {
    /// The root object of an operation.
    pub(crate) fn root(registry: &'a Registry, type_name: Option<&str>) -> Self {
        Self { kind: type_name.and_then(|name| registry.types.get(name)), instances: 1, page: None }
    }

    /// The same objects seen through a fragment on a type.
    pub(crate) fn narrowed(self, registry: &'a Registry, type_name: &str) -> Self {
        Self { kind: registry.types.get(type_name), ..self }
    }

    /// The objects behind one of its fields.
    pub(crate) fn child(
        self,
        registry: &'a Registry,
        limits: &Limits,
        field: &'a Field,
        given: &Given<'a>,
    ) -> Self {
        let Some(meta) = self.kind.and_then(|kind| kind.field_by_name(&field.name.node)) else {
            return Self { kind: None, ..self };
        };
        let kind = registry.concrete_type_by_name(&meta.ty);
        let page = asked_page(meta, limits, field, given);
        let Some(levels) = list_levels(&meta.ty) else {
            // The lists inside a connection, or inside any object that was asked for with a page size,
            // are of that size.
            return Self { kind, page: page.or(self.page), ..self };
        };
        let length = page
            .or_else(|| longest_list_argument(field, given).map(|length| length.max(limits.assumed_list)))
            .or(self.page)
            .unwrap_or(limits.assumed_list);
        // A page size bounds the outer list alone.
        let inner = limits.assumed_list.saturating_pow(levels.saturating_sub(1));
        let instances = self.instances.saturating_mul(length).saturating_mul(inner);
        Self { kind, instances, page: None }
    }
}

/// How many lists are around the type, none if it is no list.
fn list_levels(type_name: &str) -> Option<u32> {
    let levels = type_name.bytes().filter(|byte| *byte == b'[').count();
    u32::try_from(levels).ok().filter(|levels| *levels > 0)
}

/// The page size that a field was asked for, if it is one that takes a page size.
fn asked_page<'a>(meta: &MetaField, limits: &Limits, field: &'a Field, given: &Given<'a>) -> Option<u64> {
    let takes_page = PAGE_ARGUMENTS.iter().any(|name| meta.args.contains_key(*name));
    if !takes_page {
        return None;
    }
    let asked = PAGE_ARGUMENTS
        .iter()
        .filter_map(|name| match given.resolve(&field.get_argument(name)?.node)? {
            Resolved::Number(number) => Some(length_of(number)),
            // Not a number: validation will refuse it.
            Resolved::List(_) | Resolved::Other => None,
        })
        .max();
    asked.or_else(|| declared_default(meta)).or(Some(limits.assumed_page))
}

fn declared_default(meta: &MetaField) -> Option<u64> {
    PAGE_ARGUMENTS.iter().find_map(|name| meta.args.get(*name)?.default_value.as_ref()?.parse().ok())
}

/// A field such as `nodes(ids: […])` answers with as many items as it is given.
fn longest_list_argument<'a>(field: &'a Field, given: &Given<'a>) -> Option<u64> {
    field
        .arguments
        .iter()
        .filter_map(|(_, argument)| match given.resolve(&argument.node)? {
            Resolved::List(length) => u64::try_from(length).ok(),
            Resolved::Number(_) | Resolved::Other => None,
        })
        .max()
}

fn length_of(number: &Number) -> u64 {
    if let Some(length) = number.as_u64() {
        return length;
    }
    // Below zero: nothing comes back. Anything else is beyond all integers.
    if number.as_f64().is_some_and(|number| number < 0.0) { 0 } else { u64::MAX }
}
