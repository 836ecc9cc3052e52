//! The statement of the dimensions of programs: a select for each kind with the same columns.

use afya_model::value_type::is_numeric;
use afya_schema::query::FieldTree;
use afya_store::Sql;

use super::made::made;
use super::operands::{readable, readable_as};
use super::{Scope, expressions, fill, text};
use crate::data_items::value_types;
use crate::program_dimensions::DimensionsOf;

/// The stage, where it is the program's and the caller may read it.
pub(crate) fn stage_of(program: &str, stage: &str, scope: &Scope) -> Sql {
    fill(
        "select 1 as found from programstage d join program p on p.programid = d.programid \
         where d.uid = {} and p.uid = {} and {}",
        [text(stage), text(program), readable("programStage", "programstage", scope)],
    )
}

/// The dimensions, each with what filters and orders look at and the column `object` (JSON text). Those of several stages
/// come once for each.
pub(crate) fn dimensions(of: &DimensionsOf, fields: &FieldTree, scope: &Scope) -> Sql {
    let mut each = vec![data_elements(of, scope), attributes(of, scope)];
    let is_listed = !matches!(of, DimensionsOf::EventCounts(_) | DimensionsOf::EnrollmentCounts(_));
    if is_listed {
        each.insert(0, indicators(of, scope));
    }
    if matches!(of, DimensionsOf::Events { .. } | DimensionsOf::EventCounts(_)) {
        each.extend([categories(scope), option_group_sets(scope)]);
    }
    fill(
        "with asked as ({}) select t.id, t.uid, t.code, t.\"valueType\", t.\"aggregationType\", t.\"dimensionType\", t.name, \
         t.\"displayName\", t.\"displayShortName\", {} as created, {} as \"lastUpdated\", json_strip_nulls({})::text as object \
         from ({}) t order by t.stage nulls first, t.kind, t.place, t.id",
        [
            asked(of, scope),
            date("t.created"),
            date("t.lastupdated"),
            object(fields),
            Sql::join(each, " union all "),
        ],
    )
}

const KEYS: [&str; 12] = [
    "valueType",
    "aggregationType",
    "dimensionType",
    "created",
    "lastUpdated",
    "name",
    "displayName",
    "id",
    "uid",
    "code",
    "displayShortName",
    "optionSet",
];

fn object(fields: &FieldTree) -> Sql {
    made(fields, &KEYS, |key, _| match key {
        "created" => date("t.created"),
        "lastUpdated" => date("t.lastupdated"),
        key => {
            let mut sql = Sql::new("t.");
            sql.identifier(key);
            sql
        }
    })
}

fn date(column: &'static str) -> Sql {
    fill("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')", [column.into()])
}

/// The programs that are meant, or for events their stages, as far as the caller may read them.
fn asked(of: &DimensionsOf, scope: &Scope) -> Sql {
    let programs = |condition: Sql| {
        fill(
            "select d.programid, null::bigint as programstageid from program d where {} and {}",
            [condition, readable("program", "program", scope)],
        )
    };
    let one = |uid: &str| fill("d.uid = {}", [text(uid)]);
    match of {
        DimensionsOf::Events { stage: Some(stage), .. } | DimensionsOf::EventCounts(stage) => fill(
            "select d.programid, d.programstageid from programstage d where d.uid = {} and {}",
            [text(stage), readable("programStage", "programstage", scope)],
        ),
        DimensionsOf::Events { program, stage: None } => fill(
            "select s.programid, s.programstageid from programstage s where s.programid in (select a.programid from ({}) a)",
            [programs(one(program.as_deref().unwrap_or_default()))],
        ),
        DimensionsOf::Enrollments(program) => {
            programs(fill("{} and d.type = 'WITH_REGISTRATION'", [one(program)]))
        }
        DimensionsOf::EnrollmentCounts(program) => programs(one(program)),
        DimensionsOf::TrackedEntities { of, programs: named } => {
            let mut condition = fill(
                "d.type = 'WITH_REGISTRATION' and d.trackedentitytypeid in (select d.trackedentitytypeid from trackedentitytype d \
                 where d.uid = {} and {})",
                [text(of), readable("trackedEntityType", "trackedentitytype", scope)],
            );
            if !named.is_empty() {
                condition.push(" and d.uid = any(").bind(named.clone()).push(")");
            }
            programs(condition)
        }
    }
}

/// What a select says of its dimensions besides their names.
struct Kind {
    word: &'static str,
    /// Its place among the kinds.
    at: &'static str,
    /// The type of value, the aggregation and the set of options.
    values: &'static str,
    /// What a dimension is ordered by among its kind.
    place: &'static str,
}

const ENTERED: &str = "i.valuetype::text as \"valueType\", i.aggregationtype::text as \"aggregationType\", \
     (select o.uid::text from optionset o where o.optionsetid = i.optionsetid) as \"optionSet\"";

const WITHOUT_VALUES: &str =
    "null::text as \"valueType\", null::text as \"aggregationType\", null::text as \"optionSet\"";

