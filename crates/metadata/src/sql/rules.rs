//! Statements of the rules that single types have: what stands in the way of an object, and what follows from it.

use afya_store::Sql;

use super::write::{ints, texts};
use super::{fill, text};

/// Of these options, those whose code or name another option of the set has: the identifiers of the set and the other.
pub(crate) fn options_twice(keys: &[i64], sets: &[i64], codes: Vec<String>, names: Vec<String>) -> Sql {
    fill(
        "select g.key, s.uid::text as set, o.uid::text as other from unnest({}, {}, {}, {}) as g (key, set, code, name) \
         join optionset s on s.optionsetid = g.set \
         join optionvalue o on o.optionsetid = g.set and (o.code = g.code or o.name = g.name) where o.optionvalueid <> g.key",
        [ints(keys), ints(sets), texts(codes), texts(names)],
    )
}

/// Of these option sets, those for values of several.
pub(crate) fn sets_of_several(keys: &[i64]) -> Sql {
    fill(
        "select optionsetid::bigint as key, uid::text as uid from optionset where valuetype = 'MULTI_TEXT' and optionsetid = any({})",
        [ints(keys)],
    )
}

/// The kind of values of an option set, and the first code of it with a separator in it.
pub(crate) fn option_set(uid: &str, separator: char) -> Sql {
    fill(
        "select s.valuetype::text as kind, (select o.code::text from optionvalue o where o.optionsetid = s.optionsetid \
         and position({} in o.code) > 0 order by o.sort_order limit 1) as separated from optionset s where s.uid = {}",
        [text(&separator.to_string()), text(uid)],
    )
}

/// The codes of options, by their identifiers.
pub(crate) fn codes_of_options(uids: Vec<String>) -> Sql {
    fill("select uid::text as uid, code::text as code from optionvalue where uid = any({})", [texts(uids)])
}

/// Whether a file belongs to something other than a document already.
pub(crate) fn file(uid: &str, document: &str) -> Sql {
    fill(
        "select f.isassigned and not exists (select from document d where d.url = f.uid and d.uid = {}) as assigned \
         from fileresource f where f.uid = {}",
        [text(document), text(uid)],
    )
}

/// Gives documents the files that they name.
pub(crate) fn keep_files(documents: &[i64]) -> Sql {
    fill(
        "with named as ( \
           update document d set fileresource = f.fileresourceid from fileresource f \
           where f.uid = d.url and not d.external and d.documentid = any({}) returning f.fileresourceid as key) \
         update fileresource f set isassigned = true, domain = 'DOCUMENT' from named where f.fileresourceid = named.key",
        [ints(documents)],
    )
}

/// The names of programs that have another rule with one of these names, by the place of the name from 1.
pub(crate) fn rules_twice(programs: &[i64], names: Vec<String>, uids: Vec<String>) -> Sql {
    fill(
        "select g.place, p.name::text as program from unnest({}::bigint[], {}::text[], {}::text[]) with ordinality \
         as g (program, name, uid, place) join program p on p.programid = g.program where exists \
         (select from programrule r where r.programid = g.program and lower(r.name) = lower(g.name) \
         and lower(r.uid) <> lower(g.uid)) order by g.place",
        [ints(programs), texts(names), texts(uids)],
    )
}

/// The identifiers of programs that have another variable with one of these names, by the place of the name from 1.
pub(crate) fn variables_twice(programs: &[i64], names: Vec<String>, uids: Vec<String>) -> Sql {
    fill(
        "select g.place, p.uid::text as program from unnest({}::bigint[], {}::text[], {}::text[]) with ordinality \
         as g (program, name, uid, place) join program p on p.programid = g.program where exists \
         (select from programrulevariable v where v.programid = g.program and v.name = g.name and v.uid <> g.uid) \
         order by g.place",
        [ints(programs), texts(names), texts(uids)],
    )
}

/// Takes from variables what their source does not use, and gives them the kind of what it does.
pub(crate) fn settle_variables(keys: &[i64]) -> Sql {
    fill(
        "update programrulevariable v set \
           dataelementid = case when v.sourcetype like 'DATAELEMENT%' then v.dataelementid end, \
           trackedentityattributeid = case when v.sourcetype = 'TEI_ATTRIBUTE' then v.trackedentityattributeid end, \
           programstageid = case when v.sourcetype = 'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE' then v.programstageid end, \
           valuetype = coalesce( \
             case when v.sourcetype = 'TEI_ATTRIBUTE' then (select a.valuetype from trackedentityattribute a \
               where a.trackedentityattributeid = v.trackedentityattributeid) end, \
             case when v.sourcetype in ('DATAELEMENT_CURRENT_EVENT', 'DATAELEMENT_NEWEST_EVENT_PROGRAM', 'DATAELEMENT_PREVIOUS_EVENT') \
               then (select e.valuetype from dataelement e where e.dataelementid = v.dataelementid) end, \
             v.valuetype) \
         where v.programrulevariableid = any({})",
        [ints(keys)],
    )
}
