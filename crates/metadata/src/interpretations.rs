//! What people write about charts, maps and reports: texts, comments on them, likes. Whoever is mentioned is told, and may
//! read the thing from then on.

mod notices;
mod sql;
mod words;

use afya_access::Caller;
use afya_model::{Clock, Period, Random, Refusal, Uid};
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault, Row};
use serde_json::{Value, json};

use crate::sql::{Scope, write};
use notices::Occasion;

/// What an interpretation can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A chart or pivot table.
    Visualization,
    /// A chart or list of events.
    EventVisualization,
    /// A map.
    Map,
    /// A list of events, by its older name.
    EventReport,
    /// A chart of events, by its older name.
    EventChart,
    /// The report of a data set for a unit and a period.
    DataSetReport,
}

impl About {
    /// All, with the words of their paths.
    pub const ALL: [(&'static str, About); 6] = [
        ("visualization", About::Visualization),
        ("eventVisualization", About::EventVisualization),
        ("map", About::Map),
        ("eventReport", About::EventReport),
        ("eventChart", About::EventChart),
        ("dataSetReport", About::DataSetReport),
    ];

    fn of(self) -> Option<&'static Type> {
        registry().by_name(match self {
            About::Visualization => "visualization",
            About::Map => "map",
            About::DataSetReport => "dataSet",
            _ => "eventVisualization",
        })
    }

    fn label(self) -> &'static str {
        match self {
            About::Visualization => "Visualization",
            About::EventVisualization => "EventVisualization",
            About::Map => "Map",
            About::EventReport => "Event report",
            About::EventChart => "Event chart",
            About::DataSetReport => "Data set",
        }
    }
}

/// Who writes, when and where.
#[derive(Clone, Copy)]
pub struct Author<'a> {
    /// The caller.
    pub caller: &'a Caller,
    /// The present.
    pub clock: &'a Clock,
    /// Chance, for identifiers.
    pub random: &'a Random,
    /// The server's address, for links in messages.
    pub address: &'a str,
}

impl Author<'_> {
    fn now(&self) -> String {
        self.clock.now().to_string()
    }

    fn uid(&self) -> String {
        Uid::generate(self.random).as_str().to_owned()
    }
}

/// Where and when something is seen, as far as that was said.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The identifier of the org unit.
    pub unit: Option<String>,
    /// The period, of a data set's report.
    pub period: Option<Period>,
}

/// The thing that an interpretation is about.
struct Subject {
    of: &'static Type,
    key: i64,
    uid: String,
    name: String,
    subscribers: Vec<String>,
}

/// An interpretation that is there.
pub struct Interpretation {
    key: i64,
    uid: String,
    author: Option<i64>,
    subject: Option<Subject>,
}

/// The users whom a text mentions, by key and identifier, and the same as it is kept.
#[derive(Default)]
struct Mentioned {
    users: Vec<(i64, String)>,
    kept: String,
}

/// Writes a text about something; gives the identifier.
///
/// # Errors
/// 409 when the thing or the org unit is not there, or not for the caller.
pub async fn create(
    connection: &mut Connection,
    by: Author<'_>,
    about: About,
    uid: &str,
    place: &Place,
    text: &str,
) -> Result<String, Fault> {
    let absent = |what: &str, uid: &str| {
        Refusal::conflict(format!("{what} does not exist or is not accessible: {uid}"))
    };
    let missing = || absent(about.label(), uid);
    let of = about.of().ok_or_else(missing)?;
    let found = connection.first(&sql::subject(of, uid, &Scope::new(by.caller, None, ""))).await?;
    let row = found.ok_or_else(missing)?;
    let unit = match &place.unit {
        Some(unit) => {
            let found = connection.first(&sql::unit(unit)).await?;
            Some(found.ok_or_else(|| absent("Organisation unit", unit))?.get("key"))
        }
        None if row.get("has_user_unit") => by.caller.org_units.first().map(|unit| unit.id),
        None => None,
    };
    let is_list: bool = row.get("is_list");
    let subject = subject_of(of, &row);
    connection.begin().await?;
    let period = period_key(connection, place.period).await?;
    let mentioned = mentioned(connection, by, text).await?;
    let links = links(about, subject.key, is_list);
    let new = sql::New {
        uid: &by.uid(),
        text,
        mentions: &mentioned.kept,
        caller: by.caller,
        now: &by.now(),
        unit,
        period,
    };
    let new_uid = new.uid.to_owned();
    let key =
        connection.first(&sql::insert(&new, &links)).await?.map(|row| row.get("key")).unwrap_or_default();
    let written = Interpretation { key, uid: new_uid.clone(), author: None, subject: Some(subject) };
    tell(connection, by, &written, &mentioned, Occasion::Written(text)).await?;
    connection.commit().await?;
    Ok(new_uid)
}

