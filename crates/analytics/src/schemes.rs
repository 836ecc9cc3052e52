//! Identifier schemes: by what the items of a grid are named in its rows, and by what a request names them.

use std::collections::HashMap;

use afya_model::{Refusal, Scheme};
use afya_store::{Connection, Fault};

use crate::dimensions::data::DataKind;
use crate::grid::Resolved;
use crate::request::Request;
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

/// What the items of the rows are named, for those that are not named by their identifier.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn names(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
) -> Result<HashMap<String, String>, Fault> {
    let mut names = HashMap::new();
    let schemes = &request.schemes;
    let mut items: Vec<(&Scheme, &str, &str)> = Vec::new();
    for item in &resolved.data.items {
        let of_elements = match &item.kind {
            DataKind::Element(_) | DataKind::Operand(..) => schemes.output_elements.as_ref(),
            DataKind::Indicator(_) | DataKind::Report(_) => None,
        };
        let scheme = of_elements.or(schemes.output_data.as_ref()).unwrap_or(&schemes.output);
        items.push((scheme, &item.id, &item.name));
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
    let periods: Vec<(String, String)> =
        resolved.periods.periods.iter().map(|period| (period.id(), period.name())).collect();
    items.extend(periods.iter().map(|(id, name)| (&schemes.output, id.as_str(), name.as_str())));
    let mut schemes: Vec<&Scheme> = Vec::new();
    for (scheme, ..) in &items {
        if !schemes.contains(scheme) {
            schemes.push(scheme);
        }
    }
    for scheme in schemes {
        let of_scheme = items.iter().filter(|(known, ..)| *known == scheme);
        match scheme {
            Scheme::Uid => {}
            Scheme::Name => {
                names.extend(of_scheme.map(|(_, id, name)| ((*id).to_owned(), (*name).to_owned())))
            }
            Scheme::Code | Scheme::Attribute(_) => {
                let ids: Vec<String> = of_scheme.map(|(_, id, _)| (*id).to_owned()).collect();
                names.extend(given(connection, &ids, scheme).await?);
            }
        }
    }
    Ok(names)
}

/// Codes or attribute values of objects, where they have any.
async fn given(
    connection: &mut Connection,
    ids: &[String],
    scheme: &Scheme,
) -> Result<Vec<(String, String)>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = connection.rows(&sql::details(ids, scheme.attribute())).await?;
    let column = if scheme.attribute().is_some() { "attribute_value" } else { "code" };
    let found = rows.iter().filter_map(|row| {
        row.get::<_, Option<String>>(column).map(|given| (row.get::<_, String>("uid"), given))
    });
    Ok(found.collect())
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
