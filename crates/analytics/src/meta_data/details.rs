//! What `includeMetadataDetails` says of each item, and where units lie by name.

use std::collections::HashMap;

use afya_model::period::Period;
use afya_model::value_type::simplified;
use afya_store::{Connection, Fault, Row};
use serde_json::{Value, json};

use crate::dimensions::data::{DataItem, DataKind};
use crate::dimensions::org_units::Unit;
use crate::grid::Resolved;
use crate::plan::{FacetItem, FacetKind};
use crate::request::Request;
use crate::sql;

/// What is known of objects, by kind and identifier.
#[derive(Debug, Default)]
pub(super) struct Details(HashMap<(String, String), Value>);

/// Reads what is known of the items of a grid.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn read(connection: &mut Connection, resolved: &Resolved) -> Result<Details, Fault> {
    let data = resolved.data.items.iter().map(|item| match &item.kind {
        DataKind::Report(_) => item.id.split('.').next().unwrap_or_default().to_owned(),
        _ => item.id.clone(),
    });
    let combos = resolved.data.option_combos.iter().map(|(uid, _)| uid.clone());
    let units = resolved.units.iter().flat_map(|units| &units.units).map(|unit| unit.uid.clone());
    let facets = super::all_facets(resolved).flat_map(|facet| &facet.items).map(|item| item.uid.clone());
    let uids: Vec<String> = data.chain(combos).chain(units).chain(facets).collect();
    let rows = connection.rows(&sql::details::details(&uids, None)).await?;
    Ok(Details(rows.iter().map(|row| ((row.get("kind"), row.get("uid")), known(row))).collect()))
}

fn known(row: &Row) -> Value {
    let mut known = json!({});
    for (column, key) in [("code", "code"), ("description", "description"), ("legend_set", "legendSet")] {
        if let Some(text) = row.get::<_, Option<String>>(column) {
            known[key] = json!(text);
        }
    }
    let style = row.get::<_, Option<String>>("style").and_then(|style| serde_json::from_str(&style).ok());
    if let Some(style) = style.filter(|style: &Value| style.is_object()) {
        known["style"] = style;
    }
    if let Some(name) = row.get::<_, Option<String>>("type_name") {
        known["indicatorType"] = json!({
            "name": name, "displayName": name, "factor": row.get::<_, i32>("type_factor"),
            "number": row.get::<_, bool>("type_number"),
        });
    }
    known
}

impl Details {
    fn of(&self, kind: &str, uid: &str) -> Value {
        let mut known = self.0.get(&(kind.to_owned(), uid.to_owned())).cloned().unwrap_or_else(|| json!({}));
        known["uid"] = json!(uid);
        known
    }

    /// An item of `dx`.
    pub(super) fn of_data(&self, item: &DataItem) -> Value {
        let (kind, source) = match &item.kind {
            DataKind::Element(source) => ("DATA_ELEMENT", Some(source)),
            DataKind::Operand(source, _) => ("DATA_ELEMENT_OPERAND", Some(source)),
            DataKind::Indicator(_) if self.0.contains_key(&("INDICATOR".to_owned(), item.id.clone())) => {
                ("INDICATOR", None)
            }
            DataKind::Indicator(_) => ("EXPRESSION_DIMENSION_ITEM", None),
            DataKind::Rule(_) => ("VALIDATION_RULE", None),
            DataKind::Report(_) => return self.of_report(item),
        };
        let mut known = self.of(kind, &item.id);
        known["dimensionItemType"] = json!(kind);
        known["valueType"] = json!(source.map_or("NUMBER", |source| simplified(&source.value_type)));
        let total = match source {
            Some(source) if source.aggregation == "NONE" => "NONE",
            None if item.rule().is_none() => "AVERAGE",
            _ => "SUM",
        };
        known["totalAggregationType"] = json!(total);
        if let Some(source) = source {
            known["aggregationType"] = json!(source.aggregation);
        }
        known
    }

