//! The statements of a value's context: its changes, and exceptions from locks.

use afya_store::Sql;

use super::data_readable;
use crate::context::Cell;

/// The changes of a cell from the last to the first, each as JSON text; with `whose` only of elements in sets whose data
/// that caller may read.
pub(crate) fn changes(cell: &Cell<'_>, combo: Option<i64>, whose: Option<(&str, &[String])>) -> Sql {
    let mut sql = Sql::new(
        "select json_strip_nulls(json_build_object('dataElement', e.uid, 'period', p.iso, 'orgUnit', o.uid, 'categoryOptionCombo', c.uid, \
         'attributeOptionCombo', a.uid, 'value', v.value, 'modifiedBy', v.modifiedby, \
         'created', to_char(v.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'auditType', v.audittype))::text as change \
         from datavalueaudit v join dataelement e using (dataelementid) join period p using (periodid) join organisationunit o using (organisationunitid) \
         join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where e.uid = ",
    );
    sql.bind(cell.element).push(" and p.iso = ").bind(cell.period.id());
    sql.push(" and o.uid = ").bind(cell.unit).push(" and c.uid = ").bind(cell.option_combo);
    if let Some(combo) = combo {
        sql.push(" and a.categoryoptioncomboid = ").bind(combo);
    }
    if let Some((caller, groups)) = whose {
        sql.push(" and exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid where m.dataelementid = e.dataelementid and ");
        sql.append(data_readable("s", caller, groups)).push(")");
    }
    sql.push(" order by v.created desc, v.datavalueauditid desc");
    sql
}

/// The exceptions from locks with the paths of their units, each as JSON text.
pub(crate) fn exceptions() -> Sql {
    "select json_build_object('dataSet', s.uid, 'orgUnit', o.uid, 'period', p.iso)::text as exception, o.path \
     from lockexception l join dataset s using (datasetid) join organisationunit o using (organisationunitid) join period p using (periodid) \
     order by l.lockexceptionid"
        .into()
}
