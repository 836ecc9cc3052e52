//! The items of a saved chart or map: its data, periods and units, and what its data items are.

use afya_schema::query::FieldTree;
use afya_store::Sql;

use super::made::{made, or_all, or_id, referred};
use super::{Alias, Scope, fill, name, text};

/// A chart or map whose items are asked for: its table, and its row.
#[derive(Clone, Copy)]
pub(super) struct Chart<'a> {
    pub(super) table: &'static str,
    pub(super) row: Alias,
    pub(super) scope: &'a Scope<'a>,
}

impl Chart<'_> {
    /// One of the tables that belong to the chart's.
    pub(super) fn part(&self, part: &str) -> Sql {
        name(&format!("{}_{part}", self.table))
    }

    /// The column, here and in those tables, with the chart's key.
    pub(super) fn key(&self) -> String {
        format!("{}id", self.table)
    }

    /// That a row of one of those tables belongs to the chart.
    pub(super) fn owns(&self, part: Alias) -> Sql {
        fill("{} = {}", [part.column(&self.key()), self.row.column(&self.key())])
    }

    /// Whether charts of this kind keep data items.
    fn has_data(&self) -> bool {
        self.table != "eventvisualization"
    }
}

/// The data items as they are stored, each by its kind (`dataDimensionItems`).
pub(super) fn stored(chart: Chart, tree: &FieldTree) -> Sql {
    let tree = or_all(tree);
    let keys: Vec<&'static str> =
        std::iter::once("dataDimensionItemType").chain(KINDS.iter().map(|kind| kind.key)).collect();
    each(chart, |item| {
        made(&tree, &keys, |key, below| match KINDS.iter().find(|kind| kind.key == key) {
            Some(kind) => when(kind, item, one(kind, item, below, chart.scope)),
            None => kind_of(item),
        })
    })
}

/// The data items as items of the dimension `dx`.
pub(super) fn data(chart: Chart, tree: &FieldTree) -> Sql {
    let tree = or_id(tree);
    each(chart, |item| {
        let cases = KINDS.iter().map(|kind| {
            fill(
                " when {} is not null then {}",
                [item.column(kind.column), one(kind, item, &tree, chart.scope)],
            )
        });
        fill("case{} end", [Sql::join(cases.collect::<Vec<_>>(), "")])
    })
}

fn each(chart: Chart, value: impl Fn(Alias) -> Sql) -> Sql {
    if !chart.has_data() {
        return "'[]'::json".into();
    }
    let (join, item) = (chart.scope.alias(), chart.scope.alias());
    let pieces = [
        value(item),
        join.column("sort_order"),
        chart.part("datadimensionitems"),
        join.sql(),
        item.sql(),
        item.column("datadimensionitemid"),
        join.column("datadimensionitemid"),
        chart.owns(join),
    ];
    fill(
        "(select coalesce(json_agg({} order by {}), '[]'::json) from {} {} join datadimensionitem {} on {} = {} where {})",
        pieces,
    )
}

/// A kind of data item: its name and key on the wire, the column that tells it, and its type where it is an object of its
/// own.
struct Kind {
    word: &'static str,
    key: &'static str,
    column: &'static str,
    of: Option<&'static str>,
}

const KINDS: [Kind; 8] = [
    Kind { word: "INDICATOR", key: "indicator", column: "indicatorid", of: Some("indicator") },
    Kind { word: "DATA_ELEMENT", key: "dataElement", column: "dataelementid", of: Some("dataElement") },
    Kind {
        word: "DATA_ELEMENT_OPERAND",
        key: "dataElementOperand",
        column: "dataelementoperand_dataelementid",
        of: None,
    },
    Kind { word: "REPORTING_RATE", key: "reportingRate", column: "datasetid", of: None },
    Kind {
        word: "PROGRAM_INDICATOR",
        key: "programIndicator",
        column: "programindicatorid",
        of: Some("programIndicator"),
    },
    Kind {
        word: "PROGRAM_DATA_ELEMENT",
        key: "programDataElement",
        column: "programdataelement_dataelementid",
        of: None,
    },
    Kind {
        word: "PROGRAM_ATTRIBUTE",
        key: "programAttribute",
        column: "programattribute_attributeid",
        of: None,
    },
    Kind {
        word: "EXPRESSION_DIMENSION_ITEM",
        key: "expressionDimensionItem",
        column: "expressiondimensionitemid",
        of: Some("expressionDimensionItem"),
    },
];

