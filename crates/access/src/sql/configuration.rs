//! Statements over `configuration`.

use afya_store::Sql;

use crate::configuration::Choice;

/// What was chosen for a purpose.
pub(crate) fn chosen(choice: Choice) -> Sql {
    let (column, table, key) = choice.columns();
    let mut sql = Sql::new("select o.uid from configuration c join ");
    sql.identifier(table).push(" o on o.").identifier(key).push(" = c.").identifier(column);
    sql
}

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

/// The period type of infrastructure.
pub(crate) fn period_type() -> Sql {
    Sql::new(
        "select p.name from configuration c join periodtype p on p.periodtypeid = c.infrastructuralperiodtypeid",
    )
}

/// Origins that may call from a browser.
pub(crate) fn origins() -> Sql {
    Sql::new("select corswhitelist as origin from configuration_corswhitelist order by 1")
}

/// Period types of analytics.
pub(crate) fn output_types() -> Sql {
    Sql::new(
        "select p.name from configuration_dataoutputperiodtype d join periodtype p on p.periodtypeid = d.periodtypeid
         order by p.periodtypeid",
    )
}
