//! What rounds found, for whoever listens: a bounded record that each listener reads at its own pace, so that a slow one holds
//! up nobody and takes no memory. Whoever is too far behind is told that everything may have changed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use afya_access::Caller;
use afya_store::{Connection, Fault};
use tokio::sync::watch;

use super::changed::Changed;
use super::feed::Feed;
use super::following::Changes;
use crate::sql::columns as sql;

/// Values of more elements than this are told as everything.
const MOST_ELEMENTS: usize = 500;
/// How many elements and ranges of units are kept for listeners that are slow.
const MOST_KEPT: usize = 40_000;
/// How many rows of the log are read for somebody who comes back.
const MOST_ROWS: usize = 20_000;

/// What has changed since some moment.
#[derive(Clone, Debug)]
pub enum Found {
    /// Values of these elements.
    Values(Arc<Changed>),
    /// Any figure may be another one.
    Everything,
}

/// What a caller may know of what has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing that the caller may see has changed.
    Nothing,
    /// Some figures.
    Figures {
        /// The identifiers of the elements whose values changed, in their order.
        data_elements: Vec<String>,
        /// Whether it was said of any report that it is complete, or no longer.
        reports: bool,
    },
    /// Any figure may be another one.
    Everything,
}

impl Found {
    /// Values, unless they are of too many elements.
    pub(super) fn values(values: Changed) -> Found {
        if values.count() > MOST_ELEMENTS { Found::Everything } else { Found::Values(values.into()) }
    }

    /// What of it a caller may know: elements that the caller may read, where the caller looks at data. Of reports everybody is told
    /// that there are others, and not which.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn told(&self, connection: &mut Connection, caller: &Caller) -> Result<Told, Fault> {
        let Found::Values(values) = self else { return Ok(Told::Everything) };
        let (keys, reports) = (values.seen_by(caller), values.has_reports());
        let data_elements: Vec<String> = if keys.is_empty() {
            Vec::new()
        } else {
            let rows = connection.rows(&sql::readable_elements(&keys, caller)).await?;
            rows.iter().map(|row| row.get("uid")).collect()
        };
        let is_nothing = data_elements.is_empty() && !reports;
        Ok(if is_nothing { Told::Nothing } else { Told::Figures { data_elements, reports } })
    }
}

/// The record of what rounds found.
#[derive(Default)]
pub(super) struct News {
    record: Mutex<Record>,
    latest: watch::Sender<u64>,
}

#[derive(Default)]
struct Record {
    /// The moment that columns have reached; none while there are no columns.
    moment: Option<Arc<str>>,
    /// How often something was found.
    number: u64,
    /// The last times that it was values, with their numbers.
    finds: VecDeque<(u64, Arc<Changed>)>,
    size: usize,
}

impl News {
    /// Takes down the moment that columns have reached, and what they found on their way. Who had no columns does not know what
    /// changed meanwhile.
    pub(super) fn reach(&self, moment: Option<&str>, found: Option<Found>) {
        let mut record = self.record();
        let is_known = record.moment.is_some();
        record.moment = moment.map(Arc::from);
        let Some(found) = (if is_known { found } else { Some(Found::Everything) }) else { return };
        record.number += 1;
        match found {
            Found::Values(values) if self.is_heard() => record.keep(values),
            // Whoever is told later that it came before this is told everything.
            _ => record.forget(),
        }
        let number = record.number;
        drop(record);
        self.latest.send_replace(number);
    }

    /// Whether anybody listens.
    pub(super) fn is_heard(&self) -> bool {
        self.latest.receiver_count() > 0
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn keep(&mut self, values: Arc<Changed>) {
        self.size += values.size();
        self.finds.push_back((self.number, values));
        while self.size > MOST_KEPT
            && let Some((_, oldest)) = self.finds.pop_front()
        {
            self.size -= oldest.size();
        }
    }

    fn forget(&mut self) {
        self.finds.clear();
        self.size = 0;
    }

    /// What was found after the time with this number; nothing where that is not all there.
    fn after(&self, told: u64) -> Option<Vec<Arc<Changed>>> {
        let missing = self.number.saturating_sub(told);
        let finds = self.finds.iter().filter(|(number, _)| *number > told).map(|(_, values)| values.clone());
        Some(finds.collect::<Vec<_>>()).filter(|finds| finds.len() as u64 == missing)
    }
}

/// What was found several times as one, away from the record: rounds do not wait for it.
fn together(finds: Option<&[Arc<Changed>]>) -> Found {
    let Some((last, before)) = finds.and_then(<[_]>::split_last) else { return Found::Everything };
    if before.is_empty() {
        return Found::Values(last.clone());
    }
    // Once units change everything does: they are all of one hierarchy.
    let mut all = Changed::clone(last);
    before.iter().for_each(|values| all.add_all(values));
    Found::values(all)
}

/// Somebody who wants to know what changes.
pub struct Listener {
    feed: Feed,
    woken: watch::Receiver<u64>,
    /// The number of the last time that was told.
    told: u64,
}

/// What a listener was not told yet, up to a moment.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The moment, in PostgreSQL's words for a snapshot.
    pub moment: Arc<str>,
    /// What has changed.
    pub found: Found,
    number: u64,
}

impl Feed {
    /// Somebody who listens from now on.
    pub fn listen(&self) -> Listener {
        let woken = self.news().latest.subscribe();
        Listener { feed: self.clone(), woken, told: self.news().record().number }
    }
}

impl Listener {
    /// Takes the moment that columns have reached as told, once there is one. May be dropped while it waits.
    pub async fn begun(&mut self) -> Arc<str> {
        loop {
            {
                let record = self.feed.news().record();
                if let Some(moment) = &record.moment {
                    self.told = record.number;
                    return moment.clone();
                }
            }
            self.is_woken().await;
        }
    }

