//! The sequence of changes.

use async_graphql::SimpleObject;

use crate::graphql::{
    enums::ChangeKind,
    scalars::{DateTime, Long},
};

/// One step of the sequence of changes.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Change {
    /// Position in the sequence: 1, 2, 3 and so on, without gaps, in the order of commits.
    pub(crate) seq: Long,
    /// What kind of thing changed.
    pub(crate) kind: ChangeKind,
    /// What changed: the SHA-256 of a document, the ocid of a process, the org-id of an institution, the id of a
    /// supplier, the kind of reference data.
    pub(crate) key: String,
    /// The version of the data that the change led to. Changes with one version were committed together.
    pub(crate) data_version: Long,
    /// When it was committed.
    pub(crate) at: DateTime,
}

/// A part of the sequence of changes. Ask again with `since: next`.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ChangePage {
    /// The changes after the position asked for, in order.
    pub(crate) changes: Vec<Change>,
    /// Position to ask from next: that of the last change here, or the one asked for when there is none.
    pub(crate) next: Long,
    /// Position of the last change of all.
    pub(crate) latest: Long,
}
