//! Whole types at once: the objects of each as they are written again by an import.

pub mod dependencies;

use std::collections::BTreeSet;

use afya_model::Refusal;
use afya_schema::query::{FieldTree, Selection, Shape, filter, selection};
use afya_schema::{Storage, Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use crate::read::{Asker, ListRequest};
use crate::sql::{Scope, access, list};

/// What of an object is exported where nothing is asked.
pub(crate) const OWNED: &str = ":owner";

/// The properties that sharing is kept in, now and formerly.
const SHARING: [&str; 5] = ["sharing", "user", "publicAccess", "userAccesses", "userGroupAccesses"];

/// The authority to export everything.
const EXPORTER: &str = "F_METADATA_EXPORT";

/// The objects of types, by the key of each type.
pub type Lists = Vec<(&'static str, Vec<String>)>;

/// Which types are exported, and what of each.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    types: Vec<(&'static Type, ListRequest)>,
    /// Whether no type was named, so that all are meant.
    all: bool,
    named_users: bool,
}

impl Wanted {
    /// What these parameters spell: `dataElements=true`, `dataElements:fields=`, `fields=` and the like.
    ///
    /// # Errors
    /// 400 for a filter or an order that cannot be understood.
    pub fn parse(parameters: &[(String, String)]) -> Result<Wanted, Refusal> {
        let named = registry().types().iter().filter(|of| is_listed(of) && is_named(of, parameters));
        let mut types: Vec<&'static Type> = named.collect();
        let all = types.is_empty();
        if all {
            types = registry().types().iter().filter(|of| is_listed(of) && is_exported(of)).collect();
        }
        let each = types.iter().map(|of| Ok((*of, request(of, parameters)?)));
        let named_users = !all && types.iter().any(|of| of.name == "user");
        Ok(Wanted { types: each.collect::<Result<_, Refusal>>()?, all, named_users })
    }

    /// Refuses who may not export what is wanted.
    ///
    /// # Errors
    /// 409 with DHIS2's sentence.
    pub fn check(&self, asker: Asker<'_>) -> Result<(), Refusal> {
        let refuse = |sentence| Err(Refusal::conflict(sentence));
        if self.all && !asker.caller.has_any(&[EXPORTER]) {
            return refuse(
                "Unfiltered access to metadata export requires super user or 'F_METADATA_EXPORT' authority.",
            );
        }
        if self.named_users && !asker.caller.has_any(&["F_USER_VIEW", EXPORTER]) {
            return refuse("Exporting user metadata requires the 'F_USER_VIEW' authority.");
        }
        Ok(())
    }
}

/// Whether objects of a type can be listed.
fn is_listed(of: &Type) -> bool {
    let stored = of.property("id").is_some_and(|id| matches!(id.storage, Storage::Column(_)));
    of.table.is_some() && of.identifiable && stored
}

/// Whether a type is part of an export of everything.
fn is_exported(of: &Type) -> bool {
    of.metadata && of.persisted && !of.secondary_metadata && !["eventChart", "eventReport"].contains(&of.name)
}

/// Whether parameters switch a type on, or say something of it.
fn is_named(of: &Type, parameters: &[(String, String)]) -> bool {
    let about = |suffix: &str| {
        parameters.iter().any(|(key, _)| {
            key.split_once(':')
                .is_some_and(|(plural, word)| plural == of.plural && word.eq_ignore_ascii_case(suffix))
        })
    };
    let said = |word: &str| {
        parameters.iter().any(|(key, value)| key == of.plural && value.eq_ignore_ascii_case(word))
    };
    said("true") && !said("false") || ["fields", "filter", "order"].into_iter().any(about)
}

/// The request for one type: its own fields, filters and orders before those that are for all.
fn request(of: &'static Type, parameters: &[(String, String)]) -> Result<ListRequest, Refusal> {
    let own = |suffix: &str| {
        let key = format!("{}:{suffix}", of.plural);
        let values = parameters.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(&key));
        values.map(|(_, value)| (suffix.to_owned(), value.clone())).collect::<Vec<_>>()
    };
    let all =
        |suffix: &str| parameters.iter().filter(|(name, _)| name == suffix).cloned().collect::<Vec<_>>();
    let fields = Some(own("fields")).filter(|own| !own.is_empty()).unwrap_or_else(|| all("fields"));
    let mut asked = [own("filter"), own("order")].concat();
    if asked.is_empty() {
        asked = [all("filter"), all("order")].concat();
    }
    let pairs = [fields, asked, all("defaults")].concat();
    let mut request = ListRequest::parse(of, &pairs, OWNED)?;
    let skipped = all("skipSharing").first().is_some_and(|(_, value)| value.eq_ignore_ascii_case("true"));
    if skipped {
        request.fields.excluded.extend(SHARING.map(str::to_owned));
    }
    Ok(request)
}