/// The columns that hold the subject; something of events has its older name beside the new one.
fn links(about: About, key: i64, is_list: bool) -> Vec<(&'static str, i64)> {
    let columns: &[&str] = match about {
        About::Visualization => &["visualizationid"],
        About::Map => &["mapid"],
        About::DataSetReport => &["datasetid"],
        About::EventReport => &["eventvisualizationid", "eventreportid"],
        About::EventVisualization if is_list => &["eventvisualizationid", "eventreportid"],
        About::EventVisualization | About::EventChart => &["eventvisualizationid", "eventchartid"],
    };
    columns.iter().map(|column| (*column, key)).collect()
}

async fn period_key(connection: &mut Connection, period: Option<Period>) -> Result<Option<i64>, Fault> {
    let Some(period) = period else { return Ok(None) };
    connection.execute(&write::make_periods(&[period])).await?;
    Ok(connection.first(&write::periods(&[period])).await?.map(|row| row.get("key")))
}

fn subject_of(of: &'static Type, row: &Row) -> Subject {
    Subject {
        of,
        key: row.get("key"),
        uid: row.get("uid"),
        name: row.get("name"),
        subscribers: row.get("subscribers"),
    }
}

/// An interpretation that the caller may read.
///
/// # Errors
/// What the database says.
pub async fn find(
    connection: &mut Connection,
    caller: &Caller,
    uid: &str,
) -> Result<Option<Interpretation>, Fault> {
    let Some(of) = registry().by_name("interpretation") else { return Ok(None) };
    let scope = Scope::new(caller, None, "");
    let Some(row) = connection.first(&sql::find(of, uid, &scope)).await? else { return Ok(None) };
    let kind: Option<String> = row.get("kind");
    let subject = match kind.and_then(|kind| registry().by_name(&kind)) {
        Some(of) => {
            let found = connection.first(&sql::subject_by_key(of, row.get("subject"))).await?;
            found.map(|row| subject_of(of, &row))
        }
        None => None,
    };
    Ok(Some(Interpretation { key: row.get("key"), uid: uid.to_owned(), author: row.get("author"), subject }))
}

impl Interpretation {
    /// Whether the caller may change or remove it: its author, or who holds all rights.
    pub fn may_change(&self, caller: &Caller) -> bool {
        caller.is_super() || self.author == Some(caller.id)
    }

    /// Replaces the text.
    ///
    /// # Errors
    /// What the database says.
    pub async fn change(&self, connection: &mut Connection, by: Author<'_>, text: &str) -> Result<(), Fault> {
        connection.begin().await?;
        let mentioned = mentioned(connection, by, text).await?;
        connection.execute(&sql::change(self.key, text, &mentioned.kept, &by.now())).await?;
        tell(connection, by, self, &mentioned, Occasion::Changed(text)).await?;
        connection.commit().await
    }

