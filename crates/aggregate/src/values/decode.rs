//! The second stage: words become identifiers, each value gets what its group says for all, and periods are read. Values are
//! decoded whenever a stage looks at them, and never kept together.

mod choices;
mod names;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use afya_model::period::Period;
use afya_model::{ErrorCode, Uid};
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::batch::{Batch, Group, Row};
use super::report::{Arg, Conflict};
use super::rows::{Kept, Rows};
use super::spool::{self, Spool};
use super::words::{Word, Words};
use choices::Choices;
use names::Names;

/// A group in identifiers.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) set: Option<String>,
    pub(super) completion: Option<Completion>,
    pub(super) deletion: Option<Scope>,
    pub(super) parts: Vec<Part>,
    /// How many values it has.
    pub(super) count: usize,
}

/// Values of a group that came together.
#[derive(Clone, Debug)]
pub(super) struct Part {
    common: Common,
    rows: Arc<Rows>,
    choices: Arc<Choices>,
    /// Only values of these elements, where values that named no set were split by set.
    elements: Option<Arc<HashSet<Word>>>,
}

impl Part {
    /// The values of these elements only.
    pub(super) fn of(&self, elements: &Arc<HashSet<Word>>) -> Part {
        Part { elements: Some(Arc::clone(elements)), ..self.clone() }
    }
}

/// That a set is complete.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Completion {
    pub(super) period: Period,
    pub(super) unit: Word,
    pub(super) attribute_combo: Option<Word>,
    pub(super) day: Date,
}

/// What is deleted before the values are saved.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scope {
    pub(super) units: Vec<Word>,
    pub(super) periods: Vec<Period>,
    /// Element, category option combo and attribute option combo.
    pub(super) elements: Vec<(Word, Option<Word>, Option<Word>)>,
}

/// A value in identifiers.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) index: u32,
    pub(super) element: Word,
    pub(super) period: Period,
    pub(super) unit: Word,
    pub(super) option_combo: Option<Word>,
    pub(super) attribute_combo: Option<Word>,
    pub(super) value: Option<Box<str>>,
    pub(super) comment: Option<Box<str>>,
    pub(super) follow_up: Option<bool>,
    pub(super) deleted: bool,
}

/// Decodes values, as often as stages look at them.
#[derive(Debug)]
pub(super) struct Decoder {
    pub(super) words: Words,
    rows: Spool<Row>,
    names: Names,
    periods: Periods,
    /// Whether every value is to be deleted, whatever it says itself.
    delete: bool,
}

/// All groups in identifiers, or the first thing that cannot be understood.
pub(super) async fn decode(
    connection: &mut Connection,
    mut batch: Batch,
    delete: bool,
) -> Result<Result<(Decoder, Vec<Decoded>), Conflict>, Fault> {
    let names = names::look_up(connection, &mut batch).await?;
    let groups = std::mem::take(&mut batch.groups);
    let mut choices = Vec::with_capacity(groups.len());
    for group in &groups {
        choices.push(choices::look_up(connection, &mut batch, group, &names).await?);
    }
    let Kept { words, rows, .. } = batch.kept;
    let mut decoder = Decoder { words, rows, names, periods: Periods::default(), delete };
    let mut decoded = Vec::with_capacity(groups.len());
    for (mut group, choices) in groups.into_iter().zip(choices) {
        let (choices, deletion) = (Arc::new(choices), group.deletion.take());
        let mut group = match decoder.stage(&choices).group(group, &choices) {
            Ok(group) => group,
            Err(conflict) => return Ok(Err(conflict)),
        };
        // Every value must be understood before the first one is checked.
        if let Err(conflict) = decoder.each(&group.parts, |_, _| Ok(())).await? {
            return Ok(Err(conflict));
        }
        match deletion.map(|deletion| decoder.stage(&choices).scope(&deletion)).transpose() {
            Ok(scope) => group.deletion = scope,
            Err(conflict) => return Ok(Err(conflict)),
        }
        decoded.push(group);
    }
    Ok(Ok((decoder, decoded)))
}

/// So many values are looked at before others may work on this thread.
const AT_ONCE: usize = 10_000;

