//! What a row says of the nature of a payment: money that only passes through, and grants.
//!
//! Told by whole words, and only where they leave no doubt: what is not clear is a purchase like any other. A grant is
//! told by purpose, category or type of supplier, never by the payee's name. Many categories are named after the grant
//! that the money comes from (Public Health Grant); those pay for purchases, and tell nothing.

use anchorhub_entities::{WarningCode, WarningSet};

/// Payees that take taxes.
const TAX_OFFICES: [&str; 5] =
    ["HMRC", "HM REVENUE AND CUSTOMS", "H M REVENUE AND CUSTOMS", "HM REVENUE CUSTOMS", "INLAND REVENUE"];

/// Payees that take pension contributions, where one of these ends the name.
const PENSION_FUNDS: [&str; 8] = [
    "PENSION FUND",
    "PENSIONS FUND",
    "PENSION SCHEME",
    "SUPERANNUATION FUND",
    "SUPERANNUATION SCHEME",
    "TEACHERS PENSION",
    "TEACHERS PENSIONS",
    "NHS PENSIONS",
];

/// What tax offices and pension funds are paid for like anybody else.
const SUPPLIED: [&str; 14] = [
    "CONSTRUCTION",
    "CONSULTANCY",
    "EQUIPMENT",
    "FEES",
    "LEGAL",
    "OUTSOURCED",
    "OUTSOURCING",
    "PROFESSIONAL",
    "RECRUITMENT",
    "RESEARCH",
    "SECONDEES",
    "SECONDMENT",
    "SOFTWARE",
    "TRAINING",
];

/// Pension funds also let premises.
const RENT: [&str; 9] =
    ["RENT", "RENTS", "RENTAL", "RENTALS", "LEASE", "LEASES", "PREMISES", "ACCOMMODATION", "SERVICE CHARGE"];

/// Purposes and categories of money that passes through.
const PASSING: [&str; 14] = [
    "BUSINESS RATE",
    "BUSINESS RATES",
    "NNDR",
    "NON DOMESTIC RATE",
    "NON DOMESTIC RATES",
    "PRECEPT",
    "PRECEPTS",
    "PENSION CONTRIBUTION",
    "PENSION CONTRIBUTIONS",
    "PENSIONS CONTRIBUTIONS",
    "SUPERANNUATION CONTRIBUTION",
    "SUPERANNUATION CONTRIBUTIONS",
    "EMPLOYERS SUPERANNUATION",
    "EMPLOYERS PENSION",
];

/// Purposes and categories of grants.
const GRANTS: [&str; 13] = [
    "GRANTS",
    "GRANT IN AID",
    "GRANT TO",
    "GRANT PAYMENT",
    "GRANT PAYMENTS",
    "GRANT AWARD",
    "GRANT AWARDS",
    "GRANT PAID",
    "CAPITAL GRANT",
    "REVENUE GRANT",
    "COMMUNITY GRANT",
    "SMALL GRANT",
    "DISCRETIONARY GRANT",
];

/// Phrases with which those words mean something else: names, purchases that have to do with grants or that a grant to
/// somebody else pays for, and grants that the money comes from.
const NOT_GRANTS: [&str; 22] = [
    "GRANTS OF",
    "GRANT THORNTON",
    "GRANT MAINTAINED",
    "GRANT AIDED",
    "GRANT FUNDED",
    "GRANTS FUNDED",
    "GRANT INCOME",
    "FUNDED BY",
    "DISABLED FACILITIES",
    "DISABLED FACILITY",
    "DFG",
    "IMPROVEMENT GRANT",
    "IMPROVEMENT GRANTS",
    "PRIVATE GRANTS",
    "TOP UP FUNDING",
    "INCOME FROM",
    "GRANTS INCOME",
    "GRANTS RECEIVED",
    "GRANTS UNAPPLIED",
    "GOVERNMENT GRANTS",
    "FORMULA CAPITAL",
    "DEVOLVED CAPITAL",
];

