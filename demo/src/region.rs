//! The made-up region: its areas and its anchor institutions. Shaped like a metropolitan region of seven
//! districts, but no place, body or code of it exists: GSS codes never begin with X, and no org-id list is
//! called XI-DEMO.

use anchorhub_entities::{area::AreaKind, institution::InstitutionKind};

use crate::{
    calendar::Rhythm,
    styles::{self, Publish},
};

/// A made-up area.
pub(crate) struct Area {
    pub(crate) code: &'static str,
    pub(crate) kind: AreaKind,
    pub(crate) name: &'static str,
    pub(crate) parent: &'static str,
}

const fn district(code: &'static str, name: &'static str) -> Area {
    Area { code, kind: AreaKind::District, name, parent: "X47000001" }
}

/// The district of whoever is not of the region.
pub(crate) const ELSEWHERE: &str = "X08000099";

/// The areas; the seven districts of the region come first.
pub(crate) const AREAS: [Area; 12] = [
    district("X08000001", "Brindlemoor (demo)"),
    district("X08000002", "Corvenham (demo)"),
    district("X08000003", "Dunmarrow (demo)"),
    district("X08000004", "Hestrelow (demo)"),
    district("X08000005", "Kestrington (demo)"),
    district("X08000006", "Saltmarrow (demo)"),
    district("X08000007", "Wexwarren (demo)"),
    Area {
        code: "X47000001",
        kind: AreaKind::CombinedAuthority,
        name: "Midmere (demo)",
        parent: "X12000001",
    },
    Area { code: "X12000001", kind: AreaKind::Region, name: "Midmere Region (demo)", parent: "X92000001" },
    Area { code: ELSEWHERE, kind: AreaKind::District, name: "Farrowmere (demo)", parent: "X12000002" },
    Area { code: "X12000002", kind: AreaKind::Region, name: "Farland Region (demo)", parent: "X92000001" },
    Area { code: "X92000001", kind: AreaKind::Country, name: "Demoland", parent: "" },
];

/// Number of districts, which lead `AREAS`.
pub(crate) const DISTRICTS: usize = 7;

/// Short name of a district, without the remark that it is made up.
pub(crate) fn district_name(index: usize) -> &'static str {
    AREAS[index % DISTRICTS].name.trim_end_matches(" (demo)")
}

/// The group of anchors that all institutions belong to.
pub(crate) const GROUP: &str = "MIDMERE-DEMO";

/// Which trades a body buys from, and what it calls its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buyer {
    Council,
    Authority,
    Health,
    University,
}

/// A made-up institution and how it publishes.
pub(crate) struct Institution {
    pub(crate) org_id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: InstitutionKind,
    /// Index of its home district, or none for bodies of the whole region.
    pub(crate) district: Option<usize>,
    pub(crate) rhythm: Rhythm,
    /// Payments of an average month at scale 1.
    pub(crate) monthly_payments: u32,
    /// Amount that half of the payments lie under, in pounds, before the publication threshold cuts.
    pub(crate) median_pounds: f64,
    /// Smallest amount published, in pounds (of credits too).
    pub(crate) threshold_pounds: i64,
    /// Share of payments whose payee is withheld.
    pub(crate) redacted: f64,
    /// How its files look.
    pub(crate) publish: Publish,
}

impl Institution {
    /// Which trades it buys from.
    pub(crate) fn buyer(&self) -> Buyer {
        match self.kind {
            InstitutionKind::CombinedAuthority => Buyer::Authority,
            InstitutionKind::NhsTrust | InstitutionKind::NhsIcb => Buyer::Health,
            InstitutionKind::University => Buyer::University,
            _ => Buyer::Council,
        }
    }

    /// Code of its home area.
    pub(crate) fn home_area(&self) -> &'static str {
        self.district.map_or("X47000001", |district| AREAS[district].code)
    }
}