fn kind_of(item: Alias) -> Sql {
    let cases = KINDS
        .iter()
        .map(|kind| fill(" when {} is not null then {}", [item.column(kind.column), text(kind.word)]));
    fill("case{} end", [Sql::join(cases.collect::<Vec<_>>(), "")])
}

fn when(kind: &Kind, item: Alias, value: Sql) -> Sql {
    fill("case when {} is not null then {} end", [item.column(kind.column), value])
}

/// A data item as an object.
fn one(kind: &Kind, item: Alias, tree: &FieldTree, scope: &Scope) -> Sql {
    if let Some(of) = kind.of {
        return referred(of, tree, None, item.column(kind.column), scope);
    }
    let tree = or_all(tree);
    match kind.word {
        "DATA_ELEMENT_OPERAND" => operand(item, &tree, scope),
        "REPORTING_RATE" => reporting_rate(item, &tree, scope),
        "PROGRAM_DATA_ELEMENT" => of_program(
            kind.word,
            ("dataElement", "dataelement", "dataelementid"),
            item,
            ("programdataelement_programid", kind.column),
            &tree,
            scope,
        ),
        _ => of_program(
            kind.word,
            ("attribute", "trackedentityattribute", "trackedentityattributeid"),
            item,
            ("programattribute_programid", kind.column),
            &tree,
            scope,
        ),
    }
}

const NAMES: [&str; 9] = [
    "id",
    "name",
    "displayName",
    "displayFormName",
    "shortName",
    "displayShortName",
    "dimensionItem",
    "dimensionItemType",
    "aggregationType",
];

/// What every object says that is not stored: nothing is kept from anybody.
pub(super) const UNSTORED: [&str; 6] =
    ["access", "attributeValues", "favorite", "favorites", "sharing", "translations"];

/// The value of one of [`UNSTORED`].
pub(super) fn unstored(key: &str) -> Sql {
    match key {
        "access" => {
            "json_build_object('read', true, 'update', true, 'write', true, 'delete', true, 'manage', true)"
        }
        "favorite" => "false",
        "sharing" => "json_build_object('users', json_build_object(), 'userGroups', json_build_object())",
        "attributeValues" | "favorites" | "translations" => "'[]'::json",
        _ => "null",
    }
    .into()
}

