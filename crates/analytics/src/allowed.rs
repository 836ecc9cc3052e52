//! What a request may not ask although everything it names is there: data that is not shared with the caller, totals of what
//! must not be added up, and more than the settings allow.

use afya_access::Caller;
use afya_access::settings::SystemSettings;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use crate::dimensions::data::{DataItem, DataItems};
use crate::dimensions::facets::Facets;
use crate::plan::FacetKind;
use crate::sql;

/// Refuses reports of data sets, and category options, whose data the caller may not read.
///
/// # Errors
/// 409 E7121.
pub(crate) async fn check_sharing(
    connection: &mut Connection,
    caller: &Caller,
    data: &DataItems,
    facets: &Facets,
) -> Result<(), Fault> {
    let sets: Vec<i64> =
        data.items.iter().filter_map(DataItem::report).map(|report| report.data_set).collect();
    let asked = facets.asked();
    let of_categories = asked.filter(|facet| matches!(facet.kind, FacetKind::Category { .. }));
    let options: Vec<String> =
        of_categories.flat_map(|facet| &facet.items).map(|item| item.uid.clone()).collect();
    if caller.is_super() || (sets.is_empty() && options.is_empty()) {
        return Ok(());
    }
    match connection.first(&sql::hidden_data(caller, &sets, &options)).await? {
        Some(row) => {
            let (kind, uid): (&str, &str) = (row.get("kind"), row.get("uid"));
            Err(Refusal::of(409, ErrorCode::E7121, &[&caller.username, kind, uid]).into())
        }
        None => Ok(()),
    }
}

/// Refuses more figures than the settings allow.
///
/// # Errors
/// 409 E7128.
pub(crate) fn check_most(figures: usize, system: &SystemSettings) -> Result<(), Refusal> {
    match most(system) {
        Some(most) if figures > most => Err(Refusal::of(409, ErrorCode::E7128, &[&most.to_string()])),
        _ => Ok(()),
    }
}

/// How many figures an answer may have; nothing where that is not bounded.
pub(crate) fn most(system: &SystemSettings) -> Option<usize> {
    system.text("keyAnalyticsMaxLimit").parse().ok().filter(|most| *most > 0)
}

/// Refuses the total of an element whose combos must not be added up.
///
/// # Errors
/// 409 E7134.
pub(crate) async fn check_totals(
    connection: &mut Connection,
    data: &DataItems,
    facets: &Facets,
) -> Result<(), Fault> {
    if data.without_total.is_empty() {
        return Ok(());
    }
    let of_categories = facets.asked().filter(|facet| matches!(facet.kind, FacetKind::Category { .. }));
    let apart: Vec<i64> =
        of_categories.filter(|facet| !facet.items.is_empty()).map(|facet| facet.key).collect();
    match connection.first(&sql::without_total(&data.without_total, &apart)).await? {
        Some(_) => Err(Refusal::of(409, ErrorCode::E7134, &[]).into()),
        None => Ok(()),
    }
}
