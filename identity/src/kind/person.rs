//! Names of natural persons.

use super::is_listed;
use crate::{is_withheld, name_key::LEGAL_FORMS};

const TITLES: [&str; 10] = ["MR", "MRS", "MISS", "MS", "MX", "DR", "PROF", "PROFESSOR", "REV", "REVD"];

/// Words of firms and bodies; whoever has one in the name is no person.
const BUSINESS: &str = "ACADEMY ACCOUNTANCY ACCOUNTANTS AGENCY APARTMENTS ARCHITECTS ARTS ASSOCIATES ASSOCIATION AUTO AUTOS \
    BAKERY BAND BANK BAR BARRISTERS BOOKS BROS BROTHERS BUILDERS BUILDING BUSES BUSINESS BUTCHERS CABS \
    CAFE CAKES CAR CARE CARS CATERING CENTRE CHAMBERS CHARITY CHEMIST CHIPS CHURCH CLEAN CLEANERS \
    CLEANING CLINIC CLUB COACHES COLLEGE COMMUNITY COMPANY CONSTRUCTION CONSULTANCY CONSULTANT \
    CONSULTANTS CONSULTING CONTRACTORS COUNCIL COUNSELLING CREAM DECORATORS DENTAL DESIGN DESIGNS \
    DEVELOPMENTS DRIVING ELECTRICAL ENGINEERING ENTERPRISE ENTERPRISES ENTERTAINMENT ESTATE ESTATES \
    EVENTS EXECUTORS FARM FARMS FENCING FISH FITNESS FLOORING FOODS FOUNDATION FUND FURNITURE GARAGE \
    GARDENS GAS GLASS GROUP HAIR HALL HEALTH HEATING HIRE HOLDINGS HOME HOMES HOSPITAL HOTEL HOUSE \
    HOUSING INTERIORS INVESTMENTS KITCHEN LANDSCAPES LAW LETTINGS MAINTENANCE MANAGEMENT MARKETING MEDIA \
    MEDICAL MOTORS MUSIC NURSERY OFFICE PARTNERS PARTNERSHIP PHARMACY PHOTOGRAPHY PLUMBING PRACTICE \
    PRINT PRODUCTIONS PROPERTIES PROPERTY PSYCHOLOGY RECRUITMENT REMOVALS RENTALS REPAIRS RESEARCH \
    RESTAURANT ROOFING SALON SCHOOL SECURITY SERVICE SERVICES SHOP SOCIETY SOLICITORS SOLUTIONS SON SONS \
    STUDIO SUPPLIES SURGERY SYSTEMS TAXI TAXIS TEAM THEATRE THERAPY THERAPIES TRADING TRAINING TRANSPORT \
    TRAVEL TREATMENT TRUST TRUSTEES TUITION TYRE TYRES UK UNION UNIVERSITY VANS VETS WORKSHOP";

/// Forenames that stand often enough behind a comma, from lists of the most common names of adults in the UK.
const FORENAMES: &str = "ABDUL ADAM AHMED ALAN ALEXANDER ALI ALISON AMANDA AMY ANDREA ANDREW ANGELA ANN ANNA ANNE ANTHONY \
    BARBARA BARRY BEN BENJAMIN BRIAN CAROL CAROLINE CATHERINE CHARLOTTE CHRISTINE CHRISTOPHER CLAIRE \
    COLIN DANIEL DAVID DAWN DEAN DEBORAH DENISE DIANE DONNA DOROTHY ELIZABETH EMILY EMMA FATIMA FIONA \
    GARETH GARY GEMMA GEOFFREY GEORGE GRAHAM HANNAH HEATHER HELEN IAN JACQUELINE JAMES JANE JANET JASON \
    JEAN JENNIFER JESSICA JOANNE JOHN JONATHAN JOSEPH JULIA JULIE KAREN KATHLEEN KEITH KELLY KENNETH \
    KEVIN LAURA LEE LESLEY LINDA LISA LOUISE MARGARET MARIA MARK MARTIN MARY MATTHEW MICHAEL MICHELLE \
    MOHAMMED MUHAMMAD NEIL NICHOLAS NICOLA PATRICIA PAUL PETER PHILIP RACHEL REBECCA RICHARD ROBERT \
    ROGER SAMANTHA SANDRA SARAH SHARON SIMON STEPHEN STEVEN SUSAN THOMAS TRACEY WILLIAM";

