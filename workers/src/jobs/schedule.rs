//! Schedules of feeds: cron form, UK clock time.

use anchorhub_entities::{feed, job};
use anchorhub_ocds::london;
use anchorhub_store::Database;
use chrono::{DateTime, NaiveDateTime, Utc};
use croner::Cron;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::queue::{NewJob, Queue, Task};
use crate::{PullCode, PullError};

/// A moment as jobs keep it.
const TICK: &str = "%Y-%m-%dT%H:%M:%S";

/// A schedule in cron form: minute, hour, day of month, month, day of week, in UK clock time.
#[derive(Clone, Debug)]
pub struct Schedule(Cron);

impl Schedule {
    /// Reads `15 2 * * *` and its like; `SCHEDULE_INVALID` for anything else.
    pub fn read(text: &str) -> Result<Self, PullError> {
        text.parse().map(Self).map_err(|error| {
            PullError::new(
                PullCode::ScheduleInvalid,
                format!("`{text}` is no schedule ({error}): give minute, hour, day, month and day of week, like `15 2 * * *`"),
            )
        })
    }

    /// The last moment that it names, `now` at the latest.
    ///
    /// All in clock time: of the hour that October has twice each moment is named once, and one in the hour that
    /// March lacks is due when the clocks have gone forward.
    fn last(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        self.0.find_previous_occurrence(&now, true).ok()
    }
}

/// Queues a pull of each feed whose schedule has come due since its last one; gives how many. Moments missed
/// while no worker ran are made up for by one pull. However many workers do this, a moment is queued once.
pub(super) async fn enqueue_due(
    database: &Database,
    queue: &Queue,
    now: DateTime<Utc>,
) -> Result<u64, PullError> {
    let feeds = feed::Entity::find()
        .filter(feed::Column::Schedule.is_not_null())
        .filter(feed::Column::Location.is_not_null())
        .filter(feed::Column::Paused.eq(false))
        .all(database.read())
        .await?;
    let mut due = Vec::new();
    for feed in feeds {
        let Some(schedule) = feed.schedule.as_deref().map(Schedule::read).transpose()? else { continue };
        let Some(moment) = schedule.last(london::civil(now)) else { continue };
        if london::instant(moment) <= feed.created_at {
            continue;
        }
        let tick = moment.format(TICK).to_string();
        let last: Option<Option<String>> = job::Entity::find()
            .select_only()
            .column(job::Column::Tick)
            .filter(job::Column::FeedId.eq(feed.id))
            .filter(job::Column::Tick.is_not_null())
            .order_by_desc(job::Column::Id)
            .into_tuple()
            .one(database.read())
            .await?;
        if last.flatten().is_none_or(|last| last < tick) {
            due.push(NewJob { task: Task::Pull, feed_id: feed.id, tick: Some(tick) });
        }
    }
    if due.is_empty() { Ok(0) } else { queue.add(&due).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(schedule: &str, now: &str) -> String {
        let now: DateTime<Utc> = now.parse().unwrap();
        Schedule::read(schedule).unwrap().last(london::civil(now)).unwrap().format(TICK).to_string()
    }

    #[test]
    fn schedules_are_uk_clock_time() {
        assert_eq!(last("15 2 * * *", "2024-01-10T02:15:00Z"), "2024-01-10T02:15:00");
        assert_eq!(last("15 2 * * *", "2024-01-10T02:14:59Z"), "2024-01-09T02:15:00");
        assert_eq!(last("15 2 * * *", "2024-07-10T01:15:00Z"), "2024-07-10T02:15:00");
        assert_eq!(last("0 6 * * 1", "2024-05-03T12:00:00Z"), "2024-04-29T06:00:00");
    }

    #[test]
    fn a_repeated_hour_names_each_moment_once_and_a_missing_one_names_it_late() {
        // October: 01:30 comes at 00:30Z and again at 01:30Z.
        assert_eq!(last("30 1 * * *", "2024-10-27T00:45:00Z"), "2024-10-27T01:30:00");
        assert_eq!(last("30 1 * * *", "2024-10-27T01:45:00Z"), "2024-10-27T01:30:00");
        // In the second pass, before half past, the clock shows a time before the moment again.
        assert_eq!(last("30 1 * * *", "2024-10-27T01:10:00Z"), "2024-10-26T01:30:00");
        // March: there is no 01:30; at 02:00 clock time it has passed.
        assert_eq!(last("30 1 * * *", "2024-03-31T00:59:59Z"), "2024-03-30T01:30:00");
        assert_eq!(last("30 1 * * *", "2024-03-31T01:00:00Z"), "2024-03-31T01:30:00");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in ["", "daily", "61 * * * *", "* * *", "15 2 * * * * * *"] {
            assert_eq!(Schedule::read(text).unwrap_err().code(), "SCHEDULE_INVALID", "{text}");
        }
    }
}
