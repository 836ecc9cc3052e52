//! An object as JSON: a row of the properties asked for, nested objects by correlated subqueries. Nulls are taken out once,
//! at the top.

use afya_schema::query::{FieldTree, Item, Selection, Shape, Transformer};
use afya_schema::{Property, PropertyType, Storage};
use afya_store::Sql;

use super::{Alias, Scope, access, computed, fill, name, set_order, text};

/// The columns of a select list: each property asked for under its key.
pub(crate) fn columns(selection: &Selection, alias: Alias, scope: &Scope) -> Sql {
    let mut columns: Vec<Sql> = Vec::new();
    for item in &selection.items {
        if let Some(value) = value(selection, item, alias, scope) {
            columns.push(named(value, item.property.key, &item.transformers, item));
        }
    }
    for (uid, transformers) in &selection.attributes {
        let value = fill("({}->{}->>'value')", [alias.column("attributevalues"), text(uid)]);
        columns.push(fill("{} as {}", [value, name(&renamed(uid, transformers))]));
    }
    if columns.is_empty() {
        columns.push("null as nothing".into());
    }
    Sql::join(columns, ", ")
}

fn named(value: Sql, key: &str, transformers: &[Transformer], item: &Item) -> Sql {
    let mut value = value;
    let many = item.property.is_collection() || item.property.key == "attributeValues";
    for transformer in transformers {
        value = transformed(value, transformer, many);
    }
    fill("{} as {}", [value, name(&renamed(key, transformers))])
}

pub(super) fn renamed(key: &str, transformers: &[Transformer]) -> String {
    let rename = transformers.iter().rev().find(|transformer| transformer.name == "rename");
    let new = rename.and_then(|transformer| transformer.arguments.first()).filter(|new| !new.is_empty());
    new.map_or_else(|| key.to_owned(), Clone::clone)
}

/// A value changed by a transformer; one that is unknown or does not fit changes nothing.
pub(super) fn transformed(value: Sql, transformer: &Transformer, many: bool) -> Sql {
    let argument =
        transformer.arguments.first().filter(|argument| !argument.is_empty()).map_or("id", String::as_str);
    let json = || fill("to_jsonb({})", [value.clone()]);
    match transformer.name.as_str() {
        "size" if many => fill("coalesce(jsonb_array_length({}), 0)", [json()]),
        "size" => fill(
            "(select case jsonb_typeof(s.v) when 'string' then to_jsonb(length(s.v->>0)) when 'number' then s.v when 'object' then s.v end from (select {} as v) s)",
            [json()],
        ),
        "isEmpty" if many => fill("coalesce(jsonb_array_length({}), 0) = 0", [json()]),
        "isNotEmpty" if many => fill("coalesce(jsonb_array_length({}), 0) > 0", [json()]),
        "pluck" if many => fill(
            "(select coalesce(jsonb_agg(coalesce(e->{}, e)), '[]') from jsonb_array_elements({}) e)",
            [text(argument), json()],
        ),
        "keyBy" if many => fill(
            "(select coalesce(jsonb_object_agg(g.k, case when g.n = 1 then g.l->0 else g.l end), jsonb_build_object()) from \
             (select e->>{} as k, count(*) as n, jsonb_agg(e) as l from jsonb_array_elements({}) e where e->>{} is not null group by 1) g)",
            [text(argument), json(), text(argument)],
        ),
        _ => value,
    }
}

/// The value of a property, or nothing when there is none to answer.
fn value(selection: &Selection, item: &Item, alias: Alias, scope: &Scope) -> Option<Sql> {
    if let Some(made) = computed::value(selection.of, item.property, &item.shape, alias, scope) {
        return Some(made);
    }
    let property = item.property;
    if let Some(template) = property.answer {
        return Some(computed::expression(template, alias, scope));
    }
    match &property.storage {
        Storage::Nowhere => property.is_collection().then(|| "'[]'::json".into()),
        Storage::Expression(template) => {
            let whole = computed::expression(template, alias, scope);
            Some(match &item.shape {
                Shape::Keys(tree) if property.kind == PropertyType::Complex => {
                    let picked = picked(tree, "s.v".into(), false);
                    fill("(select {} from (select to_jsonb({}) as v) s)", [picked, whole])
                }
                _ => whole,
            })
        }
        Storage::SameAs(key) => {
            let other = Item { property: selection.of.property(key)?, ..item.clone() };
            value(selection, &other, alias, scope)
        }
        Storage::Column(column) => Some(column_value(property, alias.column(column))),
        Storage::Json(column) => {
            Some(json_value(property.is_collection(), &item.shape, alias.column(column)))
        }
        Storage::PeriodType(column) => Some(fill(
            "(select pt.name from periodtype pt where pt.periodtypeid = {})",
            [alias.column(column)],
        )),
        Storage::Values { table, owner, value, order } => {
            let key = alias.column(selection.of.key_column?);
            let of_row = |column| Sql::from("v.").also(name(column));
            let order = order.map(of_row).unwrap_or_else(|| set_order::of_values(of_row(value)));
            let pieces = [name(value), name(table), name(owner), key, order];
            Some(fill(
                "(select coalesce(json_agg(r.value), '[]'::json) from (select v.{} as value from {} v where v.{} = {} order by {}) r)",
                pieces,
            ))
        }
        _ => linked(selection, item, alias, scope),
    }
}

