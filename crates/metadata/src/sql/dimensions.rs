//! The dimensions of a saved chart or map (`columns`, `rows`, `filters`), made from the words that it keeps for them.

use afya_schema::query::{FieldTree, Shape};
use afya_schema::{Property, Type};
use afya_store::Sql;

use super::dimension_items::{self as items, Chart, UNSTORED, unstored};
use super::made::{made, or_id, referred};
use super::{Alias, Scope, fill, name, text};

/// Where the chart's dimensions stand.
#[derive(Clone, Copy)]
struct Axis {
    key: &'static str,
    word: &'static str,
    /// The table of the words; map views have none for their rows.
    part: &'static str,
}

const AXES: [Axis; 3] = [
    Axis { key: "columns", word: "COLUMN", part: "columns" },
    Axis { key: "rows", word: "ROW", part: "rows" },
    Axis { key: "filters", word: "FILTER", part: "filters" },
];

/// The value of a chart's property that is made from its dimensions, or nothing when the property is another.
pub(super) fn value(
    of: &'static Type,
    property: &'static Property,
    shape: &Shape,
    row: Alias,
    scope: &Scope,
) -> Option<Sql> {
    let table =
        of.table.filter(|table| ["visualization", "eventvisualization", "mapview"].contains(table))?;
    let chart = Chart { table, row, scope };
    let nothing = FieldTree::default();
    let tree = match shape {
        Shape::Keys(tree) => tree,
        _ => &nothing,
    };
    let filled = scope.fills == Some(of.name);
    match property.key {
        "dataDimensionItems" if table != "eventvisualization" => Some(items::stored(chart, tree)),
        "parentGraphMap" => Some(if filled { parent_graphs(chart) } else { "json_build_object()".into() }),
        "value" if table == "eventvisualization" && filled => Some(value_dimension(row, tree, scope)),
        key => {
            let axis = AXES.iter().find(|axis| axis.key == key)?;
            Some(if filled { dimensions(chart, *axis, tree) } else { "'[]'::json".into() })
        }
    }
}

/// Where each unit of a chart stands below the caller's.
fn parent_graphs(chart: Chart) -> Sql {
    let mut roots = Sql::empty();
    roots.bind(chart.scope.caller.view_units().iter().map(|unit| unit.uid.clone()).collect::<Vec<_>>());
    let join = chart.scope.alias();
    fill(
        "(select coalesce(json_object_agg(o.uid, coalesce((select string_agg(a.uid, '/' order by a.place) from \
         (select p.uid, p.place, max(p.place) filter (where p.uid = any({})) over () as root from \
         unnest(string_to_array(ltrim(o.path, '/'), '/')) with ordinality p (uid, place) where p.uid <> o.uid) a \
         where a.place >= coalesce(a.root, 1)), '')), json_build_object()) from {} {} join organisationunit o on \
         o.organisationunitid = {} where {})",
        [
            roots,
            chart.part("organisationunits"),
            join.sql(),
            join.column("organisationunitid"),
            chart.owns(join),
        ],
    )
}

/// What an event chart adds up: a data element or an attribute.
fn value_dimension(row: Alias, tree: &FieldTree, scope: &Scope) -> Sql {
    let element = referred("dataElement", tree, None, row.column("dataelementvaluedimensionid"), scope);
    let attribute =
        referred("trackedEntityAttribute", tree, None, row.column("attributevaluedimensionid"), scope);
    fill("coalesce({}, {})", [element, attribute])
}

/// The dimensions of one axis, in order.
fn dimensions(chart: Chart, axis: Axis, tree: &FieldTree) -> Sql {
    let tree = or_id(tree);
    let word = chart.scope.alias();
    let found = Found { chart, axis, tree: &tree, word };
    if chart.table == "mapview" && axis.key == "rows" {
        return fill(
            "(select json_build_array({}) from (select 'ou' as dimension, 0 as sort_order) {})",
            [
                found.made(
                    text("ORGANISATION_UNIT"),
                    || items::units(chart, found.below("items")),
                    &Parts::default(),
                ),
                word.sql(),
            ],
        );
    }
    fill(
        "(select coalesce(json_agg(d.object order by d.place), '[]'::json) from (select {} as place, {} as object from {} {} where {}) d \
         where d.object is not null)",
        [word.column("sort_order"), found.any(), chart.part(axis.part), word.sql(), chart.owns(word)],
    )
}

