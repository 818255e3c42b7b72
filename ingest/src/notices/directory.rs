//! Who a buyer is among the institutions of the hub.

use anchorhub_entities::{institution, institution_alias};
use anchorhub_identity::{is_withheld, name_key};
use anchorhub_store::LoadTx;
use rustc_hash::FxHashMap;
use sea_orm::sea_query::Query;

use crate::IngestError;

/// How a buyer was found to be an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// By an identifier: the org-id of the institution, or one that it is also known by.
    Identifier,
    /// By the key of its name, or of a name that it is also known by.
    Name,
    /// It is none of ours.
    None,
}

impl Basis {
    /// The name kept in the database.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Identifier => "IDENTIFIER",
            Self::Name => "NAME",
            Self::None => "NONE",
        }
    }
}

/// Kinds of alias, as the database keeps them.
pub(crate) const ALIAS_NAME: &str = "NAME";
pub(crate) const ALIAS_IDENTIFIER: &str = "IDENTIFIER";

/// Institutions by identifier and by name key. A name that two institutions have is nobody's.
#[derive(Debug, Default)]
pub(super) struct Directory {
    identifiers: FxHashMap<String, i32>,
    names: FxHashMap<String, Option<i32>>,
    aliases: FxHashMap<String, i32>,
}

impl Directory {
    /// The institutions as this transaction sees them.
    pub(super) async fn read(tx: &mut LoadTx) -> Result<Self, IngestError> {
        let mut directory = Self::default();
        let institutions = Query::select()
            .columns([institution::Column::Id, institution::Column::OrgId, institution::Column::Name])
            .from(institution::Entity)
            .to_owned();
        let rows: Vec<(i32, String, String)> = tx.fetch(&institutions).await?;
        for (id, org_id, name) in rows {
            directory.names.entry(name_key(&name)).and_modify(|known| *known = None).or_insert(Some(id));
            directory.identifiers.insert(org_id, id);
        }
        let aliases = Query::select()
            .columns([
                institution_alias::Column::Kind,
                institution_alias::Column::Value,
                institution_alias::Column::InstitutionId,
            ])
            .from(institution_alias::Entity)
            .to_owned();
        let rows: Vec<(String, String, i32)> = tx.fetch(&aliases).await?;
        for (kind, value, id) in rows {
            if kind == ALIAS_IDENTIFIER {
                // The org-id of an institution is its own.
                directory.identifiers.entry(value).or_insert(id);
            } else {
                directory.aliases.insert(value, id);
            }
        }
        Ok(directory)
    }

    /// The institution with one of these identifiers (scheme, hyphen, id), else with this name.
    pub(super) fn find<'a>(
        &self,
        identifiers: impl IntoIterator<Item = &'a str>,
        name: &str,
    ) -> (Option<i32>, Basis) {
        for org_id in identifiers {
            if let Some(id) = self.identifiers.get(&org_id.to_ascii_uppercase()) {
                return (Some(*id), Basis::Identifier);
            }
        }
        let key = name_key(name);
        if key.is_empty() || is_withheld(name) {
            return (None, Basis::None);
        }
        match self.names.get(&key).copied().unwrap_or_else(|| self.aliases.get(&key).copied()) {
            Some(id) => (Some(id), Basis::Name),
            None => (None, Basis::None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_go_before_names_and_shared_names_are_nobodys() {
        let directory = Directory {
            identifiers: [("GB-LAE-AAA".to_owned(), 1), ("GB-PPON-PAAA-0000-AAAA".to_owned(), 1)]
                .into_iter()
                .collect(),
            names: [("ASHMERE COUNCIL".to_owned(), Some(1)), ("FOREST SCHOOL".to_owned(), None)]
                .into_iter()
                .collect(),
            aliases: [("CITY OF BIRKVALE".to_owned(), 2), ("FOREST SCHOOL".to_owned(), 3)]
                .into_iter()
                .collect(),
        };
        assert_eq!(directory.find(["GB-PPON-PAAA-0000-AAAA"], "Anybody"), (Some(1), Basis::Identifier));
        assert_eq!(directory.find(["gb-lae-aaa"], "City of Birkvale"), (Some(1), Basis::Identifier));
        assert_eq!(directory.find(["GB-COH-1"], "The City of Birkvale"), (Some(2), Basis::Name));
        assert_eq!(directory.find([], "Ashmere  Council"), (Some(1), Basis::Name));
        assert_eq!(directory.find([], "Forest School"), (None, Basis::None));
        assert_eq!(directory.find([], ""), (None, Basis::None));
    }
}
