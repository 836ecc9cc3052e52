//! What is known of the items of a grid beyond their names, and the identifiers behind other identifiers.

use afya_model::Scheme;
use afya_store::Sql;

/// Code, name, description, style, legend set, type and the value of an attribute of the objects with these identifiers.
pub(crate) fn details(uids: &[String], attribute: Option<&str>) -> Sql {
    let mut sql = Sql::empty();
    let tables: [&'static str; 10] = [
        "select 'DATA_ELEMENT' as kind, o.uid, o.code, o.name, o.description, o.shortname as short_name, o.style::text as style, (select l.uid from dataelementlegendsets s \
         join maplegendset l on l.maplegendsetid = s.legendsetid where s.dataelementid = o.dataelementid order by s.sort_order limit 1) as legend_set, \
         null::text as type_name, null::int as type_factor, null::boolean as type_number, o.attributevalues from dataelement o where o.uid = any(",
        "select 'INDICATOR', o.uid, o.code, o.name, o.description, o.shortname, o.style::text, (select l.uid from indicatorlegendsets s \
         join maplegendset l on l.maplegendsetid = s.legendsetid where s.indicatorid = o.indicatorid order by s.sort_order limit 1), \
         t.name, t.indicatorfactor, coalesce(t.indicatornumber, false), o.attributevalues \
         from indicator o join indicatortype t on t.indicatortypeid = o.indicatortypeid where o.uid = any(",
        "select 'ORGANISATION_UNIT', o.uid, o.code, o.name, o.description, o.shortname, null, null, null, null, null, o.attributevalues from organisationunit o where o.uid = any(",
        "select 'OPTION_COMBO', o.uid, o.code, o.name, null, null, null, null, null, null, null, o.attributevalues from categoryoptioncombo o where o.uid = any(",
        "select 'CATEGORY_OPTION', o.uid, o.code, o.name, o.description, o.shortname, null, null, null, null, null, o.attributevalues from categoryoption o where o.uid = any(",
        "select 'CATEGORY_OPTION_GROUP', o.uid, o.code, o.name, o.description, o.shortname, null, null, null, null, null, o.attributevalues from categoryoptiongroup o where o.uid = any(",
        "select 'ORGANISATION_UNIT_GROUP', o.uid, o.code, o.name, null, o.shortname, null, null, null, null, null, o.attributevalues from orgunitgroup o where o.uid = any(",
        "select 'DATA_SET', o.uid, null, o.name, o.description, o.shortname, o.style::text, null, null, null, null, o.attributevalues from dataset o where o.uid = any(",
        "select 'VALIDATION_RULE', o.uid, o.code, o.name, o.description, o.shortname, null, null, null, null, null, o.attributevalues from validationrule o where o.uid = any(",
        "select 'DATA_ELEMENT_GROUP', o.uid, o.code, o.name, o.description, o.shortname, null, null, null, null, null, o.attributevalues from dataelementgroup o where o.uid = any(",
    ];
    sql.push("select d.kind, d.uid, d.code, d.name, d.description, d.short_name, d.style, d.legend_set, d.type_name, d.type_factor, d.type_number, d.attributevalues->");
    sql.bind(attribute.unwrap_or_default().to_owned()).push("::text->>'value' as attribute_value from (");
    for (at, table) in tables.into_iter().enumerate() {
        sql.push(if at == 0 { "" } else { " union all " }).push(table).bind(uids.to_vec()).push(")");
    }
    sql.push(") d");
    sql
}

/// The identifiers behind codes, names or values of an attribute, with the kinds of what has them.
pub(crate) fn identifiers(given: &[String], scheme: &Scheme) -> Sql {
    const TABLES: [(&str, &str); 17] = [
        ("DATA_ELEMENT", "dataelement"),
        ("INDICATOR", "indicator"),
        ("EXPRESSION_DIMENSION_ITEM", "expressiondimensionitem"),
        ("PROGRAM_INDICATOR", "programindicator"),
        ("VALIDATION_RULE", "validationrule"),
        ("DATA_SET", "dataset"),
        ("OPTION_COMBO", "categoryoptioncombo"),
        ("DATA_ELEMENT_GROUP", "dataelementgroup"),
        ("INDICATOR_GROUP", "indicatorgroup"),
        ("ORGANISATION_UNIT", "organisationunit"),
        ("ORGANISATION_UNIT_GROUP", "orgunitgroup"),
        ("CATEGORY", "category"),
        ("CATEGORY_OPTION_GROUP_SET", "categoryoptiongroupset"),
        ("ORGANISATION_UNIT_GROUP_SET", "orgunitgroupset"),
        ("DATA_ELEMENT_GROUP_SET", "dataelementgroupset"),
        ("CATEGORY_OPTION", "categoryoption"),
        ("CATEGORY_OPTION_GROUP", "categoryoptiongroup"),
    ];
    let mut sql = Sql::empty();
    for (at, (kind, table)) in TABLES.into_iter().enumerate() {
        sql.push(if at == 0 { "select '" } else { " union all select '" })
            .push(kind)
            .push("' as kind, o.uid, ");
        sql.append(identifier(scheme)).push(" as given from ").push(table).push(" o where ");
        sql.append(identifier(scheme)).push(" = any(").bind(given.to_vec()).push(")");
    }
    sql
}

fn identifier(scheme: &Scheme) -> Sql {
    match scheme {
        Scheme::Uid => Sql::new("o.uid"),
        Scheme::Code => Sql::new("o.code"),
        Scheme::Name => Sql::new("o.name"),
        Scheme::Attribute(attribute) => {
            let mut sql = Sql::new("(o.attributevalues->");
            sql.bind(attribute.clone()).push("::text->>'value')");
            sql
        }
    }
}
