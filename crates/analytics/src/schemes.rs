//! Identifier schemes: by what the items of a grid are named in its rows, and by what a request names them.

use std::collections::HashMap;

use afya_model::{Refusal, Scheme};
use afya_store::{Connection, Fault};

use crate::dimensions::data::DataKind;
use crate::grid::Resolved;
use crate::request::Request;
use crate::rows::counted;
use crate::sql::details as sql;

/// The scheme that a parameter names.
///
/// # Errors
/// 400 with DHIS2's sentence.
fn parse(parameter: &str, word: Option<&str>) -> Result<Option<Scheme>, Refusal> {
    let Some(word) = word else { return Ok(None) };
    let wrong = || {
        Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter {parameter}. \
             No enum constant org.hisp.dhis.common.IdentifiableProperty.{}",
            word.to_uppercase()
        ))
    };
    // Here DHIS2 also takes UUID, and means UID.
    let word_here = if word.eq_ignore_ascii_case("UUID") { "UID" } else { word };
    Scheme::parse(word_here).map(Some).ok_or_else(wrong)
}

/// The schemes of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemes {
    /// By what the request names items.
    pub input: Scheme,
    /// By what all items are named in rows.
    pub output: Scheme,
    /// By what items of `dx` are named, where that is another.
    pub output_data: Option<Scheme>,
    /// By what elements are named, where that is another.
    pub output_elements: Option<Scheme>,
    /// By what units are named, where that is another.
    pub output_units: Option<Scheme>,
}

impl Schemes {
    /// The schemes that parameters name.
    ///
    /// # Errors
    /// 400 with DHIS2's sentence for what is no scheme.
    pub(crate) fn read<'a>(one: impl Fn(&'static str) -> Option<&'a str>) -> Result<Schemes, Refusal> {
        let scheme = |name: &'static str| parse(name, one(name));
        Ok(Schemes {
            input: scheme("inputIdScheme")?.unwrap_or_default(),
            output: scheme("outputIdScheme")?.unwrap_or_default(),
            output_data: scheme("outputDataItemIdScheme")?,
            output_elements: scheme("outputDataElementIdScheme")?,
            output_units: scheme("outputOrgUnitIdScheme")?,
        })
    }
}

/// The request with identifiers in the place of the codes, names or attribute values that it names dimensions and items by; a table is
/// laid out by identifiers too.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn read(connection: &mut Connection, request: &Request) -> Result<Request, Fault> {
    let mut request = request.clone();
    if request.is_table() {
        request.schemes = Schemes { input: request.schemes.input, ..Schemes::default() };
    }
    if request.schemes.input == Scheme::Uid {
        return Ok(request);
    }
    let mut words: Vec<String> = Vec::new();
    for dimension in request.dimensions.iter().chain(&request.filters) {
        words.push(dimension.name.clone());
        for item in dimension.items.iter().filter(|_| dimension.name != "pe") {
            let bare = PREFIXES.iter().find_map(|(prefix, _)| item.strip_prefix(prefix));
            words.push(bare.unwrap_or(item).to_owned());
            words.extend(item.split('.').map(str::to_owned));
        }
    }
    let rows = connection.rows(&sql::identifiers(&words, &request.schemes.input)).await?;
    let known: HashMap<(String, String), String> =
        rows.iter().map(|row| ((row.get("kind"), row.get("given")), row.get("uid"))).collect();
    let find = |kinds: &[&str], word: &str| {
        kinds.iter().find_map(|kind| known.get(&((*kind).to_owned(), word.to_owned())).cloned())
    };
    for dimension in request.dimensions.iter_mut().chain(&mut request.filters) {
        let name = dimension.name.clone();
        for item in &mut dimension.items {
            *item = identified(&name, item, &find).unwrap_or_else(|| item.clone());
        }
        dimension.name = find(&DIMENSIONS, &name).unwrap_or(name);
    }
    Ok(request)
}

/// What stands before a group, and the kind of what follows.
const PREFIXES: [(&str, &str); 3] = [
    ("DE_GROUP-", "DATA_ELEMENT_GROUP"),
    ("IN_GROUP-", "INDICATOR_GROUP"),
    ("OU_GROUP-", "ORGANISATION_UNIT_GROUP"),
];
const DATA: [&str; 5] =
    ["DATA_ELEMENT", "INDICATOR", "EXPRESSION_DIMENSION_ITEM", "PROGRAM_INDICATOR", "VALIDATION_RULE"];
