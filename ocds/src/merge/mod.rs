//! Releases of one contracting process merged into one, by the routine of OCDS 1.1
//! (<https://standard.open-contracting.org/1.1/en/schema/merging/>).

mod compile;
mod identity;
mod shape;
mod versions;

pub(crate) use self::{compile::merge_object, identity::id};
use crate::{json::Object, release::Release, rules::Rules};

/// What is done when objects of one array in one release have the same id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeats {
    /// Each is kept: the second of an id meets the second of this id in the other releases. Publishers number
    /// awards to different suppliers alike, and none of these may be lost.
    #[default]
    Keep,
    /// They are merged into one, later members over earlier ones, as the standard's reference implementation
    /// does.
    Merge,
}

/// Merges releases. All results are made of the releases alone: merging again gives the same.
#[derive(Clone, Debug, Default)]
pub struct Merger {
    rules: Rules,
    repeats: Repeats,
}

impl Merger {
    /// Merges by these rules.
    pub fn new(rules: Rules) -> Self {
        Self { rules, repeats: Repeats::default() }
    }

    /// Merges repeated ids in this way.
    #[must_use]
    pub fn with_repeats(mut self, repeats: Repeats) -> Self {
        self.repeats = repeats;
        self
    }

    /// The compiled release: of every field the last value. The releases are those of one
    /// [`Process`](crate::Process), in its order, or the first of them.
    pub fn compile(&self, releases: &[Release]) -> Object {
        self.extend(Object::new(), releases)
    }

    /// A compiled release with further releases, all of which come after those that it was compiled from.
    /// Gives what compiling all of them gives.
    pub fn extend(&self, compiled: Object, further: &[Release]) -> Object {
        compile::extend(compiled, further, &self.rules, self.repeats)
    }

    /// The versioned release: of every field all values, each with the id, date and tag of the release that
    /// brought it. The releases are those of one [`Process`](crate::Process), in its order, or the first of
    /// them.
    pub fn versions(&self, releases: &[Release]) -> Object {
        versions::versions(releases, &self.rules, self.repeats)
    }
}
