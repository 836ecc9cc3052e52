//! Pages of a list: which rows are asked for, and the pager with its links.

use afya_model::{Refusal, java_map};
use serde_json::{Map, Value, json};

use crate::query::Query;

const USUAL_SIZE: i64 = 50;

/// What a request asks of paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    /// Whether the list is cut into pages.
    pub(crate) paged: bool,
    page: i64,
    size: i64,
}

impl Paging {
    /// The paging of a request: `paging`, `page`, `pageSize`.
    ///
    /// # Errors
    /// 400 for what is no number or no truth value, or a negative size.
    pub(crate) fn parse(query: &Query) -> Result<Paging, Refusal> {
        let paged = match query.get("paging").map(str::to_lowercase).as_deref() {
            None | Some("" | "true" | "on" | "yes" | "1") => true,
            Some("false" | "off" | "no" | "0") => false,
            Some(_) => return Err(wrong(query, "paging", "boolean")),
        };
        let number = |name: &'static str, usual: i64| match query.get(name) {
            None | Some("") => Ok(usual),
            Some(text) => text.trim().parse::<i32>().map(i64::from).map_err(|_| wrong(query, name, "int")),
        };
        let (page, size) = (number("page", 1)?, number("pageSize", USUAL_SIZE)?);
        if size < 0 && paged {
            return Err(Refusal::bad_request("max-results cannot be negative"));
        }
        Ok(Paging { paged, page, size })
    }

    /// Limit and offset, or nothing for the whole list.
    pub(crate) fn window(&self) -> Option<(i64, i64)> {
        self.paged.then(|| (self.size, (self.page.max(1) - 1).saturating_mul(self.size)))
    }

    /// The pager of a list that says no addresses.
    pub(crate) fn plain_pager(&self, total: i64) -> Value {
        let size = self.size.max(1);
        let count = (total + size - 1) / size;
        json!({ "page": self.page.clamp(1, count.max(1)), "pageCount": count, "total": total, "pageSize": size })
    }

    /// The pager of a list with this total. `address` is the list's own; the query's other parameters go into the links.
    pub(crate) fn pager(&self, total: i64, address: &str, query: &Query) -> Value {
        let size = self.size.max(1);
        let count = (total + size - 1) / size;
        let page = self.page.clamp(1, count.max(1));
        let mut pager = Map::new();
        pager.insert("page".into(), json!(page));
        pager.insert("total".into(), json!(total));
        pager.insert("pageSize".into(), json!(size));
        if page < count {
            pager.insert("nextPage".into(), json!(link(address, page + 1, size, query)));
        }
        if page > 1 {
            pager.insert("prevPage".into(), json!(link(address, page - 1, size, query)));
        }
        pager.insert("pageCount".into(), json!(count));
        Value::Object(pager)
    }
}

fn wrong(query: &Query, name: &str, kind: &str) -> Refusal {
    let value = query.get(name).unwrap_or_default();
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for parameter {name}. It should be of type {kind}"
    ))
}

fn link(address: &str, page: i64, size: i64, query: &Query) -> String {
    let mut parameters = form_urlencoded::Serializer::new(String::new());
    if page > 1 {
        parameters.append_pair("page", &page.to_string());
    }
    if size != USUAL_SIZE {
        parameters.append_pair("pageSize", &size.to_string());
    }
    for (name, value) in in_wire_order(query) {
        parameters.append_pair(name, value);
    }
    let parameters = parameters.finish();
    if parameters.is_empty() { address.to_owned() } else { format!("{address}?{parameters}") }
}

/// The parameters as DHIS2 repeats them: a hash map's order of names, by Java's hash of a text and a table of 16 places.
fn in_wire_order(query: &Query) -> Vec<(&str, &str)> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in query.pairs() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let places = java_map::grown(names.len());
    names.sort_by_key(|name| java_map::place(name, places));
    names.retain(|name| *name != "page" && *name != "pageSize");
    let of = |name: &str| {
        query
            .pairs()
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect()
    };
    names.into_iter().flat_map(|name| -> Vec<(&str, &str)> { of(name) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pager(query: &str, total: i64) -> Value {
        let query = Query::parse(query);
        Paging::parse(&query).unwrap().pager(total, "http://h/api/x", &query)
    }

    #[test]
    fn links_keep_the_other_parameters() {
        let pager = pager("pageSize=3&fields=id,name&page=2", 10);
        assert_eq!(pager["nextPage"], "http://h/api/x?page=3&pageSize=3&fields=id%2Cname");
        assert_eq!(pager["prevPage"], "http://h/api/x?pageSize=3&fields=id%2Cname");
        assert_eq!(pager["pageCount"], 4);
    }

    #[test]
    fn a_page_behind_the_end_is_the_last() {
        assert_eq!(pager("page=9", 60)["page"], 2);
        assert_eq!(pager("pageSize=0", 0)["pageCount"], 0);
    }

    #[test]
    fn links_repeat_parameters_in_the_order_of_a_java_map() {
        let pager = pager("order=level:desc&fields=id&pageSize=3", 10);
        assert_eq!(pager["nextPage"], "http://h/api/x?page=2&pageSize=3&fields=id&order=level%3Adesc");
    }

    #[test]
    fn what_is_no_number_is_named() {
        let refusal = |text: &str| Paging::parse(&Query::parse(text)).unwrap_err().message.unwrap();
        assert_eq!(
            refusal("page=abc"),
            "Value 'abc' is not valid for parameter page. It should be of type int"
        );
        assert_eq!(
            refusal("paging=maybe"),
            "Value 'maybe' is not valid for parameter paging. It should be of type boolean"
        );
        assert_eq!(refusal("pageSize=-5"), "max-results cannot be negative");
    }
}
