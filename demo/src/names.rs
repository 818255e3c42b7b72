//! Made-up names of suppliers, and the spellings under which different ledgers know one firm.

use crate::{random::Random, region};

/// Invented words: each firm carries one or two of them and the word Demo, so that none can be taken for a
/// real one.
pub(crate) const INVENTED: [&str; 64] = [
    "Alderquill",
    "Ambrewick",
    "Ashlorne",
    "Barrowfinch",
    "Bellowmere",
    "Brackenfold",
    "Bramblestow",
    "Calderwisp",
    "Candlemoss",
    "Cinderhythe",
    "Cloverhurn",
    "Copperwend",
    "Dapplewick",
    "Dovenholt",
    "Drizzleby",
    "Duskerton",
    "Elmsparrow",
    "Emberlock",
    "Everquay",
    "Fennimoor",
    "Fernsickle",
    "Flaxenby",
    "Foxglimmer",
    "Garlandish",
    "Gossamere",
    "Granitoft",
    "Hazelrune",
    "Heatherwyn",
    "Hollowbeck",
    "Honeydrake",
    "Inkerfell",
    "Ivorsedge",
    "Juniperth",
    "Kestrelow",
    "Kindlewood",
    "Larkspindle",
    "Lintelmoor",
    "Lowanthorpe",
    "Maplegrave",
    "Marigould",
    "Merrowdene",
    "Mossvander",
    "Nettlequay",
    "Nimbleton",
    "Oakenshard",
    "Orchardine",
    "Otterquist",
    "Pebblemarsh",
    "Plumstoke",
    "Quarrelow",
    "Quillibrand",
    "Ravensquill",
    "Rosehythe",
    "Rushenfeld",
    "Sablewick",
    "Silverhod",
    "Sorrelby",
    "Tallowick",
    "Thistledown",
    "Tumblewick",
    "Umberhollow",
    "Velvetmoor",
    "Willowhurn",
    "Zephyrton",
];

/// What stands behind a firm's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegalForm {
    Limited,
    Public,
    Partnership,
    CommunityInterest,
    Other,
    /// A public body: ledgers add nothing to its name.
    PublicBody,
}

impl LegalForm {
    fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Limited => &["Ltd", "Limited", "Ltd", "Limited", "LTD", "Ltd."],
            Self::Public => &["plc", "PLC", "Plc"],
            Self::Partnership => &["LLP", "Llp"],
            Self::CommunityInterest => &["CIC", "Cic"],
            Self::Other | Self::PublicBody => &[""],
        }
    }
}

/// A firm's name in its parts.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Without legal form, such as `Fennimoor & Sablewick Demo Legal`.
    pub(crate) stem: String,
    pub(crate) form: LegalForm,
    /// Name that it trades as, if that differs.
    pub(crate) trading_as: Option<String>,
    /// Whether ledgers sometimes put THE before it.
    pub(crate) article: bool,
}

impl Name {
    /// The name under which the firm is registered.
    pub(crate) fn registered(&self) -> String {
        let form = match self.form {
            LegalForm::Limited => " Limited",
            LegalForm::Public => " PLC",
            LegalForm::Partnership => " LLP",
            LegalForm::CommunityInterest => " CIC",
            LegalForm::Other | LegalForm::PublicBody => "",
        };
        format!("{}{form}", self.stem)
    }

    /// One of the ways in which a ledger may have it: legal form long or short, capitals, `&` or `and`,
    /// brackets, trading name. All of them are the same firm.
    pub(crate) fn spelled(&self, random: &mut Random) -> String {
        let mut text = self.stem.clone();
        if random.chance(0.4) {
            text = text.replace(" & ", " and ");
        }
        if self.article && random.chance(0.5) {
            text.insert_str(0, "The ");
        }
        if self.form != LegalForm::PublicBody && random.chance(0.12) {
            let place = if random.chance(0.4) {
                "UK"
            } else {
                region::district_name(random.below(region::DISTRICTS))
            };
            text = format!("{text} ({place})");
        }
        let form = random.pick(self.form.spellings());
        if !form.is_empty() {
            text = format!("{text} {form}");
        }
        if let Some(trading_as) = &self.trading_as
            && random.chance(0.6)
        {
            text = format!("{text} {} {trading_as}", random.pick(&["T/A", "t/a", "Trading as"]));
        }
        if random.chance(0.3) { text.to_uppercase() } else { text }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn one_firm_has_many_spellings_and_all_say_demo() {
        let name = Name {
            stem: "Fennimoor & Sablewick Demo Café".to_owned(),
            form: LegalForm::Limited,
            trading_as: Some("Demo Beans".to_owned()),
            article: true,
        };
        let mut random = Random::stream(1, "names");
        let spellings: BTreeSet<String> = (0..300).map(|_| name.spelled(&mut random)).collect();
        assert!(spellings.len() > 30);
        for wanted in ["Limited", " LTD", " and ", " & ", "(UK)", "T/A", "The ", "CAFÉ"] {
            assert!(spellings.iter().any(|spelling| spelling.contains(wanted)), "{wanted}");
        }
        assert!(spellings.iter().all(|spelling| spelling.to_lowercase().contains("demo")));
    }
}
