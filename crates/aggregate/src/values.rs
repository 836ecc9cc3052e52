//! The import of data values: read → decode → preheat → check → save, one transaction a group. What is read is laid aside, and
//! each stage goes through it again: memory does not grow with the number of values.

mod bad_values;
pub mod batch;
mod check;
mod decode;
mod keys;
mod preheat;
pub mod read;
pub mod report;
mod rows;
mod save;
pub(crate) use save::period_key;
pub mod schemes;
mod sorted;
pub(crate) use sorted::Placed;
mod split;
mod spool;
pub mod words;

use afya_access::{Caller, settings};
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use jiff::Timestamp;
use jiff::tz::Offset;

use bad_values::BadValues;
use batch::Batch;
use check::{Single, doubled};
use decode::{Completion, Decoded, Decoder};
use keys::Keys;
use preheat::Found;
use report::{Arg, Conflict, Indexes, Summary};
use sorted::Sorted;
use words::Words;

/// How an import is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Check only.
    pub dry_run: bool,
    /// A group's values are saved all or not at all, and the first group that is not saved ends the import.
    pub atomic: bool,
    /// Mark the values as deleted.
    pub delete: bool,
    /// Skip what is about time; only for a caller with `ALL`.
    pub force: bool,
}

/// Who imports, how and when: what every stage looks at.
struct Task<'t> {
    caller: &'t Caller,
    options: Options,
    now: Timestamp,
    tell: Tell<'t>,
}

/// Hears what an import does at the moment.
pub type Tell<'t> = &'t (dyn Fn(String) + Sync);

/// Imports what was sent. What is wrong with it stands in the summary.
///
/// # Errors
/// When the database cannot be reached or refuses a statement; groups before that one are saved then.
pub async fn import(
    connection: &mut Connection,
    caller: &Caller,
    batch: Batch,
    options: Options,
    now: Timestamp,
) -> Result<Summary, Fault> {
    Box::pin(import_telling(connection, (caller, now), batch, options, &|_| {})).await
}

/// The same, saying what is done at the moment.
///
/// # Errors
/// As [`import`].
pub async fn import_telling(
    connection: &mut Connection,
    (caller, now): (&Caller, Timestamp),
    batch: Batch,
    options: Options,
    tell: Tell<'_>,
) -> Result<Summary, Fault> {
    let task = Task { caller, options, now, tell };
    tell(format!("Decoding {} values", batch.len()));
    let mut summary = Summary { delete: options.delete, ..Summary::default() };
    let (mut decoder, groups) = match understand(connection, batch, options.delete).await? {
        Ok(understood) => understood,
        Err(conflict) => {
            summary.bad_groups.push(conflict);
            return Ok(summary);
        }
    };
    let (all, mut complete) = (groups.len(), Vec::new());
    for group in groups {
        match task.group(connection, &mut decoder, &group).await? {
            Ok(outcome) => {
                summary.saved += outcome.saved;
                summary.deleted += outcome.deleted;
                summary.ignored += outcome.bad.count();
                summary.bad_values().append(outcome.bad).map_err(unread)?;
                complete.extend(outcome.completion);
            }
            Err(conflict) => {
                let indexes = indexes(&mut decoder, &group).await?;
                summary.bad_groups.push(conflict.about(indexes));
                if options.atomic {
                    return Ok(summary);
                }
            }
        }
    }
    summary.complete = Some(task.complete(connection, &decoder.words, all, &complete).await?);
    Ok(summary)
}

/// The groups as they are saved, or why nothing can be saved at all.
async fn understand(
    connection: &mut Connection,
    batch: Batch,
    delete: bool,
) -> Result<Result<(Decoder, Vec<Decoded>), Conflict>, Fault> {
    let (mut decoder, groups) = match decode::decode(connection, batch, delete).await? {
        Ok(decoded) => decoded,
        Err(conflict) => return Ok(Err(conflict)),
    };
    // Groups without a set become one group a set where the system is set so, and neighbours of one set become one group.
    let mut split = Vec::with_capacity(groups.len());
    let without_set = groups.iter().any(|group| group.set.is_none() && group.count > 0);
    let auto = without_set && settings::read_system(connection).await?.is_on("dataEntryAutoGroup");
    for group in groups {
        if !auto || group.set.is_some() {
            split.push(group);
            continue;
        }
        match split::by_set(connection, &mut decoder, group).await? {
            Ok(groups) => split.extend(groups),
            Err(conflict) => return Ok(Err(conflict)),
        }
    }
    Ok(Ok((decoder, split::merge(split))))
}

