//! The second stage: words become identifiers, each value gets what its group says for all, and periods are read.

mod choices;
mod names;

use std::collections::HashMap;

use afya_model::period::Period;
use afya_model::{ErrorCode, Uid};
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::batch::{Batch, Group, Row};
use super::report::{Arg, Conflict};
use super::words::{Word, Words};
use choices::Choices;
use names::Names;

/// A group in identifiers.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) set: Option<String>,
    pub(super) completion: Option<Completion>,
    pub(super) deletion: Option<Scope>,
    pub(super) values: Vec<Value>,
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

/// All groups in identifiers, or the first thing that cannot be understood.
pub(super) async fn decode(
    connection: &mut Connection,
    batch: &mut Batch,
) -> Result<Result<Vec<Decoded>, Conflict>, Fault> {
    let names = names::look_up(connection, batch).await?;
    let mut periods = Periods::default();
    let mut decoded = Vec::with_capacity(batch.groups.len());
    for group in std::mem::take(&mut batch.groups) {
        let choices = choices::look_up(connection, batch, &group, &names).await?;
        let stage =
            Stage { words: &mut batch.words, names: &names, choices: &choices, periods: &mut periods };
        match stage.group(group) {
            Ok(group) => decoded.push(group),
            Err(conflict) => return Ok(Err(conflict)),
        }
    }
    Ok(Ok(decoded))
}

/// The periods that were read, by their words.
#[derive(Default)]
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
struct Common {
    element: Option<Word>,
    period: Option<Word>,
    unit: Option<Word>,
    attribute_combo: Option<Word>,
    /// Whether there is a set at all.
    set: bool,
}

impl Stage<'_> {
    fn group(mut self, group: Group) -> Result<Decoded, Conflict> {
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
        let mut values = Vec::with_capacity(group.rows.len());
        for (index, row) in group.rows.into_iter().enumerate() {
            values.push(self.value(&common, row, index)?);
        }
        let unit = common.unit.and_then(|unit| self.names.unit(unit));
        let completion = day.zip(period).zip(unit).map(|((day, period), unit)| Completion {
            period,
            unit,
            attribute_combo,
            day,
        });
        let deletion = group.deletion.map(|deletion| self.scope(&deletion)).transpose()?;
        Ok(Decoded { set, completion, deletion, values })
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
