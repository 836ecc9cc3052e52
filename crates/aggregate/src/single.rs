//! Single values: read, entered, deleted and marked by their key. They are entered as groups of values are.

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal, Uid};
use afya_store::{Connection, Fault};
use jiff::Timestamp;
use serde::Deserialize;

use crate::completion::Attribute;
use crate::export;
use crate::sql::{self, single as statements};
use crate::values::batch::{Batch, Input};
use crate::values::{self, Options};

/// A value as sent, with its key. What is not said of a value stays as it was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Entry {
    /// The data element.
    pub data_element: Option<String>,
    /// The ISO period.
    pub period: Option<String>,
    /// The organisation unit.
    pub org_unit: Option<String>,
    /// The category option combo; the default one when nothing is said.
    pub category_option_combo: Option<String>,
    /// The attribute option combo.
    pub attribute_option_combo: Option<String>,
    /// Its category combo and options, where it is not named itself.
    pub attribute: Option<Attribute>,
    /// The data set; the one that has the element when nothing is said.
    pub data_set: Option<String>,
    /// The value; an empty one and nothing else deletes.
    pub value: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// Whether it is to be followed up.
    #[serde(alias = "followup")]
    pub follow_up: Option<bool>,
    /// Whether what is about time is not looked at; only for a caller with `ALL`.
    pub force: Option<bool>,
}

/// The key of a value. Without an option combo it is the default one.
pub(crate) struct Place {
    pub(crate) element: String,
    pub(crate) period: Period,
    pub(crate) unit: String,
    pub(crate) option_combo: Option<String>,
    pub(crate) attribute_combo: Option<String>,
}

impl Place {
    /// The key as DHIS2's sentences write it.
    fn written(&self) -> String {
        let or_null = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
        format!(
            "DataValueKey[dataElement={}, orgUnit={}, categoryOptionCombo={}, attributeOptionCombo={}, period={}]",
            self.element,
            self.unit,
            or_null(&self.option_combo),
            or_null(&self.attribute_combo),
            self.period.id()
        )
    }
}

/// A value as DHIS2's sentences write it.
fn written(entry: &Entry) -> String {
    let or_null = |text: Option<&str>| text.unwrap_or("null").to_owned();
    let attribute = entry.attribute.as_ref();
    let options = attribute.filter(|attribute| !attribute.options.is_empty());
    format!(
        "Input[dataElement={}, orgUnit={}, categoryOptionCombo={}, categoryOptions=null, attributeOptionCombo={}, attributeCombo={}, \
         attributeOptions={}, period={}, value={}, comment={}, followUp={}, deleted=null]",
        or_null(entry.data_element.as_deref()),
        or_null(entry.org_unit.as_deref()),
        or_null(entry.category_option_combo.as_deref()),
        or_null(entry.attribute_option_combo.as_deref()),
        or_null(attribute.and_then(|attribute| attribute.combo.as_deref())),
        options.map_or_else(|| "null".to_owned(), |attribute| format!("[{}]", attribute.options.join(", "))),
        or_null(entry.period.as_deref()),
        or_null(entry.value.as_deref()),
        or_null(entry.comment.as_deref()),
        or_null(entry.follow_up.map(|truth| if truth { "true" } else { "false" })),
    )
}

