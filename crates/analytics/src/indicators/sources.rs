//! Which data elements and option combos the items of formulas stand for.

use std::collections::HashMap;

use afya_expression::ItemKind;
use afya_store::{Connection, Fault};

use super::needs::Need;
use crate::dimensions::data::Source;
use crate::sql::indicators as sql;

/// What each need is made of; the figures of several sources of one need are added up.
pub(super) type Sources = Vec<(Need, Source)>;

/// Keys by identifier.
struct Keys {
    elements: HashMap<String, (i64, String, String)>,
    combos: HashMap<String, i64>,
    element_groups: HashMap<String, Vec<String>>,
    option_groups: HashMap<(String, String), Vec<i64>>,
}

/// The sources of these needs; unknown identifiers give none.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn find(connection: &mut Connection, needs: &[Need]) -> Result<Sources, Fault> {
    let needs: Vec<&Need> = needs.iter().filter(|need| need.item.kind == ItemKind::DataElement).collect();
    if needs.is_empty() {
        return Ok(Sources::new());
    }
    let keys = keys(connection, &needs).await?;
    let mut sources = Sources::new();
    for need in needs {
        let combo = |at: usize, element: &str| match need.item.parts.get(at).map(String::as_str) {
            None | Some("*") => vec![None],
            Some(part) => keys.combos_of(part, element).into_iter().map(Some).collect(),
        };
        for element in keys.elements_of(need.item.parts.first().map_or("", String::as_str)) {
            let Some((key, aggregation, value_type)) = keys.elements.get(&element) else { continue };
            for option_combo in combo(1, &element) {
                for attribute_combo in combo(2, &element) {
                    let source = Source {
                        element: *key,
                        option_combo,
                        attribute_combo,
                        value_type: value_type.clone(),
                        aggregation: aggregation.clone(),
                    };
                    sources.push((need.clone(), source));
                }
            }
        }
    }
    Ok(sources)
}

/// The identifiers of a part: one, or several behind a tag such as `coGroup:`.
fn identifiers(part: &str) -> impl Iterator<Item = &str> {
    part.rsplit(':').next().unwrap_or_default().split('&')
}

impl Keys {
    fn elements_of(&self, part: &str) -> Vec<String> {
        match part.strip_prefix("deGroup:") {
            Some(group) => self.element_groups.get(group).cloned().unwrap_or_default(),
            None => vec![part.to_owned()],
        }
    }

    /// The combos of a part for an element: those that lie in all the groups or have all the options behind a tag.
    fn combos_of(&self, part: &str, element: &str) -> Vec<i64> {
        if let Some(combo) = self.combos.get(part) {
            return vec![*combo];
        }
        let mut sets = identifiers(part).map(|uid| {
            self.option_groups.get(&(uid.to_owned(), element.to_owned())).cloned().unwrap_or_default()
        });
        let mut common = sets.next().unwrap_or_default();
        for set in sets {
            common.retain(|combo| set.contains(combo));
        }
        common
    }
}

async fn keys(connection: &mut Connection, needs: &[&Need]) -> Result<Keys, Fault> {
    let uids: Vec<String> = needs
        .iter()
        .flat_map(|need| need.item.parts.iter())
        .flat_map(|part| identifiers(part))
        .map(str::to_owned)
        .collect();
    let mut keys = Keys {
        elements: HashMap::new(),
        combos: HashMap::new(),
        element_groups: HashMap::new(),
        option_groups: HashMap::new(),
    };
    for row in connection.rows(&sql::element_groups(&uids)).await? {
        keys.element_groups.entry(row.get("uid")).or_default().push(row.get("element"));
    }
    let members = keys.element_groups.values().flatten().cloned();
    let uids: Vec<String> = uids.into_iter().chain(members).collect();
    for row in connection.rows(&sql::keys(&uids)).await? {
        let uid: String = row.get("uid");
        if row.get::<_, &str>("kind") == "element" {
            keys.elements.insert(uid, (row.get("key"), row.get("aggregationtype"), row.get("valuetype")));
        } else {
            keys.combos.insert(uid, row.get("key"));
        }
    }
    let is_unknown =
        |uid: &&String| !keys.elements.contains_key(*uid) && !keys.combos.contains_key(*uid) && *uid != "*";
    let unknown: Vec<String> = uids.iter().filter(is_unknown).cloned().collect();
    if !unknown.is_empty() {
        let elements: Vec<String> = keys.elements.keys().cloned().collect();
        for row in connection.rows(&sql::option_groups(&unknown, &elements)).await? {
            keys.option_groups
                .entry((row.get("uid"), row.get("element")))
                .or_default()
                .push(row.get("combo"));
        }
    }
    Ok(keys)
}
