//! Reading dates as people and programs write them.

use chrono::{Datelike, Months, NaiveDate};

/// Whether `03/04` is 3 April or 4 March. Belongs to a column, never to a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Day first, as in the United Kingdom.
    #[default]
    DayFirst,
    /// Month first.
    MonthFirst,
}

/// The written form of a date, for receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateStyle {
    /// `2023-04-30`
    Iso,
    /// `30/04/2023`, with the separator
    Numeric(char),
    /// `30-Apr-2023`
    NamedMonth,
    /// `20230430`
    Compact,
    /// Days since 30 December 1899
    ExcelSerial,
    /// A month, without a day
    MonthOnly,
    /// From one month to another, `July 2010-September 2010`
    MonthSpan,
}

impl DateStyle {
    /// The name in receipts.
    pub fn name(self, order: DateOrder) -> String {
        match (self, order) {
            (Self::Iso, _) => "yyyy-mm-dd".into(),
            (Self::Numeric(separator), DateOrder::DayFirst) => format!("dd{separator}mm{separator}yyyy"),
            (Self::Numeric(separator), DateOrder::MonthFirst) => format!("mm{separator}dd{separator}yyyy"),
            (Self::NamedMonth, _) => "dd-mmm-yyyy".into(),
            (Self::Compact, _) => "yyyymmdd".into(),
            (Self::ExcelSerial, _) => "excel-serial".into(),
            (Self::MonthOnly, _) => "month".into(),
            (Self::MonthSpan, _) => "months".into(),
        }
    }
}

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadDate {
    /// The day; the first of the month, or of the span, where no day is written.
    pub date: NaiveDate,
    /// The first day of the last month that is meant: later than the month of `date` for a span.
    pub last_month: NaiveDate,
    /// How it was written.
    pub style: DateStyle,
}

impl ReadDate {
    /// A day, or the first of a month.
    pub(crate) fn new(date: NaiveDate, style: DateStyle) -> Self {
        Self { date, last_month: first_of_month(date), style }
    }

    /// Whether one day was written, and not a month or a span.
    pub fn has_day(self) -> bool {
        !matches!(self.style, DateStyle::MonthOnly | DateStyle::MonthSpan)
    }

    /// The first days of the months that are meant, in order.
    pub(crate) fn months(self) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(first_of_month(self.date)), |month| {
            month.checked_add_months(Months::new(1))
        })
        .take_while(move |month| *month <= self.last_month)
    }
}

/// What a purely numeric date tells about its column's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderEvidence {
    /// The first number cannot be a month.
    DayFirst,
    /// The second number cannot be a month.
    MonthFirst,
    /// Either order reads.
    Either,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Dates of payments are neither before computers nor far ahead: anything else is no date.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Reads one cell. Excel serials are read only where `serials` says that the column is one of dates.
pub fn parse_date(cell: &str, order: DateOrder, serials: bool) -> Option<ReadDate> {
    let cell = cell.trim().trim_end_matches('.');
    if cell.len() < 4 || cell.len() > 60 || !cell.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let read = numeric(cell, order).or_else(|| iso_or_compact(cell, serials)).or_else(|| named(cell))?;
    YEARS.contains(&read.date.year()).then_some(read)
}

/// What `12/04/2023` tells about the order of its column; none for other forms.
pub(super) fn order_evidence(cell: &str) -> Option<OrderEvidence> {
    let (first, second, _, _) = three_numbers(cell.trim())?;
    match (first > 12, second > 12) {
        (true, false) => Some(OrderEvidence::DayFirst),
        (false, true) => Some(OrderEvidence::MonthFirst),
        (false, false) => Some(OrderEvidence::Either),
        (true, true) => None,
    }
}

/// `30/04/2023`, `30.4.23`, `30-04-2023 00:00:00`.
fn numeric(cell: &str, order: DateOrder) -> Option<ReadDate> {
    let (first, second, year, separator) = three_numbers(cell)?;
    let (day, month) = match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(ReadDate::new(date, DateStyle::Numeric(separator)))
}

fn three_numbers(cell: &str) -> Option<(u32, u32, i32, char)> {
    let separator = cell.chars().find(|c| matches!(c, '/' | '-' | '.' | ' ' | '\\'))?;
    let mut parts = cell.splitn(3, separator);
    let (first, second, rest) = (parts.next()?.trim(), parts.next()?.trim(), parts.next()?.trim_start());
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    let year_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (year, tail) = rest.split_at(year_digits);
    if !is_time_or_nothing(tail) {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, full_year(year)?, separator))
}

