//! All routes, resource by resource; a resource's own file comes before what the registry gives every type.

mod analytics;
mod auth;
mod expressions;
mod geo_features;
mod login_config;
mod me;
mod objects;
mod organisation_unit_locations;
mod organisation_units;
mod schemas;
mod settings;
mod system;
mod system_info;
mod user_settings;

use crate::route::Route;

/// The table of routes.
pub(crate) fn all() -> Vec<Route> {
    [
        analytics::routes(),
        expressions::routes(),
        auth::routes(),
        geo_features::routes(),
        login_config::routes(),
        me::routes(),
        organisation_units::routes(),
        organisation_unit_locations::routes(),
        schemas::routes(),
        settings::routes(),
        system::routes(),
        system_info::routes(),
        user_settings::routes(),
        objects::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
