//! Yes, no, or not known: what several sources together say.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// A party of a notice (OCDS `parties[].details`).
    Notice,
    /// A register of contracts.
    ContractRegister,
    /// A column of a spend file.
    SpendFile,
    /// Category of accounts at Companies House.
    Accounts,
    /// A charity number.
    CharityRegister,
    /// The legal form: community interest company, charitable incorporated organisation.
    LegalForm,
}

impl Basis {
    /// The name in the database and in the API.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Notice => "NOTICE",
            Self::ContractRegister => "CONTRACT_REGISTER",
            Self::SpendFile => "SPEND_FILE",
            Self::Accounts => "ACCOUNTS",
            Self::CharityRegister => "CHARITY_REGISTER",
            Self::LegalForm => "LEGAL_FORM",
        }
    }

    /// Notices before what buyers note in their own lists, and that before what is concluded from official registers.
    fn level(self) -> u8 {
        match self {
            Self::Notice => 0,
            Self::ContractRegister | Self::SpendFile => 1,
            Self::Accounts | Self::CharityRegister | Self::LegalForm => 2,
        }
    }
}

/// One source's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) answer: bool,
    pub(super) basis: Basis,
    /// The day of the source.
    pub(super) on: Option<NaiveDate>,
    /// How often it says so.
    pub(super) times: i64,
}

/// The answer of all sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    /// None: not known.
    pub(super) answer: Option<bool>,
    pub(super) basis: Option<Basis>,
    /// The day of the source that decided.
    pub(super) on: Option<NaiveDate>,
    /// Sources say different things, be it on one level or on several.
    pub(super) conflict: bool,
}

/// The answer of the highest level that gives one. Within a level the latest day decides, as firms grow and shrink; on
/// one day, what is said most often. Where even that is equal, nothing is known.
pub(super) fn judge(said: &[Said]) -> Judged {
    let conflict = said.iter().any(|one| one.answer) && said.iter().any(|one| !one.answer);
    let Some(level) = said.iter().map(|one| one.basis.level()).min() else { return Judged::default() };
    let heard = said.iter().filter(|one| one.basis.level() == level);
    let Some(latest) = heard.clone().map(|one| one.on).max() else { return Judged::default() };
    let decisive: Vec<&Said> = heard.filter(|one| one.on == latest).collect();
    let mut times: BTreeMap<bool, i64> = BTreeMap::new();
    for one in &decisive {
        let sum = times.entry(one.answer).or_default();
        *sum = sum.saturating_add(one.times);
    }
    let (yes, no) = (times.get(&true), times.get(&false));
    let answer = match (yes, no) {
        (Some(yes), Some(no)) if yes == no => return Judged { conflict, ..Judged::default() },
        (Some(yes), Some(no)) => yes > no,
        (yes, _) => yes.is_some(),
    };
    let basis = decisive.iter().find(|one| one.answer == answer).map(|one| one.basis);
    Judged { answer: Some(answer), basis, on: latest, conflict }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(answer: bool, basis: Basis, on: &str, times: i64) -> Said {
        Said { answer, basis, on: on.parse().ok(), times }
    }

    #[test]
    fn notices_come_before_lists_and_lists_before_registers() {
        let notice = said(false, Basis::Notice, "2020-01-01", 1);
        let list = said(true, Basis::SpendFile, "2024-01-01", 9);
        let accounts = said(true, Basis::Accounts, "2024-06-01", 1);
        let judged = judge(&[accounts, list, notice]);
        assert_eq!((judged.answer, judged.basis), (Some(false), Some(Basis::Notice)));
        assert_eq!((judged.on, judged.conflict), (notice.on, true));
        let judged = judge(&[accounts, list]);
        assert_eq!(
            (judged.answer, judged.basis, judged.conflict),
            (Some(true), Some(Basis::SpendFile), false)
        );
        assert_eq!(judge(&[accounts]).basis, Some(Basis::Accounts));
    }

    #[test]
    fn within_a_level_the_latest_decides_and_then_the_many() {
        let earlier = said(true, Basis::ContractRegister, "2022-01-01", 50);
        let later = said(false, Basis::SpendFile, "2023-01-01", 1);
        let judged = judge(&[earlier, later]);
        assert_eq!(
            (judged.answer, judged.basis, judged.conflict),
            (Some(false), Some(Basis::SpendFile), true)
        );
        let often = said(true, Basis::SpendFile, "2023-01-01", 3);
        assert_eq!(judge(&[later, often]).answer, Some(true));
        let undated = Said { on: None, ..often };
        assert_eq!(judge(&[undated, later]).answer, Some(false));
    }

    #[test]
    fn what_is_said_as_often_as_its_contrary_is_not_known() {
        let yes = said(true, Basis::Notice, "2023-01-01", 2);
        let judged =
            judge(&[yes, Said { answer: false, ..yes }, said(true, Basis::Accounts, "2023-01-01", 1)]);
        assert_eq!(judged, Judged { conflict: true, ..Judged::default() });
    }

    #[test]
    fn silence_is_not_no() {
        assert_eq!(judge(&[]), Judged::default());
    }
}
