//! The dimension `dx`: data elements, operands, indicators, expression items, reports and validation rules, one by one or by
//! group.

use afya_access::Caller;
use afya_model::period::PeriodType;
use afya_model::value_type::{TEXTUAL, is_aggregatable};
use afya_model::{ErrorCode, Refusal, Uid, java_map};
use afya_store::{Connection, Fault, Row};
use futures_util::future::join3;

use super::indicators::{self, Indicator, Indicators};
use super::org_units::{Keyword, OrgUnitOptions};
use crate::reports::{Metric, Report};
use crate::sql;

/// Where figures come from: a data element, or the part of one that an option combo singles out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// The element's key.
    pub element: i64,
    /// The option combo's key, for an operand.
    pub option_combo: Option<i64>,
    /// The attribute option combo's key, for an operand.
    pub attribute_combo: Option<i64>,
    /// The element's value type.
    pub value_type: String,
    /// The element's aggregation type.
    pub aggregation: String,
}

impl Source {
    /// Whether the values are text for analytics: dates and times are, coordinates and files are nothing.
    pub fn is_text(&self) -> bool {
        TEXTUAL.contains(&self.value_type.as_str())
    }
}

impl Source {
    /// Whether figures of several periods or places may come together: days and times never, numbers unless the
    /// element wants none of it.
    pub fn is_aggregatable(&self) -> bool {
        let value_type = self.value_type.as_str();
        let is_sole = !self.is_text() && self.aggregation == "NONE";
        let is_uncounted_file = value_type == "FILE_RESOURCE" && self.aggregation != "COUNT";
        let is_fixed = ["CUSTOM", "DEFAULT"].contains(&self.aggregation.as_str());
        is_aggregatable(value_type) && !(is_sole || is_uncounted_file || is_fixed)
    }
}

/// An item of the dimension.
#[derive(Clone, Debug)]
pub struct DataItem {
    /// How it is named in the grid: `uid`, `uid.coc` or `uid.coc.aoc`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// What it is.
    pub kind: DataKind,
}

impl DataItem {
    /// Where the figures come from, of an element or a part of one.
    pub fn source(&self) -> Option<&Source> {
        match &self.kind {
            DataKind::Element(source) | DataKind::Operand(source, _) => Some(source),
            DataKind::Indicator(_) | DataKind::Report(_) | DataKind::Rule(_) => None,
        }
    }

    /// What is asked of reports.
    pub fn report(&self) -> Option<&Report> {
        match &self.kind {
            DataKind::Report(report) => Some(report),
            _ => None,
        }
    }

    /// The key, of a validation rule.
    pub fn rule(&self) -> Option<i64> {
        match &self.kind {
            DataKind::Rule(key) => Some(*key),
            _ => None,
        }
    }

    /// The formula, of an indicator.
    pub fn indicator(&self) -> Option<&Indicator> {
        match &self.kind {
            DataKind::Indicator(indicator) => Some(indicator),
            _ => None,
        }
    }
}

/// The kinds of items.
#[derive(Clone, Debug)]
pub enum DataKind {
    /// A data element with all its parts.
    Element(Source),
    /// A part of a data element, with the identifiers of the element and its combos.
    Operand(Source, Operand),
    /// An indicator or an expression item.
    Indicator(Box<Indicator>),
    /// Something about the reports of a data set.
    Report(Report),
    /// The results that a validation rule has, by its key.
    Rule(i64),
}

/// The resolved dimension.
#[derive(Clone, Debug, Default)]
pub struct DataItems {
    /// The items, each once.
    pub items: Vec<DataItem>,
    /// The groups that were asked for.
    pub keywords: Vec<Keyword>,
    /// The option combos of the elements, with their names.
    pub option_combos: Vec<(String, String)>,
    /// The indicators that those asked for name.
    pub nested: Indicators,
    /// The keys of the whole elements with combos that must not be added up.
    pub without_total: Vec<i64>,
}

/// An item of `dx`, by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// The identifier of the element.
    pub element: String,
    /// The identifier of the option combo; none for all.
    pub option_combo: Option<String>,
    /// The identifier of the attribute option combo; none for all.
    pub attribute_combo: Option<String>,
    /// Whether it was written with a dot: `uid.*` is an operand too.
    pub is_part: bool,
}

impl Operand {
    /// `uid`, `uid.coc`, `uid.coc.aoc`; `*` stands for any. Anything else is none.
    pub(crate) fn parse(item: &str) -> Option<Operand> {
        let mut parts = item.split('.');
        let element = parts.next().filter(|uid| Uid::parse(uid).is_some())?.to_owned();
        let rest: Vec<&str> = parts.by_ref().collect();
        let is_known = |part: &&str| *part == "*" || Uid::parse(part).is_some();
        if rest.len() > 2 || !rest.iter().all(is_known) {
            return None;
        }
        let part = |at: usize| rest.get(at).filter(|uid| **uid != "*").map(|uid| (*uid).to_owned());
        let (option_combo, attribute_combo) = (part(0), part(1));
        let is_part = item.contains('.');
        Some(Operand { element, option_combo, attribute_combo, is_part })
    }

