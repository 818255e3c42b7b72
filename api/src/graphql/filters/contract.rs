//! Which contracts.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::{ID, InputObject, resolver_utils::EnumType};

use super::{
    AmountInput, PeriodInput, SupplierTraits, clean_all,
    division::divisions,
    institution_keys,
    procurement::{days, prefixes, text},
    short, supplier_keys,
};
use crate::graphql::{
    enums::{ContractOrigin, ContractTrait, InstitutionKind, ProcessStage, name_of},
    error::ApiError,
};

/// Which contracts. Parts that are left out allow everything; parts that are given must all hold: those about institutions
/// of one and the same buyer, those about suppliers of one and the same holder.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ContractFilter {
    /// Bought by one of these institutions, by org-id such as `GB-LAE-WLV`. One that the hub does not know is
    /// an error.
    institutions: Option<Vec<String>>,
    /// Bought by an institution of one of these kinds.
    institution_kinds: Option<Vec<InstitutionKind>>,
    /// Held by one of these suppliers, by `id`.
    suppliers: Option<Vec<ID>>,
    /// Held by a supplier with a published name that contains this text, in upper or lower case.
    supplier_name: Option<String>,
    /// Held by a supplier of which this is known. Of a contract whose supplier is withheld or not published, nothing is known.
    supplier: Option<SupplierTraits>,
    /// With a CPV code that begins with one of these: two to eight digits, such as `90` or `9051`.
    category: Option<Vec<String>>,
    /// With one of these main CPV codes, eight digits, exactly.
    cpv: Option<Vec<String>>,
    /// In one of these CPV divisions, by its main CPV code, else by the category that its register states and the
    /// crosswalk: two digits, such as `33`.
    category_divisions: Option<Vec<String>>,
    /// Only those with a CPV division (true), or those without one (false).
    category_mapped: Option<bool>,
    /// Awarded, else signed, in this period.
    awarded: Option<PeriodInput>,
    /// Beginning in this period.
    starts: Option<PeriodInput>,
    /// Ending in this period, by the effective end.
    ends: Option<PeriodInput>,
    /// Value as stated, of contracts in pounds.
    value: Option<AmountInput>,
    /// Whose contracting process stands at one of these stages.
    stages: Option<Vec<ProcessStage>>,
    /// Read from one of these.
    origins: Option<Vec<ContractOrigin>>,
    /// Procured in one of these ways, exactly as `procurementMethod` shows them.
    procedures: Option<Vec<String>>,
    /// Only frameworks (true), or none of them (false).
    frameworks: Option<bool>,
    /// Whose supplier is said to be a small or medium enterprise, or not to be one.
    supplier_is_sme: Option<bool>,
    /// Whose supplier is said to be a voluntary, community or social enterprise, or not to be one.
    supplier_is_vcse: Option<bool>,
    /// From a tender that is said to suit small and medium enterprises, or not to.
    suitable_for_sme: Option<bool>,
    /// Delivering in one of these places: ITL regions (`TLG3`) or postcodes (`WV1`), also by their beginning.
    places: Option<Vec<String>>,
    /// With this text in the title, in upper or lower case.
    title: Option<String>,
    /// Of which none of these is known.
    unknown: Option<Vec<ContractTrait>>,
    /// Also what a source states of a contract that another source states as well. Such statements are not
    /// contracts of their own: do not count them, and no analysis does.
    every_statement: Option<bool>,
}

impl ContractFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<analysis::ContractFilter, ApiError> {
        let limit = |limit: fn(&AmountInput) -> Option<i64>| self.value.as_ref().and_then(limit);
        let (min_pence, max_pence) =
            (limit(|value| value.min.map(|min| min.pence)), limit(|value| value.max.map(|max| max.pence)));
        Ok(analysis::ContractFilter {
            institutions: institution_keys(database, self.institutions).await?,
            institution_kinds: short(self.institution_kinds)?
                .map(|kinds| kinds.into_iter().map(Into::into).collect()),
            suppliers: supplier_keys(database, self.suppliers).await?,
            supplier_name: text(self.supplier_name.as_deref()),
            supplier: self.supplier.map(SupplierTraits::check).transpose()?,
            category: prefixes(self.category)?,
            cpv: clean_all(self.cpv)?,
            division: divisions(self.category_divisions, self.category_mapped)?,
            awarded: days(self.awarded)?,
            starts: days(self.starts)?,
            ends: days(self.ends)?,
            min_pence,
            max_pence,
            stages: words(short(self.stages)?),
            origins: words(short(self.origins)?),
            procedures: clean_all(self.procedures)?,
            frameworks: self.frameworks,
            supplier_is_sme: self.supplier_is_sme,
            supplier_is_vcse: self.supplier_is_vcse,
            suitable_for_sme: self.suitable_for_sme,
            places: clean_all(self.places)?,
            title: text(self.title.as_deref()),
            unknown: short(self.unknown)?.unwrap_or_default().into_iter().map(Into::into).collect(),
            every_statement: self.every_statement.unwrap_or(false),
        })
    }
}

/// The words that the database keeps.
fn words<T: EnumType + PartialEq + Copy>(values: Option<Vec<T>>) -> Option<Vec<String>> {
    values.map(|values| values.into_iter().map(|value| name_of(value).to_owned()).collect())
}
