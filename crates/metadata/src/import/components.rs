//! Values that spread over several columns, or that come from others: what the registry keeps no storage for.

use afya_schema::{Type, registry};
use serde_json::{Map, Value, json};

use super::preheat::identifier;
use super::rows::{Row, Writer};
use super::text_pattern;
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

/// Words of map layers that DHIS2 keeps as serialised Java constants: the property, the class and the column.
const MAP_LAYER_WORDS: [(&str, &str, &str); 3] = [
    ("mapService", "org.hisp.dhis.mapping.MapService", "mapservice"),
    ("imageFormat", "org.hisp.dhis.mapping.ImageFormat", "imageformat"),
    ("mapLayerPosition", "org.hisp.dhis.mapping.MapLayerPosition", "maplayerposition"),
];

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
                self.legend(object, row);
                if of.name == "visualization" {
                    report_parameters(object.get("reportingParams"), &VISUALIZATION_PARAMETERS, row);
                }
            }
            "externalMapLayer" => {
                for (key, class, column) in MAP_LAYER_WORDS {
                    let word = object.get(key).and_then(Value::as_str);
                    row.insert(column.to_owned(), json!(word.map(|word| java_constant(class, word))));
                }
            }
            "trackedEntityAttribute" => {
                let generated = object.get("generated") == Some(&Value::Bool(true));
                let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
                let pattern = generated.then(|| text_pattern::kept(text("pattern"), text("id")));
                row.insert("textpattern".into(), pattern.unwrap_or_default());
            }
            "report" => report_parameters(object.get("reportParams"), &REPORT_PARAMETERS, row),
            "user" => {
                if let Some(hash) = object.get(super::users::HASH) {
                    row.insert("password".into(), hash.clone());
                    row.insert("passwordlastupdated".into(), json!(self.now));
                }
                if !exists {
                    row.insert("uuid".into(), json!(self.random.uuid()));
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

    fn legend(&self, object: &Map<String, Value>, row: &mut Row) {
        let legend = object.get("legend").unwrap_or(&Value::Null);
        let set = registry()
            .by_name("legendSet")
            .zip(legend.get("set").and_then(|set| identifier(set, self.options.identifier)));
        row.insert("legendsetid".into(), json!(set.and_then(|(of, named)| self.known.key(of, named))));
        row.insert("legenddisplaystyle".into(), legend.get("style").cloned().unwrap_or(Value::Null));
        row.insert("legenddisplaystrategy".into(), legend.get("strategy").cloned().unwrap_or(Value::Null));
        let show_key = legend.is_object().then(|| legend.get("showKey") == Some(&Value::Bool(true)));
        row.insert("legendshowkey".into(), json!(show_key));
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

/// A Java constant as Java serialises it (Java Object Serialization Specification, section 6.4), written as bytea.
fn java_constant(class: &str, word: &str) -> String {
    let mut bytes = vec![0xac, 0xed, 0, 5, 0x7e];
    for (name, last) in [(class, false), ("java.lang.Enum", true)] {
        bytes.push(0x72);
        text(&mut bytes, name);
        bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0, 0, 0x78]);
        if last {
            bytes.push(0x70);
        }
    }
    bytes.push(0x74);
    text(&mut bytes, word);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\\x{hex}")
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_serialised_as_java_does() {
        let bytes = java_constant("org.hisp.dhis.mapping.ImageFormat", "PNG");
        assert!(bytes.starts_with(
            "\\xaced00057e7200216f72672e686973702e646869732e6d617070696e672e496d616765466f726d6174"
        ));
        assert!(
            bytes.ends_with("7872000e6a6176612e6c616e672e456e756d00000000000000001200007870740003504e47")
        );
    }
}
