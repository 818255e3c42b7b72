//! Questions over facts: a small plan type and the engines that answer it.
