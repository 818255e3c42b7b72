//! Reading and merging from outside.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod arbitrary;
mod bytes;
mod fixtures;
mod flags;
mod mapped;
mod mapped_properties;
mod properties;
mod published;
mod reading;

use anchorhub_ocds::{Caps, Release, Value};

/// A value from its text.
fn value(text: &str) -> Value {
    Value::parse(text, &Caps::default()).unwrap()
}

/// The releases of an array, published in its order.
fn releases(array: &Value) -> Vec<Release> {
    let releases = array.as_array().unwrap().iter().zip(0..);
    releases
        .map(|(release, publication)| {
            Release::parse(release.to_string(), &Caps::default()).unwrap().with_publication(publication)
        })
        .collect()
}
