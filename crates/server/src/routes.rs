//! All routes, resource by resource; a resource's own file comes before what the registry gives every type.

mod system;

use crate::route::Route;

/// The table of routes.
pub(crate) fn all() -> Vec<Route> {
    [system::routes()].into_iter().flatten().collect()
}
