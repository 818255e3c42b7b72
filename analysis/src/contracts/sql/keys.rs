//! Keys of a row.

use anchorhub_entities::FinancialYear;
use chrono::Datelike;

use super::rows::{BuyerRow, ContractRow, Found, HolderRow};
use crate::{ContractDimension, ContractKey, Named, ValueBand, sector_title};

/// The keys of a contract in some dimensions, by one of its buyers and one of its holders.
pub(super) fn of(
    dimensions: &[ContractDimension],
    contract: &ContractRow,
    buyer: Option<&BuyerRow>,
    holder: Option<&HolderRow>,
    found: &Found,
) -> Vec<ContractKey> {
    let institution = buyer.and_then(|buyer| found.institutions.get(&buyer.institution_id));
    let area = |code: Option<&String>| ContractKey::Area(code.map(|code| named(code, found.areas.get(code))));
    let key = |dimension: &ContractDimension| match dimension {
        ContractDimension::Institution => ContractKey::Institution(institution.cloned()),
        ContractDimension::InstitutionKind => ContractKey::Kind(institution.map(|one| one.kind)),
        ContractDimension::Supplier => {
            ContractKey::Supplier(holder.and_then(|one| found.suppliers.get(&one.supplier_id)).cloned())
        }
        ContractDimension::SupplierSize => ContractKey::Size(holder.and_then(|one| one.sme)),
        ContractDimension::SupplierDistrict => area(holder.and_then(|one| one.district.as_ref())),
        ContractDimension::SupplierRegion => area(holder.and_then(|one| one.region.as_ref())),
        ContractDimension::SupplierSector => {
            let section = holder.and_then(|one| one.sector.as_ref());
            let title = |section: &String| sector_title(section).map(str::to_owned);
            ContractKey::Sector(section.map(|section| named(section, title(section).as_ref())))
        }
        ContractDimension::CategoryDivision => {
            let title = |division: &String| found.titles.get(&format!("{division}000000"));
            ContractKey::Division(contract.division.as_ref().map(|division| named(division, title(division))))
        }
        ContractDimension::Cpv => {
            ContractKey::Cpv(contract.cpv.as_ref().map(|cpv| named(cpv, found.titles.get(cpv))))
        }
        ContractDimension::Stage => ContractKey::Stage(contract.stage.clone()),
        ContractDimension::Procedure => ContractKey::Procedure(contract.method.clone()),
        ContractDimension::Framework => ContractKey::Framework(contract.is_framework),
        ContractDimension::AwardYear => {
            ContractKey::Year(contract.awarded_on.or(contract.signed_on).map(FinancialYear::of))
        }
        ContractDimension::EndYear => ContractKey::Year(contract.ends_on.map(FinancialYear::of)),
        ContractDimension::EndMonth => ContractKey::Month(contract.ends_on.and_then(|end| end.with_day(1))),
        ContractDimension::ValueBand => {
            let is_in_pounds = contract.value_currency.as_deref() == Some("GBP");
            ContractKey::Band(contract.value_pence.filter(|_| is_in_pounds).map(ValueBand::of))
        }
    };
    dimensions.iter().map(key).collect()
}

fn named(code: &str, name: Option<&String>) -> Named {
    Named { code: code.to_owned(), name: name.cloned() }
}
