//! The identifier that stands for a supplier.

use super::facts::Believed;

/// Schemes from the one that says most: company, charity (England and Wales, Scotland, Northern Ireland), NHS
/// organisation, provider of learning, local authority, supplier of the central digital platform. VAT numbers stand for
/// no one: groups of companies share them.
const SCHEMES: [&str; 8] = ["GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-NHS", "GB-UKPRN", "GB-LAE", "GB-PPON"];

/// The surest identifier of the first scheme that there is.
pub(super) fn identifier(believed: &[Believed]) -> Option<&Believed> {
    believed
        .iter()
        .filter_map(|one| Some((rank(one)?, one)))
        .min_by(|(rank, one), (other_rank, other)| {
            let surest_first = other.score.cmp(&one.score);
            rank.cmp(other_rank).then(surest_first).then_with(|| one.value.cmp(&other.value))
        })
        .map(|(_, one)| one)
}

/// The order of a scheme; none for one that stands for no supplier.
pub(super) fn rank(one: &Believed) -> Option<usize> {
    SCHEMES.iter().position(|scheme| *scheme == one.scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_come_first_and_the_surest_of_them() {
        let one = |scheme: &str, value: &str, score| Believed {
            scheme: scheme.to_owned(),
            value: value.to_owned(),
            score,
        };
        let mut believed = vec![
            one("GB-PPON", "PABC-1234-DEFG", 1000),
            one("GB-VAT", "123456789", 1000),
            one("GB-CHC", "1049226", 1000),
        ];
        assert_eq!(identifier(&believed).map(|one| one.value.as_str()), Some("1049226"));
        believed.extend([one("GB-COH", "09442334", 900), one("GB-COH", "09442333", 950)]);
        assert_eq!(identifier(&believed).map(|one| one.value.as_str()), Some("09442333"));
        believed.push(one("GB-COH", "00000777", 950));
        assert_eq!(identifier(&believed).map(|one| one.value.as_str()), Some("00000777"));
        assert_eq!(identifier(&[one("GB-VAT", "123456789", 1000)]), None);
    }
}
