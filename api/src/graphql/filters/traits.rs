//! What suppliers are: the same for payments, contracts, notices and suppliers.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::InputObject;
use sea_orm::FromQueryResult;

use super::{clean_all, short};
use crate::graphql::{
    enums::{Known, SupplierKind, SupplierTrait},
    error::ApiError,
};

/// Which suppliers, by what is known of them. Parts that are left out allow everything; parts that are given must all
/// hold. Ask for `[NO, UNKNOWN]` to leave out only those that are known to be; what is not known is never a no.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SupplierTraits {
    /// Small or medium-sized enterprises (Procurement Act 2023: under 250 staff, and at most £44 million of turnover or
    /// £38 million of balance sheet), as far as sources say.
    pub(super) sme: Option<Vec<Known>>,
    /// Voluntary, community and social enterprises.
    pub(super) vcse: Option<Vec<Known>>,
    /// In one of these sections of the Standard Industrial Classification 2007: letters `A` to `U`.
    pub(super) sectors: Option<Vec<String>>,
    /// In one of these local authority districts, by GSS code such as `E08000031`.
    pub(super) districts: Option<Vec<String>>,
    /// In one of these combined authorities, by GSS code such as `E47000007`.
    pub(super) authorities: Option<Vec<String>>,
    /// In one of these English regions, by GSS code such as `E12000005`.
    pub(super) regions: Option<Vec<String>>,
    /// In one of these deciles of the Index of Multiple Deprivation: 1 (most deprived) to 10.
    pub(super) deciles: Option<Vec<i32>>,
    /// Of one of these kinds. A withheld payee is of none.
    pub(super) kinds: Option<Vec<SupplierKind>>,
    /// Of which all of these are not known.
    pub(super) unknown: Option<Vec<SupplierTrait>>,
    /// Of which all of these are known.
    pub(super) known: Option<Vec<SupplierTrait>>,
}

impl SupplierTraits {
    /// Checks the filter.
    pub(crate) fn check(self) -> Result<analysis::SupplierTraits, ApiError> {
        let known = |known: Option<Vec<Known>>| -> Result<_, ApiError> {
            Ok(short(known)?.map(|known| known.into_iter().map(Into::into).collect()))
        };
        Ok(analysis::SupplierTraits {
            sme: known(self.sme)?,
            vcse: known(self.vcse)?,
            sectors: codes(self.sectors, "a section of SIC 2007, such as `F`", is_section)?,
            districts: codes(self.districts, AREA, is_area)?,
            authorities: codes(self.authorities, AREA, is_area)?,
            regions: codes(self.regions, AREA, is_area)?,
            deciles: short(self.deciles)?
                .map(|deciles| deciles.into_iter().map(decile).collect::<Result<_, _>>())
                .transpose()?,
            kinds: short(self.kinds)?.map(|kinds| kinds.into_iter().map(Into::into).collect()),
            unknown: short(self.unknown)?.unwrap_or_default().into_iter().map(Into::into).collect(),
            known: short(self.known)?.unwrap_or_default().into_iter().map(Into::into).collect(),
        })
    }
}

const AREA: &str = "a GSS code of an area, such as `E08000031`";

fn codes(
    given: Option<Vec<String>>,
    what: &'static str,
    is_code: impl Fn(&str) -> bool,
) -> Result<Option<Vec<String>>, ApiError> {
    let Some(given) = clean_all(given)? else { return Ok(None) };
    let codes = given.iter().map(|text| text.trim().to_ascii_uppercase());
    let checked = codes.map(|code| match is_code(&code) {
        true => Ok(code),
        false => Err(ApiError::BadTrait(code.chars().take(80).collect(), what)),
    });
    checked.collect::<Result<_, _>>().map(Some)
}

fn is_section(code: &str) -> bool {
    matches!(code.as_bytes(), [b'A'..=b'U'])
}

fn is_area(code: &str) -> bool {
    code.len() == 9
        && code.bytes().enumerate().all(|(place, byte)| match place {
            0 => byte.is_ascii_uppercase(),
            _ => byte.is_ascii_digit(),
        })
}

fn decile(number: i32) -> Result<i16, ApiError> {
    let decile = i16::try_from(number).ok().filter(|decile| (1..=10).contains(decile));
    decile.ok_or_else(|| ApiError::BadTrait(number.to_string(), "a decile, 1 to 10"))
}

/// Suppliers that a filter may allow before looking them up one by one stops paying.
const FEW: u64 = 1_000;

#[derive(FromQueryResult)]
struct Member {
    supplier_id: i64,
}

/// The suppliers that a filter allows, if they are few. The databases cannot guess how many they are, and read every
/// payment for what one supplier was paid.
pub(crate) async fn few(
    database: &Database,
    traits: &analysis::SupplierTraits,
) -> Result<Option<Vec<i64>>, ApiError> {
    let Some(mut select) = traits.members() else { return Ok(None) };
    let found: Vec<Member> = database.fetch(select.limit(FEW + 1)).await?;
    let is_few = u64::try_from(found.len()).is_ok_and(|number| number <= FEW);
    Ok(is_few.then(|| found.into_iter().map(|member| member.supplier_id).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked() {
        let sectors =
            |text: &str| SupplierTraits { sectors: Some(vec![text.to_owned()]), ..Default::default() };
        assert_eq!(sectors(" f ").check().map(|traits| traits.sectors), Ok(Some(vec!["F".to_owned()])));
        for text in ["", "V", "FF", "1"] {
            assert_eq!(sectors(text).check().map_err(|error| error.code()), Err("BAD_TRAIT"), "{text}");
        }
        let districts =
            |text: &str| SupplierTraits { districts: Some(vec![text.to_owned()]), ..Default::default() };
        assert!(districts("e08000031").check().is_ok());
        for text in ["Wolverhampton", "E0800003", "E080000311", "E0800003É"] {
            assert_eq!(districts(text).check().map_err(|error| error.code()), Err("BAD_TRAIT"), "{text}");
        }
        for (number, good) in [(0, false), (1, true), (10, true), (11, false), (-1, false)] {
            let deciles = SupplierTraits { deciles: Some(vec![number]), ..Default::default() };
            assert_eq!(deciles.check().is_ok(), good, "{number}");
        }
    }
}
