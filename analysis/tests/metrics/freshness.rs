//! Freshness of feeds.

use anchorhub_analysis::{Duty, FeedFreshness, freshness};

use crate::world::{date, on_each};

#[tokio::test]
async fn feeds_tell_what_is_late_and_what_is_missing() {
    on_each(async |world, _| {
        let at = async |today: &str| freshness(&world.database, None, date(today)).await.unwrap();
        let all = at("2024-03-01").await;
        let codes: Vec<&str> = all.iter().map(|fresh| fresh.feed.code.as_str()).collect();
        // By name of the institution; the one without a feed is not late with anything.
        assert_eq!(codes, ["GB-NHS-ZZ1.spend", "GB-LAE-NOR.spend", "GB-UKPRN-99999001.spend"]);
        let by = |all: &[FeedFreshness], code: &str| {
            all.iter().find(|fresh| fresh.institution.org_id == code).unwrap().clone()
        };

        let council = by(&all, "GB-LAE-NOR");
        assert_eq!(council.duty, Some(Duty::QuarterlyWithinOneMonth));
        assert_eq!(council.last_day, Some(date("2023-12-31")));
        // Received on 1 February, a day after 31 January.
        assert_eq!((council.days_to_receipt, council.days_late), (Some(32), Some(1)));
        assert_eq!((council.days_overdue, council.missing), (Some(0), vec![]));

        let hospital = by(&all, "GB-NHS-ZZ1");
        assert_eq!((hospital.duty, hospital.days_late, hospital.days_overdue), (None, None, None));
        assert_eq!(hospital.missing, [date("2023-03-01"), date("2023-08-01")]);
        assert_eq!(by(&all, "GB-UKPRN-99999001").missing, []);

        // The first quarter of 2024 is due on 30 April.
        let missing = |all: &[FeedFreshness]| by(all, "GB-LAE-NOR").missing;
        assert_eq!(missing(&at("2024-04-30").await), []);
        let late = at("2024-05-10").await;
        assert_eq!(missing(&late), ["2024-01-01", "2024-02-01", "2024-03-01"].map(date));
        assert_eq!(by(&late, "GB-LAE-NOR").days_overdue, Some(10));

        let own = freshness(&world.database, Some(&[2, 4]), date("2024-03-01")).await.unwrap();
        assert_eq!(own, [hospital]);
    })
    .await;
}
