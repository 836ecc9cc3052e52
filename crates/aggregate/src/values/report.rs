//! What an import says of itself: counts, and a conflict for each thing that is wrong.

mod indexes;

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use afya_model::ErrorCode;
use afya_store::Fault;
use serde::Deserialize;
use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Value, json};

use super::bad_values::{BadValues, times};
use super::spool;
pub use indexes::Indexes;

/// What fills a place in the sentence of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
pub(super) enum Arg {
    /// Words.
    Text(String),
    /// A number: sentences write it with a comma between thousands.
    Number(usize),
}

impl Arg {
    pub(super) fn text(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }

    pub(super) fn index(index: usize) -> Arg {
        Arg::Number(index)
    }

    fn plain(&self) -> String {
        match self {
            Arg::Text(text) => text.clone(),
            Arg::Number(number) => number.to_string(),
        }
    }

    fn in_sentence(&self) -> String {
        match self {
            Arg::Text(text) => text.clone(),
            Arg::Number(number) => {
                let digits = number.to_string();
                let mut out = String::new();
                for (place, digit) in digits.chars().enumerate() {
                    if place > 0 && (digits.len() - place) % 3 == 0 {
                        out.push(',');
                    }
                    out.push(digit);
                }
                out
            }
        }
    }
}

/// Something that is wrong, with the values that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    code: ErrorCode,
    args: Vec<Arg>,
    /// The positions of the values; -1 when nothing could be read.
    pub indexes: Indexes,
}

impl Conflict {
    pub(super) fn new(code: ErrorCode, args: Vec<Arg>) -> Conflict {
        Conflict { code, args, indexes: Indexes::default() }
    }

    /// The body could not be understood.
    pub(super) fn undecoded(code: ErrorCode, args: Vec<Arg>) -> Conflict {
        Conflict { indexes: Indexes::none(), ..Conflict::new(code, args) }
    }

    /// The same about these values.
    pub(super) fn at(self, indexes: impl IntoIterator<Item = u32>) -> Conflict {
        self.about(indexes.into_iter().collect())
    }

    pub(super) fn about(self, indexes: Indexes) -> Conflict {
        Conflict { indexes, ..self }
    }

    pub(super) fn args(&self) -> &[Arg] {
        &self.args
    }

    /// The same as DHIS2 says it of a single value that was to be saved with others or not at all: all arguments in one.
    pub(super) fn in_one(self) -> Conflict {
        let args: Vec<String> = self.args.iter().map(Arg::plain).collect();
        Conflict { args: vec![Arg::Text(format!("[{}]", args.join(", ")))], ..self }
    }

    /// The sentence.
    pub fn sentence(&self) -> String {
        let args: Vec<String> = self.args.iter().map(Arg::in_sentence).collect();
        self.code.message(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }
}

/// What became of an import.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many values were saved, or marked as deleted where that was asked.
    pub saved: usize,
    /// How many were deleted because they lay in what was to be deleted first.
    pub deleted: usize,
    /// How many values were wrong.
    pub ignored: usize,
    /// What is wrong with single values: read from where it is laid aside, which nobody can do twice at once.
    pub(super) bad_values: Mutex<BadValues>,
    /// What is wrong with whole groups, or with the whole body.
    pub bad_groups: Vec<Conflict>,
    /// The day on which the set is complete, or that it is not; nothing where the import stopped before.
    pub complete: Option<Option<String>>,
    /// Whether values were to be deleted.
    pub delete: bool,
}

