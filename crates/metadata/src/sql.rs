//! The statements of lists: what a selection, its filters and its order become in SQL.

pub(crate) mod access;
pub(crate) mod approval_levels;
pub(crate) mod collections;
pub(crate) mod computed;
pub(crate) mod condition;
pub(crate) mod data_dimensions;
pub(crate) mod data_items;
mod dimension_items;
mod dimensions;
pub(crate) mod expressions;
pub(crate) mod icons;
pub(crate) mod jobs;
pub(crate) mod list;
pub(crate) mod locales;
mod made;
pub(crate) mod object;
mod operands;
pub(crate) mod program_dimensions;
pub(crate) mod rules;
pub(crate) mod set_order;
pub(crate) mod sorting;
pub(crate) mod statistics;
pub(crate) mod write;

use std::cell::Cell;

use afya_access::Caller;
use afya_store::Sql;

/// Who asks, in which language, and at which address: what expressions depend on besides the row.
pub(crate) struct Scope<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) locale: Option<&'a str>,
    /// The API's address, such as `http://localhost:8080/api`.
    pub(crate) base: &'a str,
    /// Whether the default category objects are left out.
    pub(crate) without_defaults: bool,
    /// The name of the type of chart whose dimensions are made; those of others stay empty, as in DHIS2.
    pub(crate) fills: Option<&'static str>,
    next: Cell<usize>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(caller: &'a Caller, locale: Option<&'a str>, base: &'a str) -> Scope<'a> {
        Scope { caller, locale, base, without_defaults: false, fills: None, next: Cell::new(0) }
    }

    /// A new alias.
    pub(crate) fn alias(&self) -> Alias {
        let number = self.next.get();
        self.next.set(number + 1);
        Alias(number)
    }
}

/// The alias of a table in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alias(usize);

impl Alias {
    /// The alias as SQL.
    pub(crate) fn sql(self) -> Sql {
        let mut sql = Sql::empty();
        sql.identifier(&format!("t{}", self.0));
        sql
    }

    /// A column of the aliased table.
    pub(crate) fn column(self, name: &str) -> Sql {
        let mut sql = self.sql();
        sql.push(".").identifier(name);
        sql
    }
}

/// A quoted identifier.
pub(crate) fn name(text: &str) -> Sql {
    let mut sql = Sql::empty();
    sql.identifier(text);
    sql
}

/// A bound text.
pub(crate) fn text(value: &str) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value).push("::text");
    sql
}

/// A template whose places are filled in order.
pub(crate) fn fill(template: &'static str, pieces: impl IntoIterator<Item = Sql>) -> Sql {
    let mut sql = Sql::empty();
    sql.fill(template, pieces);
    sql
}
