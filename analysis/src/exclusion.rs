//! Payments that a share should leave out, and that every answer reports apart.

use anchorhub_entities::{WarningCode, WarningSet, supplier::SupplierKind};
use anchorhub_store::Engine;

/// Why a payment may be left out. A payment with several reasons is reported under each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExclusionReason {
    /// A posting and its exact reversal to one payee on one day.
    ReversalPair,
    /// The payee is withheld.
    Redacted,
    /// The payee is a public body, as far as is known of it now.
    PublicBody,
    /// A tax, business rate, precept or pension contribution: money that passes through.
    PassThrough,
    /// A grant.
    Grant,
}

/// What tells that a payment has a reason.
enum Ground {
    /// A warning that it was given when it was read.
    Warning(WarningCode),
    /// The kind of its supplier.
    Kind(SupplierKind),
}

impl ExclusionReason {
    /// Every reason, in a fixed order.
    pub const ALL: &'static [Self] =
        &[Self::ReversalPair, Self::Redacted, Self::PublicBody, Self::PassThrough, Self::Grant];

    /// The name used in statements and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReversalPair => "REVERSAL_PAIR",
            Self::Redacted => "REDACTED",
            Self::PublicBody => "PUBLIC_BODY",
            Self::PassThrough => "PASS_THROUGH",
            Self::Grant => "GRANT",
        }
    }

    fn ground(self) -> Ground {
        match self {
            Self::ReversalPair => Ground::Warning(WarningCode::ReversalPair),
            Self::Redacted => Ground::Warning(WarningCode::Redacted),
            Self::PublicBody => Ground::Kind(SupplierKind::PublicBody),
            Self::PassThrough => Ground::Warning(WarningCode::PassThrough),
            Self::Grant => Ground::Warning(WarningCode::Grant),
        }
    }

    /// Its bit in a set of reasons.
    pub(crate) fn bit(self) -> u8 {
        1 << (self as u8)
    }

    /// A set of reasons.
    pub(crate) fn set(reasons: &[Self]) -> u8 {
        reasons.iter().fold(0, |set, reason| set | reason.bit())
    }

    /// The reasons that the warnings on a payment are.
    pub(crate) fn of_flags(flags: i32) -> u8 {
        let warnings = WarningSet::from_bits(flags);
        Self::set_of(|ground| matches!(ground, Ground::Warning(code) if warnings.contains(*code)))
    }

    /// The reasons that the kind of a supplier is.
    pub(crate) fn of_kind(kind: SupplierKind) -> u8 {
        Self::set_of(|ground| matches!(ground, Ground::Kind(own) if *own == kind))
    }

    fn set_of(holds: impl Fn(&Ground) -> bool) -> u8 {
        Self::ALL.iter().filter(|reason| holds(&reason.ground())).fold(0, |set, reason| set | reason.bit())
    }

    /// That a payment has at least one of some reasons, as SQL on the table `payment`: true or false, never null. None
    /// without reasons.
    pub(crate) fn any(reasons: &[Self], engine: Engine) -> Option<String> {
        let mut warnings = WarningSet::default();
        let mut parts = Vec::new();
        for reason in reasons {
            match reason.ground() {
                Ground::Warning(code) => warnings.insert(code),
                Ground::Kind(kind) => parts.push(format!(
                    "(payment.supplier_id IS NOT NULL AND {} IN (SELECT supplier.id FROM supplier WHERE supplier.kind = '{}'))",
                    engine.unindexed("payment.supplier_id"),
                    kind.name(),
                )),
            }
        }
        if warnings != WarningSet::default() {
            parts.insert(0, format!("(payment.flags & {}) <> 0", warnings.bits()));
        }
        (!parts.is_empty()).then(|| format!("({})", parts.join(" OR ")))
    }

    /// The same where the reasons of a payment stand in `payment.reasons`, as a set.
    pub(crate) fn any_wide(reasons: &[Self]) -> Option<String> {
        (!reasons.is_empty()).then(|| format!("((payment.reasons & {}) <> 0)", Self::set(reasons)))
    }

    /// That a payment has none of some reasons, in the same form.
    pub(crate) fn none(reasons: &[Self], engine: Engine) -> Option<String> {
        Self::any(reasons, engine).map(|any| format!("NOT {any}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_one_ground() {
        for reason in ExclusionReason::ALL {
            let by_warning: u8 = WarningCode::ALL.iter().fold(0, |set, code| {
                set | (ExclusionReason::of_flags(WarningSet::bit(*code)) & reason.bit())
            });
            let by_kind: u8 = SupplierKind::ALL
                .iter()
                .fold(0, |set, kind| set | (ExclusionReason::of_kind(*kind) & reason.bit()));
            assert_eq!(by_warning ^ by_kind, reason.bit(), "{reason:?}");
            assert!(ExclusionReason::any(&[*reason], Engine::Sqlite).is_some());
        }
        assert_eq!(ExclusionReason::any(&[], Engine::Postgres), None);
    }
}
