//! All routes, resource by resource; a resource's own file comes before what the registry gives every type.

mod geo_features;
mod objects;
mod schemas;
mod system;

use crate::route::Route;

/// The table of routes.
pub(crate) fn all() -> Vec<Route> {
    [geo_features::routes(), schemas::routes(), system::routes(), objects::routes()]
        .into_iter()
        .flatten()
        .collect()
}
