//! The second look at a query: the parsed document, with its fragments expanded and its variables resolved.
//!
//! Every step of the walk is counted and bounded, so that the walk itself cannot be made expensive: neither
//! by fragments that double with every level, nor by fragments that spread each other in a circle.

use async_graphql::{
    Name, Pos, Positioned, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
    registry::Registry,
};

use super::{
    Limits,
    error::{Refusal, check},
    estimate::Parent,
    variables::{self, Given},
};

/// Selection sets inside selection sets, fragments included. async-graphql's own rules recurse this deep.
pub(crate) const MAX_SELECTION_NESTING: usize = 40;

/// Bytes of all arguments of an operation together, variables filled in wherever they are used.
const MAX_ARGUMENT_BYTES: u64 = 2 * 1024 * 1024;

/// The largest cost that is told apart from larger ones: the largest integer that every JSON reader keeps.
const MAX_COST: u64 = (1 << 53) - 1;

/// A refusal and the place in the query that it is about.
pub(crate) type RefusalAt = (Refusal, Option<Pos>);

/// What a query asks for, before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    /// The name of the operation that will run, if it has one.
    pub(crate) operation_name: Option<Name>,
    /// Its kind.
    pub(crate) kind: OperationType,
    /// Nodes that the answer may hold.
    pub(crate) cost: u64,
}

impl Measured {
    /// The operation that will run.
    pub(crate) fn operation_of<'a>(
        &self,
        document: &'a ExecutableDocument,
    ) -> Option<&'a OperationDefinition> {
        let mut operations = document.operations.iter();
        operations
            .find(|(name, _)| *name == self.operation_name.as_ref())
            .map(|(_, operation)| &operation.node)
    }
}

/// Measures a document; refuses it if any of its operations is over a limit.
pub(crate) fn measure(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    given: &Variables,
    registry: &Registry,
    limits: &Limits,
) -> Result<Measured, RefusalAt> {
    let chosen = choose(document, operation_name)?;
    let mut selections = 0;
    let mut measured = None;
    // Validation visits every operation, so every one must be small; only the chosen one costs.
    for (name, operation) in document.operations.iter() {
        let mut walk = Walk::over(document, &operation.node, given, registry, limits, selections);
        let cost = walk.operation(&operation.node)?;
        selections = walk.selections;
        if name == chosen {
            let at = Some(operation.pos);
            check(
                cost,
                limits.cost,
                "QUERY_TOO_COMPLEX",
                "nodes in the largest possible answer",
                "ask for smaller pages or fewer fields",
            )
            .map_err(|refusal| (refusal, at))?;
            variables::check_required(&operation.node, given)
                .map_err(|(refusal, pos)| (refusal, Some(pos)))?;
            measured = Some(Measured { operation_name: name.cloned(), kind: operation.node.ty, cost });
        }
    }
    measured.ok_or_else(|| no_operation("the document has no operation"))
}

/// The name of the operation that will run (none for an anonymous one).
fn choose<'a>(document: &'a ExecutableDocument, wanted: Option<&str>) -> Result<Option<&'a Name>, RefusalAt> {
    let mut names = document.operations.iter().map(|(name, _)| name);
    match wanted {
        Some(wanted) => names
            .find(|name| name.is_some_and(|name| name.as_str() == wanted))
            .ok_or_else(|| no_operation(format!("the document has no operation named \"{wanted}\""))),
        None => match (names.next(), names.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(no_operation("the document has several operations: say which in `operationName`")),
        },
    }
}

fn no_operation(message: impl Into<String>) -> RefusalAt {
    (Refusal::NoSuchOperation { message: message.into() }, None)
}

/// Where in the document the walk is.
#[derive(Clone, Copy)]
struct Place<'a> {
    parent: Parent<'a>,
    /// Fields around this place.
    depth: u64,
    /// Selection sets around this place.
    nesting: usize,
    introspection: bool,
}

/// A walk over one operation, with everything that is counted on the way.
struct Walk<'a> {
    document: &'a ExecutableDocument,
    registry: &'a Registry,
    limits: &'a Limits,
    given: Given<'a>,
    selections: u64,
    aliases: u64,
    directives: u64,
    root_fields: u64,
    argument_bytes: u64,
    cost: u64,
}