/// Words of purchases that are made because of taxes, pensions or grants.
const PURCHASES: [&str; 29] = [
    "ADMIN",
    "ADMINISTRATION",
    "ADVICE",
    "ADVISORY",
    "APPEAL",
    "APPEALS",
    "AUDIT",
    "BAILIFF",
    "BAILIFFS",
    "BILLING",
    "CERTIFICATION",
    "CLAIM",
    "CLAIMS",
    "COLLECTION",
    "CONSULTANCY",
    "CONSULTANT",
    "CONSULTANTS",
    "ENFORCEMENT",
    "FEE",
    "FEES",
    "MANAGEMENT",
    "OFFICER",
    "POSTAGE",
    "PRINTING",
    "RECOVERY",
    "SOFTWARE",
    "SYSTEM",
    "TRAINING",
    "VALUATION",
];

/// The warnings that follow from what a row says.
pub(super) fn warnings(payee: &str, told: [&str; 3]) -> WarningSet {
    let mut warnings = WarningSet::default();
    let texts = told.map(Words::of);
    if texts.iter().flatten().any(Words::tell_passing) || passes_to(payee, told) {
        warnings.insert(WarningCode::PassThrough);
    }
    if texts.iter().flatten().any(Words::tell_grant) {
        warnings.insert(WarningCode::Grant);
    }
    warnings
}

/// Whether a payee takes taxes or pension contributions, and the row says of nothing that it supplied.
fn passes_to(payee: &str, told: [&str; 3]) -> bool {
    let Some(payee) = Words::of(payee) else { return false };
    let is_tax_office = TAX_OFFICES.iter().any(|name| payee.begin_with(name));
    let is_fund = PENSION_FUNDS.iter().any(|name| payee.end_with(name));
    let says = |phrases: &[&str]| told.iter().any(|text| Words(spaced(text)).hold_any(phrases));
    (is_tax_office || (is_fund && !says(&RENT))) && !says(&SUPPLIED)
}

/// The words of a text in capitals, with a space around each.
struct Words(String);

impl Words {
    /// None of a text in which nothing here can stand.
    fn of(text: &str) -> Option<Self> {
        can_tell(text).then(|| Self(spaced(text)))
    }

    fn tell_passing(&self) -> bool {
        self.hold_any(&PASSING) && !self.hold_any(&PURCHASES)
    }

    fn tell_grant(&self) -> bool {
        let is_grant = self.0 == " GRANT " || self.hold_any(&GRANTS);
        is_grant && !self.hold_any(&NOT_GRANTS) && !self.hold_any(&PURCHASES)
    }

    fn hold_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.places(phrase).next().is_some())
    }

    fn begin_with(&self, phrase: &str) -> bool {
        self.places(phrase).any(|place| place == 1)
    }

    fn end_with(&self, phrase: &str) -> bool {
        self.places(phrase).any(|place| place + phrase.len() + 1 == self.0.len())
    }

    /// Where a phrase of whole words begins.
    fn places<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        let found = self.0.match_indices(phrase).map(|(place, _)| place);
        let is_space = |place: Option<usize>| {
            place.and_then(|place| self.0.as_bytes().get(place)).is_some_and(|byte| *byte == b' ')
        };
        found.filter(move |place| is_space(place.checked_sub(1)) && is_space(Some(place + phrase.len())))
    }
}

