//! Statements over `configuration`.

use afya_store::Sql;

/// A row when self-registration is set up.
pub(crate) fn self_registration() -> Sql {
    Sql::new(
        "select 1 from configuration where selfregistrationrole is not null and selfregistrationorgunit is not null",
    )
}

/// The identifier of the system.
pub(crate) fn system_id() -> Sql {
    Sql::new("select systemid from configuration")
}
