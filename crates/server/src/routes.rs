//! All routes, resource by resource; a resource's own file comes before what the registry gives every type.

mod expressions;
mod geo_features;
mod objects;
mod organisation_unit_locations;
mod organisation_units;
mod schemas;
mod system;

use crate::route::Route;

/// The table of routes.
pub(crate) fn all() -> Vec<Route> {
    [
        expressions::routes(),
        geo_features::routes(),
        organisation_units::routes(),
        organisation_unit_locations::routes(),
        schemas::routes(),
        system::routes(),
        objects::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
