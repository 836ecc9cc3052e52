//! The statements of forms: what a data set shows, section by section.

use afya_store::Sql;

/// A text of an object in a language, or else as it is.
fn translated(alias: &'static str, property: &'static str, plain: Sql, locale: Option<&str>) -> Sql {
    let Some(locale) = locale else { return plain };
    let mut sql = Sql::new("coalesce((select nullif(t->>'value', '') from jsonb_array_elements(");
    sql.push(alias).push(".translations) t where t->>'property' = '").push(property);
    sql.push("' and t->>'locale' = ").bind(locale).push(" limit 1), ").append(plain).push(")");
    sql
}

fn name(alias: &'static str, locale: Option<&str>) -> Sql {
    let mut plain = Sql::new(alias);
    plain.push(".name");
    translated(alias, "NAME", plain, locale)
}

/// The name of a data element in a form.
fn form_name(locale: Option<&str>) -> Sql {
    let mut plain = Sql::new("coalesce(nullif(e.formname, ''), ");
    plain.append(name("e", locale)).push(")");
    translated("e", "FORM_NAME", plain, locale)
}

/// What a data set says of its form, with its attribute category combo unless that is the default one.
pub(crate) fn set(uid: &str, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select s.datasetid as id, ");
    sql.append(name("s", locale)).push(" as label, ");
    sql.append(translated("s", "SHORT_NAME", Sql::new("s.shortname"), locale)).push(
        " as subtitle, t.name as period_type, coalesce(s.openfutureperiods, 0) as open_future, \
         coalesce(s.openperiodsaftercoenddate, 0) as after_option, coalesce(s.expirydays, 0)::float8 as expiry_days, \
         (select json_build_object('id', k.uid, 'categories', (select coalesce(json_agg(json_build_object('id', c.uid, 'label', c.name, \
         'categoryOptions', (select coalesce(json_agg(json_strip_nulls(json_build_object('id', o.uid, 'label', ",
    );
    sql.append(name("o", locale)).push(
        ", 'startDate', to_char(o.startdate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'endDate', to_char(o.enddate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'))) \
         order by y.sort_order), '[]'::json) from categories_categoryoptions y join categoryoption o using (categoryoptionid) \
         where y.categoryid = c.categoryid)) order by x.sort_order), '[]'::json) from categorycombos_categories x \
         join category c using (categoryid) where x.categorycomboid = k.categorycomboid))::text from categorycombo k \
         where k.categorycomboid = s.categorycomboid and k.name <> 'default') as combo \
         from dataset s join periodtype t using (periodtypeid) where s.uid = ",
    );
    sql.bind(uid);
    sql
}

/// An object of a section, or a set, as the form's metadata shows it: without a language.
fn nameable(alias: &'static str) -> Sql {
    let mut sql = Sql::new("json_strip_nulls(json_build_object('id', ");
    for piece in [
        ".uid, 'code', ",
        ".code, 'name', ",
        ".name, 'displayName', ",
        ".name, 'displayFormName', ",
        ".name, 'shortName', ",
        ".shortname, 'displayShortName', ",
        ".shortname, 'description', ",
        ".description, 'displayDescription', ",
    ] {
        sql.push(alias).push(piece);
    }
    sql.push(alias).push(
        ".description, 'favorite', false, 'favorites', '[]'::json, 'attributeValues', '[]'::json, 'translations', '[]'::json, \
         'sharing', '{\"users\": {}, \"userGroups\": {}}'::json))",
    );
    sql
}

/// The sections of a set in order, each with its elements and indicators as JSON.
pub(crate) fn sections(set: i64, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select n.sectionid as id, ");
    sql.append(name("n", locale)).push(
        " as label, n.description, (select count(*) from sectiondataelements d where d.sectionid = n.sectionid) as elements, \
         (select coalesce(json_agg(",
    );
    sql.append(nameable("e")).push(
        " order by d.sort_order), '[]'::json) from sectiondataelements d join dataelement e using (dataelementid) \
         where d.sectionid = n.sectionid)::text as shown_elements, (select coalesce(json_agg(",
    );
    sql.append(nameable("i")).push(
        " order by d.sort_order), '[]'::json) from sectionindicators d join indicator i using (indicatorid) \
         where d.sectionid = n.sectionid)::text as shown_indicators from section n where n.datasetid = ",
    );
    sql.bind(set).push(" order by n.sortorder, n.sectionid");
    sql
}

