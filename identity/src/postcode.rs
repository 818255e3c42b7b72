//! UK postcodes, whole and within addresses, and PO boxes.
//!
//! A postcode is an outward code (`B5`, `SW1A`) and an inward one (`4HP`). The result is always in upper case without a
//! space: `B54HP`. Forces' post (`BFPO57`) and Girobank's `GIR0AA` count.

/// Areas: the letters that postcodes begin with, also of the Crown dependencies and the forces.
const AREAS: &str = " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY \
     E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML \
     N NE NG NN NP NR NW OL OX PA PE PH PL PO PR QC RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ \
     TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";

/// The postcode that a text is, in upper case without a space; none when the text is more or something else. O for 0 and
/// I for 1, and the reverse, are put right where only one reading is a postcode.
pub fn postcode(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric());
    // Nine characters are one too many already.
    let kept = trimmed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.')).take(9);
    let compact: String = kept.collect();
    let compact = compact.to_ascii_uppercase();
    if is_postcode(&compact) { Some(compact) } else { corrected(&compact) }
}

/// The last postcode in a free text, as addresses end with it. Line breaks may be lost (`LondonnE1W 1AW`); nothing is put
/// right, as anything may stand in a text.
pub fn postcode_within(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    (0..characters.len()).rev().find_map(|start| {
        let before = start.checked_sub(1).and_then(|at| characters.get(at));
        let first = characters.get(start)?;
        let begins = before.is_none_or(|before| {
            !before.is_alphanumeric() || (before.is_lowercase() && first.is_ascii_uppercase())
        });
        if !begins || !first.is_ascii_alphabetic() {
            return None;
        }
        // Longest first, so that `E1W 1AW` is not cut.
        (5..=9).rev().find_map(|length| ending_at(&characters, start, start + length))
    })
}

/// The postcode that these characters are, when a word ends with them.
fn ending_at(characters: &[char], start: usize, end: usize) -> Option<String> {
    let candidate = characters.get(start..end)?;
    let after = characters.get(end);
    let last = candidate.last()?;
    let ends = after
        .is_none_or(|after| !after.is_alphanumeric() || (after.is_lowercase() && last.is_ascii_uppercase()));
    let spaces = candidate.iter().filter(|character| character.is_whitespace()).count();
    if !ends || spaces > 1 {
        return None;
    }
    let compact: String = candidate.iter().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.to_ascii_uppercase();
    is_postcode(&compact).then_some(compact)
}

/// Whether an address is a post office box: `PO Box 12`, `P.O. BOX 12`, `POBox12`.
pub fn is_po_box(address: &str) -> bool {
    let upper = address.to_ascii_uppercase().replace('.', "");
    let words: Vec<&str> =
        upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_box = |word: &str, start: &str| {
        word.strip_prefix(start).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (0..words.len()).any(|at| match words.get(at..).unwrap_or_default() {
        [word, ..] if is_box(word, "POBOX") => true,
        ["PO", next, ..] => is_box(next, "BOX"),
        ["P", "O", next, ..] | ["POST", "OFFICE", next, ..] => is_box(next, "BOX"),
        _ => false,
    })
}

/// Upper case, without spaces.
fn is_postcode(compact: &str) -> bool {
    if let Some(number) = compact.strip_prefix("BFPO") {
        return (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some((outward, inward)) =
        compact.len().checked_sub(3).and_then(|middle| compact.split_at_checked(middle))
    else {
        return false;
    };
    let is_outward = match form(outward).as_str() {
        "A9" | "A99" | "AA9" | "AA99" => true,
        // I and O never stand behind a digit, as they would be taken for one.
        "A9A" | "AA9A" => !outward.ends_with(['I', 'O']),
        _ => outward == "GIR",
    };
    is_outward && form(inward) == "9AA"
}

fn form(text: &str) -> String {
    let of = |character: char| match character {
        '0'..='9' => '9',
        'A'..='Z' => 'A',
        _ => '?',
    };
    text.chars().map(of).collect()
}

/// The only postcode that a text can be when O and 0, I and 1 may have been taken for each other.
fn corrected(compact: &str) -> Option<String> {
    if !(5..=7).contains(&compact.len()) || !compact.is_ascii() {
        return None;
    }
    let mut readings = vec![String::new()];
    for character in compact.chars() {
        let other = match character {
            'O' => Some('0'),
            '0' => Some('O'),
            'I' => Some('1'),
            '1' => Some('I'),
            _ => None,
        };
        let swapped =
            other.map(|other| readings.iter().map(|start| format!("{start}{other}")).collect::<Vec<_>>());
        readings.iter_mut().for_each(|start| start.push(character));
        readings.extend(swapped.unwrap_or_default());
    }
    let mut valid = readings.into_iter().filter(|reading| is_postcode(reading) && is_in_use(reading));
    let only = valid.next()?;
    valid.next().is_none().then_some(only)
}

/// Whether the area exists, and letters stand only where Royal Mail sets them.
fn is_in_use(compact: &str) -> bool {
    let Some((outward, inward)) = compact.split_at_checked(compact.len().saturating_sub(3)) else {
        return false;
    };
    let area: String = outward.chars().take_while(char::is_ascii_uppercase).collect();
    let is_area = AREAS.contains(&format!(" {area} "));
    let last = outward.chars().next_back().filter(char::is_ascii_uppercase);
    let is_last = last.is_none_or(|letter| "ABCDEFGHJKMNPRSTUVWXY".contains(letter));
    let is_inward = inward.chars().skip(1).all(|letter| "ABDEFGHJLNPQRSTUWXYZ".contains(letter));
    is_area && is_last && is_inward
}

#[cfg(test)]
mod tests;
