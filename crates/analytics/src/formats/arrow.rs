//! Grids as tables of Apache Arrow and Apache Parquet, for notebooks and data warehouses: a column for each header, numbers as 64-bit
//! floats, everything else as text, and nothing where a cell is empty.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, RecordBatchOptions, StringArray};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use super::{list, text};

/// The stream of a grid: its schema and one batch of rows.
///
/// # Errors
/// When the grid has more text than a batch may hold.
pub(super) fn stream(grid: &Value) -> Result<Vec<u8>, ArrowError> {
    let batch = batch(grid)?;
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    writer.write(&batch)?;
    writer.into_inner()
}

/// The Parquet file of a grid.
///
/// # Errors
/// As of `stream`.
pub(super) fn parquet(grid: &Value) -> Result<Vec<u8>, ParquetError> {
    let batch = batch(grid)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = properties.set_created_by("Afya".to_owned()).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.into_inner()
}

fn batch(grid: &Value) -> Result<RecordBatch, ArrowError> {
    let (headers, rows) = (list(grid, "headers"), list(grid, "rows"));
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) =
        headers.iter().enumerate().map(|(at, header)| column(header, rows, at)).unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
}

/// A column; its label stands beside its name as `column`.
fn column(header: &Value, rows: &[Value], at: usize) -> (Field, ArrayRef) {
    let cells = || rows.iter().map(|row| row[at].as_str().filter(|cell| !cell.is_empty()));
    let numbers = || cells().map(|cell| cell.map(str::parse::<f64>).transpose().ok());
    let (kind, column): (DataType, ArrayRef) = match numbers().collect::<Option<Vec<_>>>() {
        Some(numbers) if is_numeric(header) => (DataType::Float64, Arc::new(Float64Array::from(numbers))),
        _ => (DataType::Utf8, Arc::new(cells().collect::<StringArray>())),
    };
    let label = HashMap::from([("column".to_owned(), text(header, "column").to_owned())]);
    (Field::new(text(header, "name"), kind, true).with_metadata(label), column)
}

fn is_numeric(header: &Value) -> bool {
    matches!(text(header, "valueType"), "NUMBER" | "INTEGER")
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::Float64Type;
    use arrow_ipc::reader::StreamReader;
    use bytes::Bytes;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
    use serde_json::json;

    use super::*;

    fn grid(rows: &Value) -> Value {
        json!({
            "headers": [
                {"name": "dx", "column": "Data", "valueType": "TEXT"},
                {"name": "value", "column": "Value", "valueType": "NUMBER"},
            ],
            "rows": rows,
        })
    }

    fn check(batches: &[RecordBatch]) {
        assert_eq!(batches.len(), 1);
        let schema = batches[0].schema();
        assert_eq!(schema.field(0).metadata()["column"], "Data");
        let (names, values) = (batches[0].column(0).as_string::<i32>(), batches[0].column(1));
        assert_eq!(names.iter().collect::<Vec<_>>(), [Some("Visits"), Some("Births"), None]);
        let values: Vec<Option<f64>> = values.as_primitive::<Float64Type>().iter().collect();
        assert_eq!(values, [Some(12.5), None, Some(-3.0)]);
    }

    #[test]
    fn what_was_written_is_read_by_others() {
        let grid = grid(&json!([["Visits", "12.5"], ["Births", ""], ["", "-3"]]));
        let bytes = stream(&grid).unwrap();
        let batches: Result<Vec<_>, _> = StreamReader::try_new(bytes.as_slice(), None).unwrap().collect();
        check(&batches.unwrap());
        let file = parquet(&grid).unwrap();
        let batches: Result<Vec<_>, _> =
            ParquetRecordBatchReader::try_new(Bytes::from(file), 10).unwrap().collect();
        check(&batches.unwrap());
        assert_eq!(parquet(&grid).unwrap(), parquet(&grid).unwrap());
    }

    #[test]
    fn words_among_figures_make_a_column_of_text_and_no_rows_are_a_table_too() {
        let words = batch(&grid(&json!([["Remark", "fine"]]))).unwrap();
        assert_eq!(words.schema().field(1).data_type(), &DataType::Utf8);
        let none = batch(&grid(&json!([]))).unwrap();
        assert_eq!((none.num_rows(), none.num_columns()), (0, 2));
        assert!(!parquet(&json!({"headers": [], "rows": []})).unwrap().is_empty());
    }
}