impl Decoder {
    /// Hands on the values of parts, one by one.
    pub(super) async fn each(
        &mut self,
        parts: &[Part],
        mut take: impl FnMut(&Words, Value) -> Result<(), Fault>,
    ) -> Result<Result<(), Conflict>, Fault> {
        let unread = |error| Fault::from(spool::refusal(&error));
        let Decoder { words, rows, names, periods, delete } = self;
        for part in parts {
            let mut stage = Stage { words, names, choices: &part.choices, periods };
            let mut reading = rows.read(part.rows.span).map_err(unread)?;
            let mut index = 0;
            while let Some(row) = reading.next().map_err(unread)? {
                let mut value = match stage.value(&part.common, row, index) {
                    Ok(value) => value,
                    Err(conflict) => return Ok(Err(conflict)),
                };
                index += 1;
                if index % AT_ONCE == 0 {
                    tokio::task::yield_now().await;
                }
                value.deleted |= *delete;
                if part.elements.as_ref().is_none_or(|elements| elements.contains(&value.element)) {
                    take(stage.words, value)?;
                }
            }
        }
        Ok(Ok(()))
    }

    fn stage<'b>(&'b mut self, choices: &'b Choices) -> Stage<'b> {
        Stage { words: &mut self.words, names: &self.names, choices, periods: &mut self.periods }
    }
}

/// The periods that were read, by their words.
#[derive(Debug, Default)]
struct Periods(HashMap<Word, Option<Period>>);

impl Periods {
    fn of(&mut self, words: &Words, word: Word) -> Option<Period> {
        *self.0.entry(word).or_insert_with(|| Period::parse(words.text(word)).ok())
    }
}

/// What the values of a group get for all.
struct Stage<'b> {
    words: &'b mut Words,
    names: &'b Names,
    choices: &'b Choices,
    periods: &'b mut Periods,
}

/// What a group says for values that do not.
#[derive(Clone, Debug)]
struct Common {
    element: Option<Word>,
    period: Option<Word>,
    unit: Option<Word>,
    attribute_combo: Option<Word>,
    /// Whether there is a set at all.
    set: bool,
}

