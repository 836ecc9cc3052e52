//! The statement of a vector tile.

use afya_store::{Bind, Sql};

use crate::tiles::Tile;

/// The units with their names and figures that lie in a tile. Their geometry is cut before it is projected, for the poles lie
/// outside of the web's projection; and the cut ends where the world does, or it would begin again on the other side.
pub(crate) fn tile(tile: Tile, uids: Vec<String>, names: Vec<String>, values: &[Option<f64>]) -> Sql {
    let [zoom, column, row] = tile.place();
    let mut sql = Sql::new("with tile as (select ST_TileEnvelope(");
    sql.bind(zoom).push("::int, ").bind(column).push("::int, ").bind(row).push(
        "::int) as whole), place as (select whole, ST_Transform(ST_Intersection(ST_Expand(whole, (ST_XMax(whole) - ST_XMin(whole)) / 64), \
         ST_MakeEnvelope(-20037508.3, -20037508.3, 20037508.3, 20037508.3, 3857)), 4326) as wide from tile), \
         drawn as (select o.uid as id, n.name, o.hierarchylevel as level, n.value, \
         ST_AsMVTGeom(ST_Transform(ST_ClipByBox2D(ST_Force2D(ST_SetSRID(o.geometry, 4326)), p.wide), 3857), p.whole, 4096, 64, true) \
         as geom from unnest(",
    );
    let figures: Vec<String> =
        values.iter().map(|value| value.map_or("NULL".to_owned(), |value| value.to_string())).collect();
    sql.bind(uids).push("::text[], ").bind(names).push("::text[], ");
    sql.bind(Bind::Text(format!("{{{}}}", figures.join(",")))).push(
        "::text::float8[]) n (uid, name, value) join organisationunit o on o.uid = n.uid cross join place p \
         where ST_SetSRID(o.geometry, 4326) && p.wide) \
         select ST_AsMVT(d, 'units', 4096, 'geom') as tile from drawn d where d.geom is not null",
    );
    sql
}