/// The objects that are wanted; types without any are left out, and so are those that the caller may not read.
///
/// # Errors
/// What the database says.
pub async fn export(connection: &mut Connection, asker: Asker<'_>, wanted: &Wanted) -> Result<Lists, Fault> {
    let mut lists = Lists::new();
    for (of, request) in &wanted.types {
        let objects = objects(connection, asker, of, request).await?;
        if !objects.is_empty() {
            lists.push((of.plural, objects));
        }
    }
    Ok(lists)
}

/// The objects of a type that a request names.
async fn objects(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    request: &ListRequest,
) -> Result<Vec<String>, Fault> {
    // Addresses in exports have no host.
    let mut scope = Scope::new(asker.caller, asker.locale, "");
    scope.without_defaults = request.without_defaults;
    let exporter = of.name == "user" && asker.caller.has_any(&[EXPORTER]);
    if !access::may_read_type(of, &scope) && !exporter {
        return Ok(Vec::new());
    }
    let mut selection = selection::select(registry(), of, &request.fields);
    leave_out_addresses(&mut selection);
    let rows = connection.rows(&list::page(of, request, &selection, &scope)).await?;
    Ok(rows.iter().map(|row| row.get("object")).collect())
}

/// The objects of a type whose `key` is one of these values.
pub(crate) async fn find(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    key: &str,
    values: &BTreeSet<String>,
    fields: &str,
) -> Result<Vec<Map<String, Value>>, Fault> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let texts = objects(connection, asker, of, &named(of, key, values, fields)?).await?;
    Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// The request for the objects of a type whose `key` is one of these values.
fn named(
    of: &'static Type,
    key: &str,
    values: &BTreeSet<String>,
    fields: &str,
) -> Result<ListRequest, Refusal> {
    let any = format!("{key}:in:[any]");
    let mut filters = filter::parse(registry(), of, [any.as_str()])?;
    for filter in &mut filters {
        filter.values = values.iter().cloned().collect();
    }
    Ok(ListRequest { fields: FieldTree::parse(fields), filters, ..ListRequest::default() })
}

/// Objects do not know their own address, but for items of dashboards.
fn leave_out_addresses(selection: &mut Selection) {
    let kept = selection.of.name == "dashboardItem";
    selection.items.retain(|item| kept || item.property.key != "href");
    for item in &mut selection.items {
        if let Shape::Objects(below) = &mut item.shape {
            leave_out_addresses(below);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(pairs: &[(&str, &str)]) -> Vec<&'static str> {
        let pairs: Vec<_> =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let wanted = Wanted::parse(&pairs).expect("the parameters can be understood");
        if wanted.all { vec!["all"] } else { wanted.types.iter().map(|(of, _)| of.plural).collect() }
    }

    #[test]
    fn types_are_named_by_a_switch_or_by_what_is_asked_of_them() {
        assert_eq!(
            wanted(&[("constants", "true"), ("indicators:FIELDS", "id")]),
            ["constants", "indicators"]
        );
        assert_eq!(
            wanted(&[("constants", "true"), ("constants", "false"), ("options", "TRUE")]),
            ["options"]
        );
        assert_eq!(wanted(&[("constants", "false")]), ["all"]);
        assert_eq!(wanted(&[("fooBars", "true"), ("fields", "id")]), ["all"]);
    }
}
