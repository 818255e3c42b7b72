//! Drawing procurements from what institutions buy, and from whom.

use chrono::{Days, Months, NaiveDate};

use super::{
    Bids, Contracts, Holder, Lot, Milestones, Procurement, Route, Seen, Subject,
    milestones::{ACT, Way},
    subjects,
};
use crate::{
    calendar::TODAY,
    market::{Account, Market},
    names::INVENTED,
    random::Random,
    region::{INSTITUTIONS, Institution},
    registers,
};

/// Procurements of an institution at scale 1, and the fewest at any scale.
const EACH: f64 = 115.0;
const FEWEST: usize = 12;

/// First day on which a contract begins, and the days until the last.
const FIRST_START: NaiveDate = NaiveDate::from_ymd_opt(2023, 6, 1).unwrap();
const DAYS_OF_STARTS: u32 = 2_100;

/// The smallest value, in pence: registers and notices begin at £5,000.
const LEAST: i64 = 500_000;

impl<'a> Contracts<'a> {
    /// The procurements that belong to a seed.
    pub(crate) fn new(market: &'a Market, seed: u64, scale: f64) -> Self {
        let mut all: Vec<Procurement<'a>> = Vec::new();
        for (index, institution) in INSTITUTIONS.iter().enumerate() {
            let mut inventor = Inventor {
                institution,
                index,
                pool: market.pool(institution, seed),
                random: Random::stream(seed, &format!("contracts/{}", institution.org_id)),
                scale,
                first: all.len(),
            };
            inventor.invent(&mut all);
        }
        Self::of(all)
    }
}

/// Draws the procurements of one institution.
struct Inventor<'a> {
    institution: &'static Institution,
    index: usize,
    pool: Vec<Account<'a>>,
    random: Random,
    scale: f64,
    /// How many other institutions have before.
    first: usize,
}

impl<'a> Inventor<'a> {
    fn invent(&mut self, all: &mut Vec<Procurement<'a>>) {
        let count = whole(EACH * self.scale).max(FEWEST);
        let mut framework = None;
        for place in 0..count {
            let route = match (place % 40, framework) {
                (1, _) => Route::Framework,
                (2..=4, Some(number)) => Route::CallOff(number),
                (5, _) => Route::StaysOpen,
                _ if self.random.chance(0.12) => Route::Direct,
                _ => Route::Open,
            };
            let parent = match route {
                Route::CallOff(number) => all.get(number - 1),
                _ => None,
            };
            let procurement = self.procurement(all.len() + 1, route, parent);
            if route == Route::Framework {
                framework = Some(procurement.number);
            }
            all.push(procurement);
        }
    }

