//! One object with everything that it needs: links are followed type by type until nothing new is found.

use std::collections::{BTreeMap, BTreeSet};

use afya_model::Refusal;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::Value;

use super::{Lists, OWNED, find, named, objects};
use crate::import::items;
use crate::read::Asker;

/// The links that are followed: the type, the keys that lead to the other objects, and their type.
const FOLLOWED: [(&str, &str, &str); 67] = [
    ("dataSet", "dataSetElements.dataElement", "dataElement"),
    ("dataSet", "dataSetElements.categoryCombo", "categoryCombo"),
    ("dataSet", "sections", "section"),
    ("dataSet", "indicators", "indicator"),
    ("dataSet", "dataEntryForm", "dataEntryForm"),
    ("dataSet", "legendSets", "legendSet"),
    ("dataSet", "categoryCombo", "categoryCombo"),
    ("dataSet", "compulsoryDataElementOperands.dataElement", "dataElement"),
    ("dataSet", "compulsoryDataElementOperands.categoryOptionCombo", "categoryOptionCombo"),
    ("section", "greyedFields.dataElement", "dataElement"),
    ("section", "greyedFields.categoryOptionCombo", "categoryOptionCombo"),
    ("section", "indicators", "indicator"),
    ("section", "dataElements", "dataElement"),
    ("categoryCombo", "categories", "category"),
    ("categoryCombo", "categoryOptionCombos", "categoryOptionCombo"),
    ("categoryOptionCombo", "categoryOptions", "categoryOption"),
    ("category", "categoryOptions", "categoryOption"),
    ("legendSet", "legends", "legend"),
    ("dataElement", "categoryCombo", "categoryCombo"),
    ("dataElement", "optionSet", "optionSet"),
    ("dataElement", "commentOptionSet", "optionSet"),
    ("dataElementGroup", "dataElements", "dataElement"),
    ("dataElementGroup", "legendSets", "legendSet"),
    ("optionSet", "options", "option"),
    ("optionGroup", "optionSet", "optionSet"),
    ("optionGroup", "options", "option"),
    ("indicator", "indicatorType", "indicatorType"),
    ("program", "categoryCombo", "categoryCombo"),
    ("program", "dataEntryForm", "dataEntryForm"),
    ("program", "trackedEntityType", "trackedEntityType"),
    ("program", "programSections", "programSection"),
    ("program", "notificationTemplates", "programNotificationTemplate"),
    ("program", "programStages", "programStage"),
    ("program", "programTrackedEntityAttributes.trackedEntityAttribute", "trackedEntityAttribute"),
    ("program", "programIndicators", "programIndicator"),
    ("programNotificationTemplate", "recipientProgramAttribute", "trackedEntityAttribute"),
    ("programNotificationTemplate", "recipientDataElement", "dataElement"),
    ("programSection", "trackedEntityAttributes", "trackedEntityAttribute"),
    ("programStage", "notificationTemplates", "programNotificationTemplate"),
    ("programStage", "programStageDataElements.dataElement", "dataElement"),
    ("programStage", "programStageSections", "programStageSection"),
    ("programStage", "dataEntryForm", "dataEntryForm"),
    ("programStageSection", "programIndicators", "programIndicator"),
    ("programRule", "programRuleActions", "programRuleAction"),
    ("programRuleVariable", "trackedEntityAttribute", "trackedEntityAttribute"),
    ("programRuleVariable", "dataElement", "dataElement"),
    ("programRuleVariable", "programStage", "programStage"),
    ("programRuleAction", "dataElement", "dataElement"),
    ("programRuleAction", "trackedEntityAttribute", "trackedEntityAttribute"),
    ("programRuleAction", "programIndicator", "programIndicator"),
    ("programRuleAction", "programStageSection", "programStageSection"),
    ("programRuleAction", "programStage", "programStage"),
    ("programRuleAction", "optionGroup", "optionGroup"),
    ("trackedEntityAttribute", "optionSet", "optionSet"),
    ("dashboard", "dashboardItems.visualization", "visualization"),
    ("dashboard", "dashboardItems.eventVisualization", "eventVisualization"),
    ("dashboard", "dashboardItems.eventChart", "eventChart"),
    ("dashboard", "dashboardItems.eventReport", "eventReport"),
    ("dashboard", "dashboardItems.map", "map"),
    ("dashboard", "dashboardItems.reports", "report"),
    ("dashboard", "dashboardItems.resources", "document"),
    ("visualization", "interpretations", "interpretation"),
    ("eventVisualization", "interpretations", "interpretation"),
    ("eventChart", "interpretations", "interpretation"),
    ("eventReport", "interpretations", "interpretation"),
    ("map", "interpretations", "interpretation"),
    ("*", "attributeValues.attribute", "attribute"),
];

