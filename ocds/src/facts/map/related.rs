//! Other processes that a process refers to.

use indexmap::IndexMap;

use super::read;
use crate::{facts::RelatedProcessFact, json::Object};

/// Relationships kept of one reference; the standard has nine.
const MOST_RELATIONSHIPS: usize = 20;

/// The references of a process, each once.
#[derive(Default)]
pub(super) struct Related(IndexMap<String, RelatedProcessFact>);

impl Related {
    /// Notes what a release refers to: as a whole, and by its contracts.
    pub(super) fn note(&mut self, release: &Object) {
        let of_contracts = read::objects(release, "contracts").into_iter();
        for owner in std::iter::once(release).chain(of_contracts) {
            read::objects(owner, "relatedProcesses")
                .into_iter()
                .filter_map(fact)
                .for_each(|fact| self.add(fact));
        }
    }

    fn add(&mut self, fact: RelatedProcessFact) {
        let what = match fact.identifier {
            Some(_) => [&fact.scheme, &fact.identifier],
            None => [&fact.uri, &fact.title],
        };
        let key = what.map(|text| text.as_deref().unwrap_or_default()).join("\u{1f}");
        let known = self.0.entry(key).or_insert_with(|| fact.clone());
        for relationship in fact.relationships {
            if known.relationships.len() < MOST_RELATIONSHIPS && !known.relationships.contains(&relationship)
            {
                known.relationships.push(relationship);
            }
        }
        known.title = fact.title.or_else(|| known.title.take());
        known.uri = fact.uri.or_else(|| known.uri.take());
    }

    pub(super) fn facts(self) -> Vec<RelatedProcessFact> {
        self.0.into_values().collect()
    }
}

fn fact(stated: &Object) -> Option<RelatedProcessFact> {
    let (scheme, identifier) = (read::text(stated, "scheme"), read::reference(stated, "identifier"));
    let identifier = identifier.as_deref().and_then(super::text::readable);
    let (title, uri) = (read::text(stated, "title"), super::notices::web_address(stated, "uri"));
    let is_ocid = |identifier: &str| {
        scheme.as_deref().is_some_and(|scheme| scheme.eq_ignore_ascii_case("ocid"))
            || identifier.starts_with("ocds-")
    };
    let ocid = identifier.clone().filter(|identifier| is_ocid(identifier));
    if identifier.is_none() && title.is_none() && uri.is_none() {
        return None;
    }
    let mut relationships = read::texts(stated, "relationship");
    relationships.truncate(MOST_RELATIONSHIPS);
    Some(RelatedProcessFact { relationships, scheme, identifier, ocid, title, uri })
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;

    #[test]
    fn references_of_releases_and_contracts_count_once() {
        let first = r#""relatedProcesses": [
            {"id": "1", "relationship": ["planning"], "scheme": "EU-OJ", "identifier": "2019/S 008-014267"},
            {"id": "2", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-h6vhtk-01", "uri": "https://x"},
            {"id": "3"}]"#;
        let later = r#""relatedProcesses": [{"id": "1", "relationship": "prior", "scheme": "ocid", "identifier": "ocds-h6vhtk-01"}],
            "contracts": [{"id": 1, "relatedProcesses": [{"id": 1, "relationship": ["framework"], "title": "Z", "uri": "javascript:x"}]}]"#;
        let facts = facts(&[first, later]);
        let told: Vec<String> = facts
            .related
            .iter()
            .map(|fact| {
                let texts = [&fact.scheme, &fact.identifier, &fact.ocid, &fact.title, &fact.uri];
                let texts = texts.map(|text| text.as_deref().unwrap_or("-")).join(" ");
                format!("{} {texts}", fact.relationships.join("+"))
            })
            .collect();
        assert_eq!(
            told,
            [
                "planning EU-OJ 2019/S 008-014267 - - -",
                "framework+prior ocid ocds-h6vhtk-01 ocds-h6vhtk-01 - https://x",
                "framework - - - Z -"
            ]
        );
    }
}