    /// `uid.METRIC`: what is asked of the reports of a data set.
    fn of_report(item: &str) -> Option<(Operand, Metric)> {
        let (data_set, word) = item.split_once('.')?;
        let metric = Metric::parse(word)?;
        let element = data_set.to_owned();
        Some((Operand { element, option_combo: None, attribute_combo: None, is_part: true }, metric))
    }
}

/// Resolves the items of `dx` that the caller may read; unknown ones are left out.
///
/// # Errors
/// 409 E7124 when none is left; 501 for kinds that are not built yet.
pub async fn resolve(
    connection: &Connection,
    caller: &Caller,
    items: &[String],
    options: &OrgUnitOptions,
) -> Result<DataItems, Fault> {
    let mut resolved = DataItems::default();
    let mut wanted: Vec<(String, Operand)> = Vec::new();
    for item in items {
        let members = match (item.strip_prefix("DE_GROUP-"), item.strip_prefix("IN_GROUP-")) {
            (Some(group), _) => Some((group, sql::element_group(caller, group, options))),
            (_, Some(group)) => Some((group, sql::indicators::group(caller, group, options))),
            _ => None,
        };
        if let Some((group, statement)) = members {
            for row in connection.rows(&statement).await? {
                let member: String = row.get("member");
                wanted.extend(Operand::parse(&member).map(|operand| (member, operand)));
                let keyword = Keyword { uid: group.to_owned(), code: row.get("code"), name: row.get("name") };
                if !resolved.keywords.contains(&keyword) {
                    resolved.keywords.push(keyword);
                }
            }
        } else if let Some((operand, _)) = Operand::of_report(item) {
            wanted.push((item.clone(), operand));
        } else if let Some(operand) = Operand::parse(item) {
            wanted.push((item.trim_end_matches(".*").to_owned(), operand));
        }
    }
    (resolved.items, resolved.without_total) = found(connection, caller, &wanted, options).await?;
    refuse_program_items(connection, &wanted, &resolved.items).await?;
    if resolved.items.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7124, &["dx"]).into());
    }
    let elements: Vec<i64> = resolved.items.iter().filter_map(whole_element).collect();
    let combos = connection.rows(&sql::option_combos(&elements, options)).await?;
    resolved.option_combos = combos.iter().map(|row| (row.get("uid"), row.get("name"))).collect();
    java_map::sort_copied(&mut resolved.option_combos, |(uid, _): &(String, String)| uid.clone());
    let indicators = resolved.items.iter().filter_map(DataItem::indicator);
    resolved.nested = indicators::nested(connection, indicators, options).await?;
    Ok(resolved)
}

/// Refuses what is not found among data because it belongs to a program.
async fn refuse_program_items(
    connection: &Connection,
    wanted: &[(String, Operand)],
    found: &[DataItem],
) -> Result<(), Fault> {
    let is_found = |id: &str| found.iter().any(|item| item.id == id);
    let missing = wanted.iter().filter(|(id, _)| !is_found(id));
    let missing: Vec<String> = missing.map(|(_, operand)| operand.element.clone()).collect();
    if missing.is_empty() || connection.first(&sql::other_items(&missing)).await?.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        501,
        "Program items are not answered by analytics here yet; ask for data elements, indicators, reporting rates and validation rules",
    )
    .into())
}

fn whole_element(item: &DataItem) -> Option<i64> {
    match &item.kind {
        DataKind::Element(source) => Some(source.element),
        _ => None,
    }
}

/// Elements, operands and indicators in the order of the request, each once; and which whole elements have no total.
async fn found(
    connection: &Connection,
    caller: &Caller,
    wanted: &[(String, Operand)],
    options: &OrgUnitOptions,
) -> Result<(Vec<DataItem>, Vec<i64>), Fault> {
    let alone: Vec<String> =
        wanted.iter().filter(|(_, operand)| !operand.is_part).map(|(id, _)| id.clone()).collect();
    let elements = sql::data_items(caller, wanted, options);
    let (elements, indicators, reports) = join3(
        connection.rows(&elements),
        indicators::resolve(connection, caller, &alone, options),
        reports(connection, caller, wanted, options),
    )
    .await;
    let elements = elements?;
    let without_total = elements.iter().filter(|row| {
        !row.get::<_, bool>("is_part") && row.get::<_, Option<bool>>("skips_total") == Some(true)
    });
    let without_total = without_total.map(|row| row.get("element")).collect();
    let mut known: Vec<DataItem> = elements.iter().map(item).collect();
    known.extend(indicators?.into_iter().map(|found| DataItem {
        id: found.uid,
        name: found.name,
        kind: DataKind::Indicator(Box::new(found.indicator)),
    }));
    known.extend(reports?);
    let unknown: Vec<String> =
        alone.into_iter().filter(|id| !known.iter().any(|item| item.id == *id)).collect();
    if !unknown.is_empty() {
        let rules = connection.rows(&sql::validation_results::rules(caller, &unknown, options)).await?;
        known.extend(rules.iter().map(|row| DataItem {
            id: row.get("uid"),
            name: row.get("name"),
            kind: DataKind::Rule(row.get("key")),
        }));
    }
    let mut items: Vec<DataItem> = Vec::new();
    for (id, _) in wanted {
        if let Some(at) = known.iter().position(|item| item.id == *id) {
            items.push(known.remove(at));
        }
    }
    Ok((items, without_total))
}

