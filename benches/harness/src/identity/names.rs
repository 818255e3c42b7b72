//! Invented names of companies: surnames, brands, places, trades and endings in the proportions of a real register.

use crate::workload::random::Random;

const STEMS: [&str; 48] = [
    "ASH", "BARN", "BLACK", "BRAD", "BRIGHT", "BURN", "CALDER", "CHART", "CLAY", "COLD", "CROSS", "DAL",
    "DEN", "EAST", "ELM", "FAIR", "FEN", "GARTH", "GREEN", "HALL", "HART", "HAZEL", "HOL", "KIRK", "LANG",
    "LARCH", "LIND", "MARL", "MERE", "MILL", "MOOR", "NORTH", "OAK", "PEN", "RAD", "RED", "ROTH", "SALT",
    "SHEF", "STAN", "SUT", "THORN", "WAKE", "WAL", "WEST", "WHIT", "WIN", "WOOL",
];

const SUFFIXES: [&str; 24] = [
    "BROOK", "BURY", "BY", "COTT", "DALE", "DEN", "FIELD", "FORD", "GATE", "HAM", "HURST", "LAND", "LEY",
    "LOW", "MAN", "MORE", "SHAW", "SON", "STEAD", "TON", "WAY", "WELL", "WICK", "WORTH",
];

const SURNAMES: [&str; 40] = [
    "SMITH", "JONES", "TAYLOR", "BROWN", "WILLIAMS", "WILSON", "JOHNSON", "DAVIES", "PATEL", "ROBINSON",
    "WRIGHT", "THOMPSON", "EVANS", "WALKER", "ROBERTS", "JACKSON", "CLARKE", "HUGHES", "KHAN", "EDWARDS",
    "MARTIN", "COOPER", "TURNER", "MORRIS", "AHMED", "HARRISON", "SINGH", "BAKER", "MORGAN", "ALLEN",
    "BENNETT", "CAMPBELL", "HUSSAIN", "PHILLIPS", "ELLIS", "MARSHALL", "MURRAY", "GRAHAM", "WEBSTER",
    "FLETCHER",
];

const SYLLABLES: [&str; 40] = [
    "AR", "BE", "CO", "DA", "EL", "FI", "GA", "HA", "IN", "JO", "KA", "LU", "MA", "NE", "OR", "PA", "QUI",
    "RE", "SA", "TE", "UL", "VE", "WI", "XA", "YO", "ZE", "BRA", "CLE", "DRO", "FLI", "GRA", "PLE", "PRI",
    "STA", "TRE", "THI", "VIS", "NOR", "LEX", "TRON",
];

const PLACES: [&str; 40] = [
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
    "DUDLEY",
    "COVENTRY",
    "TELFORD",
    "CORNWALL",
    "DORSET",
    "SUFFOLK",
    "LEICESTER",
    "NOTTINGHAM",
];

const TRADES: [&str; 60] = [
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
    "CONSTRUCTION",
    "DEVELOPMENTS",
    "MANAGEMENT",
    "MEDIA",
    "ARCHITECTS",
    "SURVEYORS",
    "ACCOUNTANTS",
    "SOLICITORS",
    "INTERIORS",
    "WINDOWS",
    "PAVING",
    "DRAINAGE",
    "FENCING",
    "LIGHTING",
    "KITCHENS",
    "FURNITURE",
    "SUPPLIES",
    "TRAVEL",
    "EVENTS",
    "FITNESS",
    "TECHNOLOGIES",
];

const MIDDLES: [&str; 10] = [
    "SERVICES",
    "SOLUTIONS",
    "GROUP",
    "HOLDINGS",
    "(UK)",
    "INTERNATIONAL",
    "& SONS",
    "ASSOCIATES",
    "PARTNERS",
    "VENTURES",
];

/// A name without its legal form.
pub(super) fn name(random: &mut Random) -> String {
    let surname = |random: &mut Random| {
        if random.chance(0.3) {
            random.pick(&SURNAMES).to_owned()
        } else {
            format!("{}{}", random.pick(&STEMS), random.pick(&SUFFIXES))
        }
    };
    let brand = |random: &mut Random| {
        let syllables = 2 + random.below(2);
        (0..syllables).map(|_| random.pick(&SYLLABLES)).collect::<String>()
    };
    let initial =
        |random: &mut Random| random.pick(&["A", "B", "C", "D", "G", "J", "K", "M", "P", "R", "S", "T", "W"]);
    let trade = |random: &mut Random| random.pick(&TRADES);
    let mut name = match random.below(10) {
        0 => format!("{} {}", surname(random), trade(random)),
        1 => format!("{} {} {}", initial(random), surname(random), trade(random)),
        2 | 3 => format!("{} {}", brand(random), trade(random)),
        4 => format!("{} {} {}", brand(random), random.pick(&PLACES), trade(random)),
        5 => format!("{} & {} {}", surname(random), surname(random), trade(random)),
        6 => format!("{} {} ({})", brand(random), trade(random), random.pick(&PLACES)),
        7 => format!("{} {} {}", surname(random), trade(random), random.pick(&TRADES)),
        8 => format!("{} {} {}", brand(random), brand(random), trade(random)),
        _ => brand(random),
    };
    if random.chance(0.25) {
        name.push(' ');
        name.push_str(random.pick(&MIDDLES));
    }
    name
}

/// The legal form of a company as registered.
pub(super) fn form(random: &mut Random) -> &'static str {
    match random.below(20) {
        0 => "LLP",
        1 => "PLC",
        2 => "C.I.C.",
        3..=9 => "LTD",
        _ => "LIMITED",
    }
}

/// A postcode of letters and digits in the right places.
pub(super) fn postcode(random: &mut Random) -> String {
    let area = random
        .pick(&["B", "M", "L", "S", "LS", "BD", "WV", "CV", "OL", "BL", "SK", "EX", "BS", "NG", "DE", "NR"]);
    let letter = |random: &mut Random| {
        random.pick(&["A", "B", "D", "E", "F", "H", "J", "L", "N", "P", "R", "S", "T", "U", "W", "X"])
    };
    format!("{area}{}{}{}{}", 1 + random.below(30), random.below(10), letter(random), letter(random))
}