fn full_year(digits: &str) -> Option<i32> {
    let number: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        2 => Some(if number < 70 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

/// A time of day may follow a date; it does not matter.
fn is_time_or_nothing(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['T', 't', ' ', ',']).trim();
    tail.is_empty()
        || (tail.starts_with(|c: char| c.is_ascii_digit())
            && tail.contains(':')
            && tail.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(c, ':' | '.' | '+' | '-' | ' ')
                    || c.eq_ignore_ascii_case(&'z')
                    || "amp".contains(c.to_ascii_lowercase())
            }))
}

/// `2023-04-30`, `2023/04/30`, `2023-04`, `20230430`, `45147`.
fn iso_or_compact(cell: &str, serials: bool) -> Option<ReadDate> {
    if cell.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let digits = cell.split_once('.').map_or(cell, |(whole, fraction)| {
            if fraction.bytes().all(|b| b.is_ascii_digit()) { whole } else { cell }
        });
        return match digits.len() {
            8 if digits == cell => {
                let date = NaiveDate::from_ymd_opt(
                    digits[..4].parse().ok()?,
                    digits[4..6].parse().ok()?,
                    digits[6..].parse().ok()?,
                )?;
                Some(ReadDate::new(date, DateStyle::Compact))
            }
            5 if serials => {
                let days: i64 = digits.parse().ok()?;
                let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
                let date = epoch.checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
                Some(ReadDate::new(date, DateStyle::ExcelSerial))
            }
            _ => None,
        };
    }
    let year = cell.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let separator = cell[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = cell.splitn(3, separator).skip(1);
    let month = parts.next()?;
    let (year, month_number): (i32, u32) =
        (year.parse().ok()?, month.parse().ok().filter(|_| month.len() <= 2)?);
    match parts.next() {
        None => Some(ReadDate::new(NaiveDate::from_ymd_opt(year, month_number, 1)?, DateStyle::MonthOnly)),
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (day, tail) = rest.split_at(digits);
            if digits > 2 || !is_time_or_nothing(tail) {
                return None;
            }
            let date = NaiveDate::from_ymd_opt(year, month_number, day.parse().ok()?)?;
            Some(ReadDate::new(date, DateStyle::Iso))
        }
    }
}

/// `30-Apr-23`, `30 April 2023`, `Friday, April 29, 2022`, `Apr-23`, `July 2010-September 2010`.
fn named(cell: &str) -> Option<ReadDate> {
    let lower = cell.to_ascii_lowercase();
    let mut months = Few::<u32, 2>::default();
    let mut numbers = Few::<&str, 4>::default();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').filter(|word| !word.is_empty())
    {
        if let Some(found) = month_number(word) {
            months.push(found)?;
        } else if word.contains(':')
            || is_weekday(word)
            || matches!(word, "to" | "of" | "the" | "am" | "pm" | "and")
        {
            // Weekdays, times and filling words say nothing more.
        } else {
            let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
            if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return run_together(&lower);
            }
            numbers.push(digits)?;
        }
    }
    match (months.as_slice(), numbers.as_slice()) {
        ([month], [year]) => {
            Some(ReadDate::new(NaiveDate::from_ymd_opt(full_year(year)?, *month, 1)?, DateStyle::MonthOnly))
        }
        ([month], [day, year]) => {
            let (day, year) = if day.len() == 4 { (year, day) } else { (day, year) };
            let date = NaiveDate::from_ymd_opt(full_year(year)?, *month, day.parse().ok()?)?;
            Some(ReadDate::new(date, DateStyle::NamedMonth))
        }
        ([first, last], [year]) => {
            // November to January 2011 began the year before.
            let year = full_year(year)?;
            span((if first > last { year - 1 } else { year }, *first), (year, *last))
        }
        ([first, last], [first_year, last_year]) => {
            span((full_year(first_year)?, *first), (full_year(last_year)?, *last))
        }
        ([first, last], [_, first_year, _, last_year]) => {
            span((full_year(first_year)?, *first), (full_year(last_year)?, *last))
        }
        _ => None,
    }
}

/// From one month to another: a period and not a day, so its first day stands in for the day, and every month
/// of it speaks for the document's period. One that runs backwards, or over more than a year, is no date.
fn span(first: (i32, u32), last: (i32, u32)) -> Option<ReadDate> {
    let date = NaiveDate::from_ymd_opt(first.0, first.1, 1)?;
    let last_month = NaiveDate::from_ymd_opt(last.0, last.1, 1)?;
    let style = if date == last_month { DateStyle::MonthOnly } else { DateStyle::MonthSpan };
    (date <= last_month && last_month < date.checked_add_months(Months::new(12))?).then_some(ReadDate {
        date,
        last_month,
        style,
    })
}

/// Up to `N` things, in order; more are refused.
struct Few<T, const N: usize> {
    things: [T; N],
    count: usize,
}

impl<T: Copy + Default, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self { things: [T::default(); N], count: 0 }
    }
}