/// The elements of a set that stand in no order, where DHIS2's sets would have them.
const ELEMENTS: &str = "select m.dataelementid, afya.hash_place(((((afya.hash_code(e.uid) * 31 + afya.hash_code(e.code)) * 31 \
    + afya.hash_code(e.name)) * 31 + afya.hash_code(e.shortname)) * 31 + afya.hash_code(e.description)) * 31, count(*) over ()) as place \
    from datasetelement m join dataelement e using (dataelementid) where m.datasetid = ";

/// The elements of a set as the metadata of a form without sections shows them.
pub(crate) fn shown_elements(set: i64) -> Sql {
    let mut sql = Sql::new("select coalesce(json_agg(");
    sql.append(nameable("e"))
        .push(" order by m.place, e.dataelementid), '[]'::json)::text as shown from (")
        .push(ELEMENTS);
    sql.bind(set).push(") m join dataelement e using (dataelementid)");
    sql
}

/// The cells of a form in order: element and option combo, with label and type. Without sections (`sectioned`) every
/// element of the set has cells, and none is greyed out.
pub(crate) fn fields(set: i64, sectioned: bool, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "select m.sectionid as section, e.uid as element, c.uid as option_combo, e.valuetype, u.uid as option_set, ",
    );
    sql.append(form_name(locale)).push(" || case when c.name = 'default' then '' else ' ' || ");
    sql.append(name("c", locale)).push(" end as label from (");
    if sectioned {
        sql.push("select d.sectionid, d.dataelementid, d.sort_order::bigint as place from sectiondataelements d join section n using (sectionid) where n.datasetid = ");
        sql.bind(set);
    } else {
        sql.push("select null::bigint as sectionid, h.dataelementid, h.place from (")
            .push(ELEMENTS)
            .bind(set)
            .push(") h");
    }
    sql.push(
        ") m join dataelement e using (dataelementid) left join optionset u using (optionsetid) cross join lateral \
         (select x.categorycomboid, min(x.own) as own from (select o.categorycomboid, 0 as own from datasetelement o \
         where o.dataelementid = e.dataelementid and o.categorycomboid is not null union all select e.categorycomboid, 1) x group by 1) k \
         join categorycombos_optioncombos l on l.categorycomboid = k.categorycomboid \
         join categoryoptioncombo c on c.categoryoptioncomboid = l.categoryoptioncomboid \
         where not exists (select from sectiongreyedfields g join dataelementoperand d using (dataelementoperandid) \
         where g.sectionid = m.sectionid and d.dataelementid = e.dataelementid and d.categoryoptioncomboid = c.categoryoptioncomboid) \
         order by m.sectionid, m.place, e.dataelementid, k.own, k.categorycomboid, (select array_agg(y.sort_order order by z.sort_order) \
         from categorycombos_categories z join categories_categoryoptions y using (categoryid) \
         join categoryoptioncombos_categoryoptions v using (categoryoptionid) \
         where z.categorycomboid = k.categorycomboid and v.categoryoptioncomboid = c.categoryoptioncomboid)",
    );
    sql
}

/// The units of these names: identifiers, codes, or names; in the order of the names.
pub(crate) fn units(names: &[String]) -> Sql {
    let mut sql = Sql::new("select distinct on (n.i) o.uid, coalesce(o.code, '') as code from unnest(");
    sql.bind(names.to_vec()).push(
        "::text[]) with ordinality as n (name, i) join organisationunit o on n.name in (o.uid, o.code, o.name) \
         order by n.i, o.uid = n.name desc, o.code = n.name desc, o.organisationunitid",
    );
    sql
}

/// The codes of elements.
pub(crate) fn element_codes(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select e.uid, e.code from datasetelement m join dataelement e using (dataelementid) where m.datasetid = ",
    );
    sql.bind(set);
    sql
}