fn spaced(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for letter in text.chars().flat_map(char::to_uppercase) {
        match letter {
            // TEACHERS' and TEACHER'S are one word.
            '\'' | '’' => {}
            '&' => words.push_str(if words.ends_with(' ') { "AND " } else { " AND " }),
            letter if letter.is_alphanumeric() => words.push(letter),
            _ if words.ends_with(' ') => {}
            _ => words.push(' '),
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// Whether any of the words may stand in a text: most texts are done with here.
fn can_tell(text: &str) -> bool {
    text.as_bytes().array_windows::<4>().any(|letters| {
        matches!(
            &letters.map(|letter| letter | 0x20),
            b"gran" | b"rate" | b"nndr" | b"prec" | b"pens" | b"supe" | b"hmrc" | b"reve"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(payee: &str, purpose: &str) -> bool {
        warnings(payee, [purpose, "", ""]).contains(WarningCode::PassThrough)
    }

    fn grants(category: &str) -> bool {
        warnings("Anybody", ["", category, ""]).contains(WarningCode::Grant)
    }

    #[test]
    fn taxes_rates_precepts_and_pensions_pass_through() {
        for (payee, purpose) in [
            ("HMRC", "PAYE month 4"),
            ("HMRC Cumbernauld", ""),
            ("HM Revenue & Customs", ""),
            ("H.M. Revenue and Customs Only", ""),
            ("West Midlands Pension Fund", "Employer's contribution"),
            ("Teachers' Pensions", ""),
            ("Wolverhampton City Council", "Business Rates 2023/24"),
            ("Acme Ltd", "NNDR refund"),
            ("Acme Ltd", "National Non-Domestic Rates"),
            ("Police and Crime Commissioner for the West Midlands", "Precept payment"),
            ("Fire and Rescue Authority", "PRECEPTS - Fire"),
            ("Capita", "Employers' Superannuation"),
        ] {
            assert!(passes(payee, purpose), "{payee}, {purpose}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_does_not_pass_through() {
        for (payee, purpose) in [
            ("Police and Crime Commissioner for the West Midlands", "Policing of an event"),
            ("Acme Ltd", "Rates"),
            ("Acme Ltd", "Water rates"),
            ("Acme Ltd", "Business rates consultancy"),
            ("Wilks Head & Eve", "Business Rates Appeals"),
            ("Shopping Centre Pension Fund", "Rent, quarter 2"),
            ("Pension Fund Services Ltd", ""),
            ("Corporate Pensions Advice Ltd", ""),
            ("HM Revenue & Customs", "Equipment for law enforcement"),
            ("HM Revenue & Customs", "Outsourcing contract"),
            ("HMRC", "Legal fees"),
            ("Northam Pension Fund", "Professional fees"),
            ("Northam Pension Fund", "Insurance of premises"),
            ("Acme Ltd", "Cost of NNDR collection"),
            ("Acme Ltd", "Printing of business rates bills"),
            ("Preceptor Training", "Preceptorship"),
            ("Inland Revenues Software Ltd", "System"),
            ("HMRCS", ""),
            ("Acme Ltd", "Corporate rate card"),
        ] {
            assert!(!passes(payee, purpose), "{payee}, {purpose}");
        }
    }

    #[test]
    fn purposes_and_categories_tell_grants() {
        for text in [
            "Grants",
            "GRANT",
            "Grants to voluntary organisations",
            "Grants & Subscriptions",
            "Capital Grant",
            "Grant payments",
            "Third party payments - community grants",
            "grant to Northam Arts",
            "Grant-in-Aid",
        ] {
            assert!(grants(text), "{text}");
        }
        assert!(warnings("Anybody", ["", "", "Grant"]).contains(WarningCode::Grant));
    }

    #[test]
    fn no_phrase_is_passed_over() {
        for phrase in [&TAX_OFFICES[..], &PENSION_FUNDS, &PASSING, &GRANTS].concat() {
            assert!(can_tell(phrase), "{phrase}");
        }
    }

    #[test]
    fn what_only_sounds_like_a_grant_is_none() {
        for text in [
            "Grantham depot",
            "Integrant parts",
            "Ungranted leave",
            "Grant maintained school",
            "Grant Thornton UK LLP",
            "Grants of London Ltd",
            "Public Health Grant",
            "Dedicated Schools Grant",
            "Grant funded posts",
            "Disabled Facilities Grants",
            "Grants officer",
            "Home improvement grants",
            "Private grants - adaptations",
            "Top-up funding - grants to schools",
            "Income from grants and contributions",
            "Capital grants unapplied",
            "Government grants",
            "Devolved formula capital grant",
            "Grant claim audit",
            "Migrants",
            "Granted",
            "",
        ] {
            assert!(!grants(text), "{text}");
        }
        for payee in
            ["Grants of London Ltd", "Grant Thornton UK LLP", "Grants", "The Grant Foundation Grants"]
        {
            assert_eq!(warnings(payee, ["Audit", "", ""]), WarningSet::default(), "{payee}");
        }
    }
}