/// All institutions.
pub(crate) const INSTITUTIONS: [Institution; 13] = [
    Institution {
        org_id: "XI-DEMO-BRINDLEMOOR",
        name: "City of Brindlemoor Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(0),
        rhythm: Rhythm::Monthly,
        monthly_payments: 1_000,
        median_pounds: 600.0,
        threshold_pounds: 0,
        redacted: 0.0,
        publish: styles::report_query::publish,
    },
    Institution {
        org_id: "XI-DEMO-CORVENHAM",
        name: "Corvenham City Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(1),
        rhythm: Rhythm::Monthly,
        monthly_payments: 1_100,
        median_pounds: 1_300.0,
        threshold_pounds: 500,
        redacted: 0.06,
        publish: styles::drifting_header::publish,
    },
    Institution {
        org_id: "XI-DEMO-DUNMARROW",
        name: "Dunmarrow Metropolitan Borough Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(2),
        rhythm: Rhythm::Monthly,
        monthly_payments: 800,
        median_pounds: 1_500.0,
        threshold_pounds: 500,
        redacted: 0.03,
        publish: styles::gross_and_net::publish,
    },
    Institution {
        org_id: "XI-DEMO-HESTRELOW",
        name: "Hestrelow Metropolitan Borough Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(3),
        rhythm: Rhythm::Monthly,
        monthly_payments: 900,
        median_pounds: 900.0,
        threshold_pounds: 250,
        redacted: 0.02,
        publish: styles::no_transaction::publish,
    },
    Institution {
        org_id: "XI-DEMO-KESTRINGTON",
        name: "Kestrington City Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(4),
        rhythm: Rhythm::Quarterly,
        monthly_payments: 1_500,
        median_pounds: 1_600.0,
        threshold_pounds: 500,
        redacted: 0.03,
        publish: styles::two_sheets::publish,
    },
    Institution {
        org_id: "XI-DEMO-SALTMARROW",
        name: "Saltmarrow Metropolitan Borough Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(5),
        rhythm: Rhythm::Monthly,
        monthly_payments: 700,
        median_pounds: 2_000.0,
        threshold_pounds: 500,
        redacted: 0.02,
        publish: styles::shifted_rows::publish,
    },
    Institution {
        org_id: "XI-DEMO-WEXWARREN",
        name: "Wexwarren Council (demo)",
        kind: InstitutionKind::Council,
        district: Some(6),
        rhythm: Rhythm::Monthly,
        monthly_payments: 900,
        median_pounds: 1_100.0,
        threshold_pounds: 500,
        redacted: 0.02,
        publish: styles::broken_header_lines::publish,
    },
    Institution {
        org_id: "XI-DEMO-MIDMERE-CA",
        name: "Midmere Combined Authority (demo)",
        kind: InstitutionKind::CombinedAuthority,
        district: None,
        rhythm: Rhythm::Monthly,
        monthly_payments: 160,
        median_pounds: 6_000.0,
        threshold_pounds: 500,
        redacted: 0.0,
        publish: styles::two_row_header::publish,
    },
    Institution {
        org_id: "XI-DEMO-KESTRINGTON-HOSPITALS",
        name: "Kestrington General Hospitals NHS Trust (demo)",
        kind: InstitutionKind::NhsTrust,
        district: Some(4),
        rhythm: Rhythm::Monthly,
        monthly_payments: 180,
        median_pounds: 55_000.0,
        threshold_pounds: 25_000,
        redacted: 0.0,
        publish: styles::health_trust::publish,
    },
    Institution {
        org_id: "XI-DEMO-MARROWDALE-CARE",
        name: "Marrowdale Mental Health NHS Trust (demo)",
        kind: InstitutionKind::NhsTrust,
        district: Some(5),
        rhythm: Rhythm::Monthly,
        monthly_payments: 90,
        median_pounds: 45_000.0,
        threshold_pounds: 25_000,
        redacted: 0.01,
        publish: styles::tabbed_health::publish,
    },
    Institution {
        org_id: "XI-DEMO-MIDMERE-ICB",
        name: "NHS Midmere Integrated Care Board (demo)",
        kind: InstitutionKind::NhsIcb,
        district: None,
        rhythm: Rhythm::Monthly,
        monthly_payments: 150,
        median_pounds: 80_000.0,
        threshold_pounds: 25_000,
        redacted: 0.0,
        publish: styles::care_board::publish,
    },
    Institution {
        org_id: "XI-DEMO-UNI-CORVENHAM",
        name: "University of Corvenham (demo)",
        kind: InstitutionKind::University,
        district: Some(1),
        rhythm: Rhythm::Quarterly,
        monthly_payments: 220,
        median_pounds: 2_500.0,
        threshold_pounds: 500,
        redacted: 0.01,
        publish: styles::gross_only::publish,
    },
    Institution {
        org_id: "XI-DEMO-UNI-KESTRINGTON",
        name: "Kestrington Metropolitan University (demo)",
        kind: InstitutionKind::University,
        district: Some(4),
        rhythm: Rhythm::Monthly,
        monthly_payments: 240,
        median_pounds: 2_200.0,
        threshold_pounds: 500,
        redacted: 0.01,
        publish: styles::supplier_details::publish,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use anchorhub_entities::OrgId;

    use super::*;

    #[test]
    fn shaped_like_a_region_and_like_nothing_real() {
        let of = |kind| INSTITUTIONS.iter().filter(|body| body.kind == kind).count();
        assert_eq!(of(InstitutionKind::Council), DISTRICTS);
        assert_eq!(of(InstitutionKind::CombinedAuthority), 1);
        assert!(of(InstitutionKind::NhsTrust) >= 2 && of(InstitutionKind::NhsIcb) == 1);
        assert!(of(InstitutionKind::University) >= 2);
        let ids: BTreeSet<&str> = INSTITUTIONS.iter().map(|body| body.org_id).collect();
        assert_eq!(ids.len(), INSTITUTIONS.len());
        for body in &INSTITUTIONS {
            assert_eq!(body.org_id.parse::<OrgId>().unwrap().as_str(), body.org_id);
            assert!(body.org_id.starts_with("XI-DEMO-") && body.name.ends_with(" (demo)"));
            assert!(AREAS.iter().any(|area| area.code == body.home_area()));
        }
        for area in &AREAS {
            assert!(area.code.starts_with('X') && area.code.len() == 9);
            assert!(area.name.to_lowercase().contains("demo"));
            assert!(area.parent.is_empty() || AREAS.iter().any(|parent| parent.code == area.parent));
        }
    }
}
