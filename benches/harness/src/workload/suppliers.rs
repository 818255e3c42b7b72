//! The suppliers, and the pool that each institution buys from.

use super::{
    INSTITUTIONS,
    random::Random,
    words::{CATEGORIES, DISTRICTS, FIRST, FORM, SECOND},
};

/// A made-up supplier.
pub(super) struct Supplier {
    pub(super) name: String,
    /// Empty where none is published.
    pub(super) company_number: String,
    pub(super) postcode: String,
    pub(super) sme: bool,
    /// What it sells: one to three kinds of thing.
    pub(super) categories: Vec<&'static str>,
}

impl Supplier {
    /// Its size as publishers write it under `Supplier Type`.
    pub(super) fn size(&self) -> &'static str {
        if self.sme { "SME" } else { "Large" }
    }
}

/// So many suppliers, no two of one name.
pub(super) fn invent(count: usize, random: &mut Random) -> Vec<Supplier> {
    (0..count).map(|index| supplier(index, count, random)).collect()
}

fn supplier(index: usize, count: usize, random: &mut Random) -> Supplier {
    let first = spoken(index);
    let mut name = format!("{first} {} {} {}", random.pick(&FIRST), random.pick(&SECOND), random.pick(&FORM));
    if random.chance(0.3) {
        name = format!("{name} {}", random.pick(&DISTRICTS));
    }
    if random.chance(0.02) {
        name = name.replace("Ltd", &format!("Ltd, t/a {} Café", random.pick(&FIRST)));
    }
    let company_number =
        if random.chance(0.06) { String::new() } else { format!("XB{:06}", random.below(1_000_000)) };
    let letters = b"ABDEFGHJLNPQRSTU";
    let postcode = format!(
        "Q{}{} {}{}{}",
        char::from(random.pick(letters)),
        random.below(29) + 1,
        random.below(9) + 1,
        char::from(random.pick(letters)),
        char::from(random.pick(letters)),
    );
    // The largest firms come first, and few of them are small.
    let sme = random.chance(if index <= count / 50 { 0.35 } else { 0.72 });
    let categories = (0..random.pick(&[1, 1, 1, 2, 2, 3])).map(|_| random.pick(&CATEGORIES)).collect();
    Supplier { name, company_number, postcode, sme, categories }
}

/// A number that can be spoken, such as `Bafokare`; no two below 24⁴ are alike.
fn spoken(index: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "be", "bo", "da", "de", "do", "fa", "fe", "fo", "ka", "ke", "ko", "la", "le", "lo", "ma", "me",
        "mo", "ra", "re", "ro", "ta", "te", "to",
    ];
    let mut text = String::new();
    let mut rest = index;
    for _ in 0..4 {
        text.insert_str(0, SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    text[..1].to_uppercase() + &text[1..]
}

/// For each institution the suppliers it buys from, the busiest first: big firms are in many pools.
pub(super) fn pools(count: usize, random: &mut Random) -> Vec<Vec<usize>> {
    (0..INSTITUTIONS).map(|_| pool(count, random)).collect()
}

fn pool(count: usize, random: &mut Random) -> Vec<usize> {
    let big_ones = (count / 100).max(1);
    let mut big: Vec<usize> = (0..big_ones).filter(|_| random.chance(0.8)).collect();
    let mut rest: Vec<usize> = (big_ones..count).collect();
    random.shuffle(&mut big);
    random.shuffle(&mut rest);
    let wanted = count * (60 + random.below(140)) / 1000;
    rest.truncate(wanted.max(1));
    let later = big.split_off(big.len() / 2);
    let small = rest.split_off(rest.len() / 10);
    big.into_iter().chain(rest).chain(later).chain(small).collect()
}