    /// Removes it with its comments and likes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remove(&self, connection: &mut Connection) -> Result<(), Fault> {
        connection.begin().await?;
        // A comment that is written meanwhile would be left without what it is about.
        connection.rows(&sql::hold(self.key)).await?;
        for statement in sql::remove(self.key) {
            connection.execute(&statement).await?;
        }
        connection.commit().await
    }

    /// Adds a comment; gives its identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn comment(
        &self,
        connection: &mut Connection,
        by: Author<'_>,
        text: &str,
    ) -> Result<String, Fault> {
        let uid = by.uid();
        connection.begin().await?;
        let mentioned = mentioned(connection, by, text).await?;
        // Two comments at once would take the same place.
        connection.execute(&sql::touch(self.key, &by.now())).await?;
        connection
            .execute(&sql::comment(self.key, &uid, text, &mentioned.kept, by.caller.id, &by.now()))
            .await?;
        tell(connection, by, self, &mentioned, Occasion::Commented(text)).await?;
        connection.commit().await?;
        Ok(uid)
    }

    /// Replaces the text of a comment; one that is not there changes nothing, as in DHIS2.
    ///
    /// # Errors
    /// 403 when the comment is somebody else's.
    pub async fn change_comment(
        &self,
        connection: &mut Connection,
        by: Author<'_>,
        comment: &str,
        text: &str,
    ) -> Result<(), Fault> {
        let Some(key) = self.own_comment(connection, by.caller, comment, "update").await? else {
            return Ok(());
        };
        connection.begin().await?;
        let mentioned = mentioned(connection, by, text).await?;
        connection.execute(&sql::change_comment(key, text, &mentioned.kept, &by.now())).await?;
        tell(connection, by, self, &mentioned, Occasion::CommentChanged(text)).await?;
        connection.commit().await
    }

    /// Removes a comment; one that is not there changes nothing, as in DHIS2.
    ///
    /// # Errors
    /// 403 when the comment is somebody else's.
    pub async fn remove_comment(
        &self,
        connection: &mut Connection,
        by: Author<'_>,
        comment: &str,
    ) -> Result<(), Fault> {
        let found = self.own_comment(connection, by.caller, comment, "delete").await?;
        connection.begin().await?;
        // A comment that is added meanwhile would not move up.
        connection.execute(&sql::touch(self.key, &by.now())).await?;
        if let Some(key) = found {
            for statement in sql::remove_comment(self.key, key) {
                connection.execute(&statement).await?;
            }
        }
        connection.commit().await
    }

    async fn own_comment(
        &self,
        connection: &mut Connection,
        caller: &Caller,
        comment: &str,
        verb: &str,
    ) -> Result<Option<i64>, Fault> {
        let Some(row) = connection.first(&sql::find_comment(self.key, comment)).await? else {
            return Ok(None);
        };
        if !caller.is_super() && row.get::<_, i64>("author") != caller.id {
            return Err(Refusal::forbidden(format!("You are not allowed to {verb} this comment.")).into());
        }
        Ok(Some(row.get("key")))
    }

    /// Likes it, or no longer; gives whether that was new.
    ///
    /// # Errors
    /// What the database says.
    pub async fn like(&self, connection: &mut Connection, by: Author<'_>, on: bool) -> Result<bool, Fault> {
        connection.begin().await?;
        // Of two at once, neither would count the other.
        connection.rows(&sql::hold(self.key)).await?;
        let statement =
            if on { sql::like(self.key, by.caller.id) } else { sql::unlike(self.key, by.caller.id) };
        let changed = connection.execute(&statement).await? > 0;
        connection.execute(&sql::count_likes(self.key)).await?;
        if on {
            tell(connection, by, self, &Mentioned::default(), Occasion::Liked).await?;
        }
        connection.commit().await?;
        Ok(changed)
    }
}

/// Whom a text mentions, in the order of DHIS2's sets.
async fn mentioned(connection: &mut Connection, by: Author<'_>, text: &str) -> Result<Mentioned, Fault> {
    let names = words::usernames(text);
    let rows = if names.is_empty() { Vec::new() } else { connection.rows(&sql::users(names)).await? };
    let created = by.clock.now().as_millisecond();
    let kept: Value = rows
        .iter()
        .map(|row| json!({ "created": created, "username": row.get::<_, String>("username") }))
        .collect();
    let users = rows.iter().map(|row| (row.get("key"), row.get("uid"))).collect();
    Ok(Mentioned { users, kept: kept.to_string() })
}

/// Lets the mentioned read what it is about, and sends them and the subscribers their messages.
async fn tell(
    connection: &mut Connection,
    by: Author<'_>,
    interpretation: &Interpretation,
    mentioned: &Mentioned,
    occasion: Occasion<'_>,
) -> Result<(), Fault> {
    let Some(subject) = &interpretation.subject else { return Ok(()) };
    for (user, uid) in &mentioned.users {
        if let Some(statement) = sql::let_read(subject.of, subject.key, *user, uid) {
            connection.execute(&statement).await?;
        }
    }
    let link = notices::link(by.address, subject, &interpretation.uid);
    let followers = connection.rows(&sql::followers(&subject.subscribers, by.caller.id)).await?;
    let followers: Vec<i64> = followers.iter().map(|row| row.get("key")).collect();
    let users: Vec<i64> = mentioned.users.iter().map(|(user, _)| *user).collect();
    let messages = [
        (followers, notices::to_followers(by.caller, &subject.name, occasion, &link)),
        (users, notices::to_mentioned(by.caller, occasion, &link)),
    ];
    for (users, message) in messages {
        let Some((title, text)) = message.filter(|_| !users.is_empty()) else { continue };
        let message =
            sql::Message { uids: [&by.uid(), &by.uid()], title: &title, text: &text, now: &by.now() };
        connection.execute(&sql::send(&message, by.caller.id, users)).await?;
    }
    Ok(())
}