impl Stage<'_> {
    fn group(mut self, group: Group, choices: &Arc<Choices>) -> Result<Decoded, Conflict> {
        let set = match &group.data_set {
            Some(name) => Some(self.set(name)?),
            None => None,
        };
        let day = completed(&group)?;
        let attribute_combo = self.attribute_combo(&group, set.is_some())?;
        let period = group.period.and_then(|period| self.periods.of(self.words, period));
        if day.is_some() && (set.is_none() || group.unit.is_none() || period.is_none()) {
            return Err(Conflict::undecoded(ErrorCode::E8009, vec![]));
        }
        let common = Common {
            element: group.element,
            period: group.period,
            unit: group.unit,
            attribute_combo,
            set: set.is_some(),
        };
        let unit = common.unit.and_then(|unit| self.names.unit(unit));
        let completion = day.zip(period).zip(unit).map(|((day, period), unit)| Completion {
            period,
            unit,
            attribute_combo,
            day,
        });
        let count = group.rows.count;
        let part = Part { common, rows: Arc::new(group.rows), choices: Arc::clone(choices), elements: None };
        Ok(Decoded { set, completion, deletion: None, parts: vec![part], count })
    }

    fn set(&self, name: &str) -> Result<String, Conflict> {
        let conflict = |code| Conflict::undecoded(code, vec![Arg::text(name)]);
        let uid = self.names.set(name).ok_or_else(|| conflict(ErrorCode::E8005))?;
        if Uid::parse(uid).is_none() { Err(conflict(ErrorCode::E8004)) } else { Ok(uid.to_owned()) }
    }

    /// The attribute option combo that a group says, as an identifier.
    fn attribute_combo(&mut self, group: &Group, set: bool) -> Result<Option<Word>, Conflict> {
        if let Some(named) = group.attribute_combo.filter(|word| !self.words.text(*word).is_empty()) {
            return self.named_attribute_combo(named, 0).map(Some);
        }
        let Some(choice) = group.attribute_choice else { return Ok(None) };
        let choice = self.words.chosen(choice).clone();
        if !set && !choice.is_empty() {
            let written = super::words::written(&choice);
            return Err(Conflict::undecoded(ErrorCode::E8101, vec![Arg::text("*"), Arg::Text(written)]));
        }
        Ok(self.choices.attribute_combo(&choice).map(|uid| self.words.word(uid)))
    }

    fn named_attribute_combo(&self, named: Word, index: usize) -> Result<Word, Conflict> {
        let conflict =
            |code, word| Conflict::undecoded(code, vec![Arg::index(index), Arg::text(self.words.text(word))]);
        let uid = self.names.attribute_combo(named).ok_or_else(|| conflict(ErrorCode::E8110, named))?;
        if self.is_uid(uid) { Ok(uid) } else { Err(conflict(ErrorCode::E8111, uid)) }
    }

    fn is_uid(&self, word: Word) -> bool {
        Uid::parse(self.words.text(word)).is_some()
    }

    fn value(&mut self, common: &Common, row: Row, index: usize) -> Result<Value, Conflict> {
        let missing = |code, words: &Words| {
            Conflict::undecoded(code, vec![Arg::index(index), Arg::Text(written(&row, words))])
        };
        let period = row.period.filter(|word| !self.words.text(*word).is_empty()).or(common.period);
        let period = period.and_then(|period| self.periods.of(self.words, period));
        let period = period.ok_or_else(|| missing(ErrorCode::E8100, self.words))?;
        let named = row.element.or(common.element);
        let named = named.ok_or_else(|| missing(ErrorCode::E8102, self.words))?;
        let element = self.named(named, index, ErrorCode::E8103, ErrorCode::E8104, Names::element)?;
        let unit = row.unit.or(common.unit).ok_or_else(|| missing(ErrorCode::E8105, self.words))?;
        let unit = self.named(unit, index, ErrorCode::E8107, ErrorCode::E8106, Names::unit)?;
        let option_combo = self.option_combo(&row, named, common.set, index)?;
        let attribute_combo = self.attribute_combo_of(&row, common, index)?;
        Ok(Value {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            element,
            period,
            unit,
            option_combo,
            attribute_combo,
            value: row.value,
            comment: row.comment,
            follow_up: row.follow_up,
            deleted: row.deleted.unwrap_or_default(),
        })
    }

    fn named(
        &self,
        word: Word,
        index: usize,
        unknown: ErrorCode,
        no_uid: ErrorCode,
        find: fn(&Names, Word) -> Option<Word>,
    ) -> Result<Word, Conflict> {
        let conflict =
            |code, word| Conflict::undecoded(code, vec![Arg::index(index), Arg::text(self.words.text(word))]);
        let uid = find(self.names, word).ok_or_else(|| conflict(unknown, word))?;
        if self.is_uid(uid) { Ok(uid) } else { Err(conflict(no_uid, uid)) }
    }

    fn option_combo(
        &mut self,
        row: &Row,
        element: Word,
        set: bool,
        index: usize,
    ) -> Result<Option<Word>, Conflict> {
        if let Some(named) = row.option_combo.filter(|word| !self.words.text(*word).is_empty()) {
            let (unknown, no_uid) = (ErrorCode::E8108, ErrorCode::E8109);
            return self.named(named, index, unknown, no_uid, Names::option_combo).map(Some);
        }
        let Some(choice) = row.choice else { return Ok(None) };
        let chosen = self.words.chosen(choice);
        let conflict = |code| {
            Conflict::undecoded(code, vec![Arg::index(index), Arg::Text(super::words::written(chosen))])
        };
        if !set {
            return Err(conflict(ErrorCode::E8101));
        }
        // An element outside the set has no option combos; that it is outside is said with the group.
        if !self.choices.knows(self.words.text(element)) {
            return Ok(None);
        }
        let uid = self.choices.option_combo(self.words.text(element), chosen);
        let uid = uid.ok_or_else(|| conflict(ErrorCode::E8108))?;
        Ok(Some(self.words.word(uid)))
    }

    fn attribute_combo_of(
        &mut self,
        row: &Row,
        common: &Common,
        index: usize,
    ) -> Result<Option<Word>, Conflict> {
        if let Some(named) = row.attribute_combo.filter(|word| !self.words.text(*word).is_empty()) {
            return self.named_attribute_combo(named, index).map(Some);
        }
        let Some(combo) = row.category_combo.filter(|_| common.attribute_combo.is_none()) else {
            return Ok(common.attribute_combo);
        };
        let combo = self.words.text(combo);
        let options: Vec<String> = row
            .attribute_options
            .map(|options| self.words.chosen(options).iter().map(|(_, option)| option.clone()).collect())
            .unwrap_or_default();
        if !self.choices.has_combo(combo) {
            return Err(Conflict::undecoded(ErrorCode::E8126, vec![Arg::index(index), Arg::text(combo)]));
        }
        let Some(uid) = self.choices.combo_of(combo, &options) else {
            let args =
                vec![Arg::index(index), Arg::text(combo), Arg::Text(format!("[{}]", options.join(", ")))];
            return Err(Conflict::undecoded(ErrorCode::E8127, args));
        };
        Ok(Some(self.words.word(uid)))
    }

    fn scope(&mut self, deletion: &super::batch::Deletion) -> Result<Scope, Conflict> {
        let mut scope = Scope { units: Vec::new(), periods: Vec::new(), elements: Vec::new() };
        for unit in &deletion.units {
            scope.units.push(self.deleted(*unit, Names::unit)?);
        }
        for word in &deletion.periods {
            let period = self.periods.of(self.words, *word);
            let unread = || vec![Arg::text("*"), Arg::text(self.words.text(*word))];
            scope.periods.push(period.ok_or_else(|| Conflict::undecoded(ErrorCode::E8100, unread()))?);
        }
        for one in &deletion.elements {
            let element = one.element.ok_or_else(|| {
                Conflict::undecoded(ErrorCode::E8102, vec![Arg::text("*"), Arg::text("deletion")])
            })?;
            let combo = |word: Option<Word>, find| word.map(|word| self.deleted(word, find)).transpose();
            scope.elements.push((
                self.deleted(element, Names::element)?,
                combo(one.option_combo, Names::option_combo)?,
                combo(one.attribute_combo, Names::attribute_combo)?,
            ));
        }
        Ok(scope)
    }

    fn deleted(&self, word: Word, find: fn(&Names, Word) -> Option<Word>) -> Result<Word, Conflict> {
        let conflict = |code| Conflict::undecoded(code, vec![Arg::text(self.words.text(word))]);
        let uid = find(self.names, word).ok_or_else(|| conflict(ErrorCode::E8034))?;
        if self.is_uid(uid) { Ok(uid) } else { Err(conflict(ErrorCode::E8035)) }
    }
}

