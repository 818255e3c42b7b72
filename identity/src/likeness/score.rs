//! The score of two bearers.

use super::{
    Known,
    align::{Alignment, Kinds, align},
    faces::{Face, Place, published_faces, registered_faces},
    leniency::Leniency,
    vocabulary::Class,
    weights::{CUT_BEHIND, CUT_WITHIN, LACKING_BEHIND, LACKING_WITHIN, Point, REVIEW},
    words::{Word, words_of},
};

/// A score and what it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// In thousandths.
    pub score: u16,
    /// What was seen, by code, and the points that it gave or took.
    pub points: Vec<(&'static str, i32)>,
}

/// A bearer made ready for being compared many times.
#[derive(Clone, Debug)]
pub struct Subject {
    known: Known,
    faces: Vec<Face>,
    form: Option<&'static str>,
    is_published: bool,
    /// How much another way of writing is forgiven against it.
    leniency: Leniency,
    /// Characters of the name; none where it ends in a legal form, as it was then not cut off.
    length: usize,
}

impl Subject {
    /// Makes the bearer of a published name ready: it may hold branches, remarks, another name.
    pub fn published(known: Known) -> Self {
        Self { is_published: true, ..Self::new(published_faces(&known.name), known) }
    }

    /// Makes an entry of a register ready.
    pub fn registered(known: Known) -> Self {
        let leniency = Leniency::of_register(known.identifiers.first().map(|(scheme, _)| scheme.as_str()));
        Self { leniency, ..Self::new(registered_faces(&known.name), known) }
    }

    fn new(faces: Vec<Face>, known: Known) -> Self {
        let form = legal_form(&known.name);
        Self {
            faces,
            form,
            is_published: false,
            leniency: Leniency::None,
            length: if form.is_some() { 0 } else { known.name.trim().chars().count() },
            known,
        }
    }

