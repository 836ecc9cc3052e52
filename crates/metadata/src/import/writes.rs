//! What an import writes, table by table, before any of it is sent.

use afya_schema::Type;

use super::rows::Row;
use super::shape::Shape;

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    pub(crate) new: Vec<Row>,
    pub(crate) changed: Vec<Row>,
}

/// Links of one join table, or of items to their owner.
#[derive(Debug)]
pub(crate) struct Links {
    pub(crate) table: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) item: &'static str,
    pub(crate) order: Option<&'static str>,
    /// Owner, item and place.
    pub(crate) links: Vec<(i64, i64, i64)>,
}

/// Values of one table of plain values.
#[derive(Debug)]
pub(crate) struct Values {
    pub(crate) table: &'static str,
    pub(crate) columns: [&'static str; 2],
    pub(crate) order: Option<&'static str>,
    pub(crate) rows: Vec<Row>,
}

/// What existing objects had and is replaced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Had {
    /// Rows of a join table or of plain values.
    Lines { table: &'static str, owner: &'static str },
    /// Rows of a join table with the parts that they lead to.
    LinkedParts {
        table: &'static str,
        owner: &'static str,
        item: &'static str,
        part: (&'static str, &'static str),
    },
    /// Parts that point to their owner.
    Parts { part: (&'static str, &'static str), owner: &'static str },
    /// Objects of their own that point to their owner.
    Pointing { table: &'static str, owner: &'static str },
    /// A part that the owner points to; it goes when the owner has another.
    Pointed {
        part: (&'static str, &'static str),
        table: &'static str,
        key: &'static str,
        column: &'static str,
    },
}

/// Everything an import writes.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    /// Tables in the order in which they are written.
    pub(crate) tables: Vec<Table>,
    /// Links of join tables.
    pub(crate) links: Vec<Links>,
    /// Items that get an owner.
    pub(crate) assigned: Vec<Links>,
    /// Links by columns to objects that are written later: table, key column, column and pairs of keys.
    pub(crate) waiting: Vec<Links>,
    pub(crate) values: Vec<Values>,
    /// What existing objects had, with their keys.
    pub(crate) had: Vec<(Had, Vec<i64>, Option<Shape>)>,
    /// The part tables that must be written before the type at hand.
    ahead: Vec<Table>,
    behind: Vec<Table>,
    own: Vec<Table>,
}

fn table_of<'a>(tables: &'a mut Vec<Table>, table: &'static str, key: &'static str) -> &'a mut Table {
    let at = tables.iter().position(|known| known.table == table).unwrap_or_else(|| {
        tables.push(Table { table, key, new: Vec::new(), changed: Vec::new() });
        tables.len() - 1
    });
    &mut tables[at]
}

impl Writes {
    /// A row of an object of the payload.
    pub(crate) fn row(&mut self, table: &'static str, key: &'static str, row: Row, exists: bool) {
        let table = table_of(&mut self.own, table, key);
        if exists { table.changed.push(row) } else { table.new.push(row) }
    }

    /// A row of a part: `hangs` when it points to its owner, which is then written first.
    pub(crate) fn part(&mut self, table: &'static str, key: &'static str, row: Row, hangs: bool) {
        let tables = if hangs { &mut self.behind } else { &mut self.ahead };
        table_of(tables, table, key).new.push(row);
    }

    /// Closes a type: what was written since the last one is put in its order.
    pub(crate) fn close(&mut self) {
        self.tables.append(&mut self.ahead);
        self.tables.append(&mut self.own);
        self.tables.append(&mut self.behind);
    }

    /// A link of a join table.
    pub(crate) fn link(
        &mut self,
        table: &'static str,
        owner: &'static str,
        item: &'static str,
        order: Option<&'static str>,
        link: (i64, i64, i64),
    ) {
        add(&mut self.links, Links { table, owner, item, order, links: vec![link] });
    }

    /// An item that points to its owner.
    pub(crate) fn assign(
        &mut self,
        target: &'static Type,
        owner: &'static str,
        order: Option<&'static str>,
        link: (i64, i64, i64),
    ) {
        let (table, item) = Shape::Type(target).table();
        add(&mut self.assigned, Links { table, owner, item, order, links: vec![link] });
    }

    /// A column that gets the key of an object that is written later.
    pub(crate) fn wait(&mut self, of: &'static Type, column: &'static str, (own, other): (i64, i64)) {
        let (table, item) = Shape::Type(of).table();
        add(
            &mut self.waiting,
            Links { table, owner: column, item, order: None, links: vec![(other, own, 0)] },
        );
    }

    /// A plain value.
    pub(crate) fn value(
        &mut self,
        table: &'static str,
        columns: [&'static str; 2],
        order: Option<&'static str>,
        row: Row,
    ) {
        match self.values.iter_mut().find(|known| known.table == table) {
            Some(known) => known.rows.push(row),
            None => self.values.push(Values { table, columns, order, rows: vec![row] }),
        }
    }

    fn replaced(&mut self, had: Had, key: i64, part: Option<Shape>) {
        match self.had.iter_mut().find(|(known, _, _)| *known == had) {
            Some((_, keys, _)) => keys.push(key),
            None => self.had.push((had, vec![key], part)),
        }
    }

    /// An existing object's links are replaced, with the parts they lead to.
    pub(crate) fn clear_links(
        &mut self,
        table: &'static str,
        owner: &'static str,
        item: &'static str,
        part: Option<Shape>,
        key: i64,
    ) {
        let had = match part {
            Some(shape) => Had::LinkedParts { table, owner, item, part: shape.table() },
            None => Had::Lines { table, owner },
        };
        self.replaced(had, key, part);
    }

    /// An existing object's plain values are replaced.
    pub(crate) fn clear_values(&mut self, table: &'static str, owner: &'static str, key: i64) {
        self.replaced(Had::Lines { table, owner }, key, None);
    }

    /// An existing object's parts are replaced.
    pub(crate) fn clear_parts(&mut self, part: Shape, owner: &'static str, key: i64) {
        self.replaced(Had::Parts { part: part.table(), owner }, key, Some(part));
    }

    /// An existing object's items are let go.
    pub(crate) fn release(&mut self, target: &'static Type, owner: &'static str, key: i64) {
        self.replaced(Had::Pointing { table: Shape::Type(target).table().0, owner }, key, None);
    }

    /// The part that an existing object points to is replaced.
    pub(crate) fn orphan(&mut self, part: Shape, of: &'static Type, column: &'static str, key: i64) {
        let (table, key_column) = Shape::Type(of).table();
        self.replaced(Had::Pointed { part: part.table(), table, key: key_column, column }, key, Some(part));
    }
}

fn add(all: &mut Vec<Links>, mut more: Links) {
    let same = |known: &&mut Links| {
        known.table == more.table && known.owner == more.owner && known.item == more.item
    };
    match all.iter_mut().find(same) {
        Some(known) => known.links.append(&mut more.links),
        None => all.push(more),
    }
}
