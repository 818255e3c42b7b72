//! Invented names that look like those of real companies, many of them near misses of given names.

/// A generator of the same numbers for the same seed (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most.max(1)).unwrap()).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const SURNAMES: &[&str] = &[
    "SMITH",
    "JONES",
    "TAYLOR",
    "BROWN",
    "WILLIAMS",
    "WILSON",
    "JOHNSON",
    "DAVIES",
    "PATEL",
    "ROBINSON",
    "WRIGHT",
    "THOMPSON",
    "EVANS",
    "WALKER",
    "WHITE",
    "ROBERTS",
    "GREEN",
    "HALL",
    "WOOD",
    "JACKSON",
    "CLARKE",
    "HUGHES",
    "KHAN",
    "EDWARDS",
    "HILL",
    "MARTIN",
    "COOPER",
    "WARD",
    "TURNER",
    "MORRIS",
    "AHMED",
    "HARRISON",
    "SINGH",
    "BAKER",
    "MORGAN",
    "SHAW",
    "ALLEN",
    "BENNETT",
    "BEGUM",
    "CAMPBELL",
    "HUSSAIN",
    "PHILLIPS",
    "ELLIS",
    "MARSHALL",
    "MURRAY",
    "GRAHAM",
    "HOLT",
    "WEBSTER",
    "FLETCHER",
    "BARKER",
    "ASHTON",
    "ENTWISTLE",
    "HAMER",
    "KERSHAW",
    "OGDEN",
    "SCHOFIELD",
    "TETLOW",
];

const PLACES: &[&str] = &[
    "BOLTON",
    "OLDHAM",
    "MANCHESTER",
    "LEEDS",
    "YORK",
    "WALSALL",
    "KENT",
    "LONDON",
    "BRISTOL",
    "DEVON",
    "SALFORD",
    "BURY",
    "STOCKPORT",
    "WIGAN",
    "CHESHIRE",
    "LANCASHIRE",
    "NORTH WEST",
    "MIDLANDS",
    "SCOTLAND",
    "ESSEX",
    "LINCOLN",
    "DERBY",
    "SURREY",
    "HULL",
    "BATH",
    "OXFORD",
    "CARDIFF",
    "SWANSEA",
    "DURHAM",
    "NORWICH",
    "LUTON",
    "READING",
];

const BRANDS: &[&str] = &[
    "ACORN",
    "APEX",
    "ALPHA",
    "AVALON",
    "BEACON",
    "BLUEBELL",
    "BRIDGE",
    "BRIGHT",
    "CASTLE",
    "CEDAR",
    "CENTURY",
    "CITADEL",
    "CROWN",
    "DIAMOND",
    "EAGLE",
    "ELM",
    "EVERGREEN",
    "FALCON",
    "FORTIS",
    "FUTURE",
    "GATEWAY",
    "HAVEN",
    "HERITAGE",
    "HORIZON",
    "IVY",
    "KEYSTONE",
    "LIBERTY",
    "LIGHTHOUSE",
    "MERIDIAN",
    "NEW DAWN",
    "NEXUS",
    "OAKLEAF",
    "OLIVE",
    "ORCHARD",
    "PARAMOUNT",
    "PHOENIX",
    "PINNACLE",
    "PRESTIGE",
    "PRIME",
    "QUANTUM",
    "RAINBOW",
    "REGENCY",
    "RIVERSIDE",
    "ROWAN",
    "SAPPHIRE",
    "SENTINEL",
    "SILVER BIRCH",
    "SPRINGFIELD",
    "STERLING",
    "SUMMIT",
    "SYCAMORE",
    "TRINITY",
    "UNITY",
    "VANGUARD",
    "VICTORIA",
    "WILLOW",
    "WINDMILL",
    "WOODLANDS",
    "ZENITH",
];

