//! All routes, resource by resource; a resource's own file comes before what the registry gives every type.

mod account;
mod account_recovery;
mod analytics;
mod api_tokens;
mod auth;
mod authorities;
pub(crate) mod completion;
mod configuration;
mod configuration_changes;
mod dashboards;
mod data_entry;
mod data_items;
mod data_set_forms;
mod data_set_versions;
mod data_statistics;
mod data_value_export;
mod data_value_files;
mod data_value_sets;
mod data_values;
mod deleted_objects;
mod dimensions;
mod expired_password;
mod expressions;
mod file_resources;
mod geo_features;
mod gist;
mod icons;
mod interpretations;
mod invitations;
mod job_configurations;
mod list_csv;
mod locales;
mod lock_exceptions;
mod login_config;
mod map_data;
mod me;
mod metadata_export;
mod metadata_import;
mod metadata_versions;
mod min_max;
mod my_approval;
mod my_password;
mod my_profile;
mod object_collections;
mod object_marks;
mod object_writes;
mod objects;
mod openapi;
mod operands;
mod org_unit_analytics;
mod organisation_unit_geometry;
mod organisation_unit_locations;
mod organisation_unit_profile;
mod organisation_units;
mod outliers;
mod people;
mod period_types;
mod program_dimensions;
mod registration;
mod resource_tables;
mod scheduler;
mod schemas;
mod settings;
mod sharing;
mod sharing_patches;
mod static_content;
mod svg;
mod system;
mod system_info;
mod system_lists;
mod system_tasks;
pub(crate) mod two_factor;
mod user_lookup;
mod user_settings;
mod validation;
mod visualization_data;

use crate::route::Route;

/// The table of routes.
pub(crate) fn all() -> Vec<Route> {
    [
        of_data(),
        of_accounts(),
        file_resources::routes(),
        geo_features::routes(),
        login_config::routes(),
        me::routes(),
        organisation_unit_profile::routes(),
        organisation_units::routes(),
        organisation_unit_geometry::routes(),
        organisation_unit_locations::routes(),
        schemas::routes(),
        settings::routes(),
        static_content::routes(),
        system::routes(),
        system_info::routes(),
        user_settings::routes(),
        authorities::routes(),
        locales::routes(),
        job_configurations::routes(),
        scheduler::routes(),
        period_types::routes(),
        system_lists::routes(),
        system_tasks::routes(),
        user_lookup::routes(),
        configuration::routes(),
        dashboards::routes(),
        visualization_data::routes(),
        map_data::routes(),
        svg::routes(),
        data_statistics::routes(),
        interpretations::routes(),
        deleted_objects::routes(),
        dimensions::routes(),
        data_items::routes(),
        my_approval::routes(),
        api_tokens::routes(),
        icons::routes(),
        my_password::routes(),
        configuration_changes::routes(),
        metadata_versions::routes(),
        my_profile::routes(),
        metadata_export::routes(),
        metadata_import::routes(),
        openapi::routes(),
        gist::routes(),
        operands::routes(),
        sharing::routes(),
        sharing_patches::routes(),
        object_writes::routes(),
        object_marks::routes(),
        object_collections::routes(),
        objects::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes that lead into accounts.
fn of_accounts() -> Vec<Route> {
    [
        account::routes(),
        account_recovery::routes(),
        auth::routes(),
        expired_password::routes(),
        invitations::routes(),
        registration::routes(),
        two_factor::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes of data values and of what is made of them.
fn of_data() -> Vec<Route> {
    [
        analytics::routes(),
        program_dimensions::routes(),
        org_unit_analytics::routes(),
        resource_tables::routes(),
        completion::routes(),
        data_entry::routes(),
        data_set_versions::routes(),
        data_set_forms::routes(),
        data_value_export::routes(),
        data_value_files::routes(),
        data_value_sets::routes(),
        data_values::routes(),
        expressions::routes(),
        validation::routes(),
        lock_exceptions::routes(),
        min_max::routes(),
        outliers::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
