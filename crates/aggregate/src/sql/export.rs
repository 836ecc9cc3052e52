//! The statements of an export.

use afya_store::Sql;

use super::{column, data_readable};
use crate::export::{Order, Request};
use afya_model::Scheme;

/// A caller whose sharing counts.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    /// The identifier.
    pub(crate) uid: String,
    /// Identifiers of the groups.
    pub(crate) groups: Vec<String>,
    /// Identifiers of the units where the caller enters data.
    pub(crate) units: Vec<String>,
}

/// The condition that an option combo has no option whose data the caller may not read.
pub(crate) fn combo_readable(combo: &'static str, reader: &Reader) -> Sql {
    let mut sql =
        Sql::new("not exists (select from categoryoptioncombos_categoryoptions m join categoryoption o ");
    sql.push("on o.categoryoptionid = m.categoryoptionid where m.categoryoptioncomboid = ").push(combo);
    sql.push(".categoryoptioncomboid and not ")
        .append(data_readable("o", &reader.uid, &reader.groups))
        .push(")");
    sql
}

/// Those of the sets whose data the caller may not read.
pub(crate) fn unreadable_sets(sets: &[String], reader: &Reader) -> Sql {
    let mut sql = Sql::new("select s.uid from dataset s where s.uid = any(");
    sql.bind(sets.to_vec()).push(") and not ").append(data_readable("s", &reader.uid, &reader.groups));
    sql.push(" order by 1");
    sql
}

/// Those of the option combos whose data the caller may not read.
pub(crate) fn unreadable_combos(combos: &[String], reader: &Reader) -> Sql {
    let mut sql = Sql::new("select a.uid from categoryoptioncombo a where a.uid = any(");
    sql.bind(combos.to_vec()).push(") and not ").append(combo_readable("a", reader));
    sql.push(" order by 1");
    sql
}

/// The paths of units.
pub(crate) fn paths(units: &[String]) -> Sql {
    let mut sql = Sql::new("select uid, path from organisationunit where uid = any(");
    sql.bind(units.to_vec()).push(") order by uid");
    sql
}

/// The identifiers of the objects of a table that a scheme names so, in the order of the names.
pub(crate) fn decoded(table: &'static str, scheme: &Scheme, names: &[String]) -> Sql {
    let mut sql = Sql::new("select t.uid from unnest(");
    sql.bind(names.to_vec()).push("::text[]) with ordinality as n (name, i) join ").push(table);
    sql.push(" t on ").append(column("t", scheme)).push(" = n.name order by n.i");
    sql
}

/// What a scheme calls a data set.
pub(crate) fn set_name(uid: &str, scheme: &Scheme) -> Sql {
    let mut sql = Sql::new("select ");
    sql.append(column("s", scheme)).push(" as name from dataset s where s.uid = ").bind(uid);
    sql
}

/// The attribute option combo of a category combo (the default one when none is named) that has all of these options;
/// several may have them, and the first one counts.
pub(crate) fn combo_of_options(combo: Option<&str>, options: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select c.uid from categoryoptioncombo c join categorycombos_optioncombos l using (categoryoptioncomboid) \
         join categorycombo k using (categorycomboid) join categoryoptioncombos_categoryoptions m using (categoryoptioncomboid) \
         join categoryoption o on o.categoryoptionid = m.categoryoptionid where ",
    );
    match combo {
        Some(uid) => sql.push("k.uid = ").bind(uid),
        None => sql.push("k.name = 'default'"),
    };
    sql.push(" and o.uid = any(").bind(options.to_vec());
    let count = i64::try_from(options.len()).unwrap_or_default();
    sql.push(") group by c.uid having count(distinct o.uid) = ").bind(count).push(" order by c.uid limit 1");
    sql
}

/// What a reference of a value is looked up as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Element,
    Unit,
    OptionCombo,
    AttributeCombo,
}

/// The references of the values of a request: identifier, name by the scheme (or null), and how many values have it.
pub(crate) fn references(
    request: &Request,
    reader: Option<&Reader>,
    what: Reference,
    scheme: &Scheme,
) -> Sql {
    let mut sql = Sql::new("select x.uid, ");
    sql.append(column("x", scheme)).push(" as name, count(*) as count from (select v.* ");
    sql.append(found(request, reader, "")).push(") f join ");
    sql.push(match what {
        Reference::Element => "dataelement x on x.dataelementid = f.dataelementid",
        Reference::Unit => "organisationunit x on x.organisationunitid = f.sourceid",
        Reference::OptionCombo => {
            "categoryoptioncombo x on x.categoryoptioncomboid = f.categoryoptioncomboid"
        }
        Reference::AttributeCombo => {
            "categoryoptioncombo x on x.categoryoptioncomboid = f.attributeoptioncomboid"
        }
    });
    sql.push(" group by 1, 2 order by 1");
    sql
}

