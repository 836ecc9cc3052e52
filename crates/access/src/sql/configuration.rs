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

/// A row when there is such an object.
pub(crate) fn exists(choice: Choice, uid: &str) -> Sql {
    let (_, table, _) = choice.columns();
    let mut sql = Sql::new("select 1 from ");
    sql.identifier(table).push(" where uid = ").bind(uid);
    sql
}

/// Chooses an object, or none.
pub(crate) fn choose(choice: Choice, uid: Option<&str>) -> Sql {
    let (column, table, key) = choice.columns();
    let mut sql = Sql::new("update configuration set ");
    sql.identifier(column).push(" = (select o.").identifier(key).push(" from ").identifier(table);
    sql.push(" o where o.uid = ").bind(uid.map(str::to_owned)).push("::text)");
    sql
}

/// Sets the period type of infrastructure.
pub(crate) fn set_period_type(name: &str) -> Sql {
    let mut sql = Sql::new(
        "update configuration set infrastructuralperiodtypeid = (select periodtypeid from periodtype where name = ",
    );
    sql.bind(name).push(")");
    sql
}

/// Sets the identifier of the system.
pub(crate) fn set_system_id(id: &str) -> Sql {
    let mut sql = Sql::new("update configuration set systemid = ");
    sql.bind(id);
    sql
}

/// Takes all origins off the list.
pub(crate) fn remove_origins() -> Sql {
    Sql::new("delete from configuration_corswhitelist")
}

/// Puts origins on the list.
pub(crate) fn add_origins(origins: &[String]) -> Sql {
    let mut sql = Sql::new(
        "insert into configuration_corswhitelist (configurationid, corswhitelist)
         select distinct c.configurationid, o from configuration c, unnest(",
    );
    sql.bind(origins.to_vec()).push("::text[]) o");
    sql
}

/// Takes all period types of analytics away.
pub(crate) fn remove_output_types() -> Sql {
    Sql::new("delete from configuration_dataoutputperiodtype")
}

/// Adds period types of analytics.
pub(crate) fn add_output_types(names: &[String]) -> Sql {
    let mut sql = Sql::new(
        "insert into configuration_dataoutputperiodtype (configurationid, periodtypeid)
         select c.configurationid, p.periodtypeid from configuration c, periodtype p where p.name = any(",
    );
    sql.bind(names.to_vec()).push("::text[])");
    sql
}
