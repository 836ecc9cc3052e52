//! A statement under construction: static text, quoted identifiers and bound values. A `String` cannot become SQL.

use std::fmt::Write;

use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value that travels beside the statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Bind {
    /// SQL's null, of the type that its place asks for.
    Null,
    /// Text; also for places of an enum or domain type. Cast it where a date, uuid or numeric is meant (`$1::text::date`).
    Text(String),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// JSON (json or jsonb), already written out.
    Json(String),
    /// Raw bytes (bytea).
    Bytes(Vec<u8>),
    /// `text[]`
    Texts(Vec<String>),
    /// `bigint[]`
    Ints(Vec<i64>),
}

#[derive(Clone, Debug)]
enum Part {
    Static(&'static str),
    Identifier(String),
    Bind(Bind),
}

/// A statement, or a piece of one.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    parts: Vec<Part>,
}

/// The pattern of `like` for texts that contain these words; `%` and `_` mean themselves.
pub fn containing(words: &str) -> String {
    format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

impl Sql {
    /// A statement that starts with this text.
    pub fn new(text: &'static str) -> Sql {
        Sql { parts: vec![Part::Static(text)] }
    }

    /// Nothing yet.
    pub fn empty() -> Sql {
        Sql::default()
    }

    /// Adds text.
    pub fn push(&mut self, text: &'static str) -> &mut Sql {
        self.parts.push(Part::Static(text));
        self
    }

    /// Adds a quoted identifier (a table, a column, an alias).
    pub fn identifier(&mut self, name: &str) -> &mut Sql {
        self.parts.push(Part::Identifier(name.to_owned()));
        self
    }

    /// Adds a bound value.
    pub fn bind(&mut self, value: impl Into<Bind>) -> &mut Sql {
        self.parts.push(Part::Bind(value.into()));
        self
    }

    /// Adds another piece with its binds.
    pub fn append(&mut self, other: Sql) -> &mut Sql {
        self.parts.extend(other.parts);
        self
    }

    /// Adds a template whose `{}` places are filled by pieces in order; there must be as many pieces as places.
    pub fn fill(&mut self, template: &'static str, pieces: impl IntoIterator<Item = Sql>) -> &mut Sql {
        let mut pieces = pieces.into_iter();
        for (index, text) in template.split("{}").enumerate() {
            if index > 0 {
                let piece = pieces.next();
                debug_assert!(piece.is_some(), "more places than pieces in `{template}`");
                self.append(piece.unwrap_or_default());
            }
            self.push(text);
        }
        debug_assert!(pieces.next().is_none(), "more pieces than places in `{template}`");
        self
    }

    /// The pieces with `separator` between them.
    pub fn join(pieces: impl IntoIterator<Item = Sql>, separator: &'static str) -> Sql {
        let mut out = Sql::empty();
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                out.push(separator);
            }
            out.append(piece);
        }
        out
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text with its values written out, to be read and run by hand.
    pub fn written_out(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Static(piece) => text.push_str(piece),
                Part::Identifier(name) => text.push_str(&quoted(name)),
                Part::Bind(value) => text.push_str(&value.literal()),
            }
        }
        text
    }

    /// The text with numbered places, and the values in that order.
    pub fn build(&self) -> (String, Vec<&Bind>) {
        let mut text = String::new();
        let mut binds = Vec::new();
        for part in &self.parts {
            match part {
                Part::Static(piece) => text.push_str(piece),
                Part::Identifier(name) => text.push_str(&quoted(name)),
                Part::Bind(value) => {
                    binds.push(value);
                    let _ = write!(text, "${}", binds.len());
                }
            }
        }
        (text, binds)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Bind {
    /// The value as it is written in a statement.
    fn literal(&self) -> String {
        let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match self {
            Bind::Null => "null".to_owned(),
            Bind::Text(value) | Bind::Json(value) => text(value),
            Bind::Int(number) => number.to_string(),
            Bind::Float(number) => text(&number.to_string()),
            Bind::Bool(truth) => truth.to_string(),
            Bind::Bytes(bytes) => {
                let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                text(&format!("\\x{digits}"))
            }
            Bind::Texts(values) => {
                let all: Vec<String> = values.iter().map(|value| text(value)).collect();
                format!("array[{}]::text[]", all.join(", "))
            }
            Bind::Ints(numbers) => {
                let all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("array[{}]::bigint[]", all.join(", "))
            }
        }
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Sql {
        Sql::new(text)
    }
}

macro_rules! bind_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Bind {
            fn from(value: $from) -> Bind {
                Bind::$variant(value.into())
            }
        })*
    };
}
bind_from!(String => Text, &str => Text, &String => Text, i64 => Int, i32 => Int, f64 => Float, bool => Bool,
    Vec<u8> => Bytes, Vec<String> => Texts, Vec<i64> => Ints);

impl<T: Into<Bind>> From<Option<T>> for Bind {
    fn from(value: Option<T>) -> Bind {
        value.map_or(Bind::Null, Into::into)
    }
}

impl ToSql for Bind {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Bind::Null => Ok(IsNull::Yes),
            Bind::Text(text) | Bind::Json(text) if *kind == Type::JSONB => {
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            Bind::Text(text) | Bind::Json(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            Bind::Int(number) => int_to_sql(*number, kind, out),
            Bind::Float(number) if *kind == Type::FLOAT4 => (*number as f32).to_sql(kind, out),
            Bind::Float(number) => number.to_sql(kind, out),
            Bind::Bool(truth) => truth.to_sql(kind, out),
            Bind::Bytes(bytes) => bytes.to_sql(kind, out),
            Bind::Texts(texts) => texts.to_sql(kind, out),
            Bind::Ints(numbers) => numbers.to_sql(kind, out),
        }
    }

    /// Any place is accepted here; PostgreSQL itself refuses a value of the wrong type.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn int_to_sql(
    number: i64,
    kind: &Type,
    out: &mut bytes::BytesMut,
) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
    match *kind {
        Type::INT2 => i16::try_from(number)?.to_sql(kind, out),
        Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
        Type::FLOAT4 => (number as f32).to_sql(kind, out),
        Type::FLOAT8 => (number as f64).to_sql(kind, out),
        _ => number.to_sql(kind, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_out_so_that_they_stay_values() {
        let mut sql = Sql::new("select ");
        sql.bind("it's").push(", ").bind(7_i64).push(", ").bind(vec!["a".to_owned(), "b'c".to_owned()]);
        sql.push(", ").bind(vec![1_i64, 2]).push(", ").bind(-0.5).push(" as ").identifier("a\"b");
        let expected =
            "select 'it''s', 7, array['a', 'b''c']::text[], array[1, 2]::bigint[], '-0.5' as \"a\"\"b\"";
        assert_eq!(sql.written_out(), expected);
    }

    #[test]
    fn binds_are_numbered_across_pieces() {
        let mut condition = Sql::new("uid = ");
        condition.bind("abc");
        let mut sql = Sql::new("select ");
        sql.bind(1i64)
            .push(" from ")
            .identifier("or\"der")
            .fill(" where {} and ({})", [condition.clone(), condition]);
        let (text, binds) = sql.build();
        assert_eq!(text, "select $1 from \"or\"\"der\" where uid = $2 and (uid = $3)");
        assert_eq!(binds.len(), 3);
    }
}
