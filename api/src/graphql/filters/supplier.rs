//! Which suppliers.

use anchorhub_store::Database;
use async_graphql::InputObject;

use super::{SupplierTraits, clean, institution_keys, short};
use crate::graphql::{
    enums::SupplierKind,
    error::ApiError,
    lists::{SupplierList, SupplierOrder},
};

/// Which suppliers. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SupplierFilter {
    /// With a published name that contains this text, in upper or lower case.
    name: Option<String>,
    /// Of one of these kinds.
    kinds: Option<Vec<SupplierKind>>,
    /// Of which this is known.
    traits: Option<SupplierTraits>,
    /// Paid at least once by one of these institutions, or holding a contract with one, by org-id such as
    /// `GB-LAE-WLV`.
    institutions: Option<Vec<String>>,
}

impl SupplierFilter {
    /// The list that the filter and an order make.
    pub(crate) async fn list(
        self,
        database: &Database,
        order: SupplierOrder,
    ) -> Result<SupplierList, ApiError> {
        Ok(SupplierList {
            name: self.name.as_deref().map(clean),
            kinds: short(self.kinds)?,
            traits: self.traits.map(SupplierTraits::check).transpose()?,
            institutions: institution_keys(database, self.institutions).await?,
            order,
        })
    }
}
