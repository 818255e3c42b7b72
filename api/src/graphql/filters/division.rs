//! CPV divisions that published categories stand for.

use anchorhub_analysis::DivisionFilter;

use super::clean_all;
use crate::graphql::error::ApiError;

/// Reads a filter by division.
pub(crate) fn divisions(
    divisions: Option<Vec<String>>,
    mapped: Option<bool>,
) -> Result<DivisionFilter, ApiError> {
    let read = |text: &String| {
        let division = text.trim();
        let good = division.len() == 2 && division.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| division.to_owned()).ok_or_else(|| {
            ApiError::BadTrait(text.chars().take(80).collect(), "a CPV division, such as `33`")
        })
    };
    let divisions = clean_all(divisions)?.map(|list| list.iter().map(read).collect::<Result<_, _>>());
    Ok(DivisionFilter { divisions: divisions.transpose()?, mapped })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_have_two_digits() {
        let read = |text: &str| divisions(Some(vec![text.to_owned()]), None);
        assert_eq!(read(" 33 ").map(|filter| filter.divisions), Ok(Some(vec!["33".to_owned()])));
        for text in ["", "3", "331", "3%", "ab"] {
            assert_eq!(read(text).map_err(|error| error.code()), Err("BAD_TRAIT"), "{text}");
        }
        assert!(DivisionFilter::default().of_contracts().is_none());
    }
}
