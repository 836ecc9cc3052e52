//! Forms: what a data set shows, section by section, with the values of a unit and a period; and what is to be filled in.

pub mod custom;

use std::collections::HashMap;

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};
use serde_json::{Map, Value, json};

use crate::export::{self, Order, Request};
use crate::sql::{self as common, forms as sql};

/// Which form of a data set.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// The data set.
    pub set: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The period; without one there are no values.
    pub period: Option<&'a str>,
    /// Attribute options; without any the values of all count.
    pub options: Vec<String>,
    /// Whether sections show the objects that they are made of.
    pub metadata: bool,
    /// The language of names.
    pub locale: Option<&'a str>,
}

/// A form, filled in.
///
/// # Errors
/// 404 for a set or unit that there is not; 400 for a wrong period; 409 E1104 for options that are no combo, E2012 for a
/// unit outside the caller's.
pub async fn form(connection: &mut Connection, caller: &Caller, asked: &Asked<'_>) -> Result<Value, Fault> {
    let set = connection
        .first(&sql::set(asked.set, asked.locale))
        .await?
        .ok_or_else(|| Refusal::no_such_object("DataSet", asked.set))?;
    if connection.first(&common::entry_unit(asked.unit)).await?.is_none() {
        return Err(Refusal::no_such_object("OrganisationUnit", asked.unit).into());
    }
    let id: i64 = set.get("id");
    let sections = connection.rows(&sql::sections(id, asked.locale)).await?;
    let fields = connection.rows(&sql::fields(id, !sections.is_empty(), asked.locale)).await?;
    let values = values(connection, caller, asked, &fields).await?;
    let shown = match sections.is_empty() && asked.metadata {
        true => connection.first(&sql::shown_elements(id)).await?,
        false => None,
    };
    let groups: Vec<Value> = if sections.is_empty() {
        vec![whole(&fields, &values, shown.as_ref())]
    } else {
        sections.iter().map(|section| group(section, &fields, &values, asked.metadata)).collect()
    };
    let mut form = json!({
        "label": set.get::<_, &str>("label"),
        "subtitle": set.get::<_, &str>("subtitle"),
        "options": {
            "periodType": set.get::<_, &str>("period_type"), "openFuturePeriods": set.get::<_, i32>("open_future"),
            "openPeriodsAfterCoEndDate": set.get::<_, i32>("after_option"), "expiryDays": set.get::<_, f64>("expiry_days"),
        },
        "groups": groups,
    });
    if let Some(combo) = set.get::<_, Option<String>>("combo") {
        form["categoryCombo"] = parsed(&combo);
    }
    Ok(form)
}

/// Value and comment of each cell.
type Cells = HashMap<(String, String), (Option<String>, Option<String>)>;

async fn values(
    connection: &mut Connection,
    caller: &Caller,
    asked: &Asked<'_>,
    fields: &[Row],
) -> Result<Cells, Fault> {
    let Some(period) = asked.period.filter(|_| !fields.is_empty()) else { return Ok(Cells::new()) };
    let mut elements: Vec<String> = fields.iter().map(|row| row.get("element")).collect();
    elements.sort_unstable();
    elements.dedup();
    let attribute = if asked.options.is_empty() {
        None
    } else {
        Some(attribute_combo(connection, asked.set, &asked.options).await?)
    };
    let request = Request {
        elements,
        periods: vec![period.to_owned()],
        units: vec![asked.unit.to_owned()],
        attribute_combos: attribute.into_iter().collect(),
        orders: vec![Order::Period, Order::Created, Order::Element, Order::Key],
        ..Request::default()
    };
    // Where several attribute option combos have a value the last one is shown.
    let cells = export::cells(connection, caller, request).await?;
    Ok(cells.into_iter().collect())
}