/// The category combos of the elements of a set.
pub(crate) fn combos(set: &str) -> Sql {
    let mut sql = Sql::new(
        "select distinct k.uid from dataset s join datasetelement m using (datasetid) join dataelement e using (dataelementid) \
         join categorycombo k on k.categorycomboid = coalesce(m.categorycomboid, e.categorycomboid) where s.uid = ",
    );
    sql.bind(set);
    sql
}

/// The custom form of a set, if it has one, and what the set says of it.
pub(crate) fn custom(set: &str) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as id, s.version, coalesce(s.dataelementdecoration, false) as decorated, f.uid, f.style, \
         f.htmlcode from dataset s left join dataentryform f on f.dataentryformid = s.dataentryform where s.uid = ",
    );
    sql.bind(set);
    sql
}

/// The elements that a custom form may show.
pub(crate) fn custom_elements(set: i64, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select e.uid, coalesce(nullif(e.formname, ''), ");
    sql.append(name("e", locale)).push(") as label, ");
    sql.append(translated("e", "DESCRIPTION", Sql::new("e.description"), locale)).push(
        " as description, e.valuetype, e.optionsetid is not null as has_options from datasetelement m \
         join dataelement e using (dataelementid) where m.datasetid = ",
    );
    sql.bind(set);
    sql
}

/// The option combos of these identifiers.
pub(crate) fn option_combos(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select uid, name from categoryoptioncombo where uid = any(");
    sql.bind(uids.to_vec()).push(")");
    sql
}

/// The compulsory cells of a set, as element and option combo.
pub(crate) fn compulsory(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select e.uid as element, c.uid as option_combo from datasetoperands m join dataelementoperand d using (dataelementoperandid) \
         join dataelement e using (dataelementid) join categoryoptioncombo c using (categoryoptioncomboid) where m.datasetid = ",
    );
    sql.bind(set);
    sql
}

/// The attribute option combo of a set with exactly these options.
pub(crate) fn attribute_combo(set: &str, options: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select c.uid from dataset s join categorycombos_optioncombos m on m.categorycomboid = s.categorycomboid \
         join categoryoptioncombo c using (categoryoptioncomboid) where s.uid = ",
    );
    sql.bind(set).push(
        " and (select array_agg(o.uid::text order by o.uid::text) from categoryoptioncombos_categoryoptions l \
         join categoryoption o using (categoryoptionid) where l.categoryoptioncomboid = c.categoryoptioncomboid) = \
         (select array_agg(x order by x) from unnest(",
    );
    sql.bind(options.to_vec()).push("::text[]) x)");
    sql
}

/// Raises the version of a set.
pub(crate) fn raise_version(set: &str, caller: i64) -> Sql {
    let mut sql = Sql::new(
        "update dataset set version = coalesce(version, 0) + 1, lastupdated = now(), lastupdatedby = ",
    );
    sql.bind(caller).push(" where uid = ").bind(set);
    sql
}

/// Makes a custom form and gives it to a set that has none.
pub(crate) fn add_form(set: &str, (uid, html, style): (&str, &str, &str), caller: i64) -> Sql {
    let mut sql = Sql::new(
        "with made as (insert into dataentryform (dataentryformid, uid, created, lastupdated, lastupdatedby, name, style, htmlcode, format) \
         select nextval('hibernate_sequence'), ",
    );
    sql.bind(uid)
        .push(", now(), now(), ")
        .bind(caller)
        .push("::bigint, left(s.name, 160), ")
        .bind(style)
        .push(", ")
        .bind(html);
    sql.push(", 2 from dataset s where s.uid = ").bind(set);
    sql.push(" returning dataentryformid) update dataset set dataentryform = (select dataentryformid from made) where uid = ").bind(set);
    sql
}

/// Changes the text, and the style if one is named, of the custom form of a set.
pub(crate) fn change_form(set: &str, html: Option<&str>, style: Option<&str>, caller: i64) -> Sql {
    let mut sql = Sql::new("update dataentryform f set htmlcode = coalesce(");
    sql.bind(html)
        .push("::text, f.htmlcode), style = coalesce(")
        .bind(style)
        .push("::text, f.style), lastupdated = now(), lastupdatedby = ");
    sql.bind(caller)
        .push("::bigint from dataset s where s.dataentryform = f.dataentryformid and s.uid = ")
        .bind(set);
    sql
}