/// Whether a name in upper case is a person's.
pub(super) fn is_person(upper: &str) -> bool {
    // `T/A`, `C/O`, remarks and addresses: more than a name.
    let holds_more = upper.contains(['/', '\\', ':', ';', '@', '+']) || upper.contains(" - ");
    if holds_more || upper.contains(|c: char| c.is_numeric()) || is_withheld(upper) {
        return false;
    }
    let words = words(upper);
    // Nearly every name ends here, before the long lists.
    if !upper.contains(',') && !words.iter().any(|word| is_title(word)) {
        return false;
    }
    let is_barred = |word: &&str| is_listed(BUSINESS, word) || LEGAL_FORMS.contains(word);
    if words.iter().any(is_barred) || words.windows(2).any(|pair| pair == ["TRADING", "AS"]) {
        return false;
    }
    match upper.split_once(',') {
        None => has_title_first(&words) || has_title_behind(&words),
        Some((_, rest)) if rest.contains(',') => false,
        Some((surname, rest)) => is_surname_first(surname, rest),
    }
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// `MR J SMITH`, `DR EJAZ FAROOQ`, `MR AND MRS P JONES`, `DR D BAGARY AND MRS J BAGARY`.
fn has_title_first(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    if !is_title(first) {
        return false;
    }
    let mut persons = rest.split(|word| *word == "AND").map(|part| match part.split_first() {
        Some((title, names)) if is_title(title) => (true, names),
        _ => (false, part),
    });
    // `MR AND MRS`: the first has no name of its own.
    let head = persons.next().unwrap_or_default();
    let mut last = head.1;
    for (has_title, names) in persons {
        if !has_title {
            return false;
        }
        last = names;
    }
    (head.1.is_empty() || is_full_name(head.1)) && is_full_name(last) && (is_learned(first) || is_usual(last))
}

/// Firms and bands call themselves `MR SOMETHING`, hardly ever `DR` or `REV`.
fn is_learned(title: &str) -> bool {
    !matches!(title, "MR" | "MRS" | "MISS" | "MS")
}

/// An initial, a common forename, or two names and no more.
fn is_usual(names: &[&str]) -> bool {
    names.len() == 2 || names.iter().any(|name| name.len() == 1 || is_listed(FORENAMES, name))
}

/// `SMITH J MR`, `SMITH MR J`: with an initial, as other words may stand before `DR` or `MS`.
fn has_title_behind(words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|word| is_title(word)) else { return false };
    let names: Vec<&str> =
        words.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, word)| *word).collect();
    let initials = names.iter().skip(1).all(|name| name.len() == 1);
    at > 0 && names.len() <= 4 && names.len() > 1 && names[0].len() > 1 && initials && is_full_name(&names)
}

/// `SMITH, JOHN A`, `SMITH, J`, `SMITH, MR JOHN`.
fn is_surname_first(surname: &str, rest: &str) -> bool {
    let (surname, rest) = (words(surname), words(rest));
    let is_surname =
        (1..=3).contains(&surname.len()) && surname.iter().all(|word| is_name(word) && word.len() > 1);
    let (has_title, names) = match rest.split_first() {
        Some((title, names)) if is_title(title) => (true, names),
        _ => (false, rest.as_slice()),
    };
    let Some((first, others)) = names.split_first() else { return false };
    let is_known = is_listed(FORENAMES, first) || names.iter().all(|name| name.len() == 1);
    let starts_with_title = surname.first().is_some_and(|word| is_title(word));
    is_surname
        && !starts_with_title
        && others.len() <= 2
        && names.iter().all(|name| is_name(name))
        && (has_title || is_known)
}

/// Two to five names, one of them more than an initial.
fn is_full_name(names: &[&str]) -> bool {
    (2..=5).contains(&names.len())
        && names.iter().all(|name| is_name(name))
        && names.iter().any(|name| name.chars().count() > 1)
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
        && !is_title(word)
        && !matches!(word, "AND" | "THE" | "OF" | "FOR" | "IN")
}

/// Full stops and hyphens separate names (`M.S.KAINTH`), apostrophes don't.
fn words(upper: &str) -> Vec<&str> {
    upper
        .split(|c: char| c != '&' && c != '\'' && c != '’' && !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| if word == "&" { "AND" } else { word })
        .collect()
}
