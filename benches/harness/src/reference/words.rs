//! Words that made-up companies are named after, and places where they are.

/// Beginnings of first words, in order, so that the file is nearly sorted by name, as the publisher's is.
pub(super) const BEGINNINGS: [&str; 32] = [
    "Al", "Ash", "Bel", "Bir", "Bro", "Cal", "Car", "Cor", "Dal", "Dun", "El", "Fen", "Gar", "Glen", "Hal",
    "Har", "Ing", "Jar", "Kel", "Kin", "Lan", "Mar", "Mel", "Nor", "Oak", "Pen", "Quar", "Ray", "Sal", "Tor",
    "Wal", "Yar",
];

pub(super) const MIDDLES: [&str; 24] = [
    "a", "be", "bing", "co", "da", "den", "der", "e", "fa", "ga", "hol", "i", "ke", "la", "ling", "mo", "na",
    "o", "per", "ri", "sen", "ta", "vi", "wen",
];

pub(super) const ENDINGS: [&str; 24] = [
    "by", "combe", "dale", "den", "don", "field", "ford", "gate", "ham", "hurst", "land", "ley", "lock",
    "mere", "more", "ridge", "shaw", "stead", "ton", "well", "wick", "wood", "worth", "yard",
];

pub(super) const SECOND: [&str; 24] = [
    "Advanced",
    "Brothers",
    "Central",
    "City",
    "County",
    "Direct",
    "East",
    "Euro",
    "First",
    "Global",
    "Green",
    "Independent",
    "Metro",
    "Midland",
    "National",
    "New",
    "Northern",
    "Premier",
    "Prime",
    "Regional",
    "Royal",
    "Southern",
    "United",
    "Western",
];

/// A trade, and a code of SIC 2007 with what it means.
pub(super) const TRADES: [(&str, &str); 24] = [
    ("Accountants", "69201 - Accounting and auditing activities"),
    ("Architects", "71111 - Architectural activities"),
    ("Bakery", "10710 - Manufacture of bread; manufacture of fresh pastry goods and cakes"),
    ("Builders", "41202 - Construction of domestic buildings"),
    ("Care Homes", "87300 - Residential care activities for the elderly and disabled"),
    ("Catering", "56290 - Other food services"),
    ("Cleaning Services", "81210 - General cleaning of buildings"),
    ("Coaches", "49390 - Other passenger land transport"),
    ("Computing", "62020 - Information technology consultancy activities"),
    ("Consulting", "70229 - Management consultancy activities other than financial management"),
    ("Design", "74100 - specialised design activities"),
    ("Electrical", "43210 - Electrical installation"),
    ("Engineering", "71129 - Other engineering activities"),
    ("Estates", "68310 - Real estate agencies"),
    ("Fashion", "47710 - Retail sale of clothing in specialised stores"),
    ("Haulage", "49410 - Freight transport by road"),
    ("Homecare", "88100 - Social work activities without accommodation for the elderly and disabled"),
    ("Landscapes", "81300 - Landscape service activities"),
    ("Nurseries", "88910 - Child day-care activities"),
    ("Plumbing", "43220 - Plumbing, heat and air-conditioning installation"),
    ("Properties", "68209 - Other letting and operating of own or leased real estate"),
    ("Recruitment", "78109 - Other activities of employment placement agencies"),
    ("Security", "80100 - Private security activities"),
    ("Training", "85590 - Other education n.e.c."),
];

/// Areas of postcodes, in order.
pub(super) const AREAS: [&str; 60] = [
    "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "CA", "CB", "CF", "CH", "CM", "CO", "CR",
    "CT", "CV", "CW", "DA", "DE", "DH", "DL", "DN", "DT", "DY", "EX", "FY", "GL", "GU", "HA", "HD", "HG",
    "HP", "HR", "HU", "HX", "IG", "IP", "KT", "LA", "LE", "LN", "LS", "LU", "ME", "MK", "NE", "NG", "NN",
    "NP", "NR", "OL", "OX", "PE", "PL", "PO", "PR", "RG",
];

/// Letters of the last two places of postcodes.
pub(super) const UNIT: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";