    /// What is asked of the reports of a data set; the data set lends its identifier.
    fn of_report(&self, item: &DataItem) -> Value {
        let data_set = item.id.split('.').next().unwrap_or_default();
        let mut known = self.of("DATA_SET", data_set);
        known["dimensionItemType"] = json!("REPORTING_RATE");
        known["valueType"] = json!("NUMBER");
        known["totalAggregationType"] = json!("AVERAGE");
        known
    }

    /// An option combo.
    pub(super) fn of_combo(&self, uid: &str) -> Value {
        let mut known = self.of("OPTION_COMBO", uid);
        known["totalAggregationType"] = json!("SUM");
        known["valueType"] = json!("NUMBER");
        known
    }

    /// A unit.
    pub(super) fn of_unit(&self, uid: &str) -> Value {
        let mut known = self.of("ORGANISATION_UNIT", uid);
        known["dimensionItemType"] = json!("ORGANISATION_UNIT");
        known["totalAggregationType"] = json!("SUM");
        known["valueType"] = json!("TEXT");
        known
    }

    /// An item of a further dimension.
    pub(super) fn of_facet_item(&self, kind: FacetKind, item: &FacetItem) -> Value {
        let kind = match kind {
            FacetKind::OptionCombo | FacetKind::AttributeCombo => return self.of_combo(&item.uid),
            FacetKind::Category { .. } => "CATEGORY_OPTION",
            FacetKind::OptionGroups { .. } => "CATEGORY_OPTION_GROUP",
            FacetKind::UnitGroups { .. } => "ORGANISATION_UNIT_GROUP",
            FacetKind::ElementGroups => "DATA_ELEMENT_GROUP",
        };
        let mut known = self.of(kind, &item.uid);
        known["dimensionItemType"] = json!(kind);
        known["valueType"] = json!("NUMBER");
        if kind != "CATEGORY_OPTION" {
            known["totalAggregationType"] = json!("SUM");
        }
        known
    }
}

/// A period.
pub(super) fn of_period(period: &Period) -> Value {
    json!({
        "uid": period.id(), "code": period.id(), "dimensionItemType": "PERIOD", "valueType": "TEXT",
        "totalAggregationType": "SUM", "startDate": format!("{}T00:00:00.000", period.start),
        "endDate": format!("{}T00:00:00.000", period.end),
    })
}

/// A dimension.
pub(super) fn of_dimension(resolved: &Resolved, name: &str) -> Value {
    let kind = match name {
        "dx" => "DATA_X",
        "pe" => "PERIOD",
        "ou" => "ORGANISATION_UNIT",
        _ => match super::all_facets(resolved).find(|facet| facet.uid == name).map(|facet| facet.kind) {
            Some(FacetKind::OptionCombo) => "CATEGORY_OPTION_COMBO",
            Some(FacetKind::AttributeCombo) => "ATTRIBUTE_OPTION_COMBO",
            Some(FacetKind::Category { .. }) => "CATEGORY",
            Some(FacetKind::OptionGroups { .. }) => "CATEGORY_OPTION_GROUP_SET",
            Some(FacetKind::UnitGroups { .. }) => "ORGANISATION_UNIT_GROUP_SET",
            Some(FacetKind::ElementGroups) => "DATA_ELEMENT_GROUP_SET",
            None => return json!({ "uid": name }),
        },
    };
    json!({ "uid": name, "dimensionType": kind })
}

/// Where units lie, by name: `/Country/Province/District`.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn name_hierarchy(
    connection: &mut Connection,
    request: &Request,
    units: &[&Unit],
    roots: &[&str],
) -> Result<Value, Fault> {
    let keys: Vec<i64> = units.iter().map(|unit| unit.id).collect();
    let rows = connection.rows(&sql::unit_names(&keys, roots, request.org_units.locale.as_deref())).await?;
    Ok(rows.iter().map(|row| (row.get::<_, String>("uid"), json!(row.get::<_, String>("names")))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_of_a_period_tell_its_days() {
        let said = of_period(&Period::parse("2025Q1").unwrap());
        assert_eq!(said["endDate"], "2025-03-31T00:00:00.000");
    }
}
