//! Groups by data set: values that name none are split by the sets of their elements, and neighbours of one set are joined.

use std::collections::{BTreeSet, HashMap};

use afya_model::ErrorCode;
use afya_store::{Connection, Fault};

use super::decode::{Decoded, Scope, Value};
use super::report::{Arg, Conflict};
use super::words::{Word, Words};
use crate::sql::import as sql;

/// One group for each set, of which the newest of an element counts; a conflict for elements without any.
pub(super) async fn by_set(
    connection: &mut Connection,
    words: &mut Words,
    group: Decoded,
) -> Result<Result<Vec<Decoded>, Conflict>, Fault> {
    let elements: BTreeSet<Word> = group.values.iter().map(|value| value.element).collect();
    let texts: Vec<String> = elements.iter().map(|word| words.text(*word).to_owned()).collect();
    let mut sets: HashMap<Word, String> = HashMap::new();
    for row in connection.rows(&sql::set_of_each(&texts)).await? {
        let set: Option<String> = row.get("set");
        sets.extend(set.map(|set| (words.word(row.get("uid")), set)));
    }
    let homeless: Vec<&str> =
        elements.iter().filter(|word| !sets.contains_key(word)).map(|word| words.text(*word)).collect();
    if !homeless.is_empty() {
        let listed = Arg::Text(format!("[{}]", homeless.join(", ")));
        return Ok(Err(Conflict::undecoded(ErrorCode::E8003, vec![listed])));
    }
    let mut order: Vec<String> = Vec::new();
    let mut values: HashMap<String, Vec<Value>> = HashMap::new();
    for value in group.values {
        let Some(set) = sets.get(&value.element) else { continue };
        if !values.contains_key(set) {
            order.push(set.clone());
        }
        values.entry(set.clone()).or_default().push(value);
    }
    let part = |set: String| {
        let deletion = group.deletion.as_ref().map(|scope| Scope {
            elements: scope.elements.iter().filter(|one| sets.get(&one.0) == Some(&set)).copied().collect(),
            ..scope.clone()
        });
        Decoded {
            values: values.remove(&set).unwrap_or_default(),
            deletion: deletion.filter(|scope| !scope.elements.is_empty()),
            completion: group.completion.clone(),
            set: Some(set),
        }
    };
    Ok(Ok(order.into_iter().map(part).collect()))
}

/// Neighbours of the same set and completion as one group: fewer and larger groups are faster.
pub(super) fn merge(groups: Vec<Decoded>) -> Vec<Decoded> {
    let mut merged: Vec<Decoded> = Vec::with_capacity(groups.len());
    for group in groups {
        match merged.last_mut().filter(|last| continues(last, &group)) {
            Some(last) => {
                last.values.extend(group.values);
                match (&mut last.deletion, group.deletion) {
                    (Some(scope), Some(other)) => scope.elements.extend(other.elements),
                    (none, other) => *none = none.take().or(other),
                }
            }
            None => merged.push(group),
        }
    }
    merged
}

fn continues(one: &Decoded, other: &Decoded) -> bool {
    let same_scope = match (&one.deletion, &other.deletion) {
        (Some(one), Some(other)) => one.units == other.units && one.periods == other.periods,
        _ => true,
    };
    one.set == other.set && one.completion == other.completion && same_scope
}