/// A dimension under way: the word that stands for it, and what is asked of it.
struct Found<'a> {
    chart: Chart<'a>,
    axis: Axis,
    tree: &'a FieldTree,
    word: Alias,
}

/// What a dimension says beside its items; absent is null.
#[derive(Default)]
struct Parts {
    filter: Option<Sql>,
    legend_set: Option<Sql>,
    stage: Option<Sql>,
    value_type: Option<Sql>,
    option_set: Option<Sql>,
}

impl Found<'_> {
    fn below(&self, key: &str) -> &FieldTree {
        static NOTHING: FieldTree =
            FieldTree { presets: Vec::new(), fields: Vec::new(), excluded: Vec::new() };
        self.tree.fields.iter().find(|(name, _)| name == key).map_or(&NOTHING, |(_, field)| &field.below)
    }

    /// The word without the program and stage that may stand before it.
    fn uid(&self) -> Sql {
        fill("regexp_replace({}, '^.*[.]', '')", [self.word.column("dimension")])
    }

    /// The `n`th of the words before it, if there are so many that it is followed by others.
    fn qualifier(&self, number: &'static str) -> Sql {
        let word = || self.word.column("dimension");
        fill(
            "case when cardinality(string_to_array({}, '.')) > {} then split_part({}, '.', {}) end",
            [word(), number.into(), word(), number.into()],
        )
    }

    /// The dimension, whatever its kind; null where the word means nothing.
    fn any(&self) -> Sql {
        let is_event = self.chart.table == "eventvisualization";
        let words = || PLAIN.iter().chain(if is_event { SIMPLE.as_slice() } else { &[] });
        let kinds = words().map(|(word, kind)| fill(" when {} then {}", [text(word), text(kind)]));
        let kind = fill("case {}{} end", [self.uid(), Sql::join(kinds.collect::<Vec<_>>(), "")]);
        let known: Vec<Sql> = words().map(|(word, _)| text(word)).collect();
        let plain = self.made(kind, || self.plain_items(is_event), &Parts::default());
        let mut others: Vec<Sql> = EMBEDDED
            .iter()
            .filter(|embedded| embedded.tables.contains(&self.chart.table))
            .map(|embedded| self.embedded(embedded))
            .collect();
        if self.chart.table != "visualization" {
            others.extend([self.attribute(), self.data_element()]);
        }
        if is_event {
            others.push(self.program_indicator());
        }
        fill(
            "case when {} in ({}) then {} else coalesce({}) end",
            [self.uid(), Sql::join(known, ", "), plain, Sql::join(others, ", ")],
        )
    }

    /// The items of a dimension that is no object, by its word. Where tracked entities of several programs are asked for,
    /// units are words too.
    fn plain_items(&self, is_event: bool) -> Sql {
        let below = self.below("items");
        let mut units = items::units(self.chart, below);
        let mut other: Sql = "'[]'::json".into();
        if is_event {
            other = self.simple_items(below);
            let kept = self.chart.row.column("trackedentitytypeid");
            units = fill("case when {} is null then {} else {} end", [kept, units, other.clone()]);
        }
        fill(
            "case {} when 'dx' then {} when 'pe' then {} when 'ou' then {} else {} end",
            [self.uid(), items::data(self.chart, below), items::periods(self.chart, below), units, other],
        )
    }

    /// A dimension of a kind with its items.
    fn made(&self, kind: Sql, items: impl Fn() -> Sql, parts: &Parts) -> Sql {
        const KEYS: [&str; 13] = [
            "id",
            "dimension",
            "dimensionType",
            "items",
            "filter",
            "legendSet",
            "programStage",
            "program",
            "valueType",
            "optionSet",
            "repetition",
            "allItems",
            "dataDimension",
        ];
        let keys: Vec<&'static str> = KEYS.iter().chain(UNSTORED.iter()).copied().collect();
        let or_null = |value: &Option<Sql>| value.clone().unwrap_or_else(|| "null".into());
        let scope = self.chart.scope;
        let reference = |of, tree: &FieldTree, value: &Option<Sql>| {
            value.clone().map_or_else(|| "null".into(), |value| referred(of, tree, None, value, scope))
        };
        made(self.tree, &keys, |key, below| match key {
            "id" | "dimension" => self.uid(),
            "dimensionType" => kind.clone(),
            "items" => items(),
            "filter" => or_null(&parts.filter),
            "valueType" => or_null(&parts.value_type),
            "legendSet" => reference("legendSet", below, &parts.legend_set),
            "optionSet" => reference("optionSet", below, &parts.option_set),
            "programStage" => match &parts.stage {
                Some(stage) => referred("programStage", below, None, stage.clone(), scope),
                None => referred("programStage", below, Some("uid"), self.qualifier("2"), scope),
            },
            "program" => match &parts.stage {
                Some(stage) => {
                    let program = fill(
                        "(select s.programid from programstage s where s.programstageid = {})",
                        [stage.clone()],
                    );
                    referred("program", below, None, program, scope)
                }
                None => referred("program", below, Some("uid"), self.qualifier("1"), scope),
            },
            "repetition" => self.repetition(),
            "allItems" => "false".into(),
            "dataDimension" => "true".into(),
            other => unstored(other),
        })
    }

    /// Which of repeated events are meant, where an event chart says so.
    fn repetition(&self) -> Sql {
        if self.chart.table != "eventvisualization" {
            return "null".into();
        }
        let kept = || self.chart.row.column("eventrepetitions");
        fill(
            "(select e from jsonb_array_elements(case when jsonb_typeof({}) = 'array' then {} end) e where e->>'parent' = {} \
             and e->>'dimension' = {} limit 1)",
            [kept(), kept(), text(self.axis.word), self.uid()],
        )
    }

    /// The items of a dimension that is only a word, such as `eventDate`.
    fn simple_items(&self, below: &FieldTree) -> Sql {
        let kept = || self.chart.row.column("simpledimensions");
        let item = items::word(below, &"v.value".into(), None);
        fill(
            "(select coalesce(json_agg({} order by v.ordinality), '[]'::json) from jsonb_array_elements(case when \
             jsonb_typeof({}) = 'array' then {} end) e, jsonb_array_elements_text(case when jsonb_typeof(e->'values') = 'array' \
             then e->'values' end) with ordinality v where e->>'parent' = {} and concat_ws('.', e->>'program', \
             e->>'programStage', e->>'dimension') = {})",
            [item, kept(), kept(), text(self.axis.word), self.word.column("dimension")],
        )
    }

    /// A group set or category, with the items chosen from it.
    fn embedded(&self, embedded: &Embedded) -> Sql {
        let Embedded { kind, part, dimension, key, object, object_key, item, item_key, .. } = *embedded;
        let (join, row) = (self.chart.scope.alias(), self.chart.scope.alias());
        let referred =
            referred(item, self.below("items"), None, fill("i.{}", [name(item_key)]), self.chart.scope);
        let items = fill(
            "(select coalesce(json_agg({} order by i.sort_order), '[]'::json) from {} i where i.{} = {})",
            [referred, name(&format!("{dimension}_items")), name(key), row.column(key)],
        );
        fill(
            "(select {} from {} {} join {} {} on {} = {} join {} o on o.{} = {} where {} and o.uid = {} order by {} limit 1)",
            [
                self.made(text(kind), || items.clone(), &Parts::default()),
                self.chart.part(part),
                join.sql(),
                name(dimension),
                row.sql(),
                row.column(key),
                join.column(key),
                name(object),
                name(object_key),
                row.column(object_key),
                self.chart.owns(join),
                self.uid(),
                join.column("sort_order"),
            ],
        )
    }

    /// A tracked entity attribute, with its filter and legend.
    fn attribute(&self) -> Sql {
        let parts = Parts {
            value_type: Some("o.valuetype".into()),
            option_set: Some("o.optionsetid".into()),
            ..filtered()
        };
        self.tracked("PROGRAM_ATTRIBUTE", "attributedimensions", "trackedentityattribute", &parts)
    }

    /// A data element of events, with its filter, legend and stage.
    fn data_element(&self) -> Sql {
        let parts = Parts {
            stage: Some("x.programstageid".into()),
            value_type: Some("o.valuetype".into()),
            option_set: Some("o.optionsetid".into()),
            ..filtered()
        };
        self.tracked("PROGRAM_DATA_ELEMENT", "dataelementdimensions", "dataelement", &parts)
    }

    fn program_indicator(&self) -> Sql {
        self.tracked("PROGRAM_INDICATOR", "programindicatordimensions", "programindicator", &filtered())
    }

    /// A dimension of tracked data; the second column with the same word is the second of those kept.
    fn tracked(&self, kind: &'static str, part: &'static str, object: &'static str, parts: &Parts) -> Sql {
        let tracked = object.strip_prefix("trackedentity").unwrap_or(object);
        let dimension = format!("trackedentity{tracked}dimension");
        let key = format!("{dimension}id");
        let join = self.chart.scope.alias();
        let before = self.chart.scope.alias();
        let earlier = fill(
            "(select count(*) from {} {} where {} and {} = {} and {} < {})",
            [
                self.chart.part(self.axis.part),
                before.sql(),
                self.chart.owns(before),
                before.column("dimension"),
                self.word.column("dimension"),
                before.column("sort_order"),
                self.word.column("sort_order"),
            ],
        );
        fill(
            "(select {} from {} {} join {} x on x.{} = {} join {} o on o.{} = x.{} where {} and o.uid = {} order by {} offset {} limit 1)",
            [
                self.made(text(kind), || "'[]'::json".into(), parts),
                self.chart.part(part),
                join.sql(),
                name(&dimension),
                name(&key),
                join.column(&key),
                name(object),
                name(&format!("{object}id")),
                name(&format!("{object}id")),
                self.chart.owns(join),
                self.uid(),
                join.column("sort_order"),
                earlier,
            ],
        )
    }
}

