//! How published names differ from registered ones.

use crate::workload::random::Random;

const SHORT: [(&str, &str); 14] = [
    ("SERVICES", "SVCS"),
    ("SOLUTIONS", "SOLN"),
    ("MANAGEMENT", "MGMT"),
    ("ASSOCIATES", "ASSOC"),
    ("CONSTRUCTION", "CONSTR"),
    ("ENGINEERING", "ENG"),
    ("INTERNATIONAL", "INTL"),
    ("ELECTRICAL", "ELEC"),
    ("TECHNOLOGIES", "TECH"),
    ("PROPERTIES", "PROPS"),
    ("TRANSPORT", "TRANSP"),
    ("GROUP", "GRP"),
    ("&", "AND"),
    ("DEVELOPMENTS", "DEVTS"),
];

/// The length at which fields of finance systems cut.
const CUTS: [usize; 4] = [20, 25, 30, 35];

/// A registered name as it might be published: half of them differ by no more than case, punctuation and legal form.
pub(super) fn published(name: &str, form: &str, random: &mut Random) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    if random.chance(0.5) {
        match random.below(6) {
            0 | 1 => misspell(&mut words, random),
            2 => shorten(&mut words),
            3 if words.len() > 2 => {
                words.pop();
            }
            4 => words.push(random.pick(&["SERVICES", "UK", "PAYMENTS", "A/C", "REF 20451"]).to_owned()),
            _ => {}
        }
    }
    let form = match random.below(6) {
        0 => "",
        1 => "Ltd.",
        2 | 3 => "Ltd",
        _ => form,
    };
    let mut text = format!("{} {form}", words.join(" ")).trim_end().to_owned();
    if random.chance(0.08) {
        let cut = random.pick(&CUTS);
        text = text.chars().take(cut).collect::<String>().trim_end().to_owned();
    }
    if random.chance(0.15) {
        text = text.replace(['(', ')', '.'], "");
    }
    if random.chance(0.5) { title_case(&text) } else { text }
}

fn misspell(words: &mut [String], random: &mut Random) {
    let place = random.below(words.len());
    let Some(word) = words.get_mut(place).filter(|word| word.len() >= 5 && word.is_ascii()) else { return };
    let at = 1 + random.below(word.len() - 2);
    let mut letters: Vec<char> = word.chars().collect();
    match random.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = random.pick(&['A', 'E', 'I', 'O', 'R', 'S', 'T', 'N']),
    }
    *word = letters.into_iter().collect();
}

fn shorten(words: &mut [String]) {
    for word in words {
        if let Some((_, short)) = SHORT.iter().find(|(long, _)| long == word) {
            *word = (*short).to_owned();
        }
    }
}

fn title_case(text: &str) -> String {
    let mut begins = true;
    text.chars()
        .map(|c| {
            let cased = if begins { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
            begins = !c.is_alphanumeric();
            cased
        })
        .collect()
}
