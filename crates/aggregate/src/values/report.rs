//! What an import says of itself: counts, and a conflict for each thing that is wrong.

use std::collections::HashMap;

use afya_model::ErrorCode;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

/// What fills a place in the sentence of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    pub indexes: Vec<i64>,
}

impl Conflict {
    pub(super) fn new(code: ErrorCode, args: Vec<Arg>) -> Conflict {
        Conflict { code, args, indexes: Vec::new() }
    }

    /// The body could not be understood.
    pub(super) fn undecoded(code: ErrorCode, args: Vec<Arg>) -> Conflict {
        Conflict { indexes: vec![-1], ..Conflict::new(code, args) }
    }

    /// The same about these values.
    pub(super) fn at(self, indexes: impl Iterator<Item = u32>) -> Conflict {
        Conflict { indexes: indexes.map(i64::from).collect(), ..self }
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

/// A conflict as it is said: with the values of all that are wrong in the same way.
struct Said<'s>(&'s Conflict, Vec<i64>);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let args: Vec<String> = self.0.args.iter().map(Arg::plain).collect();
        let mut said = serializer.serialize_map(Some(4))?;
        said.serialize_entry("objects", &json!({ "args": args.join("-") }))?;
        said.serialize_entry("value", &self.0.sentence())?;
        said.serialize_entry("errorCode", self.0.code.name())?;
        said.serialize_entry("indexes", &self.1)?;
        said.end()
    }
}

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many values were saved, or marked as deleted where that was asked.
    pub saved: usize,
    /// How many were deleted because they lay in what was to be deleted first.
    pub deleted: usize,
    /// How many values were wrong.
    pub ignored: usize,
    /// What is wrong with single values.
    pub bad_values: Vec<Conflict>,
    /// What is wrong with whole groups, or with the whole body.
    pub bad_groups: Vec<Conflict>,
    /// The day on which the set is complete, or that it is not; nothing where the import stopped before.
    pub complete: Option<Option<String>>,
    /// Whether values were to be deleted.
    pub delete: bool,
}

impl Summary {
    /// What is wrong, in the order of the report.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.bad_values.iter().chain(&self.bad_groups)
    }

    /// `SUCCESS`, `WARNING` when some values were wrong, `ERROR` when all were or a group was.
    pub fn status(&self) -> &'static str {
        match (self.bad_groups.is_empty(), self.bad_values.is_empty(), self.saved > 0) {
            (true, true, _) => "SUCCESS",
            (true, false, true) => "WARNING",
            _ => "ERROR",
        }
    }

    /// The import summary on the wire, with the options that it was asked for. A million conflicts are written one by one.
    ///
    /// # Panics
    /// Never: everything in it can be written as JSON.
    pub fn json(&self, options: &Value) -> String {
        serde_json::to_string(&Report { summary: self, options }).expect("texts and numbers are JSON")
    }

    /// New and changed values, and values that were deleted. DHIS2 counts new and changed ones alike as updated.
    pub fn counts(&self) -> (usize, usize) {
        if self.delete { (0, self.saved) } else { (self.saved, self.deleted) }
    }

    /// The conflicts, each once: what is wrong in the same way is said once, with all its values.
    fn said(&self) -> Vec<Said<'_>> {
        let mut said: Vec<Said<'_>> = Vec::with_capacity(self.bad_values.len() + self.bad_groups.len());
        let mut places: HashMap<(&'static str, &[Arg]), usize> = HashMap::new();
        for conflict in self.conflicts() {
            let key = (conflict.code.name(), conflict.args.as_slice());
            if let Some(place) = places.get(&key) {
                said[*place].1.extend(&conflict.indexes);
            } else {
                places.insert(key, said.len());
                said.push(Said(conflict, conflict.indexes.clone()));
            }
        }
        said
    }
}

struct Report<'r> {
    summary: &'r Summary,
    options: &'r Value,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (updated, deleted) = self.summary.counts();
        let ignored = self.summary.ignored;
        let indexes = self.summary.conflicts().flat_map(|conflict| conflict.indexes.iter().copied());
        let rejected: Vec<i64> = indexes.filter(|index| *index >= 0).collect();
        let mut report = serializer.serialize_map(None)?;
        report.serialize_entry("status", self.summary.status())?;
        report.serialize_entry("importOptions", self.options)?;
        let count = json!({ "imported": 0, "updated": updated, "ignored": ignored, "deleted": deleted });
        report.serialize_entry("importCount", &count)?;
        report.serialize_entry("conflicts", &self.summary.said())?;
        report.serialize_entry("rejectedIndexes", &rejected)?;
        if let Some(complete) = &self.summary.complete {
            report.serialize_entry("dataSetComplete", complete.as_deref().unwrap_or("false"))?;
        }
        report.serialize_entry("responseType", "ImportSummary")?;
        report.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_in_sentences_only() {
        let conflict = Conflict::new(ErrorCode::E8120, vec![Arg::index(1_234_567)]);
        assert_eq!(conflict.sentence(), "Value #1,234,567 value is required");
        let said = serde_json::to_value(Said(&conflict, Vec::new())).unwrap();
        assert_eq!(said["objects"]["args"], "1234567");
    }

    #[test]
    fn what_is_wrong_in_the_same_way_is_said_once() {
        let one = |index| Conflict::new(ErrorCode::E8004, vec![Arg::text("x")]).at([index].into_iter());
        let summary = Summary { bad_groups: vec![one(1), one(7)], ..Summary::default() };
        let json: Value = serde_json::from_str(&summary.json(&json!({}))).unwrap();
        assert_eq!(json["conflicts"].as_array().map(Vec::len), Some(1));
        assert_eq!(json["conflicts"][0]["indexes"], json!([1, 7]));
        assert_eq!((json["status"].as_str(), &json["rejectedIndexes"]), (Some("ERROR"), &json!([1, 7])));
    }
}