/// Types whose objects name the one they belong to rather than being named by it.
const BELONGING: [(&str, &str, &str); 2] =
    [("program", "programRule", "program.id"), ("program", "programRuleVariable", "program.id")];

/// The types of which an object can be exported with what it needs.
pub const ROOTS: [&str; 6] =
    ["categoryCombo", "dashboard", "dataElementGroup", "dataSet", "optionSet", "program"];

/// What was found, by type, and what is still to be looked at.
#[derive(Default)]
struct Walk {
    found: BTreeMap<&'static str, BTreeSet<String>>,
    open: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Walk {
    fn add(&mut self, name: &'static str, uid: &str) {
        if self.found.entry(name).or_default().insert(uid.to_owned()) {
            self.open.entry(name).or_default().insert(uid.to_owned());
        }
    }
}

/// An object and all that it needs, as far as the caller may read it.
///
/// # Errors
/// 404 when there is no such object that the caller may read.
pub async fn export(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    uid: &str,
    skip_sharing: bool,
) -> Result<Lists, Fault> {
    let mut walk = Walk::default();
    walk.add(of.name, uid);
    while let Some((name, uids)) = walk.open.pop_first() {
        let Some(of) = registry().by_name(name) else { continue };
        follow(connection, asker, of, &uids, &mut walk).await?;
    }
    let mut lists = Lists::new();
    for of in registry().types() {
        let Some(uids) = walk.found.get(of.name) else { continue };
        let mut request = named(of, "id", uids, OWNED)?;
        if skip_sharing {
            request.fields.excluded.extend(super::SHARING.map(str::to_owned));
        }
        let objects = objects(connection, asker, of, &request).await?;
        if !objects.is_empty() {
            lists.push((of.plural, objects));
        }
    }
    if lists.iter().all(|(plural, _)| *plural != of.plural) {
        let sentence = format!("{} not found for uid: {uid}", of.class_name());
        return Err(Refusal::not_found(sentence).into());
    }
    Ok(lists)
}

/// Finds what these objects of a type lead to.
async fn follow(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    uids: &BTreeSet<String>,
    walk: &mut Walk,
) -> Result<(), Fault> {
    let links: Vec<(&str, &'static str)> = FOLLOWED
        .iter()
        .filter(|(name, path, _)| *name == of.name || *name == "*" && is_kept(of, path))
        .map(|(_, path, other)| (*path, *other))
        .collect();
    let fields: Vec<String> = links.iter().map(|(path, _)| format!("{path}.id")).collect();
    if !fields.is_empty() {
        for object in find(connection, asker, of, "id", uids, &fields.join(",")).await? {
            let object = Value::Object(object);
            for (path, other) in &links {
                collect(&object, path, &mut |uid| walk.add(other, uid));
            }
        }
    }
    for (_, other, link) in BELONGING.iter().filter(|(name, ..)| *name == of.name) {
        let Some(belonging) = registry().by_name(other) else { continue };
        for object in find(connection, asker, belonging, link, uids, "id").await? {
            collect(&Value::Object(object), "", &mut |uid| walk.add(other, uid));
        }
    }
    Ok(())
}

fn is_kept(of: &Type, path: &str) -> bool {
    path == "attributeValues.attribute" && of.keeps_attribute_values()
}

/// Gives the identifiers of the objects to which the keys of a path lead.
fn collect(value: &Value, path: &str, give: &mut impl FnMut(&str)) {
    for item in items(value) {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        match item.get(key) {
            Some(below) => collect(below, rest, give),
            None if key.is_empty() => {
                if let Some(uid) = item.get("id").and_then(Value::as_str) {
                    give(uid);
                }
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_that_is_followed_is_one_of_its_type() {
        for (name, path, other) in FOLLOWED {
            assert!(
                registry().by_name(other).is_some_and(super::super::is_listed),
                "{other} cannot be listed"
            );
            let Some(of) = registry().by_name(name) else {
                assert_eq!(name, "*");
                continue;
            };
            let mut at = of;
            for key in path.split('.') {
                let property = at.property(key).unwrap_or_else(|| panic!("{} has no {key}", at.name));
                if let Some(next) = property.target.and_then(|class| registry().by_class(class)) {
                    at = next;
                }
            }
            assert_eq!(at.name, other, "{name}.{path}");
        }
    }
}
