//! Values that spread over several columns, or that come from others: what the registry keeps no storage for.

use afya_schema::{Type, registry};
use serde_json::{Map, Value, json};

use super::preheat::identifier;
use super::rows::{Row, Writer};
use super::values::items;

/// The columns of report parameters, of visualizations and of reports.
const VISUALIZATION_PARAMETERS: [(&str, &str); 4] = [
    ("reportingPeriod", "paramreportingperiod"),
    ("organisationUnit", "paramorganisationunit"),
    ("parentOrganisationUnit", "paramparentorganisationunit"),
    ("grandParentOrganisationUnit", "paramgrandparentorganisationunit"),
];
const REPORT_PARAMETERS: [(&str, &str); 2] =
    [("reportingPeriod", "paramreportingmonth"), ("organisationUnit", "paramorganisationunit")];

impl Writer<'_> {
    /// Adds the columns of a type's components to its row.
    pub(crate) fn components(
        &mut self,
        of: &'static Type,
        object: &Map<String, Value>,
        (key, exists): (i64, bool),
        row: &mut Row,
    ) {
        match of.name {
            "attribute" => {
                row.insert("objecttypes".into(), object_types(of, object));
            }
            "visualization" | "eventVisualization" | "eventChart" | "eventReport" => {
                self.legend(of, object, row);
                if of.name == "visualization" {
                    report_parameters(object.get("reportingParams"), &VISUALIZATION_PARAMETERS, row);
                }
            }
            "report" => report_parameters(object.get("reportParams"), &REPORT_PARAMETERS, row),
            "user" => {
                if let Some(hash) = object.get(super::users::HASH) {
                    row.insert("password".into(), hash.clone());
                    row.insert("passwordlastupdated".into(), json!(self.now));
                }
                if !exists {
                    row.insert("uuid".into(), json!(super::users::uuid(self.random)));
                }
            }
            "validationNotificationTemplate" => {
                let table = "validationnotificationtemplate_recipientusergroups";
                let owner = "validationnotificationtemplateid";
                if exists {
                    self.out.clear_links(table, owner, "usergroupid", None, key);
                }
                let group = registry().by_name("userGroup");
                for item in object.get("recipientUserGroups").map(items).unwrap_or_default() {
                    let named = group.zip(identifier(item, self.options.identifier));
                    if let Some(group) = named.and_then(|(of, named)| self.known.key(of, named)) {
                        self.out.link(table, owner, "usergroupid", None, (key, group, 0));
                    }
                }
            }
            _ => {}
        }
    }

    fn legend(&self, of: &Type, object: &Map<String, Value>, row: &mut Row) {
        let legend = object.get("legend").unwrap_or(&Value::Null);
        let set = registry()
            .by_name("legendSet")
            .zip(legend.get("set").and_then(|set| identifier(set, self.options.identifier)));
        row.insert("legendsetid".into(), json!(set.and_then(|(of, named)| self.known.key(of, named))));
        row.insert("legenddisplaystyle".into(), legend.get("style").cloned().unwrap_or(Value::Null));
        row.insert("legenddisplaystrategy".into(), legend.get("strategy").cloned().unwrap_or(Value::Null));
        if of.table.is_some() {
            row.insert("legendshowkey".into(), legend.get("showKey").cloned().unwrap_or(Value::Null));
        }
    }
}

/// The types that an attribute is for: those of its flags that are on, or the list itself.
fn object_types(of: &Type, object: &Map<String, Value>) -> Value {
    if let Some(list) =
        object.get("objectTypes").filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
    {
        return list.clone();
    }
    let flags = of.properties.iter().filter_map(|property| {
        let word = property.key.strip_suffix("Attribute")?;
        (object.get(property.key) == Some(&Value::Bool(true))).then(|| json!(constant(word)))
    });
    Value::Array(flags.collect())
}

/// `dataElement` as `DATA_ELEMENT`.
pub(crate) fn constant(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for letter in word.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

fn report_parameters(sent: Option<&Value>, columns: &[(&str, &str)], row: &mut Row) {
    for (key, column) in columns {
        let value = sent.and_then(|sent| sent.get(key)).cloned().unwrap_or(Value::Null);
        row.insert((*column).to_owned(), value);
    }
}
