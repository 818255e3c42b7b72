//! Names of public bodies.

use super::{Words, is_listed};

/// Words of bodies around public ones, which are not public themselves.
const NOT_PUBLIC: &str = "CLUB FRIENDS UNION UNISON SOCIETY ASSOCIATION ASSOCIATIONS FEDERATION CONFEDERATION CHARITY \
    CHARITIES CHARITABLE LEAGUE SCOUT SCOUTS SOLICITORS PTA PTFA BENEVOLENT CRICKET FOOTBALL MUTUAL \
    RETIREMENT MAGAZINE";

/// Phrases that only public bodies have in their names.
const ANYWHERE: &[&str] = &[
    // Local government
    "BOROUGH COUNCIL",
    "CITY COUNCIL",
    "DISTRICT COUNCIL",
    "COUNTY COUNCIL",
    "PARISH COUNCIL",
    "TOWN COUNCIL",
    "COUNTY BOROUGH COUNCIL",
    "METROPOLITAN BOROUGH OF",
    "LONDON BOROUGH",
    "ROYAL BOROUGH OF",
    "COUNCIL OF THE CITY",
    "COUNCIL OF THE BOROUGH",
    "MBC",
    "COMBINED AUTHORITY",
    "GREATER LONDON AUTHORITY",
    "PASSENGER TRANSPORT EXECUTIVE",
    "INTEGRATED TRANSPORT AUTHORITY",
    "WASTE DISPOSAL AUTHORITY",
    "NATIONAL PARK AUTHORITY",
    "PORT HEALTH AUTHORITY",
    "TRANSPORT FOR LONDON",
    "TRANSPORT FOR WEST MIDLANDS",
    "TRANSPORT FOR GREATER MANCHESTER",
    "PENSIONS AUTHORITY",
    "TEACHERS PENSIONS",
    "TEACHERS PENSION",
    // Health
    "INTEGRATED CARE BOARD",
    "CLINICAL COMMISSIONING GROUP",
    "PRIMARY CARE TRUST",
    "HEALTH AND SOCIAL CARE TRUST",
    "STRATEGIC HEALTH AUTHORITY",
    "NHS ENGLAND",
    "NHS BLOOD AND TRANSPLANT",
    "NHS RESOLUTION",
    "NHS DIGITAL",
    "NHS BUSINESS SERVICES AUTHORITY",
    "NHS LITIGATION AUTHORITY",
    "NHS PENSIONS",
    "NHSBSA",
    "PUBLIC HEALTH ENGLAND",
    "UK HEALTH SECURITY AGENCY",
    "CARE QUALITY COMMISSION",
    // Police and fire
    "POLICE AND CRIME COMMISSIONER",
    "POLICE FIRE AND CRIME COMMISSIONER",
    "CHIEF CONSTABLE",
    "CONSTABULARY",
    "POLICE AUTHORITY",
    "METROPOLITAN POLICE",
    "FIRE AND RESCUE SERVICE",
    "FIRE AND RESCUE AUTHORITY",
    "FIRE AUTHORITY",
    "LONDON FIRE BRIGADE",
    // State
    "HMRC",
    "HM REVENUE AND CUSTOMS",
    "HM REVENUE",
    "INLAND REVENUE",
    "HM TREASURY",
    "HMCTS",
    "HM COURTS",
    "HM PRISON",
    "HM LAND REGISTRY",
    "CROWN COMMERCIAL SERVICE",
    "CROWN PROSECUTION SERVICE",
    "DISCLOSURE AND BARRING SERVICE",
    "DRIVER AND VEHICLE LICENSING AGENCY",
    "EDUCATION AND SKILLS FUNDING AGENCY",
    "VALUATION OFFICE AGENCY",
    "VALUATION TRIBUNAL",
];