impl<T, const N: usize> Few<T, N> {
    fn push(&mut self, thing: T) -> Option<()> {
        *self.things.get_mut(self.count)? = thing;
        self.count += 1;
        Some(())
    }

    fn as_slice(&self) -> &[T] {
        &self.things[..self.count]
    }
}

/// `30apr2023`.
fn run_together(lower: &str) -> Option<ReadDate> {
    let start = lower.find(|c: char| c.is_ascii_alphabetic())?;
    let (day, rest) = lower.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let (month, year) = rest.split_at(end);
    if day.is_empty() || day.len() > 2 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(full_year(year)?, month_number(month)?, day.parse().ok()?)?;
    Some(ReadDate::new(date, DateStyle::NamedMonth))
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn month_number(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| {
        *month == word
            || (word.len() <= 4 && month.starts_with(word))
            || (word == "sept" && *month == "september")
    })?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|day| *day == word || (word.len() >= 3 && word.len() <= 5 && day.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(cell: &str) -> Option<String> {
        parse_date(cell, DateOrder::DayFirst, true).map(|read| read.date.to_string())
    }

    #[test]
    fn dates_as_they_are_written() {
        for (cell, date) in [
            ("12/04/2023", "2023-04-12"),
            ("12-04-2023", "2023-04-12"),
            ("30.04.2023", "2023-04-30"),
            ("1/7/15", "2015-07-01"),
            ("01-Apr-2023", "2023-04-01"),
            ("07/Jun/2011 ", "2011-06-07"),
            ("28-Feb-19", "2019-02-28"),
            ("Friday, April 29, 2022", "2022-04-29"),
            ("29th April 2022", "2022-04-29"),
            ("2018-09-07", "2018-09-07"),
            ("2018-09-07T00:00:00", "2018-09-07"),
            ("12/04/2023 00:00:00", "2023-04-12"),
            ("20230430", "2023-04-30"),
            ("45147", "2023-08-09"),
            ("45147.0", "2023-08-09"),
            ("2017-03", "2017-03-01"),
            ("Mar-11", "2011-03-01"),
            ("July 2010-September 2010", "2010-07-01"),
            ("2-Sept-2011", "2011-09-02"),
            ("30APR2023", "2023-04-30"),
        ] {
            assert_eq!(read(cell).as_deref(), Some(date), "{cell}");
        }
        for cell in [
            "",
            "Rent",
            "######",
            "25/06/2012900",
            "31/02/2023",
            "13/13/2023",
            "1234",
            "12,000",
            "3.75",
            "May",
            "99999999",
            "1/2",
            "12/04/1023",
        ] {
            assert_eq!(read(cell), None, "{cell}");
        }
        assert_eq!(parse_date("45147", DateOrder::DayFirst, false), None);
        assert_eq!(
            parse_date("04/12/2023", DateOrder::MonthFirst, false).unwrap().date.to_string(),
            "2023-04-12"
        );
        assert!(!parse_date("Mar-11", DateOrder::DayFirst, false).unwrap().has_day());
    }

    #[test]
    fn spans_of_months_are_periods() {
        for (cell, months) in [
            ("July 2010-September 2010", "2010-07 2010-08 2010-09"),
            ("Nov 2010 to Jan 2011", "2010-11 2010-12 2011-01"),
            ("July - September 2010", "2010-07 2010-08 2010-09"),
            ("Dec-Jan 2011", "2010-12 2011-01"),
            ("1 July 2010 - 31st August 2010", "2010-07 2010-08"),
            ("May 2010 - May 2010", "2010-05"),
            ("Mar-11", "2011-03"),
            ("28-Feb-19", "2019-02"),
        ] {
            let read = parse_date(cell, DateOrder::DayFirst, false).unwrap();
            let found: Vec<String> = read.months().map(|month| month.format("%Y-%m").to_string()).collect();
            assert_eq!(found.join(" "), months, "{cell}");
        }
        let span = parse_date("1 July 2010 - 31 August 2010", DateOrder::DayFirst, false).unwrap();
        assert_eq!((span.date.to_string().as_str(), span.has_day()), ("2010-07-01", false));
        // Backwards, over more than a year, and from one of many months.
        for cell in ["September 2010-July 2010", "April 2010 - April 2011", "May 2010, June 2010, July 2010"]
        {
            assert_eq!(read(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn every_style_reads_back(days in 0i64..36_000, style in 0..9u8) {
            let date = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            let format = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y", "%A, %B %d, %Y", "%Y%m%d", "%d/%b/%Y"][usize::from(style)];
            let text = date.format(format).to_string();
            prop_assert_eq!(parse_date(&text, DateOrder::DayFirst, false).map(|read| read.date), Some(date), "{}", text);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = parse_date(&text, DateOrder::DayFirst, true);
            let _ = order_evidence(&text);
        }
    }
}
