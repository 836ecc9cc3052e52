//! What DHIS2 2.43's schema is, as facts in `schema/*.tsv`, and the statements that ask a database for the same.

use std::collections::BTreeSet;

use afya_store::Database;

use afya_tests::cluster::texts;

/// A kind of fact: its name, what is expected, and how a database is asked. Flyway's own table is no part of it.
type Kind = (&'static str, &'static str, &'static str);

const KINDS: [Kind; 6] = [
    (
        "column",
        include_str!("schema/columns.tsv"),
        "select concat_ws(e'\t', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            case when a.attnotnull then 'NN' else '' end, coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attgenerated::text)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and c.relname <> 'flyway_schema_history'
            and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')",
    ),
    (
        "constraint",
        include_str!("schema/constraints.tsv"),
        "select concat_ws(e'\t', c.relname, o.conname, o.contype::text, pg_get_constraintdef(o.oid))
        from pg_constraint o join pg_class c on c.oid = o.conrelid
        where c.relnamespace = 'public'::regnamespace and c.relname <> 'flyway_schema_history'
            and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')",
    ),
    (
        "index",
        include_str!("schema/indexes.tsv"),
        "select concat_ws(e'\t', c.relname, i.relname, substring(pg_get_indexdef(i.oid) from ' (USING .*)$'),
            case when x.indisunique then 'UNIQUE' else '' end)
        from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        where c.relnamespace = 'public'::regnamespace and c.relname <> 'flyway_schema_history'
            and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')",
    ),
    (
        "function",
        include_str!("schema/functions.tsv"),
        "select concat_ws(e'\t', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), l.lanname,
            p.provolatile::text, p.proparallel::text, p.proisstrict::text, p.prosecdef::text)
        from pg_proc p join pg_language l on l.oid = p.prolang
        where p.pronamespace = 'public'::regnamespace
            and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')",
    ),
    (
        "sequence",
        include_str!("schema/sequences.tsv"),
        "select concat_ws(e'\t', c.relname, format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmax, s.seqcache,
            coalesce(o.refobjid::regclass::text, ''))
        from pg_sequence s join pg_class c on c.oid = s.seqrelid
        left join pg_depend o on o.objid = c.oid and o.deptype in ('a', 'i') and o.refclassid = 'pg_class'::regclass
        where c.relnamespace = 'public'::regnamespace",
    ),
    (
        "trigger",
        include_str!("schema/triggers.tsv"),
        "select concat_ws(e'\t', c.relname, t.tgname, pg_get_triggerdef(t.oid))
        from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal",
    ),
];

/// Every difference between a database and DHIS2's schema, both ways, a line each.
pub async fn differences(database: &Database) -> Vec<String> {
    let mut all = Vec::new();
    for (kind, expected, question) in KINDS {
        let expected: BTreeSet<&str> = expected.lines().collect();
        let found = texts(database, question).await;
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        all.extend(expected.difference(&found).map(|fact| format!("missing {kind}: {fact}")));
        all.extend(found.difference(&expected).map(|fact| format!("superfluous {kind}: {fact}")));
    }
    all
}
