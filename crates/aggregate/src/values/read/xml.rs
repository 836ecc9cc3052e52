//! Values as XML: a set in DXF 2, or groups in ADX. The root says which.

pub(crate) mod nodes;

use std::io::Read;

use afya_model::{ErrorCode, Refusal};

use super::interval;
use crate::values::batch::{Batch, Group, Input};
use crate::values::schemes::PARAMETERS;
use crate::values::words::Choice;
use nodes::{Attributes, Node, Nodes};

/// Reads a body.
///
/// # Errors
/// 400 E8007 for what is no such XML: without the root, with a document type, with entities, in another encoding.
pub(super) fn read(body: impl Read, batch: &mut Batch) -> Result<(), Refusal> {
    let mut nodes = Nodes::new(body);
    let Some(Node::Open(root, attributes)) = nodes.element()? else {
        return Err(wrong("No root tag found"));
    };
    match root.as_str() {
        "dataValueSet" => read_set(&mut nodes, batch, &attributes),
        "adx" => read_groups(&mut nodes, batch),
        _ => Err(wrong(&format!("Neither <dataValueSet> nor <adx> root tag found but: `<{root}>`"))),
    }
}

fn wrong(what: &str) -> Refusal {
    Refusal::of(400, ErrorCode::E8007, &[what])
}

fn is_true(word: &str) -> bool {
    word.eq_ignore_ascii_case("true")
}

fn read_set(nodes: &mut Nodes<impl Read>, batch: &mut Batch, root: &Attributes) -> Result<(), Refusal> {
    for parameter in PARAMETERS {
        if let Some(word) = root.get(parameter) {
            batch.schemes.set(parameter, word)?;
        }
    }
    batch.dry_run = root.get("dryRun").map(is_true);
    let mut word = |name: &str| root.get(name).map(|text| batch.kept.words.word(text));
    let period = root.get("period").map(plain_period).transpose()?;
    let group = Group {
        data_set: root.get("dataSet").map(str::to_owned),
        complete_date: root.get("completeDate").map(str::to_owned),
        unit: word("orgUnit"),
        attribute_combo: word("attributeOptionCombo"),
        period: period.map(|period| batch.kept.words.word(&period)),
        ..Group::default()
    };
    batch.groups.push(group);
    while let Some(node) = nodes.element()? {
        let Node::Open(name, value) = node else { continue };
        if name != "dataValue" {
            continue;
        }
        let period = value.get("period").map(plain_period).transpose()?;
        batch.add(Input {
            data_element: value.get("dataElement"),
            period: period.as_deref(),
            org_unit: value.get("orgUnit"),
            category_option_combo: value.get("categoryOptionCombo"),
            attribute_option_combo: value.get("attributeOptionCombo"),
            value: value.get("value"),
            comment: value.get("comment"),
            follow_up: value.get("followUp").or_else(|| value.get("followup")).map(is_true),
            deleted: value.get("deleted").map(is_true),
            ..Input::default()
        })?;
    }
    Ok(())
}

/// A period in DXF 2: its id, or the interval that an export writes.
fn plain_period(period: &str) -> Result<String, Refusal> {
    if period.contains('/') { interval::period(period) } else { Ok(period.to_owned()) }
}

fn read_groups(nodes: &mut Nodes<impl Read>, batch: &mut Batch) -> Result<(), Refusal> {
    while let Some(node) = nodes.element()? {
        match node {
            Node::Open(name, attributes) if name == "group" => read_group(nodes, batch, &attributes)?,
            _ => {}
        }
    }
    Ok(())
}

fn read_group(nodes: &mut Nodes<impl Read>, batch: &mut Batch, of: &Attributes) -> Result<(), Refusal> {
    let period = of.get("period").ok_or_else(|| wrong("A <group> has no `period`"))?;
    let period = interval::period(period)?;
    let choice = of.without(&["orgUnit", "period", "dataSet", "completeDate"]);
    let chosen = of.get("attributeOptionCombo").is_none() && !choice.is_empty();
    let group = Group {
        data_set: of.get("dataSet").map(str::to_owned),
        complete_date: of.get("completeDate").map(str::to_owned),
        unit: of.get("orgUnit").map(|unit| batch.kept.words.word(unit)),
        period: Some(batch.kept.words.word(&period)),
        attribute_combo: of.get("attributeOptionCombo").map(|combo| batch.kept.words.word(combo)),
        attribute_choice: chosen.then(|| batch.kept.words.choice(choice)),
        ..Group::default()
    };
    batch.groups.push(group);
    while let Some(node) = nodes.element()? {
        match node {
            Node::Open(name, value) if name == "dataValue" => {
                let annotation = annotation(nodes)?;
                add(batch, (of.get("orgUnit"), &period), &value, annotation.as_deref())?;
            }
            Node::Close(name) if name == "group" => break,
            _ => {}
        }
    }
    join_last(&mut batch.groups);
    Ok(())
}

/// The last group becomes part of the one before, where that says the same for all of its values.
fn join_last(groups: &mut Vec<Group>) {
    let Some(group) = groups.pop() else { return };
    match groups.last_mut().filter(|last| last.continues(&group)) {
        Some(last) => last.absorb(group),
        None => groups.push(group),
    }
}

/// The text that stands in a value in place of a number; reads to the end of the value.
fn annotation(nodes: &mut Nodes<impl Read>) -> Result<Option<String>, Refusal> {
    let mut found = None;
    while let Some(node) = nodes.element()? {
        match node {
            Node::Open(name, _) if name == "annotation" => found = Some(nodes.text()?),
            Node::Close(name) if name == "dataValue" => break,
            _ => {}
        }
    }
    Ok(found)
}

fn add(
    batch: &mut Batch,
    (unit, period): (Option<&str>, &str),
    value: &Attributes,
    annotation: Option<&str>,
) -> Result<(), Refusal> {
    let combo = value.get("categoryOptionCombo");
    let choice: Choice = value.without(&["dataElement", "value", "comment", "followup", "deleted"]);
    batch.add(Input {
        data_element: value.get("dataElement"),
        period: Some(period),
        org_unit: unit,
        category_option_combo: combo,
        category_options: combo.is_none().then_some(choice),
        value: annotation.or_else(|| value.get("value")),
        comment: value.get("comment"),
        follow_up: value.get("followup").map(is_true),
        deleted: value.get("deleted").map(is_true),
        ..Input::default()
    })
}