/// The key of a value as sent.
///
/// # Errors
/// 400 E8100–E8111, E8126, E8127 for a part that is missing or none.
async fn decode(connection: &mut Connection, entry: &Entry, index: usize) -> Result<Place, Fault> {
    let index = index.to_string();
    let wrong = |code, arg: &str| Fault::from(Refusal::of(400, code, &[&index, arg]));
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let missing = |code| wrong(code, &written(entry));
    let period = filled(&entry.period).ok_or_else(|| missing(ErrorCode::E8100))?;
    let period = export::period(&period)?;
    let element = entry.data_element.clone().ok_or_else(|| missing(ErrorCode::E8102))?;
    let identifier = |uid: String, code| match Uid::parse(&uid) {
        Some(_) => Ok(uid),
        None => Err(wrong(code, &uid)),
    };
    let element = identifier(element, ErrorCode::E8104)?;
    let unit = entry.org_unit.clone().ok_or_else(|| missing(ErrorCode::E8105))?;
    let unit = identifier(unit, ErrorCode::E8106)?;
    let option_combo = filled(&entry.category_option_combo);
    let option_combo = option_combo.map(|uid| identifier(uid, ErrorCode::E8109)).transpose()?;
    let attribute_combo = match (filled(&entry.attribute_option_combo), &entry.attribute) {
        (None, Some(Attribute { combo: Some(combo), options })) => {
            Some(attribute_combo(connection, combo, options, &index).await?)
        }
        (named, _) => named.map(|uid| identifier(uid, ErrorCode::E8111)).transpose()?,
    };
    Ok(Place { element, period, unit, option_combo, attribute_combo })
}

async fn attribute_combo(
    connection: &mut Connection,
    combo: &str,
    options: &[String],
    index: &str,
) -> Result<String, Fault> {
    if let Some(row) = connection.first(&sql::attribute_combo(combo, options)).await? {
        return Ok(row.get("uid"));
    }
    if connection.first(&statements::has_combo(combo)).await?.is_none() {
        return Err(Refusal::of(400, ErrorCode::E8126, &[index, combo]).into());
    }
    let options = if options.is_empty() { "null".to_owned() } else { format!("[{}]", options.join(", ")) };
    Err(Refusal::of(400, ErrorCode::E8127, &[index, combo, &options]).into())
}

/// A value.
///
/// # Errors
/// As of its key; 404 when there is none; 409 E2011, E2012 and 403 for what the caller may not read.
pub async fn read(connection: &mut Connection, caller: &Caller, entry: &Entry) -> Result<String, Fault> {
    let place = decode(connection, entry, 0).await?;
    let reader = export::reader(caller);
    if let Some(reader) = &reader {
        let combos = place.attribute_combo.as_slice();
        export::readable(connection, caller, reader, (&[], combos, std::slice::from_ref(&place.unit)))
            .await?;
        // What an export leaves out is not answered one by one either.
        if connection.first(&statements::element_readable(&place.element, reader)).await?.is_none() {
            let sentence =
                format!("User has no data read access for a data set with DataElement: {}", place.element);
            return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
        }
    }
    let found =
        connection.first(&statements::stored(&place)).await?.filter(|row| !row.get::<_, bool>("deleted"));
    let row =
        found.ok_or_else(|| Refusal::not_found("Data value does not exist").with_code(ErrorCode::E1005))?;
    if let Some(reader) = &reader {
        let combos: [i64; 2] = [row.get("option_combo"), row.get("attribute_combo")];
        let rows =
            connection.rows(&statements::unreadable_options(&combos, &reader.uid, &reader.groups)).await?;
        if !rows.is_empty() {
            let options: Vec<String> = rows.iter().map(|row| row.get("uid")).collect();
            let sentence = format!("User has no data read access for CategoryOption: {}", options.join(","));
            return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
        }
    }
    Ok(row.get::<_, Option<String>>("value").unwrap_or_default())
}

/// Enters a value; an empty value and nothing else deletes it.
///
/// # Errors
/// As of its key; 409 with the code of the rule that it breaks.
pub async fn save(
    connection: &mut Connection,
    caller: &Caller,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), Fault> {
    if entry.value.as_deref() == Some("") && entry.comment.is_none() && entry.follow_up.is_none() {
        return delete(connection, caller, entry, now).await;
    }
    let place = decode(connection, entry, 0).await?;
    let kept = kept(connection, entry, place).await?;
    import(connection, caller, (entry, vec![kept]), Options::default(), now, "Failed to upsert data value: ")
        .await
}

