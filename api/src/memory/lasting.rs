//! Which questions have answers that change with the version of the data alone.

use async_graphql::{
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
    registry::{MetaType, MetaTypeName, Registry},
};

/// Types whose values change while the data stays the same: runs and feeds with what became of them and how fresh they
/// are, suppliers that wait for review, the hub itself, and whoever asks.
const PASSING: &[&str] =
    &["Hub", "Feed", "FeedFreshness", "IngestRun", "SupplierCandidate", "SupplierDecision", "Viewer"];

/// Root fields that may find such a value, or find nothing where one comes later: a document that fails is no change
/// of the data.
const PASSING_ROOTS: &[&str] = &["node", "nodes", "document"];

/// Whether the answer stays the same as long as the data does, on the same day.
pub(crate) fn lasts(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    registry: &Registry,
) -> bool {
    let root = registry.types.get(&registry.query_type);
    let walk = Walk { document, registry };
    walk.lasts(&operation.selection_set.node, root, true)
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    registry: &'a Registry,
}

impl Walk<'_> {
    fn lasts(&self, set: &SelectionSet, kind: Option<&MetaType>, at_root: bool) -> bool {
        set.items.iter().all(|selection| match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                let name = field.name.node.as_str();
                if at_root && PASSING_ROOTS.contains(&name) {
                    return false;
                }
                let found = kind.and_then(|kind| kind.field_by_name(name));
                let type_name = found.map_or("", |found| MetaTypeName::concrete_typename(&found.ty));
                let item = type_name.trim_end_matches("Connection").trim_end_matches("Edge");
                let inner = self.registry.types.get(type_name);
                !PASSING.contains(&item) && self.lasts(&field.selection_set.node, inner, false)
            }
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                let kind = match condition {
                    Some(condition) => self.registry.types.get(condition.node.on.node.as_str()),
                    None => kind,
                };
                self.lasts(&fragment.node.selection_set.node, kind, at_root)
            }
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(&spread.node.fragment_name.node);
                fragment.is_some_and(|fragment| {
                    let condition = fragment.node.type_condition.node.on.node.as_str();
                    let kind = self.registry.types.get(condition);
                    self.lasts(&fragment.node.selection_set.node, kind, at_root)
                })
            }
        })
    }
}
