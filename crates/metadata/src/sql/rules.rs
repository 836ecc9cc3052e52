//! Statements of the rules that single types have: what stands in the way of an object, and what follows from it.

use afya_store::Sql;

use super::write::{bind, ints, texts};
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

/// The code of an option.
pub(crate) fn code_of_option(uid: &str) -> Sql {
    fill("select code::text as code from optionvalue where uid = {}", [text(uid)])
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

/// The name of a program that has another rule with this name.
pub(crate) fn rule_twice(program: i64, name: &str, uid: &str) -> Sql {
    fill(
        "select p.name::text as program from programrule r join program p on p.programid = r.programid \
         where p.programid = {} and lower(r.name) = lower({}) and lower(r.uid) <> lower({}) limit 1",
        [bind(program), text(name), text(uid)],
    )
}

/// The identifier of a program that has another variable with this name.
pub(crate) fn variable_twice(program: i64, name: &str, uid: &str) -> Sql {
    fill(
        "select p.uid::text as program from programrulevariable v join program p on p.programid = v.programid \
         where p.programid = {} and v.name = {} and v.uid <> {} limit 1",
        [bind(program), text(name), text(uid)],
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