/// Option combos as two lists of the same length: their categories and their options, as the schemes call them.
fn unfolded(request: &Request) -> Sql {
    let mut sql = Sql::new(
        "select categoryoptioncomboid, array_agg(category order by place, category) as categories, \
         array_agg(option order by place, category) as options from (select distinct m.categoryoptioncomboid, l.sort_order as place, ",
    );
    sql.append(column("k", &request.outputs.category)).push(" as category, ");
    sql.append(column("o", &request.outputs.category_option)).push(
        " as option from categorycombos_optioncombos m join categorycombos_categories l using (categorycomboid) \
         join category k using (categoryid) join categoryoptioncombos_categoryoptions x using (categoryoptioncomboid) \
         join categoryoption o using (categoryoptionid) \
         join categories_categoryoptions y on y.categoryoptionid = o.categoryoptionid and y.categoryid = k.categoryid) u group by 1",
    );
    sql
}

/// The option combos of the values of a request unfolded, and whether something in them has no name.
pub(crate) fn unfolding(request: &Request, reader: Option<&Reader>) -> Sql {
    let mut sql = Sql::new(
        "select c.uid, u.categories, u.options, u.categories is null or array_position(u.categories, null) is not null ",
    );
    sql.push("or array_position(u.options, null) is not null as nameless from (select distinct unnest(array[v.categoryoptioncomboid, ");
    sql.push("v.attributeoptioncomboid]) as id from (select v.* ").append(found(request, reader, ""));
    sql.push(") v) f join categoryoptioncombo c on c.categoryoptioncomboid = f.id left join (");
    sql.append(unfolded(request)).push(") u on u.categoryoptioncomboid = f.id order by 1");
    sql
}

/// The values of a request, a row each, in the order of columns that `export::value` reads.
pub(crate) fn values(request: &Request, reader: Option<&Reader>) -> Sql {
    let outputs = &request.outputs;
    let mut sql = Sql::new("select ");
    sql.append(column("e", &outputs.element)).push(", p.iso, ");
    sql.append(column("o", &outputs.unit)).push(", ");
    sql.append(column("c", &outputs.option_combo)).push(", ");
    sql.append(column("a", &outputs.attribute_combo)).push(
        ", e.valuetype, v.value, v.comment, v.followup, v.storedby, v.created, v.lastupdated, v.deleted, \
         c.uid = 'HllvX50cXC0', a.uid = 'HllvX50cXC0', ",
    );
    if !request.unfold {
        sql.push("null::text[], null::text[], null::text[], null::text[] ");
        sql.append(found(request, reader, ""));
        return sql;
    }
    sql.push("uc.categories, uc.options, ua.categories, ua.options ");
    let joins = "left join u uc on uc.categoryoptioncomboid = v.categoryoptioncomboid \
                 left join u ua on ua.categoryoptioncomboid = v.attributeoptioncomboid ";
    let mut all = Sql::new("with u as materialized (");
    all.append(unfolded(request)).push(") ").append(sql).append(found(request, reader, joins));
    all
}

/// From which tables (and what else is joined), on which conditions and in which order values come.
fn found(request: &Request, reader: Option<&Reader>, joins: &'static str) -> Sql {
    let mut sql = Sql::new(
        "from datavalue v join dataelement e on e.dataelementid = v.dataelementid join period p on p.periodid = v.periodid \
         join organisationunit o on o.organisationunitid = v.sourceid \
         join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid ",
    );
    sql.push(joins).push("where true");
    sql.append(elements(request)).append(periods(request)).append(units(request, reader));
    if !request.include_deleted {
        sql.push(" and not v.deleted");
    }
    if !request.option_combos.is_empty() {
        sql.push(" and c.uid = any(").bind(request.option_combos.clone()).push(")");
    }
    if !request.attribute_combos.is_empty() {
        sql.push(" and a.uid = any(").bind(request.attribute_combos.clone()).push(")");
    } else if let Some(reader) = reader {
        sql.push(" and v.attributeoptioncomboid in (select r.categoryoptioncomboid from categoryoptioncombo r where ");
        sql.append(combo_readable("r", reader)).push(")");
    }
    if let Some(reader) = reader {
        sql.push(" and v.dataelementid in (select m.dataelementid from datasetelement m join dataset s using (datasetid) where ");
        sql.append(data_readable("s", &reader.uid, &reader.groups)).push(")");
    }
    sql.append(order(request));
    sql
}

