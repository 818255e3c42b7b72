//! Pages of lists that are computed as a whole for one version of the data.

use super::Slice;
use crate::graphql::{
    connection::PageArgs,
    cursor::{self, Fingerprint, Key, KeyKind},
    error::ApiError,
};

/// A page of a list whose items have such keys, in their order: a number, and a text that makes it unique. Gives positions of
/// items. A cursor belongs to one version of the data, as another one may have other items in another order.
pub(crate) fn computed(
    description: &str,
    data_version: i64,
    keys: &[(i64, String)],
    args: &PageArgs,
) -> Result<Slice<usize>, ApiError> {
    let list = Fingerprint::of(&format!("{description} at {data_version}"));
    let start = match args.after.as_deref() {
        Some(after) => match cursor::decode(after, list, &[KeyKind::Number, KeyKind::Text])?.as_slice() {
            [Key::Number(number), Key::Text(text)] => {
                keys.partition_point(|(own, name)| (own, name) <= (number, text))
            }
            _ => return Err(ApiError::BadCursor),
        },
        None => 0,
    };
    let end = start.saturating_add(args.first).min(keys.len());
    let shown = keys.get(start..end).unwrap_or_default();
    let rows = shown.iter().zip(start..).map(|((number, text), index)| {
        let position = vec![Key::Number(*number), Key::Text(text.clone())];
        (cursor::encode(list, &position), index)
    });
    Ok(Slice {
        rows: rows.collect(),
        more: end < keys.len(),
        later: args.after.is_some(),
        total: args.count.then(|| i64::try_from(keys.len()).unwrap_or(i64::MAX)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_within_one_version() {
        let keys: Vec<(i64, String)> = [(-9, "a"), (-9, "b"), (-3, "a"), (0, "")]
            .map(|(number, text)| (number, text.to_owned()))
            .to_vec();
        let page = |after: Option<String>, version| {
            computed("candidates", version, &keys, &PageArgs { first: 2, after, count: true })
        };
        let first = page(None, 7).unwrap();
        assert_eq!(first.rows.iter().map(|(_, index)| *index).collect::<Vec<_>>(), [0, 1]);
        assert_eq!((first.more, first.later, first.total), (true, false, Some(4)));
        let cursor = first.rows.last().map(|(cursor, _)| cursor.clone());
        let second = page(cursor.clone(), 7).unwrap();
        assert_eq!(second.rows.iter().map(|(_, index)| *index).collect::<Vec<_>>(), [2, 3]);
        assert_eq!((second.more, second.later), (false, true));
        assert_eq!(page(cursor, 8).err(), Some(ApiError::BadCursor));
    }
}