impl Summary {
    /// `SUCCESS`, `WARNING` when some values were wrong, `ERROR` when all were or a group was.
    pub fn status(&self) -> &'static str {
        match (self.bad_groups.is_empty(), self.ignored == 0, self.saved > 0) {
            (true, true, _) => "SUCCESS",
            (true, false, true) => "WARNING",
            _ => "ERROR",
        }
    }

    /// Writes the import summary on the wire, with the options that it was asked for: a million conflicts one by one.
    ///
    /// # Errors
    /// When it cannot be written, or the conflicts cannot be read again.
    pub fn write(&self, options: &Value, out: impl Write) -> io::Result<()> {
        Ok(serde_json::to_writer(out, &Report { summary: self, options, most: usize::MAX })?)
    }

    /// The same as a text that names at most so many single values, and says so where there are more.
    ///
    /// # Errors
    /// When the conflicts cannot be read again.
    pub fn json_within(&self, options: &Value, most: usize) -> Result<String, Fault> {
        let report = Report { summary: self, options, most };
        serde_json::to_string(&report).map_err(|error| Fault::from(spool::refusal(&error.into())))
    }

    /// The same as a text.
    ///
    /// # Errors
    /// When the conflicts cannot be read again.
    pub fn json(&self, options: &Value) -> Result<String, Fault> {
        let mut out = Vec::new();
        self.write(options, &mut out).map_err(|error| Fault::from(spool::refusal(&error)))?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    /// What is wrong with single values, in sentences.
    ///
    /// # Errors
    /// When the conflicts cannot be read again.
    pub fn sentences(&self) -> Result<Vec<String>, Fault> {
        let unread = |error| Fault::from(spool::refusal(&error));
        let (mut sentences, mut bad) = (Vec::new(), self.bad_values());
        let mut walk = bad.walk().map_err(unread)?;
        while let Some((conflict, _)) = walk.next().map_err(unread)? {
            sentences.push(conflict.sentence());
        }
        Ok(sentences)
    }

    /// New and changed values, and values that were deleted. DHIS2 counts new and changed ones alike as updated.
    pub fn counts(&self) -> (usize, usize) {
        if self.delete { (0, self.saved) } else { (self.saved, self.deleted) }
    }

    pub(super) fn bad_values(&self) -> std::sync::MutexGuard<'_, BadValues> {
        self.bad_values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Report<'r> {
    summary: &'r Summary,
    options: &'r Value,
    /// How many conflicts of single values are written at most.
    most: usize,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (updated, deleted) = self.summary.counts();
        let ignored = self.summary.ignored;
        let mut report = serializer.serialize_map(None)?;
        report.serialize_entry("status", self.summary.status())?;
        report.serialize_entry("importOptions", self.options)?;
        if ignored > self.most {
            let sentence = format!("{ignored} values are wrong; the first {} of them are named", self.most);
            report.serialize_entry("description", &sentence)?;
        }
        let count = json!({ "imported": 0, "updated": updated, "ignored": ignored, "deleted": deleted });
        report.serialize_entry("importCount", &count)?;
        report.serialize_entry("conflicts", &Conflicts(self.summary, self.most))?;
        report.serialize_entry("rejectedIndexes", &Rejected(self.summary, self.most))?;
        if let Some(complete) = &self.summary.complete {
            report.serialize_entry("dataSetComplete", complete.as_deref().unwrap_or("false"))?;
        }
        report.serialize_entry("responseType", "ImportSummary")?;
        report.end()
    }
}

/// A conflict as it is said: with the values of all that are wrong in the same way.
struct Said<'s>(&'s Conflict, &'s dyn Fn() -> Box<dyn Iterator<Item = i64> + 's>);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let args: Vec<String> = self.0.args.iter().map(Arg::plain).collect();
        let mut said = serializer.serialize_map(Some(4))?;
        said.serialize_entry("objects", &json!({ "args": args.join("-") }))?;
        said.serialize_entry("value", &self.0.sentence())?;
        said.serialize_entry("errorCode", self.0.code.name())?;
        said.serialize_entry("indexes", &Numbers(self.1))?;
        said.end()
    }
}

struct Numbers<'s>(&'s dyn Fn() -> Box<dyn Iterator<Item = i64> + 's>);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// The conflicts, each once: what is wrong in the same way is said once, with all its values.
struct Conflicts<'r>(&'r Summary, usize);

