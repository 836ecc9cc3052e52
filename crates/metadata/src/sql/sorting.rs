//! The order of a list.

use afya_schema::query::{Direction, Order};
use afya_schema::{PropertyType, Storage, Type};
use afya_store::Sql;

use crate::read::ListRequest;

use super::{Alias, Scope, computed, fill};

/// The expressions to sort by: those asked for, else the key or the name without regard to case, then the identifier.
pub(crate) fn order_by(of: &'static Type, request: &ListRequest, alias: Alias, scope: &Scope) -> Sql {
    let mut parts: Vec<Sql> =
        request.orders.iter().filter_map(|order| one(of, order, alias, scope)).collect();
    if request.by_key {
        parts.extend(of.key_column.map(|key| alias.column(key)));
    }
    if parts.is_empty()
        && let Some(Storage::Column(column)) = of.property("name").map(|property| &property.storage)
    {
        parts.push(fill("lower({})", [alias.column(column)]));
    }
    if request.rows.is_some() {
        parts.push(alias.column("place"));
    } else if of.identifiable {
        parts.push(alias.column("uid"));
    } else if let Some(key) = of.key_column {
        parts.push(alias.column(key));
    }
    if parts.is_empty() { Sql::empty() } else { fill(" order by {}", [Sql::join(parts, ", ")]) }
}

fn one(of: &'static Type, order: &Order, alias: Alias, scope: &Scope) -> Option<Sql> {
    let property = order.property;
    let value = match &property.storage {
        Storage::Column(_) if property.translation_key.is_some() => {
            computed::translated(property, alias, scope)?
        }
        Storage::Column(column) if property.kind == PropertyType::Complex => {
            fill("{}::text", [alias.column(column)])
        }
        Storage::Column(column) | Storage::Reference(column) | Storage::PeriodType(column) => {
            alias.column(column)
        }
        Storage::Expression(template) => fill("({})::text", [computed::expression(template, alias, scope)]),
        _ => computed::base_property(of, property.key)
            .and_then(|base| computed::translated(base, alias, scope))?,
    };
    let textual = matches!(
        property.kind,
        PropertyType::Text
            | PropertyType::Identifier
            | PropertyType::Url
            | PropertyType::Email
            | PropertyType::Constant
    );
    Some(match order.direction {
        Direction::Ascending => fill("{} asc", [value]),
        Direction::Descending => fill("{} desc", [value]),
        Direction::AscendingIgnoringCase if textual => fill("lower({}) asc", [value]),
        Direction::DescendingIgnoringCase if textual => fill("lower({}) desc", [value]),
        Direction::AscendingIgnoringCase => fill("{} asc", [value]),
        Direction::DescendingIgnoringCase => fill("{} desc", [value]),
    })
}