fn filtered() -> Parts {
    Parts { filter: Some("x.filter".into()), legend_set: Some("x.legendsetid".into()), ..Parts::default() }
}

/// Dimensions that every chart may have and that are no objects, with the kind that they are of.
const PLAIN: [(&str, &str); 7] = [
    ("dx", "DATA_X"),
    ("pe", "PERIOD"),
    ("ou", "ORGANISATION_UNIT"),
    ("co", "CATEGORY_OPTION_COMBO"),
    ("dy", "DATA_COLLAPSED"),
    ("longitude", "STATIC"),
    ("latitude", "STATIC"),
];

/// Dimensions of event charts that are only words, with the kind that they are of.
const SIMPLE: [(&str, &str); 13] = [
    ("eventDate", "PERIOD"),
    ("enrollmentDate", "PERIOD"),
    ("incidentDate", "PERIOD"),
    ("scheduledDate", "PERIOD"),
    ("lastUpdated", "PERIOD"),
    ("created", "PERIOD"),
    ("createdDate", "PERIOD"),
    ("completed", "PERIOD"),
    ("eventStatus", "DATA_X"),
    ("programStatus", "DATA_X"),
    ("createdBy", "DATA_X"),
    ("lastUpdatedBy", "DATA_X"),
    ("enrollmentOu", "ORGANISATION_UNIT"),
];

