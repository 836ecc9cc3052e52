//! What an export calls things: the names of a request become identifiers, and the answer's names are looked at before
//! the first of them is written.

use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal, Uid};
use afya_store::{Connection, Fault};

use super::write::{Export, Head, Part};
use super::{Format, Order, Request, only};
use crate::entry::DEFAULT_OPTION_COMBO;
use crate::sql::export::{self as sql, Reader, Reference};
use afya_model::Scheme;

/// Turns the names of a request into identifiers.
///
/// # Errors
/// 400 for what is no identifier where one is asked for, and for what is no period.
pub(super) async fn decode(connection: &mut Connection, request: &mut Request) -> Result<(), Fault> {
    let inputs = request.inputs.clone();
    let any = inputs.any.or_else(|| (!inputs.code_fallback).then_some(Scheme::Uid));
    let or_any = |scheme: Option<Scheme>| scheme.or_else(|| any.clone());
    let lists = [
        ("dataset", or_any(inputs.set), &mut request.sets),
        ("dataelementgroup", or_any(inputs.element_group), &mut request.element_groups),
        ("dataelement", or_any(inputs.element), &mut request.elements),
        ("organisationunit", or_any(inputs.unit), &mut request.units),
        ("orgunitgroup", any.clone(), &mut request.unit_groups),
        ("categoryoptioncombo", any.clone(), &mut request.option_combos),
        ("categoryoptioncombo", any, &mut request.attribute_combos),
    ];
    for (table, scheme, names) in lists {
        *names = identifiers(connection, table, scheme.as_ref(), names).await?;
    }
    if let Some((combo, options)) = request.attribute_options.take()
        && request.attribute_combos.is_empty()
    {
        let found = connection.first(&sql::combo_of_options(combo.as_deref(), &options)).await?;
        request.attribute_combos.extend(found.map(|row| row.get::<_, String>("uid")));
    }
    for id in &request.periods {
        period(id)?;
    }
    if request.children {
        let rows = connection.rows(&sql::paths(&request.units)).await?;
        request.unit_paths = rows.iter().map(|row| row.get("path")).collect();
    }
    Ok(())
}

/// A period as sent.
///
/// # Errors
/// 400 for what is none.
pub(crate) fn period(id: &str) -> Result<Period, Refusal> {
    if !(4..=11).contains(&id.len()) {
        let sentence = format!("Period must be have between 4 and 11 characters but got: `{id}`");
        return Err(Refusal::bad_request(sentence));
    }
    Period::parse(id).map_err(Refusal::bad_request)
}

async fn identifiers(
    connection: &mut Connection,
    table: &'static str,
    scheme: Option<&Scheme>,
    names: &[String],
) -> Result<Vec<String>, Fault> {
    let (valid, wrong): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| Uid::parse(name).is_some());
    let (scheme, mut found) = match (scheme, wrong.first()) {
        (None | Some(Scheme::Uid), None) => return Ok(names.to_vec()),
        (Some(Scheme::Uid), Some(wrong)) => {
            let sentence =
                "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
            return Err(Refusal::bad_request(format!("{sentence}{wrong}")).into());
        }
        (Some(scheme), _) => (scheme, Vec::new()),
        (None, Some(_)) => (&Scheme::Code, valid.into_iter().cloned().collect()),
    };
    let rows = connection.rows(&sql::decoded(table, scheme, names)).await?;
    found.extend(rows.iter().map(|row| row.get::<_, String>("uid")));
    Ok(found)
}

/// The export of a request that was checked: its parts with their heads.
pub(super) async fn export(
    connection: &mut Connection,
    request: Request,
    reader: Option<Reader>,
    format: Format,
) -> Result<Export, Fault> {
    let requests: Vec<Request> = match format {
        Format::Adx => request.sets.iter().map(|set| of_one_set(&request, set)).collect(),
        _ => vec![request],
    };
    let mut parts = Vec::with_capacity(requests.len());
    for request in requests {
        let head = head(connection, &request, reader.as_ref(), format).await?;
        parts.push(Part { request, head });
    }
    Ok(Export { parts, reader, format })
}

/// The same for one data set, sorted so that the values of a group stand together.
fn of_one_set(request: &Request, set: &str) -> Request {
    Request {
        sets: vec![set.to_owned()],
        elements: Vec::new(),
        element_groups: Vec::new(),
        orders: vec![Order::Period, Order::Unit, Order::AttributeCombo],
        ..request.clone()
    }
}