/// What is asked of the reports of data sets that the caller may read.
async fn reports(
    connection: &Connection,
    caller: &Caller,
    wanted: &[(String, Operand)],
    options: &OrgUnitOptions,
) -> Result<Vec<DataItem>, Fault> {
    let asked: Vec<(&String, Operand, Metric)> = wanted
        .iter()
        .filter_map(|(id, _)| Operand::of_report(id).map(|(operand, metric)| (id, operand, metric)))
        .collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let uids: Vec<String> = asked.iter().map(|(_, operand, _)| operand.element.clone()).collect();
    let rows = connection.rows(&sql::reports::data_sets(Some(caller), &uids, options)).await?;
    let mut items = Vec::new();
    for (id, operand, metric) in asked {
        let row = rows.iter().find(|row| row.get::<_, &str>("uid") == operand.element);
        let Some((row, kind)) =
            row.and_then(|row| PeriodType::parse(row.get("period_type")).map(|kind| (row, kind)))
        else {
            continue;
        };
        let report = Report { data_set: row.get("key"), kind, metric };
        let name = format!("{} - {}", row.get::<_, &str>("name"), metric.title());
        items.push(DataItem { id: id.clone(), name, kind: DataKind::Report(report) });
    }
    Ok(items)
}

fn item(row: &Row) -> DataItem {
    let source = Source {
        element: row.get("element"),
        option_combo: row.get("option_combo"),
        attribute_combo: row.get("attribute_combo"),
        value_type: row.get("valuetype"),
        aggregation: row.get("aggregationtype"),
    };
    let operand = Operand {
        element: row.get("uid"),
        option_combo: row.get("combo_uid"),
        attribute_combo: row.get("attribute_uid"),
        is_part: row.get("is_part"),
    };
    let name = operand_name(row.get("name"), row.get("combo_name"), row.get("attribute_name"));
    let kind = if operand.is_part { DataKind::Operand(source, operand) } else { DataKind::Element(source) };
    DataItem { id: row.get("item"), name, kind }
}

/// The element's name and those of the combos; the default combo is silent, or `*` before another.
fn operand_name(element: String, combo: Option<String>, attribute: Option<String>) -> String {
    let told = |name: Option<String>| name.filter(|name| name != "default");
    match (told(combo), told(attribute)) {
        (None, None) => element,
        (Some(combo), None) => format!("{element} {combo}"),
        (combo, Some(attribute)) => {
            format!("{element} {} {attribute}", combo.unwrap_or_else(|| "*".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_read_by_their_parts() {
        let operand = Operand::parse("lxi6rrRicWY.*.HllvX50cXC0").unwrap();
        assert_eq!(operand.option_combo, None);
        assert_eq!(operand.attribute_combo.as_deref(), Some("HllvX50cXC0"));
        assert!(Operand::parse("short").is_none() && Operand::parse("lxi6rrRicWY.FOO").is_none());
        assert!(Operand::of_report("VUTdU4i7epx.FOO").is_none());
        assert_eq!(Operand::of_report("VUTdU4i7epx.REPORTING_RATE").unwrap().1, Metric::Rate);
        assert!(!Operand::parse("lxi6rrRicWY").unwrap().is_part);
    }

    #[test]
    fn days_never_come_together_and_numbers_only_where_the_element_wants_it() {
        let source = |value_type: &str, aggregation: &str| Source {
            element: 1,
            option_combo: None,
            attribute_combo: None,
            value_type: value_type.to_owned(),
            aggregation: aggregation.to_owned(),
        };
        assert!(source("TEXT", "NONE").is_aggregatable());
        assert!(source("NUMBER", "SUM").is_aggregatable());
        assert!(!source("NUMBER", "NONE").is_aggregatable());
        assert!(!source("DATE", "NONE").is_aggregatable());
    }

    #[test]
    fn the_default_combo_is_silent_unless_an_attribute_combo_follows() {
        let name = |combo: Option<&str>, attribute: Option<&str>| {
            operand_name("Spending".to_owned(), combo.map(str::to_owned), attribute.map(str::to_owned))
        };
        assert_eq!(name(Some("default"), None), "Spending");
        assert_eq!(name(Some("Male"), None), "Spending Male");
        assert_eq!(name(Some("default"), Some("Alliance")), "Spending * Alliance");
        assert_eq!(name(None, Some("Alliance")), "Spending * Alliance");
    }
}