impl Serialize for Conflicts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        let mut bad = self.0.bad_values();
        let mut repeats = bad.repeats().map_err(S::Error::custom)?;
        let mut walk = bad.walk().map_err(S::Error::custom)?;
        let mut left = self.1;
        while let Some((conflict, index)) = walk.next().map_err(S::Error::custom)? {
            if left == 0 {
                break;
            }
            left -= 1;
            let times = times(&mut repeats, &conflict);
            if times > 0 {
                let indexes = || -> Box<dyn Iterator<Item = i64>> {
                    Box::new(std::iter::repeat_n(i64::from(index), times as usize))
                };
                all.serialize_element(&Said(&conflict, &indexes))?;
            }
        }
        for same in grouped(&self.0.bad_groups) {
            let indexes = || -> Box<dyn Iterator<Item = i64> + '_> {
                Box::new(same.iter().flat_map(|conflict| conflict.indexes.iter()))
            };
            all.serialize_element(&Said(same[0], &indexes))?;
        }
        all.end()
    }
}

/// Conflicts that are the same, together, in the order of the first of each.
fn grouped(conflicts: &[Conflict]) -> Vec<Vec<&Conflict>> {
    let mut groups: Vec<Vec<&Conflict>> = Vec::new();
    let mut places: HashMap<(&'static str, &[Arg]), usize> = HashMap::new();
    for conflict in conflicts {
        let place = *places.entry((conflict.code.name(), &conflict.args)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(conflict),
            None => groups.push(vec![conflict]),
        }
    }
    groups
}

/// The positions of all values that are wrong.
struct Rejected<'r>(&'r Summary, usize);

impl Serialize for Rejected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        let mut bad = self.0.bad_values();
        let mut walk = bad.walk().map_err(S::Error::custom)?;
        let mut left = self.1;
        while let Some((_, index)) = walk.next().map_err(S::Error::custom)? {
            if left == 0 {
                break;
            }
            left -= 1;
            all.serialize_element(&index)?;
        }
        let of_groups = self.0.bad_groups.iter().flat_map(|conflict| conflict.indexes.iter());
        for index in of_groups.filter(|index| *index >= 0) {
            all.serialize_element(&index)?;
        }
        all.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_in_sentences_only() {
        let conflict = Conflict::new(ErrorCode::E8120, vec![Arg::index(1_234_567)]);
        assert_eq!(conflict.sentence(), "Value #1,234,567 value is required");
        let said = serde_json::to_value(Said(&conflict, &|| Box::new(std::iter::empty()))).unwrap();
        assert_eq!(said["objects"]["args"], "1234567");
    }

    #[test]
    fn what_is_wrong_in_the_same_way_is_said_once() {
        let one = |index| Conflict::new(ErrorCode::E8004, vec![Arg::text("x")]).at([index]);
        let summary = Summary { bad_groups: vec![one(1), one(7)], ..Summary::default() };
        let json: Value = serde_json::from_str(&summary.json(&json!({})).unwrap()).unwrap();
        assert_eq!(json["conflicts"].as_array().map(Vec::len), Some(1));
        assert_eq!(json["conflicts"][0]["indexes"], json!([1, 7]));
        assert_eq!((json["status"].as_str(), &json["rejectedIndexes"]), (Some("ERROR"), &json!([1, 7])));
    }

    #[test]
    fn values_of_several_groups_that_are_wrong_in_the_same_way_are_said_once() {
        let summary = Summary { ignored: 4, saved: 1, ..Summary::default() };
        for (index, text) in [(0, "x"), (1, "x"), (0, "x"), (1, "y")] {
            let args = vec![Arg::index(index as usize), Arg::text(text)];
            summary.bad_values().push(&Conflict::new(ErrorCode::E8123, args), index).unwrap();
        }
        let json: Value = serde_json::from_str(&summary.json(&json!({})).unwrap()).unwrap();
        let said: Vec<(&Value, &Value)> = json["conflicts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["objects"]["args"], &one["indexes"]))
            .collect();
        assert_eq!(
            said,
            [(&json!("0-x"), &json!([0, 0])), (&json!("1-x"), &json!([1])), (&json!("1-y"), &json!([1]))]
        );
        assert_eq!(
            (json["status"].as_str(), &json["rejectedIndexes"]),
            (Some("WARNING"), &json!([0, 1, 0, 1]))
        );
    }
}