/// A dimension that is an object of which some items are chosen.
struct Embedded {
    kind: &'static str,
    tables: &'static [&'static str],
    part: &'static str,
    dimension: &'static str,
    key: &'static str,
    object: &'static str,
    object_key: &'static str,
    item: &'static str,
    item_key: &'static str,
}

const EMBEDDED: [Embedded; 4] = [
    Embedded {
        kind: "DATA_ELEMENT_GROUP_SET",
        tables: &["visualization"],
        part: "dataelementgroupsetdimensions",
        dimension: "dataelementgroupsetdimension",
        key: "dataelementgroupsetdimensionid",
        object: "dataelementgroupset",
        object_key: "dataelementgroupsetid",
        item: "dataElementGroup",
        item_key: "dataelementgroupid",
    },
    Embedded {
        kind: "ORGANISATION_UNIT_GROUP_SET",
        tables: &["visualization", "eventvisualization", "mapview"],
        part: "orgunitgroupsetdimensions",
        dimension: "orgunitgroupsetdimension",
        key: "orgunitgroupsetdimensionid",
        object: "orgunitgroupset",
        object_key: "orgunitgroupsetid",
        item: "organisationUnitGroup",
        item_key: "orgunitgroupid",
    },
    Embedded {
        kind: "CATEGORY",
        tables: &["visualization", "eventvisualization", "mapview"],
        part: "categorydimensions",
        dimension: "categorydimension",
        key: "categorydimensionid",
        object: "category",
        object_key: "categoryid",
        item: "categoryOption",
        item_key: "categoryoptionid",
    },
    Embedded {
        kind: "CATEGORY_OPTION_GROUP_SET",
        tables: &["visualization", "eventvisualization", "mapview"],
        part: "categoryoptiongroupsetdimensions",
        dimension: "categoryoptiongroupsetdimension",
        key: "categoryoptiongroupsetdimensionid",
        object: "categoryoptiongroupset",
        object_key: "categoryoptiongroupsetid",
        item: "categoryOptionGroup",
        item_key: "categoryoptiongroupid",
    },
];