/// What all values have.
async fn head(
    connection: &mut Connection,
    request: &Request,
    reader: Option<&Reader>,
    format: Format,
) -> Result<Head, Fault> {
    let outputs = &request.outputs;
    let combo = only(&request.attribute_combos).cloned();
    let mut head = Head {
        set: only(&request.sets).cloned(),
        period: only(&request.periods).cloned(),
        unit: request.unit().map(str::to_owned),
        has_default_attribute: combo.as_deref() == Some(DEFAULT_OPTION_COMBO),
        attribute_combo: combo,
        attribute_options: None,
    };
    if let Some(set) = head.set.as_mut().filter(|_| outputs.set != Scheme::Uid) {
        let row = connection.first(&sql::set_name(set, &outputs.set)).await?;
        let name = row.and_then(|row| row.get::<_, Option<String>>("name"));
        *set = name.ok_or_else(|| Refusal::of(409, ErrorCode::E8200, &[outputs.set.kind(), set]))?;
    }
    let mut find = async |what, scheme: &Scheme, code| match scheme {
        Scheme::Uid => Ok(None),
        scheme => named(connection, request, reader, (what, scheme, code)).await.map(Some),
    };
    find(Reference::Element, &outputs.element, ErrorCode::E8201).await?;
    if let Some(units) = find(Reference::Unit, &outputs.unit, ErrorCode::E8202).await? {
        head.unit = only(&units).map(|unit| unit.name.clone());
    }
    if request.unfold {
        return unfolded(connection, request, reader, format, head).await;
    }
    find(Reference::OptionCombo, &outputs.option_combo, ErrorCode::E8203).await?;
    if let Some(combos) = find(Reference::AttributeCombo, &outputs.attribute_combo, ErrorCode::E8203).await? {
        // The combo of a single value stands in the head, even if no combo was asked for.
        let shared = only(&combos).filter(|combo| head.attribute_combo.is_some() || combo.values == 1);
        head.has_default_attribute = shared.is_some_and(|combo| combo.uid == DEFAULT_OPTION_COMBO);
        head.attribute_combo = shared.map(|combo| combo.name.clone());
    }
    Ok(head)
}

/// What values refer to, and how many do.
struct Named {
    uid: String,
    name: String,
    values: i64,
}

/// What the values refer to, all of which must have a name.
async fn named(
    connection: &mut Connection,
    request: &Request,
    reader: Option<&Reader>,
    (what, scheme, code): (Reference, &Scheme, ErrorCode),
) -> Result<Vec<Named>, Fault> {
    let (mut names, mut nameless) = (Vec::new(), Vec::<String>::new());
    for row in connection.rows(&sql::references(request, reader, what, scheme)).await? {
        let (uid, values) = (row.get("uid"), row.get("count"));
        match row.get("name") {
            Some(name) => names.push(Named { uid, name, values }),
            None => nameless.push(uid),
        }
    }
    if nameless.is_empty() {
        return Ok(names);
    }
    Err(Refusal::of(409, code, &[scheme.kind(), &format!("[{}]", nameless.join(", "))]).into())
}

/// The head of an answer that tells option combos as pairs of category and option, which must have names, in XML such that
/// attributes can have.
async fn unfolded(
    connection: &mut Connection,
    request: &Request,
    reader: Option<&Reader>,
    format: Format,
    mut head: Head,
) -> Result<Head, Fault> {
    let outputs = &request.outputs;
    for row in connection.rows(&sql::unfolding(request, reader)).await? {
        if row.get("nameless") {
            let args = [outputs.category.kind(), outputs.category_option.kind()];
            return Err(Refusal::of(409, ErrorCode::E8204, &args).into());
        }
        let categories: Vec<String> = row.get("categories");
        let no_attribute = categories.iter().find(|name| format == Format::Adx && !is_attribute(name));
        if let Some(name) = no_attribute {
            let sentence = format!(
                "The category `{name}` cannot be the name of an XML attribute. Give it a code of letters and digits, or \
                 ask for `categoryIdScheme=UID`"
            );
            return Err(Refusal::conflict(sentence).into());
        }
        if head.attribute_combo.as_deref() == Some(row.get("uid")) {
            let options: Vec<String> = row.get("options");
            head.attribute_options = Some(categories.into_iter().zip(options).collect());
        }
    }
    head.attribute_combo = None;
    Ok(head)
}

/// Whether this can be the name of an attribute.
fn is_attribute(name: &str) -> bool {
    let mut signs = name.chars();
    signs.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && signs.all(|sign| sign.is_alphanumeric() || "_-.".contains(sign))
}
