//! The suppliers of the region: one market from which every institution has its own pool.

use std::collections::BTreeSet;

use crate::{
    names::{INVENTED, LegalForm, Name},
    random::{Random, exponential},
    region::{DISTRICTS, INSTITUTIONS, Institution},
    trades::{TRADES, Trade},
};

const SUPPLIERS: usize = 1_700;

/// How far a supplier's business reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Sells to most bodies of the region.
    Wide,
    /// Sells to some.
    Regional,
    /// Sells in its own district, hardly elsewhere.
    Local(usize),
    /// Is itself a public body, whom the others pay.
    Public,
}

/// A made-up supplier.
pub(crate) struct Supplier {
    name: Name,
    pub(crate) trade: &'static Trade,
    reach: Reach,
    /// Amounts relative to the trade's usual ones.
    pub(crate) size: f64,
    /// Company number in a series that no registrar has reached yet; empty for bodies that have none.
    pub(crate) company_number: String,
    /// Postcode in an area that does not exist (none begins with Q).
    pub(crate) postcode: String,
    /// `SME`, `Large` or `VCSE`, as some ledgers record it.
    pub(crate) kind: &'static str,
}

impl Supplier {
    /// The name under which it is registered.
    pub(crate) fn registered_name(&self) -> String {
        self.name.registered()
    }

    /// The legal form under which it is registered.
    pub(crate) fn form(&self) -> LegalForm {
        self.name.form
    }

    /// Whether it is one of the institutions, paid by another.
    pub(crate) fn is_public_body(&self) -> bool {
        self.reach == Reach::Public
    }

    /// How likely an institution buys from it: by what it sells and how near it is.
    fn chance_with(&self, institution: &Institution) -> f64 {
        let nearness = match self.reach {
            Reach::Public if self.name.stem == body_name(institution) => 0.0,
            Reach::Public => return 0.5,
            Reach::Wide => 0.85,
            Reach::Regional => 0.3,
            Reach::Local(home) if institution.district == Some(home) => 0.9,
            Reach::Local(_) => 0.015,
        };
        nearness * self.trade.use_by(institution.buyer()).max(0.04)
    }
}

/// A supplier as one institution's ledger has it.
pub(crate) struct Account<'a> {
    pub(crate) supplier: &'a Supplier,
    /// Name as spelled here.
    pub(crate) name: String,
    /// Number in the institution's ledger, from 0.
    pub(crate) number: u32,
}

/// All suppliers.
pub(crate) struct Market {
    suppliers: Vec<Supplier>,
}

impl Market {
    /// The market that belongs to a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::stream(seed, "market");
        let trades: Vec<&'static Trade> = TRADES.iter().collect();
        let mut suppliers = Vec::with_capacity(SUPPLIERS + INSTITUTIONS.len());
        let mut taken = BTreeSet::new();
        let (public, private) = trades.split_last().unzip();
        let private: &[&'static Trade] = private.unwrap_or_default();
        let busiest = private.iter().map(|trade| trade.weight()).max().unwrap_or(1);
        while suppliers.len() < SUPPLIERS {
            let trade = random.pick(private);
            if !random.chance(f64::from(trade.weight()) / f64::from(busiest)) {
                continue;
            }
            let supplier = invent(trade, suppliers.len(), &mut random);
            if taken.insert(supplier.name.stem.clone()) {
                suppliers.push(supplier);
            }
        }
        if let Some(trade) = public {
            suppliers.extend(INSTITUTIONS.iter().map(|institution| public_body(institution, trade)));
        }
        Self { suppliers }
    }

    /// All suppliers.
    pub(crate) fn suppliers(&self) -> &[Supplier] {
        &self.suppliers
    }

    /// The suppliers that an institution buys from, the busiest first.
    pub(crate) fn pool(&self, institution: &Institution, seed: u64) -> Vec<Account<'_>> {
        let mut random = Random::stream(seed, &format!("pool/{}", institution.org_id));
        let (mut wide, mut near): (Vec<Account<'_>>, Vec<Account<'_>>) = self
            .suppliers
            .iter()
            .enumerate()
            .filter(|(_, supplier)| random.chance(supplier.chance_with(institution)))
            .map(|(index, supplier)| {
                let spelling = format!("spelling/{}/{index}", institution.org_id);
                let name = supplier.name.spelled(&mut Random::stream(seed, &spelling));
                Account { supplier, name, number: 0 }
            })
            .partition(|account| matches!(account.supplier.reach, Reach::Wide | Reach::Public));
        random.shuffle(&mut wide);
        random.shuffle(&mut near);
        // The front of the pool gets most of the business: of wide suppliers each second is there, of near ones
        // each fourth.
        let rest_of_wide = wide.split_off(wide.len() / 2);
        let rest_of_near = near.split_off(near.len() / 4);
        let mut pool: Vec<Account<'_>> = wide.into_iter().chain(near).collect();
        random.shuffle(&mut pool);
        let mut rest: Vec<Account<'_>> = rest_of_wide.into_iter().chain(rest_of_near).collect();
        random.shuffle(&mut rest);
        pool.append(&mut rest);
        let mut numbers: Vec<u32> = (0..).take(pool.len()).collect();
        random.shuffle(&mut numbers);
        for (account, number) in pool.iter_mut().zip(numbers) {
            account.number = number;
        }
        pool
    }
}

