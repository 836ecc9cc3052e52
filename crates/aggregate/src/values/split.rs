//! Groups by data set: values that name none are split by the sets of their elements, and neighbours of one set are joined.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use afya_model::ErrorCode;
use afya_store::{Connection, Fault};

use super::decode::{Decoded, Decoder, Part, Scope};
use super::report::{Arg, Conflict};
use super::words::Word;
use crate::sql::import as sql;

/// One group for each set, of which the newest of an element counts; a conflict for elements without any.
pub(super) async fn by_set(
    connection: &mut Connection,
    decoder: &mut Decoder,
    group: Decoded,
) -> Result<Result<Vec<Decoded>, Conflict>, Fault> {
    let mut elements: HashMap<Word, usize> = HashMap::new();
    let mut in_order = Vec::new();
    let counted = decoder.each(&group.parts, |_, value| {
        let count = elements.entry(value.element).or_default();
        if *count == 0 {
            in_order.push(value.element);
        }
        *count += 1;
        Ok(())
    });
    if let Err(conflict) = counted.await? {
        return Ok(Err(conflict));
    }
    let words = &mut decoder.words;
    let named: BTreeSet<Word> = elements.keys().copied().collect();
    let texts: Vec<String> = named.iter().map(|word| words.text(*word).to_owned()).collect();
    let mut sets: HashMap<Word, String> = HashMap::new();
    for row in connection.rows(&sql::set_of_each(&texts)).await? {
        let set: Option<String> = row.get("set");
        sets.extend(set.map(|set| (words.word(row.get("uid")), set)));
    }
    let homeless: Vec<&str> =
        named.iter().filter(|word| !sets.contains_key(word)).map(|word| words.text(*word)).collect();
    if !homeless.is_empty() {
        let listed = Arg::Text(format!("[{}]", homeless.join(", ")));
        return Ok(Err(Conflict::undecoded(ErrorCode::E8003, vec![listed])));
    }
    // The sets in the order in which their elements came.
    let mut order: Vec<(&String, HashSet<Word>)> = Vec::new();
    for element in in_order {
        let Some(set) = sets.get(&element) else { continue };
        match order.iter_mut().find(|(known, _)| *known == set) {
            Some((_, elements)) => drop(elements.insert(element)),
            None => order.push((set, HashSet::from([element]))),
        }
    }
    let parts = order.into_iter().map(|(set, of_set)| part(&group, &sets, set, of_set, &elements));
    Ok(Ok(parts.collect()))
}

/// The part of a group that belongs to a set: the values, and what is to be deleted, of the set's elements.
fn part(
    group: &Decoded,
    sets: &HashMap<Word, String>,
    set: &String,
    elements: HashSet<Word>,
    counts: &HashMap<Word, usize>,
) -> Decoded {
    let deletion = group.deletion.as_ref().map(|scope| Scope {
        elements: scope.elements.iter().filter(|one| sets.get(&one.0) == Some(set)).copied().collect(),
        ..scope.clone()
    });
    let count = elements.iter().filter_map(|element| counts.get(element)).sum();
    let elements = Arc::new(elements);
    let of_set = |part: &Part| part.of(&elements);
    Decoded {
        set: Some(set.clone()),
        completion: group.completion.clone(),
        deletion: deletion.filter(|scope| !scope.elements.is_empty()),
        parts: group.parts.iter().map(of_set).collect(),
        count,
    }
}

/// Neighbours of the same set and completion as one group: fewer and larger groups are faster.
pub(super) fn merge(groups: Vec<Decoded>) -> Vec<Decoded> {
    let mut merged: Vec<Decoded> = Vec::with_capacity(groups.len());
    for group in groups {
        match merged.last_mut().filter(|last| continues(last, &group)) {
            Some(last) => {
                last.parts.extend(group.parts);
                last.count += group.count;
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