    fn procurement(
        &mut self,
        number: usize,
        route: Route,
        parent: Option<&Procurement<'a>>,
    ) -> Procurement<'a> {
        let (place, subject) = match parent {
            Some(parent) => (self.place_of(parent), parent.subject),
            None => self.contracted(),
        };
        let serial = number - self.first;
        let reference = format!("D{}-{}", code(self.institution), 1_000 + serial);
        let (starts_on, ends_on) = self.term(route, serial);
        let title = self.title(subject, route);
        let lots = self.lots(place, route, &reference, &title, (starts_on, ends_on));
        let value_pence: i64 = lots.iter().map(|lot| lot.value_pence).sum();
        let extension_months = if self.random.chance(0.45) { self.random.pick(&[12, 12, 24]) } else { 0 };
        let days = if route == Route::StaysOpen {
            Milestones::open(sooner(starts_on, 60), &mut self.random)
        } else {
            let direct = matches!(route, Route::Direct | Route::CallOff(_));
            let can_be_extended = extension_months > 0;
            Milestones::draw(
                Way { starts_on, ends_on, value_pence, direct, can_be_extended },
                &mut self.random,
            )
        };
        let seen = self.seen(route, value_pence, &days);
        let trade = self.pool[place].supplier.trade;
        let small = value_pence < 50_000_000;
        Procurement {
            number,
            reference,
            buyers: self.buyers(route),
            subject,
            title,
            department: trade.department(self.institution.buyer()),
            category: (trade.category_code, trade.category),
            route,
            lots,
            starts_on,
            ends_on,
            extension_months,
            sme: self.random.chance(if small { 0.85 } else { 0.4 }),
            vcse: self.random.chance(if small { 0.4 } else { 0.15 }),
            days,
            seen,
        }
    }

    /// An account that is paid often, of a trade that is contracted.
    fn contracted(&mut self) -> (usize, &'static Subject) {
        loop {
            let drawn = self.random.unit();
            let place = index(self.pool.len(), drawn * drawn * drawn.sqrt());
            if let Some(subject) = subjects::of(self.pool[place].supplier.trade) {
                return (place, subject);
            }
        }
    }

    /// Where a supplier of a framework stands in the pool.
    fn place_of(&mut self, framework: &Procurement<'a>) -> usize {
        let holders = &framework.lots[0].holders;
        let account = holders[self.random.below(holders.len())].account;
        self.pool.iter().position(|other| other.number == account).unwrap_or_default()
    }

    /// First and last day.
    fn term(&mut self, route: Route, serial: usize) -> (NaiveDate, NaiveDate) {
        let day = u64::from(self.random.below_u32(DAYS_OF_STARTS));
        let starts_on = match route {
            // Frameworks begin before their call-offs; those that stay open take applications until 2028 and 2029.
            Route::Framework => later(FIRST_START, day / 5),
            Route::CallOff(_) => later(FIRST_START, 500 + day / 4),
            Route::StaysOpen => later(TODAY, 760 + day % 600),
            // Each third lies ahead.
            _ if serial.is_multiple_of(3) => later(TODAY, 20 + day / 2),
            _ => later(FIRST_START, day / 2),
        };
        let months = match route {
            Route::Framework | Route::StaysOpen => 48,
            _ => self.random.pick(&[12, 24, 24, 36, 36, 48, 60]),
        };
        let end = starts_on.checked_add_months(Months::new(months)).and_then(|day| day.pred_opt());
        (starts_on, end.unwrap_or(starts_on))
    }

    fn title(&mut self, subject: &Subject, route: Route) -> String {
        let what = self.random.pick(&subject.titles);
        let where_to = self.random.pick(&INVENTED);
        match route {
            Route::Framework => format!("{what} framework for {where_to} (demo)"),
            Route::StaysOpen => format!("{what}: list open to new suppliers, {where_to} (demo)"),
            Route::CallOff(_) => format!("{what} for {where_to}, call-off (demo)"),
            _ => format!("{what} for {where_to} (demo)"),
        }
    }

    fn lots(
        &mut self,
        place: usize,
        route: Route,
        reference: &str,
        title: &str,
        term: (NaiveDate, NaiveDate),
    ) -> Vec<Lot<'a>> {
        let count = match route {
            Route::Open if self.random.chance(0.12) => 2 + self.random.below(3),
            _ => 1,
        };
        (0..count)
            .map(|number| {
                let holders = self.holders(place, number, if route == Route::Framework { 4 } else { 1 });
                let value_pence = self.value(place, count, route, term);
                let all = 1 + self.random.below_u32(8);
                let sme = self.random.below_u32(all + 1);
                let lettered = count > 1;
                Lot {
                    title: if lettered { format!("{title}: lot {}", number + 1) } else { title.to_owned() },
                    reference: if lettered {
                        format!("{reference}-L{}", number + 1)
                    } else {
                        reference.to_owned()
                    },
                    holders,
                    value_pence,
                    bids: Bids { all, sme, vcse: self.random.below_u32(sme + 1) / 2 },
                }
            })
            .collect()
    }

    /// The account at a place and its neighbours in the trade, as many as there are.
    fn holders(&self, place: usize, skipped: usize, count: usize) -> Vec<Holder<'a>> {
        let trade = self.pool[place].supplier.trade.category;
        let of_trade: Vec<&Account<'a>> =
            self.pool.iter().filter(|account| account.supplier.trade.category == trade).collect();
        let own = of_trade.iter().position(|account| account.number == self.pool[place].number);
        (0..count.min(of_trade.len()))
            .map(|step| {
                let account = of_trade[(own.unwrap_or_default() + skipped + step) % of_trade.len()];
                Holder { supplier: account.supplier, name: account.name.clone(), account: account.number }
            })
            .collect()
    }

    /// A part of what is paid to the account over the term: there are other contracts, and orders without one.
    fn value(&mut self, place: usize, lots: usize, route: Route, term: (NaiveDate, NaiveDate)) -> i64 {
        let account = self.pool[place].supplier;
        let median = self.institution.median_pounds * account.trade.size * account.size;
        let usual = (median * 2.05).max(float(self.institution.threshold_pounds) * 1.6);
        let yearly = 12.0
            * f64::from(self.institution.monthly_payments)
            * self.scale
            * share_of(place, self.pool.len())
            * usual;
        let years = float((term.1 - term.0).num_days()) / 365.0;
        let part = 0.1 + 0.5 * self.random.unit();
        let factor = if matches!(route, Route::Framework | Route::StaysOpen) { 4.0 } else { 1.0 };
        let pounds = yearly * years * part * factor / float(i64::try_from(lots).unwrap_or(1));
        (cents(pounds) / 10_000 * 10_000).max(LEAST + i64::from(self.random.below_u32(400)) * 10_000)
    }

    /// Larger values are published more widely; what is nowhere else stands on Contracts Finder.
    fn seen(&mut self, route: Route, value_pence: i64, days: &Milestones) -> Seen {
        let awarded = days.awarded_on();
        let under_the_act = awarded.is_none_or(|day| day >= ACT);
        let mut shown = |share: f64| self.random.chance(share);
        let find_a_tender = match route {
            Route::Framework | Route::StaysOpen => true,
            _ if under_the_act => awarded.is_none() || value_pence >= 3_000_000 && shown(0.9),
            _ => value_pence >= 21_400_000 && shown(0.8),
        };
        let contracts_finder = value_pence >= 2_500_000 && shown(if under_the_act { 0.2 } else { 0.75 });
        let register = awarded.is_some()
            && route != Route::Framework
            && registers::keeps_one(self.institution)
            && shown(0.93);
        let nowhere = !find_a_tender && !contracts_finder && !register;
        Seen { find_a_tender, contracts_finder: contracts_finder || nowhere, register }
    }

    /// One in twenty buys together with a neighbour.
    fn buyers(&mut self, route: Route) -> Vec<&'static Institution> {
        let mut buyers = vec![self.institution];
        if route == Route::Framework || self.random.chance(0.04) {
            buyers.push(&INSTITUTIONS[(self.index + 1 + self.random.below(3)) % INSTITUTIONS.len()]);
        }
        buyers
    }
}

/// The letters by which references of an institution begin.
fn code(institution: &Institution) -> String {
    let own = institution.org_id.trim_start_matches("XI-DEMO-");
    own.split('-').filter_map(|part| part.get(..2)).collect()
}

/// Share of the payments that go to a place of a pool: the ledger draws u^2.5, whose reverse is close to
/// x^(3/8), which takes square roots alone and so is the same on every machine.
fn share_of(place: usize, length: usize) -> f64 {
    let up_to = |place: usize| {
        let root = (count(place) / count(length)).sqrt().sqrt();
        root * root.sqrt()
    };
    up_to(place + 1) - up_to(place)
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn sooner(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of days, pounds and places are small")]
fn float(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "a length of some hundreds")]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_possible_truncation, reason = "bounded far below i64 by its inputs")]
fn cents(pounds: f64) -> i64 {
    (pounds * 100.0).round() as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive, and at most some thousands by the bounds of the scale"
)]
fn whole(number: f64) -> usize {
    number as usize
}

fn index(length: usize, share: f64) -> usize {
    whole(count(length) * share).min(length.saturating_sub(1))
}
