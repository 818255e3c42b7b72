//! The partner guide explains every code.

use anchorhub_entities::{RejectCode, WarningCode};

#[test]
fn the_partner_guide_explains_every_code() {
    let guide = include_str!("../../docs/partner.md");
    let codes =
        RejectCode::ALL.iter().map(|code| code.code()).chain(WarningCode::ALL.iter().map(|code| code.code()));
    for code in codes {
        assert!(guide.contains(&format!("`{code}`")), "{code} is missing in docs/partner.md");
    }
}
