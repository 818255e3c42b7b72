//! Releases made up for properties.

use anchorhub_ocds::{Caps, Release};
use proptest::{collection::vec, prelude::*, sample::select};

/// Whether fields keep one shape, as in a schema, or are anything anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shapes {
    Fixed,
    Wild,
}

/// Members of an object as JSON, so many levels deep. With fixed shapes a name says what a field is: `a` and
/// `b` are literals, `o` an object, `items` are merged by id, `additionalIdentifiers` and `x` are one value.
fn members(shapes: Shapes, depth: u32) -> BoxedStrategy<String> {
    let literal = select(vec!["null", "1", "1.0", "\"1\"", "\"x\"", "true"]).prop_map(str::to_owned);
    let id = select(vec!["1", "\"1\"", "\"2\"", "3", "null"]).prop_map(str::to_owned);
    let whole = select(vec!["[]", "[\"x\"]", "[1,{}]"]).prop_map(str::to_owned);
    let identifiers = select(vec!["[]", "[{\"id\":1}]", "[{\"id\":2},{\"a\":null}]"]).prop_map(str::to_owned);
    let member = |name: &'static str, value: BoxedStrategy<String>| {
        value.prop_map(move |value| format!("\"{name}\":{value}")).boxed()
    };
    let mut fields = vec![
        member("a", literal.clone().boxed()),
        member("b", literal.clone().boxed()),
        member("x", whole.clone().prop_filter("changes something", |whole| whole != "[]").boxed()),
        member("additionalIdentifiers", identifiers.boxed()),
    ];
    if depth > 0 {
        let inner = members(shapes, depth - 1);
        let object = inner.clone().prop_map(|members| format!("{{{members}}}")).boxed();
        let with_id = (id, inner).prop_map(|(id, members)| {
            let comma = if members.is_empty() { "" } else { "," };
            format!("{{\"id\":{id}{comma}{members}}}")
        });
        let item = prop_oneof![3 => with_id.boxed(), 1 => object.clone()];
        let items = vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(","))).boxed();
        fields.extend([member("o", object.clone()), member("items", items.clone())]);
        if matches!(shapes, Shapes::Wild) {
            let anything = prop_oneof![literal, whole, object, items].boxed();
            fields.extend(
                ["a", "o", "items", "additionalIdentifiers"].map(|name| member(name, anything.clone())),
            );
        }
    }
    vec(proptest::strategy::Union::new(fields), 0..5).prop_map(|fields| fields.join(",")).boxed()
}

/// Releases of one process: few dates, so that ties are common.
pub(crate) fn releases(shapes: Shapes) -> impl Strategy<Value = Vec<Release>> {
    let date = select(vec![
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-02T02:00:00+02:00",
        "2026-01-03T00:00:00Z",
        "soon",
    ]);
    vec((date, members(shapes, 3)), 1..6).prop_map(|releases| {
        let numbered = releases.into_iter().zip(0..);
        numbered
            .map(|((date, members), number)| {
                let comma = if members.is_empty() { "" } else { "," };
                let text =
                    format!("{{\"ocid\":\"ocds-1\",\"id\":\"{number}\",\"date\":\"{date}\",\"tag\":[\"x\"]{comma}{members}}}");
                Release::parse(text, &Caps::default()).unwrap().with_publication(number % 3)
            })
            .collect()
    })
}