    /// What is known.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The name keys under which an entry may bear the name: those of all it holds but what it trades as.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys_of(|place| place != Place::Tail)
    }

    /// Those of them that leave no words out of which nobody knows what they are. An entry that bears another one may still
    /// be the wrong one.
    pub fn sure_keys(&self) -> impl Iterator<Item = &str> {
        self.keys_of(|place| !matches!(place, Place::Tail | Place::Before))
    }

    fn keys_of(&self, may: impl Fn(Place) -> bool) -> impl Iterator<Item = &str> {
        let own = self.faces.iter().filter(move |face| may(face.place));
        let keys = own.map(|face| face.key.as_str()).chain([self.known.key.as_str()]);
        let mut seen = Vec::with_capacity(3);
        keys.filter(move |key| {
            let is_new = !key.is_empty() && !seen.contains(key);
            if is_new {
                seen.push(*key);
            }
            is_new
        })
    }

    /// The legal form that the name states: LTD, PLC, LLP or CIC.
    pub fn legal_form(&self) -> Option<&'static str> {
        self.form
    }

    /// The score of the names alone: for ruling candidates out.
    pub fn name_score(&self, other: &Self) -> u16 {
        self.best_faces(other).0
    }

    /// How well a name key of a register may fit: the score of the names, or better where this name has all words of
    /// the key, as what it has beyond may stand in the entry's brackets.
    pub fn rough_score(&self, key: &str) -> u16 {
        let entry = Face { place: Place::Whole, is_bare: false, key: key.to_owned(), words: words_of(key) };
        let tells = entry.words.iter().any(Word::is_own);
        let mut best = 0;
        for face in &self.faces {
            let aligned = align(&face.words, &entry.words, Leniency::Any, true);
            if tells && best < REVIEW && aligned.left_over[1].is_empty() {
                best = REVIEW;
            }
            best = best.max(score_of(aligned, face, &entry, self.length, key.len()).0);
        }
        best
    }

    fn best_faces(&self, other: &Self) -> (u16, Vec<(&'static str, i32)>) {
        let mut best: (u16, Vec<(&'static str, i32)>) = (0, Vec::new());
        for here in &self.faces {
            for there in &other.faces {
                if here.is_bare && there.is_bare {
                    // What both have in brackets may contradict: then the whole names say it.
                    continue;
                }
                let is_reading = |face: &Face| matches!(face.place, Place::Within | Place::Before);
                if other.leniency == Leniency::None && (is_reading(here) || is_reading(there)) {
                    continue;
                }
                let score = |spares| {
                    let aligned = align(&here.words, &there.words, other.leniency, spares);
                    score_of(aligned, here, there, self.length, other.known.name.len())
                };
                let mut scored = score(false);
                if other.leniency != Leniency::None {
                    let lenient = score(true);
                    if lenient.0 > scored.0 {
                        scored = lenient;
                    }
                }
                if scored.0 > best.0 {
                    best = scored;
                }
            }
        }
        best
    }
}

/// How alike two bearers are.
///
/// Where one is an entry of a register, it is the other one: only published names are cut off.
pub fn likeness(one: &Subject, other: &Subject) -> Likeness {
    let (mut name, mut points) = one.best_faces(other);
    if other.is_published {
        let turned = other.best_faces(one);
        if turned.0 > name {
            (name, points) = turned;
        }
    }
    if name == 0 {
        return Likeness { score: 0, points };
    }
    let mut add = |point: Point| points.push((point.code(), point.points()));
    if let Some(point) = postcodes(&one.known.postcodes, &other.known.postcodes) {
        add(point);
    }
    if let (Some(one), Some(other)) = (&one.known.sic, &other.known.sic)
        && one.get(..2).is_some_and(|division| other.starts_with(division))
    {
        add(Point::SameSector);
    }
    if let (Some(one), Some(other)) = (one.form, other.form)
        && one != other
    {
        add(Point::LegalForm);
    }
    if one.known.former || other.known.former {
        add(Point::FormerName);
    }
    if let Some(point) = identifiers(&one.known.identifiers, &other.known.identifiers) {
        add(point);
    }
    Likeness { score: total(&points), points }
}

fn total(points: &[(&'static str, i32)]) -> u16 {
    let sum: i32 = points.iter().map(|(_, points)| points).sum();
    u16::try_from(sum.clamp(0, 1000)).unwrap_or(0)
}

fn score_of(
    aligned: Alignment,
    here: &Face,
    there: &Face,
    length: usize,
    other_length: usize,
) -> (u16, Vec<(&'static str, i32)>) {
    let whole = points_of(&aligned, here, there, None);
    let Some((point, percent)) = cut_off(&aligned, length, other_length) else { return whole };
    let mut cut = aligned;
    cut.total -= cut.lacking * (100 - percent) / 100;
    cut.left_over[1].clear();
    let cut = points_of(&cut, here, there, Some(point));
    if cut.0 > whole.0 { cut } else { whole }
}

fn points_of(
    aligned: &Alignment,
    here: &Face,
    there: &Face,
    cut: Option<Point>,
) -> (u16, Vec<(&'static str, i32)>) {
    let mut points = vec![("NAME", name_points(aligned))];
    if points[0].1 < 300 {
        return (0, points);
    }
    let mut add = |point: Point| points.push((point.code(), point.points()));
    if !is_same_key(&here.key, &there.key) {
        add(Point::OtherSpelling);
    }
    if let Some(point) = cut {
        add(point);
    }
    for point in differences(&aligned.left_over) {
        add(point);
    }
    match aligned.kinds {
        Kinds::Same => {}
        Kinds::LeftOut => add(Point::KindLeftOut),
        Kinds::Related => add(Point::KindRelated),
    }
    for (has, point) in aligned.address.into_iter().zip([Point::AddressWord, Point::AddressLacking]) {
        if has {
            add(point);
        }
    }
    if is_same_key(&here.key, &there.key) {
        // Nothing stands elsewhere.
    } else if aligned.reordered {
        add(Point::Reordered);
    } else if aligned.moved {
        add(Point::KindMoved);
    }
    for (face, brackets) in [(here, Point::BracketsDropped), (there, Point::BracketsLacking)] {
        if face.is_bare {
            add(brackets);
        }
        match face.place {
            Place::Whole => {}
            Place::Head => add(Point::Head),
            Place::Closed => add(Point::Trailer),
            Place::Tail => add(Point::Tail),
            Place::Within => add(Point::Within),
            Place::Before => add(Point::Before),
        }
    }
    (total(&points), points)
}

/// Whether two name keys are the same, THE aside, which stands before names or behind them.
fn is_same_key(one: &str, other: &str) -> bool {
    one == other || without_the(one).eq(without_the(other))
}

fn without_the(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|word| *word != "THE")
}

/// Whether the name may have been cut off, and what of the words that it then lacks counts, in percent.
fn cut_off(aligned: &Alignment, length: usize, other_length: usize) -> Option<(Point, u32)> {
    let within = aligned.leads?;
    if length >= other_length {
        return None;
    }
    if within && length >= CUT_WITHIN {
        return Some((Point::CutWithin, LACKING_WITHIN));
    }
    (length >= CUT_BEHIND).then_some((Point::CutBehind, LACKING_BEHIND))
}

fn name_points(aligned: &Alignment) -> i32 {
    if aligned.total == 0 {
        return 0;
    }
    i32::try_from(aligned.matched / aligned.total).unwrap_or(0).min(1000)
}

/// What the words that found none say against it.
fn differences(left_over: &[Vec<Class>; 2]) -> impl Iterator<Item = Point> + use<> {
    let has = |side: usize, tell: fn(Class) -> bool| left_over[side].iter().any(|class| tell(*class));
    let telling = |class| matches!(class, Class::Plain | Class::Place);
    let either = |tell: fn(Class) -> bool| has(0, tell) || has(1, tell);
    let both = |tell: fn(Class) -> bool| has(0, tell) && has(1, tell);
    [
        both(telling).then_some(Point::WordsReplaced),
        either(|class| class == Class::Number).then_some(Point::NumberDiffers),
        both(|class| class == Class::Kind).then_some(Point::KindDiffers),
        either(|class| class == Class::Group).then_some(Point::GroupWord),
        either(|class| class == Class::Generic).then_some(Point::GenericWord),
    ]
    .into_iter()
    .flatten()
}

fn postcodes(one: &[String], other: &[String]) -> Option<Point> {
    let pairs = || one.iter().flat_map(|one| other.iter().map(move |other| (one.as_str(), other.as_str())));
    pairs().next()?;
    if pairs().any(|(one, other)| one == other) {
        return Some(Point::SamePostcode);
    }
    if pairs().any(|(one, other)| district(one) == district(other)) {
        return Some(Point::SameDistrict);
    }
    pairs().all(|(one, other)| area(one) != area(other)).then_some(Point::OtherArea)
}

/// The first half of a postcode: all but the last three characters.
fn district(postcode: &str) -> &str {
    postcode.get(..postcode.len().saturating_sub(3)).unwrap_or(postcode)
}

/// The letters at the beginning of a postcode.
fn area(postcode: &str) -> &str {
    postcode.split(|c: char| c.is_ascii_digit()).next().unwrap_or(postcode)
}

fn identifiers(one: &[(String, String)], other: &[(String, String)]) -> Option<Point> {
    if one.iter().any(|identifier| other.contains(identifier)) {
        return Some(Point::SameIdentifier);
    }
    let contradicts = one.iter().any(|(scheme, _)| other.iter().any(|(theirs, _)| theirs == scheme));
    contradicts.then_some(Point::OtherIdentifier)
}

/// The legal form that a name states.
fn legal_form(name: &str) -> Option<&'static str> {
    let upper = name.to_uppercase().replace('.', "");
    let last = |word: &str| upper.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    if upper.contains("COMMUNITY INTEREST COMPANY") || last("CIC") {
        return Some("CIC");
    }
    if upper.contains("LIABILITY PARTNERSHIP") || last("LLP") {
        return Some("LLP");
    }
    if upper.contains("PUBLIC LIMITED COMPANY") || last("PLC") {
        return Some("PLC");
    }
    (last("LTD") || last("LIMITED")).then_some("LTD")
}
