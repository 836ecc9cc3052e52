//! Values as CSV: a header says which column is what, in any order; further columns are options by category.

use std::io::Read;

use afya_model::Refusal;
use csv::{ReaderBuilder, StringRecord};

use crate::values::batch::{Batch, Group, Input};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Element,
    Period,
    Unit,
    OptionCombo,
    AttributeCombo,
    CategoryCombo,
    AttributeOptions,
    Value,
    Comment,
    FollowUp,
    Deleted,
    /// Written by an export and said by the server itself.
    Ignored,
    /// An option of the category that the header names.
    Category,
}

fn column(name: &str) -> Column {
    match name.to_lowercase().as_str() {
        "dataelement" => Column::Element,
        "period" => Column::Period,
        "orgunit" => Column::Unit,
        "categoryoptioncombo" => Column::OptionCombo,
        "attributeoptioncombo" => Column::AttributeCombo,
        "attributecombo" => Column::CategoryCombo,
        "attributeoptions" => Column::AttributeOptions,
        "value" => Column::Value,
        "comment" => Column::Comment,
        "followup" => Column::FollowUp,
        "deleted" => Column::Deleted,
        "storedby" | "timestamp" | "created" | "lastupdated" => Column::Ignored,
        _ => Column::Category,
    }
}

/// Reads a body.
///
/// # Errors
/// 400 for what is no CSV with a header, in UTF-8.
pub(super) fn read(body: impl Read, batch: &mut Batch, data_set: Option<&str>) -> Result<(), Refusal> {
    let mut reader = ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(body);
    let wrong =
        |error: csv::Error| Refusal::bad_request(format!("The body cannot be read as CSV in UTF-8: {error}"));
    let header = reader.headers().map_err(wrong)?.clone();
    if header.is_empty() {
        return Err(Refusal::bad_request("No header line provided."));
    }
    // As in DHIS2 the name in this very spelling says that no column holds options by category.
    let combos = header.iter().any(|name| name == "categoryOptionCombo");
    let columns: Vec<Column> = header.iter().map(column).collect();
    batch.groups.push(Group { data_set: data_set.map(str::to_owned), ..Group::default() });
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(wrong)? {
        let mut choice = Vec::new();
        let mut input = Input::default();
        for ((column, name), cell) in columns.iter().zip(&header).zip(&record) {
            let text = Some(cell).filter(|cell| !cell.is_empty() && *cell != "null");
            match column {
                Column::Category if !combos => {
                    choice.push((name.to_owned(), text.unwrap_or("null").to_owned()));
                }
                _ => take(&mut input, *column, text),
            }
        }
        input.category_options = Some(choice).filter(|choice| !choice.is_empty());
        batch.add(input)?;
    }
    Ok(())
}

fn take<'a>(input: &mut Input<'a>, column: Column, text: Option<&'a str>) {
    let truth = || text.map(|text| text.eq_ignore_ascii_case("true"));
    match column {
        Column::Element => input.data_element = text,
        Column::Period => input.period = text,
        Column::Unit => input.org_unit = text,
        Column::OptionCombo => input.category_option_combo = text,
        Column::AttributeCombo => input.attribute_option_combo = text,
        Column::CategoryCombo => input.attribute_combo = text,
        Column::AttributeOptions => {
            input.attribute_options =
                text.map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        }
        Column::Value => input.value = text,
        Column::Comment => input.comment = text,
        Column::FollowUp => input.follow_up = truth(),
        Column::Deleted => input.deleted = truth(),
        Column::Ignored | Column::Category => {}
    }
}
