//! The statements of a map's picture: where its units lie, and their outlines in pixels.

use afya_store::Sql;

/// A unit's geometry in the web's projection, in metres; without what lies at the poles, which that projection cannot show.
const PROJECTED: &str = "ST_Transform(ST_ClipByBox2D(ST_Force2D(ST_SetSRID(o.geometry, 4326)), ST_MakeEnvelope(-180, -85, 180, 85, 4326)), 3857)";

/// The sides of a box around units.
pub(crate) fn bounds(uids: &[String]) -> Sql {
    let mut sql =
        Sql::new("select ST_XMin(b.whole) as left, ST_YMax(b.whole) as top, ST_XMax(b.whole) as right, ");
    sql.push("ST_YMin(b.whole) as bottom from (select ST_Extent(").push(PROJECTED);
    sql.push(") as whole from organisationunit o where o.uid = any(").bind(uids.to_vec()).push(")) b");
    sql
}

/// Each unit's outline, in the words of SVG, and a point within it, in pixels from the corner of the picture. Points of an
/// outline that make no difference at that scale are left out.
pub(crate) fn outlines(uids: &[String], (left, top): (f64, f64), scale: f64) -> Sql {
    let mut sql =
        Sql::new("with shape as (select o.uid, o.hierarchylevel as level, ST_TransScale(ST_Simplify(");
    sql.push(PROJECTED).push(", ").bind(0.4 / scale).push("::float8, true), ").bind(-left);
    sql.push("::float8, ").bind(-top).push("::float8, ").bind(scale).push("::float8, ").bind(scale);
    sql.push("::float8) as drawn from organisationunit o where o.uid = any(").bind(uids.to_vec()).push(
        ") and o.geometry is not null) \
         select s.uid, s.level, ST_X(m.point) as x, -ST_Y(m.point) as y, case ST_Dimension(s.drawn) \
         when 2 then ST_AsSVG(ST_CollectionExtract(s.drawn, 3), 1, 1) when 1 then ST_AsSVG(ST_CollectionExtract(s.drawn, 2), 1, 1) end \
         as outline from shape s cross join lateral (select ST_PointOnSurface(s.drawn) as point) m \
         where not ST_IsEmpty(s.drawn) and m.point is not null",
    );
    sql
}

/// Which of these groups units are in: the first of them.
pub(crate) fn groups(units: &[i64], groups: Vec<String>) -> Sql {
    let mut sql = Sql::new("select m.organisationunitid as id, min(array_position(");
    sql.bind(groups.clone()).push("::text[], g.uid::text)) as place from orgunitgroupmembers m join orgunitgroup g using (orgunitgroupid)");
    sql.push(" where m.organisationunitid = any(")
        .bind(units.to_vec())
        .push(") and g.uid = any(")
        .bind(groups);
    sql.push(") group by m.organisationunitid");
    sql
}