/// Public when the name is this, or begins with it.
const BEGINNINGS: &[&str] = &[
    "DWP",
    "DVLA",
    "DVSA",
    "ESFA",
    "DEFRA",
    "OFSTED",
    "HOME OFFICE",
    "CABINET OFFICE",
    "ENVIRONMENT AGENCY",
    "COMPANIES HOUSE",
    "LAND REGISTRY",
    "CHARITY COMMISSION",
    "HOMES ENGLAND",
    "SPORT ENGLAND",
    "NATURAL ENGLAND",
    "HISTORIC ENGLAND",
    "INFORMATION COMMISSIONER",
    "ELECTORAL COMMISSION",
    "NATIONAL AUDIT OFFICE",
    "SCOTTISH GOVERNMENT",
    "WELSH GOVERNMENT",
    "ORDNANCE SURVEY",
    "NATIONAL ARCHIVES",
    "OFFICE FOR NATIONAL STATISTICS",
    "STUDENT LOANS COMPANY",
    "FORESTRY COMMISSION",
    "CITY OF LONDON CORPORATION",
];

/// What departments of state are for; others call themselves a department or ministry for fun.
const DEPARTMENTS: &str = "EDUCATION WORK HEALTH TRANSPORT ENVIRONMENT COMMUNITIES CULTURE DIGITAL BUSINESS ENERGY \
    INTERNATIONAL LEVELLING SCIENCE INFRASTRUCTURE FINANCE JUSTICE AGRICULTURE CHILDREN INNOVATION \
    EMPLOYMENT TRADE DEFENCE HOUSING SOCIAL";

/// Words before `COUNCIL` that tell a council of something else than a place.
const OTHER_COUNCILS: &str = "ADVISORY ARTS BAR BIBLE BLIND BRITISH BUSINESS CARE CHILDRENS CHURCH CHURCHES COMMUNITY CONSUMER \
    CONSUMERS COUNTRYSIDE CULTURAL CULTURE DEAF DENTAL DESIGN DEVELOPMENT DISABILITY EDUCATION \
    ENGINEERING ENGLAND ENGLISH ENVIRONMENT EQUALITY ETHNIC EUROPEAN FAITH FARMING FILM FORESTRY FUNDING \
    GENERAL HEALTH HERITAGE HINDU HOUSING INDUSTRY INTERFAITH INTERNATIONAL IRISH ISLAMIC JEWISH \
    LEARNING MARKETING MEDICAL MINORITY MOSQUES MUSIC MUSLIM NATIONAL NURSING OPTICAL PARENTS PEOPLES \
    PHARMACEUTICAL PRESS PRIVY PROFESSIONS RACE RACIAL REFUGEE REGIONAL RESEARCH SAFETY SCHOOL SCHOOLS \
    SCIENCE SECURITY SERVICE SERVICES SIKH SKILLS SOCIAL SPORTS STUDENT STUDENTS TEACHING TENANTS TRADES \
    TRAINING UK VOLUNTARY WOMENS YOUTH";

/// Boards of the NHS in Scotland, which have no `TRUST` in their names.
const SCOTTISH_BOARDS: &[&str] = &[
    "AYRSHIRE AND ARRAN",
    "BORDERS",
    "DUMFRIES AND GALLOWAY",
    "FIFE",
    "FORTH VALLEY",
    "GRAMPIAN",
    "GREATER GLASGOW AND CLYDE",
    "HIGHLAND",
    "LANARKSHIRE",
    "LOTHIAN",
    "ORKNEY",
    "SHETLAND",
    "TAYSIDE",
    "WESTERN ISLES",
];