const TRADES: &[&str] = &[
    "BUILDERS",
    "PLUMBING",
    "ROOFING",
    "ELECTRICAL",
    "HEATING",
    "TRANSPORT",
    "LOGISTICS",
    "CLEANING",
    "CATERING",
    "CARE",
    "HOMECARE",
    "NURSERIES",
    "TAXIS",
    "COACHES",
    "SCAFFOLDING",
    "LANDSCAPES",
    "JOINERY",
    "SOFTWARE",
    "SYSTEMS",
    "DESIGN",
    "MARKETING",
    "TRAINING",
    "RECRUITMENT",
    "CONSULTING",
    "ENGINEERING",
    "MOTORS",
    "PRINTERS",
    "SECURITY",
    "FLOORING",
    "PROPERTIES",
    "LETTINGS",
    "FOODS",
    "PHARMACY",
    "DENTAL",
    "FOSTERING",
    "EDUCATION",
    "TEXTILES",
    "PACKAGING",
    "WASTE",
];

const ENDINGS: &[&str] = &[
    "LIMITED",
    "LIMITED",
    "LIMITED",
    "LTD",
    "LTD",
    "LTD.",
    "LLP",
    "PLC",
    "SERVICES LIMITED",
    "SOLUTIONS LTD",
    "GROUP LIMITED",
    "HOLDINGS LIMITED",
    "(UK) LIMITED",
    "MANAGEMENT LIMITED",
    "INVESTMENTS LIMITED",
    "AND SONS LIMITED",
];

/// A name out of nothing.
pub(crate) fn invented(random: &mut Random) -> String {
    let initial = char::from(b'A' + u8::try_from(random.below(26)).unwrap());
    let first = match random.below(6) {
        0 => format!("{} {}", random.one(SURNAMES), random.one(TRADES)),
        1 => format!("{initial} {} {}", random.one(SURNAMES), random.one(TRADES)),
        2 => format!("{} {}", random.one(BRANDS), random.one(TRADES)),
        3 => format!("{} {} {}", random.one(PLACES), random.one(BRANDS), random.one(TRADES)),
        4 => format!("{} & {} {}", random.one(SURNAMES), random.one(SURNAMES), random.one(TRADES)),
        _ => format!("{} {} ({})", random.one(BRANDS), random.one(TRADES), random.one(PLACES)),
    };
    let number = if random.below(9) == 0 { format!(" {}", 1 + random.below(2400)) } else { String::new() };
    format!("{first}{number} {}", random.one(ENDINGS))
}

/// A name that is nearly the given one, but another body's: another trade or place, a holding company, a
/// branch, another number.
pub(crate) fn near_miss(name: &str, random: &mut Random) -> String {
    let upper = name.to_uppercase();
    let mut words: Vec<&str> = upper.split_whitespace().collect();
    while words.len() > 1
        && words.last().is_some_and(|last| ["LTD", "LTD.", "LIMITED", "PLC", "LLP"].contains(last))
    {
        words.pop();
    }
    let stem = words.join(" ");
    let (first, rest) =
        words.split_first().map_or(("", String::new()), |(first, rest)| (*first, rest.join(" ")));
    let without_last = words[..words.len().saturating_sub(1).max(1)].join(" ");
    match random.below(10) {
        0 => format!("{stem} HOLDINGS LIMITED"),
        1 => format!("{stem} GROUP LIMITED"),
        2 => format!("{stem} ({}) LIMITED", random.one(PLACES)),
        3 => format!("{stem} {} LIMITED", random.one(TRADES)),
        4 => format!("{without_last} {} LIMITED", random.one(TRADES)),
        5 => format!("{} {rest} LIMITED", random.one(BRANDS)),
        6 => format!("{} {stem} LTD", random.one(PLACES)),
        7 => format!("{first} {} {} LIMITED", random.one(PLACES), random.one(TRADES)),
        8 => format!("{stem} {} LIMITED", 2 + random.below(7)),
        _ => format!("{without_last} {} LTD", random.one(PLACES)),
    }
}