/// The columns of the row `i`, with what stands before its identifier.
fn columns(kind: &Kind, prefix: Sql, scope: &Scope) -> Sql {
    fill(
        "select concat_ws('.', {}, i.uid) as id, i.uid::text as uid, i.code::text as code, i.name::text as name, i.created, \
         i.lastupdated, {}::text as \"displayName\", {}::text as \"displayShortName\", {} as \"dimensionType\", {}, \
         a.programstageid as stage, {} as kind, {}::bigint as place",
        [
            prefix,
            expressions::translated("i", "NAME", "name", scope.locale),
            expressions::translated("i", "SHORT_NAME", "shortname", scope.locale),
            text(kind.word),
            kind.values.into(),
            kind.at.into(),
            kind.place.into(),
        ],
    )
}

fn indicators(of: &DimensionsOf, scope: &Scope) -> Sql {
    let kind = Kind {
        word: "PROGRAM_INDICATOR",
        at: "0",
        values: "null::text as \"valueType\", i.aggregationtype::text as \"aggregationType\", null::text as \"optionSet\"",
        place: "0",
    };
    let prefix = if matches!(of, DimensionsOf::TrackedEntities { .. }) { "p.uid" } else { "null" };
    fill(
        "{} from asked a join program p on p.programid = a.programid join programindicator i on i.programid = a.programid \
         where {}",
        [
            columns(&kind, prefix.into(), scope),
            readable_as("i", "programIndicator", "programindicator", scope),
        ],
    )
}

/// The data elements of stages, as far as they are not kept from analytics.
fn data_elements(of: &DimensionsOf, scope: &Scope) -> Sql {
    let kind = Kind { word: "DATA_ELEMENT", at: "1", values: ENTERED, place: "m.sort_order" };
    let prefix = match of {
        DimensionsOf::Events { stage, .. } => stage.as_ref().map_or("null".into(), |stage| text(stage)),
        DimensionsOf::TrackedEntities { .. } => "p.uid, s.uid".into(),
        _ => "s.uid".into(),
    };
    fill(
        "{} from asked a join program p on p.programid = a.programid join programstage s on s.programid = a.programid \
         and s.programstageid = coalesce(a.programstageid, s.programstageid) join programstagedataelement m \
         on m.programstageid = s.programstageid and not m.skipanalytics join dataelement i on i.dataelementid = m.dataelementid \
         where {}",
        [columns(&kind, prefix, scope), fitting(of)],
    )
}

/// The attributes of programs. Listed are those of programs with registration that are neither confidential nor kept from
/// analytics; counted are all.
fn attributes(of: &DimensionsOf, scope: &Scope) -> Sql {
    let kind = Kind { word: "PROGRAM_ATTRIBUTE", at: "2", values: ENTERED, place: "m.sort_order" };
    let shown: &'static str = match of {
        DimensionsOf::EventCounts(_) | DimensionsOf::EnrollmentCounts(_) => "true",
        _ => "p.type = 'WITH_REGISTRATION' and not coalesce(i.confidential, false) and not i.skipanalytics",
    };
    fill(
        "{} from asked a join program p on p.programid = a.programid join program_attributes m on m.programid = a.programid \
         join trackedentityattribute i on i.trackedentityattributeid = m.trackedentityattributeid where {} and {}",
        [columns(&kind, "null".into(), scope), shown.into(), fitting(of)],
    )
}

/// The category combination of a program, where it is not the default.
const COMBO: &str = " join program p on p.programid = a.programid join categorycombo c on c.categorycomboid = p.categorycomboid \
     and c.name <> 'default'";

fn categories(scope: &Scope) -> Sql {
    let kind = Kind { word: "CATEGORY", at: "3", values: WITHOUT_VALUES, place: "m.sort_order" };
    fill(
        "{} from asked a{} join categorycombos_categories m on m.categorycomboid = c.categorycomboid \
         join category i on i.categoryid = m.categoryid",
        [columns(&kind, "null".into(), scope), COMBO.into()],
    )
}

/// All sets of groups of options that tell attributes apart.
fn option_group_sets(scope: &Scope) -> Sql {
    let kind = Kind { word: "CATEGORY_OPTION_GROUP_SET", at: "4", values: WITHOUT_VALUES, place: "0" };
    fill(
        "{} from asked a{} join categoryoptiongroupset i on i.datadimensiontype = 'ATTRIBUTE' where {}",
        [
            columns(&kind, "null".into(), scope),
            COMBO.into(),
            readable_as("i", "categoryOptionGroupSet", "categoryoptiongroupset", scope),
        ],
    )
}

/// Whether the type of value of the row `i` can be listed or counted.
fn fitting(of: &DimensionsOf) -> Sql {
    const NOT_COUNTED: [&str; 6] =
        ["COORDINATE", "FILE_RESOURCE", "GEOJSON", "IMAGE", "MULTI_TEXT", "REFERENCE"];
    let fits = |word: &&str| match of {
        DimensionsOf::EventCounts(_) => is_numeric(word) || ["BOOLEAN", "TRUE_ONLY"].contains(word),
        DimensionsOf::EnrollmentCounts(_) => !NOT_COUNTED.contains(word),
        _ => !["IMAGE", "FILE_RESOURCE"].contains(word),
    };
    let types: Vec<String> = value_types().into_iter().filter(fits).map(str::to_owned).collect();
    let mut sql = Sql::new("i.valuetype = any(");
    sql.bind(types).push(")");
    sql
}
