//! Words of a text, and how well they fit another.

use anchorhub_store::Engine;
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait},
};

/// Words that are looked for; more of them find nothing that these do not.
const MOST: usize = 12;

/// The words of a text: letters and digits, in upper case, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The first twelve words of a text.
    pub fn of(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in upper_words(text) {
            if words.len() < MOST && !words.contains(&word) {
                words.push(word);
            }
        }
        Self(words)
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Texts that hold every word, whole or inside another. SQLite folds only the letters of ASCII, so words with
    /// others are looked for in both cases.
    pub(super) fn all_in(&self, engine: Engine, text: &Expr) -> Condition {
        self.0.iter().fold(Condition::all(), |all, word| {
            let mut either = Condition::any().add(engine.contains(text.clone(), word));
            if !word.is_ascii() {
                either = either.add(engine.contains(text.clone(), &word.to_lowercase()));
            }
            all.add(either)
        })
    }

    /// Name keys that hold every word; keys are in upper case.
    pub(super) fn all_in_key(&self, engine: Engine, key: &Expr) -> Condition {
        let holds = |word: &String| engine.position(key.clone(), word).gt(0);
        self.0.iter().map(holds).fold(Condition::all(), Condition::add)
    }

    /// How well a text fits, in thousandths: 600 for words that stand in it whole (300 where they begin one of its
    /// words, 150 where they stand inside one, on average), up to 250 for the share of the text that they are, 150
    /// if the text begins with the first. 0 when a word is missing.
    pub fn fit(&self, text: &str) -> u16 {
        let theirs: Vec<String> = upper_words(text).collect();
        let mut stand = 0;
        for word in &self.0 {
            let best = theirs.iter().map(|their| {
                if their == word {
                    600
                } else if their.starts_with(word.as_str()) {
                    300
                } else if their.contains(word.as_str()) {
                    150
                } else {
                    0
                }
            });
            match best.max() {
                Some(points) if points > 0 => stand += points,
                _ => return 0,
            }
        }
        let (Some(first), Some(their_first)) = (self.0.first(), theirs.first()) else { return 0 };
        let length = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
        let share = Ord::min(250 * length(&self.0) / length(&theirs), 250);
        let beginning = if their_first.starts_with(first.as_str()) { 150 } else { 0 };
        u16::try_from(stand / self.0.len() + share + beginning).map_or(1_000, |fit| Ord::min(fit, 1_000))
    }
}

fn upper_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_uppercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_split_and_folded() {
        assert_eq!(Words::of("St Mary’s, st 2nd").0, ["ST", "MARY", "S", "2ND"]);
        assert!(Words::of(" --- ").is_empty());
        assert_eq!(Words::of(&"ab c".repeat(100)).0.len(), 3);
    }

    #[test]
    fn better_texts_fit_better() {
        let words = Words::of("grass cutting");
        let fits: Vec<u16> = [
            "Grass cutting",
            "Grass cutting and tree works",
            "Verges: grass cutting and tree works",
            "Grasscutting and tree works",
            "Tree works",
        ]
        .iter()
        .map(|text| words.fit(text))
        .collect();
        assert_eq!(fits[0], 1_000);
        assert!(fits.windows(2).all(|pair| pair[0] > pair[1]), "{fits:?}");
        assert_eq!(fits[4], 0);
    }

    proptest! {
        #[test]
        fn any_text_fits_somehow(words in ".{0,40}", text in ".{0,80}") {
            let words = Words::of(&words);
            prop_assert!(words.fit(&text) <= 1_000);
            let held = words.iter().all(|word| upper_words(&text).any(|their| their.contains(word)));
            prop_assert_eq!(words.fit(&text) > 0, held && !words.is_empty());
        }
    }
}
