//! Conditions that a resource adds to a list, beside what the request's filters say.

use afya_store::Sql;

use crate::sql::Alias;

/// A condition on the rows of a list: a template with `{t}` for the row and values for its other places.
#[derive(Clone, Debug)]
pub struct Restriction {
    template: &'static str,
    values: Vec<afya_store::Bind>,
}

impl Restriction {
    /// A condition; `{t}` is the row's alias, `{}` the values in order. The text must come from a `sql.rs`.
    pub(crate) fn new(template: &'static str, values: Vec<afya_store::Bind>) -> Restriction {
        Restriction { template, values }
    }

    /// The condition for a row with this alias.
    pub(crate) fn condition(&self, alias: Alias) -> Sql {
        let mut sql = Sql::new("(");
        let mut values = self.values.iter();
        for (index, part) in self.template.split("{t}").enumerate() {
            if index > 0 {
                sql.append(alias.sql());
            }
            for (place, text) in part.split("{}").enumerate() {
                if place > 0
                    && let Some(value) = values.next()
                {
                    sql.bind(value.clone());
                }
                sql.push(text);
            }
        }
        sql.push(")");
        sql
    }
}
