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

/// Puts identifiers in the place of codes or attribute values in the items of a request.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn read_items(
    connection: &mut Connection,
    scheme: &Scheme,
    items: &[String],
) -> Result<Vec<String>, Fault> {
    if !matches!(scheme, Scheme::Code | Scheme::Attribute(_)) || items.is_empty() {
        return Ok(items.to_vec());
    }
    let rows = connection.rows(&sql::identifiers(items, scheme.attribute())).await?;
    let known: HashMap<String, String> = rows.iter().map(|row| (row.get("given"), row.get("uid"))).collect();
    Ok(items.iter().map(|item| known.get(item).unwrap_or(item).clone()).collect())
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
