//! What a saved table does with its figures: columns left out and added, rows sorted and cut off.

use std::cmp::Ordering;

use serde_json::{Value, json};

/// The switches of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags {
    hide_empty_columns: bool,
    regression: bool,
    cumulative: bool,
    /// Descending when positive, ascending when negative, by the last column.
    sort_order: i64,
    top_limit: usize,
}

impl Flags {
    pub(super) fn read(object: &Value) -> Flags {
        let is_on = |key: &str| object[key] == json!(true);
        Flags {
            hide_empty_columns: is_on("hideEmptyColumns"),
            regression: is_on("regression"),
            cumulative: is_on("cumulativeValues"),
            sort_order: object["sortOrder"].as_i64().unwrap_or_default(),
            top_limit: object["topLimit"].as_u64().and_then(|most| most.try_into().ok()).unwrap_or_default(),
        }
    }

    /// Applies them to a grid whose figures begin at the column `start`.
    pub(super) fn apply(&self, grid: &mut Value, start: usize) {
        let headers = grid["headers"].as_array().cloned().unwrap_or_default();
        let rows = grid["rows"].as_array().cloned().unwrap_or_default();
        let rows: Vec<Vec<Value>> =
            rows.iter().map(|row| row.as_array().cloned().unwrap_or_default()).collect();
        let mut table = Table { headers, rows };
        if self.hide_empty_columns {
            table.leave_out_empty(start);
        }
        let last = table.headers.len();
        if self.regression {
            (start..last).for_each(|at| table.add(at, "_regression", regressed));
        }
        if self.cumulative {
            (start..last).for_each(|at| table.add(at, "_cumulative", accumulated));
        }
        let width = table.headers.len();
        if self.sort_order != 0 && width > 0 {
            table.rows.sort_by(|one, other| compare(&one[width - 1], &other[width - 1], self.sort_order > 0));
        }
        if self.top_limit > 0 {
            table.rows.truncate(self.top_limit);
        }
        grid["headers"] = json!(table.headers);
        grid["rows"] = json!(table.rows);
    }
}

struct Table {
    headers: Vec<Value>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn leave_out_empty(&mut self, start: usize) {
        for at in (start..self.headers.len()).rev() {
            if !self.rows.is_empty() && self.rows.iter().all(|row| row.get(at).is_none_or(is_empty)) {
                self.headers.remove(at);
                self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
            }
        }
    }

    /// Adds a column that is made of another one.
    fn add(&mut self, at: usize, suffix: &str, make: fn(&[Option<f64>]) -> Vec<Option<f64>>) {
        let numbers: Vec<Option<f64>> =
            self.rows.iter().map(|row| row.get(at).and_then(Value::as_str)?.parse().ok()).collect();
        for (row, number) in self.rows.iter_mut().zip(make(&numbers)) {
            row.push(json!(number.map(|number| number.to_string()).unwrap_or_default()));
        }
        let mut header = self.headers[at].clone();
        for key in ["name", "column"] {
            header[key] = json!(format!("{}{suffix}", header[key].as_str().unwrap_or_default()));
        }
        self.headers.push(header);
    }
}

fn is_empty(cell: &Value) -> bool {
    cell.as_str().is_none_or(str::is_empty)
}

fn accumulated(numbers: &[Option<f64>]) -> Vec<Option<f64>> {
    let sums = numbers.iter().scan(0.0, |sum, number| {
        *sum += number.unwrap_or_default();
        Some(Some(*sum))
    });
    sums.collect()
}

/// The straight line through the numbers that are not zero, to one decimal; none through fewer than two.
fn regressed(numbers: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = numbers.iter().flatten().copied().filter(|number| *number != 0.0).collect();
    let count = known.len() as f64;
    let (mean_x, mean_y) = ((count - 1.0) / 2.0, known.iter().sum::<f64>() / count);
    let spread: f64 = (0..known.len()).map(|x| (x as f64 - mean_x).powi(2)).sum();
    if known.len() < 2 || spread == 0.0 {
        return vec![None; numbers.len()];
    }
    let both: f64 = known.iter().enumerate().map(|(x, y)| (x as f64 - mean_x) * (y - mean_y)).sum();
    let slope = both / spread;
    let at = |x: usize| ((mean_y + slope * (x as f64 - mean_x)) * 10.0).round() / 10.0;
    (0..numbers.len()).map(|x| Some(at(x))).collect()
}

/// What is empty, then numbers by size, then other words by the alphabet; or the other way round.
fn compare(one: &Value, other: &Value, descending: bool) -> Ordering {
    let texts = [one, other].map(|cell| cell.as_str().unwrap_or_default());
    let [a, b] = texts.map(|text| text.parse::<f64>().ok());
    let rank = |text: &str, number: Option<f64>| match number {
        _ if text.is_empty() => 0,
        Some(_) => 1,
        None => 2,
    };
    let ascending = rank(texts[0], a)
        .cmp(&rank(texts[1], b))
        .then_with(|| a.zip(b).map_or_else(|| texts[0].cmp(texts[1]), |(a, b)| a.total_cmp(&b)));
    if descending { ascending.reverse() } else { ascending }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(flags: Flags, rows: Value, expected: Value) {
        let header = |name: &str| json!({ "name": name, "column": name });
        let mut grid = json!({ "headers": [header("id"), header("a"), header("b")], "rows": rows });
        flags.apply(&mut grid, 1);
        assert_eq!(grid["rows"], expected);
    }

    #[test]
    fn rows_are_sorted_by_the_last_column_and_cut_off() {
        let rows = json!([["x", "1", "9"], ["y", "2", ""], ["z", "3", "10"]]);
        let flags = Flags { sort_order: 1, top_limit: 2, ..Flags::default() };
        check(flags, rows.clone(), json!([["z", "3", "10"], ["x", "1", "9"]]));
        let flags = Flags { sort_order: -1, ..Flags::default() };
        check(flags, rows, json!([["y", "2", ""], ["x", "1", "9"], ["z", "3", "10"]]));
    }

    #[test]
    fn words_stand_behind_numbers_wherever_they_came_from() {
        let (ten, nine, word, nan) = (["x", "", "10"], ["y", "", "9"], ["z", "", "1a"], ["w", "", "NaN"]);
        let flags = Flags { sort_order: -1, ..Flags::default() };
        for rows in [[ten, nine, word, nan], [word, nan, ten, nine], [nine, word, nan, ten]] {
            check(flags.clone(), json!(rows), json!([nine, ten, nan, word]));
        }
    }

    #[test]
    fn columns_are_left_out_and_added() {
        let rows = json!([["x", "1", ""], ["y", "2", ""]]);
        let flags = Flags { hide_empty_columns: true, cumulative: true, ..Flags::default() };
        check(flags, rows, json!([["x", "1", "1"], ["y", "2", "3"]]));
        assert_eq!(regressed(&[Some(2.0), Some(4.0), None]), [Some(2.0), Some(4.0), Some(6.0)]);
        assert_eq!(regressed(&[Some(2.0), None]), [None, None]);
    }
}
