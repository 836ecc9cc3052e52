//! The option combos that options by category mean.

use std::collections::{BTreeSet, HashMap};

use afya_store::{Connection, Fault, Row};

use super::names::Names;
use crate::sql::names as sql;
use crate::values::batch::{Batch, Group};
use crate::values::rows::Kept;
use crate::values::schemes::Kind;
use crate::values::spool;
use crate::values::words::Choice;

/// The option combos of a category combo.
#[derive(Debug, Default)]
struct Combo {
    categories: Vec<Option<String>>,
    /// Option combos by their options.
    option_combos: HashMap<BTreeSet<String>, String>,
}

impl Combo {
    /// The option combo of the options that were chosen for its categories.
    fn find(&self, choice: &Choice) -> Option<&str> {
        let chosen = |category: &Option<String>| {
            let category = category.as_deref()?;
            choice.iter().find(|(name, _)| name == category).map(|(_, option)| option.clone())
        };
        let options: Option<BTreeSet<String>> = self.categories.iter().map(chosen).collect();
        self.option_combos.get(&options?).map(String::as_str)
    }
}

/// What a group's options by category can mean.
#[derive(Debug, Default)]
pub(super) struct Choices {
    attribute: Combo,
    /// The category combo of each element, by the word that names it.
    elements: HashMap<String, i64>,
    combos: HashMap<i64, Combo>,
    named_combos: HashMap<String, Combo>,
}

impl Choices {
    pub(super) fn attribute_combo(&self, choice: &Choice) -> Option<&str> {
        self.attribute.find(choice)
    }

    /// Whether the element is one of the set.
    pub(super) fn knows(&self, element: &str) -> bool {
        self.elements.contains_key(element)
    }

    pub(super) fn option_combo(&self, element: &str, choice: &Choice) -> Option<&str> {
        self.combos.get(self.elements.get(element)?)?.find(choice)
    }

    pub(super) fn has_combo(&self, combo: &str) -> bool {
        self.named_combos.contains_key(combo)
    }

    pub(super) fn combo_of(&self, combo: &str, options: &[String]) -> Option<&str> {
        let options = options.iter().cloned().collect();
        self.named_combos.get(combo)?.option_combos.get(&options).map(String::as_str)
    }
}

/// Looks up what the options by category of a group can mean; asks nothing for a group without any.
pub(super) async fn look_up(
    connection: &mut Connection,
    batch: &mut Batch,
    group: &Group,
    names: &Names,
) -> Result<Choices, Fault> {
    let mut choices = Choices::default();
    let (category, option) = (batch.schemes.of(Kind::Category), batch.schemes.of(Kind::Option));
    for combo in &group.rows.category_combos {
        let combo = batch.kept.words.text(*combo);
        let rows = connection.rows(&sql::options_of_combo(combo)).await?;
        if !rows.is_empty() {
            choices.named_combos.insert(combo.to_owned(), combo_of(&[], &rows));
        }
    }
    let Some(set) = group.data_set.as_deref().and_then(|set| names.set(set)) else { return Ok(choices) };
    if group.attribute_choice.is_some() {
        let categories = connection.rows(&sql::categories_of_set(set, &category)).await?;
        let options = connection.rows(&sql::options_of_set(set, &option)).await?;
        choices.attribute = combo_of(&categories, &options);
    }
    if !group.rows.choose {
        return Ok(choices);
    }
    let element = batch.schemes.of(Kind::Element);
    let elements = elements_of(&mut batch.kept, group)?;
    let rows = connection.rows(&sql::combos_of_elements(set, &element, &elements)).await?;
    choices.elements = rows.iter().map(|row| (row.get("name"), row.get("combo"))).collect();
    let combos: BTreeSet<i64> = choices.elements.values().copied().collect();
    for combo in combos {
        let categories = connection.rows(&sql::categories(combo, &category)).await?;
        let options = connection.rows(&sql::options(combo, &option)).await?;
        choices.combos.insert(combo, combo_of(&categories, &options));
    }
    Ok(choices)
}

/// The words that name the elements of a group's values.
fn elements_of(kept: &mut Kept, group: &Group) -> Result<Vec<String>, Fault> {
    let unread = |error| Fault::from(spool::refusal(&error));
    let mut elements = BTreeSet::new();
    let mut reading = kept.rows.read(group.rows.span).map_err(unread)?;
    while let Some(row) = reading.next().map_err(unread)? {
        elements.extend(row.element.or(group.element));
    }
    Ok(elements.into_iter().map(|word| kept.words.text(word).to_owned()).collect())
}

fn combo_of(categories: &[Row], options: &[Row]) -> Combo {
    let mut combo = Combo {
        categories: categories.iter().map(|row| row.get("name")).collect(),
        option_combos: HashMap::new(),
    };
    for row in options {
        let names: Vec<Option<String>> = row.get("names");
        // An option without a name in this scheme cannot be chosen.
        let names: Option<BTreeSet<String>> = names.into_iter().collect();
        if let Some(names) = names {
            combo.option_combos.insert(names, row.get("uid"));
        }
    }
    combo
}
