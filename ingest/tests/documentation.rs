//! The partner guide explains every code.

use anchorhub_entities::{RegisterWarningCode, RejectCode, WarningCode};
use anchorhub_ingest::recognise::RegisterRole;

#[test]
fn the_partner_guide_explains_every_code() {
    let guide = include_str!("../../docs/partner.md");
    let rows = RejectCode::ALL.iter().map(|code| code.code());
    let payments = WarningCode::ALL.iter().map(|code| code.code());
    let contracts = RegisterWarningCode::ALL.iter().map(|code| code.code());
    for code in rows.chain(payments).chain(contracts) {
        assert!(guide.contains(&format!("`{code}`")), "{code} is missing in docs/partner.md");
    }
}

#[test]
fn the_partner_guide_names_every_column_of_a_register() {
    let guide = include_str!("../../docs/partner.md");
    for role in RegisterRole::ALL {
        assert!(
            guide.contains(&format!("`{}`", role.name())),
            "{} is missing in docs/partner.md",
            role.name()
        );
    }
}