/// The positions of all values of a group.
async fn indexes(decoder: &mut Decoder, group: &Decoded) -> Result<Indexes, Fault> {
    let mut indexes = Indexes::default();
    let all = decoder.each(&group.parts, |_, value| {
        indexes.push(value.index);
        Ok(())
    });
    all.await?.map(|()| indexes).or(Ok(Indexes::default()))
}

/// What became of a group that was not refused as a whole.
#[derive(Default)]
struct Outcome {
    saved: usize,
    deleted: usize,
    bad: BadValues,
    /// What is complete now, if the group says so and all of its values were saved.
    completion: Option<(String, Completion)>,
}

/// The values of a group after their checks.
#[derive(Default)]
struct Checked {
    values: Sorted,
    /// The periods, in their order.
    periods: Vec<Period>,
    /// Which of them have values that are right.
    used: Vec<bool>,
    right: usize,
    bad: BadValues,
}

impl Task<'_> {
    async fn group(
        &self,
        connection: &mut Connection,
        decoder: &mut Decoder,
        group: &Decoded,
    ) -> Result<Result<Outcome, Conflict>, Fault> {
        let set = group.set.as_deref();
        let described = format!("ds={} ({} values)", set.unwrap_or("?"), group.count);
        (self.tell)(format!("Validating group {described}"));
        let mut scope = None;
        if let Some(deletion) = &group.deletion {
            let default_combo = decoder.words.word(preheat::DEFAULT_COMBO);
            let keys = Keys::of_scope(deletion, default_combo);
            match self.check(connection, &mut decoder.words, set, &keys).await? {
                Ok(found) => scope = Some((found, deletion)),
                Err(conflict) => return Ok(Err(conflict)),
            }
        }
        let mut checked = Checked::default();
        if group.count > 0 {
            match self.values(connection, decoder, group).await? {
                Ok(values) => checked = values,
                Err(conflict) => return Ok(Err(conflict)),
            }
        }
        (self.tell)(format!(
            "{} group {described}",
            if self.options.delete { "Deleting" } else { "Upserting" }
        ));
        let (deleted, saved) = self.save(connection, scope, &mut checked).await?;
        let completion = group.set.clone().zip(group.completion.clone());
        let completion = completion.filter(|_| checked.bad.count() == 0);
        Ok(Ok(Outcome { saved, deleted, bad: checked.bad, completion }))
    }

    /// Checks a group and its values.
    async fn values(
        &self,
        connection: &mut Connection,
        decoder: &mut Decoder,
        group: &Decoded,
    ) -> Result<Result<Checked, Conflict>, Fault> {
        let (mut keys, mut all_deleted) = (Keys::default(), true);
        let named = decoder.each(&group.parts, |_, value| {
            keys.add(&value);
            all_deleted &= value.deleted;
            Ok(())
        });
        if let Err(conflict) = named.await? {
            return Ok(Err(conflict));
        }
        let found = match self.check(connection, &mut decoder.words, group.set.as_deref(), &keys).await? {
            Ok(found) => found,
            Err(conflict) => return Ok(Err(conflict)),
        };
        let mut checked = match singles(decoder, group, (&found, &keys, all_deleted)).await? {
            Ok(checked) => checked,
            Err(conflict) => return Ok(Err(conflict)),
        };
        let doubles = checked.values.doubles().map_err(unread)?;
        if !doubles.is_empty() {
            return double(decoder, group, &doubles).await.map(Err);
        }
        let first = checked.bad.walk().and_then(|mut walk| walk.next()).map_err(unread)?;
        match first {
            Some((first, _)) if self.options.atomic => {
                Ok(Err(not_atomic(group.count, checked.bad.count(), first)))
            }
            _ => Ok(Ok(checked)),
        }
    }

    /// What a group refers to, if nothing is wrong with it as a whole.
    async fn check(
        &self,
        connection: &mut Connection,
        words: &mut Words,
        set: Option<&str>,
        keys: &Keys,
    ) -> Result<Result<Found, Conflict>, Fault> {
        let found = match preheat::preheat(connection, self.caller, words, set, keys).await? {
            Ok(found) => found,
            Err(conflict) => return Ok(Err(conflict)),
        };
        let now = Offset::UTC.to_datetime(self.now);
        let wrong = check::group((self.caller, self.options, now), words, &found, keys);
        Ok(wrong.map_or(Ok(found), Err))
    }

    /// Deletes and saves in one transaction; nothing at all in a dry run. Answers how many of each.
    async fn save(
        &self,
        connection: &mut Connection,
        scope: Option<(Found, &decode::Scope)>,
        checked: &mut Checked,
    ) -> Result<(usize, usize), Fault> {
        if self.options.dry_run {
            let mut deleted = 0;
            if let Some((found, scope)) = scope {
                deleted = save::delete(connection, &found, scope, true).await?;
            }
            return Ok((deleted, checked.right));
        }
        if checked.right == 0 && scope.is_none() {
            return Ok((0, 0));
        }
        let mut attempts = 1;
        loop {
            connection.begin().await?;
            let done = self.save_in_transaction(connection, scope.as_ref(), checked).await;
            match &done {
                Ok(_) => connection.commit().await?,
                Err(_) => connection.rollback().await?,
            }
            match done {
                // What is deleted first is locked before what is saved: two imports may wait for each other, and PostgreSQL
                // ends one of them, which comes after the other then.
                Err(fault) if is_deadlock(&fault) && attempts < MOST_ATTEMPTS => attempts += 1,
                done => return done,
            }
        }
    }

    async fn save_in_transaction(
        &self,
        connection: &mut Connection,
        scope: Option<&(Found, &decode::Scope)>,
        checked: &mut Checked,
    ) -> Result<(usize, usize), Fault> {
        connection.rows(&crate::sql::set_user(&self.caller.username)).await?;
        let mut deleted = 0;
        if let Some((found, scope)) = scope {
            deleted = save::delete(connection, found, scope, false).await?;
        }
        let saved = save::save(connection, &mut checked.values, &checked.periods, &checked.used).await?;
        Ok((deleted, saved))
    }

    /// Registers what is complete; the day when all groups are, on the same day.
    async fn complete(
        &self,
        connection: &mut Connection,
        words: &Words,
        groups: usize,
        complete: &[(String, Completion)],
    ) -> Result<Option<String>, Fault> {
        let mut all = true;
        for (set, completion) in complete.iter().filter(|_| !self.options.dry_run) {
            all &= save::complete(connection, self.caller, words, set, completion).await?;
        }
        let day = complete.first().map(|(_, completion)| completion.day);
        let same = complete.iter().all(|(_, completion)| Some(completion.day) == day);
        let all = all && complete.len() == groups && same;
        Ok(day.filter(|_| all).map(|day| day.to_string()))
    }
}