    /// What was not told yet, once there is something. It stays untold until `has_told`. May be dropped while it waits.
    pub async fn pending(&mut self) -> Pending {
        loop {
            let untold = {
                let record = self.feed.news().record();
                let moment = record.moment.clone().filter(|_| record.number > self.told);
                moment.map(|moment| (moment, record.after(self.told), record.number))
            };
            if let Some((moment, finds, number)) = untold {
                return Pending { moment, found: together(finds.as_deref()), number };
            }
            self.is_woken().await;
        }
    }

    /// Takes something as told.
    pub fn has_told(&mut self, pending: &Pending) {
        self.told = pending.number;
    }

    /// The moment that columns have reached, where all that was found until then is told.
    pub fn moment(&self) -> Option<Arc<str>> {
        let record = self.feed.news().record();
        record.moment.clone().filter(|_| record.number == self.told)
    }

    /// What the log says has changed since a moment that was told before, by whichever server; everything where it no longer says.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn since(&self, connection: &mut Connection, moment: &str) -> Result<Found, Fault> {
        let Some((reader, units)) = self.feed.reader().filter(|_| is_snapshot(moment)) else {
            return Ok(Found::Everything);
        };
        let rows = connection.rows(&sql::changes_at_most(moment, MOST_ROWS + 1)).await?;
        // Asked afterwards: what is still there now was there when the rows were read.
        let is_told = connection.first(&sql::is_told(&reader, moment)).await?.is_some_and(|row| row.get(0));
        if !is_told || rows.len() > MOST_ROWS {
            return Ok(Found::Everything);
        }
        Ok(Changes::of(&rows).found(&units))
    }

    async fn is_woken(&mut self) {
        if self.woken.changed().await.is_err() {
            // Nobody is left who could wake it, which the feed that it holds rules out.
            std::future::pending::<()>().await;
        }
    }
}

/// Whether a text is a snapshot as PostgreSQL writes it: `xmin:xmax:xip,xip`.
fn is_snapshot(text: &str) -> bool {
    let mut parts = text.split(':');
    let (Some(xmin), Some(xmax), Some(list), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let number = |text: &str| {
        let is_plain = !text.is_empty() && text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<u64>().ok()).flatten()
    };
    let (Some(xmin), Some(xmax)) = (number(xmin), number(xmax)) else { return false };
    let mut last = xmin;
    let fits = |text: &str| {
        let fits = number(text).is_some_and(|xip| last <= xip && xip < xmax);
        last = number(text).unwrap_or(last);
        fits
    };
    xmin > 0 && xmin <= xmax && (list.is_empty() || list.split(',').all(fits))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::resident::Hierarchy;
    use super::*;

    fn found(elements: &[i64]) -> Option<Found> {
        let mut values = Changed::of(Arc::new(Hierarchy::new(Vec::new())));
        elements.iter().for_each(|element| values.add(*element, None::<&[i64]>));
        Some(Found::values(values))
    }

    /// The keys of the elements that were found after a time, by whoever sees all.
    fn after(news: &News, told: u64) -> Option<Vec<i64>> {
        match together(news.record().after(told).as_deref()) {
            Found::Values(values) => Some(values.seen_by(&Caller::default())),
            Found::Everything => None,
        }
    }

    #[test]
    fn what_was_found_comes_together_until_too_much_is_kept() {
        let news = News::default();
        let _listener = news.latest.subscribe();
        news.reach(Some("1:1:"), None);
        assert_eq!((after(&news, 0), news.record().number), (None, 1), "columns that were not there before");
        news.reach(Some("2:2:"), found(&[10]));
        news.reach(Some("3:3:"), None);
        news.reach(Some("4:4:"), found(&[20, 10]));
        assert_eq!((after(&news, 1), after(&news, 2)), (Some(vec![10, 20]), Some(vec![10, 20])));
        assert_eq!(after(&news, 0), None);
        news.reach(Some("5:5:"), Some(Found::Everything));
        news.reach(Some("6:6:"), found(&[30]));
        assert_eq!((after(&news, 3), after(&news, 4)), (None, Some(vec![30])));
        for element in 0..=MOST_KEPT as i64 {
            news.reach(Some("7:7:"), found(&[element % 7]));
        }
        assert_eq!(after(&news, 4), None, "too far behind");
        assert_eq!(after(&news, 6), Some((0..7).collect()));
        let many: Vec<i64> = (0..=MOST_ELEMENTS as i64).collect();
        let before = news.record().number;
        news.reach(Some("8:8:"), found(&many));
        assert_eq!(after(&news, before), None, "too many elements");
        news.reach(None, None);
        news.reach(Some("9:9:"), found(&[10]));
        assert_eq!(after(&news, before + 1), None, "columns that were gone for a while");
    }

    #[test]
    fn nothing_is_kept_while_nobody_listens() {
        let news = News::default();
        news.reach(Some("1:1:"), None);
        news.reach(Some("2:2:"), found(&[10]));
        assert!(news.record().finds.is_empty());
    }

    #[test]
    fn a_snapshot_is_what_postgresql_writes() {
        for right in ["1:1:", "744:744:", "10:20:", "10:20:10", "10:20:10,12,19"] {
            assert!(is_snapshot(right), "{right}");
        }
        for wrong in [
            "",
            "1",
            "1:1",
            "0:1:",
            "2:1:",
            "1:1:1",
            "1:5:5",
            "5:9:4",
            "1:9:3,2",
            "1:9:,",
            "a:b:",
            "1:2:3:4",
            "-1:2:",
            "99999999999999999999:99999999999999999999:",
        ] {
            assert!(!is_snapshot(wrong), "{wrong}");
        }
    }
}
