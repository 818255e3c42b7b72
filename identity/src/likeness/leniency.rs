//! What is forgiven where a name is compared with an entry of a register, which also says that no nearer name exists:
//! bodies of some kinds are called in many ways.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    vocabulary::Class,
    words::{Word, is_in},
};

/// Whose names a name is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leniency {
    /// Published ones, and entries of other registers.
    None,
    /// Entries of registers of NHS organisations.
    Nhs,
    /// Entries of registers of charities.
    Charities,
    /// Either: for ruling out what neither may be.
    Any,
}

impl Leniency {
    pub(crate) fn of_register(scheme: Option<&str>) -> Self {
        match scheme {
            Some("GB-NHS") => Self::Nhs,
            Some("GB-CHC" | "GB-SC" | "GB-NIC") => Self::Charities,
            _ => Self::None,
        }
    }
}

/// A kind of body, told by the words of both names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Practice,
    Trust,
    Council,
    Charity,
    /// Any other body of the health service.
    Health,
}

const PRACTICE: &str = "SURGERY PRACTICE MEDICAL CENTRE HEALTH CLINIC GROUP FAMILY PMS GMS PARTNERSHIP PARTNER GP GENERAL DR DRS \
                        DOCTOR HEALTHCARE WALK WALKIN WIC";
const TRUST: &str =
    "NHSTRUST NHS TRUST FOUNDATION HOSPITAL UNIVERSITY TEACHING HEALTHCARE HEALTH ACUTE GENERAL SERVICE";
const COUNCIL: &str = "COUNCIL BOROUGH CITY DISTRICT METROPOLITAN COUNTY LONDON UNITARY";
const CHARITY: &str = "TRUST FOUNDATION CHARITY CHARITABLE FUND SOCIETY ASSOCIATION ORGANISATION UK SERVICE";
const HEALTH: &str = "NHS LOCAL HEADQUARTERS DIVISION";

/// Words of addresses that stand in names of practices or are left out of them.
const ADDRESS: &str = "ROAD STREET HOUSE LANE AVENUE WAY PARK HILL VILLAGE COURT DRIVE CLOSE GREEN GARDEN ROW GATE SQUARE TERRACE \
                       CRESCENT GROVE PLACE HALL CROSS";

/// Which of the lists above hold a word, a bit for each: most pairs of names have no word that any kind of body could do
/// without, and are done with at once.
pub(crate) fn sorts_of(word: &str) -> u8 {
    static SORTS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
        let mut sorts: FxHashMap<&'static str, u8> = FxHashMap::default();
        for (bit, list) in [PRACTICE, TRUST, COUNCIL, CHARITY, HEALTH, ADDRESS].into_iter().enumerate() {
            for word in list.split_whitespace() {
                *sorts.entry(word).or_default() |= 1 << bit;
            }
        }
        sorts
    });
    SORTS.get(word).copied().unwrap_or_default()
}

/// The bit of `ADDRESS`.
const IN_ADDRESS: u8 = 1 << 5;

/// Two names laid beside each other: their words, which of them found each other, and the places of the others.
pub(crate) struct Beside<'a> {
    pub(crate) names: [&'a [Word]; 2],
    pub(crate) pairs: &'a [(usize, usize)],
    pub(crate) left: [Vec<usize>; 2],
}

/// Places of words that need not find another one.
pub(crate) struct Spared {
    /// Those that say what kind of body it is.
    pub(crate) kinds: [Vec<usize>; 2],
    /// Those of an address that only one names.
    pub(crate) address: [Vec<usize>; 2],
    /// Much was left out, or each says it in its own way.
    pub(crate) related: bool,
    /// Words for the kind stand before the name or behind it, as it pleases: `CITY OF BRISTOL`, `BRISTOL CITY COUNCIL`.
    pub(crate) kinds_move: bool,
}

/// The words that need not find another one, as bodies of this kind are called in many ways.
pub(crate) fn spared(leniency: Leniency, beside: &Beside<'_>) -> Option<Spared> {
    let [one, other] = beside.names;
    let body = body_of(leniency, one, other)?;
    let own: Vec<&Word> =
        beside.pairs.iter().map(|(here, _)| &one[*here]).filter(|word| body.is_told_by(word)).collect();
    let kinds = beside.left_of(|word| body.spares(word));
    if own.len() < body.least_own() || !body.may_be_one(beside, &own, &kinds) {
        return None;
    }
    let address = match beside.left_of(|word| body == Body::Practice && word.sorts & IN_ADDRESS != 0) {
        [here, there] if here.is_empty() || there.is_empty() => [here, there],
        // One is in the road, the other in the lane.
        _ => Default::default(),
    };
    let is_both = kinds.iter().all(|left| !left.is_empty());
    let is_much = body == Body::Trust && is_place(&own) && kinds.iter().any(|left| left.len() > 1);
    let is_any = kinds.iter().any(|left| !left.is_empty());
    Some(Spared {
        related: is_both || is_much,
        kinds_move: is_any && matches!(body, Body::Trust | Body::Council),
        kinds,
        address,
    })
}

