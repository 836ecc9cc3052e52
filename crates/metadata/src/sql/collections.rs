//! The statements that change the collection of one object: items out, items in, and places without gaps.

use afya_store::Sql;

use super::write::{bind, ints};
use super::{fill, name};

/// The rows that keep a collection: their table, the column of the item and that of the owner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    pub(crate) table: &'static str,
    pub(crate) item: &'static str,
    pub(crate) owner: &'static str,
    /// The column of the place in a list, and the place of the first.
    pub(crate) order: Option<(&'static str, i64)>,
}

/// Deletes the links to these items.
pub(crate) fn unlink(rows: Rows, owner: i64, items: &[i64]) -> Sql {
    fill(
        "delete from {} where {} = {} and {} = any({})",
        [name(rows.table), name(rows.owner), bind(owner), name(rows.item), ints(items)],
    )
}

/// Puts links to these items at the end.
pub(crate) fn link(rows: Rows, owner: i64, items: &[i64]) -> Sql {
    let mut columns = vec![name(rows.owner), name(rows.item)];
    let mut picked = vec![bind(owner), "l.item".into()];
    if let Some((order, _)) = rows.order {
        columns.push(name(order));
        picked.push(fill("l.place + {}", [before_next(rows, owner)]));
    }
    fill(
        "insert into {} ({}) select {} from unnest({}) with ordinality as l (item, place)",
        [name(rows.table), Sql::join(columns, ", "), Sql::join(picked, ", "), ints(items)],
    )
}

/// Lets these items name no owner any more.
pub(crate) fn release(rows: Rows, owner: i64, items: &[i64]) -> Sql {
    let order = rows.order.map_or_else(Sql::empty, |(order, _)| fill(", {} = null", [name(order)]));
    fill(
        "update {} set {} = null{} where {} = {} and {} = any({})",
        [
            name(rows.table),
            name(rows.owner),
            order,
            name(rows.owner),
            bind(owner),
            name(rows.item),
            ints(items),
        ],
    )
}

/// Makes these items name the owner, at the end of its list.
pub(crate) fn assign(rows: Rows, owner: i64, items: &[i64]) -> Sql {
    let order = rows.order.map_or_else(Sql::empty, |(order, _)| {
        fill(", {} = l.place + {}", [name(order), before_next(rows, owner)])
    });
    fill(
        "update {} t set {} = {}{} from unnest({}) with ordinality as l (item, place) where t.{} = l.item",
        [name(rows.table), name(rows.owner), bind(owner), order, ints(items), name(rows.item)],
    )
}

/// Gives the items of these owners' lists the places from the first on: Hibernate reads a gap as an item that is null.
pub(crate) fn close_gaps(rows: Rows, owners: &[i64]) -> Option<Sql> {
    let (order, first) = rows.order?;
    let owned = fill("{} = any({})", [name(rows.owner), ints(owners)]);
    let (by, place) = (name(rows.item), name(order));
    let number = fill(
        "row_number() over (partition by {} order by {}, {})",
        [name(rows.owner), place.clone(), by.clone()],
    );
    Some(fill(
        "update {} t set {} = p.place from (select {} as owner, {} as item, {} - 1 + {} as place from {} where {}) p \
         where t.{} = p.owner and t.{} = p.item and t.{} is distinct from p.place",
        [
            name(rows.table),
            place.clone(),
            name(rows.owner),
            by.clone(),
            bind(first),
            number,
            name(rows.table),
            owned,
            name(rows.owner),
            by,
            place,
        ],
    ))
}

/// The place before that of the next item.
fn before_next(rows: Rows, owner: i64) -> Sql {
    let Some((order, first)) = rows.order else { return Sql::empty() };
    fill(
        "coalesce((select max(x.{}) from {} x where x.{} = {}), {} - 1)",
        [name(order), name(rows.table), name(rows.owner), bind(owner), bind(first)],
    )
}
