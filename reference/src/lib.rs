//! Reference data of registers, places and classifications, streamed from the publishers' own files.
//!
//! A load writes its rows under an edition of its own, in many short transactions, and takes over from the edition
//! before it in one last short one: killed anywhere, what was there still counts, and nothing is ever half replaced.
