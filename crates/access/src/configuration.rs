//! The one row of `configuration`: what a system is set up with besides settings.

use afya_store::{Connection, Fault};

use crate::sql::configuration as statements;

/// An object that a system has chosen for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice(&'static Row);

/// Name in the Web API, type, column, table of the type, its key.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ROWS: [Row; 9] = [
    ("feedbackRecipients", "userGroup", "feedbackrecipientsid", "usergroup", "usergroupid"),
    (
        "systemUpdateNotificationRecipients",
        "userGroup",
        "systemupdatenotificationrecipientsid",
        "usergroup",
        "usergroupid",
    ),
    (
        "offlineOrganisationUnitLevel",
        "organisationUnitLevel",
        "offlineorgunitlevelid",
        "orgunitlevel",
        "orgunitlevelid",
    ),
    (
        "infrastructuralIndicators",
        "indicatorGroup",
        "infrastructuralindicatorsid",
        "indicatorgroup",
        "indicatorgroupid",
    ),
    (
        "infrastructuralDataElements",
        "dataElementGroup",
        "infrastructuraldataelementsid",
        "dataelementgroup",
        "dataelementgroupid",
    ),
    ("selfRegistrationRole", "userRole", "selfregistrationrole", "userrole", "userroleid"),
    (
        "selfRegistrationOrgUnit",
        "organisationUnit",
        "selfregistrationorgunit",
        "organisationunit",
        "organisationunitid",
    ),
    (
        "facilityOrgUnitGroupSet",
        "organisationUnitGroupSet",
        "facilityorgunitgroupset",
        "orgunitgroupset",
        "orgunitgroupsetid",
    ),
    (
        "facilityOrgUnitLevel",
        "organisationUnitLevel",
        "facilityorgunitlevel",
        "orgunitlevel",
        "orgunitlevelid",
    ),
];

impl Choice {
    /// All choices.
    pub fn all() -> impl Iterator<Item = Choice> {
        ROWS.iter().map(Choice)
    }

    /// Its name in the Web API.
    pub fn name(self) -> &'static str {
        self.0.0
    }

    /// The type of what is chosen, as the registry calls it.
    pub fn type_name(self) -> &'static str {
        self.0.1
    }

    /// Column of `configuration`, table and key of the type.
    pub(crate) fn columns(self) -> (&'static str, &'static str, &'static str) {
        (self.0.2, self.0.3, self.0.4)
    }
}

/// The identifier of what was chosen.
pub async fn chosen(connection: &mut Connection, choice: Choice) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::chosen(choice)).await?.map(|row| row.get("uid")))
}

/// Whether people may register themselves: a role and an org unit for them are set.
pub async fn may_register(connection: &mut Connection) -> Result<bool, Fault> {
    Ok(connection.first(&statements::self_registration()).await?.is_some())
}

/// The identifier of this system, a UUID.
pub async fn system_id(connection: &mut Connection) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::system_id()).await?.and_then(|row| row.get("systemid")))
}

/// The period type of data about buildings and the like, if one is set.
pub async fn period_type(connection: &mut Connection) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::period_type()).await?.map(|row| row.get("name")))
}

/// Addresses of other web sites whose pages may call this server from a browser; `*` stands for any characters.
pub async fn origins(connection: &mut Connection) -> Result<Vec<String>, Fault> {
    let rows = connection.rows(&statements::origins()).await?;
    Ok(rows.iter().map(|row| row.get("origin")).collect())
}

/// Names of the period types that analytics are offered for.
pub async fn output_types(connection: &mut Connection) -> Result<Vec<String>, Fault> {
    let rows = connection.rows(&statements::output_types()).await?;
    Ok(rows.iter().map(|row| row.get("name")).collect())
}

/// Chooses an object for a purpose, or none; whether there is such an object.
pub async fn choose(connection: &mut Connection, choice: Choice, uid: Option<&str>) -> Result<bool, Fault> {
    if let Some(uid) = uid
        && connection.first(&statements::exists(choice, uid)).await?.is_none()
    {
        return Ok(false);
    }
    connection.execute(&statements::choose(choice, uid)).await?;
    Ok(true)
}

/// Sets the period type of data about buildings and the like.
pub async fn set_period_type(connection: &mut Connection, name: &str) -> Result<(), Fault> {
    connection.execute(&statements::set_period_type(name)).await?;
    Ok(())
}

/// Gives the system another identifier.
pub async fn set_system_id(connection: &mut Connection, id: &str) -> Result<(), Fault> {
    connection.execute(&statements::set_system_id(id)).await?;
    Ok(())
}

/// Sets which other sites' pages may call this server.
pub async fn set_origins(connection: &mut Connection, origins: &[String]) -> Result<(), Fault> {
    connection.begin().await?;
    connection.execute(&statements::remove_origins()).await?;
    connection.execute(&statements::add_origins(origins)).await?;
    connection.commit().await
}

/// Sets the period types that analytics are offered for, by name.
pub async fn set_output_types(connection: &mut Connection, names: &[String]) -> Result<(), Fault> {
    connection.begin().await?;
    connection.execute(&statements::remove_output_types()).await?;
    connection.execute(&statements::add_output_types(names)).await?;
    connection.commit().await
}
