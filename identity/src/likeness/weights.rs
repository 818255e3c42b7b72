//! Thresholds and weights, all in one place. How they were found, and what they come to, says `docs/matching.md`.

/// The number of the rules of scores. Whoever changes what they come to increases it: a hub then looks all its suppliers
/// up again.
pub const RULES: i64 = 2;

/// From this score on, and with a `MARGIN` over the next best, two bearers are taken for one without asking anybody.
pub const AUTOMATIC: u16 = 900;

/// From this score on they are shown to people.
pub const REVIEW: u16 = 680;

/// By how much the best candidate has to lead, in thousandths.
pub const MARGIN: u16 = 40;

/// What each observation gives or takes, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// The names are not the same to the letter, legal forms and punctuation aside.
    OtherSpelling,
    /// Both names have a word of their own where the other has none: `SMITH PLUMBING`, `SMITH ROOFING`.
    WordsReplaced,
    /// A number or point of the compass that only one has.
    NumberDiffers,
    /// Another kind of body: `SURGERY`, `PHARMACY`.
    KindDiffers,
    /// A word that tells companies of one group apart.
    GroupWord,
    /// A common word that only one has: `CARE`, `TRAINING`.
    GenericWord,
    /// One says more of the kind of body, as names of this kind of body do: `DORSET COUNCIL`, `DORSET COUNTY COUNCIL`.
    KindLeftOut,
    /// Each says it in its own way: `SURGERY`, `MEDICAL CENTRE`.
    KindRelated,
    /// A street or house that the published name of a practice has besides.
    AddressWord,
    /// One that the register has besides: often to tell it from others of that name.
    AddressLacking,
    /// Words that say what kind of body it is stand elsewhere: `UNIVERSITY OF BATH`.
    KindMoved,
    /// The other words stand in another order.
    Reordered,
    /// The register's name lacks what the published one has in brackets, mostly a place.
    BracketsDropped,
    /// The published name lacks what the register has in brackets: often another firm of the group.
    BracketsLacking,
    /// The name may have been cut off within a word.
    CutWithin,
    /// The name may have been cut off behind a word.
    CutBehind,
    /// The name stands before `#`, `T/A` or a dash.
    Head,
    /// Words behind the end of the name: `SURGERY BATH`, `LTD INVOICE 7`.
    Trailer,
    /// The name stands behind such a mark.
    Tail,
    /// The name stands between codes, departments and ends of other names.
    Within,
    /// The name of a trust, university or council stands before words that may be anything.
    Before,
    /// Each states a legal form, and not the same one.
    LegalForm,
    /// A former name of the entry.
    FormerName,
    /// The same postcode.
    SamePostcode,
    /// The same postcode district (`B5`).
    SameDistrict,
    /// Another postcode area (`B`, `M`): branches pay and are paid, so that this is weak.
    OtherArea,
    /// The same SIC 2007 division.
    SameSector,
    /// They share an identifier.
    SameIdentifier,
    /// Each has an identifier of the same scheme, and not the same one.
    OtherIdentifier,
}

impl Point {
    pub(crate) fn points(self) -> i32 {
        match self {
            Self::OtherSpelling => -40,
            Self::WordsReplaced => -150,
            Self::NumberDiffers => -120,
            Self::KindDiffers => -70,
            Self::GroupWord => -50,
            Self::GenericWord => -30,
            Self::KindLeftOut => -45,
            Self::KindRelated => -55,
            Self::AddressWord => -50,
            Self::AddressLacking => -70,
            Self::KindMoved => -60,
            Self::Reordered => -105,
            Self::BracketsDropped => -60,
            Self::BracketsLacking => -150,
            Self::CutWithin => -20,
            Self::CutBehind => -80,
            Self::Head => -10,
            Self::Trailer => -40,
            Self::Tail => -170,
            Self::Within => -10,
            Self::Before => -60,
            Self::LegalForm => -60,
            Self::FormerName => -60,
            Self::SamePostcode => 60,
            Self::SameDistrict => 25,
            Self::OtherArea => -25,
            Self::SameSector => 10,
            Self::SameIdentifier => 300,
            Self::OtherIdentifier => -600,
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::OtherSpelling => "OTHER_SPELLING",
            Self::WordsReplaced => "WORDS_REPLACED",
            Self::NumberDiffers => "NUMBER_DIFFERS",
            Self::KindDiffers => "KIND_DIFFERS",
            Self::GroupWord => "GROUP_WORD",
            Self::GenericWord => "GENERIC_WORD",
            Self::KindLeftOut => "KIND_LEFT_OUT",
            Self::KindRelated => "KIND_RELATED",
            Self::AddressWord => "ADDRESS_WORD",
            Self::AddressLacking => "ADDRESS_LACKING",
            Self::KindMoved => "KIND_MOVED",
            Self::Reordered => "REORDERED",
            Self::BracketsDropped => "BRACKETS_DROPPED",
            Self::BracketsLacking => "BRACKETS_LACKING",
            Self::CutWithin => "CUT_OFF_WITHIN_WORD",
            Self::CutBehind => "CUT_OFF_BEHIND_WORD",
            Self::Head => "BEFORE_MARK",
            Self::Trailer => "WORDS_BEHIND_NAME",
            Self::Tail => "BEHIND_MARK",
            Self::Within => "NAME_WITHIN",
            Self::Before => "NAME_BEFORE_OTHER_WORDS",
            Self::LegalForm => "LEGAL_FORM",
            Self::FormerName => "FORMER_NAME",
            Self::SamePostcode => "SAME_POSTCODE",
            Self::SameDistrict => "SAME_POSTCODE_DISTRICT",
            Self::OtherArea => "OTHER_POSTCODE_AREA",
            Self::SameSector => "SAME_SECTOR",
            Self::SameIdentifier => "SAME_IDENTIFIER",
            Self::OtherIdentifier => "OTHER_IDENTIFIER",
        }
    }
}

/// A name of so many characters may have been cut off within a word …
pub(crate) const CUT_WITHIN: usize = 20;

/// … or behind one.
pub(crate) const CUT_BEHIND: usize = 26;

/// How much of the weight of the words that are lacking then counts, in percent.
pub(crate) const LACKING_WITHIN: u32 = 15;
pub(crate) const LACKING_BEHIND: u32 = 40;
