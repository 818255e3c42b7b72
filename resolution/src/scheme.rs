//! What identifiers of a scheme are good for.

use anchorhub_identity::identifier::Scheme;

/// Schemes in which a body has one identifier, so that two different ones contradict each other. Not among them:
/// PPON, which somebody may have got twice; VAT, which a group of companies shares; ODS, whose codes of sites begin
/// with that of their trust.
const EXCLUSIVE: [Scheme; 9] = [
    Scheme::CompaniesHouse,
    Scheme::CharityCommission,
    Scheme::ScottishCharity,
    Scheme::NorthernIrishCharity,
    Scheme::Ukprn,
    Scheme::LocalAuthorityEngland,
    Scheme::LocalAuthorityScotland,
    Scheme::LocalAuthorityWales,
    Scheme::LocalAuthorityNorthernIreland,
];

/// Whether a body has only one identifier in a scheme.
pub(crate) fn is_exclusive(scheme: &str) -> bool {
    EXCLUSIVE.iter().any(|exclusive| exclusive.as_str() == scheme)
}

/// Whether two bearers of the same identifier are one, whatever their names: true of schemes that are understood,
/// but not of VAT.
pub(crate) fn identifies(scheme: &str) -> bool {
    scheme != Scheme::Vat.as_str() && Scheme::from_name(scheme).is_some_and(|scheme| scheme.is_known())
}