fn with_unstored(keys: &[&'static str]) -> Vec<&'static str> {
    NAMES.iter().chain(keys).chain(UNSTORED.iter()).copied().collect()
}

/// The name of a row of the alias in the caller's language.
fn named(row: &'static str, column: &'static str, key: &'static str, scope: &Scope) -> Sql {
    let plain = || fill("{}.{}", [name(row), name(column)]);
    let Some(locale) = scope.locale else { return plain() };
    fill(
        "coalesce((select nullif(e->>'value', '') from jsonb_array_elements({}.translations) e where e->>'locale' = {} and e->>'property' = {} limit 1), {})",
        [name(row), text(locale), text(key), plain()],
    )
}

/// A data element with a category option combo; the default combo is left unsaid.
fn operand(item: Alias, tree: &FieldTree, scope: &Scope) -> Sql {
    let both = |of_element: Sql, between: &'static str, of_combo: Sql| {
        fill(
            "{} || case when c.uid is null or c.name = 'default' then '' else {} || {} end",
            [of_element, text(between), of_combo],
        )
    };
    let keys = with_unstored(&["dataElement", "categoryOptionCombo", "legendSets"]);
    let object = made(tree, &keys, |key, below| match key {
        "id" => both("d.uid".into(), ".", "c.uid".into()),
        "dimensionItem" => "d.uid || coalesce('.' || c.uid, '')".into(),
        "name" => both("d.name".into(), " ", "c.name".into()),
        "displayName" | "displayFormName" => {
            both(named("d", "name", "NAME", scope), " ", named("c", "name", "NAME", scope))
        }
        "shortName" => both("d.shortname".into(), " ", "c.name".into()),
        "displayShortName" => {
            both(named("d", "shortname", "SHORT_NAME", scope), " ", named("c", "name", "NAME", scope))
        }
        "dimensionItemType" => "'DATA_ELEMENT_OPERAND'::text".into(),
        "aggregationType" => "d.aggregationtype".into(),
        "dataElement" => referred("dataElement", below, None, "d.dataelementid".into(), scope),
        "categoryOptionCombo" => {
            referred("categoryOptionCombo", below, None, "c.categoryoptioncomboid".into(), scope)
        }
        "legendSets" => "'[]'::json".into(),
        other => unstored(other),
    });
    fill(
        "(select {} from dataelement d left join categoryoptioncombo c on c.categoryoptioncomboid = {} where d.dataelementid = {})",
        [
            object,
            item.column("dataelementoperand_categoryoptioncomboid"),
            item.column("dataelementoperand_dataelementid"),
        ],
    )
}

/// A metric of a data set's reports.
fn reporting_rate(item: Alias, tree: &FieldTree, scope: &Scope) -> Sql {
    let metric = || fill("coalesce({}, 'REPORTING_RATE')", [item.column("metric")]);
    let measured = |of_set: Sql| {
        fill(
            "{} || ' - ' || case {} when 'REPORTING_RATE' then 'Reporting rate' when 'REPORTING_RATE_ON_TIME' then 'Reporting rate on time' \
             when 'ACTUAL_REPORTS' then 'Actual reports' when 'ACTUAL_REPORTS_ON_TIME' then 'Actual reports on time' else 'Expected reports' end",
            [of_set, metric()],
        )
    };
    let keys = with_unstored(&["dataSet", "legendSets", "metric"]);
    let object = made(tree, &keys, |key, below| match key {
        "id" => "d.uid".into(),
        "dimensionItem" => fill("d.uid || '.' || {}", [metric()]),
        "name" | "displayName" | "displayFormName" => measured("d.name".into()),
        "shortName" | "displayShortName" => measured("d.shortname".into()),
        "dimensionItemType" => "'REPORTING_RATE'::text".into(),
        "metric" => metric(),
        "dataSet" => referred("dataSet", below, None, "d.datasetid".into(), scope),
        "legendSets" => fill(
            "(select coalesce(json_agg({} order by l.sort_order), '[]'::json) from datasetlegendsets l where l.datasetid = d.datasetid)",
            [referred("legendSet", below, None, "l.legendsetid".into(), scope)],
        ),
        other => unstored(other),
    });
    fill("(select {} from dataset d where d.datasetid = {})", [object, item.column("datasetid")])
}

/// A data element or an attribute of a program: `part` is its key on the wire, table and key column, `columns` those of the
/// item with the program's key and with its own.
fn of_program(
    word: &'static str,
    part: (&'static str, &'static str, &'static str),
    item: Alias,
    columns: (&str, &str),
    tree: &FieldTree,
    scope: &Scope,
) -> Sql {
    let (key_on_wire, table, key_column) = part;
    let of = if key_on_wire == "attribute" { "trackedEntityAttribute" } else { "dataElement" };
    let both = |column, key| {
        fill("{} || ' ' || {}", [named("p", column, key, scope), named("d", column, key, scope)])
    };
    let keys = with_unstored(&["program", key_on_wire, "valueType", "legendSets"]);
    let object = made(tree, &keys, |key, below| match key {
        "dimensionItem" => "p.uid || '.' || d.uid".into(),
        "name" | "displayName" | "displayFormName" => both("name", "NAME"),
        "shortName" | "displayShortName" => both("shortname", "SHORT_NAME"),
        "dimensionItemType" => text(word),
        "valueType" => "d.valuetype".into(),
        "program" => referred("program", below, None, "p.programid".into(), scope),
        "legendSets" => "'[]'::json".into(),
        "id" | "aggregationType" => "null".into(),
        key if key == key_on_wire => referred(of, below, None, fill("d.{}", [name(key_column)]), scope),
        other => unstored(other),
    });
    fill(
        "(select {} from {} d join program p on p.programid = {} where d.{} = {})",
        [object, name(table), item.column(columns.0), name(key_column), item.column(columns.1)],
    )
}

/// An item that is only a word, such as a relative period or `LEVEL-2`.
pub(super) fn word(tree: &FieldTree, word: &Sql, kind: Option<&'static str>) -> Sql {
    const KEYS: [&str; 8] = [
        "id",
        "code",
        "name",
        "displayName",
        "shortName",
        "displayShortName",
        "dimensionItem",
        "dimensionItemType",
    ];
    let keys: Vec<&'static str> = KEYS.iter().chain(UNSTORED.iter()).copied().collect();
    made(&or_id(tree), &keys, |key, _| match key {
        "dimensionItemType" => kind.map_or_else(|| "null".into(), text),
        "shortName" | "displayShortName" if kind.is_none() => "null".into(),
        key if UNSTORED.contains(&key) => unstored(key),
        _ => word.clone(),
    })
}

/// The items of the dimension `pe`, by the words the chart keeps; an older chart keeps periods only.
pub(super) fn periods(chart: Chart, tree: &FieldTree) -> Sql {
    let column = || chart.row.column("relativeperiods");
    let kept = fill("case when jsonb_typeof({}) = 'array' then {} end", [column(), column()]);
    let pieces = [
        word(tree, &"p.word".into(), Some("PERIOD")),
        kept.clone(),
        chart.part("periods"),
        fill("m.{} = {}", [name(&chart.key()), chart.row.column(&chart.key())]),
        kept,
    ];
    fill(
        "(select coalesce(json_agg({} order by p.place), '[]'::json) from (select w.word, min(w.place) as place from \
         (select e.value as word, e.ordinality as place from jsonb_array_elements_text({}) with ordinality e union all \
         select q.iso, m.sort_order from {} m join period q using (periodid) where {} and \
         coalesce(jsonb_array_length({}), 0) = 0) w group by 1) p)",
        pieces,
    )
}

/// The items of the dimension `ou`: units, the caller's own, levels and groups.
pub(super) fn units(chart: Chart, tree: &FieldTree) -> Sql {
    let join = chart.scope.alias();
    let unit = referred("organisationUnit", tree, None, join.column("organisationunitid"), chart.scope);
    let mut parts = vec![fill(
        "select 1 as part, {} as place, {} as object from {} {} where {}",
        [join.column("sort_order"), unit, chart.part("organisationunits"), join.sql(), chart.owns(join)],
    )];
    for (column, own) in [
        ("userorganisationunit", "USER_ORGUNIT"),
        ("userorganisationunitchildren", "USER_ORGUNIT_CHILDREN"),
        ("userorganisationunitgrandchildren", "USER_ORGUNIT_GRANDCHILDREN"),
    ] {
        parts
            .push(fill("select 2, 0, {} where {}", [word(tree, &text(own), None), chart.row.column(column)]));
    }
    let level = chart.scope.alias();
    let named = fill("'LEVEL-' || {}", [level.column("orgunitlevel")]);
    parts.push(fill(
        "select 3, {}, {} from {} {} where {}",
        [
            level.column("sort_order"),
            word(tree, &named, None),
            chart.part("orgunitlevels"),
            level.sql(),
            chart.owns(level),
        ],
    ));
    let group = chart.scope.alias();
    parts.push(fill(
        "select 4, {}, {} from {} {} join orgunitgroup g on g.orgunitgroupid = {} where {}",
        [
            group.column("sort_order"),
            word(tree, &"'OU_GROUP-' || g.uid".into(), None),
            chart.part("itemorgunitgroups"),
            group.sql(),
            group.column("orgunitgroupid"),
            chart.owns(group),
        ],
    ));
    fill(
        "(select coalesce(json_agg(u.object order by u.part, u.place), '[]'::json) from ({}) u)",
        [Sql::join(parts, " union all ")],
    )
}
