//! The rows that are made rather than kept, each with its `place` in the list.

use afya_schema::registry;
use afya_store::Sql;

use super::{Scope, access, fill, text};
use crate::operands::{MadeRows, OperandsOf};

/// The rows of a list, in place of a table.
pub(super) fn rows(made: &MadeRows, scope: &Scope) -> Sql {
    match made {
        MadeRows::Operands { of, totals } => operands(of, *totals, scope),
        MadeRows::KeptOperands => {
            "(select o.*, o.dataelementoperandid as place from dataelementoperand o)".into()
        }
        MadeRows::ProgramDataElements(program) => program_data_elements(program, scope),
    }
}

/// An option combo's place among those of its category combo: the places of its options, category by category.
const PLACES: &str = "(select array_agg(o.sort_order order by k.sort_order) from categorycombos_categories k \
     join categories_categoryoptions o on o.categoryid = k.categoryid join categoryoptioncombos_categoryoptions x \
     on x.categoryoptionid = o.categoryoptionid and x.categoryoptioncomboid = m.categoryoptioncomboid \
     where k.categorycomboid = c.categorycomboid)";

fn operands(of: &OperandsOf, totals: bool, scope: &Scope) -> Sql {
    let pairs: Sql = match of {
        OperandsOf::All => fill("{} where {}", [PAIRS.into(), readable("dataElement", "dataelement", scope)]),
        OperandsOf::Group(uid) => fill(
            "{} where d.dataelementid in (select m.dataelementid from dataelementgroupmembers m \
             join dataelementgroup g using (dataelementgroupid) where g.uid = {})",
            [PAIRS.into(), text(uid)],
        ),
        OperandsOf::DataSet(uid) => fill(
            "select d.dataelementid, d.name, coalesce(e.categorycomboid, d.categorycomboid) as categorycomboid, false as own \
             from datasetelement e join dataset s on s.datasetid = e.datasetid join dataelement d on d.dataelementid = e.dataelementid \
             where s.uid = {}",
            [text(uid)],
        ),
    };
    let with_totals: Sql = if totals {
        " union all select p.dataelementid, null, min(p.name), true, null, null from pairs p group by p.dataelementid \
         having not bool_or(exists (select from categorycombo c where c.categorycomboid = p.categorycomboid and c.name = 'default'))"
            .into()
    } else {
        Sql::empty()
    };
    fill(
        "(with pairs as ({}), parts as (select p.dataelementid, m.categoryoptioncomboid, p.name, false as total, p.own, {} as places \
         from pairs p join categorycombo c on c.categorycomboid = p.categorycomboid join categorycombos_optioncombos m \
         on m.categorycomboid = c.categorycomboid{}) select row_number() over w as dataelementoperandid, \
         row_number() over w as place, q.dataelementid, q.categoryoptioncomboid from parts q \
         window w as (order by q.name, q.dataelementid, q.total desc, q.own, q.places, q.categoryoptioncomboid))",
        [pairs, PLACES.into(), with_totals],
    )
}

/// Data elements with their own category combo and those that data sets collect them by.
const PAIRS: &str = "select d.dataelementid, d.name, x.categorycomboid, x.own from dataelement d cross join lateral \
     (select d.categorycomboid, true as own union select e.categorycomboid, false from datasetelement e \
     where e.dataelementid = d.dataelementid and e.categorycomboid <> d.categorycomboid) x";

/// That the caller may read the row `d` of a type, whose table is this.
pub(super) fn readable(of: &str, table: &'static str, scope: &Scope) -> Sql {
    readable_as("d", of, table, scope)
}

/// That the caller may read a row of a type, whose table is this.
pub(super) fn readable_as(named: &'static str, of: &str, table: &'static str, scope: &Scope) -> Sql {
    let row = scope.alias();
    let Some(of) = registry().by_name(of) else { return "true".into() };
    let Some(condition) = access::readable(of, row, scope) else { return "true".into() };
    let key = of.key_column.unwrap_or_default();
    fill(
        "exists (select from {} {} where {} = {}.{} and {})",
        [super::name(table), row.sql(), row.column(key), super::name(named), super::name(key), condition],
    )
}

fn program_data_elements(program: &str, scope: &Scope) -> Sql {
    fill(
        "(select row_number() over (order by e.name, e.dataelementid) as place, null as uid, d.programid, e.dataelementid from program d \
         join dataelement e on e.dataelementid in (select m.dataelementid from programstage s join programstagedataelement m \
         using (programstageid) where s.programid = d.programid) where d.uid = {} and {})",
        [text(program), readable("program", "program", scope)],
    )
}
