//! Items of program indicators: elements of stages, attributes, constants, variables and dates of events.

use super::{DATE, Visitor, sample};
use crate::ast::Expression;
use crate::evaluate::Value;
use crate::items::{Item, ItemKind};
use crate::parser::unexpected;

/// The variables, what they are called, and the sort of value that they have. Those without a name are called by
/// their own word.
const VARIABLES: [(&str, &str, Sample); 23] = [
    ("analytics_period_end", "", Sample::Date),
    ("analytics_period_start", "", Sample::Date),
    ("creation_date", "", Sample::Date),
    ("current_date", "Current date", Sample::Date),
    ("completed_date", "Completed date", Sample::Date),
    ("due_date", "Due date", Sample::Date),
    ("enrollment_count", "Enrollment count", Sample::Number),
    ("enrollment_date", "Enrollment date", Sample::Date),
    ("enrollment_status", "Enrollment status", Sample::Text("COMPLETED")),
    ("event_status", "", Sample::Text("COMPLETED")),
    ("event_count", "Event count (ACTIVE or COMPLETED status only)", Sample::Number),
    ("scheduled_event_count", "Event count (SCHEDULE status only)", Sample::Number),
    ("execution_date", "Execution date", Sample::Date),
    ("event_date", "Event date", Sample::Date),
    ("scheduled_date", "Scheduled date", Sample::Date),
    ("incident_date", "Incident date", Sample::Date),
    ("org_unit_count", "Organisation unit count", Sample::Number),
    ("program_stage_id", "Program stage id", Sample::Text("stage")),
    ("program_stage_name", "Program stage name", Sample::Text("stage")),
    ("sync_date", "", Sample::Date),
    ("tei_count", "Tracked entity instance count", Sample::Number),
    ("value_count", "Value count", Sample::Number),
    ("zero_pos_value_count", "Zero or positive value count", Sample::Number),
];

/// What a variable is worth in a check.
#[derive(Clone, Copy)]
enum Sample {
    Number,
    Date,
    Text(&'static str),
}

/// What a variable is called, where it has a name.
pub(crate) fn variable_name(variable: &str) -> Option<&'static str> {
    let named = VARIABLES.iter().find(|(known, name, _)| *known == variable && !name.is_empty());
    named.map(|(_, name, _)| *name)
}

impl Visitor<'_> {
    pub(super) fn item(&mut self, item: &Item, expression: &Expression) -> Result<Value, String> {
        let text = self.text_of(expression).to_owned();
        match item.kind {
            ItemKind::DataElement => self.stage_element(item, &text, &text),
            ItemKind::Attribute => self.attribute(item, &text, &text),
            ItemKind::Constant => {
                let uid = item.parts.join(".");
                let constant = self.objects.constants.get(&uid);
                let constant = constant.ok_or_else(|| format!("No constant defined for {uid}"))?;
                self.described.put(&text, &constant.name);
                Ok(Value::Number(1.0))
            }
            ItemKind::Variable => self.variable(item, expression),
            ItemKind::StageEventDate => self.event_date(item),
            _ => {
                let token = text.find('{').map_or(text.as_str(), |brace| &text[..=brace]);
                Err(format!("Item {token} not supported for this type of expression"))
            }
        }
    }

    /// An element of a stage; `key` is the text that its name takes the place of.
    pub(super) fn stage_element(&mut self, item: &Item, text: &str, key: &str) -> Result<Value, String> {
        let [stage_uid, element_uid] = item.parts.as_slice() else {
            return Err(format!("Invalid Program Stage / DataElement syntax: {text}"));
        };
        let stage = self.objects.stages.get(stage_uid);
        let stage = stage.ok_or_else(|| format!("Program stage {stage_uid} not found"))?;
        let element = self.objects.elements.get(element_uid);
        let element = element.ok_or_else(|| format!("Data element {element_uid} not found"))?;
        if self.has_offset && !stage.is_repeatable {
            return Err(format!(
                "Stage offset is allowed only for repeatable stages (`{stage_uid}` is not repeatable)"
            ));
        }
        let name = format!("{}\\.{}", stage.name, element.name);
        let value = sample(&element.value_type);
        self.described.put(key, &name);
        Ok(value)
    }

    /// An attribute; `key` is the text that its name takes the place of.
    pub(super) fn attribute(&mut self, item: &Item, text: &str, key: &str) -> Result<Value, String> {
        let [uid] = item.parts.as_slice() else {
            return Err(format!("Program attribute must have one UID: {text}"));
        };
        let attribute = self.objects.attributes.get(uid);
        let attribute = attribute.ok_or_else(|| format!("Tracked entity attribute {uid} not found."))?;
        let value = sample(&attribute.value_type);
        self.described.put(key, &attribute.name);
        Ok(value)
    }

    /// The date of the events of a stage: the name takes the place of the identifier alone.
    pub(super) fn event_date(&mut self, item: &Item) -> Result<Value, String> {
        let uid = item.parts.join(".");
        let stage = self.objects.stages.get(&uid);
        let stage = stage.ok_or_else(|| format!("Program stage {uid} not found"))?;
        self.described.put(&uid, &stage.name);
        Ok(Value::Text(DATE.to_owned()))
    }

    fn variable(&mut self, item: &Item, expression: &Expression) -> Result<Value, String> {
        let word = item.parts.join(".");
        let Some((word, _, sample)) = VARIABLES.iter().find(|(known, _, _)| *known == word) else {
            let inside = &self.text[expression.span.start + 2..expression.span.end - 1];
            let start = expression.span.end - 1 - inside.trim_start().len();
            return Err(unexpected(self.text, start..start + inside.trim().len()));
        };
        let text = self.text_of(expression).to_owned();
        self.described.put(&text, variable_name(word).unwrap_or(word));
        Ok(match sample {
            Sample::Number => Value::Number(1.0),
            Sample::Date => Value::Text(DATE.to_owned()),
            Sample::Text(text) => Value::Text((*text).to_owned()),
        })
    }
}
