//! What ClickHouse is asked: the same plans in its words. Values travel beside the statement as its query parameters.

pub(crate) mod cells;
mod question;
pub(crate) mod tables;

use std::fmt::Write;

/// How many numbers a parameter holds at most: ClickHouse takes fields of 128 KB.
const MOST_OF_PARAMETER: usize = 5_000;

#[derive(Clone, Debug)]
enum Part {
    Static(&'static str),
    Table(String),
    Value(&'static str, String),
}

/// A statement under construction: static text, names of our tables, and values. A `String` cannot become SQL.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statement {
    parts: Vec<Part>,
}

impl Statement {
    /// A statement that starts with this text.
    pub(crate) fn new(text: &'static str) -> Statement {
        Statement { parts: vec![Part::Static(text)] }
    }

    /// Nothing yet.
    pub(crate) fn empty() -> Statement {
        Statement::default()
    }

    /// Adds text.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Statement {
        self.parts.push(Part::Static(text));
        self
    }

    /// Adds the name of a table, quoted.
    pub(crate) fn table(&mut self, name: &str) -> &mut Statement {
        self.parts.push(Part::Table(format!("`{}`", name.replace(['`', '\\'], ""))));
        self
    }

    /// Adds a whole number.
    pub(crate) fn int(&mut self, value: i64) -> &mut Statement {
        self.parts.push(Part::Value("Int64", value.to_string()));
        self
    }

    /// Adds a floating-point number.
    pub(crate) fn float(&mut self, value: f64) -> &mut Statement {
        self.parts.push(Part::Value("Float64", value.to_string()));
        self
    }

    /// Adds text as a value.
    pub(crate) fn text(&mut self, value: &str) -> &mut Statement {
        let escaped = value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n");
        self.parts.push(Part::Value("String", escaped));
        self
    }

    /// Adds an array of whole numbers.
    pub(crate) fn ints(&mut self, values: impl IntoIterator<Item = i64>) -> &mut Statement {
        let values: Vec<i64> = values.into_iter().collect();
        self.array("Array(Int64)", &values)
    }

    /// Adds an array of floating-point numbers.
    pub(crate) fn floats(&mut self, values: impl IntoIterator<Item = f64>) -> &mut Statement {
        let values: Vec<f64> = values.into_iter().collect();
        self.array("Array(Float64)", &values)
    }

    fn array<T: ToString>(&mut self, kind: &'static str, values: &[T]) -> &mut Statement {
        let written = |values: &[T]| {
            let words: Vec<String> = values.iter().map(T::to_string).collect();
            Part::Value(kind, format!("[{}]", words.join(",")))
        };
        if values.len() <= MOST_OF_PARAMETER {
            self.parts.push(written(values));
            return self;
        }
        for (number, values) in values.chunks(MOST_OF_PARAMETER).enumerate() {
            self.push(if number == 0 { "arrayConcat(" } else { ", " });
            self.parts.push(written(values));
        }
        self.push(")")
    }

    /// Adds another piece with its values.
    pub(crate) fn append(&mut self, other: Statement) -> &mut Statement {
        self.parts.extend(other.parts);
        self
    }

    /// The text with named places, and the values by their names.
    pub(crate) fn build(&self) -> (String, Vec<(String, &str)>) {
        let (mut text, mut parameters) = (String::new(), Vec::new());
        for part in &self.parts {
            match part {
                Part::Static(piece) => text.push_str(piece),
                Part::Table(name) => text.push_str(name),
                Part::Value(kind, value) => {
                    let name = format!("p{}", parameters.len());
                    let _ = write!(text, "{{{name}:{kind}}}");
                    parameters.push((name, value.as_str()));
                }
            }
        }
        (text, parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_travel_beside_the_statement() {
        let mut statement = Statement::new("select ");
        statement.text("a'\t\\").push(" from ").table("ta`ble").push(" where x in ").ints([1, -2]);
        let (text, parameters) = statement.build();
        assert_eq!(text, "select {p0:String} from `table` where x in {p1:Array(Int64)}");
        assert_eq!(parameters, [("p0".to_owned(), "a'\\t\\\\"), ("p1".to_owned(), "[1,-2]")]);
    }

    #[test]
    fn what_one_parameter_does_not_hold_is_several() {
        let mut statement = Statement::new("select ");
        statement.ints(0..12_000);
        let (text, parameters) = statement.build();
        assert_eq!(text, "select arrayConcat({p0:Array(Int64)}, {p1:Array(Int64)}, {p2:Array(Int64)})");
        assert!(parameters.iter().all(|(_, value)| value.len() < 128 << 10));
    }
}