/// Deletes a value.
///
/// # Errors
/// As of its key; 409 with the code of the rule that it breaks.
pub async fn delete(
    connection: &mut Connection,
    caller: &Caller,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), Fault> {
    let place = decode(connection, entry, 0).await?;
    let gone = Kept { place, value: None, comment: None, follow_up: None, deleted: Some(true) };
    import(connection, caller, (entry, vec![gone]), Options::default(), now, "Failed to delete data value: ")
        .await
}

/// Says of values whether they are to be followed up.
///
/// # Errors
/// 409 E2033 when one does not say it, E2032 for values that there are not; as of `save` else.
pub async fn follow_up(
    connection: &mut Connection,
    caller: &Caller,
    entries: &[Entry],
    now: Timestamp,
) -> Result<(), Fault> {
    if entries.is_empty() || entries.iter().any(|entry| entry.follow_up.is_none()) {
        return Err(Refusal::of(409, ErrorCode::E2033, &[]).into());
    }
    let (mut all, mut missing) = (Vec::with_capacity(entries.len()), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        let place = decode(connection, entry, index).await?;
        let key = place.written();
        let only_mark = Entry { value: None, comment: None, ..entry.clone() };
        let kept = kept(connection, &only_mark, place).await?;
        if kept.value.is_none() && kept.deleted != Some(true) {
            missing.push(key);
        }
        all.push(kept);
    }
    if !missing.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E2032, &[&format!("[{}]", missing.join(", "))]).into());
    }
    let options = Options { atomic: true, ..Options::default() };
    let group = (&Entry::default(), all);
    import(connection, caller, group, options, now, "Failed to update followup: ").await
}

/// A value with everything that is to be stored of it.
struct Kept {
    place: Place,
    value: Option<String>,
    comment: Option<String>,
    follow_up: Option<bool>,
    deleted: Option<bool>,
}

impl Kept {
    fn input<'a>(&'a self, period: &'a str) -> Input<'a> {
        Input {
            data_element: Some(&self.place.element),
            period: Some(period),
            org_unit: Some(&self.place.unit),
            category_option_combo: self.place.option_combo.as_deref(),
            attribute_option_combo: self.place.attribute_combo.as_deref(),
            value: self.value.as_deref(),
            comment: self.comment.as_deref(),
            follow_up: self.follow_up,
            deleted: self.deleted,
            ..Input::default()
        }
    }
}

/// A value with what is stored of it where the entry says nothing.
async fn kept(connection: &mut Connection, entry: &Entry, place: Place) -> Result<Kept, Fault> {
    let stored = connection.first(&statements::stored(&place)).await?;
    let mut kept = Kept {
        place,
        value: entry.value.clone(),
        comment: entry.comment.clone(),
        follow_up: entry.follow_up,
        deleted: None,
    };
    if let Some(row) = stored {
        kept.value = kept.value.or_else(|| row.get("value"));
        kept.comment = kept.comment.or_else(|| row.get("comment"));
        kept.follow_up = kept.follow_up.or_else(|| row.get("followup"));
        // A deleted value stays deleted unless it gets a value.
        kept.deleted = (entry.value.is_none() && row.get("deleted")).then_some(true);
    }
    Ok(kept)
}

async fn import(
    connection: &mut Connection,
    caller: &Caller,
    (entry, all): (&Entry, Vec<Kept>),
    options: Options,
    now: Timestamp,
    failed: &str,
) -> Result<(), Fault> {
    let mut batch = entry.data_set.as_deref().map_or_else(Batch::default, Batch::of_set);
    for one in &all {
        batch.add(one.input(&one.place.period.id()))?;
    }
    let options = Options { force: entry.force.unwrap_or_default(), ..options };
    let summary = values::import(connection, caller, batch, options, now).await?;
    if let Some(conflict) = summary.bad_groups.first() {
        return Err(Refusal::conflict(conflict.sentence()).with_code(conflict.code()).into());
    }
    if summary.saved >= all.len() {
        return Ok(());
    }
    let sentences = summary.sentences()?.join(", ");
    Err(Refusal::conflict(format!("{failed}{sentences}")).with_code(ErrorCode::E1004).into())
}
