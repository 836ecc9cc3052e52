//! Objects that no table holds, made key by key: only the keys asked for, under the names asked for.

use std::borrow::Cow;

use afya_schema::query::fields::Field;
use afya_schema::query::{FieldTree, selection};
use afya_schema::registry;
use afya_store::Sql;

use super::{Alias, Scope, fill, object, text};

/// An object of these keys; `value` makes the value of one from what is asked below it.
pub(super) fn made(
    tree: &FieldTree,
    keys: &[&'static str],
    value: impl Fn(&'static str, &FieldTree) -> Sql,
) -> Sql {
    let mut pairs = Vec::new();
    for key in keys {
        let Some(field) = asked(tree, key) else { continue };
        let mut made = value(key, &field.below);
        for transformer in &field.transformers {
            made = object::transformed(made, transformer, LISTS.contains(key));
        }
        pairs.push(fill("{}, {}", [text(&object::renamed(key, &field.transformers)), made]));
    }
    fill("json_build_object({})", [Sql::join(pairs, ", ")])
}

/// The keys whose values are lists, wherever they stand.
const LISTS: [&str; 5] = ["items", "legendSets", "favorites", "attributeValues", "translations"];

/// What is asked of a key, if it is asked for.
fn asked<'t>(tree: &'t FieldTree, key: &str) -> Option<Cow<'t, Field>> {
    const NAMES: [&str; 5] = ["id", "name", "code", "shortName", "description"];
    let field = tree.fields.iter().find(|(name, _)| name == key).map(|(_, field)| field);
    let preset = tree.presets.iter().any(|preset| match preset.as_str() {
        "all" | "owner" => true,
        "identifiable" | "nameable" => NAMES.contains(&key),
        _ => false,
    });
    let wanted =
        (preset || field.is_some_and(|field| field.named)) && !tree.excluded.iter().any(|name| name == key);
    wanted.then(|| field.map_or_else(|| Cow::Owned(Field::default()), Cow::Borrowed))
}

/// What is asked of an object that another refers to: its identifier, where nothing is named.
pub(super) fn or_id(tree: &FieldTree) -> Cow<'_, FieldTree> {
    let mut tree = Cow::Borrowed(tree);
    if says_nothing(&tree) {
        tree.to_mut().fields.push(("id".to_owned(), Field { named: true, ..Field::default() }));
    }
    tree
}

/// What is asked of a part of an object: all of it, where nothing is named.
pub(super) fn or_all(tree: &FieldTree) -> Cow<'_, FieldTree> {
    let mut tree = Cow::Borrowed(tree);
    if says_nothing(&tree) {
        tree.to_mut().presets.push("all".to_owned());
    }
    tree
}

fn says_nothing(tree: &FieldTree) -> bool {
    tree.presets.is_empty() && tree.fields.iter().all(|(_, field)| !field.named)
}

/// The object of a registered type whose column has a value, as asked.
pub(super) fn referred(of: &str, tree: &FieldTree, column: Option<&str>, value: Sql, scope: &Scope) -> Sql {
    let Some(of) = registry().by_name(of) else { return "null".into() };
    let below = selection::select(registry(), of, &or_id(tree));
    let other: Alias = scope.alias();
    let link = fill("{} = {}", [other.column(column.or(of.key_column).unwrap_or("uid")), value]);
    object::one(&below, other, link, scope)
}
