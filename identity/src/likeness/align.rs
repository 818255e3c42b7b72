//! Which words of two names are the same word, written alike, cut short or typed wrongly.

use strsim::osa_distance;

use super::{
    leniency::{Beside, Leniency, spared},
    vocabulary::Class,
    words::Word,
};

/// Words of a name beyond these are not looked at.
const MOST_WORDS: usize = 24;

/// How names of one kind of body say which kind it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kinds {
    /// In the same words, or it is not known that it is the same kind.
    #[default]
    Same,
    /// One says more of it.
    LeftOut,
    /// Each in its own way.
    Related,
}

/// Two names laid beside each other.
#[derive(Debug, Default)]
pub(crate) struct Alignment {
    /// Weight of the words of both that found each other, times how well, in thousandths.
    pub(crate) matched: u32,
    /// Weight of all words of both.
    pub(crate) total: u32,
    /// Words of the one that the other lacks, and the other way round.
    pub(crate) left_over: [Vec<Class>; 2],
    /// Words that found each other only as misspellings.
    pub(crate) typos: u32,
    /// Words that found each other only as abbreviations.
    pub(crate) shortened: u32,
    /// Words that are one here and two there.
    pub(crate) joined: u32,
    /// Words that found each other stand in another order.
    pub(crate) moved: bool,
    /// So do those of them that do not say what kind of body it is.
    pub(crate) reordered: bool,
    /// All words of the one found the first words of the other, in order; and whether the last was itself cut off.
    pub(crate) leads: Option<bool>,
    /// Weight of the words of the other that the one lacks.
    pub(crate) lacking: u32,
    /// Words that count for nothing, as this kind of body is called in many ways.
    pub(crate) kinds: Kinds,
    /// Their order does not count.
    kinds_move: bool,
    /// A word of an address that only one names counts for nothing.
    pub(crate) address: [bool; 2],
    /// Weight of all of them.
    spared_weight: u32,
}

/// Places of the words that have found none yet.
struct Free(u32);

impl Free {
    fn of(words: &[Word]) -> Self {
        Self(words.iter().take(MOST_WORDS).enumerate().fold(0, |bits, (place, _)| bits | 1 << place))
    }

    fn has(&self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }

    fn take(&mut self, place: usize) {
        self.0 &= !(1 << place);
    }

    fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let bits = self.0;
        (0..MOST_WORDS).filter(move |place| bits & (1 << place) != 0)
    }
}

/// Lays two names beside each other.
pub(crate) fn align(one: &[Word], other: &[Word], leniency: Leniency, spares: bool) -> Alignment {
    let (one, other) = (&one[..one.len().min(MOST_WORDS)], &other[..other.len().min(MOST_WORDS)]);
    let mut work = Work {
        one,
        other,
        free: (Free::of(one), Free::of(other)),
        pairs: Vec::new(),
        found: Alignment::default(),
    };
    work.same();
    work.joined();
    work.alike();
    if spares {
        work.spare(leniency);
    }
    work.finish(leniency)
}

struct Work<'a> {
    one: &'a [Word],
    other: &'a [Word],
    free: (Free, Free),
    pairs: Vec<(usize, usize)>,
    found: Alignment,
}

