//! Lists that are in memory, with the pages of all others.

use super::Slice;
use crate::graphql::{
    connection::PageArgs,
    cursor::{self, Fingerprint, Key, KeyKind},
    error::ApiError,
};

/// A page of a list of so many items that have a fixed order: their positions.
pub(crate) fn listed(name: &str, length: usize, args: &PageArgs) -> Result<Slice<usize>, ApiError> {
    let list = Fingerprint::of(name);
    let start = match args.after.as_deref() {
        Some(after) => match cursor::decode(after, list, &[KeyKind::Number])?.as_slice() {
            [Key::Number(last)] => usize::try_from(*last).map_or(0, |last| last.saturating_add(1)),
            _ => return Err(ApiError::BadCursor),
        },
        None => 0,
    };
    let end = start.saturating_add(args.first).min(length);
    let rows = (start..end)
        .map(|index| {
            let position = vec![Key::Number(i64::try_from(index).unwrap_or(i64::MAX))];
            (cursor::encode(list, &position), index)
        })
        .collect();
    Ok(Slice {
        rows,
        more: end < length,
        later: args.after.is_some(),
        total: args.count.then(|| i64::try_from(length).unwrap_or(i64::MAX)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(length: usize, first: usize, after: Option<String>) -> Slice<usize> {
        listed("lots", length, &PageArgs { first, after, count: true }).unwrap()
    }

    #[test]
    fn pages_follow_each_other() {
        let first = page(5, 3, None);
        assert_eq!(first.rows.iter().map(|(_, index)| *index).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((first.more, first.later, first.total), (true, false, Some(5)));
        let last = first.rows.last().map(|(cursor, _)| cursor.clone());
        let second = page(5, 3, last.clone());
        assert_eq!(second.rows.iter().map(|(_, index)| *index).collect::<Vec<_>>(), [3, 4]);
        assert_eq!((second.more, second.later), (false, true));
        assert!(page(2, 3, last.clone()).rows.is_empty(), "a list that has become shorter");
        assert!(page(5, 0, None).more);
        let other = listed("awards", 5, &PageArgs { first: 3, after: last, count: false });
        assert_eq!(other.err(), Some(ApiError::BadCursor));
    }
}
