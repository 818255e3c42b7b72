//! The name key: what is left of a published name when spelling habits are taken away.

/// Words that only state a legal form (Companies Act 2006 section 58 and following; Charities Act 2011).
pub(crate) const LEGAL_FORMS: [&str; 20] = [
    "LTD",
    "LIMITED",
    "PLC",
    "LLP",
    "LP",
    "CIC",
    "CIO",
    "LLC",
    "INC",
    "GMBH",
    "BV",
    "SA",
    "SARL",
    "CYF",
    "CYFYNGEDIG",
    "PTY",
    "CCC",
    "SRL",
    "NV",
    "AG",
];

/// Legal forms of several words, tried before single words are cut.
pub(crate) const LONG_FORMS: [&str; 4] = [
    "PUBLIC LIMITED COMPANY",
    "COMMUNITY INTEREST COMPANY",
    "LIMITED LIABILITY PARTNERSHIP",
    "CHARITABLE INCORPORATED ORGANISATION",
];

/// The name key of a published name: upper case, `&` as AND, without what follows `T/A` or TRADING AS,
/// without brackets, punctuation, legal forms, a leading THE and site suffixes (`#4`, ` 001`).
/// Never empty for a name that holds a letter or digit.
pub fn name_key(name: &str) -> String {
    let upper = name.to_uppercase();
    let traded = before_trading_as(&upper);
    let bare = without_brackets(traded);
    let key = key_of(&bare);
    if !key.is_empty() {
        return key;
    }
    // Nothing left, as of `(UK) LTD` or `#4`: then everything counts.
    upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn key_of(text: &str) -> String {
    // With a space around each word, so that REPUBLIC LIMITED COMPANY keeps its first.
    let mut joined = format!(" {} ", words(text).join(" "));
    for form in LONG_FORMS {
        joined = joined.replace(&format!(" {form} "), " ");
    }
    let mut parts: Vec<&str> = joined.split_whitespace().collect();
    if parts.len() > 1 && parts[0] == "THE" {
        parts.remove(0);
    }
    if parts.len() > 1 && parts.last().is_some_and(|last| is_site_suffix(last)) {
        parts.pop();
    }
    parts.retain(|part| !LEGAL_FORMS.contains(part));
    parts.join(" ")
}

/// Site numbers stand as `001` behind a name; a number that belongs to a name has no leading zero.
fn is_site_suffix(word: &str) -> bool {
    word.len() == 3 && word.starts_with('0') && word.bytes().all(|b| b.is_ascii_digit())
}

/// Words of letters and digits; apostrophes and full stops join (`O'NEILL`, `P.L.C.`), the rest separates.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => cleaned.push_str(" AND "),
            '#' => {
                // A site suffix: `#4`.
                while chars.next_if(char::is_ascii_digit).is_some() {}
                cleaned.push(' ');
            }
            '\'' | '’' | '`' | '.' => {}
            c if c.is_alphanumeric() => cleaned.push(c),
            _ => cleaned.push(' '),
        }
    }
    cleaned.split_whitespace().map(str::to_owned).collect()
}

fn before_trading_as(upper: &str) -> &str {
    let mut cut = upper.len();
    for mark in [" T/A ", " T/A:", " TRADING AS ", " T/AS ", " T\\A "] {
        if let Some(at) = upper.find(mark) {
            cut = cut.min(at);
        }
    }
    // `T/A Vizwear Ltd` has nothing before the mark: then the trading name is all there is.
    let before = upper[..cut].trim();
    if before.is_empty() { upper } else { before }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                depth += 1;
                kept.push(' ');
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::name_key;

    #[test]
    fn spelling_habits_fall_away() {
        for (name, key) in [
            ("The Acme Facilities Group Ltd", "ACME FACILITIES GROUP"),
            ("THE ACME FACILITIES GROUP LIMITED", "ACME FACILITIES GROUP"),
            ("M & B G Ltd", "M AND B G"),
            ("Smith and Sons", "SMITH AND SONS"),
            ("3 Win Investor Limited T/A 3 Win Property", "3 WIN INVESTOR"),
            ("24X7 Ltd (Warwickshire)", "24X7"),
            ("LONDON CARE P.L.C.", "LONDON CARE"),
            ("ROYAL TRUST 001", "ROYAL TRUST"),
            ("Taxi Firm #4", "TAXI FIRM"),
            ("O'Neill  Ltd.", "ONEILL"),
            ("Community Thing Community Interest Company", "COMMUNITY THING"),
            ("Republic Limited Company", "REPUBLIC COMPANY"),
            ("(UK) Ltd", "UK LTD"),
            ("Studio 300", "STUDIO 300"),
            ("The", "THE"),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    proptest! {
        #[test]
        fn keys_are_stable(name in "[A-Za-z0-9 &.'()#/-]{1,40}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key.to_lowercase()), name_key(&key));
            prop_assert!(!key.is_empty() || !name.chars().any(char::is_alphanumeric));
        }
    }
}
