//! The identifiers of what a batch names by code, name or attribute: a query for each kind of thing.

use std::collections::{BTreeSet, HashMap};

use afya_store::{Connection, Fault};

use crate::sql::names as sql;
use crate::values::batch::{Batch, Deleted, Deletion, Group};
use crate::values::rows::{Kept, WordSet};
use crate::values::schemes::Kind;
use crate::values::words::{Word, Words};
use afya_model::Scheme;

/// Identifiers by the words that name them; nothing for a kind that is named by identifiers already.
#[derive(Debug, Default)]
pub(super) struct Names {
    sets: Option<HashMap<String, String>>,
    elements: Option<HashMap<Word, Word>>,
    units: Option<HashMap<Word, Word>>,
    option_combos: Option<HashMap<Word, Word>>,
    attribute_combos: Option<HashMap<Word, Word>>,
}

fn find(known: Option<&HashMap<Word, Word>>, word: Word) -> Option<Word> {
    match known {
        Some(known) => known.get(&word).copied(),
        None => Some(word),
    }
}

impl Names {
    pub(super) fn set<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        match &self.sets {
            Some(known) => known.get(name).map(String::as_str),
            None => Some(name),
        }
    }

    pub(super) fn element(&self, word: Word) -> Option<Word> {
        find(self.elements.as_ref(), word)
    }

    pub(super) fn unit(&self, word: Word) -> Option<Word> {
        find(self.units.as_ref(), word)
    }

    pub(super) fn option_combo(&self, word: Word) -> Option<Word> {
        find(self.option_combos.as_ref(), word)
    }

    pub(super) fn attribute_combo(&self, word: Word) -> Option<Word> {
        find(self.attribute_combos.as_ref(), word)
    }
}

/// Looks up everything that the batch names.
pub(super) async fn look_up(connection: &mut Connection, batch: &mut Batch) -> Result<Names, Fault> {
    let mut names = Names::default();
    if batch.schemes.of(Kind::Set) != Scheme::Uid {
        let named: BTreeSet<&String> =
            batch.groups.iter().filter_map(|group| group.data_set.as_ref()).collect();
        let named: Vec<String> = named.into_iter().cloned().collect();
        let rows = connection.rows(&sql::named(Kind::Set, &batch.schemes.of(Kind::Set), &named)).await?;
        names.sets = Some(rows.iter().map(|row| (row.get("name"), row.get("uid"))).collect());
    }
    names.elements = of_kind(
        connection,
        batch,
        Kind::Element,
        |kept| &kept.elements,
        |group, words| {
            words.extend(group.element);
            words.extend(deleted(group, |one| one.element));
        },
    )
    .await?;
    names.units = of_kind(
        connection,
        batch,
        Kind::Unit,
        |kept| &kept.units,
        |group, words| {
            words.extend(group.unit);
            words.extend(group.deletion.iter().flat_map(|deletion| deletion.units.iter().copied()));
        },
    )
    .await?;
    names.option_combos = of_kind(
        connection,
        batch,
        Kind::OptionCombo,
        |kept| &kept.option_combos,
        |group, words| {
            words.extend(deleted(group, |one| one.option_combo));
        },
    )
    .await?;
    names.attribute_combos = of_kind(
        connection,
        batch,
        Kind::AttributeCombo,
        |kept| &kept.attribute_combos,
        |group, words| {
            words.extend(group.attribute_combo);
            words.extend(deleted(group, |one| one.attribute_combo));
        },
    )
    .await?;
    Ok(names)
}

fn deleted(group: &Group, pick: fn(&Deleted) -> Option<Word>) -> impl Iterator<Item = Word> + '_ {
    let all = group.deletion.iter().flat_map(|deletion: &Deletion| &deletion.elements);
    all.filter_map(pick)
}

async fn of_kind(
    connection: &mut Connection,
    batch: &mut Batch,
    kind: Kind,
    of_values: fn(&Kept) -> &WordSet,
    of_group: fn(&Group, &mut BTreeSet<Word>),
) -> Result<Option<HashMap<Word, Word>>, Fault> {
    let scheme = batch.schemes.of(kind);
    if scheme == Scheme::Uid {
        return Ok(None);
    }
    let mut named: BTreeSet<Word> = of_values(&batch.kept).iter().collect();
    for group in &batch.groups {
        of_group(group, &mut named);
    }
    let texts: Vec<String> = named.iter().map(|word| batch.kept.words.text(*word).to_owned()).collect();
    let mut known = HashMap::new();
    let words: &mut Words = &mut batch.kept.words;
    for row in connection.rows(&sql::named(kind, &scheme, &texts)).await? {
        let (name, uid): (String, String) = (row.get("name"), row.get("uid"));
        known.insert(words.word(&name), words.word(&uid));
    }
    Ok(Some(known))
}