/// Names of schools that the state pays for end so.
const SCHOOLS: &[&str] = &[
    "PRIMARY SCHOOL",
    "PRIMARY SCHOOLS",
    "PRIMARY ACADEMY",
    "INFANT SCHOOL",
    "INFANTS SCHOOL",
    "INFANT AND NURSERY SCHOOL",
    "INFANT ACADEMY",
    "JUNIOR SCHOOL",
    "JUNIOR AND INFANT SCHOOL",
    "JUNIOR INFANT AND NURSERY SCHOOL",
    "JUNIOR ACADEMY",
    "PRIMARY AND NURSERY SCHOOL",
    "SECONDARY SCHOOL",
    "COMMUNITY SCHOOL",
    "SPECIAL SCHOOL",
    "PUPIL REFERRAL UNIT",
    "CHURCH OF ENGLAND ACADEMY",
    "C OF E ACADEMY",
    "CE ACADEMY",
    "C OF E SCHOOL",
    "CE SCHOOL",
];

/// State schools under one roof: a company by law, public by its money.
pub(super) fn is_academy_trust(name: &Words) -> bool {
    ["ACADEMY TRUST", "ACADEMIES TRUST", "ACADEMY TRUSTS", "MULTI ACADEMY"]
        .iter()
        .any(|phrase| name.hold(phrase))
        && !is_around(name)
}

pub(super) fn is_public_body(name: &Words) -> bool {
    let begins = || BEGINNINGS.iter().any(|phrase| name.begin_with(phrase));
    if begins() {
        return true;
    }
    if is_around(name) {
        return false;
    }
    ANYWHERE.iter().any(|phrase| name.hold(phrase))
        || SCHOOLS.iter().any(|phrase| name.end_with(phrase))
        || is_council(name)
        || is_of_nhs(name)
        || is_police(name)
        || is_department(name)
}

fn is_around(name: &Words) -> bool {
    name.iter().any(|word| is_listed(NOT_PUBLIC, word))
}

/// `WALSALL COUNCIL`, `TELFORD AND WREKIN COUNCIL`, `CITY OF WOLVERHAMPTON COUNCIL`, and in Wales `X COMMUNITY COUNCIL`.
fn is_council(name: &Words) -> bool {
    if name.begin_with("CITY OF") && name.hold("COUNCIL") {
        return true;
    }
    if !name.end_with("COUNCIL") || name.count < 2 {
        return false;
    }
    let is_welsh = name.end_with("COMMUNITY COUNCIL") && name.count == 3;
    let is_place = || name.count <= 4 && !name.iter().any(|word| is_listed(OTHER_COUNCILS, word));
    is_welsh || is_place()
}

/// Also names that were cut off: `HERTFORDSHIRE PARTNERSHIP NHS FOUNDATION`.
fn is_of_nhs(name: &Words) -> bool {
    let is_board = |place: &&str| {
        name.count == place.split(' ').count() + 1 && name.begin_with("NHS") && name.end_with(place)
    };
    let is_form = |word: &str| {
        matches!(word, "FT" | "ICB" | "CCG" | "PCT") || word.starts_with("TRUS") || word.starts_with("FOUND")
    };
    let is_hospital = |word: &str| matches!(word, "HOSPITAL" | "HOSPITALS" | "HEALTHCARE" | "AMBULANCE");
    let has_hospital = || name.iter().any(is_hospital);
    SCOTTISH_BOARDS.iter().any(is_board)
        || name.iter().any(|word| matches!(word, "NHSFT" | "NHST"))
        || (name.hold("NHS") && (has_hospital() || name.iter().any(is_form)))
        || (name.hold("FOUNDATION TRUST") && has_hospital())
        || name.end_with("HEALTH BOARD")
}

/// `WEST MIDLANDS POLICE`.
fn is_police(name: &Words) -> bool {
    (2..=4).contains(&name.count) && name.end_with("POLICE")
}

fn is_department(name: &Words) -> bool {
    let mut words = name.iter();
    let begins = matches!(words.next(), Some("DEPARTMENT" | "DEPT" | "MINISTRY"))
        && matches!(words.next(), Some("FOR" | "OF"));
    let is_of_state = words.next().is_some_and(|word| is_listed(DEPARTMENTS, word) || word == "THE");
    begins && is_of_state && !name.iter().any(|word| matches!(word, "UNIVERSITY" | "COLLEGE" | "HOSPITAL"))
}
