//! The import of data values: read → decode → preheat → check → save, one transaction a group.

pub mod batch;
mod check;
pub(crate) use check::Good;
mod decode;
mod keys;
mod preheat;
pub mod read;
pub mod report;
mod save;
pub(crate) use save::period_key;
pub mod schemes;
mod split;
pub mod words;

use afya_access::{Caller, settings};
use afya_model::ErrorCode;
use afya_store::{Connection, Fault};
use jiff::Timestamp;
use jiff::tz::Offset;

use batch::Batch;
use decode::{Completion, Decoded};
use keys::Keys;
use preheat::Found;
use report::{Arg, Conflict, Summary};
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
    mut batch: Batch,
    options: Options,
    tell: Tell<'_>,
) -> Result<Summary, Fault> {
    let task = Task { caller, options, now, tell };
    tell(format!("Decoding {} values", batch.len()));
    let mut summary = Summary { delete: options.delete, ..Summary::default() };
    let decoded = match decode::decode(connection, &mut batch).await? {
        Ok(groups) => split_and_merge(connection, &mut batch.words, groups).await?,
        Err(conflict) => Err(conflict),
    };
    let groups = match decoded {
        Ok(groups) => groups,
        Err(conflict) => {
            summary.bad_groups.push(conflict);
            return Ok(summary);
        }
    };
    let (all, mut complete) = (groups.len(), Vec::new());
    for group in groups {
        let indexes: Vec<u32> = group.values.iter().map(|value| value.index).collect();
        match task.group(connection, &mut batch.words, group).await? {
            Ok(outcome) => {
                summary.saved += outcome.saved;
                summary.deleted += outcome.deleted;
                summary.ignored += outcome.bad.len();
                complete.extend(outcome.completion);
                summary.bad_values.extend(outcome.bad);
            }
            Err(conflict) => {
                summary.bad_groups.push(conflict.at(indexes.into_iter()));
                if options.atomic {
                    return Ok(summary);
                }
            }
        }
    }
    summary.complete = Some(task.complete(connection, &batch.words, all, &complete).await?);
    Ok(summary)
}

/// Groups without a set become one group a set where the system is set so, and neighbours of one set become one group.
async fn split_and_merge(
    connection: &mut Connection,
    words: &mut Words,
    groups: Vec<Decoded>,
) -> Result<Result<Vec<Decoded>, Conflict>, Fault> {
    let mut split = Vec::with_capacity(groups.len());
    let without_set = groups.iter().any(|group| group.set.is_none() && !group.values.is_empty());
    let auto = without_set && settings::read_system(connection).await?.is_on("dataEntryAutoGroup");
    for group in groups {
        if !auto || group.set.is_some() {
            split.push(group);
            continue;
        }
        match split::by_set(connection, words, group).await? {
            Ok(groups) => split.extend(groups),
            Err(conflict) => return Ok(Err(conflict)),
        }
    }
    Ok(Ok(split::merge(split)))
}

/// What became of a group that was not refused as a whole.
struct Outcome {
    saved: usize,
    deleted: usize,
    bad: Vec<Conflict>,
    /// What is complete now, if the group says so and all of its values were saved.
    completion: Option<(String, Completion)>,
}

impl Task<'_> {
    async fn group(
        &self,
        connection: &mut Connection,
        words: &mut Words,
        mut group: Decoded,
    ) -> Result<Result<Outcome, Conflict>, Fault> {
        if self.options.delete {
            group.values.iter_mut().for_each(|value| value.deleted = true);
        }
        let set = group.set.as_deref();
        let described = format!("ds={} ({} values)", set.unwrap_or("?"), group.values.len());
        (self.tell)(format!("Validating group {described}"));
        let mut outcome = Outcome { saved: 0, deleted: 0, bad: Vec::new(), completion: None };
        let scope = match &group.deletion {
            Some(scope) => {
                let default_combo = words.word(preheat::DEFAULT_COMBO);
                match self.check(connection, words, set, &Keys::of_scope(scope, default_combo)).await? {
                    Ok(found) => Some((found, scope)),
                    Err(conflict) => return Ok(Err(conflict)),
                }
            }
            None => None,
        };
        let entered = group.values.len();
        let mut good = Vec::new();
        if entered > 0 {
            let found = match self.check(connection, words, set, &Keys::of_values(&group.values)).await? {
                Ok(found) => found,
                Err(conflict) => return Ok(Err(conflict)),
            };
            if let Some(conflict) = check::doubles(words, found.default_combo, &group.values) {
                return Ok(Err(conflict));
            }
            (good, outcome.bad) = check::values(words, &found, group.values);
            if self.options.atomic && !outcome.bad.is_empty() {
                return Ok(Err(not_atomic(entered, outcome.bad)));
            }
        }
        (self.tell)(format!(
            "{} group {described}",
            if self.options.delete { "Deleting" } else { "Upserting" }
        ));
        (outcome.deleted, outcome.saved) = self.save(connection, scope, good).await?;
        let complete = outcome.bad.is_empty();
        outcome.completion = group.set.zip(group.completion).filter(|_| complete);
        Ok(Ok(outcome))
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
        good: Vec<Good>,
    ) -> Result<(usize, usize), Fault> {
        if self.options.dry_run {
            let mut deleted = 0;
            if let Some((found, scope)) = scope {
                deleted = save::delete(connection, &found, scope, true).await?;
            }
            return Ok((deleted, good.len()));
        }
        if good.is_empty() && scope.is_none() {
            return Ok((0, 0));
        }
        connection.begin().await?;
        let done = self.save_in_transaction(connection, scope, good).await;
        match &done {
            Ok(_) => connection.commit().await?,
            Err(_) => connection.rollback().await?,
        }
        done
    }

    async fn save_in_transaction(
        &self,
        connection: &mut Connection,
        scope: Option<(Found, &decode::Scope)>,
        good: Vec<Good>,
    ) -> Result<(usize, usize), Fault> {
        connection.rows(&crate::sql::set_user(&self.caller.username)).await?;
        let mut deleted = 0;
        if let Some((found, scope)) = scope {
            deleted = save::delete(connection, &found, scope, false).await?;
        }
        Ok((deleted, save::save(connection, good).await?))
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

/// All or nothing was asked, and some values of a group are wrong.
fn not_atomic(entered: usize, bad: Vec<Conflict>) -> Conflict {
    let count = bad.len();
    let first = bad.first().map(Conflict::sentence).unwrap_or_default();
    match bad.into_iter().next() {
        Some(only) if entered == 1 => only.in_one(),
        _ => {
            let args = vec![Arg::Number(entered - count), Arg::Number(entered), Arg::Text(first)];
            Conflict::new(ErrorCode::E8000, args)
        }
    }
}