/// Second letters of postcodes: the first seven stand for the districts of the region, the others for places elsewhere.
const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTU";

/// Who sells in one district is at home there.
fn area_of(reach: Reach, any: u8) -> u8 {
    match reach {
        Reach::Local(home) => LETTERS.get(home).copied().unwrap_or(any),
        _ => any,
    }
}

/// The district of a postcode, by its place among those of the region; none elsewhere.
pub(crate) fn district_of(postcode: &str) -> Option<usize> {
    let letter = postcode.as_bytes().get(1).copied()?;
    LETTERS.iter().position(|other| *other == letter).filter(|place| *place < DISTRICTS)
}

fn invent(trade: &'static Trade, index: usize, random: &mut Random) -> Supplier {
    let first = random.pick(&INVENTED);
    let word = random.pick(&trade.words);
    let second = random.pick(&INVENTED);
    let stem = match random.below(20) {
        0..=2 => format!("{first} & {second} Demo {word}"),
        3 => format!("{first} Demo {word} & Sons"),
        4 if word == "Coffee" || word == "Catering" => format!("{first} Demo Café"),
        _ => format!("{first} Demo {word}"),
    };
    let voluntary = trade.category.starts_with("Grants");
    let form = match random.below(20) {
        0..=3 if voluntary => LegalForm::CommunityInterest,
        4..=12 if voluntary => LegalForm::Other,
        0 => LegalForm::Public,
        1 | 2 => LegalForm::Partnership,
        3 => LegalForm::Other,
        _ => LegalForm::Limited,
    };
    let reach = match random.below(100) {
        0..=3 => Reach::Wide,
        4..=17 => Reach::Regional,
        _ => Reach::Local(random.below(DISTRICTS)),
    };
    let wide = reach == Reach::Wide;
    let kind = if voluntary {
        "VCSE"
    } else if random.chance(if wide { 0.8 } else { 0.15 }) {
        "Large"
    } else {
        "SME"
    };
    let letters = LETTERS;
    Supplier {
        name: Name {
            trading_as: random.chance(0.08).then(|| format!("{second} Demo Traders")),
            article: random.chance(0.08),
            stem,
            form,
        },
        trade,
        reach,
        size: exponential(0.8 * random.normal()),
        company_number: if form == LegalForm::Other {
            String::new()
        } else {
            format!("{}", 19_901_000 + index)
        },
        postcode: format!(
            "Q{}{} {}{}{}",
            char::from(area_of(reach, random.pick(letters))),
            random.below(30) + 1,
            random.below(9) + 1,
            char::from(random.pick(letters)),
            char::from(random.pick(letters)),
        ),
        kind,
    }
}

/// Name of an institution as its payers write it: `Demo` stands in front instead of in brackets.
fn body_name(institution: &Institution) -> String {
    format!("Demo {}", institution.name.trim_end_matches(" (demo)"))
}

fn public_body(institution: &Institution, trade: &'static Trade) -> Supplier {
    Supplier {
        name: Name {
            stem: body_name(institution),
            form: LegalForm::PublicBody,
            trading_as: None,
            article: false,
        },
        trade,
        reach: Reach::Public,
        size: 1.0,
        company_number: String::new(),
        postcode: "QD1 1DD".to_owned(),
        kind: "Public",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn suppliers_are_shared_under_different_spellings() {
        let market = Market::new(1);
        let mut buyers: BTreeMap<String, usize> = BTreeMap::new();
        let mut spellings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for institution in &INSTITUTIONS {
            let pool = market.pool(institution, 1);
            assert!(pool.len() > 60, "{} {}", institution.org_id, pool.len());
            for account in pool {
                *buyers.entry(account.supplier.name.stem.clone()).or_default() += 1;
                spellings.entry(account.supplier.name.stem.clone()).or_default().insert(account.name);
            }
        }
        let shared = buyers.values().filter(|count| **count > 1).count();
        let respelled = spellings.values().filter(|names| names.len() > 1).count();
        assert!(shared > 150 && shared < buyers.len() / 2, "{shared} of {}", buyers.len());
        assert!(respelled > 120, "{respelled}");
        assert!(spellings.values().flatten().all(|name| name.to_uppercase().contains("DEMO")));
    }
}