/// The attribute option combo of a set with these options.
async fn attribute_combo(
    connection: &mut Connection,
    set: &str,
    options: &[String],
) -> Result<String, Fault> {
    let found = connection.first(&sql::attribute_combo(set, options)).await?;
    let missing = || Refusal::of(409, ErrorCode::E1104, &[&options.join(";")]);
    Ok(found.ok_or_else(missing)?.get("uid"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The one group of a form without sections.
fn whole(fields: &[Row], values: &Cells, shown: Option<&Row>) -> Value {
    let cells: Vec<Value> = fields.iter().map(|row| field(row, values)).collect();
    let mut elements: Vec<&str> = fields.iter().map(|row| row.get("element")).collect();
    elements.dedup();
    let mut metadata = Map::new();
    if let Some(row) = shown {
        metadata.insert("dataElements".into(), parsed(row.get("shown")));
    }
    json!({
        "label": "default", "description": "default", "dataElementCount": elements.len(), "fields": cells, "metaData": metadata,
    })
}

fn group(section: &Row, fields: &[Row], values: &Cells, metadata: bool) -> Value {
    let id: i64 = section.get("id");
    let cells = fields.iter().filter(|row| row.get::<_, Option<i64>>("section") == Some(id));
    let cells: Vec<Value> = cells.map(|row| field(row, values)).collect();
    let mut shown = Map::new();
    if metadata {
        shown.insert("dataElements".into(), parsed(section.get("shown_elements")));
        shown.insert("indicators".into(), parsed(section.get("shown_indicators")));
    }
    let mut group = json!({
        "label": section.get::<_, &str>("label"), "dataElementCount": section.get::<_, i64>("elements"), "fields": cells,
        "metaData": shown,
    });
    if let Some(description) = section.get::<_, Option<&str>>("description") {
        group["description"] = json!(description);
    }
    group
}

fn field(row: &Row, values: &Cells) -> Value {
    let key: (String, String) = (row.get("element"), row.get("option_combo"));
    let mut field = json!({
        "label": row.get::<_, &str>("label"), "dataElement": key.0, "categoryOptionCombo": key.1,
        "type": row.get::<_, &str>("valuetype"),
    });
    let (value, comment) = values.get(&key).cloned().unwrap_or_default();
    let optional = [("optionSet", row.get("option_set")), ("value", value), ("comment", comment)];
    for (key, value) in optional {
        if let Some(value) = value {
            field[key] = json!(value);
        }
    }
    field
}

/// How a template names things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Whether units are named by code.
    pub units_by_code: bool,
    /// Whether elements are named by code.
    pub elements_by_code: bool,
}

/// The empty values of a data set, for each of the units, to be filled in and imported.
///
/// # Errors
/// 404 for a set that there is not.
pub async fn template(
    connection: &mut Connection,
    set: &str,
    period: Option<&str>,
    units: &[String],
    named: Named,
) -> Result<Vec<Value>, Fault> {
    let row = connection.first(&sql::set(set, None)).await?;
    let id: i64 = row.ok_or_else(|| Refusal::no_such_object("DataSet", set))?.get("id");
    let fields = connection.rows(&sql::fields(id, false, None)).await?;
    let codes: HashMap<String, Option<String>> = connection
        .rows(&sql::element_codes(id))
        .await?
        .iter()
        .map(|row| (row.get("uid"), row.get("code")))
        .collect();
    let places = connection.rows(&sql::units(units)).await?;
    let mut places: Vec<Option<String>> =
        places.iter().map(|row| Some(row.get(if named.units_by_code { "code" } else { "uid" }))).collect();
    if units.is_empty() {
        places.push(None);
    }
    let mut values = Vec::with_capacity(fields.len() * places.len());
    for place in places {
        for row in &fields {
            let uid: String = row.get("element");
            let element = if named.elements_by_code { codes.get(&uid).cloned().flatten() } else { Some(uid) };
            let mut value = json!({
                "dataElement": element, "categoryOptionCombo": row.get::<_, &str>("option_combo"),
                "period": period.unwrap_or_default(),
            });
            if let Some(place) = &place {
                value["orgUnit"] = json!(place);
            }
            value["value"] = json!("");
            values.push(value);
        }
    }
    Ok(values)
}

/// The category combos of the elements of a data set, by identifier.
///
/// # Errors
/// When the database cannot be reached.
pub async fn combos(connection: &mut Connection, set: &str) -> Result<Vec<String>, Fault> {
    Ok(connection.rows(&sql::combos(set)).await?.iter().map(|row| row.get("uid")).collect())
}
