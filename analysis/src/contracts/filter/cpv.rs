//! Beginnings of CPV codes, and where they are looked for.

use anchorhub_entities::process_category;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query},
};

/// The beginning of a code of the Common Procurement Vocabulary (Regulation (EC) 213/2008): two to eight digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpvPrefix(String);

impl CpvPrefix {
    /// Reads one; a check digit after eight digits is left out. None for a text of another form.
    pub fn read(text: &str) -> Option<Self> {
        let digits = match text.trim().split_once('-') {
            Some((code, check)) if code.len() == 8 && check.len() == 1 => code,
            _ => text.trim(),
        };
        let good = (2..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| Self(digits.to_owned()))
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// That a column of codes begins so.
    fn begins(&self, column: impl IntoColumnRef) -> Expr {
        // Digits only: nothing in it has a meaning to LIKE.
        Expr::col(column).like(format!("{}%", self.0))
    }

    /// That a code begins with one of the prefixes.
    pub fn begins_with(prefixes: &[Self], code: impl IntoColumnRef + Copy) -> Condition {
        prefixes.iter().fold(Condition::any(), |any, prefix| any.add(prefix.begins(code)))
    }

    /// That a code, or one of the codes of a process, begins with one of the prefixes. No prefix allows nothing.
    pub fn in_category(
        prefixes: &[Self],
        code: impl IntoColumnRef + Copy,
        process: impl IntoColumnRef + Copy,
    ) -> Condition {
        if prefixes.is_empty() {
            return Condition::all().add(Expr::value(false));
        }
        // SQLite takes no more than a thousand terms in one condition: one subquery for all of them.
        let listed = Query::select()
            .column(process_category::Column::ProcessId)
            .from(process_category::Entity)
            .and_where(process_category::Column::Scheme.eq("CPV"))
            .cond_where(Self::begins_with(prefixes, process_category::Column::Code))
            .to_owned();
        Self::begins_with(prefixes, code).add(Expr::col(process).in_subquery(listed))
    }
}

#[cfg(test)]
mod tests {
    use super::CpvPrefix;

    #[test]
    fn categories_are_beginnings_of_cpv_codes() {
        for (text, read) in [("90", "90"), (" 90510000 ", "90510000"), ("90510000-5", "90510000")] {
            assert_eq!(CpvPrefix::read(text).map(|prefix| prefix.0), Some(read.to_owned()));
        }
        for text in ["", "9", "905100001", "9%", "90-5", "waste"] {
            assert_eq!(CpvPrefix::read(text), None, "{text}");
        }
    }
}
