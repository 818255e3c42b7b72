//! Which institutions.

use async_graphql::InputObject;

use super::{clean, clean_all, short};
use crate::graphql::{enums::InstitutionKind, error::ApiError};

/// Which institutions. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct InstitutionFilter {
    /// With one of these org-ids, such as `GB-LAE-WLV`.
    pub(crate) org_ids: Option<Vec<String>>,
    /// With a name that contains this text, in upper or lower case.
    pub(crate) name: Option<String>,
    /// Of one of these kinds.
    pub(crate) kinds: Option<Vec<InstitutionKind>>,
    /// At home in one of these areas, by GSS code such as `E08000031`.
    pub(crate) home_areas: Option<Vec<String>>,
}

impl InstitutionFilter {
    /// Checks the filter.
    pub(crate) fn check(self) -> Result<Self, ApiError> {
        Ok(Self {
            org_ids: clean_all(self.org_ids)?
                .map(|org_ids| org_ids.iter().map(|org_id| org_id.trim().to_ascii_uppercase()).collect()),
            name: self.name.as_deref().map(clean),
            kinds: short(self.kinds)?,
            home_areas: clean_all(self.home_areas)?,
        })
    }
}