impl Beside<'_> {
    fn left_of(&self, tell: impl Fn(&Word) -> bool) -> [Vec<usize>; 2] {
        let of = |side: usize| {
            let places = self.left[side].iter().copied();
            places.filter(|place| tell(&self.names[side][*place])).collect::<Vec<usize>>()
        };
        [of(0), of(1)]
    }

    fn are_all(&self, side: usize, places: &[usize], list: &str) -> bool {
        places.iter().all(|place| is_in(list, &self.names[side][*place].text))
    }

    /// Whether the names agree on a word for the kind of body other than `CENTRE`.
    fn agree_on_kind(&self) -> bool {
        let here = self.pairs.iter().map(|(here, _)| &self.names[0][*here]);
        here.into_iter().any(|word| word.class == Class::Kind && word.text != "CENTRE")
    }
}

/// Whether a place alone tells the body.
fn is_place(own: &[&Word]) -> bool {
    matches!(own, [word] if word.class == Class::Place)
}

/// The kind of body that both names may be.
fn body_of(leniency: Leniency, one: &[Word], other: &[Word]) -> Option<Body> {
    let has = |words: &[Word], text: &str| words.iter().any(|word| word.text == text);
    let either = |text: &str| has(one, text) || has(other, text);
    let any = |words: &[Word], list: &str| words.iter().any(|word| is_in(list, &word.text));
    let kinds_are = |list: &str| {
        one.iter().chain(other).filter(|word| word.class == Class::Kind).all(|word| is_in(list, &word.text))
    };
    if matches!(leniency, Leniency::Nhs | Leniency::Any) {
        let is_university =
            has(one, "UNIVERSITY") && !any(one, "NHSTRUST NHS TRUST HOSPITAL HEALTH HEALTHCARE");
        let is_around = || ["CHARITY", "FUND", "COLLEGE"].into_iter().any(either);
        if has(other, "NHSTRUST") && !is_university && !is_around() {
            return Some(Body::Trust);
        }
        if either("COUNCIL") || either("BOROUGH") {
            return kinds_are(COUNCIL).then_some(Body::Council);
        }
        let is_practice = ["SURGERY", "PRACTICE", "MEDICAL", "HEALTH", "DR"].into_iter().any(either);
        // `CHELSEA` alone is no practice.
        let says_enough = || any(one, PRACTICE) || one.iter().filter(|word| word.is_own()).count() > 1;
        if is_practice && kinds_are(PRACTICE) && says_enough() {
            return Some(Body::Practice);
        }
        if leniency == Leniency::Nhs {
            return Some(Body::Health);
        }
    }
    matches!(leniency, Leniency::Charities | Leniency::Any).then_some(Body::Charity)
}

impl Body {
    /// Words that have to agree.
    fn least_own(self) -> usize {
        match self {
            Self::Charity => 2,
            Self::Practice | Self::Trust | Self::Council | Self::Health => 1,
        }
    }

    /// Whether a word tells such a body from others.
    fn is_told_by(self, word: &Word) -> bool {
        match self {
            // Saints have many of both.
            Self::Practice | Self::Charity => word.class == Class::Plain && word.text != "ST",
            Self::Trust | Self::Council | Self::Health => word.is_own(),
        }
    }

    /// Whether such a body is called with the word, or without it.
    fn spares(self, word: &Word) -> bool {
        let bit = match self {
            Self::Practice => 0,
            Self::Trust => 1,
            Self::Council => 2,
            Self::Charity => 3,
            Self::Health => 4,
        };
        word.sorts & (1 << bit) != 0 && (word.text != "GROUP" || word.class == Class::Kind)
    }

    /// Whether what each name has left of such words may be said of one body.
    fn may_be_one(self, beside: &Beside<'_>, own: &[&Word], [here, there]: &[Vec<usize>; 2]) -> bool {
        let is_both = !here.is_empty() && !there.is_empty();
        let only = |side: usize, list: &str| beside.are_all(side, if side == 0 { here } else { there }, list);
        match self {
            Self::Charity | Self::Health => true,
            // Many practices share one word, streets and houses aside: then they also agree on another one.
            Self::Practice => {
                let telling = own.iter().filter(|word| word.sorts & IN_ADDRESS == 0).count();
                !is_both || telling > 1 || telling == 1 && beside.agree_on_kind()
            }
            // A town has several trusts: of hospitals, for the mind, in the community.
            Self::Trust if is_place(own) => {
                let is_trust = beside.names[0].iter().any(|word| word.text == "NHSTRUST");
                if here.is_empty() {
                    is_trust || only(1, "NHSTRUST")
                } else {
                    only(0, "TRUST NHS FOUNDATION NHSTRUST") || is_trust && !is_both
                }
            }
            Self::Trust => {
                let says_kind = || {
                    beside.names[0].iter().any(|word| word.class == Class::Kind || word.text == "PARTNERSHIP")
                };
                !own.iter().all(|word| word.class != Class::Plain) || says_kind()
            }
            Self::Council => {
                const ALIKE: &str = "COUNCIL CITY BOROUGH DISTRICT METROPOLITAN";
                only(0, "COUNCIL") || only(1, "COUNCIL") || only(0, ALIKE) && only(1, ALIKE)
            }
        }
    }
}