impl Work<'_> {
    fn same(&mut self) {
        for here in self.free.0.places() {
            let there = self.free.1.places().find(|there| self.other[*there].text == self.one[here].text);
            if let Some(there) = there {
                self.pair(here, there, 1000);
            }
        }
        // `W BIRMINGHAM`
        for here in self.free.0.places() {
            let is_short = |short: &Word, long: &Word| {
                short.text.len() == 1
                    && long.class == Class::Number
                    && long.text.starts_with(short.text.as_str())
            };
            let one = &self.one[here];
            let there = self
                .free
                .1
                .places()
                .find(|there| is_short(one, &self.other[*there]) || is_short(&self.other[*there], one));
            if let Some(there) = there {
                self.pair(here, there, 950);
            }
        }
    }

    fn pair(&mut self, here: usize, there: usize, quality: u32) {
        self.free.0.take(here);
        self.free.1.take(there);
        self.pairs.push((here, there));
        self.found.matched += quality * (self.one[here].class.weight() + self.other[there].class.weight());
    }

    /// `HOMECARE` and `HOME CARE`.
    fn joined(&mut self) {
        for there in self.free.1.places() {
            if let Some(parts) = parts_of(&self.other[there], self.one, &self.free.0) {
                self.join(&parts, &[there]);
            }
        }
        for here in self.free.0.places() {
            if let Some(parts) = parts_of(&self.one[here], self.other, &self.free.1) {
                self.join(&[here], &parts);
            }
        }
    }

    fn join(&mut self, here: &[usize], there: &[usize]) {
        const QUALITY: u32 = 980;
        for place in here {
            self.free.0.take(*place);
            self.found.matched += QUALITY * self.one[*place].class.weight();
        }
        for place in there {
            self.free.1.take(*place);
            self.found.matched += QUALITY * self.other[*place].class.weight();
        }
        if let (Some(here), Some(there)) = (here.first(), there.first()) {
            self.pairs.push((*here, *there));
        }
        self.found.joined += 1;
    }

    /// Misspellings and abbreviations, the best pairs first.
    fn alike(&mut self) {
        let mut pairs: Vec<(u32, bool, usize, usize)> = Vec::new();
        for here in self.free.0.places() {
            for there in self.free.1.places() {
                let (one, other) = (&self.one[here], &self.other[there]);
                if let Some(quality) = misspelt(one, other) {
                    pairs.push((quality, true, here, there));
                } else if let Some(quality) = cut_short(one, other)
                    .or_else(|| cut_short(other, one))
                    .or_else(|| cut_off(one, other).filter(|_| here + 1 == self.one.len() && here == there))
                {
                    // A name that begins like another one is not its abbreviation.
                    let quality = if here == 0 && there == 0 { quality.min(800) } else { quality };
                    pairs.push((quality, false, here, there));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.2, a.3).cmp(&(b.2, b.3))));
        for (quality, is_typo, here, there) in pairs {
            if self.free.0.has(here) && self.free.1.has(there) {
                self.pair(here, there, quality);
                if is_typo {
                    self.found.typos += 1;
                } else {
                    self.found.shortened += 1;
                }
            }
        }
    }

    fn finish(mut self, leniency: Leniency) -> Alignment {
        let weight = |words: &[Word]| words.iter().map(|word| word.class.weight()).sum::<u32>();
        self.found.total = weight(self.one) + weight(self.other);
        self.found.total -= self.found.spared_weight;
        self.found.total -= self.kinds_spared();
        self.found.left_over = [
            self.free.0.places().map(|place| self.one[place].class).collect(),
            self.free.1.places().map(|place| self.other[place].class).collect(),
        ];
        self.pairs.sort_unstable();
        self.found.lacking = self.free.1.places().map(|place| self.other[place].class.weight()).sum();
        let leads = self.free.0.0 == 0
            && self
                .free
                .1
                .places()
                .next()
                .is_some_and(|first| self.free.1.places().count() == self.other.len() - first);
        let last = (
            self.one.last(),
            self.free.1.places().next().and_then(|first| self.other.get(first.wrapping_sub(1))),
        );
        self.found.leads = leads.then(|| match last {
            (Some(mine), Some(theirs)) => {
                mine.text.len() < theirs.text.len() && theirs.text.starts_with(mine.text.as_str())
            }
            _ => false,
        });
        let out_of_order = |pairs: &[(usize, usize)]| pairs.windows(2).any(|pair| pair[0].1 > pair[1].1);
        self.found.moved = !self.found.kinds_move && out_of_order(&self.pairs);
        self.pairs.retain(|(here, _)| self.one[*here].class != Class::Kind);
        // `ST FRANCIS HOSPICE` and `HOSPICE OF ST FRANCIS`: saints have many hospices.
        let is_charity = leniency == Leniency::Charities;
        self.found.reordered = out_of_order(&self.pairs) || (is_charity && self.found.moved);
        self.found
    }
}

impl Work<'_> {
    /// Takes words out that say in many ways what kind of body it is.
    fn spare(&mut self, leniency: Leniency) {
        let sorts =
            |free: &Free, words: &[Word]| free.places().fold(0, |bits, place| bits | words[place].sorts);
        if leniency == Leniency::None
            || (sorts(&self.free.0, self.one) | sorts(&self.free.1, self.other)) == 0
        {
            return;
        }
        let left = [self.free.0.places().collect(), self.free.1.places().collect()];
        let beside = Beside { names: [self.one, self.other], pairs: &self.pairs, left };
        let Some(spared) = spared(leniency, &beside) else { return };
        for [here, there] in [&spared.kinds, &spared.address] {
            for place in here {
                self.free.0.take(*place);
                self.found.spared_weight += self.one[*place].class.weight();
            }
            for place in there {
                self.free.1.take(*place);
                self.found.spared_weight += self.other[*place].class.weight();
            }
        }
        let is_any = |places: &[Vec<usize>; 2]| places.iter().any(|places| !places.is_empty());
        self.found.kinds = match (is_any(&spared.kinds), spared.related) {
            (false, _) => Kinds::Same,
            (true, false) => Kinds::LeftOut,
            (true, true) => Kinds::Related,
        };
        self.found.address = spared.address.map(|places| !places.is_empty());
        self.found.kinds_move = spared.kinds_move;
    }

    /// Names that agree on a word for the kind of body (`COUNCIL`) may differ in a second one (`BOROUGH`), as long as
    /// only one of them has it: then it counts half.
    fn kinds_spared(&self) -> u32 {
        let kinds = |free: &Free, words: &[Word]| -> u32 {
            let left = free.places().filter(|place| words[*place].class == Class::Kind);
            left.map(|place| words[place].class.weight()).sum()
        };
        let agree = self.pairs.iter().any(|(here, _)| self.one[*here].class == Class::Kind);
        let (here, there) = (kinds(&self.free.0, self.one), kinds(&self.free.1, self.other));
        if agree && (here == 0 || there == 0) { (here + there) / 2 } else { 0 }
    }
}

