//! Notice numbers as ranges: which are there, and which are missing.

use std::{fmt, str::FromStr};

/// A set of numbers, kept as ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers(Vec<(i32, i32)>);

impl Numbers {
    /// Adds a number.
    pub fn insert(&mut self, number: i32) {
        let at = self.0.partition_point(|(_, last)| *last < number);
        if self.0.get(at).is_some_and(|(first, _)| *first <= number) {
            return;
        }
        let joins_left = at > 0 && self.0[at - 1].1 == number - 1;
        let joins_right = self.0.get(at).is_some_and(|(first, _)| *first == number + 1);
        match (joins_left, joins_right) {
            (true, true) => {
                self.0[at - 1].1 = self.0[at].1;
                self.0.remove(at);
            }
            (true, false) => self.0[at - 1].1 = number,
            (false, true) => self.0[at].0 = number,
            (false, false) => self.0.insert(at, (number, number)),
        }
    }

    /// Whether a number is in the set.
    pub fn contains(&self, number: i32) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < number);
        self.0.get(at).is_some_and(|(first, _)| *first <= number)
    }

    /// How many numbers are in the set.
    pub fn count(&self) -> i64 {
        self.0.iter().map(|(first, last)| i64::from(*last) - i64::from(*first) + 1).sum()
    }

    /// How many numbers are in the set and not in another.
    pub fn without(&self, others: &Self) -> i64 {
        let numbers = self.0.iter().flat_map(|(first, last)| *first..=*last);
        numbers.fold(0, |count, number| count + i64::from(!others.contains(number)))
    }

    /// The numbers from `first` to `last` that are neither here nor in `others`.
    pub fn missing<'a>(&'a self, others: &'a Self, first: i32, last: i32) -> impl Iterator<Item = i32> + 'a {
        (first..=last).filter(|number| !self.contains(*number) && !others.contains(*number))
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (first, last)) in self.0.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}

impl FromStr for Numbers {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ranges = text.split(',').filter(|range| !range.is_empty()).map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Ok((first.parse()?, last.parse()?))
        });
        Ok(Self(ranges.collect::<Result<_, _>>()?))
    }
}

/// Year and number of a notice of Find a Tender: `012345-2024`. Nothing for any other text.
pub fn notice_number(id: &str) -> Option<(i32, i32)> {
    let (number, year) = id.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if number.len() != 6 || year.len() != 4 || !digits(number) || !digits(year) {
        return None;
    }
    Some((year.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_join_to_ranges_and_read_back() {
        let mut numbers = Numbers::default();
        for number in [5, 1, 3, 2, 9, 5, 4, 7] {
            numbers.insert(number);
        }
        assert_eq!(numbers.to_string(), "1-5,7,9");
        assert_eq!(numbers.count(), 7);
        assert_eq!("1-5,7,9".parse(), Ok(numbers.clone()));
        assert_eq!("".parse(), Ok(Numbers::default()));
        let mut absent = Numbers::default();
        absent.insert(8);
        let missing: Vec<i32> = numbers.missing(&absent, 1, 12).collect();
        assert_eq!(missing, [6, 10, 11, 12]);
        assert_eq!((numbers.without(&absent), absent.without(&numbers)), (7, 1));
        absent.insert(7);
        assert_eq!((numbers.without(&absent), absent.without(&numbers)), (6, 1));
    }

    #[test]
    fn notice_numbers_are_told_from_other_ids() {
        assert_eq!(notice_number("012345-2024"), Some((2024, 12_345)));
        for id in ["12345-2024", "012345-24", "ocds-h6vhtk-0001b4", "012345-2024-1", "", "+12345-2024"] {
            assert_eq!(notice_number(id), None, "{id}");
        }
    }
}
