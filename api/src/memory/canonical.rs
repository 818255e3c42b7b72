//! Questions in a form that is equal for equal questions, however they are laid out.

use std::fmt::Write as _;

use async_graphql::{
    Positioned, Variables,
    parser::types::{Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};
use sha2::{Digest as _, Sha256};

/// The digest of an operation with its variables. Blanks, comments, names of operations and fragments, and the order of
/// arguments make no difference; fragments stand in their places. The document has passed the limits: no fragment
/// spreads itself.
pub(crate) fn digest(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> [u8; 32] {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let _ = write!(text, "${}:{}", definition.name.node, definition.var_type.node);
        if let Some(default) = &definition.default_value {
            let _ = write!(text, "={}", default.node);
        }
        text.push(',');
    }
    directives(&mut text, &operation.directives);
    selections(&mut text, document, &operation.selection_set.node);
    for (name, value) in variables.iter() {
        let _ = write!(text, ";{name}={value}");
    }
    Sha256::digest(text).into()
}

fn selections(text: &mut String, document: &ExecutableDocument, set: &SelectionSet) {
    if set.items.is_empty() {
        return;
    }
    text.push('{');
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                if let Some(alias) = &field.alias {
                    let _ = write!(text, "{}:", alias.node);
                }
                text.push_str(&field.name.node);
                arguments(text, &field.arguments);
                directives(text, &field.directives);
                selections(text, document, &field.selection_set.node);
            }
            Selection::InlineFragment(fragment) => {
                let fragment = &fragment.node;
                text.push_str("...");
                if let Some(condition) = &fragment.type_condition {
                    text.push_str(&condition.node.on.node);
                }
                directives(text, &fragment.directives);
                selections(text, document, &fragment.selection_set.node);
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) else {
                    continue;
                };
                text.push_str("...");
                text.push_str(&fragment.node.type_condition.node.on.node);
                directives(text, &spread.node.directives);
                directives(text, &fragment.node.directives);
                selections(text, document, &fragment.node.selection_set.node);
            }
        }
        text.push(' ');
    }
    text.push('}');
}

fn arguments(
    text: &mut String,
    given: &[(Positioned<async_graphql::Name>, Positioned<async_graphql_value::Value>)],
) {
    let mut given: Vec<_> = given.iter().map(|(name, value)| (&name.node, &value.node)).collect();
    given.sort_by_key(|(name, _)| *name);
    text.push('(');
    for (name, value) in given {
        let _ = write!(text, "{name}:{value},");
    }
    text.push(')');
}

fn directives(text: &mut String, directives: &[Positioned<Directive>]) {
    for directive in directives {
        let _ = write!(text, "@{}", directive.node.name.node);
        arguments(text, &directive.node.arguments);
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn of(query: &str, variables: serde_json::Value) -> [u8; 32] {
        let document = parse_query(query).unwrap();
        let operation = document.operations.iter().next().unwrap().1.node.clone();
        digest(&document, &operation, &Variables::from_json(variables))
    }

    #[test]
    fn layout_makes_no_difference_and_content_does() {
        let plain = of("query Q($n: Int) { a(x: 1, y: $n) { b c } }", json!({ "n": 1 }));
        let same = [
            "query R($n: Int) {\n # remark\n a(y: $n, x: 1) { b, c } }",
            "query ($n: Int) { a(x: 1, y: $n) { b c } }",
        ];
        for query in same {
            assert_eq!(of(query, json!({ "n": 1 })), plain, "{query}");
        }
        let others = [
            "query ($n: Int = 2) { a(x: 1, y: $n) { b c } }",
            "query ($n: Int) { a(x: 1, y: $n) { c b } }",
            "query ($n: Int) { a(x: 1, y: $n) { b c @skip(if: true) } }",
            "query ($n: Int) { z: a(x: 1, y: $n) { b c } }",
            "query ($n: Int) { a(x: \"1\", y: $n) { b c } }",
            "query ($n: Int) { a(x: 1, y: $n) { bc } }",
        ];
        for query in others {
            assert_ne!(of(query, json!({ "n": 1 })), plain, "{query}");
        }
        assert_ne!(of("query Q($n: Int) { a(x: 1, y: $n) { b c } }", json!({ "n": 2 })), plain);
        let spread = of("{ a { ...F } } fragment F on T { b }", json!({}));
        assert_eq!(spread, of("{ a { ...G } } fragment G on T { b }", json!({})));
        assert_eq!(spread, of("{ a { ... on T { b } } }", json!({})));
        assert_ne!(spread, of("{ a { ...G } } fragment G on T { c }", json!({})));
    }
}