/// The value of a property that is another object, or many.
fn linked(selection: &Selection, item: &Item, alias: Alias, scope: &Scope) -> Option<Sql> {
    let property = item.property;
    match &property.storage {
        Storage::Related { on, order } => {
            let Shape::Objects(below) = &item.shape else { return None };
            let other = scope.alias();
            let link = computed::pair(on, alias, other);
            if !property.is_collection() {
                return Some(one(below, other, link, scope));
            }
            let order = match *order {
                "" => set_order::of_objects(below.of, other),
                order => Some(computed::pair(order, alias, other)),
            };
            Some(many(below, other, Sql::empty(), link, order, scope))
        }
        Storage::Reference(column) => {
            let Shape::Objects(below) = &item.shape else { return None };
            let other = scope.alias();
            let link = fill("{} = {}", [other.column(below.of.key_column?), alias.column(column)]);
            Some(one(below, other, link, scope))
        }
        Storage::OneToMany { owner, order } => {
            let Shape::Objects(below) = &item.shape else { return None };
            let other = scope.alias();
            let link = fill("{} = {}", [other.column(owner), alias.column(selection.of.key_column?)]);
            let order =
                order.map(|column| other.column(column)).or_else(|| set_order::of_objects(below.of, other));
            Some(many(below, other, Sql::empty(), link, order, scope))
        }
        Storage::ManyToMany { table, owner, item: item_column, order } => {
            let Shape::Objects(below) = &item.shape else { return None };
            let (other, join) = (scope.alias(), scope.alias());
            let joined = fill(
                " join {} {} on {} = {}",
                [name(table), join.sql(), join.column(item_column), other.column(below.of.key_column?)],
            );
            let link = fill("{} = {}", [join.column(owner), alias.column(selection.of.key_column?)]);
            if !property.is_collection() && !property.ordered {
                return Some(one_joined(below, other, joined, link, scope));
            }
            let order =
                order.map(|column| join.column(column)).or_else(|| set_order::of_objects(below.of, other));
            Some(many(below, other, joined, link, order, scope))
        }
        _ => None,
    }
}

/// Appending in an expression.
trait Also {
    fn also(self, other: Sql) -> Sql;
}

impl Also for Sql {
    fn also(mut self, other: Sql) -> Sql {
        self.append(other);
        self
    }
}

fn column_value(property: &Property, column: Sql) -> Sql {
    match property.kind {
        PropertyType::Date => fill("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')", [column]),
        PropertyType::Complex if property.klass.ends_with(".Geometry") => {
            fill("st_asgeojson({}, 15)::json", [column])
        }
        _ => column,
    }
}

/// A value of a JSON column, or the keys asked of it.
fn json_value(many: bool, shape: &Shape, column: Sql) -> Sql {
    let value = match shape {
        Shape::Keys(tree) => picked(tree, column, many),
        _ => column,
    };
    if many { fill("coalesce({}, '[]'::jsonb)", [value]) } else { value }
}

fn picked(tree: &FieldTree, column: Sql, many: bool) -> Sql {
    if !tree.presets.is_empty() {
        return column;
    }
    let keys: Vec<String> =
        tree.fields.iter().filter(|(_, field)| field.named).map(|(name, _)| name.clone()).collect();
    let mut list = Sql::empty();
    list.bind(keys);
    let pick = "(select coalesce(jsonb_object_agg(p.key, p.value), jsonb_build_object()) from jsonb_each({}) p where p.key = any({}))";
    if many {
        let each = fill(pick, ["e".into(), list]);
        return fill("(select jsonb_agg({}) from jsonb_array_elements({}) e)", [each, column]);
    }
    fill("case when jsonb_typeof({}) = 'object' then {} end", [column.clone(), fill(pick, [column, list])])
}

fn table(below: &Selection) -> Sql {
    name(below.of.table.unwrap_or_default())
}

/// One object by a link.
pub(super) fn one(below: &Selection, other: Alias, link: Sql, scope: &Scope) -> Sql {
    one_joined(below, other, Sql::empty(), link, scope)
}

fn one_joined(below: &Selection, other: Alias, joined: Sql, link: Sql, scope: &Scope) -> Sql {
    let pieces =
        [columns(below, other, scope), table(below), other.sql(), joined, link, visible(below, other, scope)];
    fill("(select row_to_json(r) from (select {} from {} {}{} where {}{}) r limit 1)", pieces)
}

/// Many objects by a link, in an order.
fn many(below: &Selection, other: Alias, joined: Sql, link: Sql, order: Option<Sql>, scope: &Scope) -> Sql {
    let order = order.map_or_else(Sql::empty, |order| fill(" order by {}", [order]));
    let pieces = [
        columns(below, other, scope),
        table(below),
        other.sql(),
        joined,
        link,
        visible(below, other, scope),
        order,
    ];
    fill(
        "(select coalesce(json_agg(row_to_json(r)), '[]'::json) from (select {} from {} {}{} where {}{}{}) r)",
        pieces,
    )
}

/// Leaves the default category objects out where that was asked.
fn visible(below: &Selection, other: Alias, scope: &Scope) -> Sql {
    if scope.without_defaults {
        access::not_default(below.of, other).map_or_else(Sql::empty, |kept| fill(" and {}", [kept]))
    } else {
        Sql::empty()
    }
}

/// The statement's answer type is text: the row as JSON without its nulls.
pub(crate) fn row(select: Sql) -> Sql {
    fill("select json_strip_nulls(row_to_json(r))::text as object from ({}) r", [select])
}
