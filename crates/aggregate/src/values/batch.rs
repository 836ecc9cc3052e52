//! What an import was sent, whatever its format: groups of values, in words. The values themselves are laid aside.

use afya_model::Refusal;
use serde::{Deserialize, Serialize};

use super::rows::{Kept, Rows};
use super::schemes::Schemes;
use super::words::{Choice, ChoiceWord, Word};

/// Everything that one request sends.
#[derive(Debug, Default)]
pub struct Batch {
    /// By what things are named.
    pub schemes: Schemes,
    /// Whether the body itself says to check only.
    pub dry_run: Option<bool>,
    /// The groups, each with the values of one data set.
    pub groups: Vec<Group>,
    pub(super) kept: Kept,
}

/// Values of one data set, with what holds for all of them.
#[derive(Debug, Default)]
pub struct Group {
    /// The data set.
    pub data_set: Option<String>,
    /// The day on which the set was complete.
    pub complete_date: Option<String>,
    pub(super) element: Option<Word>,
    pub(super) period: Option<Word>,
    pub(super) unit: Option<Word>,
    pub(super) attribute_combo: Option<Word>,
    pub(super) attribute_choice: Option<ChoiceWord>,
    pub(super) deletion: Option<Deletion>,
    pub(super) rows: Rows,
}

/// What is to be deleted before the values are saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deletion {
    pub(super) units: Vec<Word>,
    pub(super) periods: Vec<Word>,
    pub(super) elements: Vec<Deleted>,
}

/// An element whose values are to be deleted, with the option combos.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deleted {
    pub(super) element: Option<Word>,
    pub(super) option_combo: Option<Word>,
    pub(super) attribute_combo: Option<Word>,
}

/// A value, as sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) element: Option<Word>,
    pub(super) period: Option<Word>,
    pub(super) unit: Option<Word>,
    pub(super) option_combo: Option<Word>,
    pub(super) choice: Option<ChoiceWord>,
    pub(super) attribute_combo: Option<Word>,
    /// An attribute category combo with options in place of an attribute option combo.
    pub(super) category_combo: Option<Word>,
    pub(super) attribute_options: Option<ChoiceWord>,
    pub(super) value: Option<Box<str>>,
    pub(super) comment: Option<Box<str>>,
    pub(super) follow_up: Option<bool>,
    pub(super) deleted: Option<bool>,
}

/// A value by its texts.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    /// The data element.
    pub data_element: Option<&'a str>,
    /// The period.
    pub period: Option<&'a str>,
    /// The organisation unit.
    pub org_unit: Option<&'a str>,
    /// The category option combo.
    pub category_option_combo: Option<&'a str>,
    /// Options by category in its place.
    pub category_options: Option<Choice>,
    /// The attribute option combo.
    pub attribute_option_combo: Option<&'a str>,
    /// An attribute category combo, with `attribute_options`, in its place.
    pub attribute_combo: Option<&'a str>,
    /// Its options.
    pub attribute_options: Option<Vec<String>>,
    /// The value.
    pub value: Option<&'a str>,
    /// The comment.
    pub comment: Option<&'a str>,
    /// Whether it is to be followed up.
    pub follow_up: Option<bool>,
    /// Whether it is deleted.
    pub deleted: Option<bool>,
}

impl Batch {
    /// Values of one set, none yet.
    pub fn of_set(data_set: &str) -> Batch {
        let group = Group { data_set: Some(data_set.to_owned()), ..Group::default() };
        Batch { groups: vec![group], ..Batch::default() }
    }

    /// Adds a value to the last group.
    ///
    /// # Errors
    /// 413 where there is too much for one import, 507 where the server has no room for it.
    pub fn add(&mut self, input: Input<'_>) -> Result<(), Refusal> {
        let row = self.row(input);
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        match self.groups.last_mut() {
            Some(group) => self.kept.add(&mut group.rows, &row),
            None => Ok(()),
        }
    }

    fn row(&mut self, input: Input<'_>) -> Row {
        let words = &mut self.kept.words;
        let mut word = |text: Option<&str>| text.map(|text| words.word(text));
        let mut row = Row {
            element: word(input.data_element),
            period: word(input.period),
            unit: word(input.org_unit),
            option_combo: word(input.category_option_combo),
            attribute_combo: word(input.attribute_option_combo),
            category_combo: word(input.attribute_combo),
            value: input.value.map(Into::into),
            comment: input.comment.map(Into::into),
            follow_up: input.follow_up,
            deleted: input.deleted,
            ..Row::default()
        };
        row.choice = input.category_options.map(|choice| words.choice(choice));
        row.attribute_options = input
            .attribute_options
            .map(|options| words.choice(options.into_iter().map(|option| (String::new(), option)).collect()));
        row
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.rows.count).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Group {
    /// Whether another group says the same for all of its values, so that both are one.
    pub(super) fn continues(&self, other: &Group) -> bool {
        self.data_set.is_some()
            && self.data_set == other.data_set
            && self.attribute_combo == other.attribute_combo
            && self.attribute_choice == other.attribute_choice
            && self.complete_date == other.complete_date
            && self.deletion == other.deletion
    }

    /// Takes over the values of another group; what differs between the two is said by the values themselves.
    pub(super) fn absorb(&mut self, other: Group) {
        let same = |one: &mut Option<Word>, other: Option<Word>| {
            if *one != other {
                *one = None;
            }
        };
        same(&mut self.element, other.element);
        same(&mut self.period, other.period);
        same(&mut self.unit, other.unit);
        self.rows.absorb(other.rows);
    }
}