const DIMENSIONS: [&str; 4] =
    ["CATEGORY", "CATEGORY_OPTION_GROUP_SET", "ORGANISATION_UNIT_GROUP_SET", "DATA_ELEMENT_GROUP_SET"];
const MEMBERS: [&str; 4] =
    ["CATEGORY_OPTION", "CATEGORY_OPTION_GROUP", "ORGANISATION_UNIT_GROUP", "DATA_ELEMENT_GROUP"];

/// An item with identifiers in the place of what it names; nothing where that is not known.
fn identified(
    dimension: &str,
    item: &str,
    find: &impl Fn(&[&str], &str) -> Option<String>,
) -> Option<String> {
    if let Some((prefix, kind, word)) =
        PREFIXES.iter().find_map(|(prefix, kind)| Some((prefix, *kind, item.strip_prefix(prefix)?)))
    {
        return find(&[kind], word).map(|uid| format!("{prefix}{uid}"));
    }
    match dimension {
        "dx" => find(&DATA, item).or_else(|| {
            let (first, rest) = item.split_once('.')?;
            let whole = find(&DATA[..1], first).or_else(|| find(&["DATA_SET"], first))?;
            let part = |part: &str| find(&["OPTION_COMBO"], part).unwrap_or_else(|| part.to_owned());
            let parts: Vec<String> = rest.split('.').map(part).collect();
            Some(format!("{whole}.{}", parts.join(".")))
        }),
        "ou" => find(&["ORGANISATION_UNIT"], item),
        "co" | "ao" => find(&["OPTION_COMBO"], item),
        _ => find(&MEMBERS, item),
    }
}

/// What the items of the rows are named, for those that are not named by their identifier. Of data values operands are
/// named by the scheme of elements too, where there is one.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn names(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    of_data_values: bool,
) -> Result<HashMap<String, String>, Fault> {
    let schemes = &request.schemes;
    let of_parts = schemes.output_elements.as_ref().filter(|_| of_data_values).unwrap_or(&schemes.output);
    let periods: Vec<(String, String)> =
        resolved.periods.periods.iter().map(|period| (period.id(), period.name())).collect();
    let counted = counted(&resolved.data.items).into_iter().map(|(id, _)| id);
    let operands: Vec<String> = counted.filter(|id| id.contains('.')).collect();
    let mut items: Vec<(&Scheme, &str, &str)> =
        operands.iter().flat_map(|id| id.split('.')).map(|part| (of_parts, part, part)).collect();
    for item in &resolved.data.items {
        let narrower = match &item.kind {
            DataKind::Element(_) => schemes.output_elements.as_ref().or(schemes.output_data.as_ref()),
            DataKind::Indicator(_) => schemes.output_data.as_ref(),
            DataKind::Rule(_) => None,
            // Reports have no scheme, and operands are made of their parts.
            DataKind::Report(_) | DataKind::Operand(..) => continue,
        };
        items.push((narrower.unwrap_or(&schemes.output), &item.id, &item.name));
    }
    for unit in resolved.units.iter().flat_map(|units| &units.units) {
        items.push((schemes.output_units.as_ref().unwrap_or(&schemes.output), &unit.uid, &unit.name));
    }
    for item in resolved.facets.axes.iter().flat_map(|facet| &facet.items) {
        items.push((&schemes.output, &item.uid, &item.name));
    }
    for (uid, name) in &resolved.data.option_combos {
        items.push((&schemes.output, uid, name));
    }
    items.extend(periods.iter().map(|(id, name)| (&schemes.output, id.as_str(), name.as_str())));
    let mut names = HashMap::new();
    let uid = Scheme::Uid;
    let mut seen = vec![&uid];
    // The parts of operands come first, so that what is said of an element itself counts for it.
    while let Some(scheme) = items.iter().map(|(scheme, ..)| *scheme).find(|scheme| !seen.contains(scheme)) {
        seen.push(scheme);
        let of_scheme: Vec<(&str, &str)> =
            items.iter().filter(|(known, ..)| *known == scheme).map(|(_, id, name)| (*id, *name)).collect();
        let mut given = given(connection, &of_scheme, scheme).await?;
        for operand in operands.iter().filter(|_| scheme == of_parts) {
            let parts = operand.split('.').map(|part| given.get(part).map_or(part, String::as_str));
            let name = parts.collect::<Vec<_>>().join(".");
            given.insert(operand.clone(), name);
        }
        names.extend(given);
    }
    Ok(names)
}

