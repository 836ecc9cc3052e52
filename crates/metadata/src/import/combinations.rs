//! What follows from what was saved: places of org units in the tree, option combos of category combos, places of options.

use std::collections::{BTreeMap, BTreeSet};

use afya_model::{Random, Refusal, Uid};
use afya_store::{Connection, Fault, Sql};

use super::bundle::{Bundle, Object};
use super::users;
use crate::sql::{rules, write};

/// A statement over the objects of a type that were saved, by their keys.
type Following = (&'static str, fn(&[i64]) -> Sql);

const FOLLOWING: [Following; 2] =
    [("document", rules::keep_files), ("programRuleVariable", rules::settle_variables)];

/// Brings what depends on the saved objects in step with them.
pub(crate) async fn settle(
    connection: &mut Connection,
    bundle: &Bundle,
    random: &Random,
) -> Result<(), Fault> {
    if !bundle.of("organisationUnit").is_empty() {
        let keys: Vec<i64> = bundle.of("organisationUnit").iter().map(|object| object.key).collect();
        if let Some(row) = connection.first(&write::rootless_org_units(&keys)).await? {
            let uid: String = row.get("uid");
            let sentence = format!("Organisation unit `{uid}` would lie below itself. Choose another parent");
            return Err(Refusal::conflict(sentence).into());
        }
        connection.execute(&write::org_unit_paths()).await?;
    }
    if !bundle.of("option").is_empty() {
        connection.execute(&write::option_places()).await?;
    }
    for (name, statement) in FOLLOWING {
        let keys: Vec<i64> = bundle.of(name).iter().map(|object| object.key).collect();
        if !keys.is_empty() {
            connection.execute(&statement(&keys)).await?;
        }
    }
    for (of, objects) in &bundle.types {
        let changed: Vec<i64> =
            objects.iter().filter(|object| object.exists).map(|object| object.key).collect();
        let new: Vec<i64> = objects.iter().filter(|object| !object.exists).map(|object| object.key).collect();
        let known: Vec<i64> =
            bundle.of("optionSet").iter().chain(bundle.of("dataSet")).map(|object| object.key).collect();
        if let Some(statement) = write::next_version_of_owner(of, &new, &known) {
            connection.execute(&statement).await?;
        }
        if let Some(statement) = write::next_version(of, &changed).filter(|_| !changed.is_empty()) {
            connection.execute(&statement).await?;
        }
    }
    let with_password = |object: &&Object| object.value.contains_key(users::HASH);
    let accounts: Vec<i64> =
        bundle.of("user").iter().filter(with_password).map(|object| object.key).collect();
    if !accounts.is_empty() {
        connection.execute(&write::remember_passwords(&accounts)).await?;
    }
    let given: Vec<i64> = bundle.of("categoryOptionCombo").iter().map(|object| object.key).collect();
    if !given.is_empty() {
        connection.execute(&write::name_combinations(&given)).await?;
    }
    let combos: Vec<i64> = bundle.of("categoryCombo").iter().map(|object| object.key).collect();
    let categories: Vec<i64> = bundle.of("category").iter().map(|object| object.key).collect();
    if combos.is_empty() && categories.is_empty() {
        return Ok(());
    }
    combine(connection, combos, categories, random).await
}

/// A category's options in their order, with their names.
type Options = Vec<(i64, String)>;

/// Makes the option combos that combos lack: every choice of one option of each category.
async fn combine(
    connection: &mut Connection,
    combos: Vec<i64>,
    categories: Vec<i64>,
    random: &Random,
) -> Result<(), Fault> {
    let mut wanted: BTreeMap<i64, BTreeMap<i64, Options>> = BTreeMap::new();
    for row in connection.rows(&write::combo_options(combos, categories)).await? {
        let options = wanted.entry(row.get("combo")).or_default().entry(row.get("place")).or_default();
        options.push((row.get("option"), row.get("name")));
    }
    let mut there: BTreeSet<(i64, Vec<i64>)> = BTreeSet::new();
    for row in connection.rows(&write::combinations(wanted.keys().copied().collect())).await? {
        there.insert((row.get("combo"), row.get("options")));
    }
    let mut new = Vec::new();
    for (combo, categories) in &wanted {
        let categories: Vec<&Options> = categories.values().collect();
        for choice in product(&categories) {
            let mut keys: Vec<i64> = choice.iter().map(|(key, _)| *key).collect();
            keys.sort_unstable();
            if there.contains(&(*combo, keys.clone())) {
                continue;
            }
            let names: Vec<&str> = choice.iter().map(|(_, name)| name.as_str()).collect();
            new.push((*combo, keys, names.join(", "), Uid::generate(random).to_string()));
        }
    }
    if !new.is_empty() {
        connection.execute(&write::make_combinations(&new)).await?;
    }
    Ok(())
}

fn product<'a>(categories: &[&'a Options]) -> Vec<Vec<&'a (i64, String)>> {
    let mut choices: Vec<Vec<&(i64, String)>> = vec![Vec::new()];
    for options in categories {
        choices = choices
            .iter()
            .flat_map(|choice| options.iter().map(|option| choice.iter().copied().chain([option]).collect()))
            .collect();
    }
    choices.retain(|choice| !choice.is_empty());
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_of_one_option_of_each_category_is_made() {
        let options =
            |names: &[&str]| -> Options { names.iter().map(|name| (0, (*name).to_owned())).collect() };
        let (sex, age) = (options(&["F", "M"]), options(&["young", "old"]));
        let names: Vec<String> = product(&[&sex, &age])
            .iter()
            .map(|choice| choice.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", "))
            .collect();
        assert_eq!(names, ["F, young", "F, old", "M, young", "M, old"]);
        assert!(product(&[&sex, &Vec::new()]).is_empty());
    }
}