impl<'a> Walk<'a> {
    fn over(
        document: &'a ExecutableDocument,
        operation: &'a OperationDefinition,
        variables: &'a Variables,
        registry: &'a Registry,
        limits: &'a Limits,
        selections: u64,
    ) -> Self {
        let given = Given::to(operation, variables);
        Self {
            document,
            registry,
            limits,
            given,
            selections,
            aliases: 0,
            directives: 0,
            root_fields: 0,
            argument_bytes: 0,
            cost: 0,
        }
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<u64, RefusalAt> {
        let root = match operation.ty {
            OperationType::Query => Some(self.registry.query_type.as_str()),
            OperationType::Mutation => self.registry.mutation_type.as_deref(),
            OperationType::Subscription => self.registry.subscription_type.as_deref(),
        };
        self.directives(&operation.directives)?;
        let parent = Parent::root(self.registry, root);
        let place = Place { parent, depth: 0, nesting: 0, introspection: false };
        self.selection_set(&operation.selection_set, place)?;
        Ok(self.cost.min(MAX_COST))
    }

    fn selection_set(
        &mut self,
        set: &'a Positioned<SelectionSet>,
        place: Place<'a>,
    ) -> Result<(), RefusalAt> {
        if set.node.items.is_empty() {
            return Ok(());
        }
        if place.nesting >= MAX_SELECTION_NESTING {
            let limit = u64::try_from(MAX_SELECTION_NESTING).unwrap_or(u64::MAX);
            let refusal = check(
                limit + 1,
                limit,
                "QUERY_TOO_DEEP",
                "selections inside selections",
                "nest fragments less",
            );
            return refusal.map_err(|refusal| (refusal, Some(set.pos)));
        }
        let inside = Place { nesting: place.nesting + 1, ..place };
        for selection in &set.node.items {
            self.selection(selection, inside)
                .map_err(|(refusal, at)| (refusal, at.or(Some(selection.pos))))?;
        }
        Ok(())
    }

    fn selection(&mut self, selection: &'a Positioned<Selection>, place: Place<'a>) -> Result<(), RefusalAt> {
        self.selections += 1;
        self.check(
            self.selections,
            self.limits.selections,
            "QUERY_TOO_COMPLEX",
            "selections, fragments expanded",
            "select fewer fields",
        )?;
        self.directives(selection.node.directives())?;
        match &selection.node {
            Selection::Field(field) => self.field(&field.node, place),
            Selection::InlineFragment(fragment) => {
                let parent = match &fragment.node.type_condition {
                    Some(condition) => place.parent.narrowed(self.registry, &condition.node.on.node),
                    None => place.parent,
                };
                self.selection_set(&fragment.node.selection_set, Place { parent, ..place })
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) else {
                    return Ok(());
                };
                let condition = &fragment.node.type_condition.node.on.node;
                let parent = place.parent.narrowed(self.registry, condition);
                self.selection_set(&fragment.node.selection_set, Place { parent, ..place })
            }
        }
    }

    fn field(&mut self, field: &'a Field, place: Place<'a>) -> Result<(), RefusalAt> {
        if place.depth == 0 {
            self.root_fields += 1;
            self.check(
                self.root_fields,
                self.limits.root_fields,
                "TOO_MANY_ROOT_FIELDS",
                "fields at its root",
                "send several requests",
            )?;
        }
        if field.alias.is_some() {
            self.aliases += 1;
            self.check(
                self.aliases,
                self.limits.aliases,
                "TOO_MANY_ALIASES",
                "aliases",
                "send several requests",
            )?;
        }
        self.arguments(field)?;

        let depth = place.depth + 1;
        let introspection = place.introspection || matches!(field.name.node.as_str(), "__schema" | "__type");
        let (limit, what) = if introspection {
            (self.limits.introspection_depth, "levels of introspection fields")
        } else {
            (self.limits.depth, "levels of fields")
        };
        self.check(depth, limit, "QUERY_TOO_DEEP", what, "nest less, or start from a deeper field")?;

        let parent = place.parent.child(self.registry, self.limits, field, &self.given);
        let leaf = field.selection_set.node.items.is_empty();
        let nodes = if leaf { parent.instances } else { place.parent.instances };
        self.cost = self.cost.saturating_add(nodes);
        self.selection_set(&field.selection_set, Place { parent, depth, introspection, ..place })
    }

    fn arguments(&mut self, field: &Field) -> Result<(), RefusalAt> {
        for (_, argument) in &field.arguments {
            self.argument_bytes = self.argument_bytes.saturating_add(self.given.weight(&argument.node));
        }
        self.check(
            self.argument_bytes,
            MAX_ARGUMENT_BYTES,
            "QUERY_TOO_LARGE",
            "bytes of arguments, variables filled in",
            "give shorter lists, or use a long variable fewer times",
        )
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), RefusalAt> {
        self.directives = self.directives.saturating_add(u64::try_from(directives.len()).unwrap_or(u64::MAX));
        self.check(
            self.directives,
            self.limits.directives,
            "TOO_MANY_DIRECTIVES",
            "directives",
            "leave some out",
        )
    }

    fn check(
        &self,
        actual: u64,
        limit: u64,
        code: &'static str,
        what: &'static str,
        hint: &'static str,
    ) -> Result<(), RefusalAt> {
        check(actual, limit, code, what, hint).map_err(|refusal| (refusal, None))
    }
}
