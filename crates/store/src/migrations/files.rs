//! The files of `migrations/`, which the binary carries, and the statements that look at a database.

/// DHIS2's schema, in this order.
pub(super) const DHIS2: &[(&str, &str)] = &[
    ("010_functions", include_str!("../../../../migrations/dhis2/010_functions.sql")),
    ("015_upkeep_functions", include_str!("../../../../migrations/dhis2/015_upkeep_functions.sql")),
    ("020_users", include_str!("../../../../migrations/dhis2/020_users.sql")),
    ("030_org_units", include_str!("../../../../migrations/dhis2/030_org_units.sql")),
    ("040_categories", include_str!("../../../../migrations/dhis2/040_categories.sql")),
    ("050_data_elements", include_str!("../../../../migrations/dhis2/050_data_elements.sql")),
    ("060_data_sets", include_str!("../../../../migrations/dhis2/060_data_sets.sql")),
    ("070_analysis_1", include_str!("../../../../migrations/dhis2/070_analysis_1.sql")),
    ("070_analysis_2", include_str!("../../../../migrations/dhis2/070_analysis_2.sql")),
    ("070_analysis_3", include_str!("../../../../migrations/dhis2/070_analysis_3.sql")),
    ("080_programs_1", include_str!("../../../../migrations/dhis2/080_programs_1.sql")),
    ("080_programs_2", include_str!("../../../../migrations/dhis2/080_programs_2.sql")),
    ("090_tracker_1", include_str!("../../../../migrations/dhis2/090_tracker_1.sql")),
    ("090_tracker_2", include_str!("../../../../migrations/dhis2/090_tracker_2.sql")),
    ("100_validation", include_str!("../../../../migrations/dhis2/100_validation.sql")),
    ("110_services_1", include_str!("../../../../migrations/dhis2/110_services_1.sql")),
    ("110_services_2", include_str!("../../../../migrations/dhis2/110_services_2.sql")),
    ("800_indexes", include_str!("../../../../migrations/dhis2/800_indexes.sql")),
    ("902_references_of_users", include_str!("../../../../migrations/dhis2/902_references_of_users.sql")),
    (
        "903_references_of_org_units",
        include_str!("../../../../migrations/dhis2/903_references_of_org_units.sql"),
    ),
    (
        "904_references_of_categories",
        include_str!("../../../../migrations/dhis2/904_references_of_categories.sql"),
    ),
    (
        "905_references_of_data_elements",
        include_str!("../../../../migrations/dhis2/905_references_of_data_elements.sql"),
    ),
    (
        "906_references_of_data_sets",
        include_str!("../../../../migrations/dhis2/906_references_of_data_sets.sql"),
    ),
    (
        "907_references_of_analysis",
        include_str!("../../../../migrations/dhis2/907_references_of_analysis.sql"),
    ),
    (
        "908_references_of_programs",
        include_str!("../../../../migrations/dhis2/908_references_of_programs.sql"),
    ),
    ("909_references_of_tracker", include_str!("../../../../migrations/dhis2/909_references_of_tracker.sql")),
    (
        "910_references_of_validation",
        include_str!("../../../../migrations/dhis2/910_references_of_validation.sql"),
    ),
    (
        "911_references_of_services",
        include_str!("../../../../migrations/dhis2/911_references_of_services.sql"),
    ),
    ("990_triggers_and_rows", include_str!("../../../../migrations/dhis2/990_triggers_and_rows.sql")),
    ("995_first_rows", include_str!("../../../../migrations/dhis2/995_first_rows.sql")),
];

/// Our own schema, forward only.
pub(super) const AFYA: &[(&str, &str)] = &[
    ("V1__sessions", include_str!("../../../../migrations/afya/V1__sessions.sql")),
    ("V2__set_order", include_str!("../../../../migrations/afya/V2__set_order.sql")),
    ("V3__jobs", include_str!("../../../../migrations/afya/V3__jobs.sql")),
    ("V4__changes", include_str!("../../../../migrations/afya/V4__changes.sql")),
    ("V5__schedule", include_str!("../../../../migrations/afya/V5__schedule.sql")),
];

/// The history that DHIS2's Flyway leaves: rank, version, description, type, script, checksum.
pub(super) const FLYWAY_HISTORY: &str =
    include_str!("../../../../migrations/dhis2/flyway_schema_history.tsv");

/// Only a superuser makes this extension.
pub(super) const POSTGIS: &str = "create extension if not exists postgis";

/// DHIS2 uses these extensions where they are; the owner of a database may make them, and their absence is no fault.
pub(super) const EXTENSIONS: &str = "do $$
declare
    wanted text;
begin
    for wanted in select name from pg_available_extensions where name in ('pg_trgm', 'btree_gin') loop
        execute format('create extension if not exists %I', wanted);
    end loop;
exception when insufficient_privilege then
    raise notice 'an extension was left out: %', sqlerrm;
end
$$";

/// What a database is.
pub(super) const INSPECT: &str = "select
    to_regclass('public.flyway_schema_history') is not null as flyway,
    (select count(*) from pg_tables t where schemaname = 'public' and tablename <> 'spatial_ref_sys') as tables,
    exists (select from pg_extension where extname = 'postgis') as postgis,
    exists (select from pg_available_extensions where name = 'postgis') as postgis_available,
    exists (select from pg_namespace where nspname = 'afya') as attached,
    has_database_privilege(current_database(), 'create') as may_create_schema,
    has_schema_privilege('public', 'create') as may_create_table,
    (select rolsuper from pg_roles where rolname = current_user) as superuser";

/// Where the history of DHIS2's migrations stands.
pub(super) const FLYWAY: &str = "select
    (select version from flyway_schema_history where success and version is not null
        order by string_to_array(version, '.')::int[] desc limit 1) as version,
    exists (select from flyway_schema_history where not success) as failed";

/// A row of that history.
pub(super) const INSERT_HISTORY: &str =
    "insert into flyway_schema_history (installed_rank, version, description, type,
    script, checksum, installed_by, installed_on, execution_time, success) values ";
