//! The rules, one a file.

mod cross_process;
mod price_gap;
mod r003;
mod r018;
mod r024;
mod r028;
mod r030;
mod r035;
mod r036;
mod r058;
mod s001;
mod s002;
mod s003;
mod s004;
mod s005;

use super::{FlagCode, Outcome};
use crate::facts::ProcessFacts;

/// A rule.
pub(super) type Rule = fn(&ProcessFacts) -> Outcome;

/// The rule of a code.
pub(super) fn of(code: FlagCode) -> Rule {
    match code {
        FlagCode::R003 => r003::check,
        FlagCode::R018 => r018::check,
        FlagCode::R024 => r024::check,
        FlagCode::R025 | FlagCode::R038 | FlagCode::R048 => cross_process::check,
        FlagCode::R028 => r028::check,
        FlagCode::R030 => r030::check,
        FlagCode::R035 => r035::check,
        FlagCode::R036 => r036::check,
        FlagCode::R058 => r058::check,
        FlagCode::S001 => s001::check,
        FlagCode::S002 => s002::check,
        FlagCode::S003 => s003::check,
        FlagCode::S004 => s004::check,
        FlagCode::S005 => s005::check,
    }
}