/// What these units are named, where they are not named by their identifier.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn of_units(
    connection: &mut Connection,
    request: &Request,
    units: &[&str],
) -> Result<HashMap<String, String>, Fault> {
    let scheme = request.schemes.output_units.as_ref().unwrap_or(&request.schemes.output);
    if *scheme == Scheme::Uid {
        return Ok(HashMap::new());
    }
    let items: Vec<(&str, &str)> = units.iter().map(|uid| (*uid, *uid)).collect();
    given(connection, &items, scheme).await
}

/// Names, codes or attribute values of objects, where they have any.
async fn given(
    connection: &mut Connection,
    items: &[(&str, &str)],
    scheme: &Scheme,
) -> Result<HashMap<String, String>, Fault> {
    let column = match scheme {
        Scheme::Attribute(_) => "attribute_value",
        Scheme::Name => "name",
        Scheme::Uid | Scheme::Code => "code",
    };
    let ids: Vec<String> = items.iter().map(|(id, _)| (*id).to_owned()).collect();
    let rows = connection.rows(&sql::details(&ids, scheme.attribute())).await?;
    let found = rows.iter().filter_map(|row| {
        row.get::<_, Option<String>>(column).map(|given| (row.get::<_, String>("uid"), given))
    });
    let mut given: HashMap<String, String> = found.collect();
    if *scheme == Scheme::Name {
        for (id, name) in items {
            given.entry((*id).to_owned()).or_insert_with(|| (*name).to_owned());
        }
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_item_is_named_by_the_scheme() {
        let find = |kinds: &[&str], word: &str| {
            let known = [
                ("DATA_ELEMENT", "CASES", "CasesOfAll1"),
                ("DATA_SET", "CASES", "SetOfCases1"),
                ("OPTION_COMBO", "BOYS", "ComboOfBoys"),
                ("DATA_ELEMENT_GROUP", "CASES", "GroupOfCase"),
                ("CATEGORY_OPTION", "BOYS", "OptionOfBoy"),
            ];
            let found = |kind: &&str| known.iter().find(|one| (one.0, one.1) == (*kind, word));
            kinds.iter().find_map(found).map(|one| one.2.to_owned())
        };
        let read = |dimension: &str, item: &str| identified(dimension, item, &find);
        assert_eq!(read("dx", "CASES").as_deref(), Some("CasesOfAll1"));
        assert_eq!(read("dx", "CASES.BOYS.*").as_deref(), Some("CasesOfAll1.ComboOfBoys.*"));
        assert_eq!(read("dx", "DE_GROUP-CASES").as_deref(), Some("DE_GROUP-GroupOfCase"));
        assert_eq!(read("AgesOfAll11", "BOYS").as_deref(), Some("OptionOfBoy"));
        assert_eq!(read("co", "BOYS").as_deref(), Some("ComboOfBoys"));
        assert_eq!(read("ou", "BOYS"), None);
    }

    #[test]
    fn schemes_are_read_in_any_case_and_refused_in_the_sentence_of_dhis2() {
        let parsed = |word: &str| parse("outputIdScheme", Some(word));
        assert_eq!(parsed("code").unwrap(), Some(Scheme::Code));
        assert_eq!(
            parsed("ATTRIBUTE:QbLaJueGgub").unwrap(),
            Some(Scheme::Attribute("QbLaJueGgub".to_owned()))
        );
        assert_eq!(
            parsed("ATTRIBUTE:bad").unwrap_err().message.as_deref(),
            Some(
                "Value 'ATTRIBUTE:bad' is not valid for parameter outputIdScheme. \
                 No enum constant org.hisp.dhis.common.IdentifiableProperty.ATTRIBUTE:BAD"
            )
        );
    }
}