/// Free neighbours that, written as one, are the word.
fn parts_of(whole: &Word, words: &[Word], free: &Free) -> Option<Vec<usize>> {
    for from in free.places() {
        if !whole.text.starts_with(words[from].text.as_str()) {
            continue;
        }
        let mut rest = &whole.text[words[from].text.len()..];
        let mut parts = vec![from];
        while let Some(next) = words.get(from + parts.len()).filter(|_| free.has(from + parts.len())) {
            let shorter = rest.strip_prefix(next.text.as_str()).or_else(|| {
                // `BRIGHTONANDSUSSEX`
                let behind = rest.strip_prefix("AND").or_else(|| rest.strip_prefix("ON"))?;
                behind.strip_prefix(next.text.as_str())
            });
            let Some(shorter) = shorter else { break };
            rest = shorter;
            parts.push(from + parts.len());
            // The plural of the joined word was cut, that of its last part perhaps not.
            if rest.is_empty() || rest == "S" {
                return Some(parts);
            }
        }
    }
    None
}

/// How well a misspelling fits, in thousandths. Numbers are never misspelt, and two words of the vocabulary are two
/// words.
fn misspelt(one: &Word, other: &Word) -> Option<u32> {
    let known = |word: &Word| word.class != Class::Plain;
    if (known(one) && known(other)) || one.class == Class::Number || other.class == Class::Number {
        return None;
    }
    let (shorter, longer) = (one.text.len().min(other.text.len()), one.text.len().max(other.text.len()));
    if shorter < 5 || longer - shorter > 2 || has_digit(&one.text) || has_digit(&other.text) {
        return None;
    }
    let most: u8 = if shorter >= 10 { 2 } else { 1 };
    // One misspelling adds one letter and takes one away at most: most pairs are ruled out so, at little cost.
    if (one.letters ^ other.letters).count_ones() > 2 * u32::from(most) {
        return None;
    }
    let distance = osa_distance(&one.text, &other.text);
    let most = usize::from(most);
    let same_start = one.text.as_bytes().first() == other.text.as_bytes().first();
    if distance > most || (distance > 1 && !same_start) {
        return None;
    }
    if distance == 1 && same_start && undoubled(&one.text) == undoubled(&other.text) {
        // `HALIWELL`: one letter that is written twice, or only once.
        return Some(960);
    }
    // Short words have many neighbours that are words of their own.
    let mut quality: u32 = match (distance, longer) {
        (1, 9..) => 950,
        (1, 8) => 920,
        (1, 7) => 860,
        (1, _) => 750,
        _ => 840,
    };
    if !same_start {
        quality -= 100;
    }
    Some(quality)
}

/// The letters of a word, none twice in a row.
fn undoubled(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// How well the last word of a name fits as a beginning of the word in its place: names are cut off within words.
fn cut_off(last: &Word, whole: &Word) -> Option<u32> {
    let fits = last.text.len() >= 3 && whole.text.len() > last.text.len() + 1 && !has_digit(&last.text);
    (fits && whole.text.starts_with(last.text.as_str())).then_some(880)
}

/// How well one word fits as the other cut short: its beginning (`MANAG`), or its consonants (`MNGMNT`).
fn cut_short(short: &Word, long: &Word) -> Option<u32> {
    if short.class == Class::Place && long.class == Class::Place {
        // NOTTINGHAM is not NOTTINGHAMSHIRE.
        return None;
    }
    let (short, long) = (short.text.as_str(), long.text.as_str());
    if short.len() < 3 || long.len() < short.len() + 2 || has_digit(short) || has_digit(long) {
        return None;
    }
    if long.starts_with(short) && short.len() >= 4 && long.len() >= 8 {
        return Some(if short.len() >= 5 { 930 } else { 880 });
    }
    let has_vowel = short.bytes().any(|byte| matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U'));
    let mut letters = long.bytes();
    let within = long.as_bytes().first() == short.as_bytes().first()
        && short.bytes().all(|byte| letters.any(|letter| letter == byte));
    (within && !has_vowel && long.len() <= 2 * short.len() + 2).then_some(850)
}
