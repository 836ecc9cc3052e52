//! The statement of data items: a select for each kind with the same columns, and one list of all of them.

use afya_model::value_type::{is_aggregatable, simplified};
use afya_schema::registry;
use afya_store::{Sql, containing};

use super::made::made;
use super::{Scope, access, expressions, fill, text};
use crate::data_items::{By, DataItemRequest, Kind, value_types};

/// The items of all kinds that can have what is asked for; nothing when none can.
pub(crate) fn items(request: &DataItemRequest, scope: &Scope) -> Option<Sql> {
    let each: Vec<Sql> = request.possible().map(|kind| of_kind(kind, request, scope)).collect();
    (!each.is_empty()).then(|| Sql::join(each, " union all "))
}

/// The objects of a page, a row each with the column `object` (JSON text).
pub(crate) fn page(items: Sql, request: &DataItemRequest) -> Sql {
    let mut sql = fill(
        "select json_strip_nulls({})::text as object from ({}) t order by {}",
        [object(request), items, order(request)],
    );
    if let Some((limit, offset)) = request.window {
        sql.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    sql
}

/// How many there are.
pub(crate) fn total(items: Sql) -> Sql {
    fill("select count(*) as total from ({}) t", [items])
}

const KEYS: [&str; 14] = [
    "name",
    "shortName",
    "displayName",
    "displayShortName",
    "id",
    "code",
    "dimensionItemType",
    "programId",
    "valueType",
    "simplifiedValueType",
    "expression",
    "optionSetId",
    "programDataElementId",
    "programAttributeId",
];

fn object(request: &DataItemRequest) -> Sql {
    made(&request.fields, &KEYS, |key, _| match key {
        "name" => named("t.option_name", "t.item_name", "t.program_name"),
        "displayName" => named("t.shown_option", "t.shown_item", "t.shown_program"),
        "shortName" => named("t.option_name", "t.item_short", "t.program_short"),
        // An option's says the item by its name.
        "displayShortName" => fill(
            "case when t.option is not null then {} else {} end",
            [
                named("t.shown_option", "t.shown_item", "t.shown_program_short"),
                named("t.shown_option", "t.shown_item_short", "t.shown_program_short"),
            ],
        ),
        "id" => "concat_ws('.', case when t.type <> 'PROGRAM_INDICATOR' then t.program end, t.uid, t.option)"
            .into(),
        "code" => "t.code".into(),
        "dimensionItemType" => "t.type".into(),
        "programId" => "t.program".into(),
        "valueType" => "t.value_type".into(),
        "simplifiedValueType" => kind_of_value(),
        "expression" => "t.expression".into(),
        "optionSetId" => "t.option_set".into(),
        "programDataElementId" => {
            "case when t.type = 'PROGRAM_DATA_ELEMENT_OPTION' then t.program || '.' || t.uid end".into()
        }
        _ => "case when t.type = 'PROGRAM_ATTRIBUTE_OPTION' then t.program || '.' || t.uid end".into(),
    })
}

/// A name from those of an option, an item and a program, as far as there are such.
fn named(option: &'static str, item: &'static str, program: &'static str) -> Sql {
    fill(
        "case when t.option is not null then {} || ' (' || {} || ', ' || {} || ')' else concat_ws(' ', {}, {}) end",
        [option.into(), item.into(), program.into(), program.into(), item.into()],
    )
}

/// The kind of value behind a value type, looked up among all of them.
fn kind_of_value() -> Sql {
    let types = value_types();
    let kinds: Vec<String> = types.iter().map(|word| simplified(word).to_owned()).collect();
    let mut sql = Sql::new("(");
    sql.bind(kinds).push("::text[])[array_position(");
    sql.bind(types.into_iter().map(str::to_owned).collect::<Vec<_>>()).push("::text[], t.value_type)]");
    sql
}

/// What the list is sorted by. A kind by itself is sorted by the whole of its names, several by what they have in common.
fn order(request: &DataItemRequest) -> Sql {
    let Some((by, descending)) = request.order else { return "t.type, t.uid, t.option".into() };
    let alone = match request.kinds[..] {
        [kind] if kind.is_option() => Some(true),
        [kind] if kind.is_of_program() => Some(false),
        _ => None,
    };
    let columns: &[&'static str] = match (by, alone) {
        (By::DisplayName, Some(true)) => &["shown_option", "shown_item", "shown_program"],
        (By::Name, Some(true)) => &["option_name", "item_name", "program_name"],
        (By::ShortName, Some(true)) => &["item_short", "program_short"],
        (By::DisplayShortName, Some(true)) => &["shown_item_short", "shown_program_short"],
        (By::Name, Some(false)) => &["program_name", "item_name"],
        (By::ShortName, Some(false)) => &["program_short", "item_short"],
        (By::DisplayName, _) => &["first_name", "second_name"],
        (By::DisplayShortName, _) => &["first_short", "second_short"],
        (By::Name, None) => &["item_name"],
        (By::ShortName, None) => &["item_short"],
    };
    let columns = columns.iter().chain(&["uid"]);
    let each = columns.map(|column| {
        let mut sql = Sql::new("t.");
        sql.push(column);
        if descending {
            sql.push(" desc");
        }
        sql
    });
    Sql::join(each.collect::<Vec<_>>(), ", ")
}

/// The table of a kind's items and what leads from it to a program, a set of options and its options.
fn source(kind: Kind) -> (&'static str, &'static str) {
    match kind.word {
        "DATA_SET" => ("dataset", ""),
        "INDICATOR" => ("indicator", ""),
        "EXPRESSION_DIMENSION_ITEM" => ("expressiondimensionitem", ""),
        "DATA_ELEMENT" => ("dataelement", " left join optionset s on s.optionsetid = i.optionsetid"),
        "PROGRAM_INDICATOR" => ("programindicator", " join program p on p.programid = i.programid"),
        "PROGRAM_ATTRIBUTE" | "PROGRAM_ATTRIBUTE_OPTION" => (
            "trackedentityattribute",
            " join program_attributes m on m.trackedentityattributeid = i.trackedentityattributeid \
             join program p on p.programid = m.programid left join optionset s on s.optionsetid = i.optionsetid",
        ),
        _ => (
            "dataelement",
            " join programstagedataelement m on m.dataelementid = i.dataelementid and not m.skipanalytics \
             join programstage g on g.programstageid = m.programstageid join program p on p.programid = g.programid \
             left join optionset s on s.optionsetid = i.optionsetid",
        ),
    }
}

fn of_kind(kind: Kind, request: &DataItemRequest, scope: &Scope) -> Sql {
    let (table, joins) = source(kind);
    let alias = scope.alias();
    let of_program = kind.is_of_program();
    let locale = scope.locale;
    let or_null = |there: bool, column: Sql| if there { column } else { "null::text".into() };
    let shown = |alias, key, column| expressions::translated(alias, key, column, locale);
    let mut inner = fill(
        "select distinct {}::text as type, {}::text as program, i.uid::text as uid, {}::text as option, \
         {}::text as code, {}::text as value_type, {}::text as expression, {}::text as option_set, \
         i.name::text as item_name, i.shortname::text as item_short, {}::text as program_name, {}::text as program_short, \
         {}::text as option_name, {}::text as shown_item, {}::text as shown_item_short, {}::text as shown_program, \
         {}::text as shown_program_short, {}::text as shown_option",
        [
            text(if kind.word == "DATA_SET" { "REPORTING_RATE" } else { kind.word }),
            or_null(kind.has_program(), "p.uid".into()),
            or_null(kind.is_option(), "v.uid".into()),
            if kind.is_option() { "v.code".into() } else { "i.code".into() },
            or_null(kind.has_values(), "i.valuetype".into()),
            or_null(kind.word == "EXPRESSION_DIMENSION_ITEM", "i.expression".into()),
            or_null(kind.has_values(), "s.uid".into()),
            or_null(of_program, "p.name".into()),
            or_null(of_program, "p.shortname".into()),
            or_null(kind.is_option(), "v.name".into()),
            shown("i", "NAME", "name"),
            shown("i", "SHORT_NAME", "shortname"),
            or_null(of_program, shown("p", "NAME", "name")),
            or_null(of_program, shown("p", "SHORT_NAME", "shortname")),
            or_null(kind.is_option(), shown("v", "NAME", "name")),
        ],
    );
    inner.push(" from ").push(table).push(" i").push(joins);
    if kind.is_option() {
        inner.push(" join optionvalue v on v.optionsetid = s.optionsetid");
    }
    let mut outer = fill(
        "select x.*, coalesce(x.shown_program, x.shown_item) as first_name, \
         case when x.shown_program is not null then x.shown_item end as second_name, \
         coalesce(x.shown_program_short, x.shown_item_short) as first_short, \
         case when x.shown_program is not null then x.shown_item_short end as second_short from ({}",
        [inner],
    );
    outer.push(" where ").append(allowed(kind, table, alias, scope)).push(") x");
    outer.append(asked(kind, request));
    outer
}

/// What every item must fulfil: the caller may read it, and figures can be made of it.
fn allowed(kind: Kind, table: &'static str, alias: super::Alias, scope: &Scope) -> Sql {
    let mut sql = Sql::new("true");
    let of = registry().by_name(kind.of);
    if let Some(readable) = of.and_then(|of| access::readable(of, alias, scope)) {
        // The sharing of an object is asked by its own alias.
        sql.push(" and exists (select from ").push(table).push(" ").append(alias.sql()).push(" where ");
        sql.append(alias.column("uid")).push(" = i.uid and ").append(readable).push(")");
    }
    match kind.word {
        "DATA_ELEMENT" => sql.push(" and i.domaintype = 'AGGREGATE'"),
        "PROGRAM_ATTRIBUTE" | "PROGRAM_ATTRIBUTE_OPTION" => {
            sql.push(" and not coalesce(i.skipanalytics, false)")
        }
        _ => &mut sql,
    };
    sql
}

/// What the request's filters ask; value types are asked of parts of programs in any case.
fn asked(kind: Kind, request: &DataItemRequest) -> Sql {
    let junction = if request.any { " or " } else { " and " };
    let mut each = filters(kind, request);
    each.extend(by_tokens(kind, request));
    let mut all = Vec::new();
    if kind.is_of_program() {
        let usual = || value_types().into_iter().filter(|word| is_aggregatable(word)).map(str::to_owned);
        all.push(value_type_in(request.value_types.clone().unwrap_or_else(|| usual().collect())));
    }
    if !each.is_empty() {
        all.push(fill("({})", [Sql::join(each, junction)]));
    }
    if all.is_empty() { Sql::empty() } else { fill(" where {}", [Sql::join(all, " and ")]) }
}

fn value_type_in(types: Vec<String>) -> Sql {
    let mut sql = Sql::new("x.value_type = any(");
    sql.bind(types).push(")");
    sql
}

fn filters(kind: Kind, request: &DataItemRequest) -> Vec<Sql> {
    let mut each = Vec::new();
    if let Some(types) = request.value_types.clone().filter(|_| kind.word == "DATA_ELEMENT") {
        each.push(value_type_in(types));
    }
    for (by, words) in &request.names {
        let columns: &[&'static str] = match by {
            By::Name => &["x.item_name", "x.program_name"],
            By::ShortName => &["x.item_short", "x.program_short"],
            By::DisplayName => &["x.shown_item", "x.shown_program", "x.shown_option"],
            By::DisplayShortName => &["x.shown_item_short", "x.shown_program_short"],
        };
        let found = columns.iter().map(|column| contains((*column).into(), words));
        each.push(fill("({})", [Sql::join(found.collect::<Vec<_>>(), " or ")]));
    }
    for (column, value) in [
        ("x.program = ", request.program.as_ref().filter(|_| kind.has_program())),
        ("x.uid = ", request.uid.as_ref()),
        ("x.option = ", request.option.as_ref().filter(|_| kind.is_option())),
        ("x.option_set = ", request.option_set.as_ref().filter(|_| kind.has_values())),
    ] {
        if let Some(value) = value {
            let mut sql = Sql::new(column);
            sql.bind(value.as_str());
            each.push(sql);
        }
    }
    each
}

/// A text within another, whatever its case.
fn contains(column: Sql, words: &str) -> Sql {
    fill("coalesce({} ilike {}, false)", [column, text(&containing(words))])
}

/// All words in the code, the name or the program's name, or the one word in the identifier.
fn by_tokens(kind: Kind, request: &DataItemRequest) -> Option<Sql> {
    let whole = |column: &'static str| {
        let each = request.tokens.iter().map(|token| contains(column.into(), token));
        fill("({})", [Sql::join(each.collect::<Vec<_>>(), " and ")])
    };
    let mut columns = vec!["x.code", "x.shown_item"];
    columns.extend(kind.is_of_program().then_some("x.shown_program"));
    columns.extend((request.tokens.len() == 1).then_some("x.uid"));
    let found: Vec<Sql> = columns.into_iter().map(whole).collect();
    (!request.tokens.is_empty()).then(|| fill("({})", [Sql::join(found, " or ")]))
}
