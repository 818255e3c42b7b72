//! Properties of suppliers: what queries can be refined by, and what can be fetched.

use serde_json::{Value, json};

/// A property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Property {
    OrgId,
    CompanyNumber,
    CharityNumber,
    Postcode,
    District,
    DistrictCode,
    Authority,
    AuthorityCode,
    Region,
    RegionCode,
    Decile,
    Kind,
    Sme,
    SmeBasis,
    Vcse,
    Sector,
    Sic,
    Group,
    Names,
    Institutions,
    Payments,
    NetPaid,
}

/// Property, identifier, name, what it says.
const PROPERTIES: [(Property, &str, &str, &str); 22] = {
    use Property as P;
    [
        (P::OrgId, "org-id", "Organisation identifiers", "Org-ids such as GB-COH-01234567; decides a match"),
        (P::CompanyNumber, "company_number", "Company number", "At Companies House; decides a match"),
        (P::CharityNumber, "charity_number", "Charity number", "At CCEW, OSCR or CCNI; decides a match"),
        (P::Postcode, "postcode", "Postcode", "Where it is, best known; helps a match"),
        (
            P::District,
            "district",
            "Local authority district",
            "Name or GSS code; another one speaks against a match",
        ),
        (P::DistrictCode, "district_code", "Local authority district (code)", "GSS code"),
        (P::Authority, "combined_authority", "Combined authority", "Name"),
        (P::AuthorityCode, "combined_authority_code", "Combined authority (code)", "GSS code"),
        (P::Region, "region", "Region", "Name"),
        (P::RegionCode, "region_code", "Region (code)", "GSS code"),
        (
            P::Decile,
            "deprivation_decile",
            "Deprivation decile",
            "Index of Multiple Deprivation; 1 is the most deprived",
        ),
        (P::Kind, "kind", "Kind of body", "COMPANY, CHARITY, PUBLIC_BODY or INDIVIDUAL; empty: not known"),
        (P::Sme, "sme", "Small or medium-sized enterprise", "yes or no; empty: not known"),
        (P::SmeBasis, "sme_basis", "Small or medium-sized enterprise (source)", "Where that is known from"),
        (P::Vcse, "vcse", "Voluntary, community or social enterprise", "yes or no; empty: not known"),
        (P::Sector, "sector", "Sector", "Section of SIC 2007, A to U"),
        (P::Sic, "sic", "SIC code", "Main code of SIC 2007"),
        (P::Group, "group", "Group", "Name of the head of its group"),
        (P::Names, "names", "Names as published", "Up to 20, from A to Z"),
        (P::Institutions, "institutions", "Institutions that pay it", "Number of institutions of this hub"),
        (P::Payments, "payments", "Payments", "Number of payments that this hub holds"),
        (
            P::NetPaid,
            "net_paid",
            "Net paid (pounds)",
            "Payments less credits as published, all institutions and years",
        ),
    ]
};

impl Property {
    /// Every property, in the order in which they are shown.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        PROPERTIES.iter().map(|(property, ..)| *property)
    }

    /// The property with an identifier.
    pub(super) fn find(id: &str) -> Option<Self> {
        PROPERTIES.iter().find(|(_, own, ..)| *own == id).map(|(property, ..)| *property)
    }

    /// The identifiers of the properties that queries can be refined by.
    pub(super) fn matching() -> String {
        let ids: Vec<String> = Self::all()
            .filter(|property| property.refines())
            .map(|property| format!("`{}`", property.id()))
            .collect();
        ids.join(", ")
    }

    /// Whether queries can be refined by it.
    pub(super) fn refines(self) -> bool {
        use Property::{CharityNumber, CompanyNumber, District, DistrictCode, OrgId, Postcode};
        matches!(self, OrgId | CompanyNumber | CharityNumber | Postcode | District | DistrictCode)
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        let row = PROPERTIES.iter().find(|(property, ..)| *property == self);
        row.map_or(("", "", ""), |(_, id, name, description)| (*id, *name, *description))
    }

    /// Identifier.
    pub(super) fn id(self) -> &'static str {
        self.row().0
    }

    /// Name for people.
    pub(super) fn name(self) -> &'static str {
        self.row().1
    }

    /// The property as a service names it.
    pub(super) fn reference(self) -> Value {
        json!({ "id": self.id(), "name": self.name() })
    }

    /// The same with what it says.
    pub(super) fn described(self) -> Value {
        json!({ "id": self.id(), "name": self.name(), "description": self.row().2 })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Property;

    #[test]
    fn identifiers_are_found_again() {
        let ids: HashSet<&str> = Property::all().map(Property::id).collect();
        assert_eq!(ids.len(), Property::all().count());
        assert!(Property::all().all(|property| Property::find(property.id()) == Some(property)));
        assert_eq!(Property::find("colour"), None);
    }
}
