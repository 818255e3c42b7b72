//! Documents that were parsed before.
//!
//! Programs ask the same few documents again and again with other variables, and to parse one takes as long as to answer many.
//! What is kept says nothing of who asked or with which variables.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::types::ExecutableDocument;

/// Documents that are kept, and the longest of them in bytes: a few mebibytes at most.
const MOST: usize = 256;
const LONGEST: usize = 4 * 1024;

/// Documents by their text.
#[derive(Default)]
pub(super) struct Documents(Mutex<HashMap<String, Arc<ExecutableDocument>>>);

impl Documents {
    /// The document of a text, if it is kept.
    pub(super) fn get(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned()
    }

    /// Keeps a document. When there are too many all are let go: those that are asked for come back at once.
    pub(super) fn keep(&self, text: &str, document: &Arc<ExecutableDocument>) {
        if text.len() > LONGEST {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(text.to_owned(), Arc::clone(document));
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn as_many_are_kept_as_there_is_room_for() {
        let documents = Documents::default();
        for number in 0..MOST * 3 {
            let text = format!("{{ field{number} }}");
            assert!(documents.get(&text).is_none());
            documents.keep(&text, &Arc::new(parse_query(&text).unwrap()));
            let kept = documents.get(&text).unwrap();
            assert_eq!(format!("{kept:?}"), format!("{:?}", parse_query(&text).unwrap()));
            assert!(documents.0.lock().unwrap().len() <= MOST);
        }
        let long = format!("{{ field{} }}", " ".repeat(LONGEST));
        documents.keep(&long, &Arc::new(parse_query(&long).unwrap()));
        assert!(documents.get(&long).is_none());
    }
}