/// The day on which a group says that its set was complete.
fn completed(group: &Group) -> Result<Option<Date>, Conflict> {
    let Some(text) = group.complete_date.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.get(..10).unwrap_or_default().to_owned(),
    };
    match day.parse() {
        Ok(day) => Ok(Some(day)),
        Err(_) => Err(Conflict::undecoded(ErrorCode::E8008, vec![Arg::text(text)])),
    }
}

/// A value as DHIS2 writes it in its sentences.
fn written(row: &Row, words: &Words) -> String {
    let word = |word: Option<Word>| word.map_or("null", |word| words.text(word));
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or("null").to_owned();
    let flag = |flag: Option<bool>| flag.map_or_else(|| "null".to_owned(), |flag| flag.to_string());
    let choice =
        row.choice.map_or_else(|| "null".to_owned(), |choice| super::words::written(words.chosen(choice)));
    let options = row.attribute_options.map_or_else(
        || "null".to_owned(),
        |options| {
            let options: Vec<&str> =
                words.chosen(options).iter().map(|(_, option)| option.as_str()).collect();
            format!("[{}]", options.join(", "))
        },
    );
    format!(
        "Input[dataElement={}, orgUnit={}, categoryOptionCombo={}, categoryOptions={choice}, attributeOptionCombo={}, attributeCombo={}, \
         attributeOptions={options}, period={}, value={}, comment={}, followUp={}, deleted={}]",
        word(row.element),
        word(row.unit),
        word(row.option_combo),
        word(row.attribute_combo),
        word(row.category_combo),
        word(row.period),
        text(&row.value),
        text(&row.comment),
        flag(row.follow_up),
        flag(row.deleted),
    )
}