fn elements(request: &Request) -> Sql {
    let mut sql =
        Sql::new(" and v.dataelementid in (select x.dataelementid from dataelement x where x.uid = any(");
    sql.bind(request.elements.clone());
    sql.push(") union select m.dataelementid from datasetelement m join dataset s using (datasetid) where s.uid = any(");
    sql.bind(request.sets.clone());
    sql.push(
        ") union select m.dataelementid from dataelementgroupmembers m join dataelementgroup g using (dataelementgroupid) \
         where g.uid = any(",
    );
    sql.bind(request.element_groups.clone()).push("))");
    sql
}

fn periods(request: &Request) -> Sql {
    let mut sql = Sql::empty();
    if request.has_periods() {
        if !request.periods.is_empty() {
            sql.push(" and p.iso = any(").bind(request.periods.clone()).push(")");
        }
        if let Some(start) = request.start {
            sql.push(" and p.startdate >= ").bind(start.to_string()).push("::text::date");
        }
        if let Some(end) = request.end {
            sql.push(" and p.enddate <= ").bind(end.to_string()).push("::text::date");
        }
    }
    if let Some(moment) = &request.last_updated {
        sql.push(" and v.lastupdated >= ").bind(moment.as_str()).push("::text::timestamp");
    } else if let Some(seconds) = request.last_updated_seconds {
        sql.push(" and v.lastupdated >= now()::timestamp - make_interval(secs => ");
        sql.bind(seconds).push("::bigint)");
    }
    sql
}

/// Units themselves, or all below them; and members of groups, of which others than superusers see their own units only.
/// Paths are bound as they are, since PostgreSQL guesses well how many units lie below a path that it knows, and plans
/// the reading of values by that.
fn units(request: &Request, reader: Option<&Reader>) -> Sql {
    let mut sql = Sql::new(" and (");
    if request.children {
        sql.push("o.path = any(").bind(request.unit_paths.clone()).push(") or o.path like any(");
        sql.bind(request.unit_paths.iter().map(|path| format!("{path}/%")).collect::<Vec<_>>());
    } else {
        sql.push("o.uid = any(").bind(request.units.clone());
    }
    sql.push(")");
    if !request.unit_groups.is_empty() {
        sql.push(
            " or o.organisationunitid in (select x.organisationunitid from orgunitgroupmembers m \
             join orgunitgroup g using (orgunitgroupid) join organisationunit x using (organisationunitid) where g.uid = any(",
        );
        sql.bind(request.unit_groups.clone()).push(")");
        if let Some(reader) = reader {
            sql.push(" and x.uid = any(").bind(reader.units.clone()).push(")");
        }
        sql.push(")");
    }
    sql.push(")");
    if let Some(level) = request.level {
        sql.push(" and o.hierarchylevel = ").bind(level).push("::bigint");
    }
    sql
}

/// The order that was asked for. Parts of an export have one always, so that they are parts of the same whole.
fn order(request: &Request) -> Sql {
    let is_part = request.limit.is_some() || request.offset.is_some();
    let orders: &[Order] = match request.orders.as_slice() {
        [] if is_part => &[Order::Period, Order::Created, Order::Element],
        orders => orders,
    };
    let mut pieces: Vec<Sql> = orders.iter().map(|order| Sql::new(by(*order))).collect();
    if is_part {
        pieces.push(Sql::new(by(Order::Key)));
    }
    let mut sql = Sql::empty();
    if !pieces.is_empty() {
        sql.push(" order by ").append(Sql::join(pieces, ", "));
    }
    if let Some(limit) = request.limit.filter(|limit| *limit > 0) {
        sql.push(" limit ").bind(limit);
    }
    if let Some(offset) = request.offset.filter(|offset| *offset > 0) {
        sql.push(" offset ").bind(offset);
    }
    sql
}

fn by(order: Order) -> &'static str {
    match order {
        Order::Element => "e.uid",
        Order::Period => "p.startdate, p.enddate",
        Order::Unit => "o.path",
        Order::AttributeCombo => "a.uid",
        Order::Created => "v.created",
        Order::Key => {
            "v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, v.attributeoptioncomboid"
        }
    }
}