/// Checks each value of a group for itself.
async fn singles(
    decoder: &mut Decoder,
    group: &Decoded,
    (found, keys, all_deleted): (&Found, &Keys, bool),
) -> Result<Result<Checked, Conflict>, Fault> {
    let mut checked = Checked::default();
    checked.periods.extend(keys.periods.iter());
    checked.periods.sort_unstable();
    checked.used = vec![false; checked.periods.len()];
    let periods = checked.periods.iter().copied().zip(0..).collect();
    let (single, mut place) = (Single { found, periods: &periods, all_deleted }, 0);
    let all = decoder.each(&group.parts, |words, value| {
        let index = value.index;
        place += 1;
        let Some((value, conflict)) = single.check(words, value, place) else { return Ok(()) };
        match conflict {
            Some(conflict) => checked.bad.push(&conflict, index).map_err(unread)?,
            None => {
                checked.right += 1;
                checked.used[value.cell.1 as usize] = true;
            }
        }
        checked.values.push(value).map_err(unread)
    });
    Ok(all.await?.map(|()| checked))
}

/// That some values, by their places and indexes, are of the same cell.
async fn double(decoder: &mut Decoder, group: &Decoded, doubles: &[(u32, u32)]) -> Result<Conflict, Fault> {
    let (first, mut place, mut conflict) = (doubles.first().map(|(place, _)| *place), 0, None);
    let indexes: Vec<u32> = doubles.iter().map(|(_, index)| *index).collect();
    let all = decoder.each(&group.parts, |words, value| {
        place += 1;
        if Some(place) == first {
            conflict = Some(doubled(words, &indexes, &value));
        }
        Ok(())
    });
    let read = all.await?;
    read.err().or(conflict).ok_or_else(|| Fault::from(Refusal::new(500, "A value could not be read again")))
}

/// So often is a group saved that had to give way to another import.
const MOST_ATTEMPTS: usize = 5;

fn is_deadlock(fault: &Fault) -> bool {
    fault.database_error().is_some_and(|error| error.code().code() == "40P01")
}

/// What was laid aside could not be read again, or there was no room for it.
fn unread(error: std::io::Error) -> Fault {
    spool::refusal(&error).into()
}

/// All or nothing was asked, and so many values of a group are wrong.
fn not_atomic(entered: usize, wrong: usize, first: Conflict) -> Conflict {
    if entered == 1 {
        return first.in_one();
    }
    let args = vec![Arg::Number(entered - wrong), Arg::Number(entered), Arg::Text(first.sentence())];
    Conflict::new(ErrorCode::E8000, args)
}
